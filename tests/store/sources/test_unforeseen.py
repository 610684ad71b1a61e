"""Whatever is raised over one item is that item's refusal, in every source; the others are kept."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from store import (
    Deletion,
    Kind,
    Outcome,
    Place,
    Refused,
    Store,
    Unavailable,
    Wire,
    ingest,
    read_drafts,
    retry,
)
from store.intake import ingest as intake_ingest
from store.sources import record
from store.sources.articletext import textfile
from store.sources.records import jsonlines
from store.sources.syndication import feed, jsonfeed
from store.sources.webpage import page
from store.sources.wordpress import exporthearing, posts, webhooks, wxr
from store.wires import folder as folder_wire
from tests.feeds.web.api.sender import ARTICLES, SECRET, bearer, decisions, make_app
from tests.room import Room, article
from tests.store.wires.museum import Feed, entry, rss, wire
from tests.wordpress import Site, served
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported


class Panic(BaseException):
    """As the panics of libraries in Rust are."""


EXCEPTIONS = [
    RecursionError("too deep"),
    ValueError("ends \x1b[31m here\n"),
    OverflowError("date value out of range"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    MemoryError(),
    Panic("called `Option::unwrap()` on a `None` value"),
]


@dataclass
class Raising:
    """A function that raises when it is called for the second time."""

    real: Callable[..., object]
    error: BaseException
    calls: int = 0

    def __call__(self, *args: object, **named: object) -> object:
        self.calls += 1
        if self.calls == 2:
            raise self.error
        return self.real(*args, **named)


@pytest.fixture(autouse=True)
def _feeds_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is fabricated here reaches the process in which feeds are read."""
    monkeypatch.setattr(feed, "run_isolated", lambda read, *args, bounds: read(*args))


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


@pytest.fixture(params=EXCEPTIONS, ids=lambda error: type(error).__name__)
def error(request: pytest.FixtureRequest) -> BaseException:
    raised: BaseException = request.param
    return raised


def records(*numbers: int) -> list[dict[str, object]]:
    return [article(number) for number in numbers]


def json_feed() -> str:
    items = [
        {"id": f"n-{number}", "title": f"خبر {number}", "content_text": "نص"}
        for number in (1, 2, 3)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


STORY = "فتح الطريق الساحلي رقم {}\nأعلنت الهيئة صباح اليوم فتح الطريق أمام حركة السير.\n"
PAGE = (
    "<html><head><title>فتح الطريق {0}</title></head><body><article><h1>فتح الطريق {0}</h1>"
    "<p>أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد صيانة استمرت شهرين.</p>"
    "<p>وقال مدير الهيئة إن الحركة عادت إلى طبيعتها، وإن الرسوم لم تتغير عن العام الماضي.</p>"
    "</article></body></html>"
)
LINES = "\n".join(map(json.dumps, records(1, 2, 3)))
# The files of each source, and the function that reads one item of it.
SOURCES: dict[str, tuple[dict[str, str], object, str]] = {
    "a line of NDJSON": ({"a.ndjson": LINES}, jsonlines, "sole_value"),
    "a record of NDJSON": ({"a.ndjson": LINES}, record, "_public_draft"),
    "a record of an array": ({"a.json": json.dumps(records(1, 2, 3))}, jsonlines, "flaw_of"),
    "an entry of a feed": (
        {"a.rss": rss(entry(1), entry(2), entry(3)).decode()},
        feed,
        "entry_item",
    ),
    "an item of a JSON Feed": ({"a.json": json_feed()}, jsonfeed, "_item"),
    "a post of an export": (
        {"a.wxr": HEAD + "".join(map(exported, (1, 2, 3))) + TAIL},
        wxr,
        "_item",
    ),
    "a text": ({f"{n}.txt": STORY.format(n) for n in (1, 2, 3)}, textfile, "_items"),
    "Markdown": ({f"{n}.md": STORY.format(n) for n in (1, 2, 3)}, textfile, "read_bare"),
    "front matter": (
        {f"{n}.md": f"---\ntags: أ\n---\n{STORY.format(n)}" for n in (1, 2, 3)},
        textfile,
        "split_front_matter",
    ),
    "a web page": ({f"{n}.html": PAGE.format(n) for n in (1, 2, 3)}, page, "_draft"),
    "what is cleaned": ({"a.ndjson": LINES}, intake_ingest, "read_draft"),
    "what is digested": ({"a.ndjson": LINES}, intake_ingest, "with_digests"),
}


def outcomes(room: Room, folder: Path, files: dict[str, str]) -> list[Outcome]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = [str(folder / name) for name in files]
    return [one for batch in ingest(read_drafts(paths), room.intake) for one in batch]


@pytest.mark.parametrize("source", SOURCES)
def test_an_item_that_raises_is_refused_alone(
    source: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, where, name = SOURCES[source]
    monkeypatch.setattr(where, name, Raising(getattr(where, name), ValueError("odd\x1b[31m")))
    found = outcomes(room, tmp_path, files)
    assert [one.kind for one in found] == [Kind.NEW, Kind.QUARANTINED, Kind.NEW]
    refused = found[1].refused
    assert refused is not None
    assert refused.reason == "cannot be read: ValueError: 'odd\\x1b[31m'"
    assert refused.place.file == str(tmp_path / list(files)[1 if len(files) > 1 else 0])
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 1


def test_whatever_is_raised_is_said_once(
    error: BaseException,
    room: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(intake_ingest, "read_draft", Raising(intake_ingest.read_draft, error))
    found = outcomes(room, tmp_path, {"a.ndjson": LINES})
    assert [one.kind for one in found] == [Kind.NEW, Kind.QUARANTINED, Kind.NEW]
    (said,) = [one for one in caplog.records if one.exc_info]
    assert (said.levelno, said.exc_info[1] if said.exc_info else None) == (logging.WARNING, error)
    assert "a.ndjson', line 2 cannot be read" in said.getMessage()
    assert said.getMessage().isprintable()
    (held,) = retried(room)
    assert held.kind is Kind.NEW


def retried(room: Room) -> list[Outcome]:
    with room.store.snapshot() as snapshot:
        held = snapshot.quarantine.all()
    return [one for batch in retry(held, room.intake, {}) for one in batch]


@pytest.mark.parametrize(
    ("where", "name"), [(intake_ingest, "read_draft"), (intake_ingest, "pack"), (record, "draft")]
)
def test_a_second_try_is_made_of_each(
    where: object, name: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [article(number, title=" ") for number in (1, 2, 3)]
    room.ingest(*titles)
    monkeypatch.setattr(where, name, Raising(getattr(where, name), RecursionError()))
    assert [one.kind for one in retried(room)] == [Kind.QUARANTINED] * 3


BROKEN: dict[str, tuple[str, object, str]] = {
    "a.rss": (rss(entry(1), entry(2)).decode(), feed, "unique_by_id"),
    "a.json": (json.dumps(records(1, 2)), jsonlines, "numbered_values"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_raises_is_refused_and_the_next_is_read(
    name: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, where, function = BROKEN[name]
    monkeypatch.setattr(where, function, {}.__getitem__)
    found = outcomes(room, tmp_path, {name: text, "b.ndjson": json.dumps(article(9))})
    assert [one.kind for one in found] == [Kind.QUARANTINED, Kind.NEW]


def test_what_stands_before_the_fault_of_a_reader_is_kept(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exporthearing.ExportHearing._term

    def raising(self: exporthearing.ExportHearing, label: str) -> object:
        if label == "كسر":
            raise KeyError(label)
        return real(self, label)

    monkeypatch.setattr(exporthearing.ExportHearing, "_term", raising)
    export = HEAD + exported(1) + exported(2) + exported(3, tag="كسر") + exported(4) + TAIL
    found = outcomes(room, tmp_path, {"a.wxr": export, "b.ndjson": json.dumps(article(9))})
    assert [one.kind for one in found] == [Kind.NEW, Kind.NEW, Kind.QUARANTINED, Kind.NEW]


def test_a_folder_goes_on_behind_a_file_that_raises(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.txt").write_text(STORY.format(number), encoding="utf-8")
    monkeypatch.setattr(folder_wire, "STILL", -1.0)
    monkeypatch.setattr(textfile, "_items", Raising(textfile._items, RecursionError()))
    polled = room.poll(Wire(name="drop", kind="folder", folder=tmp_path))
    assert (polled.error, polled.counts) == ("", {Kind.NEW: 2, Kind.QUARANTINED: 1})


def test_a_wire_goes_on_behind_an_entry_that_raises(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        intake_ingest, "read_draft", Raising(intake_ingest.read_draft, RecursionError())
    )
    source = Feed()
    source.content = rss(entry(1), entry(2), entry(3))
    with served(source) as museum:
        polled = room.poll(wire(museum))
    assert (polled.error, polled.counts) == ("", {Kind.NEW: 2, Kind.QUARANTINED: 1})


def test_a_site_goes_on_behind_a_post_that_raises(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(Site()) as site:
        for number in (1, 2, 3):
            site.add(number)
        monkeypatch.setattr(posts, "_fields", Raising(posts._fields, RecursionError()))
        polled = room.poll(Wire(name="press", kind="wordpress", url=site.url))
    assert (polled.error, polled.counts) == ("", {Kind.NEW: 2, Kind.QUARANTINED: 1})


def test_the_api_refuses_the_one_of_a_list_that_raises(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_app(room.store).test_client()
    for where, name, numbers in (
        (intake_ingest, "read_draft", (1, 2, 3)),
        (record, "draft", (4, 5, 6)),
    ):
        monkeypatch.setattr(where, name, Raising(getattr(where, name), RecursionError()))
        answer = client.post(ARTICLES, json=records(*numbers), headers=bearer(SECRET))
        assert answer.status_code == 207
        assert decisions(answer) == ["new", "quarantined", "new"]


def test_a_webhook_that_raises_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [{"post_id": number, "post_title": f"خبر {number}"} for number in (1, 2, 3)]
    monkeypatch.setattr(webhooks, "rest_post", Raising(webhooks.rest_post, IndexError()))
    found = webhooks.read_webhook(json.dumps(messages).encode(), "api")
    assert [type(one).__name__ for one in found] == ["Draft", "Refused", "Draft"]


@pytest.mark.parametrize("stops", [KeyboardInterrupt(), SystemExit(3), Unavailable("gone")])
def test_what_ends_the_program_and_the_troubles_of_the_store_are_no_refusals(
    stops: BaseException, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_ingest, "read_draft", Raising(intake_ingest.read_draft, stops))
    with pytest.raises(type(stops)):
        room.ingest(*records(1, 2))


def test_a_reader_that_nobody_guards_ends_no_run(room: Room) -> None:
    def items() -> Iterator[Deletion]:
        yield Deletion("n-1", Place())
        raise ZeroDivisionError

    room.ingest(article(1))
    ((one, two),) = ingest(items(), replace(room.intake))
    assert (one.kind, two.kind) == (Kind.WITHDRAWN, Kind.QUARANTINED)
    assert isinstance(two.refused, Refused)
