"""The table group of partners' tokens, as digests: those that were made here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from .schema import partner_tokens

GRACE = timedelta(days=1)
"""How long older tokens work beside a new one, so that a partner has time to change them."""


@dataclass(frozen=True, slots=True)
class PartnerToken:
    """A token of a partner, as its SHA-256 in hex; the token itself is kept nowhere.

    partner  the slug of the partner whose feed it opens
    ends_at  when it opens it no longer, None for never
    """

    partner: str
    digest: str
    made_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartnerTokens:
    """The tokens of all partners."""

    connection: Connection

    def make(self, partner: str, digest: str, now: datetime) -> None:
        """Keep a new token; the older ones of that partner end a day later, if not sooner."""
        columns = partner_tokens.c
        end = now + GRACE
        goes_on = or_(columns.ends_at.is_(None), columns.ends_at > end)
        older = update(partner_tokens).where(columns.partner == partner, goes_on)
        self.connection.execute(older.values(ends_at=end))
        row = {"partner": partner, "digest": digest, "made_at": now}
        self.connection.execute(insert(partner_tokens), [row])

    def in_force(self, now: datetime) -> list[PartnerToken]:
        """The tokens that open a feed at `now`, in the order of partners and making."""
        columns = partner_tokens.c
        goes_on = or_(columns.ends_at.is_(None), columns.ends_at > now)
        query = select(partner_tokens).where(goes_on)
        query = query.order_by(columns.partner, columns.made_at, columns.digest)
        return [PartnerToken(*row) for row in self.connection.execute(query)]

    def prune(self, now: datetime) -> int:
        """Forget the tokens that have ended. Returns how many there were."""
        ended = partner_tokens.c.ends_at <= now
        return self.connection.execute(delete(partner_tokens).where(ended)).rowcount
