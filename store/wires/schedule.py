"""When wires are polled: the pause behind each poll, and which wire is due."""

from datetime import timedelta

from ..db.wires import LONG, WireState
from ..intake.intake import Intake
from .kinds import WIRE_KINDS
from .wire import Wire

# Longer than a page is fetched and ingested; after it, the poll of a killed process is taken over.
POLL_TERM = timedelta(minutes=5)
_NO_PAUSE = timedelta(0)
# So far apart a source is asked for what was recalled: many messages make one question.
BETWEEN = timedelta(seconds=1)
AFTER_FAILURE = timedelta(seconds=30)
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


class Schedule:
    """When each wire is due, in the memory of the one process that polls them.

    It is found in the store once, and remembered: each wire is asked for every second. It is
    remembered by the monotonic clock: while one runs, a clock that is set moves no poll.
    """

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._due: dict[str, float] = {}
        self._welcome: dict[str, float] = {}

    def is_due(self, wire: Wire) -> bool:
        """Whether the wire is to be polled now."""
        if wire.name not in self._due:
            self.note(wire, self._find_pause(wire))
        return self.intake.timer() >= self._due[wire.name]

    def note(self, wire: Wire, pause: timedelta) -> None:
        """Remember that a wire is due again after a pause."""
        self._due[wire.name] = self.intake.timer() + pause.total_seconds()

    def may_ask(self, wire: Wire) -> bool:
        """Whether the source of a wire may be asked for what was recalled, amid two polls."""
        return self.intake.timer() >= self._welcome.get(wire.name, 0.0)

    def leave_alone(self, wire: Wire, pause: timedelta) -> None:
        """Remember that for so long the source of a wire is asked for nothing that was recalled."""
        self._welcome[wire.name] = self.intake.timer() + pause.total_seconds()

    def forget(self, wire: Wire) -> None:
        """Find out anew when it is asked for next: somebody else polls meanwhile."""
        self._due.pop(wire.name, None)

    def _find_pause(self, wire: Wire) -> timedelta:
        """The rest of the pause behind the last poll; none where that was none of this address."""
        with self.intake.store.snapshot() as snapshot:
            state = snapshot.wires.states().get(wire.name)
        if state is None or state.next_at is None or not _is_of(state, wire):
            return _NO_PAUSE
        now = self.intake.clock()
        if now < state.polled_at:  # the clock was set back since
            return _NO_PAUSE
        if state.error:
            return state.next_at - now
        return state.polled_at + wire.interval - now  # as the interval is set now


def _is_of(state: WireState, wire: Wire) -> bool:
    return state.memory.get("url", "") == wire.url
