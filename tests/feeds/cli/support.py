"""A newsroom of commands: run in this process, over a store that tests look into."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from store import QuarantinedDraft, Store, StoredArticle, find
from tests.room import START

CONFIGURATION = """
base_url = "https://news.example.com"
log = "warning text"

[site]
title = "صحيفة الاختبار"

[[section]]
slug = "politics"
title = "سياسة"

[[section]]
slug = "economy"
title = "اقتصاد"
aliases = ["مال وأعمال"]
"""
FEEDS = ["all", "politics", "economy"]
BAD = {"id": "bad", "title": "", "text": "نص بلا عنوان"}
FAR = {
    "id": "far",
    "title": "خبر من عام بعيد",
    "published": (START + timedelta(days=400)).isoformat(),
}


class Clock:
    """A clock that moves a second each time it is read, so that no command waits for the next
    one.
    """

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Impatient:
    """An Event that nobody waits for."""

    def wait(self, _seconds: float) -> None: ...


class Newsroom:
    """`flask` in a folder of its own: run commands, then look into the store."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self._flask = FlaskGroup(create_app=lambda: app, load_dotenv=False, set_debug_flag=False)
        self.store: Store = app.extensions["nashra"].store

    def run(self, *arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(self._flask, [str(one) for one in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def well(self, *arguments: object, stdin: str | None = None) -> str:
        """What a command says that must succeed without a word on standard error."""
        result = self.run(*arguments, stdin=stdin)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def json(self, *arguments: object, stdin: str | None = None) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.well(*arguments, stdin=stdin).splitlines()]

    def ingest(self, *records: object) -> Result:
        return self.run("ingest", "-", stdin=ndjson(*records))

    def kept(self, name: str) -> StoredArticle:
        return find(self.store, name)

    def held(self) -> list[QuarantinedDraft]:
        with self.store.snapshot() as snapshot:
            return snapshot.quarantine.all()

    def position(self, name: str, feed: str = "all") -> datetime:
        found = self.kept(name).article.id
        with self.store.snapshot() as snapshot:
            return snapshot.placements.of([found])[found][feed].position

    def printed(self, feed: str) -> str:
        with self.store.snapshot() as snapshot:
            edition = snapshot.editions.current(feed)
        return edition.bodies["rss"].content.decode() if edition else ""


def ndjson(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def assert_one_line(result: Result, *words: str) -> None:
    """A problem: exit 1, nothing on standard output, one line on standard error that names what was
    wrong.
    """
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: [^\n]+\n", result.stderr)
    assert all(word in result.stderr for word in words), result.stderr


def assert_usage(result: Result, *words: str) -> None:
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")
    assert all(word in result.stderr for word in words), result.stderr


Open = Callable[[str], Newsroom]
