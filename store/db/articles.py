"""The table group of articles: what was accepted, the keys it is known by, what falls due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    or_,
    select,
    tuple_,
    union_all,
)

from ..article import Article, Correction, Notice, StoredArticle
from ..identity import id_key, title_key, url_key
from ..limits import BATCH_TEXT_LIMIT
from .among import among
from .article_list import ArticleFilter, newest
from .schema import articles, copies, keys
from .upsert import upsert

Alike = tuple[str, datetime]
"""What articles of one title and moment have in common: the key of the one, and the other."""

_DOCUMENT: TypeAdapter[Article] = TypeAdapter(Article)
_CORRECTION: TypeAdapter[Correction] = TypeAdapter(Correction)
_NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)
_VERSION = [
    articles.c[name]
    for name in (
        "revision digest said size withdrawn_by absent taken_back modified owner source_id"
    ).split()
]
_LIVE = and_(articles.c.released.is_not(None), articles.c.withdrawn.is_(None))


@dataclass(frozen=True, slots=True)
class Copy:
    """The note that another source carried an article's story, under its own id and address."""

    article_id: str
    owner: str
    source_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoryHead:
    """What tells whether an article may have the story of another, without its text.

    size  the bytes of its body
    """

    id: str
    title_key: str
    published: datetime
    revision: int
    size: int


@dataclass(frozen=True, slots=True)
class Version:
    """What differs whenever an article does, without its text.

    A withdrawn one keeps its revision when its text changes, or when feeds fall silent about it.

    A person or a source may have another word on it, too, of which no reader sees anything.

    size  bytes of its body
    """

    revision: int
    digest: str
    announced: bool
    size: int
    withdrawn_by: str | None
    absent: bool
    taken_back: datetime | None
    modified: datetime | None
    owner: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles, the keys that they are known by, and the copies of other sources."""

    connection: Connection

    def known(self, hashes: Iterable[str]) -> dict[str, str]:
        """The article id of each key that is registered."""
        is_asked = among(self.connection, keys.c.hash, hashes)
        query = select(keys.c.hash, keys.c.article_id).where(is_asked)
        return dict(self.connection.execute(query).all())

    def load(self, ids: Iterable[str]) -> dict[str, StoredArticle]:
        """The articles of these ids, as far as they exist."""
        query = select(articles).where(articles.c.id.in_(list(ids)))
        return {stored.article.id: stored for stored in self._all(query)}

    def save(
        self,
        changed: Sequence[StoredArticle],
        registered: Mapping[str, str],
        moved: Mapping[str, str],
        dropped: Mapping[str, str],
    ) -> None:
        """Keep articles, and the article ids of keys.

        A key that is taken stays with its first article, unless it is `moved`. One that is
        `dropped` is forgotten, if it still means that article.
        """
        upsert(self.connection, articles, [_row(stored) for stored in changed], _COLUMNS)
        upsert(self.connection, keys, _key_rows(registered), [])
        upsert(self.connection, keys, _key_rows(moved), ["article_id"])
        if dropped:
            pair = tuple_(keys.c.hash, keys.c.article_id)
            self.connection.execute(delete(keys).where(pair.in_(list(dropped.items()))))

    def due(self, now: datetime, announced_until: datetime, limit: int) -> list[StoredArticle]:
        """A batch of articles that fall due: embargoes and expiries up to `now`.

        So do notices, and withdrawals of `announced_until` or before that feeds still say.
        """
        column = articles.c
        is_not_withdrawn = column.withdrawn.is_(None)
        embargo_ends = and_(is_not_withdrawn, column.released.is_(None), column.due <= now)
        expires = and_(is_not_withdrawn, column.expires_at <= now)
        tombstone_ends = and_(column.withdrawn <= announced_until, column.said)
        notice_ends = column.notice_ends <= now
        # Each has an index, of which SQLite would use none for one condition with all four.
        ends = (embargo_ends, expires, tombstone_ends, notice_ends)
        due = union_all(*(select(column.id).where(condition) for condition in ends))
        return self._batch(column.id.in_(due), limit)

    def pending_of(self, owner: str) -> set[str]:
        """The ids of a source's articles under embargo; ours where it gives none."""
        unseen = and_(articles.c.released.is_(None), articles.c.withdrawn.is_(None))
        query = select(articles.c.id, articles.c.source_id).where(articles.c.owner == owner, unseen)
        return {row.source_id or row.id for row in self.connection.execute(query)}

    def named(self, name: str) -> list[StoredArticle]:
        """The articles that a name may mean, in the order of their ids.

        A name is our id, an address (the article's own, or of its page here), or a source's id.
        """
        owners = select(keys.c.article_id).where(keys.c.hash == url_key(name))
        page = unquote(name.rpartition("/articles/")[2])
        ids = [name, page, f"urn:uuid:{page}"]
        query = select(articles).where(
            or_(articles.c.id.in_(ids), articles.c.source_id == name, articles.c.id.in_(owners))
        )
        return self._all(query.order_by(articles.c.id))

    def numbers_of(self, owner: str) -> set[str]:
        """The ids of a source that are numbers, of its articles that are not withdrawn."""
        is_kept = and_(articles.c.owner == owner, articles.c.withdrawn.is_(None))
        query = select(articles.c.source_id).where(is_kept)
        ids = (row.source_id or "" for row in self.connection.execute(query))
        return {source_id for source_id in ids if source_id.isascii() and source_id.isdecimal()}

    def addresses(self, owner: str, source_ids: Collection[str]) -> dict[str, str]:
        """The addresses of a source's articles, by its ids, as far as they have one."""
        known = self.known([id_key(owner, source_id) for source_id in source_ids])
        return {
            one.article.source_id: one.article.url
            for one in self.load(known.values()).values()
            if one.article.source_id and one.article.url and one.article.owner == owner
        }

    def titled(self, title: str) -> StoredArticle | None:
        """The newest article that readers may see whose folded title is the same."""
        query = (
            select(articles)
            .where(articles.c.title_key == title_key(title), _LIVE)
            .order_by(articles.c.published.desc(), articles.c.id.desc())
            .limit(1)
        )
        return next(iter(self._all(query)), None)

    def heads(
        self,
        titles: Collection[str],
        owner: str,
        between: tuple[datetime, datetime],
        *,
        behind: int,
        limit: int,
    ) -> list[StoryHead]:
        """The newest articles of other sources with one of these title keys.

        Readers may see them, they were published `between` two moments, and changed `behind` a
        revision.
        """
        column = articles.c
        query = select(
            column.id, column.title_key, column.published, column.revision, column.size
        ).where(
            column.title_key.in_(list(titles)),
            column.owner != owner,
            _LIVE,
            column.published.between(*between),
            column.revision > behind,
        )
        query = query.order_by(column.published.desc(), column.id.desc()).limit(limit)
        return [StoryHead(*row) for row in self.connection.execute(query)]

    def at_moments(
        self, owner: str, alike: Collection[Alike], limit: int
    ) -> list[tuple[str, Alike]]:
        """The articles of a source with these title keys and moments, newest change first."""
        column = articles.c
        pair = tuple_(column.title_key, column.published)
        query = select(column.id, column.title_key, column.published)
        query = query.where(pair.in_(list(alike)), column.owner == owner)
        newest = query.order_by(column.revision.desc(), column.id).limit(limit)
        return [(row.id, (row.title_key, row.published)) for row in self.connection.execute(newest)]

    def versions(self, ids: Collection[str]) -> dict[str, Version]:
        """The versions of these articles, by id, as far as they exist."""
        if not ids:
            return {}
        query = select(articles.c.id, *_VERSION).where(articles.c.id.in_(list(ids)))
        return {row.id: Version(*row[1:]) for row in self.connection.execute(query)}

    def note_copies(self, noted: Iterable[Copy]) -> None:
        """Keep who else carried an article; the last word of each source counts."""
        rows = {(copy.article_id, copy.owner): asdict(copy) for copy in noted}
        upsert(self.connection, copies, list(rows.values()), ["source_id", "url"])

    def forget_copies(self, owner: str, ids: Collection[str]) -> None:
        """Forget that a source carried the stories of these articles."""
        if ids:
            this = (copies.c.owner == owner, copies.c.article_id.in_(list(ids)))
            self.connection.execute(delete(copies).where(*this))

    def copies(self, article_id: str) -> list[Copy]:
        """The other sources that carried an article, by their names."""
        query = select(copies).where(copies.c.article_id == article_id).order_by(copies.c.owner)
        return [Copy(*row) for row in self.connection.execute(query)]

    def after(self, article_id: str, limit: int) -> list[StoredArticle]:
        """A batch of articles in the order of their ids, for a walk over all of them."""
        return self._batch(articles.c.id > article_id, limit)

    def _batch(self, condition: ColumnElement[bool], limit: int) -> list[StoredArticle]:
        """As many and as long articles as one transaction should hold, in the order of their ids.

        Reading hundreds of a megabyte each takes memory, and longer than a session may be idle.
        """
        query = select(articles.c.id, articles.c.size).where(condition)
        ids = []
        size = 0
        for row in self.connection.execute(query.order_by(articles.c.id).limit(limit)):
            ids.append(row.id)
            size += row.size
            if size > BATCH_TEXT_LIMIT:
                break
        chosen = select(articles).where(articles.c.id.in_(ids))
        return self._all(chosen.order_by(articles.c.id)) if ids else []

    def listed(self, asker: str, limit: int, wanted: ArticleFilter) -> list[StoredArticle]:
        """Articles, newest first.

        Those that never appeared are listed for their own source, `asker`, alone.
        """
        ids = newest(self.connection, asker, limit, wanted)
        known = self.load(ids)
        return [known[article_id] for article_id in ids]

    def _all(self, query: Select[Any]) -> list[StoredArticle]:
        return [_stored(row) for row in self.connection.execute(query)]


_COLUMNS = [column.name for column in articles.c if not column.primary_key]


def _key_rows(registered: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"hash": hash, "article_id": article_id} for hash, article_id in registered.items()]


def _row(stored: StoredArticle) -> dict[str, object]:
    article = stored.article
    return {
        "id": article.id,
        "owner": article.owner,
        "source_id": article.source_id,
        "title_key": stored.title_key,
        "revision": stored.revision,
        "digest": stored.digest,
        "visible": stored.visible,
        "url": article.url,
        "published": article.published,
        "updated": article.updated,
        "due": article.due,
        "released": stored.released,
        "expires_at": article.expires_at,
        "withdrawn": stored.withdrawn,
        "reason": stored.reason,
        "said": stored.announced,
        "size": len(article.html.encode()),
        "document": _DOCUMENT.dump_json(article).decode(),
        **_last_words(stored),
        **_editors_words(stored),
    }


def _last_words(stored: StoredArticle) -> dict[str, object]:
    """The columns that tell whose word was the last, and of when its source's was."""
    return {
        "withdrawn_by": stored.withdrawn_by,
        "absent": stored.absent,
        "taken_back": stored.taken_back,
        "modified": stored.modified,
    }


def _editors_words(stored: StoredArticle) -> dict[str, object]:
    """The columns of a correction and of a notice; a notice that has left ends no more."""
    correction = stored.correction
    notice = stored.notice
    return {
        "correction": _CORRECTION.dump_json(correction).decode() if correction else None,
        "notice": _NOTICE.dump_json(notice).decode() if notice else None,
        "notice_ends": notice.until if notice and notice.standing else None,
    }


def _stored(row: Row[Any]) -> StoredArticle:
    return StoredArticle(
        article=_DOCUMENT.validate_json(row.document),
        revision=row.revision,
        digest=row.digest,
        visible=row.visible,
        title_key=row.title_key,
        released=row.released,
        withdrawn=row.withdrawn,
        reason=row.reason,
        withdrawn_by=row.withdrawn_by,
        announced=row.said,
        correction=_CORRECTION.validate_json(row.correction) if row.correction else None,
        notice=read_notice(row.notice),
        absent=row.absent,
        taken_back=row.taken_back,
        modified=row.modified,
    )


def read_notice(written: str | None) -> Notice | None:
    """The notice in a row of the table."""
    return _NOTICE.validate_json(written) if written else None
