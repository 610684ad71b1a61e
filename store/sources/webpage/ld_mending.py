"""Mending of JSON-LD that templates have broken: commas too many, quotes in texts, ends missing.

A text is mended in one walk over its marks. What cannot be mended is no JSON afterwards either.
"""

import re
from html import unescape

_MARK = re.compile(r"""["'{}\[\],،]|/[/*]|\\.?""", re.DOTALL)
_BEGINNING = re.compile(r"""[{\[]\s*+["'{\[,/@A-Za-z]""")

_BLANKS = re.compile(r"\s*")
_COMMAS = re.compile(r"[\s,،]*")
# A key with the beginning of its value: its name is ASCII, as in texts of news no quoted word is.
_KEY = re.compile(r"""(["']?)@?[A-Za-z][\w:.@-]{0,60}\1\s{0,40}:\s{0,40}["'{\[\]},0-9tfnTFNu-]""")
_BEHIND_COMMA = "\"'{[0123456789-tfn"  # what begins there in a list
_ESCAPES = frozenset('"\\/bfnrtu')
_ENDS = {"{": "}", "[": "]"}
_QUOTES = ('"', "'")
_SMART = str.maketrans("“”„‟", '""""')
_NAME = re.compile(r"(?<![\w@.-])(@?[A-Za-z_$][\w$-]{0,60})(\s{0,40}:)")
_WORDS = re.compile(r"\b(?:True|False|None|undefined|NaN|-?Infinity)\b")
_LITERALS = {"True": "true", "False": "false"}
_VALUE = re.compile(r"[\w.+-]\s*\Z")


def mended(text: str) -> str:
    """A block of JSON-LD as JSON that may be read."""
    text = _without_wrapping(text)
    if '"' not in text:
        text = unescape(text).translate(_SMART)
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
        self._quote = ""  # the sign that has opened the string in which the walk is
        self._is_value = False  # whether the next string of an object stands behind a colon
        self._is_whole = False  # whether a value has ended, with no comma behind it yet
        self._is_spoilt = False  # a quote within a key: this is no text of a value
        self._comma = -1  # the part that is a comma with nothing behind it yet
        self._ended = 0  # values that stand beside each other
        self._past = 0  # the end of a comment

    def result(self) -> str:
        """The mended text, "" for one beyond mending; what was left open is closed."""
        last = 0
        for match in _MARK.finditer(self._text):
            if match.start() < self._past:
                continue
            self._keep(self._text[max(last, self._past) : match.start()])
            self._mend(match[0], match.end())
            last = match.end()
        self._keep(self._text[max(last, self._past) :])
        if self._is_spoilt:
            return ""
        if self._quote:
            self._parts.append('"')
        self._drop_comma()
        result = "".join([*self._parts, *reversed(self._open)])
        return f"[{result}]" if self._ended > 1 else result

    def _keep(self, text: str) -> None:
        """Keep what stands between marks."""
        if not self._quote:
            text = _outside(text)
        if text and (self._quote or self._open):
            self._parts.append(text)
        if self._quote or not text.strip():
            return
        self._comma = -1
        self._is_value = self._is_value or ":" in text
        self._is_whole = self._is_value and _VALUE.search(text) is not None

    def _mend(self, mark: str, end: int) -> None:
        """Keep a mark, or what should have stood there."""
        if mark.startswith("\\"):
            self._parts.append(_escape(mark))
        elif mark in _QUOTES:
            self._mend_quote(mark, end)
        elif self._quote:
            self._parts.append(mark)
        elif mark.startswith("/"):
            self._past = self._end_of_comment(mark, end)
        else:
            self._mend_structure("," if mark == "،" else mark)

    def _end_of_comment(self, mark: str, start: int) -> int:
        end = self._text.find("\n" if mark == "//" else "*/", start)
        return len(self._text) if end < 0 else end + len(mark) - (mark == "//")

    def _mend_quote(self, mark: str, end: int) -> None:
        """A quote ends a string where a value may end; another one stands in the text."""
        if not self._quote:
            self._begin_string(mark)
        elif mark != self._quote:
            self._parts.append('\\"' if mark == '"' else mark)
        elif self._may_end(end):
            self._end_string(end)
        else:
            self._is_spoilt = self._is_spoilt or self._is_key()
            self._parts.append('\\"' if mark == '"' else mark)

    def _begin_string(self, mark: str) -> None:
        self._add_comma()
        self._comma = -1
        self._quote = mark
        self._parts.append('"')

    def _end_string(self, end: int) -> None:
        self._quote = ""
        self._parts.append('"')
        self._is_whole = not self._is_key()
        if self._lacks_comma(end):
            self._add_comma()

    def _add_comma(self) -> None:
        """Add the comma that lacks behind a value."""
        if self._is_whole and self._open:
            self._parts.append(",")
            self._is_value = False
        self._is_whole = False

    def _may_end(self, end: int) -> bool:
        """Whether a string may end here."""
        if self._lacks_comma(end):
            return True
        at = _past(_BLANKS, self._text, end)
        letter = self._text[at : at + 1]
        if self._is_key():
            return letter == ":"
        kind = next(reversed(self._open), "]")
        if letter not in (",", "،"):
            return letter in ("", kind) or self._text.startswith(("//", "/*"), at)
        at = _past(_COMMAS, self._text, at)
        return self._may_follow(kind, at)

    def _may_follow(self, kind: str, at: int) -> bool:
        """Whether what stands behind a comma may stand there in an object or a list."""
        letter = self._text[at : at + 1]
        if letter in ("", kind) or self._text.startswith(("//", "/*"), at):
            return True
        return letter in _BEHIND_COMMA if kind == "]" else _KEY.match(self._text, at) is not None

    def _lacks_comma(self, end: int) -> bool:
        """Whether the next key follows a value without a comma between."""
        at = _past(_BLANKS, self._text, end)
        return self._is_value and _KEY.match(self._text, at) is not None

    def _is_key(self) -> bool:
        """Whether a string that stands here is a key."""
        return next(reversed(self._open), "]") == "}" and not self._is_value

    def _mend_structure(self, mark: str) -> None:
        """A bracket or comma; a value that is missing before a comma or an end is null."""
        if mark in _ENDS:
            self._begin(mark)
            return
        self._is_value = False
        self._is_whole = False
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
        self._add_comma()
        self._is_value = False
        self._comma = -1
        self._open.append(_ENDS[mark])
        self._parts.append(mark)

    def _end(self, mark: str) -> None:
        """End an object or a list; a comma before the end is dropped, and an end too many, too."""
        self._drop_comma()
        if not self._open:
            return
        if self._open[-1] == mark:
            self._open.pop()
            self._ended += not self._open
            self._is_whole = True
        self._parts.append(mark)

    def _keep_comma(self) -> None:
        """Keep a comma, unless it stands behind another, at a beginning, or between the values."""
        is_first = "".join(self._parts[-2:]).rstrip().endswith(("{", "["))
        if self._comma < 0 and self._open and not is_first:
            self._comma = len(self._parts)
            self._parts.append(",")

    def _drop_comma(self) -> None:
        """Take back a comma with nothing behind it."""
        if self._comma >= 0:
            self._parts[self._comma] = ""
            self._comma = -1


def _outside(text: str) -> str:
    """What stands between strings, its names in quotes, and words of other languages as JSON's."""
    text = text.replace("\xa0", " ").replace("\ufeff", "")
    if text.strip() in ("", ":"):
        return text
    text = _WORDS.sub(lambda match: _LITERALS.get(match[0], "null"), text)
    return _NAME.sub(r'"\1"\2', text)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The place behind what a pattern matches."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _escape(mark: str) -> str:
    """An escape that JSON knows; another one means the character behind its stroke."""
    return mark if mark[1:] in _ESCAPES else mark[1:]
