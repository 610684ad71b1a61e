"""The title of a page without the name of its site, which stands before or behind most titles."""

import re
from collections.abc import Iterable, Iterator

from ...limits import TITLE_LIMIT
from ...text.arabic import fold

_BETWEEN = re.compile(r" (?:[-–—ـ|•·»«›‹<>~/:]|--|::|\|\||>>|<<) | ?(?:::|\|) ?")


def without_site(title: str, sites: Iterable[str], heading: str) -> str:
    """A title without the name of the site; what the heading of the page says whole is whole."""
    names = {fold(site) for site in sites if site.strip()}
    if fold(title) in (fold(heading), *names):
        return title
    for before, behind in _parts(title):
        if before and fold(behind) in names:
            return before
        if behind and fold(before) in names:
            return without_site(behind, sites, heading)
    return title


def as_headed(title: str, heading: str) -> str:
    """That part of a title which the heading of the page is, else all of it."""
    wanted = fold(heading)
    for parts in _parts(title):
        for part in parts:
            if wanted and fold(part) == wanted:
                return part
    return title


def _parts(title: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each sign that may part a title from the name of its site."""
    line = " ".join(title[:TITLE_LIMIT].split())
    for match in _BETWEEN.finditer(line):
        yield line[: match.start()], line[match.end() :]
