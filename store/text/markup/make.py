"""HTML made of text, of pictures and of Markdown. All of it still has to be cleaned."""

import html as entities

from markdown_it import MarkdownIt

from .tags import quoted

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def element(tag: str, text: str) -> str:
    """An element around plain text."""
    return f"<{tag}>{entities.escape(text, quote=False)}</{tag}>"


def figure(url: str, alt: str) -> str:
    """A picture that stands between paragraphs."""
    return f"<figure><img src={quoted(url)} alt={quoted(alt)}></figure>"


def from_markdown(text: str) -> str:
    """HTML of CommonMark with tables."""
    return str(_MARKDOWN.render(text))
