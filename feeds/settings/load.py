"""Settings: nashra.toml and the environment, read once; builds the Site and the Sections.

Each top-level setting is overridable by NASHRA_<NAME>. Raises BadSetting with the path of the key
and what was expected. The only place that reads configuration.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from store import ALL, BadSetting, Problem, Section, Sections, Site, Wire, line, uri

ENVIRONMENT = (
    *("CONFIG", "DATABASE", "DATABASE_FILE", "BASE_URL", "TIMEZONE"),
    *("API_TOKENS", "API_TOKENS_FILE", "OUTBOUND_ALLOW", "LOG"),
)
LEAST_SECONDS = 30  # between two polls of somebody else's server
FILES = "files"  # the source that `flask ingest` is
RESERVED = frozenset(
    "all tag author archive articles search feeds sitemap-news robots feed category hub api desk"
    " stats metrics healthz readyz static".split()
)
_SLUG = re.compile(r"(?!all-)[a-z0-9-]+")
_TOKEN = re.compile(r"([a-z0-9-]{1,50}):([0-9a-f]{64})(?::([a-z0-9+-]+))?")
_LOG = re.compile(r"(debug|info|warning|error) (text|json)")
_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list of texts",
    "model_type": "expected a table",
    "missing": "is missing",
}

Text = Annotated[str, Field(min_length=1, max_length=1000)]
Texts = tuple[Text, ...]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Site(_Shape):
    title: Text = "نشرة"
    description: str = "آخر الأخبار"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "ar"
    logo: Text | None = None
    icon: Text | None = None
    copyright: Text | None = None
    contact: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None


class _Feeds(_Shape):
    size: Annotated[int, Field(strict=True, ge=1, le=200)] = 50
    hours: Annotated[int, Field(strict=True, ge=0, le=8760)] = 48
    guard: Annotated[bool, Field(strict=True)] = True
    tombstones: Annotated[bool, Field(strict=True)] = True


class _Section(_Shape):
    slug: str
    title: Text
    description: str = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] | None = None
    aliases: Texts = ()
    tags: Texts = ()
    authors: Texts = ()
    keywords: Texts = ()
    size: Annotated[int, Field(strict=True, ge=1, le=200)] | None = None
    hours: Annotated[int, Field(strict=True, ge=0, le=8760)] | None = None
    full_text: Annotated[bool, Field(strict=True)] = True
    image: Text | None = None


class _Wire(_Shape):
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    kind: Literal["folder", "feed", "wordpress"]
    path: Text | None = None
    url: Text | None = None
    section: str | None = None
    seconds: Annotated[int, Field(strict=True, ge=1, le=86_400)] | None = None
    removed: Literal["keep", "withdraw"] | None = None
    full_text: Annotated[bool, Field(strict=True)] = True
    same_story: Annotated[bool, Field(strict=True)] = True


class _File(_Shape):
    database: Text = "sqlite:///var/nashra.db"
    base_url: Text = "http://127.0.0.1:8000"
    timezone: Text = "Africa/Cairo"
    api_tokens: str = ""
    outbound_allow: str = ""
    log: Text = "info text"
    site: _Site = _Site()
    feeds: _Feeds = _Feeds()
    section: tuple[_Section, ...] = ()
    wire: tuple[_Wire, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """Who may use the API: the name is the source of what it sends, digest the token's SHA-256 in
    hex.

    sections are the slugs of those it may change, None where it may change all.
    """

    name: str
    digest: str
    sections: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that is set. front is the feed `all`, described like a section; guard and tombstones are
    switches.

    outbound_allow are the private networks that may be asked.
    """

    database: str
    log: tuple[str, Literal["text", "json"]]
    site: Site
    front: Section
    sections: Sections
    guard: bool
    tombstones: bool
    wires: tuple[Wire, ...] = ()
    tokens: tuple[Token, ...] = ()
    outbound_allow: tuple[IPv4Network | IPv6Network, ...] = ()

    @property
    def printed(self) -> tuple[Section, ...]:
        """The feeds that are printed unasked."""
        return (self.front, *self.sections.all)


def load(environment: Mapping[str, str], default: Path) -> Settings:
    """The settings of this process: the file NASHRA_CONFIG names, else `default` if it exists.

    Relative paths, of SQLite's file and of wires, begin at that file's folder.
    """
    for name in environment:
        if name.startswith("NASHRA_") and name.removeprefix("NASHRA_") not in ENVIRONMENT:
            known = ", ".join(f"NASHRA_{one}" for one in ENVIRONMENT)
            raise BadSetting(f"{name}: no such setting, expected one of {known}")
    fields = _read(environment, default)
    for name in ENVIRONMENT:
        if name != "CONFIG" and (value := environment.get(f"NASHRA_{name}")):
            fields[name.lower().removesuffix("_file")] = (
                _secret(name, value) if name.endswith("_FILE") else value
            )
    return _build(
        _validated(fields), Path(environment.get("NASHRA_CONFIG") or default).absolute().parent
    )


def _secret(name: str, path: str) -> str:
    """The setting that a file holds, such as those that container platforms mount."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"NASHRA_{name}: {path} cannot be read, {error}") from error


def _read(environment: Mapping[str, str], default: Path) -> dict[str, object]:
    named = environment.get("NASHRA_CONFIG")
    path = Path(named) if named else default
    if not named and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"NASHRA_CONFIG: {path} cannot be read, {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path.name}: {error}") from error


def _validated(fields: Mapping[str, object]) -> _File:
    try:
        return _File.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        path = "".join(
            f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]
        )
        if first["type"] == "extra_forbidden":
            raise BadSetting(f"{path[1:]}: no such setting") from None
        if first["type"] == "tuple_type" and path in (".section", ".wire"):
            raise BadSetting(
                f"{path[1:]}: expected a table of a list, written [[{path[1:]}]]"
            ) from None
        expected = _EXPECTED.get(first["type"], first["msg"][0].lower() + first["msg"][1:])
        got = "" if first["type"] == "missing" else f", got {str(first['input'])[:60]!r}"
        raise BadSetting(f"{path[1:]}: {expected}{got}") from None


def _build(file: _File, folder: Path) -> Settings:
    """folder is that of the configuration: relative paths begin there, wherever a command is
    run.
    """
    site = Site(
        title=_title("site.title", file.site.title),
        description=line(file.site.description),
        language=file.site.language,
        base_url=_base(file.base_url),
        zone=_zone(file.timezone),
        logo=_optional("site.logo", file.site.logo),
        icon=_optional("site.icon", file.site.icon),
        copyright=line(file.site.copyright) if file.site.copyright else None,
        contact=file.site.contact,
    )
    sections = Sections(_sections(file), file.feeds.hours)
    wires = tuple(_wires(file, sections, folder))
    return Settings(
        database=re.sub("^sqlite:///(?=[^/:?])", f"sqlite:///{folder}/", file.database),
        log=_log(file.log),
        site=site,
        front=Section(
            slug=ALL,
            title=site.title,
            description=site.description,
            size=file.feeds.size,
            hours=file.feeds.hours,
            image=site.logo,
        ),
        sections=sections,
        guard=file.feeds.guard,
        tombstones=file.feeds.tombstones,
        wires=wires,
        tokens=tuple(_tokens(file.api_tokens, sections, wires)),
        outbound_allow=tuple(_networks(file.outbound_allow)),
    )


def _sections(file: _File) -> list[Section]:
    found: dict[str, Section] = {}
    names: dict[str, str] = {}
    for number, one in enumerate(file.section, 1):
        path = f"section[{number}]"
        if not _SLUG.fullmatch(one.slug) or one.slug in RESERVED:
            raise BadSetting(
                f"{path}.slug: {one.slug!r} cannot be used, expected a-z, 0-9 and hyphens, not"
                " beginning with all-, and no word that Nashra's own addresses use"
            )
        if one.slug in found:
            raise BadSetting(f"{path}.slug: {one.slug!r} is there twice")
        found[one.slug] = _section(path, one, file.feeds)
        _check_names(path, found[one.slug], names)
    return list(found.values())


def _check_names(path: str, section: Section, names: dict[str, str]) -> None:
    """A label that means two sections would send an article to both unasked."""
    alone = Sections([section])
    for other, slug in names.items():
        if alone.named(other):
            raise BadSetting(
                f"{path}: {section.slug!r} takes the name {other!r}, which means {slug!r} already"
            )
    names.update(dict.fromkeys((section.slug, section.title, *section.aliases), section.slug))


def _section(path: str, one: _Section, feeds: _Feeds) -> Section:
    fields = one.model_dump(exclude={"size", "hours", "image", "title", "description"})
    return Section(
        **fields,
        title=_title(f"{path}.title", one.title),
        description=line(one.description) or line(one.title),
        size=one.size or feeds.size,
        hours=feeds.hours if one.hours is None else one.hours,
        image=_optional(f"{path}.image", one.image),
    )


def _wires(file: _File, sections: Sections, folder: Path) -> Iterator[Wire]:
    names, roots = {FILES}, list[Path]()
    for number, one in enumerate(file.wire, 1):
        if one.name in names:
            raise BadSetting(f"wire[{number}].name: {one.name!r} is the name of another source")
        names.add(one.name)
        section = sections.named(one.section) if one.section else None
        if one.section and section is None:
            raise BadSetting(f"wire[{number}].section: no section is called {one.section!r}")
        where = _folder(number, one, folder, roots) if one.kind == "folder" else _asked(number, one)
        fields = one.model_dump(include={"name", "kind", "full_text", "same_story"})
        yield Wire(**fields, **where, section=section)


def _folder(number: int, one: _Wire, base: Path, roots: list[Path]) -> dict[str, Any]:
    if one.path is None or one.url:
        raise BadSetting(f"wire[{number}]: a folder has a `path`, and no `url`")
    root = base / one.path
    for other in roots:
        if root.is_relative_to(other) or other.is_relative_to(root):
            raise BadSetting(
                f"wire[{number}].path: {one.path!r} and {str(other)!r} hold the same files"
            )
    roots.append(root)
    return {"folder": root, "seconds": one.seconds or 5, "removed": one.removed or "keep"}


def _asked(number: int, one: _Wire) -> dict[str, Any]:
    """Of what is asked over the net: often enough for news, seldom enough to be welcome."""
    if one.url is None or one.path:
        raise BadSetting(f"wire[{number}]: a {one.kind} has a `url`, and no `path`")
    if (seconds := one.seconds or 300) < LEAST_SECONDS:
        raise BadSetting(
            f"wire[{number}].seconds: {seconds} is too often, {LEAST_SECONDS} is the least"
        )
    if one.kind == "feed" and one.removed:
        raise BadSetting(
            f"wire[{number}].removed: a feed withdraws by saying so, never by what it no longer"
            " shows"
        )
    removed = one.removed or ("withdraw" if one.kind == "wordpress" else "keep")
    return {"url": _address(f"wire[{number}].url", one.url), "seconds": seconds, "removed": removed}


def _tokens(text: str, sections: Sections, wires: Sequence[Wire]) -> Iterator[Token]:
    """What is wrong is named by its number: the text may hold a token by mistake.

    A token may speak for a WordPress wire: its plugins and its REST API know posts by the same
    numbers.
    """
    sources = {FILES, *(wire.name for wire in wires if wire.kind != "wordpress")}
    slugs = {section.slug for section in sections.all}
    for number, part in enumerate(filter(None, map(str.strip, text.split(","))), 1):
        found = _TOKEN.fullmatch(part)
        if not found:
            raise BadSetting(
                f"api_tokens: expected entry {number} as `flask token` prints it,"
                " name:sha256[:section]"
            )
        name, digest, scope = found.groups()
        if name in sources:
            raise BadSetting(f"api_tokens: {name!r} is the name of another source")
        if unknown := set(scope.split("+") if scope else ()) - slugs:
            raise BadSetting(f"api_tokens: no section is called {min(unknown)!r}")
        yield Token(name, digest, frozenset(scope.split("+")) if scope else None)


def _title(path: str, text: str) -> str:
    if not (title := line(text)):
        raise BadSetting(f"{path}: expected text that can be seen, got {text!r}")
    return title


def _base(text: str) -> str:
    address = _address("base_url", text)
    if "?" in address or "#" in address:
        raise BadSetting(f"base_url: expected an address without ? and #, got {text[:80]!r}")
    return address.rstrip("/")


def _address(path: str, text: str) -> str:
    try:
        return uri(text)
    except Problem as problem:
        raise BadSetting(f"{path}: {text[:80]!r} is no web address, {problem}") from problem


def _optional(path: str, text: str | None) -> str | None:
    return _address(path, text) if text else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(
            f"timezone: {name!r} is unknown, expected a name such as Africa/Cairo"
        ) from error


def _networks(text: str) -> Iterator[IPv4Network | IPv6Network]:
    for part in filter(None, map(str.strip, text.split(","))):
        try:
            yield ip_network(part)
        except ValueError as error:
            raise BadSetting(
                f"outbound_allow: {part[:60]!r} is no address or network, expected such as"
                " 127.0.0.1, 10.1.0.0/16"
            ) from error


def _log(text: str) -> tuple[str, Literal["text", "json"]]:
    if not _LOG.fullmatch(text):
        raise BadSetting(
            f"log: expected a level and a form, such as `info text` or `debug json`, got {text!r}"
        )
    level, form = text.split()
    return level, "json" if form == "json" else "text"
