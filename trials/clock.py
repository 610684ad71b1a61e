"""A clock that can be set, for processes of ours alone: libfaketime, from its wheel or from Debian.

Only the time of day is set. The monotonic clock goes on, as it does on a machine whose clock is
corrected.
"""

import importlib.util
import os
from contextlib import suppress
from pathlib import Path

_IN_WHEEL = "vendor/libfaketime/src/libfaketime.so.1"
_OF_DEBIAN = "/usr/lib/*/faketime/libfaketime.so.1"
_SHARED = Path("/dev/shm")


def library() -> Path | None:
    """Where libfaketime lies, None where this machine has none that works."""
    spec = importlib.util.find_spec("libfaketime")
    if spec is not None and spec.origin is not None:
        wheel = Path(spec.origin).parent / _IN_WHEEL
        if wheel.exists():
            return wheel
    return next(Path("/").glob(_OF_DEBIAN.lstrip("/")), None)


class FakeClock:
    """The clock of the processes that are started with its `environment`."""

    def __init__(self, file: Path, preloaded: Path) -> None:
        self._file = file
        self._preloaded = preloaded
        self.set(0)

    def set(self, seconds: int) -> None:
        """Make the clock differ from this machine's by so many seconds."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n", encoding="ascii")
        new.replace(self._file)  # so that nobody reads half of it

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process live by this clock."""
        return {
            "LD_PRELOAD": str(self._preloaded),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",  # as older versions call it
            "NO_FAKE_STAT": "1",
        }


def tidy() -> None:
    """Remove the shared memory of processes that were killed under a fake clock."""
    for path in _SHARED.glob("*faketime_*_*"):
        pid = path.name.rpartition("_")[2]
        with suppress(OSError):
            if path.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
                path.unlink()
