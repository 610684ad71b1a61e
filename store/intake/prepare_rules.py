"""Rules that the fields of a draft share: short plain texts, lists that end, addresses.

Each names the field that it refuses.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..draft import Draft
from ..errors import Refused
from ..limits import LIST_LIMIT, NAME_LIMIT
from ..text import addresses, slugs
from ..text.arabic import flat, words
from ..text.markup.words import words_of

_SPELT = 10  # characters that may spell one, as `&#1601;` does; a longer text is not even cleaned
_LONG_SLUG = 25  # characters: WordPress cuts slugs at 200 bytes, six of them a letter
_CUT = ("tags", "sections", "enclosures")  # lists of which a hundred are enough
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Base:
    """Where relative addresses of a draft begin: at its own address, else at the site.

    url   the address of the article, None where it has none: then `/path` alone means something,
          a path below the site's base URL
    site  the base URL of the site, without a slash at its end
    """

    url: str | None
    site: str

    def absolute(self, address: str) -> str:
        """The address that a relative one means; any other as it is."""
        address = addresses.absolute(address, self.url)
        if address.startswith("/") and not address.startswith("//"):
            return f"{self.site}{address}"
        return address

    def link(self, target: str) -> str | None:
        """An href or src of a body as it may stay there, else None."""
        if self.url:
            return addresses.link(target, self.url)
        return addresses.link(self.absolute(target), None)

    def uri(self, field: str, address: str) -> str:
        """The address in a field as an ASCII URI. Raises Refused."""
        return _uri(field, self.absolute(address))


def uri(field: str, address: str) -> str:
    """An absolute address as an ASCII URI. Raises Refused."""
    return _uri(field, addresses.absolute(address, None))


def _uri(field: str, address: str) -> str:
    try:
        return addresses.uri(address)
    except Refused as refused:
        raise refused.of(field) from None


def short(draft: Draft, field: str, text: str, limit: int) -> str:
    """One clean line of a field, as plain text that is not too long. Raises Refused."""
    if len(text) <= _SPELT * limit:
        text = flat(words_of(text) if field in draft.markup else text)
    return within(field, text, limit)


def within(field: str, text: str, limit: int) -> str:
    """The text, unless it is longer than `limit` characters. Raises Refused."""
    if len(text) > limit:
        raise Refused(f"{len(text):,} characters; at most {limit:,}", field=field)
    return text


def few(field: str, values: Sequence[_Value]) -> Sequence[_Value]:
    """The list, unless it is too long. Raises Refused."""
    if len(values) > LIST_LIMIT:
        raise Refused(f"{len(values):,} entries; at most {LIST_LIMIT}", field=field)
    return values


def first(values: Sequence[_Value]) -> Sequence[_Value]:
    """As many of a list as an article may have; `cut` says which lists are longer."""
    return values[:LIST_LIMIT]


def cut(draft: Draft) -> Iterator[Refused]:
    """The lists of a draft of which only the first entries are taken."""
    for field in _CUT:
        count = len(getattr(draft, field))
        if count > LIST_LIMIT:
            reason = f"{count:,} entries: the first {LIST_LIMIT} are taken"
            yield Refused(reason, field=field, place=draft.place)


def names(draft: Draft, field: str, values: Sequence[str]) -> tuple[str, ...]:
    """Names that say something, each once, slugs as they are read. Raises Refused."""
    values = first(values)
    encoded = [value for value in values if slugs.is_slug(value)]
    plain = [short(draft, field, value, NAME_LIMIT) for value in values if value not in encoded]
    read = [short(draft, field, slugs.readable(value), NAME_LIMIT) for value in encoded]
    others = _without_echoes(read, plain) if read else []
    return tuple(dict.fromkeys(name for name in (*plain, *others) if name))


def _without_echoes(read: Iterable[str], plain: Iterable[str]) -> list[str]:
    """Those of the names read from slugs that no plain name says."""
    known = {_joined(name) for name in plain}
    return [name for name in read if not _is_echo(_joined(name), known)]


def _is_echo(slug: str, known: Iterable[str]) -> bool:
    """Whether a slug says what a name beside it says; a long one may be cut off."""
    if len(slug) < _LONG_SLUG:
        return slug in known
    return any(name.startswith(slug) for name in known)


def _joined(name: str) -> str:
    """The folded words of a name as a slug joins them."""
    return "-".join(words(name))
