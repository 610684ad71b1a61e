"""Cleaning: `clean` is the only maker of SafeHtml; other modules read or decorate what it made.

nh3 decides what is safe; everything behind it only rewrites the clean form. Knows no article, no
file and no base address.
"""

import re
from functools import partial

import nh3

from ...errors import Refused
from ...limits import HTML_LIMIT
from .anchors import with_targets
from .backgrounds import with_backgrounds
from .depth import shallow
from .elements import respelt
from .embeds import linked
from .emoji import with_emoji
from .images import LAZY, SETS, Link, image
from .lazy import with_lazy
from .make import element
from .media_elements import with_media
from .noscript import unveiled
from .pictures import with_sources
from .read import plain
from .spelling import normalised
from .tags import BLOCKS, HIDDEN, TAGS, SafeHtml, attributes_of, one_of, start_tag

_ROUNDS = 8

_ATTRIBUTES = {name: set(tag.attributes) for name, tag in TAGS.items() if tag.attributes}
_ATTRIBUTES["*"] = {"lang", "id"}
_ATTRIBUTES["a"].add("name")
_ATTRIBUTES["img"].update(SETS, LAZY)
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(HIDDEN),
    attributes=_ATTRIBUTES,
    tag_attribute_values={name: {"dir": {"rtl", "ltr", "auto"}} for name in TAGS},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

# HTML of such tags alone shows nothing that another element would have to stand for.
_PLAIN_TAGS = frozenset("p br h1 h2 h3 h4 h5 h6 ul ol li a b strong em i u".split())
_TAG_BEGINNING = re.compile(r"</?([^\s<>/]*+)")
_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9]*")
_REWRITTEN = re.compile(r'<(a|img|/?h1)((?: [a-z-]+="[^"]*")*)>')
_IS_BLOCK = re.compile(rf"<(?:{BLOCKS})\b")
_PRUNABLE_BLOCKS = one_of(name for name, tag in TAGS.items() if tag.prunable and tag.block)
_PRUNABLE_MARKS = one_of(name for name, tag in TAGS.items() if tag.prunable and not tag.block)
_NO_TARGET = r'(?>(?: (?!id=")[a-z-]+="[^"<>]*+")*)'
_EMPTY = re.compile(
    rf"<({_PRUNABLE_BLOCKS}){_NO_TARGET}>(?>(?:\s|<br>)*)</\1>\s*+"
    rf"|<({_PRUNABLE_MARKS}){_NO_TARGET}></\2>"
)
_BREAKS_IN_PRE = re.compile(r"(<pre(?: [^<>]*+)?>)\n++")
_ENDS_IN_BLOCK = re.compile(rf"<(?:/?(?:{BLOCKS})\b[^<>]*+|br)>\Z")
_LONGEST_TAG = 60  # characters of one that has but a direction and a language
_ENDS = " \t\n\u200e\u200f"
_TAG_OR_SPACE = re.compile(r"<[^<>]*+>|\s++")


def clean(html: str, link: Link) -> SafeHtml:
    """Sanitized HTML: no script, style, frame or form; `dir` and `lang` stay.

    Addresses go through `link`; one that it answers with None goes, an image with it. Text without
    blocks becomes paragraphs. Raises Refused for more than 1 MB, or more than 256 elements within
    each other. Idempotent if `link` is; a tangle that the parser would take apart anew each time is
    reduced to its text.
    """
    if len(html) > HTML_LIMIT:
        raise Refused("larger than 1 MB")
    shown = html if _is_plain(html) else _with_pictures(_with_players(html))
    cleaned = _settled(normalised(shown), link)
    if len(cleaned) > HTML_LIMIT:
        raise Refused("larger than 1 MB once it is cleaned")
    return SafeHtml(cleaned)


def _is_plain(html: str) -> bool:
    """Whether HTML is of plain tags alone, as most articles are: then nothing in it is replaced."""
    return _PLAIN_TAGS.issuperset(_TAG_BEGINNING.findall(html)) and "srcdoc" not in html


def _with_players(html: str) -> str:
    """HTML of known elements, whose players and emoji are links and characters."""
    return respelt(linked(with_media(with_emoji(unveiled(html)))))


def _with_pictures(html: str) -> str:
    """HTML whose images name all that they may show, and backgrounds that are pictures images."""
    return with_lazy(with_sources(with_backgrounds(html)))


def _settled(html: str, link: Link) -> str:
    """`html` in a form that a second cleaning leaves as it is."""
    for _ in range(_ROUNDS):
        parsed = _parsed(shallow(html))
        finished = _finished(parsed, link)
        if finished and not _IS_BLOCK.search(finished):
            html = _paragraphs(finished)
            continue
        if finished == html or _has_same_tags(html, parsed):
            return finished
        html = finished
    paragraphs = plain(SafeHtml(html)).split("\n\n")
    return "\n".join([element("p", paragraph) for paragraph in paragraphs])


def _has_same_tags(html: str, parsed: str) -> bool:
    """Whether the parser moved nothing: then it would move nothing at a second time, either.

    A tag that was dropped may leave `<p><p>`, which it does not take.
    """
    return html == parsed or _NAME.findall(html) == _NAME.findall(parsed)


def _parsed(html: str) -> str:
    parsed = _CLEANER.clean(html)
    if "&" not in html:
        return parsed
    return normalised(parsed.replace("&nbsp;", " "))


def _finished(html: str, link: Link) -> str:
    """Clean HTML after its addresses, pictures, h1 and all that these leave empty."""
    html = with_targets(_REWRITTEN.sub(partial(_rewritten, link), html))
    html = _without_empty(html)
    if "<pre" in html:
        html = _BREAKS_IN_PRE.sub(r"\1", html)
    return html.strip().strip(_ENDS)


def _without_empty(html: str) -> str:
    while True:
        pruned = _EMPTY.sub(_in_place_of_empty, html)
        if pruned == html:
            return html
        html = pruned


def _in_place_of_empty(match: re.Match[str]) -> str:
    """Nothing, but a space where an empty block parted a text from the next."""
    start = match.start()
    before = match.string[max(0, start - _LONGEST_TAG) : start]
    if match[1] and before and not before[-1].isspace() and not _ENDS_IN_BLOCK.search(before):
        return " "
    return ""


def _rewritten(link: Link, tag: re.Match[str]) -> str:
    """A link or an image with its target resolved; h1, which is the title's, as h2."""
    name, text = tag.groups()
    if name.endswith("h1"):
        return f"<{name[:-1]}2{text}>"
    attributes = attributes_of(text)
    if "name" in attributes:
        attributes.setdefault("id", attributes.pop("name"))
    if name == "img":
        return image(attributes, link)
    if "href" in attributes:
        target = link(attributes.pop("href"))
        if target:
            attributes = {"href": target, **attributes}
    return start_tag(name, attributes)


def _paragraphs(inline: str) -> str:
    """Text without blocks as paragraphs: a blank line parts them, a line break stays one."""
    lines = inline.replace("<br>", "\n")
    return f"<p>{_TAG_OR_SPACE.sub(_break, lines)}</p>"


def _break(match: re.Match[str]) -> str:
    tag_or_space = match[0]
    breaks = tag_or_space.count("\n")
    if tag_or_space.startswith("<") or not breaks:
        return tag_or_space
    return "<br>" if breaks == 1 else "</p><p>"
