"""Pages that browsers save into one file (MHTML, RFC 2557): the page in it is read as any other.

What lies beside the page in the file, pictures mostly, is passed over.
"""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO

from ...draft import SourceItem
from ...errors import Place, Refused
from ...limits import FEED_FILE_LIMIT
from ...text.charset import decode
from ...text.sandbox import run_isolated
from ..common import http_address, read_whole
from ..file import File
from . import page

_TYPES = ("text/html", "application/xhtml+xml")
_Page = tuple[bytes, str | None, str | None]  # with its charset and its address


def read(file: File) -> Iterator[SourceItem]:
    """The article of the page in a file, or the reason that it holds none."""
    try:
        data = read_whole(file, FEED_FILE_LIMIT, "the page is larger than 16 MB")
        html, charset, address = run_isolated(page_within, data)
    except Refused as refused:
        yield refused.at(Place(file.name))
        return
    inner = File(
        BytesIO(html), file.name, file.identity, file.folder, charset, http_address(address, None)
    )
    yield from page.read(inner)


def page_within(data: bytes) -> _Page:
    """The first page in a file. Raises Refused for none."""
    if b"\x00" in data[:4]:
        data = decode(data).encode()
    message = message_from_bytes(data, _class=EmailMessage, policy=default)
    for part in message.walk():
        if part.get_content_type() in _TYPES:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content, part.get_content_charset(), _address(message, part)
    raise Refused("holds no page: save it as 'web page, HTML only'")


def _address(message: EmailMessage, part: EmailMessage) -> str | None:
    """Where a page stood when it was saved."""
    told = message["Snapshot-Content-Location"] or part["Content-Location"]
    return "".join(str(told).split()) if told else None
