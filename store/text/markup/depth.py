"""Depth. The parser's time grows with the square of the nesting."""

import re

from ...errors import Refused
from .tags import HIDDEN, TAGS

DEPTH_LIMIT = 256
_BARRIERS = {
    "inline": frozenset(
        "div ul ol li blockquote table caption td th figure figcaption dl dt dd pre".split()
    ),
    "block": frozenset("table caption td th".split()),
    "li": frozenset("ul ol table td th".split()),
    "dd": frozenset("dl table td th".split()),
    "row": frozenset(["table"]),
}
_KIND = (
    dict.fromkeys("div ul ol blockquote figure figcaption dl pre".split(), "block")
    | dict.fromkeys("dt dd".split(), "dd")
    | dict.fromkeys("tr td th thead tbody tfoot caption table".split(), "row")
    | {"li": "li"}
)
_CLOSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "p ul ol blockquote pre table figure figcaption dl div h1 h2 h3 h4 h5 h6".split(), ("p",)
    ),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "li": ("li",),
    "tr": ("tr",),
    "tbody": ("thead", "tbody"),
    "a": ("a",),
}
_VOID = frozenset("br col hr img".split())
_RAW = "|".join(sorted(HIDDEN - {"object", "applet", "audio", "video", "canvas", "embed"}))
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<({_RAW})(?=[\s/>]).*?(?:</\1(?=[\s/>])[^>]*>|\Z)"
    r"|<(?:[!?]|/(?![a-z]))[^>]*>?"
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*+)(?:>|\Z|["'].*)""",
    re.DOTALL | re.IGNORECASE,
)
_LOOSE = re.compile(r"""(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+)""")


def shallow(html: str) -> str:
    """HTML that the parser cannot nest deeper than 256 elements.

    Few tags cannot nest deep. Many are written anew, in balance: nothing hides in comments, quotes
    or scripts from one reader that another would see. Raises Refused with the offset of the element
    too many.
    """
    if html.count("<") <= DEPTH_LIMIT:
        return html
    made: list[str] = []
    opened: list[str] = []
    end = 0
    for found in _TOKEN.finditer(html):
        made.append(html[end : found.start()].replace("<", "&lt;"))
        end = found.end()
        name = (found["name"] or "").lower()
        if name in TAGS:
            made += _balanced(opened, name, found)
        if len(opened) > DEPTH_LIMIT:
            raise Refused(f"nested deeper than {DEPTH_LIMIT} elements", offset=found.start())
    made.append(html[end:].replace("<", "&lt;"))
    return "".join(made + _closed(opened, 0))


def _balanced(opened: list[str], name: str, found: re.Match[str]) -> list[str]:
    """One tag, after the end tags it implies."""
    if found["end"]:
        return _closed(opened, _reach(opened, (name,), name))
    made = [] if name not in _CLOSES else _closed(opened, _reach(opened, _CLOSES[name], name))
    if name not in _VOID:
        opened.append(name)
    values = ((key.lower(), value.strip("\"'")) for key, value in _LOOSE.findall(found["rest"]))
    written = "".join(
        f' {key}="{value}"'
        for key, value in ((k, v.replace('"', "&quot;").replace("<", "&lt;")) for k, v in values)
    )
    return [*made, f"<{name}{written}>"]


def _reach(opened: list[str], names: tuple[str, ...], name: str) -> int:
    """Where the open element stands that a tag ends; beyond the end where a barrier hides it."""
    wall = _BARRIERS[_KIND.get(name, "inline") if names != ("p",) else "inline"]
    for at in range(len(opened) - 1, -1, -1):
        if opened[at] in names:
            return at
        if opened[at] in wall:
            break
    return len(opened)


def _closed(opened: list[str], start: int) -> list[str]:
    ended = [f"</{name}>" for name in reversed(opened[start:])]
    del opened[start:]
    return ended
