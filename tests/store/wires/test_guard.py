"""Wires and hooks open no connection to a private address, however it is spelt and however it
arrives.
"""

from collections.abc import Callable
from itertools import count
from typing import Literal

import pytest

from feeds.web.api import hooks as api_hooks
from store import Outbound, Store, Wire, outbound, poll, read_webhook
from tests import quick
from tests.feeds.web.api.sender import SECRET, bearer, make_app
from tests.room import Room
from tests.store.test_outbound import SPELLINGS, Network, ask, network, numeric, server, ways_in

__all__ = ["network", "server"]  # fixtures
Asks = Callable[[Outbound, str], object]


@pytest.fixture
def room(sqlite: str) -> Room:
    store = Store(sqlite)
    store.migrate()
    return Room(store)


def by_wire(room: Room, kind: Literal["feed", "wordpress"]) -> Asks:
    """Each poll is that of a wire of its own, which knows nothing from before."""
    quick.leave_out("every way to an address")
    numbers = count()
    return lambda client, url: poll(
        room.intake, Wire(name=f"{kind}-{next(numbers)}", kind=kind, url=url), client, "tests"
    )


@pytest.mark.parametrize("kind", ["feed", "wordpress"])
def test_no_wire_is_led_inside(
    kind: Literal["feed", "wordpress"], room: Room, network: Network
) -> None:
    asks = by_wire(room, kind)
    assert {
        spelling: ways_in(spelling, address, network, asks)
        for spelling, address in SPELLINGS.items()
    } == {spelling: [] for spelling in SPELLINGS}


@pytest.mark.parametrize("kind", ["feed", "wordpress"])
def test_a_wire_without_the_guard_is_caught(
    kind: Literal["feed", "wordpress"],
    room: Room,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda address: True)
    for spelling, address in list(SPELLINGS.items())[::5]:
        ways = {"literal", "answer", "redirect", "redirect to a name", "rebinding"}
        assert ways <= set(ways_in(spelling, address, network, by_wire(room, kind))), spelling


def hooks(room: Room, network: Network) -> list[str]:
    """The addresses that are connected to when posts tell of all spellings, as link, picture,
    player and home.
    """
    client = make_app(room.store).test_client()
    network.dialled.clear()
    for number, spelling in enumerate(SPELLINGS, 1):
        url = f"http://{spelling}/"
        post = {
            "ID": number,
            "post_title": f"خبر رقم {number}",
            "post_content": (
                f'نص الخبر.\n\n<img src="{url}"><iframe src="{url}"></iframe>[embed]{url}[/embed]'
            ),
            "guid": url,
        }
        said = {"post_id": number, "post": post, "post_permalink": url, "post_thumbnail": url}
        answer = client.post("/api/v1/hooks/wordpress", json=said, headers=bearer(SECRET))
        assert answer.status_code in (201, 422), answer.text
    return network.dialled


def test_no_hook_is_led_anywhere(room: Room, network: Network) -> None:
    assert hooks(room, network) == []


def test_a_hook_that_fetches_its_picture_is_caught(
    room: Room, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda address: True)

    def fetching(content: bytes, name: str) -> object:
        (said,) = read_webhook(content, name)
        ask(Outbound(resolve=numeric), said.image.url)  # type: ignore[union-attr]
        return [said]

    monkeypatch.setattr(api_hooks, "read_webhook", fetching)
    assert len(hooks(room, network)) == len(SPELLINGS)
