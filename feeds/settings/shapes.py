"""The shape of nashra.toml: which tables and settings it may hold, and of what type.

What a setting means is said in values.py; how it is read, in load.py.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from store import WIRE_KINDS, AiUse

from .values import Access, ProfileName

Text = Annotated[str, Field(min_length=1, max_length=1000)]
Texts = tuple[Text, ...]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Size = Annotated[int, Field(strict=True, ge=1, le=200)]
Hours = Annotated[int, Field(strict=True, ge=0, le=8760)]
Seconds = Annotated[int, Field(strict=True, ge=1, le=86_400)]
Switch = Annotated[bool, Field(strict=True)]
Pixels = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Script = Annotated[str, Field(min_length=1, max_length=10_000)]


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Shape(BaseModel):
    """A table in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteShape(Shape):
    """`[site]`: the newspaper's own face in every feed."""

    title: Text = "نشرة"
    description: str = "آخر الأخبار"
    language: Language = "ar"
    logo: Text | None = None
    icon: Text | None = None
    cover: Text | None = None
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    copyright: Text | None = None
    contact: Annotated[str, Field(pattern=r"^[^@\s\pC]+@[^@\s\pC]+$")] | None = None


class TermsShape(Shape):
    """`[terms]`: what machines are told of the use of the texts; without it, nothing."""

    ai: AiUse
    license: Text | None = None
    agents: Texts | None = None


class FeedsShape(Shape):
    """`[feeds]`: what holds for every feed."""

    size: Size = 50
    hours: Hours = 48
    guard: Switch = True
    tombstones: Switch = True


class ExceptShape(Shape):
    """`except` of a `[[section]]` or a `[[partner]]`: what it leaves out."""

    sections: Texts = ()
    tags: Texts = ()
    authors: Texts = ()
    keywords: Texts = ()


class SectionShape(Shape):
    """One `[[section]]`; `size` and `hours` are those of `[feeds]` unless they are given here."""

    slug: str
    title: Text
    description: str = ""
    language: Language | None = None
    aliases: Texts = ()
    tags: Texts = ()
    authors: Texts = ()
    keywords: Texts = ()
    sections: Texts = ()
    but: Annotated[ExceptShape, Field(alias="except")] = ExceptShape()
    size: Size | None = None
    hours: Hours | None = None
    full_text: Switch = True
    image: Text | None = None


class WireShape(Shape):
    """One `[[wire]]`; which of `path` and `url` it needs depends on its kind."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    kind: Literal[tuple(WIRE_KINDS)]  # type: ignore[valid-type]
    path: Text | None = None
    url: Text | None = None
    section: str | None = None
    seconds: Seconds | None = None
    removed: Literal["keep", "withdraw"] | None = None
    full_text: Switch = True
    same_story: Switch = True
    keep_guid: Switch = False
    zone: Text | None = None


class UtmShape(Shape):
    """`utm` of a `[[partner]]`: what its links tell the paper's own statistics."""

    source: Text
    medium: Text
    campaign: Text
    term: Text | None = None
    content: Text | None = None


class PartnerShape(Shape):
    """One `[[partner]]`; `limit` is that of its profile unless it is given here."""

    slug: str
    title: Text
    profile: ProfileName
    description: str = ""
    language: Language | None = None
    sections: Texts = ()
    tags: Texts = ()
    keywords: Texts = ()
    sources: Texts = ()
    but: Annotated[ExceptShape, Field(alias="except")] = ExceptShape()
    limit: Size | None = None
    full_text: Switch = True
    picture: Text | None = None
    picture_width: Pixels | None = None
    dates: Literal["origin", "arrival"] = "origin"
    utm: UtmShape | None = None
    analytics: Script | None = None
    access: Access = "open"
    token: OneOrMore = ()


class FileShape(Shape):
    """The whole file, with the settings that stand at its top."""

    database: Text = "sqlite:///var/nashra.db"
    base_url: Text = "http://127.0.0.1:8000"
    timezone: Text = "Africa/Cairo"
    api_tokens: str = ""
    outbound_allow: str = ""
    log: Text = "info text"
    site: SiteShape = SiteShape()
    terms: TermsShape | None = None
    feeds: FeedsShape = FeedsShape()
    section: tuple[SectionShape, ...] = ()
    wire: tuple[WireShape, ...] = ()
    partner: tuple[PartnerShape, ...] = ()
