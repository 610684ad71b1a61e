"""The kinds of wires: one line says all that settings and polls must know of a kind.

To add one, copy the module of its neighbour, and give it a line here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..db.wires import Memory
from ..intake.intake import Intake, SiteOwner
from ..lazy import load
from ..outbound import Outbound
from ..text.sites import lies_on, site_of, site_of_feed
from .wire import Progress, Removed, Wire

Poller = Callable[[Intake, Wire, Outbound, Memory], Iterator[Progress]]
Rereader = Callable[[Intake, Wire, Outbound, Memory, Sequence[str]], Iterator[Progress]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireKind:
    """A kind of wires.

    module   the module with its `poll()`, a Poller, loaded with the first poll
    setting  the setting that says where such a wire is: `url` is asked over the net
    seconds  between two polls, where the wire does not say
    removed  what becomes of articles that are gone, where the wire does not say; None for a kind
             that cannot see that something is gone
    sent     whether an API token may have its name: what is sent and what is polled have one id,
             and its module reads it again by that, with a `read_again()`
    site     the WordPress that such a wire's address may be that of
    """

    module: str
    setting: Literal["path", "url"]
    seconds: int
    removed: Removed | None = None
    sent: bool = False
    site: Callable[[str], str | None] | None = None

    @property
    def over_the_net(self) -> bool:
        """Whether somebody else's server is asked."""
        return self.setting == "url"

    def poll(
        self, intake: Intake, wire: Wire, outbound: Outbound, memory: Memory
    ) -> Iterator[Progress]:
        """Ingest what is new or changed, and withdraw what is gone where the wire says so.

        `memory` is that of the last progress with one. Raises Unreachable, and Refused for an
        answer that cannot be read.
        """
        poller: Poller = load(self.module).poll
        return poller(intake, wire, outbound, memory)

    def read_again(
        self, intake: Intake, wire: Wire, outbound: Outbound, memory: Memory, ids: Sequence[str]
    ) -> Iterator[Progress]:
        """Ingest what its source knows by these ids, and nothing else. Raises what poll() raises.

        Of a kind that may be sent.
        """
        reader: Rereader = load(self.module).read_again
        return reader(intake, wire, outbound, memory, ids)


WIRE_KINDS = {
    "folder": WireKind(module="store.wires.folder", setting="path", seconds=5, removed="keep"),
    "feed": WireKind(module="store.wires.feed", setting="url", seconds=300, site=site_of_feed),
    "wordpress": WireKind(
        module="store.wires.wordpress",
        setting="url",
        seconds=300,
        removed="withdraw",
        sent=True,
        site=site_of,
    ),
}


def site_owners(wires: Sequence[Wire]) -> dict[str, SiteOwner]:
    """The owners of sites: of each the wire that polls its WordPress, else that of its feed."""
    owners: dict[str, SiteOwner] = {}
    for wire in sorted(wires, key=lambda wire: not WIRE_KINDS[wire.kind].sent):
        site = site_of_wire(wire)
        if site:
            owners.setdefault(site, _owner(wire, _feeds_of(site, wire, wires)))
    return owners


def site_of_wire(wire: Wire) -> str | None:
    """The WordPress site that a wire polls, if its address may be that of one."""
    site = WIRE_KINDS[wire.kind].site
    return site(wire.url) if site else None


def _owner(wire: Wire, feeds: Iterable[str]) -> SiteOwner:
    """A wire as the owner of its site."""
    return SiteOwner(
        name=wire.name,
        section=wire.section,
        full_text=wire.full_text,
        same_story=wire.same_story,
        keep_guid=wire.keep_guid,
        zone=wire.zone,
        feeds=tuple(feeds),
        fetches=WIRE_KINDS[wire.kind].sent,
    )


def _feeds_of(site: str, owner: Wire, wires: Iterable[Wire]) -> Iterator[str]:
    """The wires that poll feeds of a site beside its WordPress wire: what they bring is its own.

    Beside a feed others are for themselves.
    """
    for wire in wires:
        if WIRE_KINDS[owner.kind].sent and wire.kind == "feed" and lies_on(wire.url, site):
            yield wire.name
