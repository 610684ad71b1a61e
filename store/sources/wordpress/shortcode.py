"""One shortcode as it begins: its name, its attributes, and the words beside them.

WordPress makes typographic quotes of those that were typed where no plugin knows the shortcode, and
breaks lines within it; all of these are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

_BREAK = re.compile(r"</?(?:p|br)\b[^<>]*+>|&nbsp;|&#160;|\xa0", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?<![^\s\"'“”″’′])([A-Za-z_][\w-]{0,60}+)\s*+=\s*+", re.ASCII)
# Attributes as most are: in straight quotes, without anything to be decoded.
_USUAL_ONE = re.compile(r"\s([A-Za-z_][\w-]{0,60}+)=\"([^\"&<>]*+)\"", re.ASCII)
_USUAL = re.compile(r"(?>(?:\s++[A-Za-z_][\w-]{0,60}+=\"[^\"&<>]*+\")*)\s*+/?", re.ASCII)
_DOUBLE = re.compile(r"[\"“”„″«»]|&(?:quot|#0?34|#822[012]|#8243|Prime|[lr]aquo);")
_SINGLE = re.compile(r"['‘’′]|&(?:apos|#0?39|#821[678]|#8242);")
# Signs that WordPress shows for those of an address.
_TYPED = (("&#215;", "x"), ("&#8211;", "--"), ("&#8212;", "---"), ("&#8230;", "..."))


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it begins.

    name          in small letters
    attributes    their values by their names, both without entities
    words         what stands beside them: `[tweet 12345]`
    quoted        whether any of it stands in quotes
    in_paragraph  whether it stands within a `<p>`
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    quoted: bool = False
    in_paragraph: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The words of its name."""
        return _parts_of(self.name)

    def first(self, *names: str) -> str:
        """The first of these attributes that says anything, else ""."""
        values = (self.attributes.get(name, "").strip() for name in names)
        return next(filter(None, values), "")


@lru_cache(maxsize=500)  # a site has few names, and rules ask for the parts of each
def _parts_of(name: str) -> frozenset[str]:
    return frozenset(re.split("[_-]", name))


def shortcode(name: str, rest: str, *, in_paragraph: bool = False) -> Shortcode:
    """The shortcode of a name and of what stands behind it."""
    small = name.lower()
    if _USUAL.fullmatch(rest):
        usual = {key.lower(): value.strip() for key, value in _USUAL_ONE.findall(rest)}
        return Shortcode(small, usual, (), bool(usual), in_paragraph)
    text = _BREAK.sub(" ", rest).strip().removesuffix("/").strip()
    # `[youtube=https://...]` tells but an address.
    told = ({}, (_plain(text[1:]),)) if text.startswith("=") else _parsed(text)
    return Shortcode(small, *told, _is_quoted(text), in_paragraph)


def _is_quoted(text: str) -> bool:
    """Whether anything stands in quotes."""
    return bool(_DOUBLE.search(text) or _SINGLE.search(text))


def _parsed(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Attributes by their names, and the words beside them.

    A value reaches to the last of its quotes before the next attribute: editors write quotes
    within it.
    """
    boundaries = list(_boundaries(text))
    starts = [*(boundary.start() for boundary in boundaries), len(text)]
    words = _words(text[: starts[0]])
    attributes: dict[str, str] = {}
    for boundary, end in zip(boundaries, starts[1:], strict=True):
        value, behind = _value(text[boundary.end() : end])
        attributes.setdefault(boundary[1].lower(), _plain(value))
        words += _words(behind)
    return attributes, tuple(words)


def _boundaries(text: str) -> Iterator[re.Match[str]]:
    """Where attributes begin; what looks like one within the quotes of another is none."""
    at = 0
    quotes = None
    for boundary in _BOUNDARY.finditer(text):
        if quotes and not quotes.search(text, at, boundary.start()):
            at = boundary.end()
            continue
        yield boundary
        quotes = _quotes(text, boundary.end())
        opening = quotes.match(text, boundary.end()) if quotes else None
        at = opening.end() if opening else boundary.end()


def _quotes(text: str, at: int = 0) -> re.Pattern[str] | None:
    """The quotes in which a value stands that begins there, if it stands in any."""
    return next((quotes for quotes in (_DOUBLE, _SINGLE) if quotes.match(text, at)), None)


def _value(span: str) -> tuple[str, str]:
    """A value, and what stands behind it."""
    quotes = _quotes(span)
    if quotes is None:
        value, _, behind = span.partition(" ")
        return value, behind
    first, *others = quotes.finditer(span)
    if not others:
        return span[first.end() :], ""
    return span[first.end() : others[-1].start()], span[others[-1].end() :]


def _words(text: str) -> list[str]:
    """Words that stand beside attributes, without those in quotes."""
    outside = _DOUBLE.split(text)[::2]
    return [_plain(word) for part in outside for word in part.split()]


def _plain(value: str) -> str:
    """A value without entities."""
    if "&" not in value:
        return value.strip()
    for shown, typed in _TYPED:
        value = value.replace(shown, typed)
    return unescape(value).strip()
