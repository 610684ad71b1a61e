"""Blocks of bare text as HTML: sub-headings and lists told from paragraphs by their neighbours."""

import re

from ...text.markup.make import element, figure
from .lines import WRAPPED, without_bullet

HEADING_WORDS = 12
LIST_ITEMS = 3  # fewer short lines in a row are no list
_CLOSERS = '»"”’)]'
_SENTENCE_END = (".", "!", "؟", "?", "…")
_FINAL = (*_SENTENCE_END, ":", "؛", *_CLOSERS)
_NO_HEADING = tuple('.!؟?:؛،…»"')

# A line of text, an image (the match of its Markdown), or None for a blank line.
Block = str | re.Match[str] | None


def html_of(blocks: list[Block]) -> str:
    """The HTML of blocks, an element a line."""
    inner = _inside(blocks)
    elements = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if isinstance(block, str):
            markup, end = _text_element(blocks, at, block, may_be_heading=at in inner)
            elements.append(markup)
        elif block is not None:
            elements.append(figure(block[2], block[1]))
        at = end
    return "\n".join(elements)


def _inside(blocks: list[Block]) -> range:
    """Where sub-headings may stand: neither first nor last among the texts."""
    texts = [at for at, block in enumerate(blocks) if isinstance(block, str)]
    if not texts:
        return range(0)
    return range(texts[0] + 1, texts[-1])


def _text_element(
    blocks: list[Block], at: int, line: str, *, may_be_heading: bool
) -> tuple[str, int]:
    """The element that begins with the `line` at a place, and where the next one begins."""
    items = _list_items(blocks, at)
    if items:
        return f"<ul>{''.join(items)}</ul>", at + len(items)
    if may_be_heading and _is_heading(blocks, at, line):
        return element("h2", line), at + 1
    text, end = _paragraph(blocks, at, line)
    return element("p", text), end


def _list_items(blocks: list[Block], start: int) -> list[str]:
    """The items of a run of short lines; none where the run is too short for a list."""
    items = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if not isinstance(block, str) or not _is_short(block):
            break
        items.append(element("li", without_bullet(block)))
    return items if len(items) >= LIST_ITEMS else []


def _is_heading(blocks: list[Block], at: int, line: str) -> bool:
    """Whether a short line heads a longer text that ends a sentence, its soft wraps joined."""
    if not _is_short(line):
        return False
    following = _next_filled(blocks, at)
    block = blocks[following]
    if not isinstance(block, str) or len(block) <= len(line):
        return False
    text, _ = _paragraph(blocks, following, block)
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_END)


def _next_filled(blocks: list[Block], at: int) -> int:
    """Where the next block stands that is no blank line; `at` itself where there is none."""
    for following in range(at + 1, len(blocks)):
        if blocks[following] is not None:
            return following
    return at


def _paragraph(blocks: list[Block], at: int, line: str) -> tuple[str, int]:
    """The paragraph that begins with `line`, its soft wraps joined, and where it ends."""
    parts = [line]
    end = at + 1
    while end < len(blocks) and _is_wrapped(parts[-1]):
        following = blocks[end]
        if not isinstance(following, str):
            break
        parts.append(following)
        end += 1
    return " ".join(parts), end


def _is_short(line: str) -> bool:
    """Whether a line may be a sub-heading or an item: few words, and no end of a sentence."""
    return not line.endswith(_NO_HEADING) and not _has_many_words(line)


def _is_wrapped(line: str) -> bool:
    """Whether the sentence of a line goes on in the next."""
    if line.endswith(WRAPPED):
        return True
    return not line.endswith(_FINAL) and _has_many_words(line)


def _has_many_words(line: str) -> bool:
    """Whether a line has more words than a heading; words beyond are not even parted."""
    return len(line.split(None, HEADING_WORDS)) > HEADING_WORDS
