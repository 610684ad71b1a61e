"""The fixtures of the tests of wires."""

from collections.abc import Iterator

import pytest

from store import Store
from tests.room import Room
from tests.store.wires.museum import Feed
from tests.wordpress import served


@pytest.fixture
def feed() -> Iterator[Feed]:
    with served(Feed()) as found:
        yield found


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)
