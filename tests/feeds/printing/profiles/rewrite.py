"""Write the documents of the partners' histories anew.

`python -m tests.feeds.printing.profiles.rewrite`.

For a change of what all documents have in common, and for a first draft of a new history. It
refuses other bytes under the print version that the histories carry. Read `git diff` before it is
committed, beside the partner's rules: nothing else judges it.
"""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from store import Store
from tests.conftest import NAMESPACE
from tests.feeds.printing.formats import carried
from tests.feeds.printing.profiles.histories import CARRIED, History, Played, histories, play


def main() -> None:
    played = _play(histories())
    digests = {
        history.title: carried.digests(history.fields, made.printed) for history, made in played
    }
    try:
        renewed = carried.renewed(carried.load(CARRIED), digests)
    except ValueError as error:
        sys.exit(str(error))
    for history, made in played:
        _write(history, made)
    carried.save(renewed, CARRIED)


def _play(chosen: Iterable[History]) -> list[tuple[History, Played]]:
    """Play histories in databases that are gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        template = folder / "template.db"
        store = Store(f"sqlite:///{template}")
        store.migrate(NAMESPACE)
        store.close()
        return [(history, play(history, template, folder)) for history in chosen]


def _write(history: History, played: Played) -> None:
    for step in history.steps:
        path = history.expected(step)
        if step in played.documents:
            path.write_text(played.documents[step], encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
