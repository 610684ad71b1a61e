"""A wire that is a WordPress site: its REST API tells what has changed, and which posts are gone.

Pages are asked for in the order of change, each from where the one before it ended, and that place is kept with the
articles it brought: an edit in between shifts nothing, and a poll that was killed goes on where it was.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from ..article import Said
from ..db.wires import Item, Memory
from ..errors import Refused, Unreachable
from ..ingest import Desk, withdraw
from ..outbound import Answer, Outbound
from ..sources.wordpress import draft, posts
from .asking import Refusal, ask
from .feed import take_in
from .wire import Poll, Wire

PAGE = 100
PAGES = 10_000
RECONCILED_EVERY = timedelta(hours=1)
_GONE = frozenset({401, 403, 404})
_GONE_CODES = ("rest_post_invalid_id", "rest_forbidden", "rest_cannot_read")

_log = logging.getLogger("nashra.wires")


def poll(desk: Desk, wire: Wire, outbound: Outbound, done: Poll) -> Iterator[None]:
    """Ingest what has changed since the last poll; yields after each page, for what was read to be noted.

    An hour after it was last done, what the site no longer lists, and says is gone, is withdrawn. memory is `after`,
    the local time of the newest change that was read, `page` within it, and when ids were last `reconciled`.
    """
    site, now = f"{wire.url.rstrip('/')}/wp-json/wp/v2/posts", desk.clock()
    for _ in range(PAGES):
        answer = ask(outbound, f"{site}?{urlencode(_query(done.memory))}", now, {}, frozenset({200, 400}))
        if answer.status == 400 and b"rest_post_invalid_page_number" in answer.content:
            found = []
        elif answer.status == 400:
            raise Refusal(f"{site} answers 400: {answer.content[:100].decode(errors='replace')}")
        else:
            found = posts(answer.content, site)
        said: list[Said] = [read for one in found if (read := draft(one, site))]
        for source_id, article in take_in(desk, wire, said, done).items():
            done.items[source_id] = Item("", (article,))
        done.error = ""  # a refused post lies in quarantine, and stops no other
        done.memory = _further(done.memory, found)
        if len(found) < PAGE:
            break
        yield
    else:
        raise Unreachable(f"{site} has more than {PAGES:,} pages, or never ends: the next poll goes on from here")
    done.memory = {**done.memory, "page": "1"}
    last = done.memory.get("reconciled")
    if wire.removed == "withdraw" and (last is None or now - datetime.fromisoformat(last) >= RECONCILED_EVERY):
        yield
        _reconcile(desk, wire, outbound, site, done)
        done.memory = {**done.memory, "reconciled": now.isoformat()}
    yield


def _query(memory: Memory) -> dict[str, str | int]:
    """`modified_after` leaves out the moment itself, so a second earlier; local times, as the site compares them."""
    query: dict[str, str | int] = {"_embed": 1, "per_page": PAGE, "orderby": "modified", "order": "asc"}
    if after := memory.get("after"):
        query["modified_after"] = (datetime.fromisoformat(after) - timedelta(seconds=1)).isoformat()
    return query | {"page": memory.get("page", "1")}


def _further(memory: Memory, found: list[dict[str, Any]]) -> Memory:
    """From the last change on; where a whole page changed in one second, its next page."""
    try:
        moments = [datetime.fromisoformat(str(one["modified"])).replace(tzinfo=None).isoformat() for one in found]
    except (KeyError, ValueError) as error:
        raise Refused("the posts do not say when they were modified") from error
    after = max(moments, default=memory.get("after", ""))
    page = int(memory.get("page", "1")) + 1 if after == memory.get("after") else 1
    return {**memory, "after": after, "page": str(page)}


def _reconcile(desk: Desk, wire: Wire, outbound: Outbound, site: str, done: Poll) -> None:
    """Withdraw the posts that the site does not list any more, once it says of each that it is gone."""
    with desk.store.snapshot() as snapshot:
        known = snapshot.wires.items(wire.name)
    if not known:
        return
    listed = _listed(desk, outbound, site)
    for source_id in sorted(known.keys() - listed):
        answer = ask(outbound, f"{site}/{source_id}", desk.clock(), {}, _GONE | {200})
        if answer.status != 200 and _says_gone(answer):
            for article in known[source_id].articles:
                done.counts[withdraw(desk, article).kind] += 1
            done.gone.add(source_id)


def _listed(desk: Desk, outbound: Outbound, site: str) -> set[str]:
    """All ids of a site. Raises Unreachable where they cannot be all: then nothing is known to be gone."""
    ids: set[str] = set()
    page, pages, total = 0, 1, 0
    while page < pages:
        page += 1
        query = urlencode({"_fields": "id", "per_page": PAGE, "page": page, "orderby": "id", "order": "asc"})
        answer = ask(outbound, f"{site}?{query}", desk.clock(), {}, frozenset({200}))
        ids.update(str(one["id"]) for one in posts(answer.content, site))
        pages, total = _number(answer, "x-wp-totalpages"), _number(answer, "x-wp-total")
    if not ids or len(ids) != total:
        raise Unreachable(f"{site} lists {len(ids)} of {total} posts: none counts as gone")
    return ids


def _number(answer: Answer, header: str) -> int:
    text = answer.headers.get(header, "")
    if not (text.isascii() and text.isdigit()):
        raise Unreachable(f'{answer.url[:200]} does not say {header}: set removed = "keep" to do without it')
    return int(text[:9])


def _says_gone(answer: Answer) -> bool:
    return any(f'"{code}"'.encode() in answer.content for code in _GONE_CODES)
