"""What a partner is answered with is noted once it was given out, and nothing else is."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import Client

from feeds.newsroom import Newsroom
from feeds.running.worker import WebWorker
from feeds.serving import fetch_notes
from feeds.serving.fetch_notes import FetchNotes
from feeds.web import face
from store import USER_AGENT_LIMIT, Edition, Fetch, Store, Unavailable
from tests.gated import LETTERS, PRIVATE, print_by_hand, settings_of
from tests.room import START


class Served:
    """The web face of partners whose feeds are printed by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        app = Flask("nashra")
        self.worker: WebWorker = face.register(app, Newsroom(settings_of(), store), threads=False)
        self.client = Client(app.wsgi_app)

    def get(self, path: str, headers: dict[str, str], **more: str) -> int:
        self.now += timedelta(seconds=1)
        named = {"User-Agent": "Taker/1.0"} | headers | more
        status: int = self.client.get(path, headers=named).status_code
        return status

    def kept(self) -> list[Fetch]:
        self.worker.tally.flush()
        feeds = [f"partner/{slug}" for slug in LETTERS]
        with self.store.snapshot() as snapshot:
            found = [snapshot.fetches.last(feed) for feed in feeds]
        return [one for one in found if one]


@pytest.fixture
def served(store: Store, monkeypatch: pytest.MonkeyPatch) -> Served:
    for slug in LETTERS:
        print_by_hand(store, slug, rss=f"<rss>{slug}</rss>")
    served = Served(store)
    monkeypatch.setattr(served.worker.tally.fetches, "_clock", lambda: served.now)
    return served


def revision(store: Store, slug: str) -> int:
    with store.snapshot() as snapshot:
        head = snapshot.editions.head(f"partner/{slug}")
    assert head is not None
    return head.revision


@pytest.mark.parametrize("slug", sorted(LETTERS))
@pytest.mark.parametrize("query", ["", "?paged=1"])  # which goes on to the views
def test_a_fetch_is_noted_with_its_edition(served: Served, slug: str, query: str) -> None:
    path, headers = LETTERS[slug]
    assert served.get(f"{path}{query}", headers) == 200
    first = START + timedelta(seconds=1)
    number = revision(served.store, slug)
    assert served.kept() == [Fetch(f"partner/{slug}", number, "rss", "Taker/1.0", first, first)]
    etag = served.client.get(path, headers=headers).headers["ETag"]
    assert served.get(f"{path}{query}", headers, **{"If-None-Match": etag}) == 304
    (kept,) = [one for one in served.kept() if one.agent == "Taker/1.0"]
    assert (kept.first_at, kept.last_at) == (first, first + timedelta(seconds=1))


@pytest.mark.parametrize("slug", sorted(LETTERS))
@pytest.mark.parametrize("query", ["", "?paged=1"])
def test_a_head_is_no_fetch(served: Served, slug: str, query: str) -> None:
    path, headers = LETTERS[slug]
    assert served.client.head(f"{path}{query}", headers=headers).status_code == 200
    assert served.kept() == []


@pytest.mark.parametrize("slug", PRIVATE)
def test_whoever_is_not_let_in_fetches_nothing(served: Served, slug: str) -> None:
    assert served.get(f"/partner/{slug}.rss", {}) in (401, 404)
    assert served.kept() == []


def test_a_format_that_there_is_not_was_not_fetched(served: Served) -> None:
    assert served.get("/partner/public.atom", {}) == 404
    assert served.get("/partner/nobody.rss", {}) == 404
    assert served.kept() == []


def test_feeds_for_all_are_not_noted(served: Served) -> None:
    served.get("/all.rss", {})
    assert served.worker.tally.fetches.fetches() == []


def test_a_long_and_strange_name_is_kept_in_part(served: Served) -> None:
    served.get("/partner/public.rss", {"User-Agent": "\x7fن\x1b" + "x" * 1_000})
    (kept,) = served.kept()
    assert kept.agent.endswith("x" * (USER_AGENT_LIMIT - 10))
    assert len(kept.agent) <= USER_AGENT_LIMIT
    assert kept.agent.isprintable()


def test_notes_that_cannot_be_kept_wait(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.get("/partner/public.rss", {})

    def gone(_: Store) -> None:
        raise Unavailable("the database is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "transaction", gone)
        served.worker.tally.flush()
    assert len(served.kept()) == 1
    assert served.worker.tally.fetches.fetches() == []


def edition(number: int) -> Edition:
    feed = "partner/public"
    return Edition(feed=feed, revision=number, ttl=1, language="ar", shown=(), bodies={})


def test_the_notes_that_wait_are_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_notes, "_NOTES_LIMIT", 10)
    notes = FetchNotes(lambda: START)

    def note(numbers: Iterable[int]) -> None:
        for number in numbers:
            notes.note(edition(number), "rss", "x")
        notes.drain()

    note(range(25))
    assert [one.revision for one in notes.fetches()] == list(range(10))
    notes.clear()
    note(range(25, 30))
    assert [one.revision for one in notes.fetches()] == list(range(25, 30))
