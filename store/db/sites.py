"""The table group of WordPress sites: who owns the posts of each, and what may be one of them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from ..limits import BATCH_TEXT_LIMIT
from .schema import articles, keys, sites, unclaimed
from .upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSite:
    """A site whose posts were taken in.

    owner        the source that its posts belong to
    former       the sources that they belonged to before, and may still
    walked       the id behind which articles are still to be brought to the owner; None where all
                 have been
    by_hand      whether a person has named the owner
    keeps_guids  whether new articles keep the guids that they have there: an export's did
    """

    name: str
    owner: str
    former: tuple[str, ...] = ()
    walked: str | None = ""
    by_hand: bool = False
    keeps_guids: bool = False

    def given_to(self, owner: str, *, by_hand: bool = False) -> "KnownSite":
        """The site under another owner, to whom its articles are still to be brought."""
        former = tuple(name for name in (*self.former, self.owner) if name != owner)
        return replace(
            self,
            owner=owner,
            former=tuple(dict.fromkeys(former)),
            walked="",
            by_hand=by_hand,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Which articles may be posts of a site that another source has, or under another id.

    numbers    the sources of which all articles with a number may be
    guids      the sources of which those with a guid that tells a number may be
    unclaimed  whether those may be that were taken in before sites were told apart
    """

    numbers: tuple[str, ...] = ()
    guids: tuple[str, ...] = ()
    unclaimed: bool = False


@dataclass(frozen=True, slots=True)
class Sites:
    """What is known of the sites, and the articles that may be posts of theirs."""

    connection: Connection

    def get(self, name: str) -> KnownSite | None:
        """What is known of a site, None for one of which nothing was taken in."""
        row = self.connection.execute(select(sites).where(sites.c.name == name)).first()
        if row is None:
            return None
        return KnownSite(**row._asdict() | {"former": tuple(json.loads(row.former))})

    def keep(self, site: KnownSite) -> None:
        """Keep what is known of a site."""
        row = asdict(site) | {"former": json.dumps(site.former)}
        upsert(self.connection, sites, [row], [name for name in row if name != "name"])

    def claimable(self, claim: Claim, after: str, limit: int) -> list[str]:
        """Ids of articles behind this one that may be posts, in their order.

        They are as many, and as long together, as one transaction should hold.
        """
        column = articles.c
        query = select(column.id, column.size).where(column.id > after, _is_claimed(claim))
        ids = []
        size = 0
        for row in self.connection.execute(query.order_by(column.id).limit(limit)):
            ids.append(row.id)
            size += row.size
            if size > BATCH_TEXT_LIMIT:
                break
        return ids

    def unclaimed(self, ids: Collection[str]) -> frozenset[str]:
        """Those of some articles that were taken in before sites were told apart."""
        query = select(unclaimed.c.article_id).where(unclaimed.c.article_id.in_(list(ids)))
        return frozenset(self.connection.scalars(query))

    def settle(self, ids: Collection[str]) -> None:
        """Note that the owners of these articles are known now."""
        if ids:
            these = unclaimed.c.article_id.in_(list(ids))
            self.connection.execute(delete(unclaimed).where(these))

    def keys_of(self, ids: Collection[str]) -> Mapping[str, str]:
        """The keys that lead to some articles, with the ids of these."""
        if not ids:
            return {}
        query = select(keys.c.hash, keys.c.article_id).where(keys.c.article_id.in_(list(ids)))
        return {row.hash: row.article_id for row in self.connection.execute(query)}


def _is_claimed(claim: Claim) -> ColumnElement[bool]:
    column = articles.c
    conditions = [
        and_(column.owner.in_(claim.numbers), column.source_id.is_not(None)),
        and_(column.owner.in_(claim.guids), column.source_id.like("http%p=%")),
    ]
    if claim.unclaimed:
        conditions.append(column.id.in_(select(unclaimed.c.article_id)))
    return or_(*conditions)
