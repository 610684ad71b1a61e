"""Site: the newsroom as every rule needs to know it. It is made of the configuration elsewhere."""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

AiUse = Literal["allow", "summary", "deny"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the newsroom tells machines of the use of its texts.

    ai       what may be used for artificial intelligence: whole texts, summaries, or nothing
    license  the address at which people read the terms
    agents   the tokens of User-Agent of those who gather texts for it
    """

    ai: AiUse
    license: str | None = None
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The newsroom: its names, its language, its zone, its public address.

    cover is the address of a wide picture, accent a colour such as `#0a5c36`: readers show both.
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
    cover: str | None = None
    accent: str | None = None
    copyright: str | None = None
    contact: str | None = None
    terms: Terms | None = None
