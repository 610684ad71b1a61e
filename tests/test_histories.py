"""Histories of a newspaper that is made with WordPress: after each poll, feeds of all formats equal
what its editors wrote, field by field.
"""

from collections.abc import Iterator

import pytest

from store import Store
from tests.paper.edits import EDITS, Desk
from tests.paper.follower import Follower
from tests.paper.site import Site, newspaper

_SHOWN = (
    "nothing",
    "a title",
    "a slug",
    "a title and its slug",
    "a text",
    "an excerpt",
    "a new post",
    "another category",
    "a renamed category",
    "a category with another slug",
    "tags",
    "another author",
    "another picture",
    "no picture any more",
    "a gallery",
    "a podcast",
    "a password",
    "private no more",
    "a draft that is published",
    "a date moved back",
    "a bulk edit",
)


@pytest.fixture
def site() -> Iterator[Site]:
    with newspaper() as found:
        yield found


@pytest.fixture
def light(sqlite: str) -> Iterator[Store]:
    """A store on SQLite alone: there are many rows."""
    opened = Store(sqlite)
    yield opened
    opened.close()


@pytest.mark.parametrize("edit", _SHOWN)
def test_the_next_poll_shows_an_edit(light: Store, site: Site, edit: str) -> None:
    follower = Follower(light, site.paper)
    desk = Desk(site.paper)
    follower.poll()
    follower.check()  # readers have seen it
    follower.pass_time(minutes=5)
    EDITS[edit](desk)
    follower.pass_time(minutes=5)
    follower.poll()
    assert follower.check() == []
