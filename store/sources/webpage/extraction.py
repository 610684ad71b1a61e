"""The only module that drives trafilatura: the tree of a page, its metadata, its article's text.

What trafilatura would lose is taken out of its way and put back: pictures and players with all
their markup, and the joiners without which Persian and emoji fall apart. What plays is left to
clean().
"""

import re
from html import unescape
from typing import Any

import trafilatura

from ...text.markup.backgrounds import with_backgrounds
from ...text.markup.noscript import unveiled
from ...text.markup.players import framed

TEXT_LEAST = 60  # characters: less is a notice, or the stub before a paywall

_DATES = {"original_date": True, "extensive_search": False}  # that of publication, never a guess
_OUTPUT: dict[str, Any] = {
    "output_format": "html",
    "include_comments": False,
    "include_formatting": True,
    "include_images": True,
    "include_links": True,
}
_SHORT = "<html><body><p>خبر</p></body></html>"
# A figure, picture or player with what it encloses, or an image alone. The body of the first passes
# over no opening of its like, and every repetition keeps what it took: a text of openings that
# never close takes no longer than any.
_SHOWN = re.compile(
    r"<(figure|picture|iframe|video|audio)\b[^<>]*+>(?>(?:[^<]|<(?!/?\1\b))*)</\1\s*+>"
    r"""|<(?:amp-)?img\b(?>(?:[^<>"']|"[^"]*+"|'[^']*+')*)>""",
    re.IGNORECASE,
)
_BODY = re.compile(r"<body\b", re.IGNORECASE)

# What trafilatura takes for no block, and loses the first words of.
_CENTER = re.compile(r"<(/?)center\b", re.IGNORECASE)
_STAND_IN = "<img src=/shown-{}.jpg>"
_STOOD_IN = re.compile(r'<img src="/shown-([0-9]+)\.jpg"/?>')  # as trafilatura writes it

# Joiners, isolates and direction marks, as characters or as HTML writes them.
_JOINERS = re.compile(
    "&(?:zwn?j|[lr]rm|#820[4-7]|#[xX]200[c-fC-F]);|[\u061c\u200c-\u200f\u2066-\u2069]"
)
# Each is a variation selector meanwhile, of those that no text has.
_TO_SELECTOR = {
    code: 0xE01E0 + code % 16 for code in (0x61C, *range(0x200C, 0x2010), *range(0x2066, 0x206A))
}
_FROM_SELECTOR = {selector: code for code, selector in _TO_SELECTOR.items()}

_HEADING = re.compile(r"(<body>\s*+)<h([12])>([^<]*+(?>(?:<(?!/?h\2>|body>)[^<]*+)*))</h\2>")
_FIRST_PARAGRAPH = re.compile(r"<body>\s*+<p>")
_LINK_OR_TAG = re.compile(r"<a [^<>]*+>[^<]*+(?>(?:<(?!/?a[ >])[^<]*+)*)</a>|<[^<>]*+>")


def warm() -> None:
    """Have trafilatura load the words of all languages, by which it judges short pages."""
    trafilatura.extract(_SHORT, **_OUTPUT)


def load(html: str) -> Any:
    """The tree of a page; None where there is none."""
    return trafilatura.load_html(html)


def metadata(tree: Any, address: str | None) -> Any:
    """The title, author, date and so on that trafilatura finds in a page."""
    return trafilatura.extract_metadata(tree, address, _DATES)


def article_html(html: str, title: str) -> str | None:
    """The text of a page's article without its title; None where that is too short to be one."""
    shown: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        shown.append(match[0])
        return _STAND_IN.format(len(shown) - 1)

    marked = _JOINERS.sub(_as_selector, _SHOWN.sub(set_aside, _with_hidden_pictures(html)))
    marked = _CENTER.sub(r"<\1div", marked)
    text = trafilatura.extract(marked, **_OUTPUT) or ""
    text = _without_title(text, title)
    if _length(text) < TEXT_LEAST:
        return None
    return _STOOD_IN.sub(lambda match: shown[int(match[1])], text.translate(_FROM_SELECTOR))


def _with_hidden_pictures(html: str) -> str:
    """A page with what only scripts would show, where they would; its head stays as it is."""
    body = _BODY.search(html)
    start = body.start() if body else 0
    return html[:start] + with_backgrounds(framed(unveiled(html[start:])))


def _as_selector(match: re.Match[str]) -> str:
    """The variation selector that stands for a joiner."""
    return unescape(match[0]).translate(_TO_SELECTOR)


def _without_title(html: str, title: str) -> str:
    """HTML without the heading at its beginning, if that is the title; an h1 always is."""
    heading = _HEADING.search(html)
    if heading is None:
        return _without_first_line(html, title)
    if heading[2] == "1" or unescape(heading[3]).split() == title.split():
        return html[: heading.start()] + heading[1] + html[heading.end() :]
    return html


def _without_first_line(html: str, title: str) -> str:
    """HTML without the first line of its text, if that is the title: short pages are read so."""
    start = _FIRST_PARAGRAPH.search(html)
    if start is None:
        return html
    line, end, rest = html[start.end() :].partition("\n")
    if end and unescape(line).split() == title.split():
        return html[: start.end()] + rest
    return html


def _length(html: str) -> int:
    """The number of characters that are read as text: links are mostly menus."""
    return len(" ".join(_LINK_OR_TAG.sub("", html).split()))
