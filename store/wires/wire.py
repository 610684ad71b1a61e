"""The values of wires: what is polled, what a part of a poll brings, and how a poll went."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ..db.wires import Comparison, Item, Memory, WireState
from ..intake.changes import Counted
from ..intake.intake import Intake
from ..intake.lead import Lead
from ..intake.refusals import Refusals

Removed = Literal["keep", "withdraw"]
RECALLED = "recalled"  # in the memory of a poll: ids, by commas, of what is to be read again


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A source that is polled.

    name        the source's name, owner of its articles
    kind        one of the table in `kinds`
    folder      the folder that is watched, with all folders below it
    url         the address of a feed, or of a site
    section     the slug for articles that name none of ours
    seconds     between two polls
    removed     what becomes of the articles of a file, or a post, that is gone
    full_text   whether feeds may carry more of its articles than the summary
    same_story  whether a story that another source carries already is taken for the same
    keep_guid   whether its new articles keep the guids that they have there
    zone        the zone of its dates, though they say UTC or no zone
    """

    name: str
    kind: str
    folder: Path = Path()
    url: str = ""
    section: str | None = None
    seconds: int = 5
    removed: Removed = "keep"
    full_text: bool = True
    same_story: bool = True
    keep_guid: bool = False
    zone: ZoneInfo | None = None

    @property
    def interval(self) -> timedelta:
        """The time between two polls, unless one fails."""
        return timedelta(seconds=self.seconds)

    @property
    def lease(self) -> str:
        """The name of the lease that whoever polls the wire holds."""
        return f"wire/{self.name}"


@dataclass(frozen=True, slots=True)
class Progress:
    """A part of a poll, which is noted before the next one is asked for.

    items   the items that were seen to be new or changed, by their names
    gone    the names of items that are there no longer
    memory  all that the next poll is to know, None where that has not changed
    counts  the changes of articles
    refused what went to quarantine
    error   the reason why the poll counts as failed, "" where it went well
    comparison  what a comparison with the source found, where there was one
    remarks     what is amiss at the source though the poll goes well, by what it is about; "" takes
                one back, and those not named stay
    leads       how far the dates of new articles are ahead of their arrival
    """

    items: Mapping[str, Item] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    memory: Memory | None = None
    counts: Counter[Counted] = field(default_factory=Counter)
    refused: Refusals = field(default_factory=Refusals)
    error: str = ""
    comparison: Comparison | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)
    leads: Sequence[Lead] = ()


@dataclass(frozen=True, slots=True)
class Poll:
    """How one poll went.

    counts   the changes of articles
    error    "" where it went well
    busy     another process was polling the wire, so nothing was done
    pause    the time until the next poll
    """

    wire: str
    counts: Counter[Counted] = field(default_factory=Counter)
    error: str = ""
    busy: bool = False
    pause: timedelta = timedelta(0)


def for_wire(intake: Intake, wire: Wire) -> Intake:
    """The intake of a wire's articles, whether they are polled or sent.

    Files of any site may lie in a folder of ours.
    """
    return replace(
        intake,
        owner=wire.name,
        section=wire.section,
        full_text=wire.full_text,
        same_story=wire.same_story,
        keep_guid=wire.keep_guid,
        zone=wire.zone,
        any_site=not wire.url,
    )


def report_wire(wire: Wire, state: WireState | None) -> dict[str, Any]:
    """The state of a wire for people and programs; None is that of one that was never polled."""
    return {
        "name": wire.name,
        "kind": wire.kind,
        "source": wire.url or str(wire.folder),
        "succeeded_at": state.succeeded_at if state else None,
        "next_at": state.next_at if state else None,
        "counts": dict(state.counts) if state else {},
        "failures": state.failures if state else 0,
        "error": state.error if state else "",
        "comparison": _report_comparison(state),
        "remarks": list(state.remarks.values()) if state else [],
    }


def _report_comparison(state: WireState | None) -> dict[str, Any] | None:
    """What the last comparison of a wire found."""
    if state is None or state.comparison is None:
        return None
    return asdict(state.comparison)
