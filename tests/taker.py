"""A partner that fetches its feed at random, and keeps by itself what it was answered with."""

import random
import re
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask
from werkzeug.test import Client

from feeds.newsroom import Newsroom
from feeds.running.worker import WebWorker
from feeds.settings.values import Partner
from feeds.web import face
from store import Edition
from tests.gated import settings_of
from tests.room import Room

GUID = re.compile(r"<guid[^>]*>([^<]+)</guid>")


@dataclass(frozen=True)
class Answered:
    """What one request was answered with."""

    moment: datetime
    edition: Edition


@dataclass
class Server:
    """The web face in front of a room, which is killed and begun again.

    lost  what was answered since the last time that notes were kept
    """

    room: Room
    partner: Partner
    lost: list[Answered] = field(default_factory=list)
    client: Client = field(init=False)
    worker: WebWorker = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin anew, without the notes of before."""
        app = Flask("nashra")
        newsroom = Newsroom(settings_of(self.partner), self.room.store)
        self.worker = face.register(app, newsroom, threads=False)
        self.client = Client(app.wsgi_app)

    def flush(self) -> None:
        """Keep the notes."""
        self.worker.tally.flush()
        self.lost.clear()


@dataclass
class Taker:
    """A partner, and its own book of what it fetched."""

    server: Server
    luck: random.Random
    agent: str = "Taker/1.0"
    etag: str = ""
    book: list[Answered] = field(default_factory=list)

    def fetch(self) -> None:
        """Ask for the feed, with the tag of the last answer or without; or die before."""
        headers = {"User-Agent": self.agent}
        if self.etag and self.luck.random() < 0.6:
            headers["If-None-Match"] = self.etag
        path = f"/{self.server.partner.key}.rss"
        if self.luck.random() < 0.2:
            self.server.client.head(path, headers=headers)
            return
        answer = self.server.client.get(path, headers=headers)
        assert answer.status_code in (200, 304)
        self._keep(answer.status_code, answer.headers["ETag"], answer.text)

    def _keep(self, status: int, etag: str, text: str) -> None:
        room = self.server.room
        edition = room.edition(self.server.partner.key)
        hash = edition.bodies["rss"].hash
        assert hash in etag
        if status == 304:
            assert self.etag == etag
        else:
            assert GUID.findall(text) == [article_id for article_id, _ in edition.shown]
        self.etag = etag
        answered = Answered(room.now, edition)
        self.book.append(answered)
        self.server.lost.append(answered)

    def forget_what_was_lost(self) -> None:
        """What the server lost with its notes, no ledger knows."""
        self.book = [one for one in self.book if one not in self.server.lost]
        self.server.lost.clear()
