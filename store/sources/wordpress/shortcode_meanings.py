"""What a shortcode shows where no plugin is there to say: a picture, a link, a heading, its text.

Only what readers would see of it is made: whatever else a builder or a plugin has for a shortcode
is its layout, and goes. Cleans nothing.
"""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from dataclasses import replace
from html import escape
from urllib.parse import unquote

from ...text.markup.embeds import title_of
from .shortcode import Shortcode
from .shortcode_players import address_of, is_player, played

_TAG = re.compile(r"<[A-Za-z/!][^<>]*+>")
_SPACE = re.compile(r"\s++")
_BLANK_LINE = re.compile(r"\n\s*\n")
_BASE64 = re.compile("[A-Za-z0-9+/]{4,}+={0,2}")
_IMAGE = re.compile(r"(?:<a\b[^<>]*+>\s*+)?<img\b[^<>]*+>(?:\s*+</a>)?")
_HREF = re.compile(r"<a\b[^<>]*?\shref=[\"'](https?://[^\"'<>\s]++)", re.IGNORECASE)
_IS_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|\Z)", re.IGNORECASE)

_CAPTIONS = ("caption", "wp_caption")
_RAW = frozenset(("vc_raw_html", "fusion_code"))
_SCRIPTS = frozenset(("vc_raw_js",))
_PICTURES = frozenset("image img imageframe photo picture".split())
_SOURCES = ("src", "url", "image", "img", "image_url", "image_src", "photo")
_BUTTONS = frozenset("button btn link url".split())
_TARGETS = ("url", "link", "href", "button_url", "button_link")
_LABELS = ("text", "title", "button_text", "label", "content")
_QUOTES = frozenset("quote blockquote pullquote testimonial".split())
_SPEAKERS = ("cite", "author", "name", "source")
_HEADINGS = frozenset("heading title headline header separator".split())
_HEADING_TEXTS = ("text", "heading", "title", "content", "h2", "main_heading")
_TITLES = ("title", "heading", "h2", "headline")
# What shows its title elsewhere than above what it encloses, or to no reader.
_INLINE = frozenset("tooltip lightbox popup button btn link url icon abbr form".split())


Meaning = Callable[[Shortcode, str], str]
"""What a shortcode shows that encloses some HTML."""


def enclosed(code: Shortcode, inner: str) -> str:
    """What a shortcode encloses, if it is text."""
    return "" if code.name in _RAW | _SCRIPTS else inner


def meaning(code: Shortcode, inner: str) -> str:
    """What a shortcode shows; `inner` is the HTML that it encloses, "" for nothing."""
    for rule in _RULES:
        html = rule(code, inner)
        if html is not None:
            return html
    return inner


def block(code: Shortcode, html: str) -> str:
    """HTML that stands between paragraphs in the place of a shortcode."""
    return f"</p>{html}<p>" if code.in_paragraph else f"\n\n{html}\n\n"


def embedded(address: str, title: str = "") -> str:
    """A paragraph of its own for what is embedded, with a title where one is known."""
    return f"<p>{link(address, title or title_of(address))}</p>"


def link(address: str, title: str = "") -> str:
    """A link, which shows its address where it has no title."""
    return f'<a href="{escape(address)}">{escape(title or address)}</a>'


def _plain(html: str) -> str:
    """The words of HTML, on one line."""
    return _SPACE.sub(" ", _TAG.sub(" ", html)).strip()


def _words(value: str) -> str:
    """The words of an attribute, which may be HTML, as HTML."""
    return escape(_plain(value), quote=False)


def _alone(inner: str) -> str | None:
    """The address that stands alone in what a shortcode encloses, as a text or as a link."""
    text = _plain(inner)
    if not text.startswith(("http://", "https://")) and "<a" not in inner:
        return None
    address = address_of(text)
    if address and address == text:
        return address.replace("&amp;", "&").replace("&#038;", "&")
    target = _HREF.search(inner)
    return target[1].replace("&amp;", "&") if target else None


# Rules: what they make, or None where they know nothing


def _script(code: Shortcode, _: str) -> str | None:
    return "" if code.name in _SCRIPTS else None


def _raw(code: Shortcode, inner: str) -> str | None:
    """HTML that a builder keeps encoded: as base64, and of an address within it."""
    if code.name not in _RAW:
        return None
    packed = _SPACE.sub("", _TAG.sub("", inner))
    if not _BASE64.fullmatch(packed):
        return inner
    try:
        text = b64decode(packed).decode()
    except (Error, UnicodeDecodeError):
        return inner
    return block(code, unquote(text) if text.startswith("%") else text)


def _caption(code: Shortcode, inner: str) -> str | None:
    """The figure of a caption, which old ones have in an attribute, newer ones by their picture."""
    if code.name not in _CAPTIONS or not inner.strip():
        return None
    image = _IMAGE.search(inner)
    picture = image[0] if image else ""
    told = code.attributes.get("caption")
    words = inner.replace(picture, "", 1) if told is None else told
    figure = f"<figure>{picture}<figcaption>{words.strip()}</figcaption></figure>"
    return f"</p>{figure}<p>" if code.in_paragraph else figure


def _player(code: Shortcode, inner: str) -> str | None:
    """A link to what is played, which its text or an attribute names."""
    if not is_player(code):
        return None
    alone = _alone(inner)
    address = alone or played(code)
    if address is None:
        return _player_by_id(code, _plain(inner))
    kind = next((kind for kind in ("audio", "video") if kind in code.name), "")
    title = code.first("title") or title_of(address) or title_of(address, kind)
    if "iframe" in code.name and not title:
        return inner  # an advertisement, as such a frame is
    shown = block(code, embedded(address, title))
    return shown if alone or not _plain(inner) else f"{shown}{inner}"


def _player_by_id(code: Shortcode, words: str) -> str | None:
    """A link to what is played by the id that a shortcode encloses; None where it is text."""
    address = played(replace(code, words=(words,))) if words else None
    return block(code, embedded(address)) if address else None


def _picture(code: Shortcode, inner: str) -> str | None:
    """A picture that an attribute names, or what a shortcode encloses."""
    address = address_of(code.first(*_SOURCES)) or ""
    is_named_so = not _PICTURES.isdisjoint(code.parts)
    if is_named_so and not address:
        address = _alone(inner) or ""
    if not address or not (is_named_so or _IS_PICTURE.search(address)):
        return None
    alt = code.first("alt", "title_text")
    image = f'<figure><img src="{escape(address)}" alt="{escape(alt)}"></figure>'
    return block(code, image) + ("" if _alone(inner) else _titled(code, inner) or inner)


def _button(code: Shortcode, inner: str) -> str | None:
    """The link of a button, with its label."""
    if _BUTTONS.isdisjoint(code.parts):
        return None
    told = code.first(*_TARGETS) or next(iter(code.words), "")
    address = address_of(told) or (_alone(inner) if code.name == "url" else None)
    label = _plain(inner)
    if not label:
        label = _words(code.first(*_LABELS))
    if address is None or not label or "<a" in inner:
        return inner or label
    return f'<a href="{escape(address)}">{label}</a>'


def _quote(code: Shortcode, inner: str) -> str | None:
    """A quotation with its speaker."""
    if _QUOTES.isdisjoint(code.parts) or not inner.strip():
        return None
    if "<p" not in inner:
        inner = "".join(f"<p>{part.strip()}</p>" for part in _BLANK_LINE.split(inner.strip()))
    speaker = _words(code.first(*_SPEAKERS))
    below = f"<p>{speaker}</p>" if speaker else ""
    return block(code, f"<blockquote>{inner}{below}</blockquote>")


def _heading(code: Shortcode, inner: str) -> str | None:
    """A heading: what it encloses, or what an attribute says."""
    if _HEADINGS.isdisjoint(code.parts):
        return None
    told = _words(code.first(*_HEADING_TEXTS))
    if told and _plain(inner):
        return block(code, f"<h3>{told}</h3>") + inner
    if "<" in inner:
        return inner
    words = inner.strip() or told
    return block(code, f"<h3>{words}</h3>") if words else ""


def _titled(code: Shortcode, inner: str) -> str | None:
    """What a shortcode encloses below the title that it shows above it."""
    title = _words(code.first(*_TITLES))
    if not title or not _plain(inner) or not _INLINE.isdisjoint(code.parts):
        return None
    return block(code, f"<h3>{title}</h3>") + inner


_RULES: tuple[Callable[[Shortcode, str], str | None], ...] = (
    _script,
    _raw,
    _caption,
    _player,
    _picture,
    _button,
    _quote,
    _heading,
    _titled,
)
