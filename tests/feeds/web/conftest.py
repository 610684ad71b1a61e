"""A newsroom with two printed articles, and a client of its web face."""

import pytest
from flask.testing import FlaskClient

from store import (
    Store,
)
from tests.feeds.web.client import make_client
from tests.room import Room, article


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(1), article(2, sections=["اقتصاد"]))
    room.refresh()
    return room


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store)
