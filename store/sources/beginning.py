"""What a text begins like: a page, a feed, an export or records, whatever its name or type says."""

import re

from ..errors import Refused
from .articletext.fences import is_json
from .prolog import past_prolog
from .records.strict_json import leading_value

_SOURCES = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "{": "json",
    "[": "json",
    **dict.fromkeys(("html", "head", "body", "main", "article"), "page"),
}
_DOCTYPE = re.compile(r"<!doctype\b([^<>]*+)>", re.IGNORECASE)
# A bracket or an element.
_BEGINNING = re.compile(r"([{[])|<(?:[\w.-]++:)?([\w.-]++)")
_MIME_HEAD = 4_000  # characters of the head of a page that is saved into one file
_WITHIN = re.compile(r"(?im)^content-type:\s*+(?:multipart/related|text/html\b)")
_PLACED = re.compile(
    r"(?im)^(?:snapshot-)?content-location:|<saved by|saved by |single file web page"
)
_MAILED = re.compile(
    r"(?im)^(?:to|cc|received|delivered-to|return-path|message-id|reply-to):|^from:[^\n]*@"
)
_LIST = re.compile(r'\[\s*+\{\s*+["}]')


def source_of(text: str) -> str | None:
    """The source that reads what an address has answered, by how that begins."""
    return "mhtml" if _is_saved_page(text) else _SOURCES.get(_beginning_of(text))


def source_told_by(text: str) -> str | None:
    """The source that reads a file which is named as a text, where it certainly is none."""
    source = source_of(text)
    if source == "json" and not _is_records(text[past_prolog(text, 0) :]):
        return None
    return source


def _is_saved_page(text: str) -> bool:
    """Whether a text is a page that was saved into one file, and no mail, which looks alike."""
    head = text[:_MIME_HEAD]
    if "mime-version:" not in head.lower():
        return False
    is_page = _WITHIN.search(head) is not None and _PLACED.search(head) is not None
    return is_page and _MAILED.search(head) is None


def _beginning_of(text: str) -> str:
    """The bracket, or the name of the element, that a text begins with; else ""."""
    start = past_prolog(text, 0)
    while doctype := _DOCTYPE.match(text, start):
        if doctype[1].lower().split()[:1] == ["html"]:
            return "html"
        start = past_prolog(text, doctype.end())
    match = _BEGINNING.match(text, start)
    if match is None:
        return ""
    bracket, element = match.groups()
    return bracket or element.lower()


def _is_records(text: str) -> bool:
    """Whether a text is records of JSON, and nothing else: front matter has a text below it."""
    if _LIST.match(text) or _is_whole_list(text):
        return True
    first, _, rest = text.partition("\n")
    if not is_json(first, rest.lstrip().partition("\n")[0]):
        return False
    try:
        _, end = leading_value(text)
    except Refused:
        return False
    return not text[end:].strip() or text[end:].lstrip().startswith("{")


def _is_whole_list(text: str) -> bool:
    """Whether a text is a list of JSON of whatever values."""
    if not text.startswith("[") or not text.rstrip().endswith("]"):
        return False
    try:
        _, end = leading_value(text)
    except Refused:
        return False
    return not text[end:].strip()
