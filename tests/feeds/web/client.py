"""A client of the web face over a store, and a store whose database can be made to fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from flask import Flask
from flask.testing import FlaskClient

from feeds.newsroom import Newsroom
from feeds.settings.values import Settings
from feeds.web import face
from store import (
    Section,
    Sections,
    Store,
    Transaction,
    Unavailable,
)
from tests.room import ECONOMY, FRONT, POLITICS, SITE

FEEDS = ["/all.rss", "/all.atom", "/all.json", "/politics.rss", "/politics.atom", "/politics.json"]


def make_client(store: Store, *sections: Section) -> FlaskClient:
    """A client of an application over this store; the newsstand asks the store at every request."""
    app = Flask("nashra")
    settings = Settings(
        database="",
        log=("info", "text"),
        site=SITE,
        front=FRONT,
        sections=Sections(sections or (POLITICS, ECONOMY)),
        guard=True,
        tombstones=True,
    )
    face.register(app, Newsroom(settings, store), threads=False)
    return app.test_client()


class Stopping(Store):
    """A store whose database can be made to go away, or to answer slowly."""

    gone = False
    slow: Event | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        if self.slow:
            self.slow.wait(10)
        if self.gone:
            raise Unavailable("the database is gone")
        with super().snapshot() as snapshot:
            yield snapshot
