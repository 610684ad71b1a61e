"""The kinds of wires: one line says all that settings and polls must know of a kind.

To add one, copy the module of its neighbour, and give it a line here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..db.wires import Memory
from ..intake.intake import Intake
from ..lazy import load
from ..outbound import Outbound
from .wire import Progress, Removed, Wire

Poller = Callable[[Intake, Wire, Outbound, Memory], Iterator[Progress]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireKind:
    """A kind of wires.

    module   the module with its `poll()`, a Poller, loaded with the first poll
    setting  the setting that says where such a wire is: `url` is asked over the net
    seconds  between two polls, where the wire does not say
    removed  what becomes of articles that are gone, where the wire does not say; None for a kind
             that cannot see that something is gone
    sent     whether an API token may have its name: what is sent and what is polled have one id
    """

    module: str
    setting: Literal["path", "url"]
    seconds: int
    removed: Removed | None = None
    sent: bool = False

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


WIRE_KINDS = {
    "folder": WireKind(module="store.wires.folder", setting="path", seconds=5, removed="keep"),
    "feed": WireKind(module="store.wires.feed", setting="url", seconds=300),
    "wordpress": WireKind(
        module="store.wires.wordpress", setting="url", seconds=300, removed="withdraw", sent=True
    ),
}
