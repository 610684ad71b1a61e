"""The watchdog of a process: it ends the process when a piece of its work stands still.

Whoever supervises the process starts it again. The watchdog counts its own looks, not the time: a
process that was stopped for an hour, and goes on, has not stood still.
"""

import faulthandler
import logging
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread, Timer

from ..pulse import Pulse

EXIT_CODE = 75  # of a process that was ended; EX_TEMPFAIL of sysexits.h, which means: try again
LOOKS = 12  # in a row at which a piece of work has not moved, until the process ends
_LAST_WORDS_SECONDS = 5.0

_log = logging.getLogger("nashra.watchdog")


def watch(pulses: Sequence[Pulse], seconds: float = 60) -> None:
    """End this process when one of `pulses` has not moved for `seconds`.

    Watches from a daemon thread, and returns at once.
    """
    # A call that never lets go of the interpreter would keep the watchdog waiting, too: the kernel
    # ends the process by SIGPROF when it has computed for so long between two looks.
    faulthandler.register(signal.SIGPROF, chain=True)
    Thread(target=_keep_looking, args=(pulses, seconds), name="watchdog", daemon=True).start()


def _keep_looking(pulses: Sequence[Pulse], seconds: float) -> None:
    watchdog = Watchdog(pulses)
    pause = Event()
    while True:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        pause.wait(seconds / LOOKS)
        stuck = watchdog.look()
        if stuck:
            _end_process(stuck)


@dataclass(slots=True)
class _Watched:
    """A piece of work, as it was seen last; `quiet` is at how many looks it had not moved."""

    pulse: Pulse
    beats: int
    quiet: int = 0

    def look(self) -> None:
        """Note whether it has moved since the last look."""
        if self.pulse.beats == self.beats:
            self.quiet += 1
            return
        self.beats = self.pulse.beats
        self.quiet = 0


class Watchdog:
    """Looks at pieces of work, and counts the looks at which they had not moved."""

    def __init__(self, pulses: Sequence[Pulse]) -> None:
        self._watched = [_Watched(pulse, pulse.beats) for pulse in pulses]

    def look(self) -> Pulse | None:
        """Look once at each. Returns one that has not moved for LOOKS looks in a row."""
        for watched in self._watched:
            watched.look()
        return next((watched.pulse for watched in self._watched if watched.quiet >= LOOKS), None)


def _end_process(stuck: Pulse) -> None:
    """Say what stands still, and where; then end the process at once.

    Nothing is cleaned up: whatever would be waited for may be what stands still.
    """
    # So may the log, if nobody reads it.
    Timer(_LAST_WORDS_SECONDS, os._exit, [EXIT_CODE]).start()
    _log.critical(
        "%s has not moved for %.0f s: this process ends (exit %d), to be started again",
        stuck.name,
        stuck.age,
        EXIT_CODE,
    )
    faulthandler.dump_traceback()
    os._exit(EXIT_CODE)
