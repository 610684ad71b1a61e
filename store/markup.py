"""HTML: clean() is the only maker of SafeHtml; everything else here reads or decorates what it made.

The clean form is what nh3 writes: quoted attributes, closed tags. So a tokeniser of two patterns reads it.
"""

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NewType

import nh3
from markdown_it import MarkdownIt

from .arabic import guard as guarded
from .arabic import normalise
from .errors import Refused

SafeHtml = NewType("SafeHtml", str)

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 256

_BLOCKS = "p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tfoot|tr|td|th|figure|figcaption|dl|dt|dd|div|hr|section"
_TEXT_BLOCKS = "p|h[2-6]|li|td|th|figcaption|dt|dd"
_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2"
    " h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th"
    " thead time tr u ul var".split()
)
_LAZY = ("data-src", "data-lazy-src", "data-original")
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "srcset", *_LAZY},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "time": {"datetime"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "template",
        "noscript",
    },
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=None,
    strip_comments=True,
)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")

_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_IMPLIED = {
    "p": frozenset({"p"}),
    "li": frozenset({"li"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_IS_BLOCK = re.compile(rf"<(?:{_BLOCKS})\b", re.IGNORECASE)
_BLOCK_EDGE = re.compile(rf"</?(?:{_BLOCKS}|br)\b[^>]*>")
_EMPTY = re.compile(r"<(p|h[1-6]|figure|div)(?: [^>]*)?>(?:\s|<br>|&nbsp;)*</\1>\s*")
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)
_DIRECTED = re.compile(
    r'<(p|h[2-6]|ul|ol|li|blockquote|table|td|th|figure|figcaption|pre|dl|dt|dd|div)((?:\s+[a-z-]+="[^"]*")*)>'
)
_TEXT_BLOCK = re.compile(rf"(<({_TEXT_BLOCKS})(?:\s[^>]*)?>)([^<]*(?:<(?!/?(?:{_BLOCKS})\b)[^>]*>[^<]*)*)")


def clean(html: str, link: Callable[[str], str | None]) -> SafeHtml:
    """Sanitized HTML: no script, style, frame or form; `dir` and `lang` stay; addresses go through `link`.

    An address that `link` answers with None goes, an image with it. Text without blocks becomes paragraphs.
    Raises Refused for more than 1 MB, or more than 256 elements within each other. Idempotent.
    """
    if len(html) > SIZE_LIMIT:
        raise Refused(f"{len(html):,} characters of HTML; at most {SIZE_LIMIT:,}")
    html = normalise(html)
    _check_depth(html)
    made = _CLEANER.clean(html)
    made = _TOKEN.sub(partial(_finished, link), made)
    while (less := _EMPTY.sub("", made)) != made:
        made = less
    made = made.strip()
    return SafeHtml(made if not made or _IS_BLOCK.search(made) else _paragraphs(made))


def _check_depth(html: str) -> None:
    """Refuse what nests too deep before the parser sees it: its time grows with the square of the depth."""
    opened: list[str] = []
    for found in _ANY_TAG.finditer(html):
        closing, name = found[1], found[2].lower()
        if name in _VOID:
            continue
        if closing:
            if name in opened:
                while opened.pop() != name:
                    pass
            continue
        if opened and opened[-1] in _IMPLIED.get(name, ()):
            opened.pop()
        opened.append(name)
        if len(opened) > DEPTH_LIMIT:
            raise Refused(f"nested deeper than {DEPTH_LIMIT} elements", offset=found.start())


def _finished(link: Callable[[str], str | None], found: re.Match[str]) -> str:
    """One tag of the clean form: addresses resolved, lazy images made real, h1 made h2."""
    closing, name, rest = found.groups()
    name = "h2" if name == "h1" else name
    if closing or not rest:
        return "" if name == "img" else f"<{closing}{name}>"
    attributes = {key: entities.unescape(value) for key, value in _ATTRIBUTE.findall(rest)}
    if name == "img":
        return _image(attributes, link)
    if "href" in attributes:
        target = link(attributes.pop("href"))
        attributes = ({"href": target} if target else {}) | attributes
    return _tag(name, attributes)


def _image(attributes: dict[str, str], link: Callable[[str], str | None]) -> str:
    """The real image: lazy loaders leave a placeholder in src. Tracking pixels go."""
    candidates = [attributes.get(key, "") for key in ("src", *_LAZY)]
    candidates.append(attributes.get("srcset", "").rpartition(",")[2].strip().split(" ")[0])
    lazy = any(attributes.get(key) for key in _LAZY)
    for source in candidates[1:] + candidates[:1] if lazy else candidates:
        target = None if not source or source.startswith("data:") else link(source)
        if target and not target.startswith(("#", "mailto:")):
            break
    else:
        return ""
    kept = {key: attributes[key] for key in ("alt", "width", "height", "dir", "lang") if key in attributes}
    if kept.get("width") in ("0", "1") and kept.get("height") in ("0", "1"):
        return ""
    return _tag("img", {"src": target} | kept)


def _tag(name: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _paragraphs(inline: str) -> str:
    """Text without blocks: a blank line parts paragraphs, a line break stays one."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", inline))
    return "\n".join("<p>" + re.sub(r"\s*\n\s*", "<br>", part) + "</p>" for part in parts if part)


def element(tag: str, text: str) -> str:
    """An element around plain text."""
    return f"<{tag}>{entities.escape(text, quote=False)}</{tag}>"


def from_markdown(text: str) -> str:
    """HTML of CommonMark with tables; it still has to be cleaned."""
    return str(_MARKDOWN.render(text))


def plain(html: SafeHtml) -> str:
    """The text: a blank line between blocks, pictures and their captions left out."""
    text = _CAPTION.sub("", html) if "<figcaption" in html else html
    text = _BLOCK_EDGE.sub("\n", text)
    text = _TOKEN.sub("", text)
    if "&" in text:
        text = entities.unescape(text)
    return "\n\n".join(part for one in text.split("\n") if (part := one.strip()))


def links(html: SafeHtml) -> tuple[str, ...]:
    """The targets of links and images, in order."""
    return tuple(value for _, attributes in _tags(html) for key, value in attributes.items() if key in ("href", "src"))


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a body; width and height are pixels, as far as it says."""

    url: str
    alt: str | None
    width: int | None
    height: int | None


def pictures(html: SafeHtml) -> tuple[Picture, ...]:
    return tuple(
        Picture(one["src"], one.get("alt") or None, _pixels(one.get("width")), _pixels(one.get("height")))
        for name, one in _tags(html)
        if name == "img"
    )


def _pixels(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch("[1-9][0-9]{0,4}", text) else None


def _tags(html: SafeHtml) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TOKEN.finditer(html):
        if found[3]:
            yield found[2], {key: entities.unescape(value) for key, value in _ATTRIBUTE.findall(found[3])}


def directed(html: SafeHtml, language: str, direction: str, *, guard: bool) -> SafeHtml:
    """As it is emitted: a div with lang and dir around it, dir on every block within, since sanitizers differ.

    With guard, a RLM stands before each block of text that is rtl by share but begins left to right.
    """
    made = _DIRECTED.sub(partial(_with_dir, direction), html)
    if guard:
        made = _TEXT_BLOCK.sub(_guarded_block, made)
    return SafeHtml(f'<div lang="{_quoted(language)}" dir="{direction}">{made}</div>')


def _with_dir(direction: str, found: re.Match[str]) -> str:
    name, attributes = found.groups()
    return found[0] if ' dir="' in attributes else f'<{name}{attributes} dir="{direction}">'


def _guarded_block(found: re.Match[str]) -> str:
    opening, _, inner = found.groups()
    text = entities.unescape(_TOKEN.sub("", inner)).strip()
    return found[0] if guarded(text) == text else f"{opening}{guarded(text)[0]}{inner}"
