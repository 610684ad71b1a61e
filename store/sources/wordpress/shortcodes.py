"""What WordPress adds to HTML when it shows a post: paragraphs for bare line breaks, and what
shortcodes stand for.

Only the few that carry text or an address mean something here; of the others what they enclose is
kept. A name is ASCII, so an Arabic word in square brackets stays what it is.
"""

import re
from html import escape

# None of them passes over the beginning of its like: a text of openings that never close takes no
# longer than any.
_COMMENT = re.compile(r"<!--\s*+/?(?:wp:|more\b|nextpage)[^<>]*+>")
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b([^\]\[]{0,2000}+)\]((?:[^\[]|\[(?!/?(?:wp_)?caption\b))*+)\[/(?:wp_)?caption\]"
)
_WRAPPED = re.compile(
    r"\[(embed|youtube)\b[^\]\[]{0,500}+\]\s*+(https?://[^\s\[\]<>\"]++)\s*+\[/\1\]"
)
_EMBED = re.compile(
    r"\[(?:youtube|video|audio)\b[^\]\[]{0,500}?(https?://[^\s\"'\]\[<>]++)[^\]\[]{0,500}+\](?:\[/(?:video|audio)\])?"
)
_GALLERY = re.compile(r"\[(?:gallery|playlist)\b[^\]\[]{0,2000}+\]")
_NAMED = r"[A-Za-z][\w-]{1,40}+"
_OTHER = re.compile(  # a bare [PDF] is a word
    rf"\[(?:/{_NAMED}|[a-z][a-z0-9_-]{{1,40}}+(?:\s*+/)?|{_NAMED}\s++[\w-]++\s*+=[^\]\[]{{0,2000}}+)\]",
    re.ASCII,
)
_SHOWN = re.compile(r"""caption=(["'])(.*?)\1""")
_IMAGE = re.compile(r"(?:<a\b[^<>]*+>\s*+)?<img\b[^<>]*+>(?:\s*+</a>)?")
_OUTER = "p|div|h[1-6]|ul|ol|table|blockquote|figure|section|article|header|aside|dl"
_BLOCK = re.compile(
    rf"</?(?:{_OUTER}|li|figcaption|pre|hr|iframe|thead|tbody|tfoot|tr|t[dh]|d[td])\b",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(<(?:{_OUTER}|hr)\b)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</(?:{_OUTER})>|<hr\b[^<>]*+>)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]++")
_PRE = re.compile(r"(<pre\b(?:[^<]|<(?!/?pre\b))*+</pre>)", re.IGNORECASE)


def expand(content: str) -> str:
    """The HTML of a post's content as it is stored."""
    text = _COMMENT.sub("", content.replace("\r\n", "\n"))
    text = _CAPTION.sub(_figure, text)
    text = _WRAPPED.sub(lambda found: _link(found[2]), text)
    text = _EMBED.sub(lambda found: _link(found[1]), text)
    text = _OTHER.sub("", _GALLERY.sub("", text))
    return "".join(
        one if one[:4].lower() == "<pre" else _paragraphs(one) for one in _PRE.split(text)
    )


def _figure(found: re.Match[str]) -> str:
    """Old captions stand in an attribute, newer ones behind the picture."""
    image = _IMAGE.search(found[2])
    said = _SHOWN.search(found[1])
    caption = said[2] if said else found[2].replace(image[0], "", 1) if image else found[2]
    return f"<figure>{image[0] if image else ''}<figcaption>{caption.strip()}</figcaption></figure>"


def _link(url: str) -> str:
    return f'\n\n<p><a href="{escape(url)}">{escape(url)}</a></p>\n\n'


def _paragraphs(text: str) -> str:
    """A blank line or a block ends a paragraph, a single one is a break; what begins with a block
    is left.
    """
    text = _CLOSES.sub(r"\1\n\n", _OPENS.sub(r"\n\n\1", text))
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", text))
    return "\n".join(
        part if _BLOCK.match(part) else f"<p>{_broken(part)}</p>" for part in parts if part
    )


def _broken(part: str) -> str:
    """A bare address on a line of its own is what WordPress embeds."""
    if _ADDRESS.fullmatch(part):
        return f'<a href="{escape(part)}">{escape(part)}</a>'
    return part if _BLOCK.search(part) else part.replace("\n", "<br>\n")
