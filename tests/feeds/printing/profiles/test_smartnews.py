"""What SmartNews gets: the paper's face, articles, and takedowns that it takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.printing.feed import Entry
from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.printing.formats.generator import NAMESPACES
from feeds.printing.profiles.smartnews import PROFILE
from tests.feeds.printing.profiles.values import (
    CHANGED,
    article,
    channel,
    entry,
    feed,
    item,
    texts,
)
from tests.room import SITE

SCRIPT = '<script>count("نشرة", 1 < 2 && true);</script>'


def test_the_channel_has_a_date_a_language_and_a_short_description() -> None:
    found = channel(PROFILE, feed(entry()))
    assert texts(found, "pubDate") == ["Tue, 24 Nov 2026 09:00:00 +0000"]
    assert texts(found, "language") == ["ar"]
    assert texts(found, "description") == ["أخبار لا تصدر إلا في الاختبار"]


@pytest.mark.parametrize("guard", [False, True])
def test_a_description_is_cut_at_a_word(guard: bool) -> None:
    long = "STC وأخبار الاقتصاد والأسواق من كل مكان"
    (text,) = texts(channel(PROFILE, feed(description=long, guard=guard)), "description")
    assert text == "STC وأخبار الاقتصاد والأسواق…"
    assert len(text) <= 30


def test_the_logo_is_said_where_there_is_one() -> None:
    site = replace(SITE, logo="https://news.example.com/logo.png")
    found = channel(PROFILE, feed(entry(), site=site))
    assert texts(found, "snf:logo/url") == ["https://news.example.com/logo.png"]
    assert channel(PROFILE, feed(entry())).find("snf:logo", NAMESPACES) is None


def test_an_article_has_a_thumbnail_an_author_and_its_whole_text() -> None:
    found = item(PROFILE, entry())
    thumbnail = found.find("media:thumbnail", NAMESPACES)
    assert thumbnail is not None
    assert thumbnail.get("url") == "https://img.example.com/port.jpg"
    assert texts(found, "dc:creator") == ["هدى سالم"]
    (text,) = texts(found, "content:encoded")
    assert text is not None
    assert "رست أول سفينة" in text
    assert found.find("media:status", NAMESPACES) is None


def test_a_correction_moves_the_date_by_which_smartnews_reads_again() -> None:
    assert texts(item(PROFILE, entry()), "pubDate") == ["Tue, 24 Nov 2026 08:00:00 +0000"]
    corrected = item(PROFILE, entry(article(updated=CHANGED)))
    assert texts(corrected, "pubDate") == ["Tue, 24 Nov 2026 09:00:00 +0000"]


def test_a_takedown_is_a_deleted_article_under_a_newer_date() -> None:
    gone = item(PROFILE, entry(takedown=CHANGED))
    status = gone.find("media:status", NAMESPACES)
    assert status is not None
    assert (status.text, dict(status.attrib)) == ("deleted", {"state": "deleted"})
    assert texts(gone, "pubDate") == ["Tue, 24 Nov 2026 09:00:00 +0000"]


def test_a_takedown_in_the_second_of_the_last_change_is_newer_all_the_same() -> None:
    last = CHANGED + timedelta(microseconds=41)
    gone = item(PROFILE, entry(article(updated=last), takedown=CHANGED))
    assert texts(gone, "pubDate") == ["Tue, 24 Nov 2026 09:00:01 +0000"]


def test_analytics_stand_as_they_were_given_within_cdata() -> None:
    found = item(PROFILE, entry(), analytics=SCRIPT)
    assert texts(found, "snf:analytics") == [SCRIPT]
    assert f"<snf:analytics><![CDATA[{SCRIPT}]]></snf:analytics>" in document(entry(), SCRIPT)


def test_analytics_may_hold_the_end_of_a_cdata_section() -> None:
    script = "<script>if (a[b[0]]>1) count();</script>"
    assert texts(item(PROFILE, entry(), analytics=script), "snf:analytics") == [script]


def test_other_analytics_make_another_item_of_one_article() -> None:
    cache = EntryCache()
    pages = [feed(entry(), analytics=script) for script in (None, SCRIPT)]
    one, other = (FORMATS["rss"].render(page, cache, PROFILE.dialect) for page in pages)
    assert b"snf:" not in one
    assert b"snf:analytics" in other


def document(one: Entry, analytics: str) -> str:
    page = feed(one, analytics=analytics)
    return FORMATS["rss"].render(page, EntryCache(), PROFILE.dialect).decode()
