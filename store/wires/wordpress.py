"""A wire that is a WordPress site: its REST API tells what has changed, and which posts are gone.

A poll reads what changed since the last one (`wordpress_walk`), what was recalled, and compares
what the site lists with what is known of it (`wordpress_compare`). The first poll only compares,
with nothing: that is its backfill. Every id that the site lists is an item of the wire, though its
post may be refused, or locked.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace

from ..db.wires import Memory
from ..errors import Refused, Unreachable
from ..intake.intake import Intake
from ..outbound import Outbound
from .fetch import UnexpectedStatus
from .wire import RECALLED, Progress, Wire
from .wordpress_compare import compare
from .wordpress_names import Names
from .wordpress_site import WordPressSite
from .wordpress_visit import Visit, parts
from .wordpress_walk import rest, walk


def poll(intake: Intake, wire: Wire, outbound: Outbound, memory: Memory) -> Iterator[Progress]:
    """Ingest what is new or changed, and what was recalled; withdraw what is gone.

    How far it came is told before any trouble is raised.
    """
    recalled = [name for name in memory.get(RECALLED, "").split(",") if name.isdecimal()]
    memory = {name: value for name, value in memory.items() if name != RECALLED}
    site = WordPressSite(wire.url, outbound, intake.clock, memory)
    visit = Visit(intake, wire, site, Names(site), memory)
    try:
        yield from _poll(visit, recalled)
    except (Refused, Unreachable):
        yield Progress(memory=visit.told())
        raise


def read_again(
    intake: Intake, wire: Wire, outbound: Outbound, memory: Memory, ids: Sequence[str]
) -> Iterator[Progress]:
    """Ingest the posts of these ids as they are now, as many at once as may be, and no others."""
    site = WordPressSite(wire.url, outbound, intake.clock, memory)
    visit = Visit(intake, wire, site, Names(site), memory)
    yield from _read_again(visit, [name for name in ids if name.isdecimal()])


def _poll(visit: Visit, recalled: list[str]) -> Iterator[Progress]:
    """All of a poll, part by part."""
    visit.names.read_categories()
    if "after" not in visit.memory:
        visit.memory["first"] = "yes"
    is_first = "first" in visit.memory
    is_refused = yield from _walk(visit)
    if not is_first:
        yield from _read_again(visit, recalled)
    else:
        visit.intake = replace(visit.intake, backfill=True)
    yield from compare(visit)
    if is_first:
        known = visit.known()
        yield from _read_again(visit, [name for name in recalled if name not in known])
    if is_refused:
        rest(visit)
    yield Progress(memory=visit.told(), remarks=_remarks(visit))


def _walk(visit: Visit) -> Generator[Progress, None, bool]:
    """Ingest what has changed; returns whether the site refuses to tell it.

    Sorting by change is slow in large archives, and firewalls know it little: where posts can be
    listed all the same, the poll goes on. Raises Unreachable for a site that is to be left alone.
    """
    try:
        yield from walk(visit)
    except UnexpectedStatus as problem:
        if problem.wait:
            raise
        return True
    except Refused:
        return True
    return False


def _read_again(visit: Visit, recalled: list[str]) -> Iterator[Progress]:
    """Ingest the posts that were recalled, and withdraw those that are gone."""
    for ids in parts(recalled, visit.site.size):
        posts = visit.site.named(ids)
        yield visit.take_in(posts)
        unlisted = set(ids) - {str(post["id"]) for post in posts}
        known = visit.known(unlisted)
        yield from visit.withdraw(known)
        yield from visit.withdraw(unlisted - known.keys(), was_listed=False)


def _remarks(visit: Visit) -> dict[str, str]:
    """What is amiss at the site, as far as that was seen."""
    unordered = "does not tell what changed last: edits of older posts are seen within an hour"
    remarks = {"order": unordered if "still" in visit.memory else ""}
    if visit.others:  # those of one poll: the next one reads but what has changed
        remarks["types"] = f"lists what is no post, and is left out: {_counted(visit.others)}"
    completion = visit.site.completion
    return remarks | ({"authors": completion.lacks("")} if completion.seen else {})


def _counted(others: Mapping[str, str]) -> str:
    """How many there are of each type."""
    counts = Counter(others.values())
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
