"""Partners of the configuration: their slugs, what each is given, and how it is let in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store import FILES, BadSetting, Exceptions, PartnerChoice, Sections, Wire, line, normalise

from ..links import partner_key
from . import checks
from .sections import check_slug, slug_named
from .shapes import ExceptShape, FileShape, PartnerShape, UtmShape
from .values import URL_PLACE, WIDTH_PLACE, Partner, Token

# Partners that ask for the canonical address of an article, in their own rules for feeds.
_CANONICAL = {"apple": "Apple News", "smartnews": "SmartNews"}
# Profiles that take summaries; all others take whole articles alone, and would get an empty feed.
_SUMMARIES = ("newsletter", "generic")
_SHA256 = re.compile("[0-9a-f]{64}")
_BRACE = re.compile("[{}]")


def partners_of(
    file: FileShape, sections: Sections, wires: Sequence[Wire], tokens: Sequence[Token]
) -> Iterator[Partner]:
    """The partners in the order of the file. Raises BadSetting for one that cannot be."""
    sources = {FILES, *(wire.name for wire in wires), *(token.name for token in tokens)}
    slugs = {section.slug: "a section" for section in sections.all}
    owners = {token.digest: "the API" for token in tokens}
    for number, shape in enumerate(file.partner, 1):
        path = f"partner[{number}]"
        _take_slug(path, shape.slug, slugs)
        _take_tokens(path, shape, owners)
        _check_language(path, shape, file.site.language)
        _check_full_text(path, shape)
        yield _partner(path, shape, _choice(path, shape, sections, sources))


def _take_slug(path: str, slug: str, slugs: dict[str, str]) -> None:
    """Add a slug to those that are taken. Raises BadSetting where it cannot be."""
    check_slug(path, slug)
    if slug in slugs:
        raise BadSetting(f"{path}.slug: {slug!r} is the slug of {slugs[slug]}, expected another")
    slugs[slug] = "another partner"


def _take_tokens(path: str, shape: PartnerShape, owners: dict[str, str]) -> None:
    """Add its tokens to those that are known. Raises BadSetting, which names no token."""
    path = f"{path}.token"
    if shape.token and shape.access == "open":
        raise BadSetting(
            f"{path}: an open feed asks for none,"
            " expected access = 'secret', 'basic' or 'bearer' beside it"
        )
    for digest in shape.token:
        if not _SHA256.fullmatch(digest):
            raise BadSetting(
                f"{path}: expected the SHA-256 of a token, 64 of 0-9 and a-f,"
                f" got {len(digest)} characters"
            )
        if digest in owners:
            raise BadSetting(
                f"{path}: expected a token of its own, this one opens {owners[digest]}"
            )
    owners |= dict.fromkeys(shape.token, f"the feed of {shape.slug!r}")


def _check_language(path: str, shape: PartnerShape, language: str) -> None:
    """Raise BadSetting for a language without the region that a partner asks for."""
    language = shape.language or language
    if shape.profile == "apple" and "-" not in language:
        raise BadSetting(
            f"{path}.language: Apple News asks for one with its region, such as ar-EG,"
            f" got {language!r}"
        )


def _check_full_text(path: str, shape: PartnerShape) -> None:
    """Raise BadSetting for summaries where whole articles alone are taken."""
    if not shape.full_text and shape.profile not in _SUMMARIES:
        raise BadSetting(
            f"{path}.full_text: {shape.profile!r} takes whole articles alone,"
            f" expected true, or one of the profiles {', '.join(_SUMMARIES)}"
        )


def _partner(path: str, shape: PartnerShape, choice: PartnerChoice) -> Partner:
    return Partner(
        **_as_it_stands(path, shape),
        **_pictures(path, shape),
        choice=choice,
        utm=_utm(path, shape),
        analytics=_analytics(path, shape),
    )


def _as_it_stands(path: str, shape: PartnerShape) -> dict[str, Any]:
    """The fields that need the text of their own setting alone."""
    same = shape.model_dump(include={"slug", "profile", "language", "limit", "full_text", "access"})
    return same | {
        "title": checks.title(f"{path}.title", shape.title),
        "description": line(shape.description),
        "by_arrival": shape.dates == "arrival",
        "tokens": shape.token,
    }


def _choice(path: str, shape: PartnerShape, sections: Sections, sources: set[str]) -> PartnerChoice:
    for source in shape.sources:
        if source not in sources:
            raise BadSetting(
                f"{path}.sources: no source is called {source[:100]!r},"
                f" expected one of {', '.join(sorted(sources))}"
            )
    return PartnerChoice(
        feed=partner_key(shape.slug),
        sections=_slugs(f"{path}.sections", shape.sections, sections),
        tags=_seen(f"{path}.tags", shape.tags),
        keywords=_seen(f"{path}.keywords", shape.keywords),
        sources=shape.sources,
        exceptions=_exceptions(f"{path}.except", shape.but, sections),
    )


def _exceptions(path: str, shape: ExceptShape, sections: Sections) -> Exceptions:
    return Exceptions(
        sections=_slugs(f"{path}.sections", shape.sections, sections),
        tags=_seen(f"{path}.tags", shape.tags),
        authors=_seen(f"{path}.authors", shape.authors),
        keywords=_seen(f"{path}.keywords", shape.keywords),
    )


def _slugs(path: str, names: Iterable[str], sections: Sections) -> tuple[str, ...]:
    """The slugs of sections, each by any of its names."""
    return tuple(slug_named(sections, path, name) for name in names)


def _seen(path: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Names and words, in each of which something can be seen: else nothing would be chosen."""
    return tuple(checks.title(path, text) for text in texts)


def _pictures(path: str, shape: PartnerShape) -> dict[str, Any]:
    """The template of the addresses of pictures, an ASCII URI but for its places, and a width."""
    if shape.picture is None:
        if shape.picture_width:
            raise BadSetting(
                f"{path}.picture_width: expected `picture` beside it, with {WIDTH_PLACE} in it"
            )
        return {}
    _check_places(f"{path}.picture", shape.picture)
    _check_width(path, shape.picture, shape.picture_width)
    template = checks.address(f"{path}.picture", shape.picture)
    for place in (URL_PLACE, WIDTH_PLACE):
        escaped = f"%7B{place[1:-1]}%7D"
        template = template.replace(escaped, place)
    return {"picture": template, "picture_width": shape.picture_width}


def _check_places(path: str, template: str) -> None:
    """Raise BadSetting unless the address of a picture goes into a template, and little else."""
    rest = template.replace(URL_PLACE, "").replace(WIDTH_PLACE, "")
    if URL_PLACE not in template or _BRACE.search(rest):
        raise BadSetting(
            f"{path}: expected an address with {URL_PLACE} for that of the picture, and no other"
            f" braces but {WIDTH_PLACE}, got {template[:80]!r}"
        )


def _check_width(path: str, template: str, width: int | None) -> None:
    has_place = WIDTH_PLACE in template
    if width and not has_place:
        raise BadSetting(
            f"{path}.picture_width: expected {WIDTH_PLACE} in `picture`, where it goes"
        )
    if has_place and not width:
        raise BadSetting(f"{path}.picture_width: is missing, expected the pixels for {WIDTH_PLACE}")


def _utm(path: str, shape: PartnerShape) -> tuple[tuple[str, str], ...]:
    """Parameters of links; some partners take canonical links alone."""
    if shape.utm is None:
        return ()
    if shape.profile in _CANONICAL:
        raise BadSetting(
            f"{path}.utm: {_CANONICAL[shape.profile]} takes links without such parameters"
        )
    return tuple(_parameters(f"{path}.utm", shape.utm))


def _parameters(path: str, shape: UtmShape) -> Iterator[tuple[str, str]]:
    for name, value in shape.model_dump(exclude_none=True).items():
        yield f"utm_{name}", checks.title(f"{path}.{name}", value)


def _analytics(path: str, shape: PartnerShape) -> str | None:
    """What SmartNews puts into its pages, its lines as they are."""
    if shape.analytics is None:
        return None
    if shape.profile != "smartnews":
        raise BadSetting(f"{path}.analytics: only SmartNews takes it, this is {shape.profile!r}")
    script = normalise(shape.analytics)
    if not script.strip():
        raise BadSetting(f"{path}.analytics: expected text that can be seen")
    return script
