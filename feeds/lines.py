"""Lines for a terminal or a log, in which no text of others can end a line or move the cursor.

A name or a title may hold line ends, and so lines of a log that never happened; escape sequences,
which clear a screen; and marks that turn the order of what is read around.
"""

import json
import re
from collections.abc import Callable

# C0, DEL and C1; the ends of lines and paragraphs; embeddings, overrides and isolates of direction;
# halves of characters, which no terminal takes.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INDENT = "    "


def one_line(text: str) -> str:
    """The text with all that is no letter to a terminal as escapes, such as `\\n` or `\\x1b`."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def indented(text: str) -> str:
    """Lines of our own, such as a traceback, which may hold the text of others.

    None of them looks like a line that stands for itself.
    """
    return "\n".join(_INDENT + one_line(line) for line in text.split("\n"))


def json_line(value: object, default: Callable[[object], object] = str) -> str:
    """One line of JSON, with Arabic as it is, and the same escapes as JSON spells them."""
    text = json.dumps(value, ensure_ascii=False, default=default)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
