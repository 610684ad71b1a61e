"""A wire that is a feed: fetched only where it has changed; what it no longer shows stays
published.
"""

import io
import logging
from collections.abc import Iterator

from ..draft import SourceItem
from ..errors import Refused
from ..intake.ingest import ingest
from ..intake.intake import Intake
from ..outbound import Outbound
from ..sources import SOURCES
from ..sources.file import File
from .fetch import ask
from .wire import Poll, Wire

_log = logging.getLogger("nashra.wires")
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " */*;q=0.5"
)


def poll(intake: Intake, wire: Wire, outbound: Outbound, done: Poll) -> Iterator[None]:
    """Ask with the validators of the last good answer (RFC 9110, section 13); they are kept once
    all is ingested.
    """
    validators = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    headers = {
        header: value for name, header in validators.items() if (value := done.memory.get(name))
    }
    answer = ask(
        outbound, wire.url, intake.clock(), {"Accept": _ACCEPT, **headers}, frozenset({200, 304})
    )
    if answer.status == 304:
        yield
        return
    file = File(
        io.BytesIO(answer.content), wire.url, "", charset=answer.charset, address=answer.url
    )
    said = list(SOURCES["feed"].read(file))
    take_in(intake, wire, said, done)
    if not done.error:
        done.memory = {name: value for name in validators if (value := answer.headers.get(name))}
    yield


def take_in(intake: Intake, wire: Wire, said: list[SourceItem], done: Poll) -> dict[str, str]:
    """Ingest what was said; returns our ids by the source's. What is wrong with a whole document is
    its error.
    """
    faults = [one for one in said if isinstance(one, Refused)]
    if faults and (len(faults) == len(said) or faults[-1].place.line is None):
        done.error = str(faults[-1])
    ids: dict[str, str] = {}
    offered = [one for one in said if not isinstance(one, Refused) or one.place.line is not None]
    for outcomes in ingest(offered, intake):
        for outcome in outcomes:
            done.counts[outcome.kind] += 1
            if outcome.id and outcome.source_id and not outcome.copy:
                ids[outcome.source_id] = outcome.id
            if outcome.refused:
                _log.warning("wire %s: %s", wire.name, outcome.refused)
    return ids
