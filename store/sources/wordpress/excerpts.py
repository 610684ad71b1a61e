"""The summary that WordPress makes of a post without one: the first words of its content.

The words of headings count, those of pictures, lists of the block editor and shortcodes do not. An
export is read as its site shows it, so that the wire, which tells the same again, changes nothing.
"""

import re
from dataclasses import dataclass, field

from ...errors import Refused
from ...limits import HTML_LIMIT
from ...text.sandbox import run_bounded
from .shortcodes import without_tags

_WORDS = 55
_DEEPEST = 30  # blocks within blocks

_BLOCK = re.compile(r"<!--\s++(/?)wp:([a-z][a-z0-9_/-]*+)\s[^<>]*+(?<=--)>")
_END = re.compile(r"<!--(?:more\b[^<>]*|nextpage)-->")
_ENCLOSING = re.compile(
    r"\[(caption|wp_caption|audio|video|playlist|embed)\b[^\]\[]{0,2000}+\]"
    r"(?>(?:[^\[]|\[(?!/?(?:caption|wp_caption|audio|video|playlist|embed)\b))*)\[/\1\]"
)
_ALONE = re.compile(
    r"\[/?(?:gallery|playlist|caption|wp_caption|audio|video|embed)\b[^\]\[]{0,2000}+\]"
)
_CODE = re.compile(
    r"<(script|style)\b[^<>]*+>(?>(?:[^<]|<(?!/?(?:script|style)\b))*)</\1>", re.IGNORECASE
)
_BREAKS = re.compile(r"<br\s*+/?>\s*+<br\s*+/?>")
_APART = re.compile(
    r"</?(?:table|thead|tfoot|caption|tbody|tr|t[dh]|div|d[ldt]|ul|ol|li|pre|form|blockquote"
    r"|address|p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure"
    r"|figcaption|details|menu|summary)\b[^<>]*+>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[!/?A-Za-z][^<>]*+>")

# Blocks whose words count: those that hold text, and those that hold others.
_TEXTS = frozenset(
    "freeform heading html list media-text paragraph preformatted pullquote quote table"
    " verse".split()
)
_WRAPPERS = frozenset(("columns", "column", "group"))


def automatic(content: str) -> str:
    """The summary of stored content, as HTML; "" where it has no words. Raises Refused.

    Content that is too long for a body is left, and refused as one.
    """
    if len(content) > HTML_LIMIT:
        return ""
    try:
        return run_bounded(_automatic, content)
    except Refused as refused:
        raise refused.of("html") from None


def _automatic(content: str) -> str:
    text = _END.split(content, maxsplit=1)[0]
    text = _ALONE.sub("", _ENCLOSING.sub("", text))
    text = without_tags(_words_of_blocks(text))
    text = _APART.sub("\n", _BREAKS.sub("\n", _CODE.sub("", text)))
    words = [word for word in re.split(r"[\n\r\t ]+", _TAG.sub("", text)) if word]
    if not words:
        return ""
    more = " [&hellip;]" if len(words) > _WORDS else ""
    return f"<p>{' '.join(words[:_WORDS])}{more}</p>"


# Blocks


@dataclass(slots=True)
class _Block:
    """A block of the block editor; the content itself is one without a name.

    parts  its HTML, and the blocks within it
    """

    name: str
    parts: list["str | _Block"] = field(default_factory=list)

    @property
    def within(self) -> list["_Block"]:
        return [part for part in self.parts if isinstance(part, _Block)]

    @property
    def html(self) -> str:
        return "".join(part if isinstance(part, str) else part.html for part in self.parts)


def _words_of_blocks(content: str) -> str:
    """The HTML of those blocks whose words count, and all that stands beside blocks."""
    parts = _parsed(content).parts
    return "".join(part if isinstance(part, str) else _counted(part) for part in parts)


class _Tree:
    """The content as a tree of blocks; what is too deep in it is left out."""

    def __init__(self) -> None:
        self.root = _Block("")
        self._open = [self.root]
        self._too_deep = 0

    def add(self, text: str) -> None:
        if not self._too_deep:
            self._open[-1].parts.append(text)

    def begin(self, name: str) -> None:
        if self._too_deep or len(self._open) > _DEEPEST:
            self._too_deep += 1
            return
        block = _Block(name.removeprefix("core/"))
        self._open[-1].parts.append(block)
        self._open.append(block)

    def end(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1:
            self._open.pop()


def _parsed(content: str) -> _Block:
    tree = _Tree()
    end = 0
    for mark in _BLOCK.finditer(content):
        tree.add(content[end : mark.start()])
        end = mark.end()
        if not mark[1]:
            tree.begin(mark[2])
        if mark[1] or mark[0].endswith("/-->"):
            tree.end()
    tree.add(content[end:])
    return tree.root


def _counted(block: _Block) -> str:
    """The HTML of a block, if its words count: blocks within it may hold nothing but text."""
    if block.name in _WRAPPERS and block.within:
        return "".join(map(_counted_within, block.within))
    if block.name not in _TEXTS | _WRAPPERS:
        return ""
    if all(inner.name in _TEXTS and not inner.within for inner in block.within):
        return block.html
    return ""


def _counted_within(block: _Block) -> str:
    """The HTML of a block within a wrapper; of one that holds others theirs alone."""
    if block.name not in _TEXTS | _WRAPPERS:
        return ""
    if block.within:
        return "".join(map(_counted_within, block.within))
    return block.html
