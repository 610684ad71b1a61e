"""Whoever applies a delta to any earlier edition has what a reader of the whole page has.

Histories are random: articles come, are edited where readers see it and where they do not, move,
are withdrawn, come back and expire; sections change their looks, sizes and choices.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from flask.testing import FlaskClient
from lxml import etree

from store import Correction, Problem, Section, Store, correct, restore, withdraw
from tests.feeds.web.client import make_client
from tests.room import ECONOMY, POLITICS, Room, article

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
WORDS = "افتتحت البلدية صباح اليوم الجسر بعد عامين من العمل المتواصل. "
ASKED = 3  # earlier editions by which each address is asked for after each change
ADDRESSES = [f"/{feed}.{form}" for feed in ("all", "politics") for form in ("rss", "atom", "json")]


@dataclass
class Seen:
    """What a reader has of a feed: its head, its entries by id, and what it was told is gone."""

    head: object = None
    entries: dict[str, object] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def take(self, document: bytes) -> "Seen":
        """The same reader after one more document, whole or not."""
        entries, gone, head = read(document)
        kept = {id: entry for id, entry in self.entries.items() if id not in gone}
        return Seen(head, kept | entries, gone)


@cache
def read(document: bytes) -> tuple[dict[str, object], set[str], object]:
    """Entries by id, withdrawn ids, and all the rest of a feed."""
    if document.startswith(b"{"):
        rest = json.loads(document)
        entries: dict[str, object] = {item["id"]: item for item in rest.pop("items")}
        gone = {item["id"] for item in rest.get("_deleted", {}).get("items", ())}
        return entries, gone, rest
    root = etree.fromstring(document)
    gone = {element.get("ref", "") for element in root.iter(f"{AT}deleted-entry")}
    found: dict[str, object] = {}
    for entry in [*root.iter("item", f"{ATOM}entry")]:
        name = entry.findtext("guid") or entry.findtext(f"{ATOM}id") or ""
        found[name] = written(entry)
        entry.getparent().remove(entry)  # type: ignore[union-attr]
    return found, gone, written(root)


def written(element: etree._Element) -> str:
    """An element, however its document declares namespaces."""
    text: str = etree.canonicalize(element, rewrite_prefixes=True, strip_text=True)
    return text


class Life:
    """A newspaper that anything may happen to, and its editions as readers got them."""

    def __init__(self, store: Store, seed: int) -> None:
        self.luck = Random(seed)
        self.store = store
        self.sections: dict[str, Section] = {
            section.slug: replace(section, size=12, hours=0) for section in (POLITICS, ECONOMY)
        }
        self.number = 0
        self.editions: dict[str, dict[str, bytes]] = {address: {} for address in ADDRESSES}
        self.deltas = 0
        self.room = self.open()
        self.client = self.serve()
        for _ in range(12):
            self.publish()

    def open(self) -> Room:
        room = Room(self.store, self.sections.values())
        if self.number:
            room.now = self.room.now
            room._was_set = self.room._was_set
        return room

    def serve(self) -> FlaskClient:
        return make_client(self.store, *self.sections.values())

    def one(self) -> str:
        return f"n-{self.luck.randint(max(1, self.number - 14), self.number)}"

    def publish(self) -> None:
        self.number += 1
        sections = self.luck.choice([["سياسة"], ["اقتصاد"], ["سياسة", "اقتصاد"]])
        expires = (self.room.now.replace(microsecond=0)).isoformat()
        self.room.ingest(
            article(
                self.number,
                html=f"<p>{WORDS * self.luck.randint(1, 9)}</p>",
                sections=sections,
                published=expires,
                tags=self.luck.sample(["جسور", "مياه", "طرق"], 2),
            )
        )

    def edit(self) -> None:
        """Send an article again, with another field or two."""
        fields = {
            "title": f"عنوان {self.luck.randint(0, 3)} لا يدوم طويلا",
            "url": f"https://example.com/moved/{self.luck.randint(0, 9)}",
            "html": f"<p>{WORDS}</p>\n<p>{' ' * self.luck.randint(0, 3)}{WORDS}</p>",
            "tags": [self.luck.choice(["جسور", "سدود"])],
            "authors": [{"name": self.luck.choice(["سلمى رضا", "نادر كمال"])}],
            "sections": [self.luck.choice(["سياسة", "اقتصاد", "رياضة"])],
        }
        chosen = self.luck.sample(sorted(fields), self.luck.randint(1, 2))
        number = int(self.one().removeprefix("n-"))
        self.room.ingest(article(number) | {name: fields[name] for name in chosen})

    def expire(self) -> None:
        self.number += 1
        end = self.room.now.replace(microsecond=0).isoformat()
        self.room.ingest(article(self.number, expires=end, published=None))

    def withdraw(self) -> None:
        withdraw(self.room.intake, self.one())

    def notice(self) -> None:
        withdraw(self.room.intake, self.one(), "سحبنا هذا الخبر لخطأ فيه.")

    def restore(self) -> None:
        restore(self.room.intake, self.one())

    def correct(self) -> None:
        title = self.luck.choice([None, "عنوان صححه المحرر"])
        correct(self.room.intake, self.one(), Correction(title=title, sections=("politics",)))

    def wait(self) -> None:
        self.room.pass_time(days=self.luck.choice([0.1, 1, 3, 31]))

    def define(self) -> None:
        """Change how a section looks, or what it takes; and now and then back again."""
        slug = self.luck.choice(sorted(self.sections))
        change: dict[str, object] = self.luck.choice(
            [
                {"title": "عنوان آخر"},
                {"title": "سياسة"} if slug == "politics" else {"title": "اقتصاد"},
                {"size": self.luck.choice([8, 12, 16])},
                {"full_text": False},
                {"full_text": True},
                {"tags": self.luck.choice([("جسور",), ()])},
                {"description": self.luck.choice(["وصف", ""])},
            ]
        )
        self.sections[slug] = replace(self.sections[slug], **change)  # type: ignore[arg-type]
        self.room = self.open()
        self.room.release()
        self.client = self.serve()

    def live(self) -> None:
        """Let one thing happen, print, and let readers of every earlier edition ask."""
        events: list[Callable[[], None]] = [
            *(3 * [self.publish]),
            *(3 * [self.edit]),
            self.expire,
            self.withdraw,
            self.notice,
            self.restore,
            self.correct,
            self.wait,
            self.define,
        ]
        for _ in range(self.luck.choice([1, 1, 2])):
            try:
                self.luck.choice(events)()
            except Problem:  # what is not withdrawn is not restored, and so on
                continue
        self.room.release()
        self.room.refresh()
        for address in ADDRESSES:
            self.compare(address)

    def compare(self, address: str) -> None:
        page = self.client.get(address)
        assert page.status_code == 200
        tag = page.headers["ETag"]
        whole = Seen().take(page.data)
        known = sorted(self.editions[address].items())
        for base, document in self.luck.sample(known, min(len(known), ASKED)):
            asked = {"A-IM": "feed", "If-None-Match": base}
            answer = self.client.get(address, headers=asked)
            if base == tag:
                assert answer.status_code == 304
                continue
            before = Seen().take(document)
            assert answer.headers["ETag"] == tag
            assert before.take(answer.data) == before.take(page.data)
            if answer.status_code == 226:
                self.deltas += 1
                assert answer.headers["Delta-Base"] == base
                assert 2 * len(answer.data) <= len(page.data)
                assert read(answer.data)[0].keys() < whole.entries.keys()
            else:
                assert (answer.status_code, answer.data) == (200, page.data)
        self.editions[address][tag] = page.data


def test_whoever_applies_deltas_has_what_the_page_says(store: Store) -> None:
    life = Life(store, 1)
    for _ in range(16):
        life.live()
    assert life.deltas > 50
