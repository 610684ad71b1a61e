"""What the three formats make of a history, compared with documents that people have read.

A case is added by adding its history to `cases/` and writing its documents; see reference.py.
"""

import json
from pathlib import Path

import pytest

from feeds.printing.fingerprint import PRINT_VERSION
from feeds.printing.formats import FORMATS
from store import RECORD_FIELDS
from tests.feeds.printing.formats import carried, rewrite
from tests.feeds.printing.formats.carried import CaseDigests
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
    assert given == set(RECORD_FIELDS) - {"markdown", "text"}, (
        f"set it in the first record of cases/full.records.json, then: {REWRITE} full"
    )


# New bytes need a new print version


def test_the_cases_were_printed_under_the_version_of_the_press(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Other bytes under an old version would reach no reader of a feed that is printed already."""
    printed = {
        case.name: carried.digests(case.fields, documents(case, sqlite_template, tmp_path))
        for case in ALL
    }
    assert carried.load() == carried.Carried(PRINT_VERSION, printed), (
        f"raise PRINT_VERSION if the bytes are others, then: {REWRITE}"
    )


def test_other_bytes_of_one_history_are_refused_under_one_version() -> None:
    before = carried.Carried(PRINT_VERSION, {"a": CaseDigests("history", "bytes")})
    with pytest.raises(ValueError, match="raise PRINT_VERSION first"):
        carried.renewed(before, {"a": CaseDigests("history", "other bytes")})


@pytest.mark.parametrize(
    "printed",
    [
        {"a": CaseDigests("history", "bytes")},
        {"a": CaseDigests("other history", "other bytes")},
        {"b": CaseDigests("history", "other bytes")},
    ],
    ids=["the same", "another history", "a new case"],
)
def test_cases_that_change_no_format_keep_the_version(printed: dict[str, CaseDigests]) -> None:
    before = carried.Carried(PRINT_VERSION, {"a": CaseDigests("history", "bytes")})
    assert carried.renewed(before, printed).cases.items() >= printed.items()


def test_a_raised_version_takes_other_bytes_and_forgets_what_is_not_printed_yet() -> None:
    before = carried.Carried(
        PRINT_VERSION - 1, {"a": CaseDigests("history", "bytes"), "b": CaseDigests("x", "y")}
    )
    after = {"a": CaseDigests("history", "other bytes")}
    assert carried.renewed(before, after) == carried.Carried(PRINT_VERSION, after)


def test_rewriting_writes_nothing_that_it_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "carried.json"
    case = next(case for case in ALL if case.name == "none")
    other = CaseDigests(carried.load().cases["none"].history, "other bytes")
    carried.save(carried.Carried(PRINT_VERSION, {"none": other}), file)
    monkeypatch.setattr(carried, "FILE", file)
    monkeypatch.setattr(Case, "expected", lambda self, format: tmp_path / f"{self.name}.{format}")
    with pytest.raises(SystemExit, match="raise PRINT_VERSION first"):
        rewrite.main(["none"])
    assert not case.expected("rss").exists()
    assert carried.load(file).cases["none"] == other
