"""What partners get of a history, compared with documents that were written from their rules.

A history is added by adding its file and its documents to the folder of its profile; see
histories.py.
"""

from pathlib import Path

import pytest

from feeds.printing.fingerprint import PRINT_VERSION
from feeds.printing.formats import FORMATS
from tests.feeds.printing.formats import carried
from tests.feeds.printing.formats.reference import canonical
from tests.feeds.printing.profiles.histories import (
    CARRIED,
    HISTORIES,
    History,
    histories,
    play,
)

ALL = histories()


@pytest.mark.parametrize("history", ALL, ids=lambda history: history.title)
def test_a_partner_gets_the_documents_that_stand_beside_its_history(
    history: History, sqlite_template: Path, tmp_path: Path
) -> None:
    played = play(history, sqlite_template, tmp_path)
    for step in history.steps:
        expected = history.expected(step)
        if step not in played.documents:
            assert not expected.exists(), f"step {step} changes nothing"
            continue
        assert expected.exists(), f"{expected.name} is missing:\n{played.documents[step]}"
        printed = canonical(history.format, played.documents[step].encode())
        written = canonical(history.format, expected.read_bytes())
        assert printed.splitlines() == written.splitlines(), expected.name
    if history.findings is not None:
        assert played.findings == history.findings


def test_no_document_stands_without_its_history() -> None:
    known = {history.expected(step) for history in ALL for step in history.steps}
    suffixes = {format.suffix for format in FORMATS.values()}
    found = {path for path in HISTORIES.glob("*/*") if path.suffix in suffixes}
    histories_of = {path for path in found if path.name.endswith(".history.json")}
    assert found - histories_of <= known


def test_the_histories_were_printed_under_the_version_of_the_press(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Other bytes under an old version would reach no partner whose feed is printed already."""
    printed = {
        history.title: carried.digests(
            history.fields, play(history, sqlite_template, tmp_path).printed
        )
        for history in ALL
    }
    assert carried.load(CARRIED) == carried.Carried(PRINT_VERSION, printed), (
        "raise PRINT_VERSION if the bytes are others, then:"
        " python -m tests.feeds.printing.profiles.rewrite"
    )
