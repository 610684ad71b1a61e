"""How an export of WordPress is known from other feeds: by what it holds, not by its name."""

import re
from typing import BinaryIO

from ..prolog import past_notices

# Types of WordPress that are no article, wherever a program names them.
NO_POSTS = frozenset(
    "page attachment comment revision nav_menu_item custom_css customize_changeset oembed_cache"
    " user_request wp_block wp_template wp_template_part wp_global_styles wp_navigation"
    " wp_font_family wp_font_face".split()
)
_BEGINNING = 65_536  # bytes: what stands above the first item, and more
_SPACE = r"https?://(?:www\.)?wordpress\.(?:org|com)/export\b"
_NAMESPACE = re.compile(_SPACE, re.IGNORECASE)
_DECLARED = re.compile(rf"""xmlns:[\w.-]++\s*+=\s*+["']\s*+{_SPACE}""", re.IGNORECASE)
_ATOM = re.compile(r"<(?:[\w.-]++:)?feed\b", re.IGNORECASE)  # exports are RSS
_TAG = re.compile("<[A-Za-z][^<>]*+>")
_OWN_ELEMENT = re.compile(
    r"<wp:(?:wxr_version|base_site_url|base_blog_url|author|post_type|post_id|status)\b"
)
# What is text or comment, and tells of no element.
_TEXT = re.compile(
    r"<!\[CDATA\[(?>(?:[^\]]|\](?!\]>))*)(?:\]\]>)?|<!--(?>(?:[^-]|-(?!->))*)(?:-->)?"
)


def is_export_namespace(address: str) -> bool:
    """Whether an address is a namespace of exports, of whatever version."""
    return _NAMESPACE.match(address) is not None


def is_export(stream: BinaryIO) -> bool:
    """Whether a file that can be read again begins like an export."""
    start = stream.tell()
    beginning = stream.read(_BEGINNING)
    stream.seek(start)
    text = _TEXT.sub("", _markup(beginning))
    root = past_notices(text)
    if text[root : root + 1] != "<" or _ATOM.match(text, root):
        return False
    return any(_is_own(tag[0]) for tag in _TAG.finditer(text, root))


def _is_own(tag: str) -> bool:
    """Whether only exports have such a tag."""
    return _DECLARED.search(tag) is not None or _OWN_ELEMENT.match(tag) is not None


def _markup(beginning: bytes) -> str:
    """The beginning of a file without what is not ASCII, as all markup is, in UTF-16 too."""
    return beginning.replace(b"\0", b"").decode("ascii", "ignore")
