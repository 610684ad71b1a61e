"""The HTML that WordPress makes of a post as it is stored.

Bare line breaks become paragraphs, and shortcodes markup. Only the few shortcodes that carry text
or an address mean something here; others leave what they enclose. A name is ASCII, so an Arabic
word in square brackets stays what it is. Cleans nothing.
"""

import re
from html import escape

from ...errors import Refused
from ...limits import HTML_LIMIT
from ...text.sandbox import run_bounded

# No pattern passes over the beginning of its like, and repetitions keep what they took or are
# bounded: a text of openings that never close takes no longer than any.

# The block editor's comments, `<!-- wp:image {"id":3} -->`.
_COMMENT = re.compile(r"<!--\s*+/?(?:wp:|more\b|nextpage)[^<>]*+>")
# `[caption ...]...[/caption]`: its attributes, and what it encloses.
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b([^\]\[]{0,2000}+)\]((?>(?:[^\[]|\[(?!/?(?:wp_)?caption\b))*))"
    r"\[/(?:wp_)?caption\]"
)
# `[embed]https://...[/embed]`: its name and its address.
_WRAPPED = re.compile(
    r"\[(embed|youtube)\b[^\]\[]{0,500}+\]\s*+(https?://[^\s\[\]<>\"]++)\s*+\[/\1\]"
)
# `[video mp4="https://..."]`, with or without its end: its address.
_EMBED = re.compile(
    r"\[(?:youtube|video|audio)\b[^\]\[]{0,500}?(https?://[^\s\"'\]\[<>]++)[^\]\[]{0,500}+\](?:\[/(?:video|audio)\])?"
)
# An embedded address that the block editor keeps in a comment alone.
_EMBED_BLOCK = re.compile(
    r"<!--\s*+wp:(?:core-)?embed\b[^<>]*?\"url\":\"(https?://[^\s<>\"]++)\"[^<>]*+(?<=/--)>"
)
# An address alone on its line, or in its block, which WordPress embeds.
_ON_ITS_LINE = re.compile(r"^[ \t]*+(https?://[^\s<>\"\[\]]++)[ \t]*+$", re.MULTILINE)
_IN_ITS_BLOCK = re.compile(
    r"(<(?:p|div|figure)\b[^<>]*+>\s*+)(https?://[^\s<>\"\[\]]++)(?=\s*+</(?:p|div|figure)>)"
)
_GALLERY = re.compile(r"\[(?:gallery|playlist)\b[^\]\[]{0,2000}+\]")

# Any other shortcode: an end, a name in small letters, or a name with attributes. A bare [PDF] is a
# word.
_NAMED = r"[A-Za-z][\w-]{1,40}+"
_OTHER = re.compile(
    rf"\[(?:/{_NAMED}|[a-z][a-z0-9_-]{{1,40}}+(?:\s*+/)?|{_NAMED}\s++[\w-]++\s*+=[^\]\[]{{0,2000}}+)\]",
    re.ASCII,
)

# What stays in rendered HTML where no plugin knows a shortcode: ends, names with an underscore, and
# names with quoted attributes; a bare name in brackets is a word, unless its end stands there too.
_QUOTE = "(?:[\"'“”″‘’]|&(?:quot|#0?3[49]|#82[0-9]{2});)"
_LEFT_OVER = re.compile(
    rf"\[(?:/({_NAMED})|[A-Za-z][A-Za-z0-9-]{{0,40}}_[\w-]{{0,60}}+(?:\s[^\]\[]{{0,2000}}+)?"
    rf"|{_NAMED}\s++[\w-]++\s*+=\s*+{_QUOTE}[^\]\[]{{0,2000}}+)\]",
    re.ASCII,
)
_BARE = re.compile(rf"\[({_NAMED})(?:\s*+/)?\]", re.ASCII)
_EMPTY = re.compile(r"<p>(?>(?:\s|<br\s*+/?>)*)</p>\s*+")

_CAPTION_ATTRIBUTE = re.compile(r"""caption=(["'])(.*?)\1""")
_IMAGE = re.compile(r"(?:<a\b[^<>]*+>\s*+)?<img\b[^<>]*+>(?:\s*+</a>)?")

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


def without_others(content: str) -> str:
    """Content without the tags of shortcodes that mean nothing here; what they enclose stays."""
    return _OTHER.sub("", content)


def _expanded(content: str) -> str:
    text = _EMBED_BLOCK.sub(_embedded_block, content.replace("\r\n", "\n"))
    text = _COMMENT.sub("", text)
    text = _CAPTION.sub(_figure, text)
    text = _WRAPPED.sub(lambda match: _embedded(match[2]), text)
    text = _EMBED.sub(lambda match: _embedded(match[1]), text)
    text = without_others(_GALLERY.sub("", text))
    if "<!-- wp:" in content and _is_of_blocks(text):
        return _with_links(text)
    return "".join(map(_with_paragraphs, _PRE.split(text)))


def _is_of_blocks(text: str) -> bool:
    """Whether all paragraphs are marked, as those of the block editor: WordPress adds none then."""
    parts = (part.strip() for part in _BLANK_LINE.split(text))
    return all(_BLOCK.match(part) for part in parts if part)


def without_shortcodes(html: str) -> str:
    """Rendered HTML without the shortcodes that are left in it; what they enclose stays.

    Raises Refused for a heavy text.
    """
    if len(html) > HTML_LIMIT:
        return html
    return run_bounded(_without_left_over, html)


def _without_left_over(html: str) -> str:
    return "".join(map(_without_left_over_part, _PRE.split(html)))


def _without_left_over_part(html: str) -> str:
    """A part of a text without left shortcodes; preformatted text keeps them: it tells of them."""
    if html[:4].lower() == "<pre":
        return html
    ends = {match[1] for match in _LEFT_OVER.finditer(html)}
    text = _WRAPPED.sub(lambda match: _link(match[2]), html)
    text = _LEFT_OVER.sub("", text)
    text = _BARE.sub(lambda match: "" if match[1] in ends else match[0], text)
    return text if text == html else _EMPTY.sub("", text)


# Shortcodes


def _figure(match: re.Match[str]) -> str:
    """The figure of a caption, which old ones have in an attribute, newer ones by their picture."""
    attributes, content = match.group(1, 2)
    image = _IMAGE.search(content)
    picture = image[0] if image else ""
    told = _CAPTION_ATTRIBUTE.search(attributes)
    caption = told[2] if told else content.replace(picture, "", 1)
    return f"<figure>{picture}<figcaption>{caption.strip()}{_CAPTIONED}"


def _embedded_block(match: re.Match[str]) -> str:
    """An address that a block spells as JSON does."""
    return _embedded(match[1].replace("\\u0026", "&"))


def _embedded(url: str) -> str:
    """A paragraph of its own for an embedded address."""
    return f"\n\n<p>{_link(url)}</p>\n\n"


def _link(url: str) -> str:
    """An address as a link to itself."""
    return f'<a href="{escape(url)}">{escape(url)}</a>'


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
    part = _IN_ITS_BLOCK.sub(lambda match: match[1] + _link(match[2]), part)
    return _ON_ITS_LINE.sub(lambda match: _link(match[1]), part)


def _paragraph(part: str) -> str:
    """A paragraph with its line breaks; a block is none.

    A bare address on a line of its own is what WordPress embeds.
    """
    if _BLOCK.match(part):
        return _with_links(part)
    if _ADDRESS.fullmatch(part):
        return f"<p>{_link(part)}</p>"
    part = _with_links(part)
    if not _BLOCK.search(part):
        part = part.replace("\n", "<br>\n")
    return f"<p>{part}</p>"
