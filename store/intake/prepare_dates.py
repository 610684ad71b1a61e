"""The dates of a draft: when it was published, updated, is due and expires.

Sources give dates in many forms, in their own time, or not at all. How far to trust one is kept
with it: `precision` says how exact it is, `dated` where it comes from.
"""

import logging
from datetime import datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from ..article import Dated, Image
from ..draft import Draft
from ..errors import Refused
from ..limits import FUTURE_LIMIT
from ..site import Site
from ..text import dates, uploads
from ..text.dates import When

_log = logging.getLogger("nashra.ingest")

_ABSURD = timedelta(days=50 * 365)  # ahead: a slip of a digit, or the last day that a program knows
FUTURE_TOLERANCE = timedelta(minutes=10)  # as far as clocks differ


class Dates(TypedDict):
    """The dates of an article, with how far to trust them."""

    published: datetime
    precision: dates.Precision
    dated: Dated
    updated: datetime
    due: datetime | None
    expires_at: datetime | None


def dates_of(draft: Draft, site: Site, image: Image | None, now: datetime) -> Dates:
    """The dates of a draft that arrives at `now`; only an embargo lies ahead.

    Raises Refused.
    """
    embargo = _read(draft, "publish_at", site)
    published, updated = _told(draft, site, now)
    expires_at = _read(draft, "expires_at", site)
    _refuse_far_ahead(draft, published, embargo, now)
    when, dated = _published(embargo or published, image, site, now)
    due = _due(when, embargo, now)
    appears = due or min(when.moment, now)
    return Dates(
        published=appears,
        precision=when.precision,
        dated=dated,
        updated=_updated(updated, appears, now),
        due=due,
        expires_at=_moment(expires_at),
    )


def _told(draft: Draft, site: Site, now: datetime) -> tuple[When | None, When | None]:
    """The dates of publication and of the last change.

    One that cannot be read is passed over beside one that can: the article is not refused for it.
    """
    updated = _read_or_refused(draft, "updated", site)
    published = _published_beside(updated, draft, site, now)
    if isinstance(updated, Refused):
        is_absurd = isinstance(updated, dates.AbsurdDate)
        if published is None and not (is_absurd or draft.publish_at):
            raise updated
        _pass_over(updated, draft)
        updated = None
    return published, updated


def _published_beside(
    updated: When | Refused | None, draft: Draft, site: Site, now: datetime
) -> When | None:
    """The date of publication; where it says none, the last change, if that has come."""
    published = _published_or_refused(draft, site, now)
    if isinstance(published, Refused):
        is_absurd = isinstance(published, dates.AbsurdDate)
        if not (is_absurd or _is_near(updated, now) or draft.publish_at):
            raise published
        _pass_over(published, draft)
        return _past(updated, now)
    if published is None and draft.published and draft.published.strip():
        return _past(updated, now)  # of a zero date
    return published


def _pass_over(refused: Refused, draft: Draft) -> None:
    """Say that a date is not taken."""
    _log.warning("%s; it is passed over: %s", refused, draft.place.file or draft.id)


def _past(date: When | Refused | None, now: datetime) -> When | None:
    """A date that is one, and has come."""
    return date if isinstance(date, When) and date.moment <= now else None


def _published_or_refused(draft: Draft, site: Site, now: datetime) -> When | Refused | None:
    """The date of publication; one that lies ahead by more than any plan is no date."""
    published = _read_or_refused(draft, "published", site)
    if isinstance(published, When) and published.moment - now > _ABSURD:
        return _far_ahead(draft, "published")
    return published


def _is_near(date: When | Refused | None, now: datetime) -> bool:
    """Whether there is a date, and no absurd one."""
    return isinstance(date, When) and date.moment <= now + FUTURE_LIMIT


def _read_or_refused(draft: Draft, field: str, site: Site) -> When | Refused | None:
    try:
        return _read(draft, field, site)
    except Refused as refused:
        return refused


def _moment(date: When | None) -> datetime | None:
    return date.moment if date else None


def _updated(updated: When | None, appears: datetime, now: datetime) -> datetime:
    """The moment of the last change: never ahead, and never before the article appears.

    One that is more than a year ahead, as the last date of some programs, says nothing.
    """
    if updated is None or updated.moment > now + FUTURE_LIMIT:
        return appears
    return max(min(updated.moment, now), appears)


def _read(draft: Draft, field: str, site: Site) -> When | None:
    text: str | None = getattr(draft, field)
    if text is None or not text.strip():
        return None
    try:
        if draft.zone:
            local = ZoneInfo(draft.zone)
            return dates.read(text, local, utc=local)
        return dates.read(text, site.zone)
    except dates.ZeroDate:
        return None
    except dates.AbsurdDate as absurd:
        raise dates.AbsurdDate(f"{text[:40]!r} {absurd.reason}", field=field) from None
    except Refused as refused:
        raise refused.of(field) from None


def _refuse_far_ahead(
    draft: Draft, published: When | None, embargo: When | None, now: datetime
) -> None:
    """Raise Refused for a date that is more than a year ahead: that is a mistake, no embargo."""
    field = "publish_at" if embargo else "published"
    explicit = embargo or published
    if explicit and explicit.moment > now + FUTURE_LIMIT:
        raise _far_ahead(draft, field)


def _far_ahead(draft: Draft, field: str) -> Refused:
    return Refused(f"{getattr(draft, field)[:40]!r} is more than a year ahead", field=field)


def _published(
    explicit: When | None, image: Image | None, site: Site, now: datetime
) -> tuple[When, Dated]:
    """The record's own date; else the month its picture was uploaded in; else its arrival."""
    if explicit:
        return explicit, "explicit"
    month = _month_of(image, site, now)
    if month:
        return month, "derived"
    return When(now, "instant"), "ingest"


def _month_of(image: Image | None, site: Site, now: datetime) -> When | None:
    """The end of the month that the address of an uploaded picture tells, if it has begun."""
    if image is None:
        return None
    upload = uploads.upload(image.url)
    if not upload.year or not upload.month:
        return None
    first, last = dates.month(upload.year, upload.month, site.zone)
    if first > now:
        return None
    return When(min(last, now), "month")


def _due(when: When, embargo: When | None, now: datetime) -> datetime | None:
    """The moment of an embargo, if there is one; an explicit one holds to the second.

    A date of publication may run ahead a little: clocks differ.
    """
    tolerance = timedelta(0) if embargo else FUTURE_TOLERANCE
    return when.moment if when.moment > now + tolerance else None
