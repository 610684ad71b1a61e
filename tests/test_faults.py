"""What is promised when things go wrong: crowds, kills, poison. Real processes, real databases."""

import hashlib
import json
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from feeds.printing.current import read_sheet
from feeds.printing.feed import PrintOptions
from feeds.printing.formats.cache import EntryCache
from feeds.printing.printed import make_edition
from feeds.settings.load import load
from store import Store, Unavailable
from store.db import engine
from store.db.patience import ORDINARY
from tests import process
from tests.room import START, article

SLUGS = ("politics", "economy", "sports", "world")


def record(number: int) -> dict[str, object]:
    published = (START - timedelta(minutes=number)).isoformat()
    return article(number, sections=[SLUGS[number % 4]], published=published)


def news(number: int) -> dict[str, object]:
    """A record that says no date: it is as new as it arrives."""
    return {name: value for name, value in record(number).items() if name != "published"}


def stored(database: str) -> list[str]:
    """The source ids of all articles, sorted; each as often as it is there."""
    store = Store(database)
    found: list[str] = []
    last = ""
    with store.snapshot() as snapshot:
        while batch := snapshot.articles.after(last, 1000):
            last = batch[-1].article.id
            found += [kept.article.source_id or "" for kept in batch]
    store.close()
    return sorted(found)


def assert_clean_and_fresh(database: str) -> None:
    """Nothing is dirty, and each stored edition is what a press without memory would print."""
    settings = load({}, process.ROOT / "nashra.toml")
    pages = PrintOptions(settings.site, settings.sections, settings.guard, settings.tombstones)
    store = Store(database)
    for section in settings.printed:
        with store.snapshot() as snapshot:
            sheet = read_sheet(snapshot, section)
            edition = snapshot.editions.current(section.slug)
        assert not sheet.state.dirty
        assert edition
        fresh = make_edition(section, pages, sheet, EntryCache())
        assert {n: b.hash for n, b in fresh.bodies.items()} == {
            n: b.hash for n, b in edition.bodies.items()
        }
    store.close()


def test_four_ingests_and_two_schedulers_at_once_lose_nothing(
    database: str, tmp_path: Path
) -> None:
    for part in range(4):
        numbers = [part * 300 + n for n in range(600)]
        (tmp_path / f"{part}.ndjson").write_bytes(process.ndjson([record(n) for n in numbers]))
    workers = [process.start(database, "work") for _ in range(2)]
    try:
        with ThreadPoolExecutor(4) as threads:
            files = [str(tmp_path / f"{part}.ndjson") for part in range(4)]
            done = list(
                threads.map(lambda name: process.run(database, "ingest", name, "--json"), files)
            )
        assert [one.returncode for one in done] == [0] * 4, done[0].stderr
        outcomes = [line["outcome"] for one in done for line in process.lines(one.stdout)[:-1]]
        assert outcomes.count("new") == 1500
        assert outcomes.count("same") == 900
        process.until(lambda: stays_clean(database), "feeds stay dirty")
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(30)
    assert stored(database) == sorted(f"n-{n}" for n in range(1500))
    assert_clean_and_fresh(database)


def clean(database: str) -> bool:
    """Whether all feeds are printed, by definitions that have come into force."""
    store = Store(database)
    with store.snapshot() as snapshot:
        states = snapshot.feeds.states(["all", *SLUGS])
        in_force = snapshot.choices.all().keys() >= set(SLUGS)
    store.close()
    return in_force and len(states) == 5 and not any(state.dirty for state in states.values())


def stays_clean(database: str) -> bool:
    """Whether all is printed, also two beats later: a scheduler may have just begun its work."""
    if not clean(database):
        return False
    time.sleep(2)
    return clean(database)


def test_what_was_reported_as_kept_survives_a_kill_at_any_moment(
    database: str, tmp_path: Path
) -> None:
    """Four kills in an ingest of 2,000 records, each after some of its reports: all that was
    reported is there before the next run.
    """
    records = tmp_path / "all.ndjson"
    records.write_bytes(process.ndjson([record(n) for n in range(2_000)]))
    chance = random.Random(2_000)
    reported: set[str] = set()
    for round_ in range(4):
        said = tmp_path / f"said-{round_}"
        ingest = process.start(database, "ingest", str(records), "--json", output=said)
        many = 400 * round_ + chance.randrange(1, 400)  # beyond what the last one kept
        process.until(
            lambda file=said, many=many: file.read_bytes().count(b"\n") >= many, "nothing was kept"
        )
        with suppress(ProcessLookupError):  # it was faster than we looked
            ingest.kill()
        kept = process.lines(said.read_bytes())
        reported |= {str(line["source_id"]) for line in kept if "outcome" in line}
        assert reported <= set(stored(database))
    assert len(reported) > 0
    last = process.run(database, "ingest", str(records), "--json")
    assert last.returncode == 0, last.stderr
    assert stored(database) == sorted(f"n-{n}" for n in range(2_000))


def test_a_press_that_is_killed_never_shows_half_an_edition(database: str) -> None:
    """Readers hammer while the one scheduler is killed in the middle of its prints: every body is a
    whole edition.
    """
    process.run(database, "ingest", "-", stdin=process.ndjson([record(n) for n in range(300)]))
    assert process.run(database, "refresh").returncode == 0
    chance = random.Random(7)
    with closing(Store(database)) as store, process.serving(database, command="web") as (base, _):
        stop = Event()
        with ThreadPoolExecutor(2) as threads:
            readers = [
                threads.submit(_hammer, f"{base}/all.{suffix}", stop) for suffix in ("rss", "atom")
            ]
            try:
                for round_ in range(4):
                    numbers = range(1000 + 4 * round_, 1004 + 4 * round_)
                    process.run(
                        database, "ingest", "-", stdin=process.ndjson([news(n) for n in numbers])
                    )
                    worker = process.start(database, "work", "--holder", "press")
                    process.until(lambda: _dirty_feeds(store) < 5, "the press does not begin")
                    time.sleep(chance.uniform(0.0, 0.05))
                    worker.kill()
                worker = process.start(database, "work", "--holder", "press")
                process.until(lambda: _shows(base, 1015), "the last article does not appear")
                worker.kill()
            finally:
                stop.set()
            for reader in readers:
                seen = reader.result()
                assert len(seen) > 1
                assert seen <= _editions(database)
    assert process.run(database, "refresh").returncode == 0
    assert_clean_and_fresh(database)


def _dirty_feeds(store: Store) -> int:
    """How many feeds wait to be printed: five behind each ingest here, `all` and four sections."""
    with store.snapshot() as snapshot:
        states = snapshot.feeds.states(["all", *SLUGS])
    return sum(state.dirty for state in states.values())


def _editions(database: str) -> set[str]:
    store = Store(database)
    with store.snapshot() as snapshot:
        found = snapshot.editions.connection.exec_driver_sql("SELECT hash FROM bodies").scalars()
        hashes = {str(hash) for hash in found}
    store.close()
    return hashes


def _shows(base: str, number: int) -> bool:
    return f"news/{number}<".encode() in process.get(f"{base}/all.rss")[1]


def _hammer(url: str, stop: Event) -> set[str]:
    """Poll until told to stop; every body is what its ETag says, which is a hash of the whole.

    The ETags seen.
    """
    seen: set[str] = set()
    while not stop.wait(0.005):
        status, body, headers = process.get(url)
        assert status == 200
        seen.add(headers["etag"].strip('"'))
        assert hashlib.sha256(body).hexdigest()[:32] == headers["etag"].strip('"')
    return seen


def test_a_killed_scheduler_is_started_again_and_a_stop_takes_both(sqlite: str) -> None:
    with process.serving(sqlite) as (base, server):
        worker = process.child(server.pid, "work")
        os.kill(worker, signal.SIGKILL)
        process.until(
            lambda: process.child(server.pid, "work") not in (0, worker),
            "the scheduler is not started again",
        )
        process.run(sqlite, "ingest", "-", stdin=process.ndjson([news(1)]))
        process.until(lambda: _shows(base, 1), "the article does not appear")
        children = [process.child(server.pid, "work"), process.child(server.pid, "web")]
        server.terminate()
        assert server.wait(60) == 0
        assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_a_web_worker_does_not_outlive_its_parent(sqlite: str) -> None:
    with process.serving(sqlite) as (base, server):
        web = process.child(server.pid, "web")
        (worker,) = process.children(web)
        os.kill(web, signal.SIGKILL)
        process.until(
            lambda: not Path(f"/proc/{worker}").exists(), "the worker of a dead parent goes on"
        )
        process.until(
            lambda: process.get(f"{base}/healthz")[0] == 200, "the web is not started again"
        )


def test_a_port_that_is_taken_is_said_and_not_shared(sqlite: str) -> None:
    with process.serving(sqlite) as (base, _):
        port = base.rpartition(":")[2]
        for command in ("serve", "web"):
            other = process.run(sqlite, command, "--port", port)
            assert other.returncode == 1
            assert other.stderr.decode().count("\n") == 1
            assert f"port {port} of 127.0.0.1 cannot be used" in other.stderr.decode()


def test_a_drop_folder_is_watched_while_the_service_runs(sqlite: str, tmp_path: Path) -> None:
    """A file is dropped, edited and removed: the article is new, edited and withdrawn."""
    folder = tmp_path / "drop"
    folder.mkdir()
    settings = tmp_path / "nashra.toml"
    wire = (
        f'[[wire]]\nname = "drop"\nkind = "folder"\npath = "{folder}"\nseconds = 1\nremoved ='
        ' "withdraw"\n'
    )
    settings.write_text(
        (process.ROOT / "nashra.toml").read_text(encoding="utf-8") + wire, encoding="utf-8"
    )
    story = folder / "story.txt"
    with process.serving(sqlite, NASHRA_CONFIG=str(settings)) as (base, _):

        def shows(text: str) -> bool:
            return text in process.get(f"{base}/all.atom")[1].decode()

        for title in ("افتتاح السوق الجديد", "افتتاح السوق الجديد في موعده"):
            story.write_text(f"{title}\nبدأ العمل صباح اليوم.\n", encoding="utf-8")
            process.until(
                lambda title=title: shows(f"<title>{title}</title>"), "the file is not taken in"
            )
        story.unlink()
        process.until(lambda: shows("at:deleted-entry"), "the article is not withdrawn")


# Poison

NESTED = "<div>" * 100_000
POISON: dict[str, tuple[str, str]] = {
    # the fields that replace good ones, as JSON: what becomes of them
    json.dumps({"title": "عنوان\u0000سليم"}): ("new", "عنوانسليم"),
    json.dumps({"title": "عنوان\ufffeسليم"}): ("new", "عنوانسليم"),
    json.dumps({"title": "عنوان\ud800سليم"}): ("new", "عنوانسليم"),
    json.dumps({"html": '<p>نص <a href="javascript:alert(1)">رابط</a></p>'}): (
        "new",
        "<p>نص <a>رابط</a></p>",
    ),
    json.dumps({"title": "ع" * 1_000_000}): ("title", "at most 1,000"),
    json.dumps({"html": NESTED}): ("html", "nested deeper than 256"),
    json.dumps({"url": "javascript:alert(1)"}): ("url", "'javascript'"),
    json.dumps({"published": "9999-12-31T23:59:59Z"}): ("published", "more than a year ahead"),
    json.dumps({"title": None}): ("title", "is missing"),
    json.dumps({"title": " \u200b "}): ("title", "is missing"),
    json.dumps({"tags": [f"وسم {n}" for n in range(120)]}): ("new", "وسم 99"),
    json.dumps({"authors": ["و"] * 101}): ("authors", "at most 100"),
    json.dumps({"publised": "2026-11-24"}): ("publised", "'published'"),
    json.dumps({"language": "arabic please"}): ("language", "no language tag"),
}
LINES: dict[bytes, tuple[str, str]] = {
    # whole lines: the field and reason they are refused with
    b'{"title": "' + b"x" * 60_000_000 + b'"}': ("", "60,000,013 bytes"),
    b'{"title": "caf\xe9"}': ("", "UTF-8"),
    b'{"title": NaN}': ("", "NaN"),
    b'{"title": "a", "title": "b"}': ("", "twice"),
    b"[" * 200_000: ("", "nested deeper"),
    b'{"title": ' + b"9" * 6000 + b"}": ("", "6,000 digits"),
    b'"a text"': ("", "no object"),
    b"{broken": ("", "no JSON"),
}


def test_poison_is_cleaned_or_refused_by_name_and_the_good_records_are_published(
    database: str, tmp_path: Path
) -> None:
    """One file: 400 good records, and between them every poison of the two tables."""
    poisoned = [(text, article(5000 + at) | {"url": None}) for at, text in enumerate(POISON)]
    mixed: list[bytes] = [process.ndjson([record(n)]) for n in range(400)]
    for at, (text, good) in enumerate(poisoned):
        line = json.dumps({k: v for k, v in (good | json.loads(text)).items() if v is not None})
        mixed.insert(at * 25 + 3, line.encode() + b"\n")
    for at, line in enumerate(LINES):
        mixed.insert(at * 45 + 40, line + b"\n")
    source = tmp_path / "mixed.ndjson"
    source.write_bytes(b"".join(mixed))
    done = process.run(database, "ingest", str(source), "--json")
    assert done.returncode == 3, done.stderr
    said = process.lines(done.stdout)
    by_line = {line["line"]: line for line in said if "outcome" in line}
    assert len(by_line) == len(mixed)
    for number, line in enumerate(mixed, 1):
        _assert_outcome(database, by_line[number], line)
    assert list(said[-1]) == ["report"]
    assert set(stored(database)) >= {f"n-{n}" for n in range(400)}
    assert process.run(database, "refresh").returncode == 0
    assert_clean_and_fresh(database)


def _assert_outcome(database: str, said: dict[str, object], line: bytes) -> None:
    if (whole := LINES.get(line.rstrip(b"\n"))) is not None:
        assert said["outcome"] == "quarantined"
        assert (said["field"], whole[1] in str(said["reason"])) == (whole[0], True), said
        return
    fields = json.loads(line)
    number = int(fields["id"].removeprefix("n-"))
    if number < 5000:
        assert said["outcome"] == "new", said
        return
    outcome, detail = list(POISON.values())[number - 5000]
    if outcome == "new":
        assert said["outcome"] == "new", said
        store = Store(database)
        with store.snapshot() as snapshot:
            kept = snapshot.articles.named(str(said["id"]))[0]
        store.close()
        assert detail in (kept.article.title, kept.article.html, *kept.article.tags)
    else:
        assert (said["outcome"], said["field"]) == ("quarantined", outcome), said
        assert detail in str(said["reason"]), said


def test_a_database_that_others_hold_locked_is_waited_for_and_then_said(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ORDINARY", replace(ORDINARY, busy=0.2))
    holder, other = Store(sqlite), Store(sqlite)
    with holder.transaction(), pytest.raises(Unavailable, match="locked"), other.transaction():
        pass
    with other.transaction() as transaction:
        assert transaction.revision.number() == 0
    holder.close()
    other.close()
