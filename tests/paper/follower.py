"""A newsroom that follows a newspaper made with WordPress: by its export, as a wire, by its hooks.

After each step `check` compares what it prints with the newspaper itself.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote

from flask import Flask
from flask.testing import FlaskClient

from feeds.newsroom import Newsroom
from feeds.settings.values import Settings
from feeds.web import face
from store import (
    Intake,
    Schedule,
    Sections,
    Store,
    Wire,
    fetch_recalled,
    ingest,
    poll,
    read_drafts,
)
from tests.feeds.web.api.sender import SECRET, bearer, token
from tests.paper import eyes, hooks, rest
from tests.paper.editorial import CATEGORY, Paper, Post
from tests.room import ECONOMY, FRONT, POLITICS, SITE

WIRE = "paper"
_SECTIONS = tuple(replace(one, size=500, hours=0) for one in (POLITICS, ECONOMY))
NAMES = {one.title: one.aliases for one in _SECTIONS}
_TITLES = {one.slug: one.title for one in _SECTIONS}
HOOKS = "/api/v1/hooks/wordpress"


class _Newsroom(Newsroom):
    """A newsroom with a clock of the test's."""

    clock: Callable[[], datetime]

    @property
    def intake(self) -> Intake:
        return replace(super().intake, clock=self.clock)


class Follower:
    """A newsroom over a store, beside a newspaper that is served."""

    def __init__(
        self, store: Store, paper: Paper, *, keep_guid: bool = True, base: str = ""
    ) -> None:
        self.paper = paper
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        paper.clock = lambda: self.now
        self.keep_guid = keep_guid
        self.wire = Wire(
            name=WIRE, kind="wordpress", url=paper.url, seconds=300, removed="withdraw"
        )
        if "keep_guid" in Wire.__dataclass_fields__:
            self.wire = replace(self.wire, keep_guid=keep_guid)  # type: ignore[call-arg]
        settings = Settings(
            database="",
            log=("info", "text"),
            site=replace(SITE, base_url=base or SITE.base_url),
            front=replace(FRONT, size=500, hours=0),
            sections=Sections(_SECTIONS, hours=0, size=500),
            guard=True,
            tombstones=True,
            wires=(self.wire,),
            tokens=(token(WIRE, SECRET),),
            outbound_allow=(ip_network("127.0.0.0/8"),),
        )
        self.newsroom = _Newsroom(settings, store)
        self.newsroom.clock = lambda: self.now
        self.press = self.newsroom.press
        self.press.define()
        self.outbound = self.newsroom.outbound
        self.holder = "tests"
        self.ids: dict[int, str] = {}
        self.dates: dict[int, datetime] = {}
        self._client: FlaskClient | None = None

    def copy(self, store: Store, paper: Paper) -> "Follower":
        """This newsroom as it is, over a copy of its store and beside a copy of its newspaper."""
        other = Follower(store, paper, keep_guid=self.keep_guid)
        other.now, other.ids, other.dates = self.now, dict(self.ids), dict(self.dates)
        return other

    # What an operator does

    def pass_time(self, **parts: float) -> None:
        self.now += timedelta(**parts)
        self.paper.cron()

    def take_export(self, folder: Path, export: bytes) -> dict[str, int]:
        """`flask ingest --keep-guid` of an export; how many articles went which way."""
        path = folder / f"export-{self.now:%H%M%S}.xml"
        path.write_bytes(export)
        return self._take(path)

    def take_answers(self, folder: Path) -> dict[str, int]:
        """`flask ingest --keep-guid` of the posts that the API lists, saved with `_embed`."""
        answer = rest.answer(self.paper, f"{rest.API}posts?_embed=1&per_page=100")
        assert answer
        path = folder / "posts.json"
        path.write_bytes(answer[2])
        return self._take(path)

    def _take(self, path: Path) -> dict[str, int]:
        """Ingest a file as the command does; how many articles went which way."""
        intake = replace(self.newsroom.intake, keep_guid=self.keep_guid)
        counts: dict[str, int] = {}
        for batch in ingest(read_drafts([str(path)], None, BytesIO(), self.outbound), intake):
            for outcome in batch:
                counts[outcome.kind.value] = counts.get(outcome.kind.value, 0) + 1
        return counts

    def poll(self) -> dict[str, int]:
        """Poll the wire; how many articles went which way."""
        done = poll(self.newsroom.intake, self.wire, self.outbound, self.holder)
        assert not done.busy
        assert not done.error, done.error
        return {kind.value: count for kind, count in done.counts.items()}

    def hear(self, message: hooks.Message) -> int:
        """Hear a hook at its address; the status of the answer."""
        if self._client is None:
            self._client = self.application().test_client()
        answer = self._client.post(HOOKS, json=message, headers=bearer(SECRET))
        return answer.status_code

    def application(self) -> Flask:
        """The web face of the newsroom."""
        app = Flask("nashra")
        face.register(app, self.newsroom, threads=False)
        return app

    def fetch_recalled(self) -> None:
        """Do what the beat does within a second of a hook that said too little."""
        schedule = Schedule(self.newsroom.intake)
        fetch_recalled(schedule, self.wire, self.outbound, self.holder)

    def print(self) -> None:
        self.pass_time(seconds=1)
        self.press.refresh()

    # What is compared

    def entries(self, key: str = "all") -> dict[str, list[eyes.Entry]]:
        """The entries of a feed, by format."""
        with self.newsroom.store.snapshot() as snapshot:
            edition = snapshot.editions.current(key)
        assert edition is not None
        return {
            format: read(edition.bodies[format].content) for format, read in eyes.READERS.items()
        }

    def check(self) -> list[str]:
        """Print, and tell in what the feeds differ from the newspaper."""
        self.print()
        told = []
        posts = self.paper.readable()
        wanted = [(post, eyes.expected(self.paper, post, NAMES)) for post in posts]
        for format, entries in self.entries().items():
            told += [f"{format}: {line}" for line in self._check_all(wanted, entries)]
        for slug, title in _TITLES.items():
            told += self._check_section(slug, title, posts)
        return told

    def _check_all(
        self, wanted: list[tuple[Post, eyes.Shown]], entries: list[eyes.Entry]
    ) -> list[str]:
        told = []
        by_link: dict[str, list[eyes.Entry]] = {}
        for entry in entries:
            by_link.setdefault(entry.shown.link, []).append(entry)
        for post, want in wanted:
            # The date that readers have seen first stays, wherever an editor moves it.
            first = self.dates.setdefault(post.id, want.published)
            dated = replace(want, published=first)
            found = by_link.pop(want.link, [])
            if len(found) != 1:
                told.append(f"{post.id} {want.link} stands there {len(found)} times")
            for entry in found:
                differences = eyes.differences(dated, entry.shown, self._extra(post))
                told += [f"{post.id} {line}" for line in differences]
                told += self._check_id(post, entry.id)
        return told + [
            f"{link} stands there, and is no post: {found[0].id}" for link, found in by_link.items()
        ]

    def _check_id(self, post: Post, id: str) -> list[str]:
        """An article keeps its id for ever."""
        first = self.ids.setdefault(post.id, id)
        return [] if id == first else [f"{post.id} id: {id} was {first}"]

    def _extra(self, post: Post) -> frozenset[str]:
        """Labels that may stand there: slugs, and the categories above its own."""
        terms = self.paper.terms_of(post, CATEGORY)
        above = [term for one in terms for term in eyes._above(self.paper, one)]
        slugs = {unquote(term.slug) for term in (*terms, *above)}
        names = {term.name for term in (*terms, *above)}
        return frozenset(slugs | {slug.replace("-", " ") for slug in slugs} | names)

    def _check_section(self, slug: str, title: str, posts: list[Post]) -> list[str]:
        """The feed of a section has the posts of its categories, and of those below them."""
        want = {post.id for post in posts if title in eyes.sections_of(self.paper, post, NAMES)}
        links = {eyes._address(self.paper.link(post)): post.id for post in posts}
        told = []
        for format, entries in self.entries(slug).items():
            have = {links.get(entry.shown.link, 0) for entry in entries}
            if have != want:
                told.append(f"{slug}.{format} has {sorted(have)} instead of {sorted(want)}")
        return told
