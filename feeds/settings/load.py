"""Settings from nashra.toml and the environment: read, checked, and made into values.

An unknown or malformed one raises BadSetting with the path of its key and what was expected.
Nothing else in Nashra reads configuration.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from store import ALL, BadSetting, Section, Sections, Site, first_misfit, line

from . import checks
from .partners import partners_of
from .sections import sections_of
from .shapes import FileShape
from .terms import terms_of
from .tokens import tokens_of
from .values import Settings
from .wires import wires_of

ENVIRONMENT = (
    *("CONFIG", "DATABASE", "DATABASE_FILE", "BASE_URL", "TIMEZONE"),
    *("API_TOKENS", "API_TOKENS_FILE", "OUTBOUND_ALLOW", "LOG"),
)
_EXPECTED = {
    "tuple_type": "a list of texts",
    "model_type": "a table",
}
_LISTS = ("section", "wire", "partner")  # written [[section]] and so on
_RELATIVE_FILE = re.compile("^sqlite:///(?=[^/:?])")


def load(environment: Mapping[str, str], default: Path) -> Settings:
    """The settings of this process: the file that NASHRA_CONFIG names, else `default` if it exists.

    The environment outranks the file. Relative paths, those of SQLite's file and of wires, begin
    at the folder of the configuration. Raises BadSetting.
    """
    _check_names(environment)
    fields = _read_file(environment, default) | _read_environment(environment)
    configuration = Path(environment.get("NASHRA_CONFIG") or default)
    file = _validated(fields)
    return _with_partners(file, _build(file, configuration.absolute().parent))


def _check_names(environment: Mapping[str, str]) -> None:
    """Raise BadSetting for a NASHRA_ variable that means nothing."""
    known = [f"NASHRA_{name}" for name in ENVIRONMENT]
    for name in environment:
        if name.startswith("NASHRA_") and name not in known:
            raise BadSetting(f"{name}: no such setting, expected one of {', '.join(known)}")


def _read_file(environment: Mapping[str, str], default: Path) -> dict[str, Any]:
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


def _read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of the environment, by their names in the file; an empty one is not set."""
    fields = {}
    for name in ENVIRONMENT:
        value = environment.get(f"NASHRA_{name}")
        if name == "CONFIG" or not value:
            continue
        if name.endswith("_FILE"):
            fields[name.removesuffix("_FILE").lower()] = _read_secret(name, value)
        else:
            fields[name.lower()] = value
    return fields


def _read_secret(name: str, path: str) -> str:
    """The setting that a file holds, such as those that container platforms mount."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"NASHRA_{name}: {path} cannot be read, {error}") from error


def _validated(fields: Mapping[str, Any]) -> FileShape:
    try:
        return FileShape.model_validate(fields)
    except ValidationError as error:
        raise BadSetting(_in_our_words(error)) from None


def _in_our_words(error: ValidationError) -> str:
    """The first thing that is wrong: the path of its key, what was expected, what stands there."""
    misfit = first_misfit(error, _EXPECTED)
    path = _path(misfit.path)
    if misfit.kind == "extra_forbidden":
        return f"{path}: no such setting"
    if misfit.kind == "tuple_type" and path in _LISTS:
        return f"{path}: expected a table of a list, written [[{path}]]"
    if misfit.kind == "missing":
        return f"{path}: is missing"
    demand = f"expected {misfit.expected}" if misfit.expected else misfit.message
    return f"{path}: {demand}, got {str(misfit.value)[:60]!r}"


def _path(location: tuple[int | str, ...]) -> str:
    """`section[2].slug`, as a person counts."""
    path = ""
    for part in location:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return path.removeprefix(".")


def _build(file: FileShape, folder: Path) -> Settings:
    """The values of a file whose relative paths begin at `folder`, wherever a command is run."""
    site = _site(file)
    feeds = file.feeds
    sections = Sections(sections_of(file), feeds.hours, feeds.size)
    wires = tuple(wires_of(file, sections, folder))
    return Settings(
        database=_database(file.database, folder),
        log=checks.log(file.log),
        site=site,
        front=_front(file, site),
        sections=sections,
        guard=feeds.guard,
        tombstones=feeds.tombstones,
        wires=wires,
        tokens=tuple(tokens_of(file.api_tokens, sections, wires)),
        outbound_allow=tuple(checks.networks(file.outbound_allow)),
    )


def _with_partners(file: FileShape, settings: Settings) -> Settings:
    """The settings with the partners, who choose among all sections and sources."""
    sections = settings.sections
    partners = tuple(partners_of(file, sections, settings.wires, settings.tokens))
    choices = [partner.choice for partner in partners]
    sections = Sections(sections.all, file.feeds.hours, file.feeds.size, choices)
    return replace(settings, sections=sections, partners=partners)


def _database(url: str, folder: Path) -> str:
    """The address of the database; SQLite's file lies below `folder` where it is relative."""
    return _RELATIVE_FILE.sub(f"sqlite:///{folder}/", url)


def _site(file: FileShape) -> Site:
    site = file.site
    return Site(
        title=checks.title("site.title", site.title),
        description=line(site.description),
        language=site.language,
        base_url=checks.base_url(file.base_url),
        zone=checks.zone("timezone", file.timezone),
        logo=checks.optional_address("site.logo", site.logo),
        icon=checks.optional_address("site.icon", site.icon),
        cover=checks.optional_address("site.cover", site.cover),
        accent=site.accent,
        copyright=line(site.copyright) if site.copyright else None,
        contact=site.contact,
        terms=terms_of(file.terms),
    )


def _front(file: FileShape, site: Site) -> Section:
    """The feed `all`, described like a section."""
    return Section(
        slug=ALL,
        title=site.title,
        description=site.description,
        size=file.feeds.size,
        hours=file.feeds.hours,
        image=site.logo,
    )
