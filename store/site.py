"""Site: the newsroom as every rule needs to know it. Made by whoever reads the configuration."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """base_url has no slash at its end.

    The namespace under which ids are minted is the database's own: see Revision.namespace().
    """

    title: str
    description: str
    language: str
    base_url: str
    zone: ZoneInfo
    logo: str | None = None
    icon: str | None = None
    copyright: str | None = None
    contact: str | None = None
