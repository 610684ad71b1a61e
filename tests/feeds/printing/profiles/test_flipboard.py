"""What Flipboard gets: an excerpt that is long enough, and every change."""

from datetime import timedelta

from feeds.printing.profiles.flipboard import PROFILE
from store import SafeHtml
from tests.feeds.printing.profiles.values import CHANGED, GOOD, article, entry, item, texts


def test_a_short_summary_gives_way_to_the_beginning_of_the_text() -> None:
    (text,) = texts(item(PROFILE, entry()), "description")
    assert text is not None
    assert text.startswith("رست أول سفينة صباح اليوم على رصيف الميناء الجديد")
    assert 300 <= len(text) <= 401


def test_a_long_summary_stays() -> None:
    summary = "وصف طويل لما جرى في الميناء صباح اليوم. " * 8
    long = article(summary=summary.strip())
    assert texts(item(PROFILE, entry(long)), "description") == [summary.strip()]


def test_markup_in_an_excerpt_is_text() -> None:
    one = article(html=SafeHtml("<p>قال إن 3 &lt; 5 و&amp; كذلك.</p>"))
    assert texts(item(PROFILE, entry(one)), "description") == ["قال إن 3 &lt; 5 و&amp; كذلك."]


def test_summaries_alone_are_not_lengthened() -> None:
    assert texts(item(PROFILE, entry(), full=False), "description") == [GOOD.summary]


def test_every_article_says_when_it_was_changed() -> None:
    path = "dcterms:modified"
    assert texts(item(PROFILE, entry()), path) == ["2026-11-24T08:00:00.000007Z"]
    changed = article(updated=CHANGED + timedelta(microseconds=7))
    assert texts(item(PROFILE, entry(changed)), path) == ["2026-11-24T09:00:00.000007Z"]
