"""Dates on pages: as exact as they are known, in the newsroom's zone and language."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feeds.pages import feed_pages as pages
from feeds.pages.dates import moment
from tests.feeds.pages.values import (
    ARTICLE,
    LINK,
    SITE,
    WHEN,
    article_html,
    feed_of,
)


def test_a_date_is_shown_in_the_newsrooms_zone_with_arabic_months_and_ascii_digits() -> None:
    html = article_html(ARTICLE)
    assert '<time datetime="2026-11-08T22:20:00Z">9 نوفمبر 2026، 00:20</time>' in html


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar-SY", "9 تشرين الثاني 2026، 00:20"), ("ar-MA", "9 نونبر 2026، 00:20")],
)
def test_months_have_the_names_of_the_sites_country(language: str, text: str) -> None:
    assert moment(replace(SITE, language=language), WHEN).text == text


def test_a_language_without_names_of_months_falls_back_to_arabic() -> None:
    assert moment(replace(SITE, language="zz"), WHEN).text == "9 نوفمبر 2026، 00:20"


def test_a_month_is_never_shown_as_a_day() -> None:
    month = datetime(2025, 2, 14, 9, 30, tzinfo=UTC)
    article = replace(ARTICLE, published=month, precision="month", dated="derived")
    for html in (article_html(article), pages.feed_page(feed_of(article), LINK)):
        assert '<time datetime="2025-02">فبراير 2025</time>' in html
        assert not re.search(r"14 فبراير|2025-02-14", html)


def test_a_day_is_never_shown_with_a_time() -> None:
    html = article_html(replace(ARTICLE, precision="day"))
    assert '<time datetime="2026-11-09">9 نوفمبر 2026</time>' in html


def test_the_time_of_arrival_does_not_pass_for_a_date_of_publishing() -> None:
    assert "وصل في <time" in article_html(replace(ARTICLE, dated="ingest"))
    assert "وصل في" not in article_html(ARTICLE)
