"""Watching whether texts are read for their sections while a snapshot is open."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store import Article, Sections, Store, Transaction


def choices_within(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each choice of sections from now on: whether it was made within a snapshot."""
    opened: list[Store] = []
    within: list[bool] = []
    snapshot = Store.snapshot
    choose = Sections.of

    @contextmanager
    def watched(self: Store) -> Iterator[Transaction]:
        with snapshot(self) as transaction:
            opened.append(self)
            try:
                yield transaction
            finally:
                opened.pop()

    def noted(self: Sections, article: Article) -> tuple[str, ...]:
        within.append(bool(opened))
        return choose(self, article)

    monkeypatch.setattr(Store, "snapshot", watched)
    monkeypatch.setattr(Sections, "of", noted)
    return within
