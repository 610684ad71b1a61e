"""`python -m trials.dying PLACE COMMAND...`: flask with this application, killed where PLACE says.

The process kills itself (kill -9) once its work has come to that place: no moment is as exact.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask.cli import main

from store.db.articles import Articles
from store.intake import ingest
from store.intake.foresight import Foresight
from store.sources.wordpress import wxr

from .mortal import end_with_parent


@dataclass(frozen=True)
class Place:
    """A place in the work of a process: before or behind a call, counted from 1."""

    owner: Any
    name: str
    call: int = 1
    behind: bool = True


# An export of three batches is meant.
OF_AN_IMPORT = {
    "its pictures are read": Place(wxr, "ExportReader", behind=False),
    "a batch is written, and not kept": Place(Articles, "save"),
    "a batch is kept, and nothing said": Place(ingest, "_keep_together"),
    "the next batch is looked at": Place(Foresight, "look", call=2, behind=False),
    "all is kept, and the run not ended": Place(ingest, "_next_batch", call=4),
}


def arm(place: Place) -> None:
    """Have this process killed at a place."""
    call = getattr(place.owner, place.name)
    setattr(place.owner, place.name, _deadly(call, place))


def _deadly(call: Callable[..., Any], place: Place) -> Callable[..., Any]:
    calls = 0

    @wraps(call)
    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == place.call and not place.behind:
            _die()
        result = call(*arguments, **named)
        if calls == place.call:
            _die()
        return result

    return counted


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    end_with_parent()
    arm(OF_AN_IMPORT[sys.argv[1]])
    sys.argv = ["flask", "--app", "app", *sys.argv[2:]]
    main()
