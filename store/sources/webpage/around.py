"""Where the heading of a page stands, and which lines around it are about the same article."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from ...text.arabic import fold
from .lines import APART, MOST, Line, lines_of

_LOOKED_AT = 400  # lines and headings
_NEAR = 12  # elements around a heading, of which one may hold the text
_OF_TEXT = 80  # characters without a mark, which no title in a list has
_PARTS = 40  # texts of a heading
_LEAST_OF_A_TITLE = 10  # characters
_TITLES = ("a", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Around:
    """The lines around the heading: below it, above it, and behind the text.

    lead  how many of those below stand above all text
    """

    below: list[Line]
    above: list[Line]
    behind: list[Line]
    lead: int


def heading_of(tree: Any, sites: Iterable[str], titles: Iterable[str]) -> Any:
    """The one heading of the article, else of the page; None where there is none for certain.

    Many themes have the site's name as the page's h1, and the headline in another heading, which
    then stands in a title of the page.
    """
    names = {fold(site) for site in sites}
    within = [h1 for article in tree.iter("article") for h1 in article.iter("h1")]
    for headings in (within, list(tree.iter("h1"))):
        own = [h1 for h1 in headings if fold(short_text(h1)) not in names]
        if len(own) == 1:
            return own[0]
    return _titled(tree, names, [fold(title) for title in titles])


def _titled(tree: Any, names: set[str], titles: list[str]) -> Any:
    """The one heading that stands in a title of the page."""
    headings = islice(tree.iter("h1", "h2", "h3"), _LOOKED_AT)
    texts = ((heading, fold(short_text(heading))) for heading in headings)
    found = [
        heading
        for heading, text in texts
        if text not in names
        and len(text) >= _LEAST_OF_A_TITLE
        and any(text in title for title in titles)
    ]
    return found[0] if len(found) == 1 else None


def short_text(element: Any) -> str:
    """The text of an element in one line, "" where there is none."""
    if element is None:
        return ""
    return " ".join(" ".join(islice(element.itertext(), _PARTS)).split())


def around(tree: Any, heading: Any) -> Around:
    """The lines around the heading of a page."""
    root = _root(tree, heading)
    above, rest = _parted(root, heading)
    long = [at for at, line in enumerate(rest) if line.is_long]
    lead, second = _first_two(long, len(rest))
    behind = rest[long[-1] + 1 :] if len(long) > 1 else []
    if root.tag in ("body", "html"):  # the other lines may be the site's
        above = []
        behind = []
    return Around(
        below=_short(rest[:lead] + _before_others(rest[lead:second])),
        above=_short(above),
        behind=_short(takewhile(_is_of_article, behind)),
        lead=lead,
    )


def _short(lines: Iterable[Line]) -> list[Line]:
    """Lines that may hold a byline or a date; no more of them than a page has."""
    return list(islice((line for line in lines if not line.is_long), _LOOKED_AT))


def _parted(root: Any, heading: Any) -> tuple[list[Line], list[Line]]:
    """The lines above a heading, and those below it; without one all are below."""
    above: list[Line] = []
    below: list[Line] = []
    lines = below if heading is None else above
    for line in lines_of(root, heading):
        if line is None:
            lines = below
        elif line.says_something:
            lines.append(line)
    return above, below


def _first_two(long: list[int], end: int) -> tuple[int, int]:
    """The places of the first two long lines, else the end."""
    first, second = (*long[:2], end, end)[:2]
    return first, second


def _before_others(lines: list[Line]) -> list[Line]:
    """The lines behind the first of a text, up to another story that stands in its middle."""
    own = list(takewhile(_is_of_article, lines[1:]))
    if len(own) + 1 >= len(lines):
        return own
    text, title = (line.pieces[0].element for line in (lines[0], lines[len(own) + 1]))
    beside = {*title.iterancestors()}.difference(text.iterancestors(), [text])
    return [line for line in own if beside.isdisjoint(line.pieces[0].element.iterancestors())]


def _is_of_article(line: Line) -> bool:
    """Whether a line behind a text is no heading, and no link to another story."""
    first = next((piece for piece in line.pieces if piece.text.strip()), None)
    if first is None or first.hint.writer is not None:
        return True
    return first.element.tag not in _TITLES


def _root(tree: Any, heading: Any) -> Any:
    """The element that holds the heading and a text, and as little else as may be."""
    if heading is None:
        articles = list(islice(tree.iter("article"), 2))
        return articles[0] if len(articles) == 1 else tree
    near = list(islice(heading.iterancestors(), _NEAR))
    holding = next((element for element in near if _holds_text(element)), tree)
    article = next((element for element in near if element.tag == "article"), holding)
    return article if holding in near and _is_within(holding, article) else holding


def _is_within(element: Any, root: Any) -> bool:
    return any(above is root for above in islice(element.iterancestors(), _NEAR))


def _holds_text(element: Any) -> bool:
    """Whether an element holds a piece of text that is no title."""
    for part in islice(element.iter(), MOST):
        own = part.text if isinstance(part.tag, str) and part.tag not in APART else ""
        if _is_text(own) and part.tag not in ("a", "h1"):
            return True
        if part is not element and _is_text(part.tail):
            return True
    return False


def _is_text(text: str | None) -> bool:
    return text is not None and len(text.strip()) >= _OF_TEXT
