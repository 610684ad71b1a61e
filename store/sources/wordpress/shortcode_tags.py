"""The tags of shortcodes in a text, told from words in brackets by their shape.

A name is ASCII. Certain are the ends of shortcodes, names with an underscore, attributes, and what
closes itself; a bare name is a word, unless its end stands in the text, too. Knows not what a
shortcode shows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .shortcode import Shortcode, shortcode
from .shortcode_players import played

# No pattern passes over the beginning of its like, and repetitions keep what they took: a text of
# openings that never close takes no longer than any.
_NAME = r"[A-Za-z][A-Za-z0-9_-]{0,60}+"
# Behind a name stand attributes, in which only numbers stand in brackets.
_TAG = (
    rf"\[(?P<before>\[?)(?P<slash>/?)(?P<name>{_NAME})(?=[\s\]/=<\"']|&nbsp;)"
    r"(?P<rest>(?>(?:[^\]\[]|\[[0-9]{0,10}\])*))\](?P<behind>\]?)"
)
_MARKUP = re.compile(
    r"<(?P<code>pre|code)\b(?>(?:[^<]|<(?!/?(?P=code)\b))*)</(?P=code)>"
    r"|<!--(?>(?:[^-<]|-(?!->)|<(?!!--))*)-->"
    r"|<(?P<element>/?[A-Za-z][A-Za-z0-9]*+)[^<>]*+>"
    rf"|{_TAG}",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\[/?[A-Za-z]")
_END = re.compile(rf"\[/({_NAME})\](\]?)")
_ADVERTISEMENT = re.compile(r"ads?(?:ense|rotate|inserter)?[-_]?[0-9]{0,3}")
_CORE = frozenset(("gallery", "playlist", "audio", "video"))
_WORD = re.compile("[!-~]++")
_ENDS_PARAGRAPH = frozenset(
    "/p div /div ul ol li h1 h2 h3 h4 h5 h6 table td th blockquote figure section".split()
)


@dataclass(frozen=True, slots=True)
class ShortcodeTag:
    """A tag of a shortcode between two places of a text.

    begins   the shortcode that begins, if one does
    ends     the name of the one that ends, or ""
    written  what stands in its place: of `[[gallery]]`, which is but written, the inner brackets
    """

    start: int
    end: int
    begins: Shortcode | None = None
    ends: str = ""
    written: str = ""


def may_hold(text: str) -> bool:
    """Whether a name in brackets begins anywhere in a text."""
    return "[" in text and _BEGINS.search(text) is not None


def tags_in(text: str) -> Iterator[ShortcodeTag]:
    """The tags of shortcodes in a text, in their order; none in code and in markup."""
    ends = {match[1].lower(): bool(match[2]) for match in _END.finditer(text)}
    in_paragraph = False
    for match in _MARKUP.finditer(text):
        if match["element"]:
            element = match["element"].lower()
            in_paragraph = element == "p" or (in_paragraph and element not in _ENDS_PARAGRAPH)
        elif match["slash"] == "/":
            yield from _end(match)
        elif match["name"]:
            begins = shortcode(match["name"], match["rest"], in_paragraph=in_paragraph)
            if _is_certain(match, begins, ends) or _is_alone(match, begins):
                yield _begin(match, begins, ends)


def _end(match: re.Match[str]) -> Iterator[ShortcodeTag]:
    """The tag that ends a shortcode; none for words behind a slash."""
    name = match["name"]
    if match["rest"].strip():
        return
    if match["behind"]:
        yield ShortcodeTag(match.start(), match.end(), written=f"[/{name}]")
    else:
        yield ShortcodeTag(match.start() + len(match["before"]), match.end(), ends=name.lower())


def _begin(match: re.Match[str], begins: Shortcode, ends: Mapping[str, bool]) -> ShortcodeTag:
    """The tag that begins a shortcode, or is but written."""
    if match["before"] and (match["behind"] or ends.get(begins.name)):
        written = match[0].removeprefix("[").removesuffix(match["behind"])
        return ShortcodeTag(match.start(), match.end(), written=written)
    end = match.end() - len(match["behind"])
    return ShortcodeTag(match.start() + len(match["before"]), end, begins)


def _is_certain(match: re.Match[str], begins: Shortcode, ends: Mapping[str, bool]) -> bool:
    """Whether a name in brackets, with what stands behind it, is a shortcode and no word."""
    if not all(map(_WORD.fullmatch, begins.words)):
        return False
    if begins.name in ends:
        return True
    if begins.attributes:
        return _has_certain_attributes(match["name"], begins)
    if "_" in match["name"]:
        return _is_spelt_small(match, begins) or bool(match["rest"].strip())
    if begins.words:
        return ("-" in begins.name and begins.quoted) or played(begins) is not None
    is_closed = match["rest"].strip().endswith("/")
    return is_closed or begins.quoted or _ADVERTISEMENT.fullmatch(match["name"]) is not None


def _is_spelt_small(match: re.Match[str], begins: Shortcode) -> bool:
    """Whether a name has small letters alone, and is no index of a program: `row[some_key]`."""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    return match["name"] == begins.name and not (before.isascii() and before.isalnum())


def _has_certain_attributes(name: str, begins: Shortcode) -> bool:
    """Whether a shortcode is known by its attributes: `[x = 5]` is none."""
    if begins.quoted or played(begins) is not None:
        return True
    return name == begins.name and min(map(len, begins.attributes)) > 1


def _is_alone(match: re.Match[str], begins: Shortcode) -> bool:
    """Whether a bare name stands where no word would: alone in its line, as a plugin's does.

    WordPress's own may stand within brackets that say that it is but written, too.
    """
    is_core = begins.name in _CORE
    if not (is_core or "-" in begins.name) or match["rest"] or match["name"] != begins.name:
        return False
    if match["before"] and match["behind"]:
        return True
    text = match.string
    before = text[match.start() - 1] if match.start() else "\n"
    behind = text[match.end()] if match.end() < len(text) else "\n"
    return before in "\n>]" and behind in "\r\n<["
