"""Ingest: into a fresh store from a file or by the API, cleaning included, against the least that
any must do.
"""

import gc
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median

import nh3
import pysqlite3
from flask import Flask

from feeds.cli.ingest import COLLECTIONS
from feeds.newsroom import Newsroom as WholeNewsroom
from feeds.settings.values import Settings, Token
from feeds.web import face
from store import read_drafts
from tests import wxr

from .corpus import Corpus
from .newsroom import Newsroom, after, alternate, write
from .table import Row, Scale, rate, ratio

AIM = 1_200  # kept, placed, and found by their words
AIM_EXPORT = 1_500
_LIST = 500
_SECRET = "bench"
_TABLE = (
    "CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, html TEXT, published TEXT, document"
    " TEXT)"
)


@contextmanager
def one_core() -> Iterator[None]:
    """Stay on one core, where the system can be told so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def ours(records: Path, count: int, database: Path) -> float:
    """Seconds from the first byte read to the last article kept."""
    room = Newsroom(database)
    room.now = after(count)
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECTIONS)  # as the command does
    started = time.perf_counter()
    kept = room.keep(read_drafts([records]))
    took = time.perf_counter() - started
    gc.set_threshold(*usual)
    room.store.close()
    if kept != count:
        raise RuntimeError(f"{kept} of {count} records were kept")
    return took


def by_api(records: Path, count: int, database: Path) -> float:
    """Seconds from the first list that is sent to the last that is answered; without a network."""
    room = Newsroom(database)
    client = _api(room).test_client()
    headers = {"Authorization": f"Bearer {_SECRET}", "Content-Type": "application/json"}
    lines, kept = iter(records.read_bytes().splitlines()), 0
    started = time.perf_counter()
    while batch := list(islice(lines, _LIST)):
        answer = client.post(
            "/api/v1/articles", data=b"[" + b",".join(batch) + b"]", headers=headers
        )
        kept += sum(one["decision"] == "new" for one in answer.get_json()["items"])
    took = time.perf_counter() - started
    room.store.close()
    if kept != count:
        raise RuntimeError(f"{kept} of {count} records were kept")
    return took


def _api(room: Newsroom) -> Flask:
    settings = Settings(
        database="",
        log=("error", "text"),
        site=room.intake.site,
        front=room.front,
        sections=room.sections,
        guard=True,
        tombstones=True,
        tokens=(Token("bench", hashlib.sha256(_SECRET.encode()).hexdigest()),),
    )
    app = Flask("nashra")
    face.register(app, WholeNewsroom(settings, room.store), threads=False)
    return app


def least(records: Path, database: Path) -> float:
    """Parsed, sanitized, kept: no identity, no rules, no feeds."""
    connection = pysqlite3.connect(str(database))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(_TABLE)
    started = time.perf_counter()
    with records.open("rb") as lines:
        connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", map(_row, lines))
    connection.commit()
    took = time.perf_counter() - started
    connection.close()
    return took


def _row(line: bytes) -> tuple[str, ...]:
    one = json.loads(line)
    one["html"] = nh3.clean(one["html"])
    return (
        one["id"],
        one["title"],
        one["html"],
        one["published"],
        json.dumps(one, ensure_ascii=False),
    )


def rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """(b) Records a second on one core."""
    records = write(Corpus().samples(scale.records), folder / "records.ndjson")
    with one_core():
        by_us, by_least = alternate(
            scale.runs,
            lambda number: ours(records, scale.records, folder / f"ours-{number}.db"),
            lambda number: least(records, folder / f"least-{number}.db"),
        )
    beside = f"parse, sanitize, insert {rate(scale.records, by_least)}"
    usual = scale.records / median(by_us)
    what = f"ingest {scale.records:,} NDJSON records, one core"
    yield Row(
        what,
        rate(scale.records, by_us),
        beside,
        ratio(by_us, by_least),
        f"at least {AIM:,}/s",
        usual >= AIM,
    )
    yield _exported(scale, folder, beside, by_least)
    with one_core():
        took = [
            by_api(records, scale.records, folder / f"api-{number}.db")
            for number in range(scale.runs)
        ]
    what = f"ingest {scale.records:,} records by the API, {_LIST} a request, one core"
    yield Row(what, rate(scale.records, took), beside, ratio(took, by_least))


def _exported(scale: Scale, folder: Path, beside: str, by_least: list[float]) -> Row:
    """A WordPress export of as many posts, ten lines each."""
    export = folder / "export.xml"
    with export.open("w", encoding="utf-8") as stream:
        stream.writelines(wxr.export(scale.records, size=10))
    with one_core():
        took = [
            ours(export, scale.records, folder / f"export-{number}.db")
            for number in range(scale.runs)
        ]
    what = f"ingest {scale.records:,} posts of a WordPress export, one core"
    well = scale.records / median(took) >= AIM_EXPORT
    return Row(
        what,
        rate(scale.records, took),
        beside,
        ratio(took, by_least),
        f"at least {AIM_EXPORT:,}/s",
        well,
    )
