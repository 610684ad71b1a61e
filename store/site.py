"""Site: the newsroom as every rule needs to know it. It is made of the configuration elsewhere."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The newsroom: its names, its language, its zone, its public address.

    base_url has no slash at its end. The namespace under which ids are minted is the database's
    own: see Revision.namespace().
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
