"""Web pages: one news page is one Draft. trafilatura finds its text and most of what it says of
itself.

Read here is only what that would lose: the spelling of addresses, moments with their zone, the size
of the picture, and that there is no article. It is given text, in a process that can be ended; what
plays is left to clean().
"""

from collections.abc import Iterator

from ...draft import SourceItem
from ...errors import Place, Refused
from ...text.charset import decode
from ...text.sandbox import run_isolated
from .. import record
from ..file import File
from .fields import page_record

FILE_LIMIT = 5_000_000


def read(file: File) -> Iterator[SourceItem]:
    """The article of a page, known by its address, else by its file; Refused where it holds
    none.
    """
    place = Place(file.name)
    try:
        data = file.stream.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise Refused("the page is larger than 5 MB")
        found = run_isolated(page_record, decode(data, file.charset), file.address)
        yield record.draft(
            found | {"id": None if found["url"] else file.identity or None}, place, file.folder
        )
    except Refused as refused:
        yield refused.at(place)
