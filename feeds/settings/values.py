"""The values that are set: Settings, and the tokens of the API. Nothing here reads or checks."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from store import Section, Sections, Site, Wire

LogForm = Literal["text", "json"]
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the API.

    name      the source of what is sent with it
    digest    the token's SHA-256, in hex; the token itself is kept nowhere
    sections  the slugs of the sections that it may change, None where it may change all
    """

    name: str
    digest: str
    sections: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that is set.

    database        SQLAlchemy's address of the database
    log             level and form of the log
    front           the feed `all`, described like a section
    guard           whether feeds carry a first-strong guard
    tombstones      whether feeds say withdrawals
    outbound_allow  the private networks that may be asked
    """

    database: str
    log: tuple[str, LogForm]
    site: Site
    front: Section
    sections: Sections
    guard: bool
    tombstones: bool
    wires: tuple[Wire, ...] = ()
    tokens: tuple[Token, ...] = ()
    outbound_allow: tuple[Network, ...] = ()

    @property
    def printed(self) -> tuple[Section, ...]:
        """The feeds that are printed unasked."""
        return (self.front, *self.sections.all)
