"""A real browser on a server of the samples: Debian's Chromium, driven by Playwright.

Nothing leaves this machine: a request to anywhere but the server is refused, and remembered for the
test to look at.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from store import Store
from tests import process, quick

MISSING = (
    "NO BROWSER, so nobody looked at the pages: it takes Debian's `chromium` and `fonts-noto-core`"
)
CAGED = "NO BROWSER, so nobody looked at the pages: this machine lets only root start Chromium"
SIZES = {"desktop": (1280, 900), "tablet": (800, 1000), "phone": (390, 844)}
# The samples' pictures are paths of the site, which `make run` serves here; tests use another port.
SAMPLES = "http://127.0.0.1:8000/"
# Articles of one moment stand in the order of their ids, and this makes the ids the same in every
# run.
NAMESPACE = UUID("2b4a3c0f-6f0a-4a39-9d5e-0f7f3c9f6f21")
_FLAGS = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class Newsroom:
    """A server of the samples: its address, its database, and the paths of its articles by
    title.
    """

    base: str
    database: str
    articles: Mapping[str, str]

    def article(self, start: str) -> str:
        """The path of the article whose title begins so."""
        return next(path for title, path in self.articles.items() if title.startswith(start))


@dataclass
class Visit:
    """A page, and what it did beside showing itself: complaints on the console, hosts it asked
    elsewhere.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def find() -> str | None:
    """This machine's browser. Playwright's own is never fetched."""
    return shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a fresh profile; root cannot have its sandbox."""
    quick.leave_out("the browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=_FLAGS, headless=True, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """A server of the samples, with its database in that folder."""
    database = f"sqlite:///{folder / 'nashra.db'}"
    store = Store(database)
    store.migrate(NAMESPACE)
    store.close()
    assert process.run(database, "ingest", "samples/").returncode == 0
    with process.serving(database) as (base, _):
        items = json.loads(process.get(f"{base}/all.json")[1])["items"]
        articles = {
            item["title"].removeprefix(
                "\u200f"
            ): f"/articles/{item['id'].removeprefix('urn:uuid:')}"
            for item in items
        }
        yield Newsroom(base, database, articles)


@contextmanager
def visit(browser: Browser, base: str, size: str, *, dark: bool = False) -> Iterator[Visit]:
    """A new page of that size; pictures that are elsewhere are missing."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=size == "phone",
        color_scheme="dark" if dark else "light",
        locale="ar",
    )
    seen = Visit(context.new_page())

    def decide(route: Route) -> None:
        url = route.request.url
        if url.startswith((SAMPLES, f"{base}/")):
            route.continue_(url=url.replace(SAMPLES, f"{base}/", 1))
            return
        seen.elsewhere.append(urlsplit(url).hostname or url)
        route.abort("blockedbyclient")

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "ERR_BLOCKED_BY_CLIENT" not in message.text:
            seen.complaints.append(message.text)

    context.route("**/*", decide)
    seen.page.on("console", note)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield seen
    context.close()


def load_pictures(page: Page) -> None:
    """Wait for every picture, also for those that wait to be scrolled to, until it is there or
    known to be missing.
    """
    page.evaluate("""() => Promise.all([...document.images].map(image => {
            image.loading = 'eager';
            return image.decode().catch(() => null);
        }))""")
