"""A newsroom with one article, and those who ask its API: each with a token of its own."""

import pytest
from flask.testing import FlaskClient

from store import Store
from tests.feeds.web.api.sender import OTHER, SCOPED, SECRET, Sender, make_app
from tests.room import Room, article


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(90))
    return room


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_app(room.store).test_client()


@pytest.fixture
def wire(client: FlaskClient) -> Sender:
    return Sender(client, SECRET)


@pytest.fixture
def other(client: FlaskClient) -> Sender:
    return Sender(client, OTHER)


@pytest.fixture
def scoped(client: FlaskClient) -> Sender:
    return Sender(client, SCOPED)
