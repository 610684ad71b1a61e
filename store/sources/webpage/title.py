"""The title of a page without the name of its site, which stands before or behind most titles."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...limits import TITLE_LIMIT
from ...text.arabic import fold

_SIGNS = "-–—‐ـ|•·»«›‹<>~/:←→⋆★❘┃▪●｜：*"
_BETWEEN = re.compile(
    rf" (?:[{_SIGNS}]{{1,2}}|\.\.) | ?(?:::|[|❘┃｜：]{{1,2}}) ?| ?: | [-–—]|[-–—] "
)
_CLEAR = re.compile(r"\A(?: .{1,2} | ?(?:::|[|❘┃｜：]{1,2}) ?)\Z")
_KINDS = frozenset(
    fold(word) for word in "صحيفة,جريدة,موقع,بوابة,شبكة,قناة,وكالة,مجلة,منصة,مؤسسة".split(",")
)
_WORDS_OF_A_SITE = 4
_ARABIC = re.compile("[\u0600-\u06ff]")
_SCRIPTS = re.compile(r"[\u0600-\u06ff][\u0600-\u06ff ]{2,}|[A-Za-z][A-Za-z0-9. ]{2,}")


class _Parts(NamedTuple):
    """What stands before and behind a sign; whether that is a clear one, or a dash at least."""

    before: str
    behind: str
    is_clear: bool
    is_dash: bool


def _says_nothing(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Naming:
    """What a page, or the entry of a feed, says of its title and its site.

    sites        the names of the site
    wholes       titles that are whole: what the page heads with
    is_site      whether the page calls its site so in smaller print
    is_section   whether the page calls one of its sections so
    """

    sites: Iterable[str]
    wholes: Iterable[str] = ()
    is_site: Callable[[str], bool] = _says_nothing
    is_section: Callable[[str], bool] = _says_nothing

    def names(self) -> frozenset[str]:
        """All names of the site, folded; of a name in two scripts each, too."""
        names: set[str] = set()
        for site in self.sites:
            parts = (part for parts in _parts(site) for part in parts[:2])
            names.update(fold(name) for name in (site, *parts, *_SCRIPTS.findall(site)))
        return frozenset(name.strip() for name in names if len(name.strip()) > 1)


def without_site(title: str, naming: Naming) -> str:
    """A title without the name of the site; what the heading of the page says whole is whole."""
    names = naming.names()
    if fold(title) in {fold(whole) for whole in naming.wholes} | names:
        return title
    rest = _without_name(title, names, naming)
    while rest != title and rest:
        title = rest
        rest = _without_name(title, names, naming)
        if rest == title:
            rest = _without_section(title, naming)
    return title


def _without_name(title: str, names: frozenset[str], naming: Naming) -> str:
    """A title without one name of its site."""
    for parts in _parts(title):
        if parts.before and _is_behind(parts, names):
            return parts.before
        if parts.behind and _is_before(parts, names):
            return parts.behind
    for parts in _parts(title):
        if parts.is_clear and parts.before and naming.is_site(parts.behind):
            return parts.before
    return title


def _is_before(parts: _Parts, names: frozenset[str]) -> bool:
    """Whether the site's name stands before a sign; a single word there may head its quotation."""
    before = fold(parts.before)
    return before in names and (parts.is_clear or (" " in before and parts.is_dash))


def _is_behind(parts: _Parts, names: frozenset[str]) -> bool:
    """Whether the site's name stands behind a sign, be it with or without its kind."""
    behind = fold(parts.behind)
    if behind in names:
        return True
    name = _before_latin(parts)
    if name and fold(name) in names:
        return True
    return parts.is_clear and _core(behind) in {_core(name) for name in names}


def _before_latin(parts: _Parts) -> str:
    """What stands behind the sign, if another sign and Latin words follow, as names in both do."""
    if not _ARABIC.search(parts.before):
        return ""
    names = (more.before for more in _parts(parts.behind) if not _ARABIC.search(more.behind))
    return next(names, "")


def _core(name: str) -> str:
    """A folded name without the word that says what it is: «صحيفة»."""
    kind, _, rest = name.partition(" ")
    return rest if rest and kind in _KINDS else name


def _without_section(title: str, naming: Naming) -> str:
    """What stood before the name of a site, without its section or another name."""
    last = next(iter(deque(_parts(title), 1)), None)
    if last is None or not last.is_clear or not last.before:
        return title
    words = fold(last.behind).split()
    is_site = len(words) <= _WORDS_OF_A_SITE and words[:1] and words[0] in _KINDS
    return last.before if is_site or naming.is_section(last.behind) else title


def as_headed(title: str, heading: str) -> str:
    """That part of a title which the heading of the page is, else all of it."""
    wanted = fold(heading)
    for parts in _parts(title):
        for part in parts[:2]:
            if wanted and fold(part) == wanted:
                return part
    return title


def is_titled(whole: str, title: str, sites: Iterable[str]) -> bool:
    """Whether a longer title of a page is this one with the name of the site beside it."""
    wanted = fold(title)
    names = {fold(site) for site in sites}
    return any(
        {fold(parts.before), fold(parts.behind)} <= {wanted, *names} and wanted not in names
        for parts in _parts(whole)
        if wanted in (fold(parts.before), fold(parts.behind))
    )


def _parts(title: str) -> Iterator[_Parts]:
    """What stands before and behind each sign that may part a title from the name of its site."""
    line = " ".join(title[:TITLE_LIMIT].split())
    for match in _BETWEEN.finditer(line):
        is_clear = _CLEAR.match(match[0]) is not None
        yield _Parts(line[: match.start()], line[match.end() :], is_clear, ":" not in match[0])
