"""Zones of dates: offsets, abbreviations, names of the IANA, and places behind «بتوقيت»."""

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .arabic import fold
from .date_words import WORD

ZONES = {
    name: int(hours)
    for hours, names in (
        ("0", "z utc gmt ut wet غرينتش جرينتش غ"),
        ("1", "cet bst west"),
        ("2", "eet cest sast"),
        ("3", "eest ast msk idt"),
        ("4", "gst"),
        ("-5", "est cdt"),
        ("-4", "edt"),
        ("-6", "cst mdt"),
        ("-7", "mst pdt"),
        ("-8", "pst"),
    )
    for name in names.split()
}

# Places as fold() spells them. «عمان» alone is none: it may be the one or the other.
_PLACES = {
    name.replace("_", " "): zone
    for zone, names in (
        ("Africa/Cairo", "القاهره مصر جمهوريه_مصر_العربيه"),
        (
            "Asia/Riyadh",
            "مكه_المكرمه مكه السعوديه الرياض المدينه_المنوره جده المملكه_العربيه_السعوديه",
        ),
        ("Asia/Dubai", "ابوظبي ابو_ظبي دبي الشارقه الامارات الامارات_العربيه_المتحده"),
        ("Asia/Muscat", "مسقط سلطنه_عمان"),
        ("Asia/Kuwait", "الكويت"),
        ("Asia/Qatar", "الدوحه قطر"),
        ("Asia/Bahrain", "المنامه البحرين"),
        ("Asia/Baghdad", "بغداد العراق"),
        ("Asia/Aden", "صنعاء عدن اليمن"),
        ("Asia/Beirut", "بيروت لبنان"),
        ("Asia/Damascus", "دمشق سوريا سوريه"),
        ("Asia/Amman", "الاردن"),
        ("Asia/Hebron", "القدس القدس_المحتله فلسطين رام_الله الضفه_الغربيه"),
        ("Asia/Gaza", "غزه"),
        ("Africa/Khartoum", "الخرطوم السودان"),
        ("Africa/Tripoli", "طرابلس ليبيا"),
        ("Africa/Tunis", "تونس"),
        ("Africa/Algiers", "الجزاءر"),
        ("Africa/Casablanca", "الرباط المغرب الدار_البيضاء"),
        ("Africa/Nouakchott", "نواكشوط موريتانيا"),
        ("Africa/Mogadishu", "مقديشو الصومال"),
        ("Africa/Djibouti", "جيبوتي"),
        ("Europe/Istanbul", "اسطنبول انقره تركيا"),
        ("Asia/Tehran", "طهران ايران"),
        ("Europe/London", "لندن بريطانيا"),
        ("Europe/Paris", "باريس فرنسا"),
        ("Europe/Berlin", "برلين المانيا"),
        ("Europe/Moscow", "موسكو"),
        ("America/New_York", "نيويورك واشنطن"),
        ("Etc/UTC", "غرينتش جرينتش العالمي العالمي_الموحد"),
    )
    for name in names.split()
}
_HERE = ("المحلي", "المحليه")  # «بالتوقيت المحلي» says nothing
_BY_TIME_OF = re.compile(rf"(?:\bب|\bبال|\b)توقيت\s++((?>{WORD})(?:\s++(?>{WORD})){{0,3}})")
_IANA = re.compile(
    r"\[!?([A-Za-z][A-Za-z0-9_+/-]{1,40})\](?:\[u-ca=(?:gregory|iso8601)\])?\Z"  # RFC 9557
    r"|\s\(?([A-Z][A-Za-z_]{1,20}(?:/[A-Za-z0-9_+-]{1,30}){1,2})\)?\Z"
)
# Java's brackets around an offset, and what stands before brackets that need not be understood.
_OFFSET_IN_BRACKETS = re.compile(r"\[(?:GMT|UTC|UT)?([+-])([0-9]{1,2})(?::([0-9]{2}))?\]\Z")
_OFFSET_BEFORE = re.compile(r"[0-9](?:Z|[+-][0-9]{2}:?[0-9]{2})\Z")


def offset_zone(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """The zone that is so far ahead of UTC (`+`) or behind it (`-`).

    Raises ValueError for more than 14 hours: no place is so far away.
    """
    gap = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if gap > timedelta(hours=14) or int(minutes or 0) > 59:
        raise ValueError(f"no zone is {hours}:{minutes or '00'} hours away")
    return timezone(-gap if sign == "-" else gap)


def iana_zone(text: str) -> tuple[int, tzinfo | None]:
    """Where the name of a zone at the end of a text begins, and that zone.

    Raises ValueError for a name that the IANA does not know, unless an offset stands before it.
    """
    text = text.rstrip()
    offset = _OFFSET_IN_BRACKETS.search(text)
    if offset:
        return offset.start(), offset_zone(*offset.groups())
    match = _IANA.search(text)
    if match is None:
        return len(text), None
    name = match[1] or match[2]
    if name == "Z":
        name = "UTC"
    try:
        return match.start(), ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if _OFFSET_BEFORE.search(text[: match.start()]):
            return match.start(), None
        raise ValueError(f"no zone is called {name}") from error


def zone_of_place(text: str) -> tuple[int, int, tzinfo | None] | None:
    """Where «بتوقيت» stands with the name of a place that is known, and the zone of that."""
    match = _BY_TIME_OF.search(text)
    if match is None:
        return None
    words = [(found.end(), fold(found[0])) for found in re.finditer(WORD, match[1])]
    while words:
        name = " ".join(word for _, word in words)
        if name in _PLACES or name in _HERE:
            end = match.start(1) + words[-1][0]
            return match.start(), end, ZoneInfo(_PLACES[name]) if name in _PLACES else None
        words.pop()
    return None
