"""Depth: HTML that cannot keep the parser busy, whose time grows with the square of the nesting.

Many tags are therefore written anew, in balance, before the parser sees them. This is no
sanitizer: `clean` decides what is safe.
"""

import re

from ...errors import Refused
from ...limits import HTML_DEPTH_LIMIT
from .tags import INLINE_WALLS, TAGS, UNPARSED, one_of

TOKEN = re.compile(
    r"<!--(?>-?>|.*?(?:--!?>|\Z))"
    # Where one end tag never closes, no later one does: the element goes to the end of the text.
    rf"|<({one_of(sorted(UNPARSED))})(?=[\s/>])(?>.*?(?:</\1(?=[\s/>])[^>]*+(?:>|\Z)|\Z))"
    r"|<(?:[!?]|/(?![a-z]))[^>]*+>?"
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?>(?:[^>"']|"[^"]*"|'[^']*')*))"""
    r"""(?:>|\Z|["'].*)""",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element that is not parsed, a declaration, or (named groups) a tag."""

_ATTRIBUTE = re.compile(r"""(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+)""")
_PARAGRAPH = ("p",)


def shallow(html: str) -> str:
    """HTML that the parser cannot nest deeper than 256 elements.

    Few tags cannot nest deep. Many are written anew, in balance: nothing hides in comments, quotes
    or scripts from one reader that another would see. Raises Refused with the offset of the element
    too many.
    """
    if html.count("<") <= HTML_DEPTH_LIMIT:
        return html
    balance = _Balance()
    written: list[str] = []
    end = 0
    for token in TOKEN.finditer(html):
        written.append(_text(html[end : token.start()]))
        written.append(_tag(token, balance))
        end = token.end()
        if len(balance.opened) > HTML_DEPTH_LIMIT:
            raise Refused(f"nested deeper than {HTML_DEPTH_LIMIT} elements", offset=token.start())
    written.append(_text(html[end:]))
    written.append(balance.close(0))
    return "".join(written)


def _text(text: str) -> str:
    """Text between tokens, in which no `<` begins a tag."""
    return text.replace("<", "&lt;")


def _tag(token: re.Match[str], balance: "_Balance") -> str:
    """A token written anew; nothing for comments, scripts and unknown tags."""
    name = (token["name"] or "").lower()
    if name not in TAGS:
        return ""
    if token["end"]:
        return balance.end(name)
    return balance.start(name, _attributes(token["rest"]))


def _attributes(text: str) -> str:
    """Attributes in double quotes, each with a space before it."""
    written = []
    for name, value in _ATTRIBUTE.findall(text):
        value = value.strip("\"'").replace('"', "&quot;").replace("<", "&lt;")
        written.append(f' {name.lower()}="{value}"')
    return "".join(written)


class _Balance:
    """The open elements, and the end tags that the parser would imply."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def start(self, name: str, attributes: str) -> str:
        """A start tag, after the end tags of the elements that it ends."""
        tag = TAGS[name]
        # An open paragraph is looked for as an inline element is, whichever block ends it.
        walls = INLINE_WALLS if tag.ends == _PARAGRAPH else tag.walls
        ended = self._end(tag.ends, walls) if tag.ends else ""
        if not tag.void:
            self.opened.append(name)
        return f"{ended}<{name}{attributes}>"

    def end(self, name: str) -> str:
        """The end tags down to the nearest open `name`; nothing if there is none to be seen."""
        return self._end((name,), TAGS[name].walls)

    def close(self, start: int) -> str:
        """The end tags of all elements that were opened from number `start` on."""
        ended = "".join(f"</{name}>" for name in reversed(self.opened[start:]))
        del self.opened[start:]
        return ended

    def _end(self, names: tuple[str, ...], walls: frozenset[str]) -> str:
        for at in range(len(self.opened) - 1, -1, -1):
            if self.opened[at] in names:
                return self.close(at)
            if self.opened[at] in walls:
                break
        return ""
