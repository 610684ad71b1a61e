"""Dates as sources, exports, records and front matter write them: read, missing, or refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import Taken, take
from tests.room import SITE, START, Room

BODY = "افتتحت البلدية صباح اليوم الجسر الجديد بعد عامين من العمل المتواصل."


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def feed(date: str, more: str = "") -> str:
    return f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>الضفة</title><link>https://bank.example.com/</link><item><title>افتتاح الجسر</title>
<guid isPermaLink="false">7</guid><description>{BODY}</description>
<pubDate>{date}</pubDate>{more}</item></channel></rss>"""


def record(**fields: object) -> str:
    return json.dumps({"id": "7", "title": "افتتاح الجسر", "text": BODY} | fields)


def told(taken: Taken) -> str:
    """The date of its article: in UTC to the minute, or the day at the site, or "arrival"."""
    article = taken.article
    if article.dated == "ingest":
        assert article.published == START
        return "arrival"
    if article.precision == "instant":
        return f"{article.published:%Y-%m-%dT%H:%M}"
    return f"{article.published.astimezone(SITE.zone):%Y-%m-%d}"


READ = {
    # RFC 822 and its bent kin
    "Fri, 20 Nov 26 10:00:00 +0300": "2026-11-20T07:00",
    "20 Nov 26 10:00 GMT": "2026-11-20T10:00",
    "Friday, 20-Nov-26 10:00:00 GMT": "2026-11-20T10:00",
    "Fri,20 November 2026, 10:00:00 gmt": "2026-11-20T10:00",
    "Thu, 20 Nov 2026 10:00:00 GMT": "2026-11-20T10:00",  # it is a Friday
    # Zones
    "2026-11-20T10:00:00 Africa/Cairo": "2026-11-20T08:00",
    "2026-11-20T10:00:00.123456789+03:00[Asia/Riyadh]": "2026-11-20T07:00",
    "2026-11-20T10:00[Asia/Riyadh]": "2026-11-20T07:00",
    "2026-11-20T10:00:00+03:00[GMT+03:00]": "2026-11-20T07:00",
    "2026-11-20T10:00[+03:00]": "2026-11-20T07:00",
    "2026-11-20T10:00:00+03:00[Asia/Diriyah]": "2026-11-20T07:00",  # a name that nobody knows
    "Fri Nov 20 10:00:00 AST 2026": "2026-11-20T07:00",
    "Fri Nov 20 2026 10:00:00 GMT+0300 (توقيت السعودية)": "2026-11-20T07:00",
    "2026-11-20T10:00:00\u221203:00": "2026-11-20T13:00",
    # Parts without their zeros, and fractions
    "2026-11-2T9:5:3": "2026-11-02T07:05",
    "2026-1-2 3:4": "2026-01-02T01:04",
    "2026-11-20 10:00:00.0": "2026-11-20T08:00",
    "2026-11-20T10:00:00.0000Z": "2026-11-20T10:00",
    "2026-11-20T10:00:00.0001Z": "2026-11-20T10:00",
    # Arabic
    "٢٠ نوفمبر ٢٠٢٦ - ١٢:٣٠ ص": "2026-11-19T22:30",
    "الجمعة 20 نوفمبر 2026، الساعة 3 عصرًا بتوقيت القاهرة": "2026-11-20T13:00",
    "۲۰۲۶-۱۱-۲۰T۱۰:۰۰": "2026-11-20T08:00",
    "\u200f٢٠\u200f/١١\u200f/٢٠٢٦ ١٠:٠٠ ص": "2026-11-20T08:00",
    "٢٠؍١١؍٢٠٢٦": "2026-11-20",
    r"20\11\2026": "2026-11-20",
    "جمعة, 20 نوفمبر 2026 10:00:00 +0300": "2026-11-20T07:00",
    "20 تشرين الثاني 2026": "2026-11-20",
    "15 آب/أغسطس 2026": "2026-08-15",
    "20 نونبر 2026": "2026-11-20",
    "15 غشت 2026": "2026-08-15",
    "15 شتنبر 2026": "2026-09-15",
    "15 دجنبر 2025": "2025-12-15",
    "15 جويلية 2026": "2026-07-15",
    "15 أوت 2026": "2026-08-15",
    # Hijri, alone and beside the other
    "10 جمادى الآخرة 1448 هـ": "2026-11-20",
    "الجمعة 10 جمادى الآخرة 1448 الموافق 20 نوفمبر 2026": "2026-11-20",
    "20/11/2026 م - 10/6/1448 هـ": "2026-11-20",
    # French, as the Maghreb writes it
    "le 20 novembre 2026 à 10h30": "2026-11-20T08:30",
    "Vendredi 20 nov. 2026 - 10 h 30": "2026-11-20T08:30",
    "1er décembre 2025": "2025-12-01",
    # Numbers
    "1763625600": "2025-11-20T08:00",
    "1763625600000": "2025-11-20T08:00",
    "20/11/2026": "2026-11-20",
}


@pytest.mark.parametrize(("text", "date"), READ.items(), ids=READ)
def test_a_date_is_read_in_any_form(room: Room, tmp_path: Path, text: str, date: str) -> None:
    assert told(take(room, tmp_path, "a.rss", feed(text))) == date
    assert told(take(room, tmp_path, "b.json", record(id="8", published=text))) == date
    front = f"---\ntitle: افتتاح الجسر\nid: 9\ndate: '{text}'\n---\n\n{BODY}\n"
    assert told(take(room, tmp_path, "c.md", front)) == date


MISSING = [
    "0000-00-00 00:00:00",
    "0000-00-00T00:00:00Z",
    "00/00/0000",
    "0001-01-01T00:00:00Z",
    "1/1/0001 12:00:00 AM",
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "Wed, 30 Nov -0001 00:00:00 +0000",
    "Wed, 30 Nov -001 00:00:00 +0000",
    "30 نوفمبر -0001",
    "-0001-11-30T00:00:00+00:00",
    "0002-11-30T00:00:00+00:00",
    "1970-01-01",
    "Thu, 01 Jan 1970 02:00:00 +0200",
    "1970-01-01 03:00:00",
    "31/12/1969",
    "Wednesday, December 31, 1969 - 19:00",
    "1899-12-30",
    "12/30/1899 12:00:00 AM",
    "1601-01-01T00:00:00Z",
    "1826-11-20",
    "0026-11-20",
    "-62135596800",
    "Invalid Date",
    "NaN-NaN-NaN",
    "null",
]


@pytest.mark.parametrize("text", MISSING)
def test_a_zero_or_absurd_date_is_a_missing_one(room: Room, tmp_path: Path, text: str) -> None:
    assert told(take(room, tmp_path, "a.rss", feed(text))) == "arrival"
    assert told(take(room, tmp_path, "b.json", record(id="8", published=text))) == "arrival"


REFUSED = [
    "أمس",
    "قبل 3 ساعات",
    "منذ ساعتين",
    "اليوم 10:00",
    "2 hours ago",
    "2026-02-30",
    "2026-13-01",
    "04/13/2026",
    "20/11/26",
    "1448-06-10",
    "20 نوفمبر 2026 10:30 بتوقيت عمان",
    "Fri, 20 Nov 2026 10:00:00 IST",
    "2062-11-20",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_certain_date_is_refused_with_its_field(
    room: Room, tmp_path: Path, text: str
) -> None:
    for name, data in (("a.rss", feed(text)), ("b.json", record(id="8", published=text))):
        assert take(room, tmp_path, name, data).refusal.startswith("published: ")


GOOD = "2024-03-01T10:00:00Z"


@pytest.mark.parametrize(
    "bad", ["0000-00-00", "1826-11-20", "قريبا", "أمس", "2026-02-30", "9999-12-31", "2926-11-20"]
)
def test_a_bad_date_beside_a_good_one_refuses_nothing(room: Room, tmp_path: Path, bad: str) -> None:
    taken = take(room, tmp_path, "a.rss", feed(bad, f"<dc:date>{GOOD}</dc:date>"))
    assert told(taken) == "2024-03-01T10:00"
    taken = take(room, tmp_path, "b.json", record(id="8", published=bad, updated=GOOD))
    assert told(taken) == "2024-03-01T10:00"
    taken = take(room, tmp_path, "c.json", record(id="9", published=GOOD, updated=bad))
    assert told(taken) == "2024-03-01T10:00"


@pytest.mark.parametrize("bad", ["قريبا", "1826-11-20", "0026-12-20", "9999-12-31"])
def test_an_embargo_that_is_none_refuses_the_article(room: Room, tmp_path: Path, bad: str) -> None:
    taken = take(room, tmp_path, "a.json", record(publish_at=bad, published=GOOD))
    assert taken.refusal.startswith("publish_at: ")


def test_a_date_that_lies_ahead_is_an_embargo_in_any_form(room: Room, tmp_path: Path) -> None:
    for at, text in enumerate(("2026-12-01T10:00[Asia/Riyadh]", "1 دجنبر 2026 10:00 GMT+3")):
        article = take(room, tmp_path, f"{at}.json", record(id=str(at), published=text)).article
        assert article.due is not None
        assert f"{article.due:%Y-%m-%dT%H:%M}" == "2026-12-01T07:00"
