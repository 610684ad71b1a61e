"""The fixtures of the tests of wires."""

from collections.abc import Iterator

import pytest

from store import Store
from store.wires import wordpress_site
from tests.room import Room
from tests.store.wires.museum import Feed
from tests.wordpress import PAGE, Site, served


@pytest.fixture
def feed() -> Iterator[Feed]:
    with served(Feed()) as found:
        yield found


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as found:
        yield found


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of WordPress with so few posts that some dozens make many."""
    monkeypatch.setattr(wordpress_site, "PAGE", PAGE)


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)
