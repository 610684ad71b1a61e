"""The table group of articles: what was accepted, the keys it is known by, what falls due."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, and_, or_, select, tuple_

from ..article import Article, Correction, State, StoredArticle
from ..identity import title_key, url_key
from .schema import articles, copies, keys, placements
from .upsert import upsert

_DOCUMENT: TypeAdapter[Article] = TypeAdapter(Article)
_CORRECTION: TypeAdapter[Correction] = TypeAdapter(Correction)


_STATES = {
    "live": and_(articles.c.released.is_not(None), articles.c.withdrawn.is_(None)),
    "embargo": and_(articles.c.released.is_(None), articles.c.withdrawn.is_(None)),
    "withdrawn": articles.c.reason == "withdrawn",
    "expired": articles.c.reason == "expired",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """That another source carried the story of an article, too: under which id and address."""

    article_id: str
    owner: str
    source_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Articles:
    connection: Connection

    def known(self, hashes: Iterable[str]) -> dict[str, str]:
        """The article id of each key that is registered."""
        query = select(keys.c.hash, keys.c.article_id).where(keys.c.hash.in_(list(hashes)))
        return {row.hash: row.article_id for row in self.connection.execute(query)}

    def load(self, ids: Iterable[str]) -> dict[str, StoredArticle]:
        """The articles of these ids, as far as they exist."""
        query = select(articles).where(articles.c.id.in_(list(ids)))
        return {row.id: _kept(row) for row in self.connection.execute(query)}

    def save(
        self, kept: Sequence[StoredArticle], registered: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Keep articles, and keys (hash, article id); a key that is taken stays with its first
        article.
        """
        upsert(self.connection, articles, [_row(one) for one in kept], _COLUMNS)
        rows = [{"hash": hash, "article_id": article_id} for hash, article_id in registered]
        upsert(self.connection, keys, rows, [])

    def due(self, now: datetime, said_until: datetime, limit: int) -> list[StoredArticle]:
        """What falls due: embargoes, expiries, and withdrawals from before `said_until` still
        said.
        """
        column = articles.c
        query = (
            select(articles)
            .where(
                or_(
                    and_(column.withdrawn.is_(None), column.released.is_(None), column.due <= now),
                    and_(column.withdrawn.is_(None), column.expires_at <= now),
                    and_(column.withdrawn <= said_until, column.said),
                )
            )
            .order_by(column.id)
            .limit(limit)
        )
        return self._all(query)

    def named(self, name: str) -> list[StoredArticle]:
        """The articles that an id, an address (their own or that of their page here) or a source's
        id may mean.
        """
        owners = select(keys.c.article_id).where(keys.c.hash == url_key(name))
        page = unquote(name.rpartition("/articles/")[2])
        ids = [name, page, f"urn:uuid:{page}"]
        query = select(articles).where(
            or_(articles.c.id.in_(ids), articles.c.source_id == name, articles.c.id.in_(owners))
        )
        return self._all(query.order_by(articles.c.id))

    def titled(self, title: str) -> StoredArticle | None:
        """The newest article that readers may see whose folded title is the same."""
        query = (
            select(articles)
            .where(articles.c.title_key == title_key(title))
            .where(articles.c.released.is_not(None), articles.c.withdrawn.is_(None))
            .order_by(articles.c.published.desc(), articles.c.id.desc())
            .limit(1)
        )
        return next(iter(self._all(query)), None)

    def others(
        self, titles: Collection[str], owner: str, since: datetime, until: datetime
    ) -> list[StoredArticle]:
        """The articles of other sources with one of these title keys, published in between."""
        column = articles.c
        query = (
            select(articles)
            .where(column.title_key.in_(list(titles)), column.owner != owner)
            .where(column.published.between(since, until))
            .order_by(column.id)
        )
        return self._all(query)

    def note_copies(self, found: Iterable[Copy]) -> None:
        """Keep who else carried an article; of one source the last word counts."""
        rows = {(one.article_id, one.owner): asdict(one) for one in found}
        upsert(self.connection, copies, list(rows.values()), ["source_id", "url"])

    def copies(self, article_id: str) -> list[Copy]:
        query = select(copies).where(copies.c.article_id == article_id).order_by(copies.c.owner)
        return [Copy(*row) for row in self.connection.execute(query)]

    def after(self, article_id: str, limit: int) -> list[StoredArticle]:
        """A batch of articles in the order of their ids, for a walk over all of them."""
        query = (
            select(articles).where(articles.c.id > article_id).order_by(articles.c.id).limit(limit)
        )
        return self._all(query)

    def listed(
        self,
        asker: str,
        limit: int,
        *,
        section: str | None = None,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        state: State | None = None,
        after: tuple[datetime, str] | None = None,
    ) -> list[StoredArticle]:
        """Articles, newest first: since <= published < until, after a (published, id) of the list.

        What never appeared is for asker, its own source, alone; in its section it stands, or stood.
        """
        column = articles.c
        query = select(articles).where(or_(column.released.is_not(None), column.owner == asker))
        if section:
            query = query.where(
                column.id.in_(select(placements.c.article_id).where(placements.c.feed == section))
            )
        if source:
            query = query.where(column.owner == source)
        if since:
            query = query.where(column.published >= since)
        if until:
            query = query.where(column.published < until)
        if state:
            query = query.where(_STATES[state])
        if after:
            query = query.where(tuple_(column.published, column.id) < after)
        return self._all(query.order_by(column.published.desc(), column.id.desc()).limit(limit))

    def _all(self, query: Select[Any]) -> list[StoredArticle]:
        return [_kept(row) for row in self.connection.execute(query)]


_COLUMNS = [column.name for column in articles.c if not column.primary_key]


def _row(kept: StoredArticle) -> dict[str, object]:
    article = kept.article
    return {
        "id": article.id,
        "owner": article.owner,
        "source_id": article.source_id,
        "title_key": title_key(article.title),
        "revision": kept.revision,
        "digest": kept.digest,
        "visible": kept.visible,
        "published": article.published,
        "due": article.due,
        "released": kept.released,
        "expires_at": article.expires_at,
        "withdrawn": kept.withdrawn,
        "reason": kept.reason,
        "said": kept.announced,
        "size": len(article.html.encode()),
        "document": _DOCUMENT.dump_json(article).decode(),
        "correction": _CORRECTION.dump_json(kept.correction).decode() if kept.correction else None,
    }


def _kept(row: Row[Any]) -> StoredArticle:
    return StoredArticle(
        article=_DOCUMENT.validate_json(row.document),
        revision=row.revision,
        digest=row.digest,
        visible=row.visible,
        released=row.released,
        withdrawn=row.withdrawn,
        reason=row.reason,
        announced=row.said,
        correction=_CORRECTION.validate_json(row.correction) if row.correction else None,
    )
