"""The prolog of a document: what may stand before its root (XML 1.0, section 2.8)."""

import re

_BLANKS = re.compile(r"[\s\ufeff]*+")
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
