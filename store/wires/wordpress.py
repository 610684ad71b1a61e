"""A wire that is a WordPress site: its REST API tells what has changed, and which posts are gone.

Pages are asked for in the order of change, each from where the one before it ended, and that place
is kept with the articles it brought: an edit in between shifts nothing, and a poll that was killed
goes on where it was.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from ..db.wires import Item, Memory
from ..draft import Deletion, SourceItem
from ..editing import withdraw
from ..errors import Place, Unreachable
from ..intake.intake import Intake
from ..outbound import Outbound, Response
from ..sources.wordpress.posts import draft, posts
from .feed import take_in
from .fetch import UnexpectedStatus, ask
from .wire import Poll, Wire

PAGE = 100
LEAST = 25
PAGES = 10_000
RECONCILED_EVERY = timedelta(hours=1)
SET_BACK = timedelta(hours=1)  # the hour that is told twice when summer time ends
AHEAD = timedelta(minutes=10)  # as far as clocks differ
_GONE = frozenset({401, 403, 404})
_GONE_CODES = ("rest_post_invalid_id", "rest_forbidden", "rest_cannot_read")


def poll(intake: Intake, wire: Wire, outbound: Outbound, done: Poll) -> Iterator[None]:
    """Ingest what has changed since the last poll; yields after each page, for what was read to be
    noted.

    An hour after it was last done, what the site no longer lists, and says is gone, is withdrawn.
    memory is `after`, the local time of the newest change that was read, `page` within it while
    they are read, the `size` of pages that the site is up to, and when ids were last `reconciled`.
    """
    site, now = f"{wire.url.rstrip('/')}/wp-json/wp/v2/posts", intake.clock()
    withdraws = wire.removed == "withdraw"  # a post that has a password now as well
    last, start = list[dict[str, Any]](), done.memory.get("after", "")
    if "page" not in done.memory:  # the last walk has ended
        done.memory = {**done.memory, "after": _earlier(start, SET_BACK)}
    for _ in range(PAGES):
        size = _size(done.memory)
        try:
            answer = _page(outbound, f"{site}?{urlencode(_query(done.memory))}", now)
        except Unreachable as problem:
            if size > LEAST and (
                "rest_invalid_param" in str(problem) or not isinstance(problem, UnexpectedStatus)
            ):
                done.memory = {
                    **done.memory,
                    "size": str(size // 2),
                    "page": "1",
                }  # less may come through next time
                yield
            raise
        found = posts(answer.content, site) if answer.status == 200 else []
        said: list[SourceItem] = [
            read or Deletion(str(one["id"]), Place(site))
            for one in found
            if (read := draft(one, site)) or withdraws
        ]
        for source_id, article in take_in(intake, wire, said, done).items():
            done.items[source_id] = Item("", (article,))
        done.error = ""  # a refused post lies in quarantine, and stops no other
        page = int(done.memory.get("page", "1"))
        done.memory = _further(done.memory, found, site, now)
        ends = len(found) < size and page >= (_number(answer, "x-wp-totalpages") or 0)
        if not found or ends or (page > 1 and found == last):
            break
        last = found
        yield
    else:
        raise Unreachable(
            f"{site} has more than {PAGES:,} pages, or never ends: the next poll goes on from here"
        )
    done.memory = {
        "reconciled": now.isoformat(),
        **done.memory,
        "after": max(start, done.memory["after"]),
    }
    del done.memory["page"]
    reconciled = datetime.fromisoformat(done.memory["reconciled"])
    if withdraws and abs(now - reconciled) >= RECONCILED_EVERY:
        yield
        _reconcile(intake, wire, outbound, site, done)
        done.memory = {**done.memory, "reconciled": now.isoformat()}
    yield


def _size(memory: Memory) -> int:
    return int(memory.get("size", PAGE))


def _page(outbound: Outbound, url: str, now: datetime) -> Response:
    """The answer; 400 where the page would be behind the last one."""
    answer = ask(outbound, url, now, {}, frozenset({200, 400}))
    if answer.status == 400 and b"rest_post_invalid_page_number" not in answer.content:
        raise UnexpectedStatus(
            f"{url[:200]} answers 400: {answer.content[:100].decode(errors='replace')}"
        )
    return answer


def _query(memory: Memory) -> dict[str, str | int]:
    """`modified_after` leaves out the moment itself, so a second earlier; local times, as the site
    compares them.
    """
    query: dict[str, str | int] = {
        "_embed": 1,
        "per_page": _size(memory),
        "orderby": "modified",
        "order": "asc",
    }
    if after := memory.get("after"):
        query["modified_after"] = _earlier(after)
    return query | {"page": memory.get("page", "1")}


def _further(memory: Memory, found: list[dict[str, Any]], site: str, now: datetime) -> Memory:
    """From the last change on; where a whole page changed in one second, or tells no good moment,
    its next page.

    Raises Unreachable for a site that would answer its first page for ever.
    """
    before, moments = (
        memory.get("after", ""),
        [moment for one in found if (moment := _moment(one, now))],
    )
    if before and moments and min(moments) < _earlier(before):
        raise Unreachable(
            f"{site} does not heed modified_after, as WordPress does since 5.7: poll its feed"
            " instead"
        )
    after = max([before, *moments])
    page = int(memory.get("page", "1")) + 1 if after == before else 1
    return {**memory, "after": after, "page": str(page)}


def _moment(post: dict[str, Any], now: datetime) -> str:
    """When it was changed, in local time; "" where it does not say, or tells of a time to come."""
    given = (post.get(name) or post.get("modified") for name in ("modified", "modified_gmt"))
    try:
        moment, utc = (datetime.fromisoformat(str(text)).replace(tzinfo=None) for text in given)
    except ValueError:
        return ""
    return moment.isoformat() if moment.year > 1 and utc <= now.replace(tzinfo=None) + AHEAD else ""


def _earlier(after: str, gap: timedelta = timedelta(seconds=1)) -> str:
    return (datetime.fromisoformat(after) - gap).isoformat() if after else ""


def _reconcile(intake: Intake, wire: Wire, outbound: Outbound, site: str, done: Poll) -> None:
    """Withdraw the posts that the site does not list any more, once it says of each that it is
    gone.
    """
    with intake.store.snapshot() as snapshot:
        known = snapshot.wires.items(wire.name)
    if not known:
        return
    listed = _listed(intake, outbound, site, _size(done.memory))
    for source_id in sorted(known.keys() - listed):
        answer = ask(outbound, f"{site}/{source_id}", intake.clock(), {}, _GONE | {200})
        if answer.status != 200 and _says_gone(answer):
            for article in known[source_id].articles:
                done.counts[withdraw(intake, article).kind] += 1
            done.gone.add(source_id)


def _listed(intake: Intake, outbound: Outbound, site: str, size: int) -> set[str]:
    """All ids of a site. Raises Unreachable where they cannot be all: then nothing is known to be
    gone.
    """
    ids, total = set[str](), None
    for page in range(1, PAGES):
        query = urlencode(
            {"_fields": "id", "per_page": size, "page": page, "orderby": "id", "order": "asc"}
        )
        answer = ask(outbound, f"{site}?{query}", intake.clock(), {}, frozenset({200}))
        found = {str(one["id"]) for one in posts(answer.content, site)}
        pages, total = _number(answer, "x-wp-totalpages"), _number(answer, "x-wp-total")
        if pages is None or total is None:
            raise Unreachable(
                f'{site} does not say how many posts it has: set removed = "keep" to do without it'
            )
        before, ids = ids, ids | found
        if page >= pages or ids == before:
            break
    if not ids or len(ids) != total:
        raise Unreachable(f"{site} lists {len(ids)} of {total} posts: none counts as gone")
    return ids


def _number(answer: Response, header: str) -> int | None:
    text = answer.headers.get(header, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def _says_gone(answer: Response) -> bool:
    return any(f'"{code}"'.encode() in answer.content for code in _GONE_CODES)
