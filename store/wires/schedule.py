"""When wires are polled: the pause after each poll, and which wire is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..db.wires import LONG, WireState
from ..intake.intake import Intake
from .kinds import WIRE_KINDS
from .wire import Wire

# Longer than a page is fetched and ingested; after it, the poll of a killed process is taken over.
POLL_TERM = timedelta(minutes=5)
_MOST_DOUBLINGS = 12  # a power beyond them would pass every limit, and then the range of timedelta


def pause(wire: Wire, failures: int, wait: timedelta, jitter: float) -> timedelta:
    """The time until the next poll, at least `wait`, which the other side asks for.

    Each failure doubles it, up to an hour; `jitter`, 0 to 1, spreads the wires that fail together.
    A folder is looked at as often as ever: it costs nobody else anything.
    """
    if not failures or not WIRE_KINDS[wire.kind].over_the_net:
        return max(wire.interval, wait)
    doubled: timedelta = wire.interval * 2.0 ** min(failures, _MOST_DOUBLINGS)
    longer = min(doubled, max(wire.interval, LONG))
    return max(wait, longer * (0.75 + jitter / 4))


def pause_while_busy(wire: Wire) -> timedelta:
    """The time until the next try, while another process polls the wire, or died polling it."""
    return min(wire.interval, POLL_TERM)


@dataclass(frozen=True, slots=True)
class _Times:
    """The moments of the last poll of a wire, and of the next."""

    last: datetime
    due: datetime

    def are_due(self, now: datetime) -> bool:
        """Whether it is time; before the last poll it always is: a clock was set back."""
        return not self.last <= now < self.due


class Schedule:
    """The times of all wires, in the memory of the one process that polls them.

    They are found in the store once, and remembered: each wire is asked for every second.
    """

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._times: dict[str, _Times] = {}

    def is_due(self, wire: Wire, now: datetime) -> bool:
        """Whether the wire is to be polled now."""
        if wire.name not in self._times:
            times = self._find(wire)
            if times is None:
                return True
            self._times[wire.name] = times
        return self._times[wire.name].are_due(now)

    def note(self, wire: Wire, polled_at: datetime, due: datetime) -> None:
        """Remember when a wire was polled, and is due again."""
        self._times[wire.name] = _Times(polled_at, due)

    def forget(self, wire: Wire) -> None:
        """Find the times anew when they are asked for next: somebody else polls meanwhile."""
        self._times.pop(wire.name, None)

    def _find(self, wire: Wire) -> _Times | None:
        """The times as the last poll left them; None where it was none of this address."""
        with self.intake.store.snapshot() as snapshot:
            state = snapshot.wires.states().get(wire.name)
        if state is None or state.next_at is None or not _is_of(state, wire):
            return None
        if state.error:
            return _Times(state.polled_at, state.next_at)
        return _Times(state.polled_at, state.polled_at + wire.interval)  # as it is set now


def _is_of(state: WireState, wire: Wire) -> bool:
    return state.memory.get("url", "") == wire.url
