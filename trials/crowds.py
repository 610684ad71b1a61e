"""Faults of many: people who read pages while the database stands still, and senders."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.processes import ROOT, environment

from .faults import Fault, frozen
from .hostile import WRITERS
from .newspaper import FEED
from .readers import Readers
from .stage import Stage

_PEOPLE = 20
_PAGES = ("/", f"/{FEED}", "/all", "/economy?page=2")


@contextmanager
def frozen_among_people(stage: Stage) -> Iterator[None]:
    """PostgreSQL stands still while twenty people read pages."""
    people = Readers(stage.newspaper.port, _PAGES, _PEOPLE, pause=0.2)
    with frozen(stage), people:
        yield
    others = people.polls.others()
    told = ", ".join(f"{status or 'none'} x{count}" for status, count in sorted(others.items()))
    stage.notes.append(
        f"pages: {len(people.polls.all)} asked for, slowest {people.polls.slowest:.1f} s, {told}"
    )


def writing(kind: str) -> Fault:
    """Four writers send all the while, each as often as he may; `hostile` or `innocent` ones."""

    @contextmanager
    def fault(stage: Stage) -> Iterator[None]:
        command = [sys.executable, "-m", "trials.hostile", str(stage.newspaper.port)]
        processes = [
            subprocess.Popen([*command, sender, kind], cwd=ROOT, env=environment())
            for sender in WRITERS
        ]
        try:
            yield
        finally:
            for process in processes:
                process.kill()
                process.wait()

    return fault
