"""The tags of the clean form, and how one is spelt: quoted attributes, closed tags, as nh3 does."""

import html as entities
import re
from typing import NewType

SafeHtml = NewType("SafeHtml", str)

BLOCKS = (
    "p|h[1-6]|ul|ol|li|blockquote|pre|table|caption|thead|tbody|tfoot|tr|td|th|figure|figcaption"
    "|dl|dt|dd|div|hr"
)
TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span"
    " strong sub sup table tbody td tfoot th thead time tr u ul var".split()
)
HIDDEN = set(
    "script style iframe object embed applet svg math template noscript textarea select title audio"
    " video canvas noembed noframes xmp".split()
)
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


def pixels(text: str | None) -> int | None:
    found = re.fullmatch("([0-9]{1,5})(?:px)?", text.strip()) if text else None
    return int(found[1]) if found else None


def attributes_of(text: str) -> dict[str, str]:
    return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}{''.join(f' {key}={quoted(value)}' for key, value in attributes.items())}>"


def quoted(value: str) -> str:
    """An attribute's value in its quotes, spelt as nh3 does."""
    return f'"{entities.escape(value, quote=False).replace(chr(34), "&quot;")}"'
