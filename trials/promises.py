"""A trial, what was seen in it, and which promises were broken."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .faults import Fault
from .probes import Said
from .readers import Polls

ARTICLE_SECONDS = 15
POLL_SECONDS = 1
P99_RATIO = 2
SAID_SECONDS = 10  # what is over sooner need not be told
CLOSED = 0  # the status of a poll where nobody listened


@dataclass(frozen=True)
class Trial:
    """One fault, and how it is tried.

    seconds  how long it lasts
    within   whether an article is sent while it lasts, too
    often    how often it strikes
    said     whether somebody must say that something is wrong
    crowd    whether polls must be nearly as fast as beside innocent writers
    closed   whether nobody may listen for a while: the web itself was killed
    article  seconds within which an article must be in its feed
    doctor   whether the doctor is called meanwhile
    needs    what it needs beside the newspaper; see needs.py
    """

    name: str
    fault: Fault
    seconds: float = 0
    within: bool = False
    often: int = 1
    said: bool = False
    crowd: bool = False
    closed: bool = False
    article: float = ARTICLE_SECONDS
    doctor: bool = True
    needs: Collection[str] = ()


@dataclass
class Result:
    """What was seen in a trial, and which promises were broken.

    log  warnings and errors, and how processes ended
    """

    trial: Trial
    database: str
    articles: list[float] = field(default_factory=list)
    polls: Polls = field(default_factory=Polls)
    said: Said = field(default_factory=Said)
    notes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    skipped: str = ""


def broken(result: Result, patience: float, usual: float | None) -> Iterator[str]:
    """The promises that were not kept, with what was seen."""
    trial = result.trial
    slowest = max(result.articles, default=0)
    if slowest > trial.article * patience:
        yield f"an article {after(slowest)}"
    for what, polls in (("poll", result.polls), ("probe", result.said.probes)):
        if polls.slowest > POLL_SECONDS * patience:
            yield f"a {what} of {polls.slowest:.1f} s"
    others = result.polls.others()
    if trial.closed:
        del others[CLOSED]
    if others:
        yield f"polls answered {told(others)}"
    if trial.said and not result.said and max(trial.seconds, slowest) > SAID_SECONDS:
        yield "nobody said that something is wrong"
    if trial.crowd and usual and result.polls.share(99) > P99_RATIO * patience * usual:
        ratio = result.polls.share(99) / usual
        yield f"p99 is {ratio:.1f} times as long as beside innocent writers"


def after(seconds: float) -> str:
    """How long something took, which may never have come."""
    return "never" if math.isinf(seconds) else f"after {seconds:.1f} s"


def told(statuses: Counter[int]) -> str:
    """Statuses, and how often each came; 0 is no answer."""
    return ", ".join(
        f"{status or 'nothing'} x{count}" for status, count in sorted(statuses.items())
    )
