"""`make pictures`: what the README shows, taken of the samples in a real browser."""

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests import browser, process

FOLDER = process.ROOT / "docs" / "pictures"


def main() -> None:
    if not browser.find():
        sys.exit(browser.MISSING)
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.newsroom(Path(folder)) as newsroom,
        browser.chromium() as chromium,
    ):
        paths = {
            "front": "/",
            "politics": "/politics",
            "article": newsroom.article("HTML"),
            "search": f"/search?q={quote('مياه')}",
            "composed": "/economy+health",
        }
        for size in ("desktop", "phone"):
            with browser.visit(chromium, newsroom.base, size) as seen:
                for name, path in paths.items():
                    seen.page.goto(newsroom.base + path)
                    browser.load_pictures(seen.page)
                    seen.page.screenshot(path=FOLDER / f"{name}-{size}.png")


if __name__ == "__main__":
    main()
