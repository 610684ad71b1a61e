"""read_draft(): a heavy draft comes out of the sandbox as a light one does here."""

from datetime import UTC, datetime

import pytest

from store import Refused, Sections
from store.draft import Draft
from store.intake import reading
from tests.room import POLITICS, SITE

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
PROSE = "أعلنت البلدية أن أعمال رصف الكورنيش تنتهي قبل موسم السياحة. "
LONG = {
    "html": f"<p>{PROSE * 15}<b>عاجل</b></p>" * 60,
    "markdown": f"## عنوان\n\n{PROSE * 15}\n\n" * 60,
    "text": f"{PROSE * 15}\n" * 60,
}


def _read(draft: Draft) -> tuple[object, object]:
    return reading.read_draft(
        draft, owner="files", site=SITE, sections=Sections([POLITICS]), now=NOW
    )


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was read in the sandbox, which is called as ever."""
    seen: list[object] = []
    run_isolated = reading.run_isolated

    def noting(function, *args):  # type: ignore[no-untyped-def]
        seen.append(args[0])
        return run_isolated(function, *args)

    monkeypatch.setattr(reading, "run_isolated", noting)
    return seen


@pytest.mark.parametrize("field", LONG)
def test_a_long_text_is_read_apart_and_comes_out_the_same(
    calls: list[object], monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    draft = Draft(id="1", title="الكورنيش قبل الصيف", **{field: LONG[field]})
    apart = _read(draft)
    assert calls == [draft]
    monkeypatch.setattr(reading, "is_heavy", lambda text: False)
    assert _read(draft) == apart
    assert calls == [draft]


def test_a_short_text_is_read_here(calls: list[object]) -> None:
    _read(Draft(id="1", title="عنوان", html=f"<p>{PROSE * 15}</p>" * 10, summary=PROSE))
    assert calls == []


def test_a_text_that_takes_too_long_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match=r"takes more than 2 s of CPU") as refusal:
        _read(Draft(id="1", title="عنوان", markdown="![ا](" * 190_000))
    assert refusal.value.field == "markdown"
