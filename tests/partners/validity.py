"""What the W3C's feed validator says of RSS 2.0, as far as partners' documents can come to it.

Its errors are elements, attributes and values that it knows to be wrong; what it does not know, a
namespace of a partner's own, is a warning.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from tests.partners.document import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    LANG,
    MEDIA,
    FeedRead,
    rfc822,
    w3c_dtf,
)
from tests.partners.documents import NOW

_SY = "{http://purl.org/rss/1.0/modules/syndication/}"
_FH = "{http://purl.org/syndication/history/1.0}"
_ADMIN = "{http://webns.net/mvcb/}"
_KNOWN = (ATOM, _ADMIN, CONTENT, DC, DCTERMS, MEDIA, _SY, _FH, "")
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _names(namespace: str, names: str) -> set[str]:
    return {f"{namespace}{name}" for name in names.split()}


_ABOUT_MEDIA = _names(
    MEDIA,
    "adult category copyright credit description hash keywords player rating restriction text"
    " thumbnail title",
)
_EVERYWHERE = _names(
    DC,
    "contributor coverage creator date description format identifier language publisher relation"
    " rights source subject title type",
) | _names(
    DCTERMS, "abstract alternative available created issued license modified rightsHolder valid"
)
_PLACES = {
    "channel": _names(
        "",
        "category cloud copyright description docs generator image item language lastBuildDate link"
        " managingEditor pubDate rating skipDays skipHours title ttl webMaster",
    )
    | _names(
        ATOM,
        "author category contributor generator icon id link logo rights subtitle title updated",
    )
    | _names(_SY, "updateBase updateFrequency updatePeriod")
    | _names(_FH, "archive complete")
    | _names(_ADMIN, "errorReportsTo generatorAgent")
    | _ABOUT_MEDIA
    | _EVERYWHERE,
    "item": _names(
        "", "author category comments description enclosure guid link pubDate source title"
    )
    | _names(ATOM, "author content contributor id link published summary title updated")
    | _names(CONTENT, "encoded")
    | _names(MEDIA, "content group")
    | _ABOUT_MEDIA
    | _EVERYWHERE,
    f"{MEDIA}content": _ABOUT_MEDIA | _EVERYWHERE,
    "image": _names("", "description height link title url width"),
}
_DEFINED = {"rss", "channel"}.union(*_PLACES.values())
_MANY = _names("", "item category") | _names(
    MEDIA, "category content credit restriction text thumbnail"
)
_MANY |= _names(ATOM, "author category contributor link") | _names(
    DC, "contributor creator subject"
)
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ATTRIBUTES = {
    f"{_ADMIN}errorReportsTo": _RESOURCE,
    f"{_ADMIN}generatorAgent": _RESOURCE,
    "rss": "version",
    "category": "domain",
    "enclosure": "url length type",
    "guid": "isPermaLink",
    "source": "url",
    f"{ATOM}link": "href hreflang length rel title type",
    f"{MEDIA}content": "bitrate channels duration expression fileSize framerate height isDefault"
    " lang medium samplingrate type url width",
    f"{MEDIA}credit": "role scheme",
    f"{MEDIA}description": "type",
    f"{MEDIA}text": "end lang start type",
    f"{MEDIA}thumbnail": "height time url width",
    f"{MEDIA}title": "type",
}
_ADDRESSES = ("link", "url", f"{ATOM}icon", f"{ATOM}logo")
_MOMENTS = _names(DCTERMS, "created issued modified") | _names(ATOM, "updated published")


def errors(content: bytes) -> list[str]:
    """What makes a document of RSS invalid."""
    feed = FeedRead(content, NOW)
    return [what for element in _known(feed.root) for what in _wrong(element)]


def warnings(content: bytes) -> set[str]:
    """What the validator asks to look at."""
    feed = FeedRead(content, NOW)
    strange = {_namespace(element.tag) for element in feed.root.iter("*")}
    found = {f"unknown namespace {one[1:-1]}" for one in strange if one not in _KNOWN}
    links = feed.head.iterfind(f"{ATOM}link")
    if "self" not in [link.get("rel") for link in links]:
        found.add("no atom:link to itself")
    return found


def _known(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that the validator looks at: nothing within an element that it does not know."""
    yield root
    for child in root.iterchildren("*"):
        if _namespace(child.tag) in _KNOWN:
            yield from _known(child)


def _namespace(tag: str) -> str:
    return tag.rpartition("}")[0] + "}" if tag.startswith("{") else ""


def _wrong(element: etree._Element) -> Iterator[str]:
    yield from _attributes(element)
    yield from _children(element)
    yield from _value(element)


def _attributes(element: etree._Element) -> Iterator[str]:
    if element.tag not in _DEFINED:
        return  # it is an error itself
    expected = {LANG, *_ATTRIBUTES.get(element.tag, "").split()}
    for name in element.attrib:
        if name not in expected:
            yield f"attribute {name} of {element.tag}"


def _children(element: etree._Element) -> Iterator[str]:
    expected = _PLACES.get(element.tag)
    names = [child.tag for child in element.iterchildren("*")]
    for name in sorted(set(names)):
        if expected is not None and _namespace(name) in _KNOWN and name not in expected:
            yield f"{name} in {element.tag}"
        elif expected is not None and name not in _MANY and names.count(name) > 1:
            yield f"{name} twice in {element.tag}"


def _value(element: etree._Element) -> Iterator[str]:
    text = (element.text or "").strip()
    is_right = _VALUES.get(element.tag)
    if is_right and not is_right(text):
        yield f"{element.tag} {text!r}"
    yield from _bad_addresses(element, text)


def _bad_addresses(element: etree._Element, text: str) -> Iterator[str]:
    texts: Iterable[str] = [element.get("url", ""), element.get("href", "")]
    if element.tag in _ADDRESSES:
        texts = [*texts, text]
    yield from (f"address {one!r}" for one in texts if not one.isascii() or " " in one)


def _is_rfc822(text: str) -> bool:
    """Whether a date is one, and falls on the day of the week that it says."""
    date = rfc822(text)
    return date is not None and text[:3] == _DAYS[date.weekday()]


_VALUES: dict[str, Callable[[str], object]] = {
    "pubDate": _is_rfc822,
    "lastBuildDate": _is_rfc822,
    "language": _LANGUAGE.fullmatch,
    **dict.fromkeys(_MOMENTS, w3c_dtf),
}
