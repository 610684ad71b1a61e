"""The course of the week: what happens, who polls when, and whether each has the store's view."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from store import Store

from .clients import (
    ComposedReader,
    DateReader,
    DeltaReader,
    MisledError,
    Reader,
    TagReader,
    Traffic,
    Walker,
)
from .documents import SAYS_WITHDRAWALS, Document, NoGoodDocumentError, Version
from .newsroom import Week
from .programme import DAY, START, Happening, Scale, Stories, programme
from .truth import Truth

FORMATS = ("rss", "atom", "json")
_KINDS: dict[str, type[Reader]] = {
    kind.kind: kind for kind in (Reader, TagReader, DateReader, DeltaReader, Walker)
}
KINDS = ("full", "ETag", "date only", "delta", "archives")
_HOUSEKEEPING_EVERY = timedelta(hours=6)
_ENOUGH = 20  # differences that are told
_NOTICE = "سحبت الصحيفة هذا الخبر لخطأ في مصدره."


@dataclass
class Report:
    """What came of a week.

    traffic      by kind and feed
    differences  what any reader had that the store had not, and the other way round
    happened     how often what was done
    walked       walks of those who came again, or for the first time, and what they read
    """

    traffic: dict[tuple[str, str], Traffic] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    walked: Counter[str] = field(default_factory=Counter)

    def tell(self, difference: str) -> None:
        self.happened["differences"] += 1
        if len(self.differences) < _ENOUGH:
            self.differences.append(difference)


class Course:
    """A newspaper, its readers, and what each of them must have."""

    def __init__(
        self, store: Store, scale: Scale, seed: int = 1, kinds: Collection[str] = KINDS
    ) -> None:
        self.week = Week(store, scale)
        self.report = Report()
        self._scale = scale
        self._stories = Stories(scale, seed)
        self._programme = iter(programme(scale, seed))
        self._next = next(self._programme, None)
        self._truth = Truth(self.week)
        self._ids: dict[int, str] = {}
        self._withdrawn: set[str] = set()
        self._arrived: dict[str, frozenset[str]] = {}
        self.readers = list(_readers(scale, kinds))
        self._expected: defaultdict[int, dict[str, Version]] = defaultdict(dict)
        self._kinds = kinds

    def run(self, moved: Callable[[Report], object] = lambda _: None) -> Report:
        """Live through all days; readers look once more when all has happened.

        moved  called every few hours, with what came of it up to then
        """
        scale = self._scale
        steps = int(scale.days * DAY / scale.step)
        for step in range(steps):
            self.week.now = START + step * scale.step
            self._happen()
            if step * scale.step % _HOUSEKEEPING_EVERY < scale.step:
                self.week.keep_house()
                moved(self.report)
            self._poll(step)
        self.week.now = START + steps * scale.step
        self._happen()
        for step in range(scale.polled_every):
            self._poll(step)
        self._end()
        return self.report

    # What happens

    def _happen(self) -> None:
        """Let all happen whose time has come, print, and see what the store says now."""
        fresh: list[dict[str, object]] = []
        numbers: list[int] = []
        has_changed = False
        while self._next and self._next.at <= self.week.now:
            happening = self._next
            self.report.happened[happening.verb] += 1
            if happening.verb == "publish":
                numbers.append(happening.number)
                fresh.append(self._stories.publish(happening.number, self.week.now))
            else:
                self._publish(numbers, fresh)
                self._do(happening)
            has_changed = True
            self._next = next(self._programme, None)
        self._publish(numbers, fresh)
        if has_changed:
            self.week.print()
            self._truth.look(self._withdrawn)

    def _publish(self, numbers: list[int], records: list[dict[str, object]]) -> None:
        """Publish what has come up to now, and note in which feeds it stands at once."""
        if not records:
            return
        ids = self.week.publish(records)
        with self.week.store.snapshot() as snapshot:
            placements = snapshot.placements.of(ids)
        for number, id in zip(numbers, ids, strict=True):
            self._ids[number] = id
            self._arrived[id] = frozenset(placements[id])
        numbers.clear()
        records.clear()

    def _do(self, happening: Happening) -> None:
        """Do anything but publishing."""
        if happening.verb == "define":
            self._define(happening.number)
            return
        id = self._ids[happening.number]
        if happening.verb == "edit":
            self.week.publish([self._stories.edit(happening.number)])
        elif happening.verb == "restore":
            self.week.restore(id)
        else:
            self._withdrawn.add(id)
            self.week.withdraw(id, _NOTICE if happening.verb == "notice" else None)

    def _define(self, number: int) -> None:
        if number == 0:
            taker, taken = self._scale.redefined
            self.week.define(taker, sections=(taken,))
        else:
            self.week.define(self._scale.shortened, full_text=False)

    # Who polls

    def _poll(self, step: int) -> None:
        """Let those poll whose turn it is."""
        for number, reader in enumerate(self.readers):
            if self._is_due(reader, step):
                try:
                    self._poll_one(number, reader)
                except (MisledError, NoGoodDocumentError) as problem:
                    self._tell(f"{reader.name}: {problem}")

    def _is_due(self, reader: Reader, step: int) -> bool:
        turn = (step + reader.phase) % self._scale.polled_every
        return turn == 0 and not reader.is_away(self.week.now)

    def _poll_one(self, number: int, reader: Reader) -> None:
        """Let a reader poll, and hold what it has against what the store says."""
        expected = self._expected[number]
        if isinstance(reader, Walker) and reader.comes_again(self.week.now):
            expected |= self._walk(reader)
        documents = reader.poll(self.week.web)
        page = self._truth.page(reader.key)
        expected |= page
        if reader.suffix in SAYS_WITHDRAWALS:
            for id in self._truth.gone & expected.keys():
                del expected[id]
        for difference in _differences(reader.view, expected):
            self._tell(f"{reader.name}: {difference}")
        if documents and reader.page and documents[0].entries.keys() == page.keys():
            self._compare_order(reader, list(page))

    def _compare_order(self, reader: Reader, order: list[str]) -> None:
        if reader.page != order and len(reader.page) == len(order):
            self._tell(f"{reader.name}: the page has another order")

    def _walk(self, reader: Walker) -> dict[str, Version]:
        """Let a reader walk back to what it knows; what it must have seen."""
        everything = self._truth.everything(reader.key)
        seen: dict[str, Version] = {}
        self.report.walked["walks"] += 1
        for document in reader.walk(self.week.web):
            self.report.walked["documents"] += 1
            self.report.walked["entries"] += len(document.entries)
            self._compare_walked(reader, document, seen, everything)
            seen |= {id: everything[id] for id in document.entries if id in everything}
        self._tell_missed(reader, everything)
        return seen

    def _compare_walked(
        self,
        reader: Reader,
        document: Document,
        seen: dict[str, Version],
        everything: dict[str, Version],
    ) -> None:
        """Hold one document of a walk against the store; no article may stand in two."""
        for id in document.entries.keys() & seen.keys():
            self._tell(f"{reader.name}: {id} stands in two documents")
        here = {id: everything[id] for id in document.entries if id in everything}
        for difference in _differences(document.entries, here):
            self._tell(f"{reader.name}, walking: {difference}")

    def _tell_missed(self, reader: Reader, everything: dict[str, Version]) -> None:
        """Tell the articles that came since it subscribed, and that it has never seen.

        One that was withdrawn and comes back does so in its old place. A feed without archives may
        have no room there any more.
        """
        excused = self._withdrawn if isinstance(reader, ComposedReader) else set()
        for id in everything.keys() - reader.view.keys() - excused:
            if self._arrived[id] & {*reader.key.split("+")}:
                self._tell(f"{reader.name}: missed {id}")

    def _end(self) -> None:
        """Add up, see that nobody missed anything, and let newcomers walk through everything."""
        for reader in self.readers:
            everything: dict[str, Version] = {}
            for part in reader.key.split("+"):
                everything |= self._truth.everything(part)
            self._tell_missed(reader, everything)
            traffic = self.report.traffic.setdefault((reader.kind, reader.key), Traffic())
            traffic += reader.traffic
        if Walker.kind in self._kinds:
            self._let_newcomers_walk()

    def _let_newcomers_walk(self) -> None:
        """Whoever walks back from today has every article of the feed once, in any format."""
        for key, suffix in product(self._scale.keys, FORMATS):
            reader = Walker(key, suffix)
            try:
                seen = self._walk(reader)
            except (MisledError, NoGoodDocumentError) as problem:
                self._tell(f"newcomer, {reader.name}: {problem}")
                continue
            for difference in _differences(seen, self._truth.everything(key)):
                self._tell(f"newcomer, {reader.name}: {difference}")

    def _tell(self, difference: str) -> None:
        self.report.tell(f"{self.week.now:%a %H:%M} {difference}")


def _readers(scale: Scale, kinds: Collection[str]) -> Iterator[Reader]:
    """Readers of every kind, of each feed in each format, and those of a feed of two sections."""
    away = (START + scale.away[0] * DAY, START + scale.away[1] * DAY)
    phase = 0
    for kind, key, suffix in product(kinds, scale.keys, FORMATS):
        phase += 1
        reader = _KINDS[kind](key, suffix, phase)
        if isinstance(reader, Walker):
            reader.away = away
        yield reader
    for suffix in FORMATS:
        yield ComposedReader("+".join(sorted(scale.keys[-2:])), suffix, phase)


def _differences(have: dict[str, Version], want: dict[str, Version]) -> Iterator[str]:
    """In what a view differs from what it must be."""
    if have == want:
        return
    for id in want.keys() - have.keys():
        yield f"lacks {id} {want[id].title!r}"
    for id in have.keys() - want.keys():
        yield f"has {id} {have[id].title!r}"
    for id in have.keys() & want.keys():
        if have[id] != want[id]:
            yield f"has another {id}: {have[id]} for {want[id]}"
