"""Tokens of the API, as `flask token` prints them for the setting."""

import re
from collections.abc import Iterator, Sequence

from store import FILES, WIRE_KINDS, BadSetting, Sections, Wire

from . import checks
from .values import Token

TOKEN_NAME = "[a-z0-9-]{1,50}"
_TOKEN = re.compile(rf"\A({TOKEN_NAME}):([0-9a-f]{{64}})(?::([a-z0-9+-]+))?")


def tokens_of(text: str, sections: Sections, wires: Sequence[Wire]) -> Iterator[Token]:
    """The tokens of a list `name:sha256[:section+section]`, separated by commas.

    Raises BadSetting, which names an entry by its number: it may hold a token by mistake.
    """
    sources = _other_sources(wires)
    slugs = {section.slug for section in sections.all}
    for number, entry in enumerate(checks.entries(text), 1):
        match = _TOKEN.fullmatch(entry)
        if not match:
            raise BadSetting(
                f"api_tokens: expected entry {number} as `flask token` prints it,"
                " name:sha256[:section]"
            )
        name, digest, scope = match.groups()
        if name in sources:
            raise BadSetting(f"api_tokens: {name!r} is the name of another source")
        yield Token(name, digest, _sections(scope, slugs))


def _other_sources(wires: Sequence[Wire]) -> set[str]:
    """The sources for which no token may speak.

    It may for a WordPress wire: plugins and REST API of a site know posts by the same numbers.
    """
    return {FILES, *(wire.name for wire in wires if not WIRE_KINDS[wire.kind].sent)}


def _sections(scope: str | None, slugs: set[str]) -> frozenset[str] | None:
    if not scope:
        return None
    named = frozenset(scope.split("+"))
    unknown = named - slugs
    if unknown:
        raise BadSetting(f"api_tokens: no section is called {min(unknown)!r}")
    return named
