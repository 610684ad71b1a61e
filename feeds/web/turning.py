"""Pages of a feed as people count them: 1 is the current one, 2 the newest of its archive.

WordPress counts so, too: `?paged=2`, `/page/2/`. Each such address leads to the page of the archive
on which articles that far back stand now.
"""

from store import NotFound, Section

from ..links import archive_key, feed_address, page_address
from ..newsroom import Newsroom
from ..printing.archive import find_number, read_number

_FIRST = ("", "0", "1")


def read_page(text: str) -> int:
    """The page that a parameter asks for. Raises NotFound for what is no number of one."""
    return 1 if text in _FIRST else read_number(text)


def turned_document(newsroom: Newsroom, key: str, page: int, suffix: str, query: str = "") -> str:
    """Address of a page in the format of that suffix. Raises NotFound where there is none."""
    path = key if page == 1 else archive_key(key, _number(newsroom, key, page))
    return f"{feed_address(newsroom.settings.site, path, suffix)}{query}"


def turned_page(newsroom: Newsroom, key: str, page: int) -> str:
    """Address of a page for people. Raises NotFound where there is none."""
    if page > 1:
        _number(newsroom, key, page)
    return page_address(newsroom.settings.site, key, page)


def _number(newsroom: Newsroom, key: str, page: int) -> int:
    """The number in the archive of a page. Raises NotFound."""
    section = _printed(newsroom, key)
    with newsroom.store.snapshot() as snapshot:
        return find_number(snapshot, section, page - 1)


def _printed(newsroom: Newsroom, key: str) -> Section:
    """The printed feed with that key: others have no archive. Raises NotFound."""
    for section in newsroom.settings.printed:
        if section.slug == key:
            return section
    raise NotFound(f"{key[:100]!r} has no older pages")
