"""Mending of JSON-LD that templates have broken: commas too many, quotes in texts, ends missing.

A text is mended in one walk over its marks. What cannot be mended is no JSON afterwards either.
"""

import re
from html import unescape

_MARK = re.compile(r'["{}\[\],]|\\.?', re.DOTALL)
_BEGINNING = re.compile(r'[{\[]\s*+["{\[]')

_BLANKS = re.compile(r"\s*")
_NEXT_KEY = re.compile(r'\s{0,40}"@?[A-Za-z]{1,40}"\s{0,40}:')
_COMMAS = re.compile(r"[\s,]*")
_BEHIND_COMMA = {"}": '"}', "]": '"{[]0123456789-tfn'}  # what begins there in an object, in a list
_ESCAPES = frozenset('"\\/bfnrtu')
_ENDS = {"{": "}", "[": "]"}


def mended(text: str) -> str:
    """A block of JSON-LD as JSON that may be read."""
    text = _without_wrapping(text)
    if '"' not in text:
        text = unescape(text)
    return _Mending(text).result()


def _without_wrapping(text: str) -> str:
    """The text without the comment or CDATA around it, and without a semicolon behind it."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    beginning = _BEGINNING.search(text)
    start = beginning.start() if beginning else 0
    end = max(text.rfind("}"), text.rfind("]")) + 1
    return text[start:end] if end > start else text[start:]


class _Mending:
    """One walk over a text, which knows whether it is within a string."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._open: list[str] = []
        self._in_string = False
        self._is_value = False  # whether the next string of an object stands behind a colon
        self._is_spoilt = False  # a quote within a key: this is no text of a value
        self._comma = -1  # the part that is a comma with nothing behind it yet
        self._ended = 0  # values that stand beside each other

    def result(self) -> str:
        """The mended text, "" for one beyond mending; what was left open is closed."""
        last = 0
        for match in _MARK.finditer(self._text):
            self._keep(self._text[last : match.start()])
            self._mend(match[0], match.end())
            last = match.end()
        self._keep(self._text[last:])
        if self._is_spoilt:
            return ""
        if self._in_string:
            self._parts.append('"')
        self._drop_comma()
        result = "".join([*self._parts, *reversed(self._open)])
        return f"[{result}]" if self._ended > 1 else result

    def _keep(self, text: str) -> None:
        """Keep what stands between marks."""
        if text:
            self._parts.append(text)
        if self._in_string or not text.strip():
            return
        self._comma = -1
        self._is_value = self._is_value or ":" in text

    def _mend(self, mark: str, end: int) -> None:
        """Keep a mark, or what should have stood there."""
        if mark.startswith("\\"):
            self._parts.append(_escape(mark))
        elif mark == '"':
            self._mend_quote(end)
        elif self._in_string:
            self._parts.append(mark)
        else:
            self._mend_structure(mark)

    def _mend_quote(self, end: int) -> None:
        """A quote ends a string where a value may end; another one stands in the text."""
        self._comma = -1
        if self._in_string and not self._may_end(end):
            self._is_spoilt = self._is_spoilt or self._is_key()
            self._parts.append('\\"')
            return
        self._in_string = not self._in_string
        self._parts.append('"')
        if not self._in_string and self._lacks_comma(end):
            self._parts.append(",")
            self._is_value = False

    def _may_end(self, end: int) -> bool:
        """Whether a string may end here."""
        if self._lacks_comma(end):
            return True
        at = _past(_BLANKS, self._text, end)
        letter = self._text[at : at + 1]
        if self._is_key():
            return letter == ":"
        kind = next(reversed(self._open), "]")
        if letter != ",":
            return letter in ("", kind)
        at = _past(_COMMAS, self._text, at)
        return self._text[at : at + 1] in _BEHIND_COMMA[kind]

    def _lacks_comma(self, end: int) -> bool:
        """Whether the next key follows a value without a comma between."""
        return self._is_value and _NEXT_KEY.match(self._text, end) is not None

    def _is_key(self) -> bool:
        """Whether a string that stands here is a key."""
        return next(reversed(self._open), "]") == "}" and not self._is_value

    def _mend_structure(self, mark: str) -> None:
        """A bracket or comma; a value that is missing before a comma or an end is null."""
        self._is_value = False
        if mark in _ENDS:
            self._begin(mark)
            return
        if self._parts and self._parts[-1].rstrip().endswith(":"):
            self._parts.append("null")
        if mark == ",":
            self._keep_comma()
        else:
            self._end(mark)

    def _begin(self, mark: str) -> None:
        """Begin an object or a list, which may stand beside another one."""
        if not self._open and self._ended:
            self._parts.append(",")
        self._comma = -1
        self._open.append(_ENDS[mark])
        self._parts.append(mark)

    def _end(self, mark: str) -> None:
        """End an object or a list; a comma before the end is dropped."""
        self._drop_comma()
        if self._open and self._open[-1] == mark:
            self._open.pop()
            self._ended += not self._open
        self._parts.append(mark)

    def _keep_comma(self) -> None:
        """Keep a comma, unless it stands behind another."""
        if self._comma < 0:
            self._comma = len(self._parts)
            self._parts.append(",")

    def _drop_comma(self) -> None:
        """Take back a comma with nothing behind it."""
        if self._comma >= 0:
            self._parts[self._comma] = ""
            self._comma = -1


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The place behind what a pattern matches."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _escape(mark: str) -> str:
    """An escape that JSON knows; another one means the character behind its stroke."""
    return mark if mark[1:] in _ESCAPES else mark[1:]
