"""The zone of a wire's dates: the habit of a source that says UTC where it means its local time.

Whatever is new there is ahead by the same whole hours, again and again, whenever it is seen. That
is said, with the setting that mends it; no date is read otherwise before a person has set it. An
embargo is no habit: it is ahead once, by any time, or tells the same time of day each day.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from ..db.wires import ZONE, Memory, WireState
from ..intake.lead import Lead
from ..site import Site
from .wire import Wire

_LEADS = "leads"
_KEPT = 6  # polls that brought something new
_ENOUGH = 3  # of them, where the wire is polled often
_OFTEN = timedelta(minutes=15)
_STEP = 30  # minutes: zones lie whole and half hours apart
_LEAST = 60  # minutes
_MOST = 14 * 60  # minutes
_CLOCKS = 5  # minutes by which clocks differ
_FRESH = 10  # minutes that the newest of all may be old
_LATE = 15  # minutes by which caches are late
_ZONES = (
    "Africa/Cairo Asia/Riyadh Asia/Dubai Africa/Tunis Europe/Paris Asia/Tehran Asia/Kabul"
    " Asia/Karachi Asia/Kolkata Asia/Dhaka Asia/Jakarta Asia/Shanghai Asia/Tokyo Australia/Sydney"
).split()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a poll that brought new articles saw, in minutes.

    ahead  how far they were ahead
    local  how far the source's clock is ahead of UTC by that, if it told the moment of the poll
    told   the time of day that the source told
    """

    ahead: int
    local: int
    told: int


def is_set_anew(memory: Memory, wire: Wire) -> bool:
    """Whether the last poll read the dates of this wire in another zone."""
    return memory.get(ZONE, "") != _key(wire)


def carried(memory: Memory, wire: Wire) -> Memory:
    """What a poll remembers for the next one of zones, whatever else it remembers."""
    leads = "" if is_set_anew(memory, wire) else memory.get(_LEADS, "")
    return {ZONE: _key(wire), _LEADS: leads}


def without_remark(state: WireState) -> dict[str, str]:
    """The remarks on a wire but that on its zone."""
    return {about: text for about, text in state.remarks.items() if about != ZONE}


def with_leads(
    memory: Memory, wire: Wire, leads: Sequence[Lead], now: datetime, last: datetime | None
) -> Memory:
    """The memory with what a poll saw that brought new articles; `last` was the one before.

    The one in the middle speaks for a poll: an embargo beside news does not. Behind a long pause,
    articles may be new of any age, and the newest of them tells most.
    """
    ordered = sorted(leads, key=lambda lead: lead.ahead)
    is_late = last is None or now - last > 3 * wire.interval
    lead = ordered[-1 if is_late else (len(ordered) - 1) // 2]
    told = now + lead.local
    seen = [_minutes(lead.ahead), _minutes(lead.local), told.hour * 60 + told.minute]
    return memory | {_LEADS: json.dumps([*_listed(memory), seen][-_KEPT:])}


def remark(memory: Memory, wire: Wire, site: Site, now: datetime) -> str:
    """What is to be said of the dates of a wire, "" where they are not ahead by habit."""
    seen = [_Seen(*numbers) for numbers in _listed(memory)]
    ahead = _habit(seen, wire.interval)
    if not ahead:
        return ""
    local = timedelta(minutes=ahead + seen[-1].local - seen[-1].ahead)
    hours = "1 hour" if ahead == 60 else f"{ahead / 60:g} hours"
    return (
        f"all that is new there is {hours} ahead, whenever it is seen: its dates seem to be local"
        " time, whatever zone they say, and its news is held back as if under embargo;"
        f" {_advice(wire, _offered(site, local, now))}"
    )


def _advice(wire: Wire, offered: str | None) -> str:
    """What to write into the settings."""
    if offered is None:
        return f"set the `zone` of its newsroom in the [[wire]] {wire.name}"
    return f'set zone = "{offered}", or that of its newsroom, in the [[wire]] {wire.name}'


def _habit(seen: Sequence[_Seen], interval: timedelta) -> int:
    """By how many minutes a source is ahead whenever it is seen, 0 for none.

    One that is polled seldom shows news of any age up to the interval.
    """
    seen = seen[-_ENOUGH:] if interval <= _OFTEN else seen
    if len(seen) < (_ENOUGH if interval <= _OFTEN else _KEPT):
        return 0
    if len({one.told for one in seen}) < _ENOUGH:
        return 0  # something that is planned for the same time each day
    greatest = max(one.ahead for one in seen)
    ahead = -(-(greatest - _CLOCKS) // _STEP) * _STEP
    oldest = max(ahead - _LATE - _minutes(interval), _STEP)
    is_whole = ahead - greatest <= _FRESH and _LEAST <= ahead <= _MOST
    return ahead if is_whole and min(one.ahead for one in seen) >= oldest else 0


def _offered(site: Site, local: timedelta, now: datetime) -> str | None:
    """A zone that is so far ahead of UTC now: the newsroom's own, else one of a large city."""
    for name in chain([site.zone.key], _ZONES):
        if now.astimezone(ZoneInfo(name)).utcoffset() == local:
            return name
    return None


def _listed(memory: Mapping[str, str]) -> list[list[int]]:
    listed: list[list[int]] = json.loads(memory.get(_LEADS) or "[]")
    return listed


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _key(wire: Wire) -> str:
    return wire.zone.key if wire.zone else ""
