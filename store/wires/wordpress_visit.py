"""A visit to a WordPress site: what a poll of it works with, and how its posts are taken in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..db.wires import Item, Memory
from ..draft import Deletion, Omitted, SourceItem
from ..errors import Place, Unreachable
from ..intake.intake import Intake
from ..sources.wordpress.posts import item_of
from .fetch import UnexpectedStatus
from .take_in import take_in
from .wire import Progress, Wire
from .wordpress_names import Names
from .wordpress_site import LEAST, Post, WordPressSite
from .wordpress_stamps import Stamp, read_stamp, stamp_of

_ASKED_AT_ONCE = 20  # posts of which it is asked whether they are gone, between two notes
_ASKED = 200  # in one poll


@dataclass(slots=True)
class Visit:
    """One poll of one site as it goes on.

    memory  all that the next poll is to know, as far as this one has come
    asked   of how many posts it was asked whether they are gone, and how many are
    others  the types of what was listed and is no post, by their ids
    """

    intake: Intake
    wire: Wire
    site: WordPressSite
    names: Names
    memory: Memory
    asked: int = 0
    gone: int = 0
    others: dict[str, str] = field(default_factory=dict)

    @property
    def withdraws(self) -> bool:
        """Whether what is gone there is withdrawn here."""
        return self.wire.removed == "withdraw"

    def told(self) -> Memory:
        """All that the next poll is to know by now."""
        return self.memory | self.site.told()

    def known(self, ids: Collection[str] | None = None) -> dict[str, Item]:
        """The posts that are known of the site, or those of these ids."""
        with self.intake.store.snapshot() as snapshot:
            return snapshot.wires.items(self.wire.name, ids)

    def count(self) -> int:
        """How many posts are known of the site."""
        with self.intake.store.snapshot() as snapshot:
            return snapshot.wires.count(self.wire.name)

    def take_in(
        self, posts: Collection[Post], listed: Mapping[str, Stamp] | None = None
    ) -> Progress:
        """Ingest posts. A refused one lies in quarantine, and stops no other.

        A post that is not for readers any more, with a password now, is withdrawn like one that is
        gone. Each is an item of the wire; `listed` are the stamps by which they were asked for.
        """
        taken = take_in(self.intake, list(self._items(posts)))
        items = self._stamped(posts, listed or {})
        return Progress(
            items,
            counts=taken.counts,
            refused=taken.refused,
            memory=self.told(),
            leads=taken.leads,
        )

    def fetch(self, listed: Mapping[str, Stamp]) -> Iterator[Progress]:
        """Ingest the posts that a site lists with these stamps, as many at once as it is up to."""
        for some in parts(list(listed), self.site.size):
            yield self.take_in(self._named(some), listed)

    def has_asked_enough(self) -> bool:
        """Whether so many posts were found gone that the next poll should ask of the others."""
        return self.asked >= _ASKED and self.gone > 0

    def withdraw(self, ids: Collection[str], *, was_listed: bool = True) -> Iterator[Progress]:
        """Withdraw posts, once the site says of each that it is gone; they are forgotten then.

        The newest are asked for first.
        """
        is_gone = self.site.says_gone if was_listed else self._is_hidden
        for some in parts(sorted(ids, key=int, reverse=True), _ASKED_AT_ONCE):
            if self.asked >= _ASKED:
                return
            self.asked += len(some)
            yield self._withdraw([name for name in some if is_gone(name)])

    def _is_hidden(self, post_id: str) -> bool:
        """Whether the site says of something that it never listed that readers may not see it.

        It may be no post, but of a type of its own, which WordPress lists elsewhere, and says of it
        that there is no such post: then its page tells whether it is there.
        """
        if self.site.says_hidden(post_id):
            return True
        if not self.site.says_gone(post_id):
            return False
        with self.intake.store.snapshot() as snapshot:
            address = snapshot.articles.addresses(self.wire.name, [post_id]).get(post_id)
        return address is not None and self.site.has_no_page(address)

    def _withdraw(self, gone: Collection[str]) -> Progress:
        """Withdraw posts that are gone, and forget them."""
        self.gone += len(gone)
        place = Place(self.site.url)
        deletions: list[SourceItem] = [Deletion(name, place) for name in gone]
        taken = take_in(self.intake, deletions if self.withdraws else [])
        return Progress(gone=frozenset(gone), counts=taken.counts, memory=self.told())

    def _items(self, posts: Collection[Post]) -> Iterator[SourceItem]:
        """What posts are to the intake."""
        for post in posts:
            item = item_of(post, self.site.url)
            if not isinstance(item, Omitted):
                yield item
            elif item.id is None:
                self.others[str(post["id"])] = item.state
            elif self.withdraws:
                yield Deletion(item.id, item.place)

    def _stamped(self, posts: Collection[Post], listed: Mapping[str, Stamp]) -> dict[str, Item]:
        """The items of posts, as far as they are other than those that are kept."""
        by_id = {str(post["id"]): post for post in posts}
        known = self.known(by_id)
        items = {
            name: Item(str(self._stamp(post, known.get(name), listed.get(name))), ())
            for name, post in by_id.items()
        }
        return {name: item for name, item in items.items() if known.get(name) != item}

    def _stamp(self, post: Post, known: Item | None, listed: Stamp | None) -> Stamp:
        """The stamp of a post that was read, and was listed with another, if it was.

        A listing may be newer than what a cache gave: the post is read once more. If the site then
        still tells two things of it, it always will.
        """
        before = read_stamp(known.stamp if known else "")
        stamp = stamp_of(post, self.names.of(post))
        if listed is None:
            return before if before.own == stamp.own else stamp
        if listed.own == stamp.own or before.own == listed.doubted().own:
            return listed
        return listed.doubted()

    def _named(self, ids: Collection[str]) -> list[Post]:
        """The posts of these ids; the next poll asks for fewer where they do not come through."""
        try:
            return self.site.named(list(ids))
        except Unreachable as problem:
            if len(ids) > LEAST and not isinstance(problem, UnexpectedStatus):
                self.site.shrink()
            raise


def parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The ids, as many at once as `size` says."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
