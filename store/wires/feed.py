"""A wire that is a feed: fetched only where it has changed.

What it no longer shows stays published: a feed shows only its newest entries, and says what it
withdraws.
"""

import io
from collections.abc import Iterator

from ..db.wires import Memory
from ..intake.intake import Intake
from ..outbound import Outbound, Response
from ..sources import SOURCES
from ..sources.file import File
from .fetch import ask
from .take_in import take_in
from .wire import RECALLED, Progress, Wire

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " */*;q=0.5"
)
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_NOT_MODIFIED = 304


def poll(intake: Intake, wire: Wire, outbound: Outbound, memory: Memory) -> Iterator[Progress]:
    """Ingest the feed, asked with the validators of the last good answer (RFC 9110, section 13).

    They are remembered once all of it is ingested, so that a broken answer is asked for again.
    Where entries were recalled, it is asked without them.
    """
    headers = {"Accept": _ACCEPT}
    if RECALLED not in memory:
        headers |= _conditions(memory)
    answer = ask(outbound, wire.url, intake.clock(), headers, frozenset({200, _NOT_MODIFIED}))
    if answer.status == _NOT_MODIFIED:
        yield Progress()
        return
    taken = take_in(intake, list(SOURCES["feed"].read(_file(wire, answer))))
    yield Progress(
        counts=taken.counts,
        refused=taken.refused,
        error=taken.error,
        memory=None if taken.error else _validators(answer),
        leads=taken.leads,
    )


def _file(wire: Wire, answer: Response) -> File:
    """An answer as a file, by the name of its address as it is set."""
    stream = io.BytesIO(answer.content)
    return File(stream, wire.url, "", charset=answer.charset, address=answer.url)


def _conditions(memory: Memory) -> dict[str, str]:
    """The headers that ask for what has changed since the answer that is remembered."""
    return {
        header: memory[validator]
        for validator, header in _VALIDATORS.items()
        if memory.get(validator)
    }


def _validators(answer: Response) -> Memory:
    return {
        validator: answer.headers[validator]
        for validator in _VALIDATORS
        if answer.headers.get(validator)
    }
