"""Files that are named as texts, and are something else: refused, with a word on what to do.

A word processor's file holds what its writer has deleted, hidden or remarked; a mail, addresses of
people; a page and records have readers of their own. None of it is ever published as text.
"""

import re
from itertools import islice

from ...errors import Refused
from ..beginning import source_told_by
from .fieldlines import UNSEEN

_BEGINNINGS = {
    "{\\rtf": "is RTF, which may hold what was deleted",
    "%PDF-": "is a PDF",
    "%!PS": "is PostScript",
    "PK\x03\x04": "is a document of a word processor or an archive",
}
_SAVE = "save it as plain text in UTF-8"
_PAGE = "is no text: leave --format away, or name the file after what it holds"
_LOOKED_AT = 200  # lines in which a mail may begin
_HEADER = re.compile(
    r"(?:From|To|Cc|Bcc|Sender|Reply-To|Subject|Date|Sent|Received|Return-Path|Delivered-To"
    r"|Message-ID|MIME-Version|Content-Type|Content-Transfer-Encoding|X-[A-Za-z-]{1,40}"
    r"|من|إلى|الى|الموضوع|التاريخ|تاريخ الإرسال|تم الإرسال|أرسلت|المرسل|نسخة)[ \t]*:",
    re.IGNORECASE,
)
_OF_SERVERS = ("received", "return-path", "delivered-to", "message-id", "mime-version")
_ADDRESS = re.compile(r"[\w.+-]@[\w-]")
_FEWEST = 2  # lines in a row that make the head of a mail, one of them a mail's for sure


def refuse_foreign(text: str) -> None:
    """Raise Refused for a text that is none."""
    beginning = text[:_LOOKED_AT].lstrip(UNSEEN + " \t\r\n\xa0")
    for sign, words in _BEGINNINGS.items():
        if beginning.startswith(sign):
            raise Refused(f"{words}: {_SAVE}")
    if _holds_mail(text):
        raise Refused(f"holds the head of a mail, whose addresses nobody should read: {_SAVE}")
    source = source_told_by(text)
    if source:
        raise Refused(f"looks like a file of the format {source!r}, and {_PAGE}")


def _holds_mail(text: str) -> bool:
    """Whether lines in a row are the head of a mail, which may be forwarded within a text."""
    count = 0
    addressed = False
    for line in islice(text.split("\n"), _LOOKED_AT):
        plain = line.strip(UNSEEN + " \t\xa0>*")
        if _HEADER.match(plain) or (count and line[:1].isspace() and plain):
            count += 1
            addressed = addressed or _is_of_mail(plain)
        else:
            count = 0
            addressed = False
        if count >= _FEWEST and addressed:
            return True
    return False


def _is_of_mail(line: str) -> bool:
    """Whether a line of a head is a mail's for sure, by an address or what servers write."""
    return _ADDRESS.search(line) is not None or line.lower().startswith(_OF_SERVERS)
