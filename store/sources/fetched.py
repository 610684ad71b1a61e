"""Addresses that an ingest names: asked once, and read as what their answer begins like.

Feeds are often sent as `text/html`, so the type of an answer is only asked last.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from ..draft import SourceItem
from ..errors import Place, Refused, Unreachable
from ..limits import ANSWER_LIMIT
from ..outbound import Outbound, Response
from ..text.charset import decode
from . import SOURCES
from .beginning import source_of
from .file import File

ANSWER_SECONDS = 20.0
_ADDRESS = re.compile("https?://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Whether a name is an address of the web, and no path."""
    return _ADDRESS.match(name) is not None


def read_address(address: str, format: str | None, outbound: Outbound) -> Iterator[SourceItem]:
    """The items of the answer of an address. `format` overrules what it looks like."""
    try:
        answer = _ask(address, outbound)
        reader = SOURCES[format or _format_of(answer)]
    except Unreachable as problem:
        yield Refused(str(problem), place=Place(address))
    except Refused as refused:
        yield refused.at(Place(address))
    else:
        yield from reader.read(_file(address, answer))


def _ask(address: str, outbound: Outbound) -> Response:
    """The answer of an address. Raises Refused for any status but 200, and Unreachable."""
    answer = outbound.fetch(address, limit_bytes=ANSWER_LIMIT, seconds=ANSWER_SECONDS)
    if answer.status != 200:
        raise Refused(f"answers with status {answer.status}: open it in a browser to see why")
    return answer


def _file(address: str, answer: Response) -> File:
    """An answer as a file; after redirects it is known by the last address."""
    return File(
        BytesIO(answer.content),
        address,
        answer.url,
        charset=answer.charset,
        address=answer.url,
    )


def _format_of(answer: Response) -> str:
    """The source that reads an answer. Raises Refused where none does."""
    format = source_of(decode(answer.content, answer.charset))
    if format:
        return format
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if "html" in media_type:
        return "page"
    if "xml" in media_type:
        return "feed"
    shown = media_type[:40] or "of no type"
    raise Refused(f"is {shown!r}, neither a page nor a feed: say --format")
