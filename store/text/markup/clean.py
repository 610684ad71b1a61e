"""HTML: clean() is the only maker of SafeHtml; everything else here reads or decorates what it
made.

The clean form is what nh3 writes: quoted attributes, closed tags. So one pattern of a tag reads it.
Knows no article, no file and no base address.
"""

import re
from collections.abc import Callable
from functools import partial
from unicodedata import is_normalized
from urllib.parse import quote

import nh3

from ...errors import Refused
from ..arabic import normalise
from .depth import shallow
from .embeds import linked
from .make import element
from .read import plain
from .tags import BLOCKS, HIDDEN, TAGS, SafeHtml, attributes_of, pixels, start_tag

Link = Callable[[str], str | None]

SIZE_LIMIT = 1_000_000
_ROUNDS = 8

_LAZY = ("data-src", "data-lazy-src", "data-original")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=HIDDEN,
    attributes={
        "*": {"lang"},
        "a": {"href", "title"},
        "abbr": {"title"},
        "img": {"src", "alt", "width", "height", *_SETS, *_LAZY},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "ol": {"start"},
        "time": {"datetime"},
    },
    tag_attribute_values={tag: {"dir": {"rtl", "ltr", "auto"}} for tag in TAGS},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9]*")
_REWRITTEN = re.compile(r'<(a|img|/?h1)((?: [a-z-]+="[^"]*")*)>')
_IS_BLOCK = re.compile(rf"<(?:{BLOCKS})\b")
_EMPTY = re.compile(
    r"<(p|h[1-6]|figure|figcaption|div|ul|ol|li|blockquote)(?: [^>]*)?>(?:\s|<br>)*</\1>\s*"
    r"|<(a|b|strong|em|i|u|span)(?: [^>]*)?></\2>"
)
_TAG_WITH_ADDRESS = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"""(?:\s|["'])(?:href|src|{"|".join((*_SETS, *_LAZY))})"""
    r"""\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
_HOST_OR_LETTERS = re.compile(
    r"""(?<=[:=\s"'])//[^/?#\s"']*"""
    "|([^\x00-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]+)"
)
_ENDS = " \t\n\u200e\u200f"
_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n+")


def clean(html: str, link: Link) -> SafeHtml:
    """Sanitized HTML: no script, style, frame or form; `dir` and `lang` stay; addresses go through
    `link`.

    An address that `link` answers with None goes, an image with it. Text without blocks becomes
    paragraphs. Raises Refused for more than 1 MB, or more than 256 elements within each other.
    Idempotent, where `link` is; a tangle that the parser would take apart anew each time is reduced
    to its text.
    """
    if len(html) > SIZE_LIMIT:
        raise Refused("larger than 1 MB")
    made = _normalised(linked(html))
    for _ in range(_ROUNDS):
        before, parsed = made, _parsed(shallow(made))
        made = _finished(parsed, link)
        if made and not _IS_BLOCK.search(made):
            made = _paragraphs(made)
        elif made == before or _same_tags(before, parsed):
            break
    else:
        made = "\n".join(element("p", part) for part in plain(SafeHtml(made)).split("\n\n"))
    if len(made) > SIZE_LIMIT:
        raise Refused("larger than 1 MB once it is cleaned")
    return SafeHtml(made)


def _same_tags(given: str, parsed: str) -> bool:
    """Whether the parser moved nothing: then it will not at a second time. A dropped tag may leave
    `<p><p>`.
    """
    return given == parsed or _NAME.findall(given) == _NAME.findall(parsed)


def _parsed(html: str) -> str:
    made = _CLEANER.clean(html)
    return _normalised(made.replace("&nbsp;", " ")) if "&" in html else made


def _normalised(html: str) -> str:
    """Normalised before the parser, and after it for what entities hid.

    NFC would join U+0338 to the `>` of a tag and so break the tag open; only `≠` is ever meant by
    it. An address keeps its spelling: what NFC would compose in it is escaped before.
    """
    if "\u0338" in html:
        html = html.replace("=\u0338", "≠").replace("\u0338", "")
    if not is_normalized("NFC", html):
        html = _TAG_WITH_ADDRESS.sub(_spelling_kept, html)
    return normalise(html)


def _spelling_kept(tag: re.Match[str]) -> str:
    return _ADDRESS.sub(_escaped, tag[0])


def _escaped(address: re.Match[str]) -> str:
    """Not its host, which is IDNA; nor marks at its ends, which are none of its letters."""
    if is_normalized("NFC", address[0]):
        return address[0]
    return _HOST_OR_LETTERS.sub(lambda found: quote(found[1]) if found[1] else found[0], address[0])


def _finished(made: str, link: Link) -> str:
    """What is left to do in the clean form: addresses, pictures, h1, and what that leaves empty."""
    made = _REWRITTEN.sub(partial(_rewritten, link), made)
    while (less := _EMPTY.sub("", made)) != made:
        made = less
    if "<pre" in made:
        made = _PRE.sub(r"\1", made)
    return made.strip().strip(_ENDS)


def _rewritten(link: Link, found: re.Match[str]) -> str:
    name, given = found.groups()
    if name.endswith("h1"):
        return f"<{name[:-1]}2{given}>"
    attributes = attributes_of(given)
    if name == "img":
        return _image(attributes, link)
    target = link(attributes.pop("href")) if "href" in attributes else None
    return start_tag(name, ({"href": target} if target else {}) | attributes)


def _image(attributes: dict[str, str], link: Link) -> str:
    """The real image: lazy loaders leave a placeholder in src. Tracking pixels go."""
    width, height = (pixels(attributes.get(side)) for side in ("width", "height"))
    target = _source(attributes, link)
    if target is None or (width in (0, 1) and height in (0, 1)):
        return ""
    sides = {name: str(side) for name, side in (("width", width), ("height", height)) if side}
    return start_tag("img", {"src": target, "alt": attributes.get("alt", "")} | sides)


def _source(attributes: dict[str, str], link: Link) -> str | None:
    """A lazy attribute outranks src; of a set the last, mostly the largest."""
    *lazy, last = (
        attributes.get(name, "").rstrip(", ").rpartition(", ")[2].split(" ")[0] for name in _SETS
    )
    for source in (*(attributes.get(name) for name in _LAZY), *lazy, attributes.get("src"), last):
        target = (
            link(source) if source and not source.startswith(("#", "mailto:", "data:")) else None
        )
        if target:
            return target
    return None


_TAG_OR_SPACE = re.compile(r"<[^>]*>|\s+")


def _paragraphs(inline: str) -> str:
    """Text without blocks: a blank line parts paragraphs, a line break stays one."""
    return f"<p>{_TAG_OR_SPACE.sub(_break, inline.replace('<br>', chr(10)))}</p>"


def _break(found: re.Match[str]) -> str:
    lines = 0 if found[0][0] == "<" else found[0].count("\n")
    return found[0] if not lines else "<br>" if lines == 1 else "</p><p>"
