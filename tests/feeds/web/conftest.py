"""A newsroom with two printed articles, and a client of its web face."""

import pytest
from flask.testing import FlaskClient

from store import (
    Store,
)
from tests.feeds.web.client import make_client
from tests.room import Room, article


def _published(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(1), article(2, sections=["اقتصاد"]))
    room.refresh()
    return room


@pytest.fixture
def room(store: Store) -> Room:
    return _published(store)


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store)


@pytest.fixture(scope="module")
def reader(common_store: Store) -> FlaskClient:
    """A client of such a newsroom that no test changes."""
    return make_client(_published(common_store).store)
