"""The HTML that WordPress makes of a post as it is stored, and of shortcodes that are left in it.

Bare line breaks become paragraphs, and shortcodes what they show: shortcode_tags tells which they
are, shortcode_meanings what they show. Cleans nothing.
"""

import re
from dataclasses import dataclass

from ...errors import Refused
from ...limits import HTML_LIMIT
from ...text.markup.embeds import title_of
from ...text.sandbox import run_bounded
from .shortcode import Shortcode
from .shortcode_audience import holds_back
from .shortcode_meanings import Meaning, block, embedded, enclosed, link, meaning
from .shortcode_tags import may_hold, tags_in

# No pattern passes over the beginning of its like, and repetitions keep what they took or are
# bounded: a text of openings that never close takes no longer than any.

_DEEPEST = 50  # shortcodes within each other

# The block editor's comments, `<!-- wp:image {"id":3} -->`.
_COMMENT = re.compile(r"<!--\s*+/?(?:wp:|more\b|nextpage)[^<>]*+>")
# An embedded address that the block editor keeps in a comment alone.
_EMBED_BLOCK = re.compile(
    r"<!--\s*+wp:(?:core-)?embed\b[^<>]*?\"url\":\"(https?://[^\s<>\"]++)\"[^<>]*+(?<=/--)>"
)
# An address alone on its line, or in its block, which WordPress embeds.
_ON_ITS_LINE = re.compile(r"^[ \t]*+(https?://[^\s<>\"\[\]]++)[ \t]*+$", re.MULTILINE)
_IN_ITS_BLOCK = re.compile(
    r"(<(?:p|div|figure)\b[^<>]*+>\s*+)(https?://[^\s<>\"\[\]]++)(?=\s*+</(?:p|div|figure)>)"
)
# What Thrive keeps in a text for itself, and how Divi once spelt a line break.
_CONFIG = re.compile(r"__CONFIG_(\w{1,40}?)__(?>(?:[^_]|_(?!_CONFIG_))*)__CONFIG_\1__", re.ASCII)
_LINE_BREAK = re.compile(
    r"(?:<!|&lt;!)(?:--|–|&#8211;) ?\[et_pb_line_break_holder\] ?(?:--|–|&#8211;)(?:>|&gt;)"
)
_EMPTY = re.compile(r"<p>(?>(?:\s|<br\s*+/?>)*)</p>\s*+")

# Blocks that stand between paragraphs, and all that may begin what is no paragraph.
_OUTER = "p|div|h[1-6]|ul|ol|table|blockquote|figure|section|article|header|aside|dl"
_BLOCK = re.compile(
    rf"</?(?:{_OUTER}|li|figcaption|pre|hr|iframe|thead|tbody|tfoot|tr|t[dh]|d[td])\b",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(<(?:{_OUTER}|hr)\b)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</(?:{_OUTER})>|<hr\b[^<>]*+>)", re.IGNORECASE)

_CAPTIONED = "</figcaption></figure>"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ADDRESS = re.compile(r"https?://[^\s<>\"]++")
_PRE = re.compile(r"(<pre\b(?>(?:[^<]|<(?!/?pre\b))*)</pre>)", re.IGNORECASE)


def expand(content: str) -> str:
    """The HTML of a post's content as it is stored. Raises Refused.

    Content that is too long for a body is left as it is, and refused as one.
    """
    if len(content) > HTML_LIMIT:
        return content
    try:
        return run_bounded(_expanded, content)
    except Refused as refused:
        raise refused.of("html") from None


def without_tags(content: str) -> str:
    """Content without the tags of its shortcodes; what they enclose stays, if it is text."""
    return _shown(content, _enclosed_for_all)


def _for_all(code: Shortcode, inner: str) -> str:
    """What all readers see of a shortcode."""
    return "" if holds_back(code) else meaning(code, inner)


def _enclosed_for_all(code: Shortcode, inner: str) -> str:
    """The text of what a shortcode encloses, if all readers see it."""
    return "" if holds_back(code) else enclosed(code, inner)


def _expanded(content: str) -> str:
    text = _EMBED_BLOCK.sub(_embedded_block, content.replace("\r\n", "\n"))
    text = _shown(_COMMENT.sub("", _without_config(text)), _for_all)
    if "<!-- wp:" in content and _is_of_blocks(text):
        return _with_links(text)
    return "".join(map(_with_paragraphs, _PRE.split(text)))


def _is_of_blocks(text: str) -> bool:
    """Whether all paragraphs are marked, as those of the block editor: WordPress adds none then."""
    parts = (part.strip() for part in _BLANK_LINE.split(text))
    return all(_BLOCK.match(part) for part in parts if part)


def _without_config(text: str) -> str:
    """A text without what a builder keeps in it for itself."""
    if "__CONFIG_" in text:
        text = _CONFIG.sub("", text)
    return _LINE_BREAK.sub("\n", text) if "[et_pb_line_break_holder]" in text else text


def without_shortcodes(html: str) -> str:
    """Rendered HTML with what the shortcodes show that are left in it; what they enclose stays.

    Raises Refused for a heavy text.
    """
    if len(html) > HTML_LIMIT or not (may_hold(html) or "__CONFIG_" in html):
        return html
    return run_bounded(_without_left_over, html)


def _without_left_over(html: str) -> str:
    text = _shown(_without_config(html), meaning)
    return text if text == html else _EMPTY.sub("", text)


# Shortcodes


@dataclass(frozen=True, slots=True)
class _Open:
    """A shortcode that has begun, and where its place is among the parts of the text."""

    code: Shortcode
    at: int


class _Page:
    """A text that is put together of its parts, tag by tag.

    show  what a shortcode shows that encloses a text
    ends  the names of those that have an end
    """

    def __init__(self, show: Meaning, ends: set[str]) -> None:
        self.parts: list[str] = []
        self._show = show
        self._ends = ends
        self._open: list[_Open] = []

    def begin(self, code: Shortcode) -> None:
        """Leave a place for a shortcode, which its end fills; fill that of one without an end."""
        if code.name in self._ends and len(self._open) < _DEEPEST:
            self._open.append(_Open(code, len(self.parts)))
            self.parts.append("")
        else:
            self.parts.append(self._show(code, ""))

    def end(self, name: str) -> None:
        """Fill the place of the last shortcode of this name with what it shows."""
        for number in reversed(range(len(self._open))):
            opened = self._open[number]
            if opened.code.name == name:
                self._fill(self._open[number + 1 :])
                del self._open[number:]
                inner = "".join(self.parts[opened.at :])
                self.parts[opened.at :] = [self._show(opened.code, inner)]
                return

    def text(self) -> str:
        """The whole text, at its end."""
        self._fill(self._open)
        return "".join(self.parts)

    def _fill(self, unclosed: list[_Open]) -> None:
        """Fill the places of shortcodes that enclose nothing."""
        for opened in unclosed:
            self.parts[opened.at] = self._show(opened.code, "")


def _shown(text: str, show: Meaning) -> str:
    """A text with what its shortcodes show in their places."""
    if not may_hold(text):
        return text
    tags = list(tags_in(text))
    page = _Page(show, {tag.ends for tag in tags})
    at = 0
    last = ""
    for tag in tags:
        between = text[at : tag.start]
        page.parts += [between or _parting(last, tag.begins), tag.written]
        last = tag.ends
        at = tag.end
        if tag.begins:
            page.begin(tag.begins)
        elif tag.ends:
            page.end(tag.ends)
    page.parts.append(text[at:])
    return page.text()


def _parting(ended: str, begins: Shortcode | None) -> str:
    """What parts a builder's elements, one of which begins where another ends: columns, boxes."""
    return block(begins, "") if begins and "_" in ended and "_" in begins.name else ""


def _embedded_block(match: re.Match[str]) -> str:
    """An address that a block spells as JSON does."""
    address = match[1].replace("\\u0026", "&")
    return f"\n\n{embedded(address)}\n\n"


# Paragraphs


def _with_paragraphs(text: str) -> str:
    """A part of a text with its paragraphs; preformatted text has none."""
    if text[:4].lower() == "<pre":
        return text
    text = _OPENS.sub(r"\n\n\1", text)
    text = _CLOSES.sub(r"\1\n\n", text)
    parts = (part.strip() for part in _BLANK_LINE.split(text))
    text = "\n".join(_paragraph(part) for part in parts if part)
    return text.replace(f"{_CAPTIONED}\n", _CAPTIONED)  # as WordPress leaves it


def _with_links(part: str) -> str:
    """A part in which addresses that WordPress embeds are links."""
    if "://" not in part:
        return part
    part = _IN_ITS_BLOCK.sub(lambda match: match[1] + _titled_link(match[2]), part)
    return _ON_ITS_LINE.sub(lambda match: _titled_link(match[1]), part)


def _titled_link(address: str) -> str:
    """A link to what WordPress embeds, with a title where one is known."""
    return link(address, title_of(address))


def _paragraph(part: str) -> str:
    """A paragraph with its line breaks; a block is none.

    A bare address on a line of its own is what WordPress embeds.
    """
    if _BLOCK.match(part):
        return _with_links(part)
    if _ADDRESS.fullmatch(part):
        return f"<p>{_titled_link(part)}</p>"
    part = _with_links(part)
    if not _BLOCK.search(part):
        part = part.replace("\n", "<br>\n")
    return f"<p>{part}</p>"
