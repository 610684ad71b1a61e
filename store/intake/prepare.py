"""prepare(draft) -> Article: all cleaning rules, in reading order. Raises Refused for what cannot
be accepted.

Knows nothing of what is already stored: ids, old dates and embargoes that ended are for ingest to
decide.
"""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypedDict, TypeVar

from ..article import (
    Article,
    Author,
    Dated,
    Direction,
    Enclosure,
    Image,
    Origin,
    Related,
    Syndicate,
)
from ..draft import Draft, DraftEnclosure, DraftImage, DraftRelated
from ..errors import Refused
from ..section import Sections
from ..site import Site
from ..text import addresses, dates, uploads
from ..text.arabic import direction, excerpt, flat, line, normalise, unescape
from ..text.markup.clean import clean
from ..text.markup.make import element, from_markdown
from ..text.markup.read import pictures, plain
from ..text.markup.tags import SafeHtml
from ..text.sandbox import run_isolated

TITLE_LIMIT = 1_000
SOURCE_ID_LIMIT = 2_048
SUMMARY_LIMIT = 64_000
BODY_LIMIT = 1_000_000
LARGE = 200_000  # characters: above, cleaning may take so long that it must be possible to end it
NAME_LIMIT = 200
LIST_LIMIT = 100
EXCERPT = 300
SAMPLE = 500
FUTURE_TOLERANCE = timedelta(minutes=10)
FUTURE_LIMIT = timedelta(days=365)
_TAG = re.compile(
    r"<(script|style)\b.*?</\1\s*>|</?(?:a|b|i|u|s|br|em|strong|span|font|small|big|sup|sub|mark|h[1-6]|p|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"<(h[2-6])\b.*?</\1>\s*", re.DOTALL)
_NO_PROSE = re.compile(r"https?://\S+")
_TAGGED = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LETTER = re.compile(r"[^\W\d_]")
_SYNDICATE: dict[str, Syndicate] = {"full": "full", "summary": "summary", "none": "none"}

_log = logging.getLogger("nashra.ingest")
_Value = TypeVar("_Value")


def prepare(
    draft: Draft,
    *,
    owner: str,
    site: Site,
    sections: Sections,
    section: str | None = None,
    now: datetime,
) -> Article:
    """The accepted form of a draft that arrives at `now` (aware UTC). Its id is minted by ingest.

    section is a label for records that name none of ours; a file's folder counts where it names a
    section.
    """
    title = _title(draft)
    url = _url(draft)
    image = _image(draft, url)
    html = _body(draft, url)
    text = plain(SafeHtml(_HEADING.sub("", html)))
    language, rtl = _language(draft, site, f"{title} {_NO_PROSE.sub('', text)[:SAMPLE]}")
    return Article(
        id="",
        owner=owner,
        source_id=_source_id(draft),
        url=url,
        url_given=draft.url if url else None,
        title=title,
        html=html,
        summary=_summary(draft, text, title),
        authors=_authors(draft),
        sections=_sections(draft, sections, section),
        tags=_names("tags", draft.tags),
        **_dates(draft, site, image, now),
        language=language,
        direction=rtl,
        image=image or _first_picture(html),
        enclosures=tuple(_enclosure(url, one) for one in _few("enclosures", draft.enclosures)),
        related=tuple(_related(url, one) for one in _few("related", draft.related)),
        source=_source(draft, site, url, image),
        syndicate=_syndicate(draft),
        credit=_short("credit", draft.credit, TITLE_LIMIT) if draft.credit else None,
    )


def _short(field: str, text: str, limit: int) -> str:
    """One clean line of plain text that is not too long."""
    return _within(field, flat(_unmarked(text)) if len(text) <= 4 * limit else text, limit)


def _within(field: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise Refused(f"{len(text):,} characters; at most {limit:,}", field=field)
    return text


def _few(field: str, values: Sequence[_Value]) -> Sequence[_Value]:
    if len(values) > LIST_LIMIT:
        raise Refused(f"{len(values):,} entries; at most {LIST_LIMIT}", field=field)
    return values


def _title(draft: Draft) -> str:
    title = _short("title", draft.title or "", TITLE_LIMIT)
    if not title:
        raise Refused("is missing: an article needs a title", field="title")
    return title


def _unmarked(text: str) -> str:
    """Decoded, without the tags that some sources leave in titles and names, escaped or not; `5 <
    6` is no tag.
    """
    return _TAG.sub("", unescape(text)) if "<" in text or "&" in text else text


def _source_id(draft: Draft) -> str | None:
    """As the source spells it, but for characters that no database keeps."""
    if draft.id is None:
        return None
    size = len(draft.id.encode("utf-8", "replace"))
    if size > SOURCE_ID_LIMIT:
        raise Refused(f"{size:,} bytes; at most {SOURCE_ID_LIMIT:,}", field="id")
    return normalise(draft.id).strip() or None


def _uri(field: str, text: str, base: str | None = None) -> str:
    """An address as a URI; a relative one is meant beside the article's own."""
    try:
        return addresses.uri(addresses.absolute(text, base))
    except Refused as refused:
        raise refused.of(field) from None


def _url(draft: Draft) -> str | None:
    return _uri("url", draft.url) if draft.url and draft.url.strip() else None


# Text


def _body(draft: Draft, url: str | None) -> SafeHtml:
    given = ((name, text) for name in _MARKUP if (text := getattr(draft, name)) is not None)
    field, text = next(given, ("html", ""))
    _within(field, text, BODY_LIMIT)
    return run_isolated(_made, field, text, url) if len(text) > LARGE else _made(field, text, url)


def _made(field: str, text: str, base: str | None) -> SafeHtml:
    return _cleaned(field, _within(field, _MARKUP[field](text), BODY_LIMIT), base)


def _cleaned(field: str, html: str, base: str | None) -> SafeHtml:
    try:
        return clean(html, lambda target: addresses.link(target, base))
    except Refused as refused:
        raise refused.of(field) from None


def _paragraphs(text: str) -> str:
    return "\n".join(element("p", part) for part in normalise(text).split("\n") if part.strip())


_MARKUP: dict[str, Callable[[str], str]] = {
    "markdown": from_markdown,
    "text": _paragraphs,
    "html": str,
}


def _summary(draft: Draft, text: str, title: str) -> str:
    """The source's own, as plain text; else the beginning of the body; else the title."""
    given = _within("summary", draft.summary or "", SUMMARY_LIMIT)
    if "<" in given:
        given = plain(_cleaned("summary", given, None))
    return line(given) or excerpt(_lead(text), EXCERPT) or title


def _lead(text: str) -> str:
    """As much of a body, in one line, as its excerpt can need: whole lines, since isolates balance
    within one.
    """
    end = text.find("\n", EXCERPT + 50)
    lead = line(text[:end]) if end > 0 else ""
    return lead if len(lead) > EXCERPT else line(text)


def _language(draft: Draft, site: Site, text: str) -> tuple[str, Direction]:
    """The declared tag where the text does not contradict it; the script of the text decides
    direction.
    """
    seen = direction(text if _LETTER.search(text) else site.title)
    said = (draft.language or "").strip().replace("_", "-")
    if said and not _TAGGED.fullmatch(said):
        raise Refused(f"{said[:40]!r} is no language tag such as ar or ar-EG", field="language")
    arabic = said.lower().split("-")[0] in ("ar", "fa", "ur", "ckb", "ps", "ug")
    if said and arabic == (seen == "rtl"):
        return _spelt(said), seen
    if said:
        _log.info(
            "language %r contradicts the text and is ignored: %s",
            said,
            draft.place.file or draft.id,
        )
    if seen == "rtl":
        return (site.language if site.language.startswith("ar") else "ar"), seen
    return "en" if not said or arabic else said, seen


def _spelt(tag: str) -> str:
    """RFC 5646, section 2.1.1: language small, two-letter region in capitals."""
    head, *rest = tag.split("-")
    return "-".join([head.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


# Names and things


def _names(field: str, values: Sequence[str]) -> tuple[str, ...]:
    named = (_short(field, one, NAME_LIMIT) for one in _few(field, values))
    return tuple(dict.fromkeys(filter(None, named)))


def _sections(draft: Draft, sections: Sections, default: str | None) -> tuple[str, ...]:
    """As given; where no label names a section of ours, with the one that was said for such, or the
    folder's.
    """
    given = _names("sections", draft.sections)
    if any(sections.named(label) for label in given):
        return given
    folder = draft.folder if draft.folder and sections.named(draft.folder) else None
    return tuple(label for label in (*given, default or folder) if label)


def _authors(draft: Draft) -> tuple[Author, ...]:
    named = [
        (_short("authors", one.name, NAME_LIMIT), one.url) for one in _few("authors", draft.authors)
    ]
    found = [
        Author(name=name, url=_uri("authors", url) if url else None) for name, url in named if name
    ]
    return tuple(dict.fromkeys(found))


def _image(draft: Draft, base: str | None) -> Image | None:
    given = draft.image
    if given is None or not given.url.strip():
        return None
    url = _uri("image", given.url, base)
    facts = uploads.upload(url)
    width, height = _size(given) if given.width and given.height else (facts.width, facts.height)
    return Image(
        url=url,
        url_given=given.url.strip(),
        alt=_short("image", given.alt or "", TITLE_LIMIT) or None,
        credit=_short("image", given.credit or "", TITLE_LIMIT) or None,
        width=width,
        height=height,
        type=facts.type,
    )


def _size(given: DraftImage) -> tuple[int | None, int | None]:
    sides = (given.width, given.height)
    if any(side is not None and not 0 < side <= 100_000 for side in sides):
        raise Refused(f"a size of {given.width} x {given.height} pixels cannot be", field="image")
    return sides


def _first_picture(html: SafeHtml) -> Image | None:
    """The body's first picture stands for the article where the record names none."""
    for one in pictures(html):
        facts = uploads.upload(one.url)
        return Image(
            url=one.url,
            url_given=one.url,
            alt=one.alt,
            width=one.width or facts.width,
            height=one.height or facts.height,
            type=facts.type,
        )
    return None


def _enclosure(base: str | None, given: DraftEnclosure) -> Enclosure:
    url = _uri("enclosures", given.url, base)
    kind = (given.type or uploads.media_type(url) or "").strip().lower()
    if not re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", kind):
        raise Refused(f"the type {given.type!r} of {url[:80]} is no media type", field="enclosures")
    if given.length is not None and not 0 <= given.length < 2**53:
        raise Refused(f"a length of {given.length} bytes cannot be", field="enclosures")
    return Enclosure(url=url, type=kind, length=given.length or None)


def _related(base: str | None, given: DraftRelated) -> Related:
    title = _short("related", given.title, TITLE_LIMIT)
    if not title:
        raise Refused("an entry has no title", field="related")
    return Related(title=title, url=_uri("related", given.url, base) if given.url else None)


def _source(draft: Draft, site: Site, url: str | None, image: Image | None) -> Origin | None:
    """As given; else, where neither its address nor an author is known, the other site its picture
    was uploaded to.
    """
    if draft.source is not None:
        name = _short("source", draft.source.name, NAME_LIMIT)
        given = draft.source.url
        return Origin(name=name, url=_uri("source", given) if given else None) if name else None
    if url is None and image is not None and not draft.authors and uploads.upload(image.url).year:
        host = addresses.host(image.url)
        return (
            Origin(name=host, url=f"https://{host}/")
            if host != addresses.host(site.base_url)
            else None
        )
    return None


def _syndicate(draft: Draft) -> Syndicate:
    said = (draft.syndicate or "full").strip().lower()
    if said not in _SYNDICATE:
        raise Refused(f"{said[:40]!r} is none of full, summary, none", field="syndicate")
    return _SYNDICATE[said]


# Time


class _Dates(TypedDict):
    published: datetime
    precision: dates.Precision
    dated: Dated
    updated: datetime
    due: datetime | None
    expires_at: datetime | None


def _dates(draft: Draft, site: Site, image: Image | None, now: datetime) -> _Dates:
    said = _read("published", draft.published, site)
    embargo = _read("publish_at", draft.publish_at, site)
    updated = _read("updated", draft.updated, site)
    expires = _read("expires_at", draft.expires_at, site)
    when, dated = _published(draft, said, embargo, image, site, now)
    due = _due(when.moment, embargo, now)
    published = due or min(when.moment, now)
    latest = min(updated.moment, now) if updated else published
    return _Dates(
        published=published,
        precision=when.precision,
        dated=dated,
        updated=max(latest, published),
        due=due,
        expires_at=expires.moment if expires else None,
    )


def _read(field: str, text: str | None, site: Site) -> dates.When | None:
    if text is None or not text.strip():
        return None
    try:
        return dates.read(text, site.zone)
    except Refused as refused:
        raise refused.of(field) from None


def _published(
    draft: Draft,
    said: dates.When | None,
    embargo: dates.When | None,
    image: Image | None,
    site: Site,
    now: datetime,
) -> tuple[dates.When, Dated]:
    """The record's own date; else its embargo; else the month its picture was uploaded in; else its
    arrival.
    """
    explicit = embargo or said
    if explicit:
        field = "publish_at" if embargo else "published"
        if explicit.moment > now + FUTURE_LIMIT:
            raise Refused(f"{getattr(draft, field)[:40]!r} is more than a year ahead", field=field)
        return explicit, "explicit"
    facts = uploads.upload(image.url) if image else None
    if facts and facts.year and facts.month:
        first, last = dates.month(facts.year, facts.month, site.zone)
        if first <= now:
            return dates.When(min(last, now), "month"), "derived"
    return dates.When(now, "instant"), "ingest"


def _due(moment: datetime, embargo: dates.When | None, now: datetime) -> datetime | None:
    """An explicit embargo holds to the second; a date of publication may run ahead by ten
    minutes.
    """
    tolerance = timedelta(0) if embargo else FUTURE_TOLERANCE
    return moment if moment > now + tolerance else None
