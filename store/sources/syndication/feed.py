"""Feeds: RSS 0.9 to 2.0, RDF, Atom, and JSON Feed; an entry is a Draft, a withdrawal a Deletion.

Text is decoded by our charset and cleaned by prepare; dates stay the text they are. A category is
both a section's label and a tag: feeds do not tell them apart, and Sections takes only what it
knows. An entry has the authors that it names itself: those of the whole feed are no byline.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ...text import addresses, dates, uploads
from ...text.charset import decode
from .. import record
from ..articletext.credit import CREDIT
from ..file import File
from ..records.strict_json import parse_text
from . import jsonfeed
from .xml import CHANGES, DATES, EXPIRIES, XHTML, parse_feed_xml

FILE_LIMIT = 16_000_000
SUMMARY_LIMIT = 64_000
ALT_LIMIT = 1_000
_MAIL = re.compile(r"[<(]?(?:mailto:)?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}[>)]?")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
_RELATIVE = re.compile(
    r"""((?:href|src)\s*+=\s*+["'])(?![a-z][a-z0-9+.-]*:|#)([^"'<>]+)""", re.IGNORECASE
)
_TAG = re.compile("<[^>]*>")


def read(file: File) -> Iterator[SourceItem]:
    """The deletions and entries of a feed, each with the line it begins at; then what could not be
    read of it.
    """
    place = Place(file.name)
    try:
        data = file.stream.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise Refused("the file is larger than 16 MB")
        text = decode(data, file.charset)
        yield from _json(text, file) if text.lstrip()[:1] in ("{", "[") else _xml(text, file)
    except Refused as refused:
        yield refused.at(place)


def _json(text: str, file: File) -> Iterator[SourceItem]:
    found = parse_text(text)
    if not isinstance(found, dict) or not jsonfeed.is_feed(found):
        raise Refused(
            "is JSON, but no JSON Feed: its `version` should begin https://jsonfeed.org/version/"
        )
    yield from jsonfeed.read(found, Place(file.name, 1), file)


def _xml(text: str, file: File) -> Iterator[SourceItem]:
    heard = parse_feed_xml(text)
    standing = {entry.get("id") for entry in heard.entries}
    for ref, when in heard.deleted:
        if ref not in standing:
            yield Deletion(ref, Place(file.name), dates.moment(when))
    yield from record.unique_by_id(_said(entry, heard.feeddata, file) for entry in heard.entries)
    if heard.fault:
        raise heard.fault


def _said(entry: Any, head: Any, file: File) -> SourceItem:
    place, own = Place(file.name, entry["line"]), entry.get("own", {})
    expires = _first(own, EXPIRIES)
    if expires and "=" in expires:  # dcterms:valid, `start=...; end=...`
        expires = expires.partition("end=")[2].partition(";")[0] or None
    if _is_gone(own, expires):
        if not entry.get("id"):
            return Refused("withdraws no id", field="id", place=place)
        return Deletion(entry["id"], place, dates.moment(_first(own, CHANGES)))
    base = (
        addresses.absolute(entry["base"], file.address)
        or _address(head.get("link"), file.address)
        or file.address
    )
    labels = [label for tag in entry.get("tags", ()) if (label := tag["label"] or tag["term"])]
    language = entry.get("language") or entry["lang"] or head.get("language") or ""
    links = [one for one in entry.get("links", ()) if one.get("url")]
    fields = {
        "id": entry.get("id") or None,
        "url": _url(entry, own, links, base),
        "title": entry.get("title"),
        "authors": _authors(entry, own, base),
        "sections": labels,
        "tags": labels,
        "published": _first(own, DATES) or own.get("updated"),
        "updated": _first(own, CHANGES),
        "expires_at": expires,
        "language": language if LANGUAGE.fullmatch(language) else None,
        "source": _source(entry.get("source", {}), own),
    }
    return record.said(fields | _body(entry) | _media(own, links, base), place, file.folder)


def _first(own: dict[str, Any], names: list[str]) -> str | None:
    return next((own[name] for name in names if name in own), None)


def _is_gone(own: dict[str, Any], expires: str | None) -> bool:
    """Said to be deleted, or last changed when it had expired: so partners are told, and no clock
    is asked.
    """
    if any(status.get("state") == "deleted" for status in own.get("media:status", ())):
        return True
    ended, changed = dates.moment(expires), dates.moment(_first(own, CHANGES))
    return ended is not None and changed is not None and ended <= changed


def _address(text: str | None, base: str | None) -> str | None:
    """An address as it is spelt, made absolute; None where it is none that a reader could
    follow.
    """
    found = addresses.absolute(text or "", base)
    return found if (addresses.link(found, None) or "").startswith("http") else None


def _url(entry: Any, own: dict[str, Any], links: list[Any], base: str | None) -> str | None:
    """Its page, behind a counter of clicks; a guid is an address only where it spells a whole
    one.
    """
    pages = (
        _address(one["url"], base)
        for one in links
        if one["rel"] == "alternate" and one["type"] == "text/html"
    )
    page = _address(own.get("feedburner:origlink"), None) or next(filter(None, pages), None)
    return page or (_address(entry.get("id"), None) if entry.get("guidislink") else None)


def _authors(entry: Any, own: dict[str, Any], base: str | None) -> list[dict[str, str | None]]:
    given = [one for one in entry.get("authors", ()) if one.get("name")] or [
        {"name": own.get("itunes:author", "")}
    ]
    named = [{"name": _name(one["name"]), "url": _address(one.get("url"), base)} for one in given]
    return [one for one in named if one["name"]]


def _name(text: str) -> str:
    """`desk@example.com (منى السيد)` names her; nobody's address is published."""
    if "@" not in text:
        return text
    text = _MAIL.sub("", text).strip()
    return text[1:-1].strip() if text[:1] == "(" and text[-1:] == ")" else text


def _source(given: Any, own: dict[str, Any]) -> dict[str, str | None] | None:
    said = own.get("dc:source")
    url = _address(given.get("link") or given.get("url") or said, None)
    name = given.get("title") or (
        said if said and not _address(said, None) else addresses.host(url or "")
    )
    return {"name": name, "url": url} if name else None


# Text


def _body(entry: Any) -> dict[str, str | None]:
    """The whole text and, beside it, a summary; where there is no whole text, what there is stands
    for it.
    """
    contents = [one for one in entry.get("content", ()) if one["value"]]
    short = entry.get("summary_detail") or {}
    best = next(
        (one for one in contents if one.get("type") != "text/plain"),
        contents[0] if contents else short,
    )
    html, credit = _without_credit(_markup(best))
    summary = "" if best is short else _without_credit(_markup(short))[0]
    return {
        "html": html or None,
        "summary": summary if 0 < len(summary) <= SUMMARY_LIMIT else None,
        "credit": credit,
    }


def _markup(content: Any) -> str:
    """As HTML: plain text is escaped, `<br></br>` is not two of them, and what xml:base means is
    made absolute.
    """
    value, base = content.get("value") or "", content.get("base")
    if content.get("type") == "text/plain":
        return escape(value, quote=False)
    if content.get("type") == XHTML:
        value = value.replace("</br>", "")
    return resolved(value, base)


def resolved(html: str, base: str | None) -> str:
    """HTML whose relative addresses are meant beside `base`."""
    return (
        _RELATIVE.sub(lambda found: found[1] + addresses.absolute(found[2], base), html)
        if base
        else html
    )


def _without_credit(html: str) -> tuple[str, str | None]:
    """Without a last paragraph `The post ... appeared first on ...`, which is credit."""
    at = html.rfind("<p") if "<p" in html else html.rstrip().rfind("\n") + 1
    said = " ".join(unescape(_TAG.sub("", html[at:])).split())
    if not CREDIT.fullmatch(said):
        return html, None
    return (html[:at] + html[at:].partition("</p>")[2]).strip(), said


# Media


def _media(own: dict[str, Any], links: list[Any], base: str | None) -> dict[str, Any]:
    """The largest picture, else a thumbnail, else an enclosed one; and all media that are no
    pictures, each once.
    """
    content = own.get("media:content", [])
    enclosed = [one for one in links if one["rel"] == "enclosure"]
    pictures = [
        [one for one in several if _kind(one) == "image"] for several in (content, enclosed)
    ]
    shown = [{"url": one.get("href")} for one in own.get("itunes:image", ())]
    candidates = [
        picture
        for several in (pictures[0], own.get("media:thumbnail", []), pictures[1], shown)
        for one in sorted(several, key=_area, reverse=True)
        if (picture := _picture(one, own, base))
    ]
    found: dict[str, dict[str, Any]] = {}
    for one in (*enclosed, *content):
        if _kind(one) != "image" and (url := _address(one.get("url"), base)):
            length = _number(one.get("length") or one.get("filesize"), 15)
            kind = _type(one) or "application/octet-stream"
            found.setdefault(url, {"url": url, "type": kind, "length": length})
    return {"image": candidates[0] if candidates else None, "enclosures": list(found.values())}


def _picture(one: Any, own: dict[str, Any], base: str | None) -> dict[str, Any] | None:
    """A portrait of the author is no picture of the story."""
    url = _address(one.get("url"), base)
    if url is None or "gravatar.com/avatar" in url:
        return None
    said = own | dict(one)
    alt = said.get("media:description") or said.get("media:title") or ""
    size = {side: _number(one.get(side), 5) for side in ("width", "height")}
    return {
        "url": url,
        "alt": alt if 0 < len(alt) <= ALT_LIMIT else None,
        "credit": said.get("media:credit"),
    } | size


def _kind(one: Any) -> str:
    """`image`, `video` ...; what says nothing of itself is a picture in Media RSS, and anything in
    an enclosure.
    """
    said = one.get("medium") or _type(one) or ("application" if "rel" in one else "image")
    return str(said).partition("/")[0].lower()


def _type(one: Any) -> str | None:
    said = str(one.get("type") or "").lower().partition(";")[0].strip()
    if _TYPE.fullmatch(said) and said != "text/html":  # which feedparser says of every link
        return said
    return uploads.media_type(one.get("url") or "")


def _area(one: Any) -> int:
    return (_number(one.get("width"), 5) or 0) * (_number(one.get("height"), 5) or 0)


def _number(text: str | None, digits: int) -> int | None:
    """Of what is not a number above nothing, nothing is claimed."""
    return int(text) or None if text and re.fullmatch(f"[0-9]{{1,{digits}}}", text) else None
