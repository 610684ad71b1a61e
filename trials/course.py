"""The course of one trial: readers read, a fault strikes, an article is sent, and what was promised
is compared with what was seen.
"""

import math
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from .databases import Postgresql, Sqlite
from .needs import PROXY, NotToBeHadError
from .newspaper import ACKNOWLEDGED, FEED, keep, kept
from .probes import Probes
from .promises import Result, Trial, broken
from .readers import Readers
from .stage import Stage, stage

_GIVE_UP_SECONDS = 75
_LOOK_SECONDS = 0.1
_TOLD = 120  # characters of what went wrong with a trial itself
_CALM_SECONDS = 1  # before a fault
_READERS = 3
_PAUSE = 0.03
_PATHS = (f"/{FEED}.rss", f"/{FEED}.atom", "/all.rss", "/all.json", "/economy.atom")
_UNASKED = ("/sports.rss", "/culture.json", "/world.atom")  # until the fault strikes


def run(
    trial: Trial, database: Postgresql | Sqlite, patience: float, usual: float | None
) -> Result:
    """Carry a trial out; `usual` is what 99 of 100 polls take beside innocent writers (seconds)."""
    result = Result(trial, database.name)
    try:
        with stage(database, trial.needs) as newly:
            _carry_out(newly, result, patience)
    except NotToBeHadError as problem:
        result.skipped = str(problem)
        return result
    except Exception as problem:
        result.broken.append(f"given up: {str(problem)[:_TOLD]}")
    result.broken += broken(result, patience, usual)
    return result


def _carry_out(stage: Stage, result: Result, patience: float) -> None:
    sent: list[int] = []
    result.notes = stage.notes
    try:
        _read_and_strike(stage, result, partial(_deliver, stage, sent, patience))
    finally:
        result.log = stage.newspaper.warnings()
    if lost := set(sent + stage.acknowledged) - kept(stage.url):
        result.broken.append(f"{len(lost)} acknowledged articles are lost")


def _read_and_strike(stage: Stage, result: Result, deliver: Callable[[], float]) -> None:
    """Let readers read while the fault happens, as often as it is to."""
    readers = Readers(stage.newspaper.port, _PATHS, _READERS, _PAUSE)
    result.polls = readers.polls
    with readers:
        time.sleep(_CALM_SECONDS)
        with Probes(stage.newspaper, doctor=result.trial.doctor) as probes:
            result.said = probes.said
            for _ in range(result.trial.often):
                _strike(stage, readers, result, deliver)
                if math.inf in result.articles:
                    break


def _strike(stage: Stage, readers: Readers, result: Result, deliver: Callable[[], float]) -> None:
    """Let the fault happen once, and note how soon an article reached its readers."""
    trial = result.trial
    with trial.fault(stage):
        readers.read_too(_UNASKED)
        began = time.monotonic()
        if trial.within:
            result.articles.append(deliver())
        time.sleep(max(0, began + trial.seconds - time.monotonic()))
    result.articles.append(deliver())


def _deliver(stage: Stage, sent: list[int], patience: float) -> float:
    """Send an article, again until it is acknowledged; seconds until readers have it.

    Where the newspaper is led through a proxy, another article comes past it.
    """
    began = time.monotonic()
    deadline = began + _GIVE_UP_SECONDS * patience
    numbers = list(stage.underway)
    stage.underway.clear()
    if not numbers:
        numbers = _sent(stage, deadline)
        sent += numbers
    while not all(stage.newspaper.shows(number) for number in numbers):
        if time.monotonic() > deadline:
            return math.inf
        time.sleep(_LOOK_SECONDS)
    return time.monotonic() - began


def _sent(stage: Stage, deadline: float) -> list[int]:
    numbers = [_send(stage, deadline)]
    if PROXY in stage.needs:
        numbers.append(stage.next_number())
        keep(stage.url, numbers[-1:])
    return numbers


def _send(stage: Stage, deadline: float) -> int:
    """Send an article until it is acknowledged. Returns its number; raises RuntimeError."""
    number = stage.next_number()
    statuses: Counter[int] = Counter()
    while (status := stage.newspaper.send(number)) not in ACKNOWLEDGED:
        statuses[status] += 1
        if time.monotonic() > deadline:
            raise RuntimeError(f"no article is acknowledged any more: {dict(statuses)}")
        time.sleep(_LOOK_SECONDS)
    return number
