"""What the three formats make of a history, compared with documents that people have read.

A case is added by adding its history to `cases/` and writing its documents; see reference.py.
"""

import json
from pathlib import Path

import pytest

from feeds.printing.formats import FORMATS
from store import record
from tests.feeds.printing.formats.reference import CASES, Case, canonical, cases, documents

ALL = cases()
REWRITE = "python -m tests.feeds.printing.formats.rewrite"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_history_makes_the_documents_that_stand_beside_it(
    case: Case, format: str, sqlite_template: Path, tmp_path: Path
) -> None:
    expected = case.expected(format)
    assert expected.exists(), f"write it: {REWRITE} {case.name}"
    printed = canonical(format, documents(case, sqlite_template, tmp_path)[format])
    assert printed.splitlines() == canonical(format, expected.read_bytes()).splitlines(), (
        f"if meant: {REWRITE}"
    )


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_two_presses_print_the_same_bytes(
    case: Case, sqlite_template: Path, tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = (documents(case, sqlite_template, tmp_path / name) for name in ("one", "two"))
    assert one == two


def test_no_document_stands_without_its_history() -> None:
    known = {case.expected(format) for case in ALL for format in FORMATS}
    histories = set(CASES.glob("*.records.json"))
    assert set(CASES.iterdir()) == known | histories


def test_the_full_case_sets_every_field_of_a_record() -> None:
    """A new field needs a place in each format, or a decision that it has none."""
    full = json.loads((CASES / "full.records.json").read_text(encoding="utf-8"))
    given = set(full["steps"][0]["ingest"][0])
    assert given == set(record.DESCRIPTIONS) - {"markdown", "text"}
