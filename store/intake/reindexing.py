"""reindex(): the words of articles are read anew, where other lists have read them, or none.

Each entry says by which lists its words were read, so that nothing is lost with a process that
ends. The newest come first. An article that is kept meanwhile has its words read with it.
"""

from collections.abc import Callable, Mapping, Sequence

from ..article import StoredArticle
from ..db.articles import Version
from ..limits import BATCH_TEXT_LIMIT
from ..search_text import search_text
from ..store import Store

REINDEX_BATCH = 100  # articles of a transaction, for which other writers wait 30 ms


def reindex(store: Store, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Read the words of all articles that wait for it, a batch a transaction.

    `goes_on` is asked after each batch. Returns how many articles were looked at.
    """
    count = 0
    while batch := _look(store):
        _reindex_batch(store, batch)
        count += len(batch)
        if not goes_on():
            break
    return count


def _look(store: Store) -> list[StoredArticle]:
    """The newest articles that wait, as many and as long as one transaction should hold."""
    with store.snapshot() as snapshot:
        ids = snapshot.search_index.outdated(REINDEX_BATCH)
        ids = _short_enough(ids, snapshot.articles.versions(ids))
        return list(snapshot.articles.load(ids).values()) if ids else []


def _short_enough(ids: Sequence[str], versions: Mapping[str, Version]) -> list[str]:
    chosen: list[str] = []
    size = 0
    for article_id in ids:
        size += versions[article_id].size
        if chosen and size > BATCH_TEXT_LIMIT:
            break
        chosen.append(article_id)
    return chosen


def _reindex_batch(store: Store, batch: Sequence[StoredArticle]) -> None:
    """Read the words of a batch before the lock is taken; whatever has changed since waits on."""
    texts = {kept.article.id: search_text(kept.article) for kept in batch}
    with store.transaction() as transaction:
        versions = transaction.articles.versions(texts)
        same = [kept.article.id for kept in batch if _is_same(kept, versions[kept.article.id])]
        transaction.search_index.renew({name: texts[name] for name in same})


def _is_same(kept: StoredArticle, version: Version) -> bool:
    return (kept.revision, kept.digest) == (version.revision, version.digest)
