"""Keys of a batch: they tell which article a draft or a deletion means."""

from collections.abc import Iterable

from ..article import StoredArticle
from ..db.articles import Articles
from ..identity import own_key
from .candidate import Candidate, KeyedDeletion


class Keys:
    """The ids of articles by their keys, of those in the store and of new ones in this batch.

    new    keys that are registered unless another article has them
    moved  keys that are taken from the articles that they meant before
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._stored: dict[str, str] = {}
        self.new: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    def load(self, items: Iterable[Candidate | KeyedDeletion]) -> set[str]:
        """Look all keys up at once; returns the ids of the articles that are, or may be, meant."""
        items = list(items)
        self._stored = self._articles.known(key for item in items for key in item.means)
        guids = {item.guid for item in items if isinstance(item, Candidate) and item.guid}
        return guids.union(self._stored.values())

    def find(self, item: Candidate | KeyedDeletion) -> str | None:
        """The id of the article that is meant, if there is one."""
        for key in item.means:
            found = self.moved.get(key) or self._stored.get(key) or self.new.get(key)
            if found:
                return found
        return None

    def register(self, keys: Iterable[str], article_id: str) -> None:
        """Let an article be known by these keys; a key stays with its first article."""
        for key in keys:
            self.new.setdefault(key, article_id)

    def move(self, candidate: Candidate, article_id: str) -> None:
        """Let an article be known by a key that it need not share with any other source."""
        self.moved[candidate.own_key] = article_id

    def take_address(self, candidate: Candidate, article_id: str, holder: StoredArticle) -> None:
        """Let the address of a draft mean its article; its source still knows `holder` by it."""
        key = candidate.address_key
        if key:
            self.register([own_key(holder.article.owner, key)], holder.article.id)
            self.moved.setdefault(key, article_id)  # the first of a batch
