"""A wire that is a WordPress site: its REST API tells what has changed, and which posts are gone.

Pages are asked for in the order of change, each from where the one before it ended, and that place
is kept with the articles it brought: an edit in between shifts nothing, and a poll that was killed
goes on where it was. The memory of such a wire is

after       the local time of the newest change that was read
page        the page within that moment, while pages are read
size        the posts in a page that the site is up to
reconciled  when its ids were compared last
"""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..db.wires import Item, Memory
from ..draft import Deletion, SourceItem
from ..editing import withdraw
from ..errors import Place, Unreachable
from ..intake.intake import Intake
from ..intake.prepare_dates import FUTURE_TOLERANCE
from ..limits import WORDPRESS_PAGES
from ..outbound import Outbound
from ..sources.wordpress.posts import draft
from .fetch import UnexpectedStatus
from .take_in import take_in
from .wire import RECALLED, Progress, Wire
from .wordpress_site import Page, Post, WordPressSite

PAGE = 100  # posts, the most that WordPress gives
LEAST = 25
RECONCILED_EVERY = timedelta(hours=1)
SET_BACK = timedelta(hours=1)  # the hour that is told twice when summer time ends
_SECOND = timedelta(seconds=1)


def poll(intake: Intake, wire: Wire, outbound: Outbound, memory: Memory) -> Iterator[Progress]:
    """Ingest what has changed since the last poll, and what was recalled; yield after each page.

    An hour after it was last done, what the site no longer lists, and says is gone, is withdrawn.
    """
    site = WordPressSite(wire.url, outbound, intake.clock)
    now = intake.clock()
    withdraws = wire.removed == "withdraw"
    start = memory.get("after", "")
    last, walked = yield from _walk(intake, site, _begun(memory), now, withdraws=withdraws)
    walked = _ended(walked, start, now)
    yield replace(last, memory=walked)
    yield from _read_again(intake, site, memory)
    if withdraws and _is_time_to_reconcile(walked, now):
        yield from _reconcile(intake, wire, site, _size(walked))
        yield Progress(memory=walked | {"reconciled": now.isoformat()})


# Reading what has changed


def _read_again(intake: Intake, site: WordPressSite, memory: Memory) -> Iterator[Progress]:
    """Ingest the posts that were recalled, as far as readers may see them."""
    ids = [post_id for post_id in memory.get(RECALLED, "").split(",") if post_id.isdecimal()]
    for at in range(0, len(ids), PAGE):
        page = site.named(ids[at : at + PAGE])
        yield _take_in(intake, site, page, withdraws=False)


def _walk(
    intake: Intake, site: WordPressSite, memory: Memory, now: datetime, *, withdraws: bool
) -> Generator[Progress, None, tuple[Progress, Memory]]:
    """Read page after page; returns what the last one brought, and the memory behind it."""
    before: list[Post] = []
    for _ in range(WORDPRESS_PAGES):
        page = yield from _page(site, memory)
        brought = _take_in(intake, site, page, withdraws=withdraws)
        try:
            following = _following(memory, page.posts, site, now)
        except Unreachable:
            # They count, though nothing of it is remembered.
            yield Progress(counts=brought.counts, refused=brought.refused)
            raise
        if _is_last(page, memory, before):
            return brought, following
        yield replace(brought, memory=following)
        memory = following
        before = page.posts
    raise Unreachable(
        f"{site.url} has more than {WORDPRESS_PAGES:,} pages, or never ends:"
        " the next poll goes on from here"
    )


def _page(site: WordPressSite, memory: Memory) -> Generator[Progress, None, Page]:
    """The page that the memory tells of.

    `modified_after` leaves out the moment itself, so a second earlier is asked for. Where a page
    does not come through, the next poll asks for smaller ones.
    """
    try:
        return site.changed(
            _earlier(memory.get("after", ""), _SECOND), _number(memory), _size(memory)
        )
    except Unreachable as problem:
        if _size(memory) > LEAST and _may_be_too_long(problem):
            yield Progress(memory=memory | {"size": str(_size(memory) // 2), "page": "1"})
        raise


def _may_be_too_long(problem: Unreachable) -> bool:
    """Whether a smaller page may come through: the size was refused, or there was no answer."""
    return "rest_invalid_param" in str(problem) or not isinstance(problem, UnexpectedStatus)


def _take_in(intake: Intake, site: WordPressSite, page: Page, *, withdraws: bool) -> Progress:
    """Ingest a page. A refused post lies in quarantine, and stops no other.

    A post that is not for readers any more, with a password now, is withdrawn like one that is
    gone.
    """
    items: list[SourceItem] = []
    for post in page.posts:
        item = draft(post, site.url)
        if item:
            items.append(item)
        elif withdraws:
            items.append(Deletion(str(post["id"]), Place(site.url)))
    taken = take_in(intake, items)
    seen = {source_id: Item("", (article_id,)) for source_id, article_id in taken.ids.items()}
    return Progress(items=seen, counts=taken.counts, refused=taken.refused)


def _is_last(page: Page, memory: Memory, before: list[Post]) -> bool:
    """Whether a page is the last; one that repeats itself would do so for ever."""
    if not page.posts:
        return True
    number = _number(memory)
    if len(page.posts) < _size(memory) and number >= page.pages:
        return True
    return number > 1 and page.posts == before


def _following(memory: Memory, posts: list[Post], site: WordPressSite, now: datetime) -> Memory:
    """The memory for the page behind these posts: from the newest change on.

    Where a whole page changed in one second, or tells no good moment, it is that moment's next
    page. Raises Unreachable for a site that would answer its first page for ever.
    """
    before = memory.get("after", "")
    moments = [moment for moment in (_moment(post, now) for post in posts) if moment]
    if before and moments and min(moments) < _earlier(before, _SECOND):
        raise Unreachable(
            f"{site.url} does not heed modified_after, as WordPress does since 5.7:"
            " poll its feed instead"
        )
    after = max([before, *moments])
    number = _number(memory) + 1 if after == before else 1
    return memory | {"after": after, "page": str(number)}


def _moment(post: Post, now: datetime) -> str:
    """The local time of its last change; "" for none, or one that lies ahead."""
    local = _time(post.get("modified"))
    utc = _time(post.get("modified_gmt") or post.get("modified"))
    if local is None or utc is None:
        return ""
    if local.year <= 1 or utc > now.replace(tzinfo=None) + FUTURE_TOLERANCE:
        return ""
    return local.isoformat()


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError:
        return None


def _earlier(moment: str, gap: timedelta) -> str:
    """The moment so much earlier; "" for none."""
    return (datetime.fromisoformat(moment) - gap).isoformat() if moment else ""


# The memory


def _size(memory: Memory) -> int:
    return int(memory.get("size", PAGE))


def _number(memory: Memory) -> int:
    return int(memory.get("page", "1"))


def _is_time_to_reconcile(memory: Memory, now: datetime) -> bool:
    """Whether the ids were compared an hour ago, or by a clock that was an hour ahead."""
    return abs(now - datetime.fromisoformat(memory["reconciled"])) >= RECONCILED_EVERY


def _begun(memory: Memory) -> Memory:
    """The memory for the first page: that of a walk that was stopped, else an hour set back."""
    memory = {name: value for name, value in memory.items() if name != RECALLED}
    if "page" in memory:
        return memory
    return memory | {"after": _earlier(memory.get("after", ""), SET_BACK)}


def _ended(memory: Memory, start: str, now: datetime) -> Memory:
    """The memory behind the last page: no page, and never earlier than it was at the start."""
    ended = {"reconciled": now.isoformat()} | memory
    ended["after"] = max(start, memory["after"])
    del ended["page"]
    return ended


# Withdrawing what is gone


def _reconcile(intake: Intake, wire: Wire, site: WordPressSite, size: int) -> Iterator[Progress]:
    """Withdraw posts that the site lists no longer, once it says of each that it is gone."""
    with intake.store.snapshot() as snapshot:
        known = snapshot.wires.items(wire.name)
    if not known:
        return
    for post_id in sorted(known.keys() - site.all_ids(size)):
        if site.says_gone(post_id):
            articles = known[post_id].articles
            counts = Counter(withdraw(intake, article, by="source").kind for article in articles)
            yield Progress(gone=frozenset({post_id}), counts=counts)
