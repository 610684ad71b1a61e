"""Front matter in a text: where it stands, and in which language. Reads no value of it.

YAML stands between lines ---, TOML between lines +++, JSON is one object. Editors, Word and copying
bend these lines: what may be front matter is found all the same, or Refused with its line. It is
never left in the text, for it may say that nobody should read that yet.
"""

import re
from dataclasses import dataclass

from ...errors import Place, Refused
from ...limits import FRONT_MATTER_LIMIT
from ..prolog import past_prolog
from .fieldlines import UNSEEN, are_fields, may_name_field
from .rules import Rule, is_code, rule_in

_BLANKS = UNSEEN + " \t\xa0"
_COMMENTS = ("#", "//", "%", ";", "/*", "*/", "{#", "[//]:", "[comment]:", "-*-")
_END_LENGTH = 10  # a closing line may begin at the limit
_LOOKED_AT = 40  # lines that may tell what a rule above them is
_LANGUAGES = {"yaml": "yaml", "yml": "yaml", "toml": "toml"}
_FENCES = {"yaml": "---", "toml": "+++"}
_JSON_NAME = re.compile(r'"[^"]{0,200}"\s*+:')


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter as it stands.

    language  `yaml`, `toml` or `json`
    head      what is between its fences; with `json`, all of the text from its bracket on
    line      the line of the file at which the head begins
    body      what stands below; with `json`, nothing
    """

    language: str
    head: str
    line: int
    body: str = ""


def find_front_matter(text: str, *, is_file: bool = True) -> FrontMatter | None:
    """The front matter of a text, if it has any. Raises Refused for what may be some.

    A file may begin with front matter that names no field, other texts draw rules.
    """
    top = _Top(text, is_file=is_file)
    at = top.said(0)
    if is_code(top.line(at)):
        return _find_in_code(text, top, at)
    return _find_at(top, at)


def is_json(line: str, following: str) -> bool:
    """Whether an object of JSON begins in a line, by its first name; braces stand in prose, too."""
    plain = line.strip(_BLANKS)
    if not plain.startswith("{"):
        return False
    inner = plain[1:].strip(_BLANKS) or following.strip(_BLANKS)
    if inner.startswith("}") or _JSON_NAME.match(inner):
        return True
    return may_name_field(inner)


class _Top:
    """The lines of the top of a text, from where something is said, counted from 0."""

    def __init__(self, text: str, *, is_file: bool) -> None:
        self._text = text
        self.is_file = is_file
        self._start = past_prolog(text, 0)
        end = self._start + FRONT_MATTER_LIMIT + _END_LENGTH
        self._above = text.count("\n", 0, self._start) + 1
        self.lines = text[self._start : end].split("\n")
        self.is_cut = end < len(text)

    def number(self, at: int) -> int:
        """The number of a line in its file."""
        return self._above + at

    def said(self, at: int) -> int:
        """The first line from `at` on that is neither blank nor a comment; the end for none."""
        while at < len(self.lines) and _says_nothing(self.lines[at]):
            at += 1
        return at

    def line(self, at: int) -> str:
        """A line, "" at the end."""
        return self.lines[at] if at < len(self.lines) else ""

    def line_below(self, at: int) -> str:
        """The next line that says something, "" for none."""
        return self.line(self.said(at + 1))

    def text_from(self, at: int) -> str:
        """All text from a line on."""
        return self._text[self._start + sum(len(line) + 1 for line in self.lines[:at]) :]


def _says_nothing(line: str) -> bool:
    """Whether a line is blank or a comment."""
    plain = line.strip(_BLANKS)
    return not plain or plain.startswith(_COMMENTS)


def _find_at(top: _Top, at: int) -> FrontMatter | None:
    """The front matter that begins in a line, if any does. Raises Refused."""
    line = top.line(at)
    if is_json(line, top.line_below(at)):
        return FrontMatter("json", top.text_from(at), top.number(at))
    rule = rule_in(line)
    if rule is None or _is_shared(top, at, rule):
        return None
    return _find_below(top, at, rule)


def _find_below(top: _Top, at: int, rule: Rule) -> FrontMatter | None:
    """The front matter that a rule opens, if it opens any. Raises Refused."""
    end = _closing(top, at, rule)
    if not _opens(top, at, rule, end):
        return None
    if end is None or not rule.language:
        raise _unclosed(rule, top.number(at))
    head = "\n".join(top.lines[at + 1 : end])
    language = _LANGUAGES.get(rule.rest.lower(), rule.language)
    return FrontMatter(language, head, top.number(at + 1), top.text_from(end + 1))


def _is_shared(top: _Top, at: int, rule: Rule) -> bool:
    """Whether a rule shares its line with a text. Raises Refused where that hides front matter."""
    if rule.is_bare or rule.rest.lower() in _LANGUAGES:
        return False
    if may_name_field(rule.rest) or may_name_field(top.line_below(at)):
        reason = f"looks like front matter, but more stands beside {rule.shown!r} in its line"
        raise Refused(reason, place=Place(line=top.number(at)))
    return True


def _opens(top: _Top, at: int, rule: Rule, end: int | None) -> bool:
    """Whether a rule opens front matter, and is not drawn above an article."""
    between = top.lines[at + 1 : end][:_LOOKED_AT]
    if may_name_field(top.line_below(at)) or are_fields(between):
        return True
    if not top.is_file or rule.signs != _FENCES.get(rule.language):
        return False
    if any(map(may_name_field, between)):
        return True
    if end is None:
        return top.is_cut
    return not _is_drawn(top, at, end)


def _is_drawn(top: _Top, at: int, end: int) -> bool:
    """Whether two rules without any field between them are drawn around a text, or within it."""
    if not top.line(at + 1).strip(_BLANKS):
        return True
    is_prose = not any(map(_is_like_field, top.lines[at + 1 : end]))
    return is_prose and bool(top.text_from(end + 1).strip())


def _is_like_field(line: str) -> bool:
    """Whether a line may have been a field before somebody broke it."""
    begins = line.lstrip(_BLANKS + "\"'")[:1]
    return ":" in line or "=" in line or (begins.isascii() and begins.isalpha())


def _closing(top: _Top, at: int, rule: Rule) -> int | None:
    """The line that closes what a rule opens: one at the margin, else any."""
    ends = [end for end in range(at + 1, len(top.lines)) if rule.is_closed_by(top.lines[end])]
    at_margin = (end for end in ends if not top.lines[end].lstrip(UNSEEN)[:1].isspace())
    return next(at_margin, ends[0] if ends else None)


def _unclosed(rule: Rule, line: int) -> Refused:
    """The refusal of front matter that no line closes, or whose fences are no such lines."""
    fence = _FENCES.get(rule.language)
    if fence is None:
        reason = f"looks like front matter below {rule.shown!r}: put --- above and below it"
    else:
        limit = f"{FRONT_MATTER_LIMIT // 1000} KB"
        reason = (
            f"front matter opens with {rule.shown} and no line {fence} closes it within {limit}"
        )
    return Refused(reason, place=Place(line=line))


def _find_in_code(text: str, top: _Top, at: int) -> FrontMatter | None:
    """Front matter that a block of code holds, alone or with its article. Raises Refused."""
    inner = top.said(at + 1)
    within = top.line(inner)
    fence = ""
    if may_name_field(within):
        named = top.line(at).strip(_BLANKS + "`~").lower()
        fence = _FENCES[_LANGUAGES.get(named, "yaml")]
    elif not is_json(within, top.line_below(inner)) and rule_in(within) is None:
        return None
    return find_front_matter(_unwrapped(text, fence), is_file=top.is_file)


def _unwrapped(text: str, fence: str) -> str:
    """A text with `fence` in place of the first two lines that open and close a block of code."""
    lines = text.split("\n")
    marks = [at for at, line in enumerate(lines) if is_code(line)]
    for at in marks[:2]:
        lines[at] = fence
    return "\n".join(lines)
