"""The values of wires: what is polled (Wire), and what one poll of it brought (Poll)."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from ..db.wires import Item, Memory, WireState
from ..intake.changes import Kind
from ..intake.intake import Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A source that is polled.

    name       the source's name, owner of its articles
    folder     what a folder wire watches, with all folders below it
    url        the address of a feed, or of a WordPress site
    section    the slug for articles that name none of ours
    seconds    between two polls
    removed    what becomes of the articles of a file, or a post, that is gone
    full_text  whether feeds may carry more of its articles than the summary
    same_story  whether what another source carries already is taken for the same story
    """

    name: str
    kind: Literal["folder", "feed", "wordpress"]
    folder: Path = Path()
    url: str = ""
    section: str | None = None
    seconds: int = 5
    removed: Literal["keep", "withdraw"] = "keep"
    full_text: bool = True
    same_story: bool = True


def for_wire(intake: Intake, wire: Wire) -> Intake:
    """The desk at which its articles are taken in, polled or sent."""
    return replace(
        intake,
        owner=wire.name,
        section=wire.section,
        full_text=wire.full_text,
        same_story=wire.same_story,
    )


def report(wire: Wire, state: WireState | None) -> dict[str, Any]:
    """What is told of a wire; state is None while it was never polled."""
    return {
        "name": wire.name,
        "kind": wire.kind,
        "source": wire.url or str(wire.folder),
        "succeeded_at": state and state.succeeded_at,
        "next_at": state and state.next_at,
        "counts": dict(state.counts) if state else {},
        "failures": state.failures if state else 0,
        "error": state.error if state else "",
    }


@dataclass(slots=True)
class Poll:
    """What one poll brought.

    error    "" where it went well
    busy     another process was polling the wire, so nothing was done
    wait     how long the other side asks to be left alone
    next_at  when to poll again
    memory   what the next poll is to know
    items    what was seen, and what is gone of it
    """

    wire: str
    counts: Counter[Kind] = field(default_factory=Counter)
    error: str = ""
    busy: bool = False
    wait: timedelta = timedelta(0)
    next_at: datetime | None = None
    memory: Memory = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
