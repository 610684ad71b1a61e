"""The newsstand: the editions this process holds in memory. It follows the store, and outlives it.

A thread looks what is current and encodes it; readers take what is there, and wait neither for the
database nor for that thread. Every printed feed is always held in one coding. The others are made
of it for whoever asks; beyond a bound in bytes those of the feeds that were longest not asked for
go.
"""

import logging
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread
from typing import Any

from store import Body, Edition, Head, Store, Transaction, Unavailable, Variant

from ..links import partner_key
from ..niceness import lower_thread
from ..pulse import Pulse
from .codings import decode, encode

LIMIT = 64_000_000  # bytes of what can be made again
_PARTNERS = partner_key("")  # the keys of partners' feeds begin with it
_BASE = "zstd"  # the coding from which all others can be made
_PAUSE = 0.5  # seconds before a lost database is asked again
_PATIENCE = 3.0  # seconds in which a first look must get on to be waited for

_log = logging.getLogger("nashra.newsstand")


@dataclass(slots=True)
class EncodedEdition:
    """A feed's current edition, without its bodies but with what they were encoded into.

    head        by which it is told from every other edition
    variants    by format and coding
    used        when it was last asked for (monotonic seconds)
    answers     for whoever answers with it; they go with it
    """

    edition: Edition
    head: Head
    variants: dict[tuple[str, str], Variant]
    used: float = 0.0
    lock: Lock = field(default_factory=Lock)
    answers: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all variants. Another thread may add one meanwhile: so it counts a copy."""
        return sum(len(variant.content) for variant in list(self.variants.values()))

    @property
    def spare(self) -> int:
        """Bytes of the variants that can be made again."""
        variants = list(self.variants.values())
        return sum(len(variant.content) for variant in variants if variant.coding != _BASE)

    @property
    def formats(self) -> set[str]:
        """The names of the formats in which it was printed."""
        return {format for format, coding in list(self.variants) if coding == _BASE}

    def body(self, format: str) -> Body:
        """The identity bytes of a format. Raises Unavailable where it was not printed yet."""
        variant = self.variants.get((format, _BASE))
        if variant is None:  # a format that this program is the first to have
            raise Unavailable(f"the feed {self.edition.feed!r} was not printed as {format} yet")
        return decode(variant)

    def bare(self) -> "EncodedEdition":
        """The same edition in the base coding alone, without the answers that hold the others."""
        variants = {
            (format, coding): variant
            for (format, coding), variant in list(self.variants.items())
            if coding == _BASE
        }
        return EncodedEdition(self.edition, self.head, variants, self.used)


class Newsstand:
    """The editions of the feeds `feeds`. Safe to share between threads.

    Until start() it asks the store whenever it is asked itself: so do tests and commands.

    read      takes what else is to be held, from the snapshot of each look
    degraded  why the last look failed, None after one that did not
    pulse     moves whenever a look gets on, or is tried again
    looked    moves whenever a look has succeeded
    """

    def __init__(
        self,
        store: Store,
        feeds: Collection[str],
        *,
        limit: int = LIMIT,
        read: Callable[[Transaction], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._feeds = feeds
        self._limit = limit
        self._read = read
        self._editions: dict[str, EncodedEdition] = {}
        self._heads: dict[str, Head] = {}
        self._looking = Lock()  # held while a look waits for the database: never by a reader
        self._changing = Lock()  # held while `_editions` changes: never while anything waits
        self._thread: Thread | None = None
        self._first_look = Event()
        self._stop = Event()
        self.degraded: str | None = None
        self.pulse = Pulse("the newsstand")
        self.looked = Pulse("the last look at the store")

    @property
    def size(self) -> int:
        """The bytes that are held."""
        return sum(encoded.size for encoded in list(self._editions.values()))

    @property
    def missing(self) -> list[str]:
        """The feeds that cannot be served, since no edition of them was ever seen."""
        self.look_unless_followed()
        return [feed for feed in self._feeds if feed not in self._editions]

    def lacking(self, formats: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
        """The (feed, format) that cannot be served, since the edition was not printed in it yet.

        formats  those in which each feed is to be served
        """
        return [
            (feed, format)
            for feed, encoded in list(self._editions.items())
            for format in formats.get(feed, ())
            if (format, _BASE) not in encoded.variants
        ]

    def find(self, feed: str) -> EncodedEdition | None:
        """The edition that a feed shows now, as far as can be told; None for one never printed."""
        self.look_unless_followed()
        encoded = self._editions.get(feed)
        if encoded is not None:
            encoded.used = time.monotonic()
        return encoded

    def knows(self, feed: str) -> bool:
        """Whether a feed for all was ever printed, be it set or not, as far as can be told at once.

        Of partners' feeds nobody learns here, since some are secret.
        """
        if feed.startswith(_PARTNERS):
            return False
        if not self._looking.locked():
            self.look_unless_followed()
        return feed in self._heads

    def variant(self, encoded: EncodedEdition, format: str, coding: str) -> Variant:
        """Bytes in one format and coding, encoded once however many readers ask at once.

        Raises Unavailable for a format in which the edition was not printed yet.
        """
        variant = encoded.variants.get((format, coding))
        if variant is not None:
            return variant
        with encoded.lock:
            variant = encoded.variants.get((format, coding))
            if variant is None:
                variant = _encode_anew(encoded, format, coding)
        self._shrink()
        return variant

    def start(self) -> None:
        """Follow the store in a thread of this process.

        Waits for the first look as long as it gets on, so that the first readers find every feed;
        a database that is gone, or hangs, is not waited for.
        """
        self._thread = Thread(target=self._run, name="newsstand", daemon=True)
        self._thread.start()
        while self.pulse.age < _PATIENCE and not self._first_look.wait(0.02):
            pass

    def look(self) -> None:
        """Hold what is current. Raises Unavailable."""
        with self._looking, self._store.snapshot() as snapshot:
            self._read(snapshot)
            self._heads = snapshot.editions.heads()
            self._load_others(snapshot)
        self._shrink()
        if self.degraded:
            _log.info("the database is back")
        self.degraded = None
        self.looked.beat()

    def close(self) -> None:
        """Follow no longer."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _load_others(self, snapshot: Transaction) -> None:
        """Load every edition but the ones that are held.

        Any other edition is loaded, not only a newer one: a restored database has another history.
        """
        for feed in self._feeds:
            head = self._heads.get(feed)
            before = self._editions.get(feed)
            if head is None or (before is not None and before.head == head):
                continue
            edition = snapshot.editions.current(feed)
            if edition:
                self._replace(feed, _encoded(edition, head, before))
            self.pulse.beat()

    def _replace(self, feed: str, encoded: EncodedEdition) -> None:
        with self._changing:
            self._editions[feed] = encoded

    def _run(self) -> None:
        lower_thread()  # it encodes while readers ask
        while not self._stop.is_set():
            try:
                for _ in self._store.follow(self._stop):
                    self.look()
                    self._note_attempt()
            except Unavailable as problem:
                self._degrade(problem)
            except Exception as error:
                _log.exception("the store cannot be followed")
                self.degraded = f"the store cannot be followed: {error!r}"
            self._note_attempt()
            self._stop.wait(_PAUSE)

    def _note_attempt(self) -> None:
        """Note that a look has ended, well or not."""
        self.pulse.beat()
        self._first_look.set()

    def look_unless_followed(self) -> None:
        """Look now, if no thread does."""
        if self._thread is not None:
            return
        try:
            self.look()
        except Unavailable as problem:
            self._degrade(problem)

    def _shrink(self) -> None:
        """Let go what can be made again, of the feeds that were longest not asked for first."""
        excess = sum(encoded.spare for encoded in list(self._editions.values())) - self._limit
        if excess <= 0:
            return
        with self._changing:
            for feed, encoded in sorted(self._editions.items(), key=_last_use):
                if excess > 0:
                    excess -= encoded.spare
                    self._editions[feed] = encoded.bare()

    def _degrade(self, problem: Unavailable) -> None:
        if not self.degraded:
            _log.error("serving the last good editions: %s", problem)
        self.degraded = str(problem)


def _last_use(item: tuple[str, EncodedEdition]) -> float:
    return item[1].used


def _encoded(edition: Edition, head: Head, before: EncodedEdition | None) -> EncodedEdition:
    """An edition in the base coding, and in those that were asked for of the one before."""
    wanted = {(format, _BASE) for format in edition.bodies}
    used = 0.0
    if before:
        wanted |= before.variants.keys()
        used = before.used
    return EncodedEdition(replace(edition, bodies={}), head, _variants(edition, wanted), used)


def _variants(
    edition: Edition, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Variant]:
    return {
        (format, coding): encode(edition.bodies[format], coding)
        for format, coding in sorted(wanted)
        if format in edition.bodies
    }


def _encode_anew(encoded: EncodedEdition, format: str, coding: str) -> Variant:
    """Add a variant; needs the edition's lock. Raises Unavailable."""
    variant = encode(encoded.body(format), coding)
    encoded.variants[format, coding] = variant
    return variant
