"""Dates: read as newsrooms write them, refused where they cannot be read, written without a
locale.
"""

import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Refused
from store.text.dates import ZeroDate, http, month, read, read_http, rfc822, rfc3339

CAIRO = ZoneInfo("Africa/Cairo")


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2025-02-04T10:00:00Z", "2025-02-04T10:00:00Z", "instant"),
        ("2025-02-04T10:00:00.123+02:00", "2025-02-04T08:00:00Z", "instant"),
        ("2025-02-04 10:00", "2025-02-04T08:00:00Z", "instant"),
        ("20250204T100000Z", "2025-02-04T10:00:00Z", "instant"),
        ("2025-02-04", "2025-02-03T22:00:00Z", "day"),
        ("2025-02", "2025-01-31T22:00:00Z", "month"),
        ("tue, 4 FEB 2025 10:00 eet", "2025-02-04T08:00:00Z", "instant"),
        ("Tue, 04 Jun 2025 10:00:00 EEST", "2025-06-04T07:00:00Z", "instant"),
        ("4 Feb 2025 10:00 GMT+2", "2025-02-04T08:00:00Z", "instant"),
        ("March 5, 2025", "2025-03-04T22:00:00Z", "day"),
        ("٤ فبراير ٢٠٢٥", "2025-02-03T22:00:00Z", "day"),
        ("الثلاثاء ۴ شباط ۲۰۲۵ - ۱۰:۳۰ م", "2025-02-04T20:30:00Z", "instant"),
        ("4 فيفري 2025", "2025-02-03T22:00:00Z", "day"),
        ("5 غشت 2025 الساعة 03:15 صباحًا", "2025-08-05T00:15:00Z", "instant"),
        ("5 كانون الثاني/يناير 2025", "2025-01-04T22:00:00Z", "day"),
        ("تشرين الأول 2025", "2025-09-30T21:00:00Z", "month"),
        ("28/10/2026", "2026-10-27T21:00:00Z", "day"),
        ("2025/3/4", "2025-03-03T22:00:00Z", "day"),
        ("5 رمضان 1446 هـ", "2025-03-04T22:00:00Z", "day"),
        ("٥/٩/١٤٤٦ هـ", "2025-03-04T22:00:00Z", "day"),
        ("5 رمضان 1446 هجرية", "2025-03-04T22:00:00Z", "day"),
        ("12 ربيع الأول 1447", "2025-09-03T21:00:00Z", "day"),
        ("4 تشرين أول 2025", "2025-10-03T21:00:00Z", "day"),
        ("04-Feb-2025 10:00", "2025-02-04T08:00:00Z", "instant"),
        ("4-فَبْرَايِر-2025", "2025-02-03T22:00:00Z", "day"),
        ("4\u200f/2\u200f/2025، 10:30 م", "2025-02-04T20:30:00Z", "instant"),
        ("4 فبراير 2025 الساعة: 12:05 ص", "2025-02-03T22:05:00Z", "instant"),
        ("10:00 4 فبراير 2025 بتوقيت غرينتش", "2025-02-04T10:00:00Z", "instant"),
        ("02/2025", "2025-01-31T22:00:00Z", "month"),
        ("Tue, 04 Feb 2025 10:00:00 +0200 (EEST)", "2025-02-04T08:00:00Z", "instant"),
        ("Tue, 04 Feb 2025 10:00:00 +0300 EET", "2025-02-04T07:00:00Z", "instant"),
        ("04 Feb 2025 10:00:00 AST", "2025-02-04T07:00:00Z", "instant"),
        ("2025-02-04 10:00:00+03", "2025-02-04T07:00:00Z", "instant"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "instant"),
        ("2025-02-04T24:00:00Z", "2025-02-05T00:00:00Z", "instant"),
        ("2025-04-25", "2025-04-24T22:00:00Z", "day"),
        ("2025-10-30 23:30", "2025-10-30T20:30:00Z", "instant"),
        ("1738663200", "2025-02-04T10:00:00Z", "instant"),
        # Years of two digits (RFC 822)
        ("Tue, 04 Feb 25 10:00:00 +0200", "2025-02-04T08:00:00Z", "instant"),
        ("4 Feb 25 10:00 EET", "2025-02-04T08:00:00Z", "instant"),
        ("Sun, 06 Nov 94 08:49:37 GMT", "1994-11-06T08:49:37Z", "instant"),
        ("Tue, 04 Feb 125 10:00:00 GMT", "2025-02-04T10:00:00Z", "instant"),
        # The same, with dashes (RFC 850)
        ("Tuesday, 04-Feb-25 10:00:00 GMT", "2025-02-04T10:00:00Z", "instant"),
        ("Sun, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z", "instant"),
        ("04-Feb-25 10:00 +0200", "2025-02-04T08:00:00Z", "instant"),
        ("Tuesday, 04-Feb-2025 10:00:00 GMT", "2025-02-04T10:00:00Z", "instant"),
        # As programs spell them
        ("/Date(1738663200123)/", "2025-02-04T10:00:00Z", "instant"),
        ("\\/Date(1738663200123+0300)\\/", "2025-02-04T10:00:00Z", "instant"),
        ("20250204100000", "2025-02-04T08:00:00Z", "instant"),
        ("2025-02-04 10:00:00 +0300 +03", "2025-02-04T07:00:00Z", "instant"),
        ("2025-02-04T10:00+02:00[Africa/Cairo][u-ca=gregory]", "2025-02-04T08:00:00Z", "instant"),
        ("2025-02-04 10:00 (Asia/Riyadh)", "2025-02-04T07:00:00Z", "instant"),
        # With a word in front, and ordinals
        ("Publié le 4 février 2025 à 10h30", "2025-02-04T08:30:00Z", "instant"),
        ("Mis à jour le : 04/02/2025 à 10:30", "2025-02-04T08:30:00Z", "instant"),
        ("تاريخ النشر: 4 فبراير 2025", "2025-02-03T22:00:00Z", "day"),
        ("February 4th, 2025 10:00 am", "2025-02-04T08:00:00Z", "instant"),
        # Zones by name
        ("4 فبراير 2025 8:00 ت.غ", "2025-02-04T08:00:00Z", "instant"),
        ("4 فبراير 2025 10:00 (ت غ+2)", "2025-02-04T08:00:00Z", "instant"),
        ("2025-02-04T10:00:00+02:00[Africa/Cairo]", "2025-02-04T08:00:00Z", "instant"),
        ("2025-02-04T10:00[Asia/Riyadh]", "2025-02-04T07:00:00Z", "instant"),
        ("2025-02-04T10:00:00Z[UTC]", "2025-02-04T10:00:00Z", "instant"),
        ("4 Feb 2025 10:00 Asia/Dubai", "2025-02-04T06:00:00Z", "instant"),
        ("2025-07-04 10:00:00 Europe/Paris", "2025-07-04T08:00:00Z", "instant"),
        ("4 فبراير 2025 10:00 بتوقيت مكة المكرّمة", "2025-02-04T07:00:00Z", "instant"),
        ("4 فبراير 2025 10:00 بتوقيت أبو ظبي", "2025-02-04T06:00:00Z", "instant"),
        ("4 فبراير 2025 الساعة 10 بالتوقيت المحلي", "2025-02-04T08:00:00Z", "instant"),
        ("4 شباط 2025 10:00 توقيت بيروت", "2025-02-04T08:00:00Z", "instant"),
        # Hours in words
        ("4 فبراير 2025 الساعة 3 عصرًا بتوقيت القاهرة", "2025-02-04T13:00:00Z", "instant"),
        ("4 فبراير 2025 03:30 عصرًا", "2025-02-04T13:30:00Z", "instant"),
        ("4 فبراير 2025 09:30 ليلًا", "2025-02-04T19:30:00Z", "instant"),
        ("4 فبراير 2025 01:30 ليلًا", "2025-02-03T23:30:00Z", "instant"),
        ("4 فبراير 2025 05:30 فجرًا", "2025-02-04T03:30:00Z", "instant"),
        ("4 فبراير 2025 11:30 ظهرًا", "2025-02-04T09:30:00Z", "instant"),
        ("4 فبراير 2025 12:30 ظهرًا", "2025-02-04T10:30:00Z", "instant"),
        ("4 فبراير 2025 2 بعد الظهر", "2025-02-04T12:00:00Z", "instant"),
        ("4 فبراير 2025 15:30 عصرًا", "2025-02-04T13:30:00Z", "instant"),
        ("4 فبراير 2025 الساعة الثالثة والنصف عصرًا", "2025-02-04T13:30:00Z", "instant"),
        ("4 فبراير 2025 الساعة الثانية عشرة إلا ربعًا ليلًا", "2025-02-04T21:45:00Z", "instant"),
        ("Feb 4, 2025 3pm", "2025-02-04T13:00:00Z", "instant"),
        ("الساعة 3 عصر الثلاثاء 4 فبراير 2025", "2025-02-04T13:00:00Z", "instant"),
        ("الساعة العاشرة صباح الثلاثاء 4 فبراير 2025", "2025-02-04T08:00:00Z", "instant"),
        ("4 فبراير 2025 03:30 نهارًا", "2025-02-04T13:30:00Z", "instant"),
        ("4 مايس 2025 10:00 نهارًا", "2025-05-04T07:00:00Z", "instant"),
        ("4 اوكتوبر 2025", "2025-10-03T21:00:00Z", "day"),
        # Both calendars
        ("الثلاثاء 24 شعبان 1445هـ - 05 مارس 2024م", "2024-03-04T22:00:00Z", "day"),
        ("5 مارس 2024م الموافق 24 من شعبان 1445", "2024-03-04T22:00:00Z", "day"),
        ("1445/08/24هـ - 2024/03/05م", "2024-03-04T22:00:00Z", "day"),
        ("24-8-1445 هـ الموافق 5/3/2024 10:30 م", "2024-03-05T20:30:00Z", "instant"),
        ("٢٤ شعبان ١٤٤٥ هـ (٥ مارس ٢٠٢٤)", "2024-03-04T22:00:00Z", "day"),
        # Months and days as the Levant and the Maghreb write them
        ("الثلثاء 4 كانون 2 2025", "2025-01-03T22:00:00Z", "day"),
        ("4 تشرين 1 2025", "2025-10-03T21:00:00Z", "day"),
        ("mardi 4 février 2025 à 10h30", "2025-02-04T08:30:00Z", "instant"),
        ("le 1er août 2025", "2025-07-31T21:00:00Z", "day"),
        ("4 déc. 2025", "2025-12-03T22:00:00Z", "day"),
        # Parts that are not padded
        ("2025-2-4T9:5:7Z", "2025-02-04T09:05:07Z", "instant"),
        ("2025-2-4 9:05", "2025-02-04T07:05:00Z", "instant"),
        ("4/2/2025 9:5", "2025-02-04T07:05:00Z", "instant"),
        ("1738663200123", "2025-02-04T10:00:00Z", "instant"),
    ],
)
def test_dates_are_read_as_newsrooms_write_them(text: str, moment: str, precision: str) -> None:
    when = read(text, CAIRO)
    assert (rfc3339(when.moment), when.precision) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "غدًا",
            "فبراير",
            "٢٠٢٥",
            "25:00",
            "32 يناير 2025",
            "13/13/2025",
            "2025-02-30",
            "1/2/3/2025",
        ),
        *("04/02/25", "04-Feb-25", "25-Feb-04", "1899-12-29", "9999-12-31T23:59:59-05:00"),
        *(
            "1448-06-18",
            "/Date(17386632)/",
            "202502041060",
            "2025-02-04T10:00[Africa/Cairo][u-ca=x]",
        ),
        *(
            "2025-02-04T10:00:99Z",
            "2025-02-04T10:00:00+02:75",
            "2025 12:30 10:05",
            "10:00 فبراير 2025",
        ),
        *(
            "5 يناير 1446 هـ",
            "رمضان 1446",
            "5 رمضان 2025",
            "5 رمضان يناير 1446",
            "5 يناير مارس 2025",
        ),
        *(
            "2025 4 3",
            "1² فبراير 2025",
            "४ فبراير 2025",
            "4 فبراير 2025 15:00 م",
            "04 Feb 2025 10:00 XYZ",
            "4 فبراير 25 10:00",
            "2025-02-04T10:00[Africa/Nowhere]",
            "4 فبراير 2025 10:00 بتوقيت عمان",
            "القاهرة 4 فبراير 2025",
            "4 فبراير 2025 15:30 فجرًا",
            "4 فبراير 2025 الساعة الثالثة",
            "24 شعبان 1445هـ - 5 مارس",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(Refused):
        read(text, CAIRO)


@pytest.mark.parametrize(
    "text",
    [
        "0000-00-00 00:00:00",
        "0000-00-00T00:00:00+00:00",
        "00/00/0000",
        "0001-01-01T00:00:00Z",
        "-0001-11-30T00:00:00+00:00",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "01/01/0001 00:00:00",
        "1970-01-01T00:00:00Z",
        "1970-01-01 02:00:00",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "1900-01-01",
        "1899-12-30T00:00:00",
        "1753-01-01 00:00:00",
        "1601-01-01T00:00:00Z",
        "/Date(-62135596800000)/",
        "<nil>",
        "-1",
        "-62135596800",
        "0",
        "Invalid Date",
        "null",
    ],
)
def test_a_date_that_programs_write_for_none_is_none(text: str) -> None:
    with pytest.raises(ZeroDate):
        read(text, CAIRO)


@pytest.mark.parametrize(
    "text",
    ["Tue, 04 Feb 2025 10:00:00 -0000", "2025-02-04T00:00:00+0000", "1970-01-02", "2000-01-01"],
)
def test_a_date_with_many_zeros_may_be_one(text: str) -> None:
    assert read(text, CAIRO)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("4 قريب 2025 ؟", 2),
        ("2025-02-04?", 10),
        (" 4 يناير 2025 خ", 14),
        ("٤\u200f يناير 2025 ~", 14),
    ],
)
def test_a_refusal_names_the_first_character_that_was_not_read(text: str, offset: int) -> None:
    with pytest.raises(Refused) as caught:
        read(text, CAIRO)
    assert (caught.value.offset, caught.value.code_point) == (offset, ord(text[offset]))


PIECES = "4 04 ٤ 2025 1446 / - . : 10:30 ص م يناير رمضان كانون الثاني هـ +02:00 GMT eet (x) عصرًا ليلا بتوقيت القاهرة الساعة الثالثة والنصف [Africa/Cairo] 10h30 شعبان 1445 Feb 25 T Z ² ؟ ,".split()  # noqa: E501


@given(
    st.one_of(
        st.text(max_size=40), st.lists(st.sampled_from([*PIECES, " "]), max_size=9).map("".join)
    )
)
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert read(text, CAIRO).moment.tzinfo is UTC


def test_a_month_ends_in_its_last_local_second() -> None:
    first, last = month(2025, 2, CAIRO)
    assert (rfc3339(first), rfc3339(last)) == ("2025-01-31T22:00:00Z", "2025-02-28T21:59:59Z")
    assert rfc3339(month(2025, 12, CAIRO)[1]) == "2025-12-31T21:59:59Z"


def test_dates_go_out_in_english_with_ascii_digits() -> None:
    moment = datetime(2025, 2, 4, 10, 0, 0, tzinfo=UTC)
    assert rfc822(moment) == "Tue, 04 Feb 2025 10:00:00 +0000"
    assert http(moment) == "Tue, 04 Feb 2025 10:00:00 GMT"
    with pytest.raises(ValueError, match="without a zone"):
        rfc822(moment.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_the_three_forms_of_an_http_date_are_read(text: str) -> None:
    assert read_http(text) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@given(st.text(max_size=40))
def test_no_http_date_raises(text: str) -> None:
    read_http(text)


def test_an_http_date_beyond_the_calendar_is_none() -> None:
    assert read_http("Fri, 31 Dec 9999 23:59:59 -1200") is None
