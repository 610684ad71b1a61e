"""Shortcodes that hold back what they enclose: for members alone, or switched off by an editor.

A site shows it to no reader who is not known to it, yet a post holds it as it is stored.
"""

import re

from .shortcode import Shortcode

_FOR_FEW = frozenset(
    "member members membership memberonly membersonly ismember restrict restricted private paid"
    " premium subscriber subscribers subscription loggedin logged protected protector password"
    " passster paywall hide hidden s2if mepr".split()
)
# What is for all others, and of teams, which have members that all may know.
_FOR_ALL = frozenset("not non no guest team staff family board".split())
_END = re.compile(r"\[/([A-Za-z][A-Za-z0-9_-]{0,60}+)\]")
# How builders keep an element that an editor has switched off.
_OFF = {
    "disable_element": "yes",
    "disabled": "on",
    "disabled_on": "on|on|on",
    "status": "draft",
}


def holds_back(code: Shortcode) -> bool:
    """Whether readers see nothing of what a shortcode encloses."""
    is_off = any(code.attributes.get(name) == value for name, value in _OFF.items())
    return is_off or _is_for_few(code.name)


def has_part_for_few(stored: str) -> bool:
    """Whether a part of stored content is for members alone."""
    return "[/" in stored and any(_is_for_few(name.lower()) for name in _END.findall(stored))


def _is_for_few(name: str) -> bool:
    """Whether a shortcode of this name shows what it encloses to few."""
    parts = re.split("[_-]", name)
    return not _FOR_FEW.isdisjoint(parts) and _FOR_ALL.isdisjoint(parts)
