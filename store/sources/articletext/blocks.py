"""Blocks of bare text as HTML: paragraphs, sub-headings, lists, pictures."""

import re

from ...text.markup.make import element, figure
from .lines import BULLET, WRAPPED

HEADING_WORDS = 12
_CLOSERS = '»"”’)]'
_SENTENCE_END = (".", "!", "؟", "?", "…")
_FINAL = (*_SENTENCE_END, ":", "؛", *_CLOSERS)
_NO_HEADING = tuple('.!؟?:؛،…»"')

Block = str | re.Match[str] | None


def html(blocks: list[Block]) -> str:
    """Blocks as HTML: soft wraps joined, sub-headings and lists told from paragraphs by their
    neighbours.
    """
    made: list[str] = []
    texts = [at for at, block in enumerate(blocks) if isinstance(block, str)]
    inner = range(texts[0] + 1, texts[-1]) if texts else range(0)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if isinstance(block, re.Match):
            made.append(figure(block[2], block[1]))
        elif block is not None and (items := _list(blocks, at)):
            made.append(f"<ul>{''.join(items)}</ul>")
            end = at + len(items)
        elif block is not None and at in inner and _is_heading(blocks, at, block):
            made.append(element("h2", block))
        elif block is not None:
            text, end = _paragraph(blocks, at, block)
            made.append(element("p", text))
        at = end
    return "\n".join(made)


def _short(line: str) -> bool:
    """A line that may be a sub-heading or an item: few words, and no end of a sentence."""
    return not line.endswith(_NO_HEADING) and len(line.split(None, HEADING_WORDS)) <= HEADING_WORDS


def _list(blocks: list[Block], start: int) -> list[str]:
    """The items of three or more short lines in a row; nothing where there is no such run."""
    items = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if not isinstance(block, str) or not _short(block):
            break
        items.append(
            element("li", BULLET.sub("", block, count=1) if BULLET.match(block) else block)
        )
    return items if len(items) >= 3 else []


def _is_heading(blocks: list[Block], at: int, line: str) -> bool:
    """Short, and what follows is longer and ends a sentence, its soft wraps joined."""
    if not _short(line):
        return False
    following = next((one for one in range(at + 1, len(blocks)) if blocks[one] is not None), at)
    block = blocks[following]
    if not isinstance(block, str) or len(block) <= len(line):
        return False
    text, _ = _paragraph(blocks, following, block)
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_END)


def _paragraph(blocks: list[Block], at: int, line: str) -> tuple[str, int]:
    """The paragraph that begins with a line, with the lines that were broken off it, and where it
    ends.
    """
    parts, end = [line], at + 1
    while end < len(blocks) and _is_wrapped(parts[-1]):
        following = blocks[end]
        if not isinstance(following, str):
            break
        parts.append(following)
        end += 1
    return " ".join(parts), end


def _is_wrapped(line: str) -> bool:
    """Whether the sentence goes on in the next line."""
    if line.endswith(WRAPPED):
        return True
    return not line.endswith(_FINAL) and len(line.split(None, HEADING_WORDS)) > HEADING_WORDS
