"""The prolog of a document: what may stand before its root (XML 1.0, section 2.8)."""

import re

# White space, and what is not seen: byte order marks, marks of direction, control characters.
_BLANKS = re.compile(
    r"[\s\ufeff\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\x00-\x1f\x7f-\x9f]*+"
)
_CLOSING = {"<?": "?>", "<!--": "-->"}  # of instructions and comments


# How a feed begins behind warnings that a program has printed above it.
_DOCUMENT = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF)(?=[\s>])")
_WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_NOTICES = 20_000  # characters of notices


def past_notices(text: str) -> int:
    """The root of a document behind its prolog, and behind notices of programs above or in that.

    What begins as a page, or with a document type, has no notices.
    """
    start = past_prolog(text, 0)
    for _ in range(2):  # above the declaration, and below it
        match = (
            None if _WHOLE.match(text, start) else _DOCUMENT.search(text, start, start + _NOTICES)
        )
        start = past_prolog(text, match.start()) if match else start
    return start


def past_prolog(text: str, start: int) -> int:
    """The end of white space, instructions and comments; one that never closes is none."""
    while True:
        blanks = _BLANKS.match(text, start)
        start = blanks.end() if blanks else start
        end = _end_of_closed(text, start)
        if end == start:
            return start
        start = end


def _end_of_closed(text: str, start: int) -> int:
    """The end of the instruction or comment that begins at `start`, which is returned for none."""
    for opening, closing in _CLOSING.items():
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            return start if end < 0 else end + len(closing)
    return start
