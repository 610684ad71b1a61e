"""An import and a poll that end between any two transactions, as `kill -9` ends them: whoever goes
on shows what the newspaper shows, and nothing twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import Store, Transaction
from store.intake import piles
from store.wires import wordpress_site
from tests.paper.beginnings import Beginnings
from tests.paper.edits import EDITS, Desk
from tests.paper.export import export
from tests.paper.follower import Follower
from tests.paper.site import Site, newspaper

_EDITS = (
    "a title and its slug",
    "a title",
    "a password",
    "a post deleted for good",
    "a renamed category",
    "a post made with an older date",
    "other permalinks",
)


class Killed(BaseException):
    """The end of a process, which nothing in it may catch."""


class MortalStore(Store):
    """A store whose process ends when it has made so many transactions more."""

    left: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if self.left == 0:
            raise Killed
        with super().transaction() as transaction:
            yield transaction
        if self.left is not None:
            self.left -= 1


@pytest.fixture
def mortal(sqlite: str) -> Iterator[MortalStore]:
    opened = MortalStore(sqlite)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few articles in each transaction, few posts in each page: there are more places to end at."""
    monkeypatch.setattr(piles, "BATCH", 3)
    monkeypatch.setattr(wordpress_site, "PAGE", 6)


@pytest.fixture
def site() -> Iterator[Site]:
    with newspaper() as found:
        yield found


def _cut_off(store: MortalStore, after: int, work: Callable[[], object]) -> bool:
    """Begin a piece of work in a process that ends after so many transactions; whether it did."""
    store.left = after
    try:
        work()
    except Killed:
        return True
    finally:
        store.left = None
    return False


def _go_on(follower: Follower, work: Callable[[], object]) -> None:
    """Do the work in another process, once the lease of the one that ended is over."""
    follower.holder += "'"
    follower.pass_time(minutes=30)
    work()


@pytest.mark.parametrize("after", range(11))
def test_an_import_goes_on(mortal: MortalStore, site: Site, tmp_path: Path, after: int) -> None:
    follower = Follower(mortal, site.paper)
    desk = Desk(site.paper)
    saved = export(site.paper)

    def take() -> None:
        follower.take_export(tmp_path, saved)

    assert _cut_off(mortal, after, take) or after > 7
    EDITS["a title and its slug"](desk)
    follower.pass_time(minutes=1)
    _go_on(follower, take)
    follower.poll()
    assert follower.check() == []


@pytest.fixture(scope="module")
def beginnings(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beginnings[MortalStore]]:
    with newspaper() as site:
        yield Beginnings(site, sqlite_template, tmp_path_factory.mktemp("begun"), MortalStore)


def _until_a_poll(follower: Follower, desk: Desk, folder: Path) -> None:
    follower.take_export(folder, export(desk.paper))
    follower.poll()
    assert follower.check() == []
    follower.pass_time(minutes=90)
    for edit in _EDITS:
        EDITS[edit](desk)
    follower.pass_time(minutes=1)


@pytest.mark.parametrize("after", range(25))
def test_a_poll_and_its_comparison_go_on(
    beginnings: Beginnings[MortalStore], tmp_path: Path, after: int
) -> None:
    with beginnings.copy("until a poll", _until_a_poll, tmp_path) as (follower, _, mortal):
        assert _cut_off(mortal, after, follower.poll) or after > 18
        _go_on(follower, follower.poll)
        assert follower.check() == []
