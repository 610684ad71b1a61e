"""HTML made of text, of pictures and of Markdown. All of it still has to be cleaned."""

import html as entities
from functools import cache
from typing import TYPE_CHECKING

from ...lazy import load
from .tags import quoted

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def element(tag: str, text: str) -> str:
    """An element around plain text."""
    return f"<{tag}>{entities.escape(text, quote=False)}</{tag}>"


def figure(url: str, alt: str) -> str:
    """A picture that stands between paragraphs."""
    return f"<figure><img src={quoted(url)} alt={quoted(alt)}></figure>"


def from_markdown(text: str) -> str:
    """HTML of CommonMark with tables."""
    return str(_markdown().render(text))


@cache
def _markdown() -> "MarkdownIt":
    """The parser, made with the first text that is Markdown."""
    parser: MarkdownIt = load("markdown_it").MarkdownIt("commonmark", {"html": True})
    return parser.enable("table")
