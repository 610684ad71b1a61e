"""What the heavy texts of one run may take together."""

import pytest

from store.errors import Refused
from store.text import allowance
from store.text.allowance import Allowance
from store.text.sandbox import run_isolated
from tests.store.text.test_sandbox import for_ever


def test_a_run_whose_texts_take_too_long_may_bring_no_more_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(allowance, "RUN_SECONDS", 0.5)
    with Allowance().heeded():
        assert run_isolated(len, "خبر") == 3
        with pytest.raises(Refused, match="takes more than 2 s of CPU"):
            run_isolated(for_ever)
        with pytest.raises(Refused, match="too much before it took too long: send it again"):
            run_isolated(len, "خبر")
    assert run_isolated(len, "خبر") == 3


def test_an_archive_may_bring_any_number_of_texts_that_take_a_moment() -> None:
    archive = Allowance()
    for _ in range(10_000):
        archive.check()
        archive.spend(0.4)
    archive.check()
