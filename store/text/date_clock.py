"""The time of day in a date: digits, hours with a half of the day in words, hours in words."""

import re
from typing import NamedTuple

from .arabic import fold
from .date_words import WORD

Clock = tuple[int, int, int]


class FoundClock(NamedTuple):
    """A time of day, hour, minute and second, and where it stands."""

    start: int
    end: int
    clock: Clock


# «صباحا», and the «صباح» of «صباح الجمعة».
_AM = frozenset("ص صباحا صباح فجرا فجر سحرا ضحي am a.m a.m.".split()) | {
    *("قبل الظهر", "بعد منتصف الليل"),
}
_PM = frozenset("م مساء مساءا عصرا عصر مغربا عشاء pm p.m p.m.".split()) | {"بعد الظهر", "بعد العصر"}
_NOON = frozenset(["ظهرا", "ظهر", "نهارا"])  # 11 is before it, 1 behind
_NIGHT = frozenset(["ليلا"])  # 11 is before midnight, 1 behind
_HALVES = _AM | _PM | _NOON | _NIGHT
_FIRST_OF_NIGHT = 6
_FIRST_OF_NOON = 9

_HOURS = {
    name.replace("_", " "): hour
    for hour, names in enumerate(
        (
            "الواحده",
            "الثانيه",
            "الثالثه",
            "الرابعه",
            "الخامسه",
            "السادسه",
            "السابعه",
            "الثامنه",
            "التاسعه",
            "العاشره",
            "الحاديه_عشره الحاديه_عشر",
            "الثانيه_عشره الثانيه_عشر",
        ),
        1,
    )
    for name in names.split()
}
_PARTS_OF_HOUR = {
    "والنصف": 30,
    "والربع": 15,
    "والثلث": 20,
    "الا ربعا": -15,
    "الا ربع": -15,
    "الا ثلثا": -20,
    "الا ثلث": -20,
}

_DIGITS = re.compile(
    r"(?<![0-9:])([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.[0-9]+)?)?(?![0-9:])"
)
_FRENCH = re.compile(
    r"(?<![0-9:])([0-9]{1,2})\s?h(?:\s?([0-9]{2})(?:\s?min)?)?(?![^\W_])", re.IGNORECASE
)
_PHRASE = r"(?:بعد|قبل)\s(?:الظهر|العصر|منتصف\sالليل)"
_HALF = re.compile(rf"\s{{0,3}}({_PHRASE}|[ap]\.m\b\.?|{WORD})", re.IGNORECASE)
_THE_HOUR = re.compile(r"الساعة[\s:]{0,4}([0-9]{1,2})(?![0-9:/.-])")
_BARE = re.compile(r"(?<![0-9:/.-])([0-9]{1,2})(?=\s?(?:[^\W\d_]|بعد|قبل))")
_SPELT = re.compile(rf"الساعة\s++((?>{WORD})(?:\s++(?>{WORD})){{0,4}})")


def find_clock(text: str) -> FoundClock | None:
    """The time of day in a text, None where it says none. Raises ValueError for none that is."""
    match = _DIGITS.search(text)
    if match:
        return _with_half(text, match, int(match[2]), int(match[3] or 0))
    match = _FRENCH.search(text)
    if match:
        return _with_half(text, match, int(match[2] or 0), 0)
    match = _THE_HOUR.search(text) or _hour_of_half(text)
    if match:
        return _with_half(text, match, 0, 0)
    return _spelt(text)


def _with_half(text: str, match: re.Match[str], minute: int, second: int) -> FoundClock:
    """A time with the half of the day that may stand behind it."""
    hour = int(match[1])
    end = match.end()
    half = _HALF.match(text, end)
    if half and _name(half) in _HALVES:
        hour = _hour_of_day(hour, _name(half))
        end = half.end()
    return FoundClock(match.start(), end, (hour, minute, second))


def _hour_of_half(text: str) -> re.Match[str] | None:
    """The number of an hour that its half of the day follows, in a word: «3 عصرًا», 3 pm."""
    for match in _BARE.finditer(text):
        half = _HALF.match(text, match.end())
        if half and len(half[1]) > 1 and _name(half) in _HALVES:
            return match
    return None


def _name(half: re.Match[str]) -> str:
    return fold(half[1])


def _hour_of_day(hour: int, half: str) -> int:
    """The hour from 0 to 23 of an hour in one half of the day.

    One that counts to 24 already must lie in it; a letter alone says nothing of such hours.
    """
    if 1 <= hour <= 12:
        return hour % 12 + (12 if _is_late(hour, half) else 0)
    is_late = hour > 12
    if len(half) == 1 or hour > 23 or is_late != (half not in _AM and hour != 0):
        raise ValueError(f"{hour} is no hour of half a day")
    return hour


def _is_late(hour: int, half: str) -> bool:
    """Whether an hour from 1 to 12 lies in the second half of the day."""
    if half in _NOON:
        return hour == 12 or hour < _FIRST_OF_NOON
    if half in _NIGHT:
        return _FIRST_OF_NIGHT <= hour < 12
    return half in _PM


def _spelt(text: str) -> FoundClock | None:
    """«الساعة الثالثة والنصف عصرًا»: its half of the day must be said."""
    match = _SPELT.search(text)
    if match is None:
        return None
    words = _words(match)
    hour, at = _longest(words, 0, _HOURS)
    minutes, at = _longest(words, at, _PARTS_OF_HOUR)
    half = _HALF.match(text, words[at - 1][0]) if hour else None
    if half is None or _name(half) not in _HALVES:
        return None
    return FoundClock(match.start(), half.end(), _clock(_hour_of_day(hour, _name(half)), minutes))


def _words(match: re.Match[str]) -> list[tuple[int, str]]:
    """The folded words of a match, each with its end in the text."""
    start = match.start(1)
    return [(start + word.end(), fold(word[0])) for word in re.finditer(WORD, match[1])]


def _clock(hour: int, minutes: int) -> Clock:
    """So many minutes behind an hour, or before it."""
    whole = hour * 60 + minutes
    return whole // 60 % 24, whole % 60, 0


def _longest(words: list[tuple[int, str]], at: int, names: dict[str, int]) -> tuple[int, int]:
    """The number that two words, or one, at a place name, and the place behind; 0 for none."""
    for count in (2, 1):
        name = " ".join(word for _, word in words[at : at + count])
        if name in names and at + count <= len(words):
            return names[name], at + count
    return 0, at
