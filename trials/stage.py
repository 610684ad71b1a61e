"""The stage of one trial: a newspaper over a database of its own, and what a fault may touch."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from . import clock
from .agencies import wires
from .clock import FakeClock
from .databases import Postgresql, Sqlite
from .disk import small_disk
from .needs import CLOCK, DISK, EARLY, PROXY, WIRES, NotToBeHadError
from .newspaper import Newspaper
from .proxy import Proxy

FIRST_NUMBER = 1_000


@dataclass
class Stage:
    """What a fault may act on.

    url           of the database itself; the newspaper may be led through a proxy
    notes         what a fault has to say of itself
    underway      articles that the fault has sent itself, and that must come to their feed
    acknowledged  articles that the API took from the fault, and that must not be lost
    """

    folder: Path
    database: Postgresql | Sqlite
    url: str
    newspaper: Newspaper
    needs: Collection[str]
    _proxy: Proxy | None
    _clock: FakeClock | None
    notes: list[str] = field(default_factory=list)
    underway: list[int] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(FIRST_NUMBER))

    def next_number(self) -> int:
        """The number of another article."""
        return next(self._numbers)

    @property
    def proxy(self) -> Proxy:
        assert self._proxy, "the trial asked for no proxy"
        return self._proxy

    @property
    def clock(self) -> FakeClock:
        assert self._clock, "the trial asked for no clock"
        return self._clock

    @property
    def postgresql(self) -> Postgresql:
        assert isinstance(self.database, Postgresql), "the trial is one of PostgreSQL"
        return self.database

    @property
    def file(self) -> Path:
        """The file of SQLite."""
        return Path(self.url.removeprefix("sqlite:///"))


@contextmanager
def stage(database: Postgresql | Sqlite, needs: Collection[str]) -> Iterator[Stage]:
    """Set everything up, and take it down again whatever happens.

    Raises NotToBeHadError.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nashra-trial-")))
        home = stack.enter_context(small_disk(folder)) if DISK in needs else folder
        url = database.fresh(home)
        proxy = stack.enter_context(_in_front_of(url)) if PROXY in needs else None
        faked = stack.enter_context(_clock(folder)) if CLOCK in needs else None
        settings = stack.enter_context(wires(folder)) if WIRES in needs else {}
        if faked is not None:
            settings |= faked.environment
        if EARLY in needs and isinstance(database, Postgresql):
            stack.enter_context(database.early())
        newspaper = stack.enter_context(Newspaper(folder, through(url, proxy), settings))
        yield Stage(folder, database, url, newspaper, needs, proxy, faked)


@contextmanager
def _in_front_of(url: str) -> Iterator[Proxy]:
    proxy = Proxy(urlsplit(url).port or 0)
    try:
        yield proxy
    finally:
        proxy.close()


@contextmanager
def _clock(folder: Path) -> Iterator[FakeClock]:
    library = clock.library()
    if library is None:
        raise NotToBeHadError("no libfaketime: pip install libfaketime, or Debian's")
    try:
        yield FakeClock(folder / "clock", library)
    finally:
        clock.tidy()


def through(url: str, proxy: Proxy | None) -> str:
    """The address of a database by way of a proxy."""
    if proxy is None:
        return url
    return url.replace(f":{urlsplit(url).port}/", f":{proxy.port}/")
