"""Sections of the configuration: their slugs, and the names by which articles find them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from store import ALL, BadSetting, Exceptions, Section, Sections, line

from . import checks
from .shapes import FeedsShape, FileShape, SectionShape

RESERVED = frozenset(
    "all tag author archive articles search partner feeds sitemap sitemap-feeds sitemap-news"
    " license robots favicon feed rss rss2 rdf atom index category hub api desk stats metrics"
    " healthz readyz static".split()
)
_SLUG = re.compile(r"(?!all-)[a-z0-9-]+")


def sections_of(file: FileShape) -> list[Section]:
    """The sections in the order of the file. Raises BadSetting for one that cannot be."""
    sections = list(_named_sections(file))
    known = Sections(sections)
    return [_linked(known, number, section) for number, section in enumerate(sections, 1)]


def _linked(known: Sections, number: int, section: Section) -> Section:
    """A section whose other sections are told by their slugs, whatever name the file gives."""
    exceptions = section.exceptions
    slugs = partial(_slugs, known, section.slug)
    return replace(
        section,
        sections=slugs(f"section[{number}].sections", section.sections),
        exceptions=replace(
            exceptions,
            sections=slugs(f"section[{number}].except.sections", exceptions.sections),
        ),
    )


def _slugs(known: Sections, own: str, path: str, names: Iterable[str]) -> tuple[str, ...]:
    """The slugs of sections, each by any of its names. Raises BadSetting."""
    return tuple(_other_slug(known, own, path, name) for name in names)


def _other_slug(known: Sections, own: str, path: str, name: str) -> str:
    slug = slug_named(known, path, name)
    if slug == own:
        raise BadSetting(f"{path}: {name[:100]!r} is the section itself")
    return slug


def slug_named(known: Sections, path: str, name: str) -> str:
    """The slug that a name means; `all` may be taken, not left out. Raises BadSetting."""
    slug = ALL if name == ALL and not path.endswith("except.sections") else known.named(name)
    if slug is None:
        raise BadSetting(f"{path}: no section is called {name[:100]!r}")
    return slug


def _named_sections(file: FileShape) -> Iterator[Section]:
    """The sections, each with names of its own."""
    slugs: dict[str, str] = {}  # by the names that mean them
    for number, shape in enumerate(file.section, 1):
        path = f"section[{number}]"
        check_slug(path, shape.slug)
        if shape.slug in slugs.values():
            raise BadSetting(f"{path}.slug: {shape.slug!r} is there twice")
        section = _section(path, shape, file.feeds)
        _check_names(path, section, slugs)
        slugs |= dict.fromkeys((section.slug, section.title, *section.aliases), section.slug)
        yield section


def check_slug(path: str, slug: str) -> None:
    """Raise BadSetting for a slug that can be no part of an address of ours."""
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise BadSetting(
            f"{path}.slug: {slug!r} cannot be used, expected a-z, 0-9 and hyphens, not"
            " beginning with all-, and no word that Nashra's own addresses use"
        )


def _check_names(path: str, section: Section, slugs: dict[str, str]) -> None:
    """Raise BadSetting for a name of two sections: it would send an article to both unasked."""
    alone = Sections([section])
    for name, slug in slugs.items():
        if alone.named(name):
            raise BadSetting(
                f"{path}: {section.slug!r} takes the name {name!r}, which means {slug!r} already"
            )


def _section(path: str, shape: SectionShape, feeds: FeedsShape) -> Section:
    fields = shape.model_dump(exclude={"size", "hours", "image", "title", "description", "but"})
    return Section(
        **fields,
        exceptions=Exceptions(**shape.but.model_dump()),
        title=checks.title(f"{path}.title", shape.title),
        description=line(shape.description) or line(shape.title),
        size=shape.size or feeds.size,
        hours=feeds.hours if shape.hours is None else shape.hours,
        image=checks.optional_address(f"{path}.image", shape.image),
    )
