"""The table of kinds: each names a module that polls, and what a wire of that kind may say."""

import pytest

from store import WIRE_KINDS
from store.lazy import load


@pytest.mark.parametrize("name", WIRE_KINDS)
def test_each_kind_has_a_module_that_polls(name: str) -> None:
    assert callable(load(WIRE_KINDS[name].module).poll)


def test_only_servers_of_others_are_asked_seldom() -> None:
    seldom = {name for name, kind in WIRE_KINDS.items() if kind.seconds >= 30}
    assert seldom == {name for name, kind in WIRE_KINDS.items() if kind.over_the_net}
