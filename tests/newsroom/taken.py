"""Documents taken in as their readers take them: files by their names, posts of a wire, hooks.

All is read in this process, where an exception that nobody foresaw can be seen.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store import Draft, Refused, Sections, read_drafts, read_webhook
from store.article import Article
from store.draft import SourceItem
from store.intake.prepare import prepare
from store.sources.wordpress.posts import draft, posts
from store.text.sandbox_server import IS_ISOLATED
from tests.newsroom.documents import FORMATS
from tests.room import ECONOMY, POLITICS, SITE, START

UNFORESEEN = "cannot be read"
Taken = Article | Refused | SourceItem


@contextmanager
def unsheltered() -> Iterator[None]:
    """Read here what is read in a process of its own else."""
    token = IS_ISOLATED.set(True)
    try:
        yield
    finally:
        IS_ISOLATED.reset(token)


def read(format: str, data: bytes, folder: Path) -> list[SourceItem]:
    """The items of a document. `folder` is where a file of it may lie."""
    with unsheltered():
        if FORMATS[format].name:
            path = folder / FORMATS[format].name
            path.write_bytes(data)
            return list(read_drafts([path]))
        return _asked(data) if format == "wire" else read_webhook(data, "hook")


def _asked(data: bytes) -> list[SourceItem]:
    """What a wire makes of an answer."""
    try:
        made = [draft(post, "wire") for post in posts(data, "wire")]
    except Refused as refused:
        return [refused]
    return [item for item in made if item]


def accepted(items: Iterable[SourceItem]) -> list[Taken]:
    """The items with an article, or its refusal, in the place of each draft."""
    with unsheltered():
        return [_accepted(item) for item in items]


def _accepted(item: SourceItem) -> Taken:
    if not isinstance(item, Draft):
        return item
    try:
        return prepare(
            item, owner="files", site=SITE, sections=Sections([POLITICS, ECONOMY]), now=START
        )
    except Refused as refused:
        return refused


def articles(format: str, data: bytes, folder: Path) -> list[Article]:
    """The articles that a document makes."""
    made = accepted(read(format, data, folder))
    return [item for item in made if isinstance(item, Article)]


def live(format: str, data: bytes, folder: Path) -> list[Article]:
    """The articles of a document that readers see at once."""
    made = articles(format, data, folder)
    return [article for article in made if _is_due(article) and not _has_ended(article)]


def _is_due(article: Article) -> bool:
    return article.due is None or article.due <= START


def _has_ended(article: Article) -> bool:
    return article.expires_at is not None and article.expires_at <= START


def unforeseen(items: Iterable[Taken]) -> list[str]:
    """The refusals for which nobody has found words."""
    return [str(item) for item in items if isinstance(item, Refused) and UNFORESEEN in str(item)]
