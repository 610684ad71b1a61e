"""The body of a draft: html, markdown or text becomes safe HTML of a bounded size."""

from collections.abc import Callable
from dataclasses import dataclass

from ..draft import Draft
from ..errors import Refused
from ..limits import HTML_LIMIT
from ..text.arabic import normalise
from ..text.markup.clean import clean
from ..text.markup.furniture import without_furniture
from ..text.markup.make import element, from_markdown
from ..text.markup.read_more import without_own_call
from ..text.markup.related_lines import Story
from ..text.markup.tags import SafeHtml
from .prepare_rules import Base, within


@dataclass(frozen=True, slots=True)
class PreparedBody:
    """The text of an article, and the stories that its HTML named as related."""

    html: SafeHtml
    related: tuple[Story, ...] = ()


def body(draft: Draft, base: Base) -> PreparedBody:
    """The body as safe HTML; addresses in it begin at `base`. Raises Refused."""
    field, text = _given(draft)
    within(field, text, HTML_LIMIT)
    try:
        return _clean_body(text, field, base)
    except Refused as refused:
        raise refused.of(field) from None


def _given(draft: Draft) -> tuple[str, str]:
    """The field that holds the body, and its text; an article may have none."""
    for field in _TO_HTML:
        text = getattr(draft, field)
        if text is not None:
            return field, text
    return "html", ""


def _clean_body(text: str, field: str, base: Base) -> PreparedBody:
    """The body cleaned; it may be longer as HTML than it was. Raises Refused.

    Only HTML holds what a page shows beside an article; text and Markdown are what somebody wrote.
    """
    html = within(field, _TO_HTML[field](text), HTML_LIMIT)
    if field != "html":
        return PreparedBody(clean(html, base.link))
    furnished = without_furniture(html)
    less = without_own_call(furnished.html, base.url)
    return PreparedBody(clean(less, base.link), furnished.related)


def _paragraphs(text: str) -> str:
    lines = normalise(text).split("\n")
    return "\n".join(element("p", line) for line in lines if line.strip())


_TO_HTML: dict[str, Callable[[str], str]] = {
    "markdown": from_markdown,
    "text": _paragraphs,
    "html": str,
}
