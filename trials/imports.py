"""An import that is killed at each of its places in turn, and resumed: nothing may come twice."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import ROOT, environment
from store import ALL, Store
from tests.wxr import HEAD, TAIL, attachment, post

from .dying import OF_AN_IMPORT
from .stage import Stage

POSTS = 1_200  # three batches
_SECONDS = 300
_ALL_ARTICLES = 1_000_000


@contextmanager
def import_killed(stage: Stage) -> Iterator[None]:
    """An export is imported, killed five times, and imported to its end. Raises RuntimeError."""
    differs = killed_and_resumed(stage.url, stage.folder)
    if differs:
        raise RuntimeError(differs)
    yield


def killed_and_resumed(url: str, folder: Path) -> str:
    """What an import that was killed at each place has not left as it should, "" for nothing."""
    path = folder / "export.xml"
    path.write_text(_export(), encoding="utf-8")
    arguments = ("ingest", str(path), "--keep-guid")
    for place in OF_AN_IMPORT:
        code = _run(url, "trials.dying", place, *arguments)
        if code != -signal.SIGKILL:
            return f"it ended with {code} where {place}"
    code = _run(url, "trials.mortal", *arguments)
    if code != 0:
        return f"it ended with {code} at last"
    return _difference(url)


def _export() -> str:
    """Posts with a picture each, which stand behind them."""
    numbers = range(1, POSTS + 1)
    return "".join([HEAD, *map(post, numbers), *map(attachment, numbers), TAIL])


def _run(url: str, module: str, *arguments: str) -> int:
    """The exit code of a command."""
    process = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment(NASHRA_DATABASE=url, NASHRA_LOG="error text"),
        stdout=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
    )
    return process.returncode


def _difference(url: str) -> str:
    """What a store does not hold once: each post, under its guid, at its date, by one change."""
    store = Store(url)
    with store.snapshot() as snapshot:
        kept = snapshot.articles.after("", _ALL_ARTICLES)
        posts = [one for one in kept if str(one.article.source_id).isdecimal()]
        places = snapshot.placements.of(one.article.id for one in posts)
        held = snapshot.quarantine.count()
    store.close()
    counts = Counter(int(str(one.article.source_id)) for one in posts)
    revisions = sorted(one.revision for one in posts)
    guids = {f"https://bank.example.com/?p={number}" for number in counts}
    checks = {
        "posts are missing, or there twice": counts == Counter(range(1, POSTS + 1)),
        "posts have lost their guids": guids == {one.article.id for one in posts},
        "posts were edited": revisions == list(range(revisions[0], revisions[0] + POSTS)),
        "posts stand as news": all(
            places[one.article.id][ALL].position == one.article.published for one in posts
        ),
        "drafts were refused": held == 0,
    }
    return ", ".join(name for name, holds in checks.items() if not holds)
