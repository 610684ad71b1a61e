"""Newsrooms of commands, over databases of their own."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from feeds import newsroom as composed
from feeds.cli import inspect, partners, processes, tokens
from store import Store
from tests.feeds.cli.support import CONFIGURATION, Clock, Impatient, Newsroom, Open, ndjson
from tests.room import article


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    """Commands set up the logs of their process, which is that of the tests here."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """opened(url) is the newsroom over that database."""
    (tmp_path / "nashra.toml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.setenv("NASHRA_CONFIG", str(tmp_path / "nashra.toml"))
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")  # as flask itself sets it, for good
    clock = Clock()
    monkeypatch.setattr(composed, "now", clock)
    monkeypatch.setattr(inspect, "now", clock)
    monkeypatch.setattr(tokens, "now", clock)
    monkeypatch.setattr(partners, "now", clock)
    monkeypatch.setattr(processes, "Event", Impatient)
    stores: list[Store] = []

    def open_(url: str) -> Newsroom:
        monkeypatch.setenv("NASHRA_DATABASE", url)
        made = Newsroom(create_app(), clock)
        stores.append(made.store)
        return made

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def newsroom(opened: Open, sqlite: str) -> Newsroom:
    return opened(sqlite)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with two good records."""
    path = tmp_path / "two.ndjson"
    path.write_text(ndjson(article(1), article(2, sections=["مال وأعمال"])), encoding="utf-8")
    return path
