"""HTML: clean() is the only maker of SafeHtml; everything else here reads or decorates what it
made.

The clean form is what nh3 writes: quoted attributes, closed tags. So one pattern of a tag reads it.
Knows no article, no file and no base address.
"""

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NewType
from unicodedata import is_normalized
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt

from ...errors import Refused
from ..arabic import direction as direction_of
from ..arabic import guard as guarded
from ..arabic import normalise
from .embeds import linked

SafeHtml = NewType("SafeHtml", str)
Link = Callable[[str], str | None]

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 256
_ROUNDS = 8

_BLOCKS = (
    "p|h[1-6]|ul|ol|li|blockquote|pre|table|caption|thead|tbody|tfoot|tr|td|th|figure|figcaption"
    "|dl|dt|dd|div|hr"
)
_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span"
    " strong sub sup table tbody td tfoot th thead time tr u ul var".split()
)
_HIDDEN = set(
    "script style iframe object embed applet svg math template noscript textarea select title audio"
    " video canvas noembed noframes xmp".split()
)
_LAZY = ("data-src", "data-lazy-src", "data-original")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_HIDDEN,
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
    tag_attribute_values={tag: {"dir": {"rtl", "ltr", "auto"}} for tag in _TAGS},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")

_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9]*")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ANCHOR_OR_IMAGE = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")+)>')
_REWRITTEN = re.compile(r'<(a|img|/?h1)((?: [a-z-]+="[^"]*")*)>')
_IS_BLOCK = re.compile(rf"<(?:{_BLOCKS})\b")
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
        before, parsed = made, _parsed(_shallow(made))
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
    attributes = _attributes(given)
    if name == "img":
        return _image(attributes, link)
    target = link(attributes.pop("href")) if "href" in attributes else None
    return _tag(name, ({"href": target} if target else {}) | attributes)


def _image(attributes: dict[str, str], link: Link) -> str:
    """The real image: lazy loaders leave a placeholder in src. Tracking pixels go."""
    width, height = (_pixels(attributes.get(side)) for side in ("width", "height"))
    target = _source(attributes, link)
    if target is None or (width in (0, 1) and height in (0, 1)):
        return ""
    sides = {name: str(side) for name, side in (("width", width), ("height", height)) if side}
    return _tag("img", {"src": target, "alt": attributes.get("alt", "")} | sides)


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


def _pixels(text: str | None) -> int | None:
    found = re.fullmatch("([0-9]{1,5})(?:px)?", text.strip()) if text else None
    return int(found[1]) if found else None


def _attributes(text: str) -> dict[str, str]:
    return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}{''.join(f' {key}={quoted(value)}' for key, value in attributes.items())}>"


def quoted(value: str) -> str:
    """An attribute's value in its quotes, spelt as nh3 does."""
    return f'"{entities.escape(value, quote=False).replace(chr(34), "&quot;")}"'


_TAG_OR_SPACE = re.compile(r"<[^>]*>|\s+")


def _paragraphs(inline: str) -> str:
    """Text without blocks: a blank line parts paragraphs, a line break stays one."""
    return f"<p>{_TAG_OR_SPACE.sub(_break, inline.replace('<br>', chr(10)))}</p>"


def _break(found: re.Match[str]) -> str:
    lines = 0 if found[0][0] == "<" else found[0].count("\n")
    return found[0] if not lines else "<br>" if lines == 1 else "</p><p>"


# Depth. The parser's time grows with the square of the nesting.


_BARRIERS = {
    "inline": frozenset(
        "div ul ol li blockquote table caption td th figure figcaption dl dt dd pre".split()
    ),
    "block": frozenset("table caption td th".split()),
    "li": frozenset("ul ol table td th".split()),
    "dd": frozenset("dl table td th".split()),
    "row": frozenset(["table"]),
}
_KIND = (
    dict.fromkeys("div ul ol blockquote figure figcaption dl pre".split(), "block")
    | dict.fromkeys("dt dd".split(), "dd")
    | dict.fromkeys("tr td th thead tbody tfoot caption table".split(), "row")
    | {"li": "li"}
)
_CLOSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "p ul ol blockquote pre table figure figcaption dl div h1 h2 h3 h4 h5 h6".split(), ("p",)
    ),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "li": ("li",),
    "tr": ("tr",),
    "tbody": ("thead", "tbody"),
    "a": ("a",),
}
_VOID = frozenset("br col hr img".split())
_RAW = "|".join(sorted(_HIDDEN - {"object", "applet", "audio", "video", "canvas", "embed"}))
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<({_RAW})(?=[\s/>]).*?(?:</\1(?=[\s/>])[^>]*>|\Z)"
    r"|<(?:[!?]|/(?![a-z]))[^>]*>?"
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*+)(?:>|\Z|["'].*)""",
    re.DOTALL | re.IGNORECASE,
)
_LOOSE = re.compile(r"""(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+)""")


def _shallow(html: str) -> str:
    """HTML that the parser cannot nest deeper than 256 elements.

    Few tags cannot nest deep. Many are written anew, in balance: nothing hides in comments, quotes
    or scripts from one reader that another would see. Raises Refused with the offset of the element
    too many.
    """
    if html.count("<") <= DEPTH_LIMIT:
        return html
    made: list[str] = []
    opened: list[str] = []
    end = 0
    for found in _TOKEN.finditer(html):
        made.append(html[end : found.start()].replace("<", "&lt;"))
        end = found.end()
        name = (found["name"] or "").lower()
        if name in _TAGS:
            made += _balanced(opened, name, found)
        if len(opened) > DEPTH_LIMIT:
            raise Refused(f"nested deeper than {DEPTH_LIMIT} elements", offset=found.start())
    made.append(html[end:].replace("<", "&lt;"))
    return "".join(made + _closed(opened, 0))


def _balanced(opened: list[str], name: str, found: re.Match[str]) -> list[str]:
    """One tag, after the end tags it implies."""
    if found["end"]:
        return _closed(opened, _reach(opened, (name,), name))
    made = [] if name not in _CLOSES else _closed(opened, _reach(opened, _CLOSES[name], name))
    if name not in _VOID:
        opened.append(name)
    values = ((key.lower(), value.strip("\"'")) for key, value in _LOOSE.findall(found["rest"]))
    written = "".join(
        f' {key}="{value}"'
        for key, value in ((k, v.replace('"', "&quot;").replace("<", "&lt;")) for k, v in values)
    )
    return [*made, f"<{name}{written}>"]


def _reach(opened: list[str], names: tuple[str, ...], name: str) -> int:
    """Where the open element stands that a tag ends; beyond the end where a barrier hides it."""
    wall = _BARRIERS[_KIND.get(name, "inline") if names != ("p",) else "inline"]
    for at in range(len(opened) - 1, -1, -1):
        if opened[at] in names:
            return at
        if opened[at] in wall:
            break
    return len(opened)


def _closed(opened: list[str], start: int) -> list[str]:
    ended = [f"</{name}>" for name in reversed(opened[start:])]
    del opened[start:]
    return ended


# Making HTML, still to be cleaned


def element(tag: str, text: str) -> str:
    """An element around plain text."""
    return f"<{tag}>{entities.escape(text, quote=False)}</{tag}>"


def figure(url: str, alt: str) -> str:
    """A picture that stands between paragraphs."""
    return f"<figure><img src={quoted(url)} alt={quoted(alt)}></figure>"


def from_markdown(text: str) -> str:
    """HTML of CommonMark with tables; it still has to be cleaned."""
    return str(_MARKDOWN.render(text))


# Reading the clean form


_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)
_EDGES = dict.fromkeys(
    "p h2 h3 h4 h5 h6 ul ol blockquote pre table caption figure dl div hr".split(), "\n\n"
)
_STARTS = dict.fromkeys("li tr dt dd br".split(), "\n") | dict.fromkeys("td th".split(), " ")
_SPACED = re.compile(
    r"[^\t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*+"
)


def plain(html: SafeHtml) -> str:
    """The text: a blank line between blocks, items and rows on lines of their own; no pictures, no
    captions.
    """
    text = _CAPTION.sub("", html) if "<figcaption" in html else html
    text = _TAG.sub(_edge, _one_spaced(text).replace("<p>", "\n\n").replace("</p>", "\n\n"))
    if "&" in text:
        text = entities.unescape(text)
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join([line for before, line in pairwise(["", *lines]) if line or before]).strip()


_BLOCK_EDGE = re.compile(rf"</?(?:{_BLOCKS}|br)(?: [^>]*)?>")
_ANY_TAG = re.compile("<[^>]*>")


def bare(html: SafeHtml) -> str:
    """The words without their layout, captions included: to compare by, not to show."""
    return _ANY_TAG.sub("", _BLOCK_EDGE.sub(" ", html))


def _one_spaced(text: str) -> str:
    """White space runs made one space; most text holds none but line ends between its blocks."""
    text = text.replace("\n", " ")
    return text if "  " not in text and _SPACED.fullmatch(text) else " ".join(text.split())


def _edge(found: re.Match[str]) -> str:
    name = found[2]
    return _EDGES.get(name) or ("" if found[1] else _STARTS.get(name, ""))


def links(html: SafeHtml) -> tuple[str, ...]:
    """The targets of links and images, in order."""
    found = (attributes.get("href") or attributes.get("src") for _, attributes in _targets(html))
    return tuple(target for target in found if target)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a body; width and height are pixels, as far as it says."""

    url: str
    alt: str | None
    width: int | None
    height: int | None


def pictures(html: SafeHtml) -> Iterator[Picture]:
    """The images, in order."""
    for name, one in _targets(html):
        if name == "img":
            width, height = _pixels(one.get("width")), _pixels(one.get("height"))
            yield Picture(one["src"], one.get("alt") or None, width, height)


def _targets(html: SafeHtml) -> Iterator[tuple[str, dict[str, str]]]:
    return ((found[1], _attributes(found[2])) for found in _ANCHOR_OR_IMAGE.finditer(html))


# Direction (emission only)


_DIRECTED = re.compile(rf'<(/?)({_BLOCKS.removesuffix("|hr")})((?: [a-z-]+="[^"]*")*)>')
_TEXT_BLOCK = re.compile(
    r"(<(?:p|h[2-6]|li|td|th|caption|figcaption|dt|dd|blockquote|div)(?: [^>]*)?>)"
    rf"([^<]*(?:<(?!/?(?:{_BLOCKS})\b)[^>]*>[^<]*)*)"
)


def directed(html: SafeHtml, language: str, direction: str, *, guard: bool) -> SafeHtml:
    """As it is emitted: a div with lang and dir around it, dir on every block within, since
    sanitizers differ.

    A block that has its own dir keeps it, and what stands in it inherits that. With guard, a RLM
    stands before each block of text that is rtl by share but begins left to right.
    """
    made = _DIRECTED.sub(partial(_with_dir, direction, []), html)
    if guard:
        made = _TEXT_BLOCK.sub(_guarded, made)
    return SafeHtml(f"<div lang={quoted(language)} dir={quoted(direction)}>{made}</div>")


def _with_dir(direction: str, given: list[bool], found: re.Match[str]) -> str:
    """given says of each open block whether it, or one around it, had a dir of its own."""
    end, name, attributes = found.groups()
    if end:
        given.pop()
        return found[0]
    inherited = bool(given) and given[-1]
    given.append(inherited or ' dir="' in attributes)
    if given[-1]:
        return found[0]
    own = _direction_of_pre(found) if name == "pre" else direction
    return f'<{name}{attributes} dir="{own}">'


def _direction_of_pre(found: re.Match[str]) -> str:
    inner = found.string[found.end() : found.string.find("</pre>", found.end())]
    return direction_of(_TAG.sub("", inner))


def _guarded(found: re.Match[str]) -> str:
    opening, inner = found.groups()
    text = (_TAG.sub("", inner) if "<" in inner else inner).strip()
    mark = guarded(entities.unescape(text) if "&" in text else text)[:1]
    return (
        f"{opening}{mark}{inner}"
        if mark == "\u200f" and not text.startswith("\u200f")
        else found[0]
    )
