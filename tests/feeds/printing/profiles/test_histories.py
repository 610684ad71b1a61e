"""What partners get of a history, compared with documents that were written from their rules.

A history is added by adding its file and its documents to the folder of its profile; see
histories.py.
"""

from pathlib import Path

import pytest

from feeds.printing.formats import FORMATS
from tests.feeds.printing.formats.reference import canonical
from tests.feeds.printing.profiles.histories import HISTORIES, History, histories, play

ALL = histories()


@pytest.mark.parametrize("history", ALL, ids=lambda history: f"{history.profile}-{history.name}")
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
