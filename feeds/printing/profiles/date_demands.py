"""Demands for the dates of an article, as those of `demands.py` are made. Pure."""

from datetime import timedelta
from functools import partial

from store import Article, rfc3339

from ..feed import Feed
from .counting import DAYS, HOURS, counted, counted_in_english, counted_object
from .demand import Demand, Sentence, Value


def published_within_days(partner: str, days: int) -> Demand:
    """The demand for an article that is younger than `days`."""
    most = counted_object(days, DAYS)
    return Demand(
        name="date-old",
        is_hard=True,
        find=partial(_find_old_date, days),
        arabic=Sentence(
            wrong=f"مضى على نشر الخبر {{value}}، ولا يقبل {partner} ما بلغ {most}",
            mend="صحّح تاريخ النشر إن كان خطأ، وإلا فالخبر أقدم من أن يُرسل",
            count=_days,
        ),
        english=Sentence(
            wrong=f"the article is {{value}} old, and {partner} takes none of {days} days or more",
            mend="correct the date if it is wrong; else the article is too old to be sent",
            count=partial(counted_in_english, noun="day"),
        ),
    )


def _find_old_date(days: int, feed: Feed, article: Article) -> Value | None:
    age = (feed.updated - article.published).days
    return age if age >= days else None


def _days(number: int) -> str:
    return counted(number, DAYS)


def published_by_now(partner: str) -> Demand:
    """The demand for a date that has come."""
    return Demand(
        name="date-future",
        is_hard=False,
        find=_find_future_date,
        arabic=Sentence(
            wrong=f"موعد نشر الخبر ({{value}}) لم يحن بعد، ولا يأخذه {partner} قبل موعده",
            mend="صحّح تاريخ النشر إن كان خطأ",
        ),
        english=Sentence(
            wrong=f"the date of the article ({{value}}) is to come, and {partner} waits for it",
            mend="correct the date if it is wrong",
        ),
    )


def _find_future_date(feed: Feed, article: Article) -> Value | None:
    return rfc3339(article.published) if article.published > feed.updated else None


def expiry_in_hours(partner: str, hours: int) -> Demand:
    """The demand for an expiry, where there is one, at least `hours` after the last change."""
    least = counted_object(hours, HOURS)
    return Demand(
        name="expiry-soon",
        is_hard=False,
        find=partial(_find_soon_expiry, timedelta(hours=hours)),
        arabic=Sentence(
            wrong=f"تنتهي مدة عرض الخبر ({{value}}) بُعيد إرساله، ويطلب {partner} {least} على الأقل",
            mend="أخّر موعد انتهاء عرضه أو احذف الموعد",
        ),
        english=Sentence(
            wrong=f"the article expires ({{value}}) too soon: {partner} asks for {hours} hours",
            mend="let the article expire later, or never",
        ),
    )


def _find_soon_expiry(least: timedelta, _feed: Feed, article: Article) -> Value | None:
    if article.expires_at is None:
        return None
    sent = max(article.published, article.updated)
    return rfc3339(article.expires_at) if article.expires_at - sent < least else None
