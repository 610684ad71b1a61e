"""The prolog of a document: what may stand before its root (XML 1.0, section 2.8)."""

import re

# White space, and what is not seen: byte order marks, marks of direction, control characters.
_BLANKS = re.compile(
    r"[\s\ufeff\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\x00-\x1f\x7f-\x9f]*+"
)
_CLOSING = {"<?": "?>", "<!--": "-->"}  # of instructions and comments


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
