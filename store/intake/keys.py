"""Keys of a batch: they tell which article a draft or a deletion means."""

from collections.abc import Iterable

from ..db.articles import Articles
from ..draft import Deletion
from ..identity import id_key
from ..text.arabic import normalise
from .candidate import Candidate


class Keys:
    """The ids of articles by their keys, of those in the store and of new ones in this batch."""

    def __init__(self, articles: Articles, owner: str) -> None:
        self._articles = articles
        self._owner = owner
        self._stored: dict[str, str] = {}
        self.new: dict[str, str] = {}

    def load(self, items: Iterable[Candidate | Deletion]) -> set[str]:
        """Look all keys up at once; returns the ids of the articles that are meant."""
        self._stored = self._articles.known(self._key(item) for item in items)
        return set(self._stored.values())

    def find(self, item: Candidate | Deletion) -> str | None:
        """The id of the article that is meant, if there is one."""
        key = self._key(item)
        return self._stored.get(key) or self.new.get(key)

    def register(self, keys: Iterable[str], article_id: str) -> None:
        """Let an article be known by these keys; a key stays with its first article."""
        for key in keys:
            self.new.setdefault(key, article_id)

    def _key(self, item: Candidate | Deletion) -> str:
        """The key that decides which article is meant."""
        if isinstance(item, Candidate):
            return item.key
        return id_key(self._owner, normalise(item.id).strip())
