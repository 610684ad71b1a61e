"""What the newspaper says of itself meanwhile: `/readyz`, `/metrics`, `flask doctor`."""

import json
import re
import time
from dataclasses import dataclass, field
from threading import Event, Thread

from .newspaper import Newspaper
from .readers import Poll, Polls, ask

_PAUSE = 0.5
_DOCTOR_SECONDS = 45
_NUMBER = re.compile(r"\d+")
_DEGRADED = re.compile(rb"^nashra_degraded ([0-9.]+)", re.MULTILINE)


@dataclass(slots=True)
class Said:
    """What was said to be wrong.

    ready    by kind the lines of /readyz, each with the seconds after which it was first there
    metrics  after how many seconds nashra_degraded was not 0; None where it always was
    doctor   what the doctor found wrong
    probes   how the probes themselves were answered
    """

    ready: dict[str, tuple[float, str]] = field(default_factory=dict)
    metrics: float | None = None
    doctor: list[str] = field(default_factory=list)
    probes: Polls = field(default_factory=Polls)

    def __bool__(self) -> bool:
        return bool(self.ready or self.doctor or self.metrics is not None)

    def __str__(self) -> str:
        """Who said something, and after how many seconds first."""
        parts = []
        if self.ready:
            first = min(seconds for seconds, _ in self.ready.values())
            parts.append(f"readyz ({first:.0f} s)")
        if self.metrics is not None:
            parts.append(f"metrics ({self.metrics:.0f} s)")
        if self.doctor:
            subjects = dict.fromkeys(line.partition(":")[0] for line in self.doctor)
            parts.append(f"doctor ({', '.join(subjects)})")
        return ", ".join(parts)


class Probes:
    """Asks all three from the beginning of the context to its end, the doctor once if at all."""

    def __init__(self, newspaper: Newspaper, *, doctor: bool) -> None:
        self.said = Said()
        self._newspaper = newspaper
        self._stop = Event()
        self._began = time.monotonic()
        works = [self._look, self._call_the_doctor] if doctor else [self._look]
        self._threads = [Thread(target=work, daemon=True) for work in works]

    def __enter__(self) -> "Probes":
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _look(self) -> None:
        while not self._stop.wait(_PAUSE):
            self._note_ready(self._ask("/readyz"))
            self._note_metrics(self._ask("/metrics"))

    def _ask(self, path: str) -> Poll:
        poll = ask(self._newspaper.port, path, coding="identity")
        self.said.probes.all.append(poll)
        return poll

    def _note_ready(self, poll: Poll) -> None:
        if poll.status not in (200, 503):
            return
        answer = json.loads(poll.body)
        lines = answer.get("degraded", [])
        if not answer.get("ready"):
            lines = [*lines, "not ready"]
        for line in lines:
            kind = _NUMBER.sub("N", line)  # what was said with other numbers was said
            self.said.ready.setdefault(kind, (poll.at - self._began, line))

    def _note_metrics(self, poll: Poll) -> None:
        found = _DEGRADED.search(poll.body)
        if found and float(found[1]) and self.said.metrics is None:
            self.said.metrics = poll.at - self._began

    def _call_the_doctor(self) -> None:
        self.said.doctor = self._newspaper.doctor(_DOCTOR_SECONDS)
