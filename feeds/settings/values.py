"""The values that are set: Settings, and the tokens of the API. Nothing here reads or checks."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from store import PartnerChoice, Section, Sections, Site, Wire

LogForm = Literal["text", "json"]
ProfileName = Literal["msn", "smartnews", "flipboard", "apple", "newsletter", "generic"]
Access = Literal["open", "secret", "basic", "bearer"]
URL_PLACE = "{url}"
"""Where the address of a picture stands in that of the picture service, quoted."""

WIDTH_PLACE = "{width}"
"""Where the width of the picture stands there, in pixels."""

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
class Partner:
    """An aggregator with a feed of its own.

    description    of its feed; that of the site where it is empty
    language       of its feed; None for that of the site
    limit          most articles of its feed; None for what its profile says
    picture        address of a picture as the paper's picture service has it, with URL_PLACE and
                   WIDTH_PLACE; the latter stands for picture_width
    by_arrival     whether an article is dated by the moment it comes in
    utm            parameters of links, such as ("utm_source", "msn")
    analytics      what SmartNews puts into its pages, for the paper to count there
    tokens         SHA-256 of tokens, in hex, which open its feed beside those that were made here
    """

    slug: str
    title: str
    profile: ProfileName
    choice: PartnerChoice
    description: str = ""
    language: str | None = None
    limit: int | None = None
    full_text: bool = True
    picture: str | None = None
    picture_width: int | None = None
    by_arrival: bool = False
    utm: tuple[tuple[str, str], ...] = ()
    analytics: str | None = None
    access: Access = "open"
    tokens: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Key of its feed: `partner/msn`."""
        return self.choice.feed


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
    partners: tuple[Partner, ...] = ()
    tokens: tuple[Token, ...] = ()
    outbound_allow: tuple[Network, ...] = ()

    @property
    def printed(self) -> tuple[Section, ...]:
        """The feeds that are printed unasked, for all to read."""
        return (self.front, *self.sections.all)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all feeds that are printed unasked: those for all to read, then partners'."""
        public = (section.slug for section in self.printed)
        return (*public, *(partner.key for partner in self.partners))
