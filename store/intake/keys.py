"""Keys of a batch: they tell which article a draft or a deletion means."""

from collections.abc import Callable, Iterable, Sequence

from ..article import StoredArticle
from ..db.articles import Alike, Articles
from ..identity import own_key
from ..limits import ALIKE_KNOWN, STORIES_COMPARED
from .candidate import Candidate, KeyedDeletion
from .former import Former

Known = Callable[[str | None], StoredArticle | None]


class Keys:
    """The ids of articles by their keys, of those in the store and of new ones in this batch.

    new      keys that are registered unless another article has them
    moved    keys that are taken from the articles that they meant before
    dropped  keys by which articles are known no longer
    """

    def __init__(self, articles: Articles, former: Former) -> None:
        self._articles = articles
        self._former = former
        self._stored: dict[str, str] = {}
        self._alike: dict[Alike, list[str]] = {}
        self._standing: set[str] = set()
        self.new: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.dropped: dict[str, str] = {}

    def load(self, items: Iterable[Candidate | KeyedDeletion]) -> set[str]:
        """Look all keys up at once; returns the ids of the articles that are, or may be, meant."""
        items = list(items)
        candidates = [item for item in items if isinstance(item, Candidate)]
        self._stored = self._articles.known(key for item in items for key in item.means)
        found = {candidate: self.find(candidate) for candidate in candidates}
        self._standing = {article_id for article_id in found.values() if article_id}
        self._look_for_former([one for one in candidates if _may_have_moved(one, found[one])])
        guids = {candidate.guid for candidate in candidates if candidate.guid}
        return guids.union(self._stored.values(), *self._alike.values())

    def _look_for_former(self, lost: Sequence[Candidate]) -> None:
        """Look up what drafts that no key finds may have been before."""
        if not lost:
            return
        self._stored |= self._articles.known(key for candidate in lost for key in candidate.hints)
        alike = {candidate.alike for candidate in lost if candidate.article.dated == "explicit"}
        found = self._articles.at_moments(lost[0].article.owner, alike, ALIKE_KNOWN)
        for article_id, title_and_moment in found:
            self._alike.setdefault(title_and_moment, []).append(article_id)

    def find(self, item: Candidate | KeyedDeletion) -> str | None:
        """The id of the article that a key of an item is registered for, if there is one."""
        for key in item.means:
            found = self._holder(key)
            if found:
                return found
        return None

    def _holder(self, key: str) -> str | None:
        return self.moved.get(key) or self._stored.get(key) or self.new.get(key)

    def meant(self, candidate: Candidate, known: Known) -> StoredArticle | None:
        """The article that a draft means, of those that are known; None for a new one."""
        found = known(self.find(candidate))
        if found is None:
            return self._was(candidate, known)
        return found if candidate.may_mean(found) else None

    def _was(self, candidate: Candidate, known: Known) -> StoredArticle | None:
        """The article that a draft was before, under another id or address.

        What stands in the same document under its own id is another one. Where several may be
        meant, as updates of one page may, only an equal text tells which.
        """
        held = map(self._holder, candidate.respelt)
        respelt = self._former_of(_known_of(held, known), candidate)
        if respelt:
            return respelt[0]
        possible = self._possible(candidate, known)
        if all(map(self._stands, possible)):
            return None  # nothing is compared: this may be asked under the lock
        former = self._former_of(possible, candidate)
        gone = [stored for stored in former if not self._stands(stored)]
        if len(former) > 1:
            gone = [stored for stored in gone if stored.digest == candidate.digest]
        return gone[0] if gone else None

    def _possible(self, candidate: Candidate, known: Known) -> list[StoredArticle]:
        """The articles that a draft may have been, by its hints, and by its title and moment."""
        hinted = map(self._holder, candidate.hints)
        alike = self._alike.get(candidate.alike, [])[:STORIES_COMPARED]
        return _known_of([*hinted, *alike], known)

    def _former_of(
        self, possible: Sequence[StoredArticle], candidate: Candidate
    ) -> list[StoredArticle]:
        """Those of some articles that are what a draft was before."""
        return [article for article in possible if self._former.was(candidate, article)]

    def _stands(self, stored: StoredArticle) -> bool:
        """Whether an item of this document is this article."""
        return stored.article.id in self._standing or self._former.is_recent(stored)

    def register(self, keys: Iterable[str], article_id: str) -> None:
        """Let an article be known by these keys; a key stays with its first article."""
        for key in keys:
            self.new.setdefault(key, article_id)

    def stand(self, article_id: str) -> None:
        """Note that an item of this batch is this article, which no other one can be then."""
        self._standing.add(article_id)

    def move(self, candidate: Candidate, article_id: str) -> None:
        """Let an article be known by a key that it need not share with any other source."""
        self.moved[candidate.own_key] = article_id

    def drop(self, key: str, article_id: str) -> None:
        """Let an article be known by this key no longer."""
        self.dropped[key] = article_id

    def take_address(self, candidate: Candidate, article_id: str, holder: StoredArticle) -> None:
        """Let the address of a draft mean its article; its source still knows `holder` by it."""
        key = candidate.address_key
        if key:
            self.register([own_key(holder.article.owner, key)], holder.article.id)
            self.moved.setdefault(key, article_id)  # the first of a batch


def _known_of(ids: Iterable[str | None], known: Known) -> list[StoredArticle]:
    """The articles of these ids that are known, each once."""
    return list(filter(None, map(known, dict.fromkeys(ids))))


def _may_have_moved(candidate: Candidate, found: str | None) -> bool:
    """Whether a draft that no key finds may be known by another id or address."""
    return found is None and candidate.key != candidate.ladder.title
