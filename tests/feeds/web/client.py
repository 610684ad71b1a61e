"""A client of the web face over a store, and a store whose database can be made to fail."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from feeds.newsroom import Newsroom
from feeds.running.worker import WebWorker
from feeds.serving.fastlane import FastLane
from feeds.settings.values import Settings
from feeds.web import face
from store import (
    Section,
    Sections,
    Site,
    Store,
    Transaction,
    Unavailable,
)
from tests.room import ECONOMY, FRONT, POLITICS, SITE

FEEDS = ["/all.rss", "/all.atom", "/all.json", "/politics.rss", "/politics.atom", "/politics.json"]


def make_client(store: Store, *sections: Section, site: Site = SITE) -> FlaskClient:
    """A client of an application over this store; the newsstand asks the store at every request."""
    app, _ = _make(store, sections, site)
    return app.test_client()


def behind_the_lane(app: Flask) -> Client:
    """A client of the views alone, which are asked otherwise for what the fast lane hands on."""
    assert isinstance(app.wsgi_app, FastLane)
    return Client(app.wsgi_app._application)


@contextmanager
def started(store: Store, *sections: Section) -> Iterator[Flask]:
    """An application whose threads run, as in a web worker."""
    app, worker = _make(store, sections, SITE)
    worker.start()
    try:
        yield app
    finally:
        worker.close()


def _make(store: Store, sections: Sequence[Section], site: Site) -> tuple[Flask, WebWorker]:
    app = Flask("nashra")
    worker = face.register(app, Newsroom(make_settings(*sections, site=site), store))
    return app, worker


def make_settings(*sections: Section, site: Site = SITE) -> Settings:
    """The settings of a newspaper with these sections."""
    return Settings(
        database="",
        log=("info", "text"),
        site=site,
        front=FRONT,
        sections=Sections(sections or (POLITICS, ECONOMY)),
        guard=True,
        tombstones=True,
    )


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
