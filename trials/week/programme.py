"""What happens in the week: a programme that is the same for the same scale and seed.

Articles come as in a newsroom, few at night; most edits come soon, some after days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

from bench.corpus import LABELS, Corpus

START = datetime(2026, 11, 22, tzinfo=UTC)
DAY = timedelta(days=1)
_HOURS = (1, 1, 1, 2, 4, 8, 12, 14, 14, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 10, 8, 6, 3, 2)
_DELAYS = ((0.7, 10, 120), (0.2, 120, 1_440), (0.1, 1_440, 5_760))  # share, minutes
_LATE = 0.03  # of the articles come with an earlier date of their own
_LATE_MINUTES = 300
_NOTICED = 0.2  # of the withdrawals leave words in their place
_RESTORED = 0.1

Verb = Literal["publish", "edit", "withdraw", "notice", "restore", "define"]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much happens, and who reads it.

    size, hours    of every page
    step           between two looks at what is to happen
    polled_every   steps between two polls of a reader
    keys           feeds that are read in every format; the last two are also read as one
    redefined      a section that takes another's articles one day, and that other one
    shortened      a section that gives summaries one day
    away           the days after which walkers go, and come again
    """

    days: int
    sections: int
    articles: int
    edits: int
    withdrawals: int
    keys: tuple[str, ...]
    redefined: tuple[str, str]
    shortened: str
    away: tuple[float, float]
    size: int = 50
    hours: int = 48
    step: timedelta = timedelta(minutes=15)
    polled_every: int = 2


WEEK = Scale(
    days=7,
    sections=12,
    articles=2_000,
    edits=200,
    withdrawals=50,
    keys=("all", "culture", "economy"),
    redefined=("economy", "technology"),
    shortened="culture",
    away=(2, 5),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to an article, told by its number, or to the definitions."""

    at: datetime
    verb: Verb
    number: int


def programme(scale: Scale, seed: int) -> list[Happening]:
    """All that happens, in its order."""
    chance = Random(seed)
    happenings = list(_articles(scale, chance))
    born = {happening.number: happening.at for happening in happenings}
    end = START + scale.days * DAY - timedelta(hours=1)
    happenings += _edits(scale, chance, born, end)
    happenings += _withdrawals(scale, chance, born, end)
    happenings += _definitions(scale)
    return sorted(happenings, key=lambda one: (one.at, one.verb != "publish", one.number, one.verb))


def _articles(scale: Scale, chance: Random) -> Iterator[Happening]:
    moments = sorted(
        chance.randrange(scale.days) * 1_440
        + chance.choices(range(24), _HOURS)[0] * 60
        + chance.randrange(60)
        for _ in range(scale.articles)
    )
    for number, minute in enumerate(moments, 1):
        yield Happening(START + timedelta(minutes=minute), "publish", number)


def _edits(
    scale: Scale, chance: Random, born: dict[int, datetime], end: datetime
) -> Iterator[Happening]:
    for number in chance.choices(sorted(born), k=scale.edits):
        at = min(born[number] + _delay(chance), end)
        yield Happening(max(at, born[number]), "edit", number)


def _withdrawals(
    scale: Scale, chance: Random, born: dict[int, datetime], end: datetime
) -> Iterator[Happening]:
    """Withdrawals, some with a notice, and some that are taken back hours later."""
    for number in chance.sample(sorted(born), scale.withdrawals):
        at = max(min(born[number] + _delay(chance), end), born[number])
        luck = chance.random()
        yield Happening(at, "notice" if luck < _NOTICED else "withdraw", number)
        if luck > 1 - _RESTORED:
            later = at + timedelta(minutes=chance.randrange(20, 300))
            yield Happening(later, "restore", number)


def _delay(chance: Random) -> timedelta:
    shares = [share for share, _, _ in _DELAYS]
    _, least, most = chance.choices(_DELAYS, shares)[0]
    return timedelta(minutes=chance.randrange(least, most))


def _definitions(scale: Scale) -> Iterator[Happening]:
    """The two changed definitions: the first while walkers are away."""
    yield Happening(START + 0.45 * scale.days * DAY, "define", 0)
    yield Happening(START + 0.8 * scale.days * DAY, "define", 1)


class Stories:
    """The records of the articles, each made when it is asked for, and with its edits."""

    def __init__(self, scale: Scale, seed: int) -> None:
        self._corpus = Corpus(seed)
        self._chance = Random(seed + 1)
        self._labels = [names[0] for names in list(LABELS.values())[: scale.sections]]
        self._records: dict[int, dict[str, object]] = {}

    def publish(self, number: int, now: datetime) -> dict[str, object]:
        """The record of a new article; a few come with an earlier date of their own."""
        record = dict(self._corpus.sample(number).record)
        date = now
        if self._chance.random() < _LATE:
            date -= timedelta(minutes=self._chance.randrange(_LATE_MINUTES))
        record["published"] = date.isoformat()
        record["sections"] = [self._labels[number % len(self._labels)]]
        record["title"] = f"{record['title']} {number}"
        self._records[number] = record
        return record

    def edit(self, number: int) -> dict[str, object]:
        """The record with another title, another first sentence, or both."""
        record = self._records[number]
        kind = self._chance.randrange(3)
        word = self._chance.randrange(1_000)
        if kind != 1:
            record["title"] = f"{record['title']} ({word})"
        if kind != 0:
            record["html"] = f"<p>أضافت الصحيفة {word} كلمة إلى هذا الخبر.</p>{record['html']}"
        return record
