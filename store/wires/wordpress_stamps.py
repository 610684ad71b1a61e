"""The stamp of a post: a digest of what a site's light listing says of it, beside its date.

Two stamps of a post agree as long as nothing moved that readers see there: its address, its dates,
its author, its terms, and their names. A post whose stamp moved is read again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

NAMED = ("categories", "tags", "author")  # fields that hold numbers of things with names
FIELDS = (
    "id",
    "link",
    "slug",
    "date",
    "date_gmt",
    "modified",
    "modified_gmt",
    "featured_media",
    "coauthors",  # of Co-Authors Plus: their names are told with the author's
    *NAMED,
)
_OWN_BYTES = 8
_NAME_BYTES = 4
_BETWEEN = "|"
_UNTOLD = ("",) * len(NAMED)
_PARTS = 2 + len(NAMED)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was said of a post.

    date   its local time, "" for none
    own    the digest of its fields
    names  the digests of the names behind its numbers, in the order of NAMED; "" where these were
           not asked for
    """

    date: str = ""
    own: str = ""
    names: tuple[str, ...] = _UNTOLD

    def __str__(self) -> str:
        return _BETWEEN.join((self.date, self.own, *self.names))

    def agrees(self, listed: "Stamp") -> bool:
        """Whether a listing says the same, as far as it was asked."""
        names = zip(self.names, listed.names, strict=True)
        return self.own == listed.own and all(new in ("", old) for old, new in names)

    def doubted(self) -> "Stamp":
        """The stamp of a post that was listed with this one, and was not what it was listed as."""
        return Stamp(self.date, f"?{self.own[1:]}", self.names)


def stamp_of(post: Mapping[str, Any], names: tuple[str, ...] = _UNTOLD) -> Stamp:
    """The stamp of a post, in the light listing or whole."""
    moment = local_time(post.get("date"))
    date = moment.replace(microsecond=0).isoformat() if moment else ""
    return Stamp(date, digest([post.get(field) for field in FIELDS], _OWN_BYTES), names)


def read_stamp(text: str) -> Stamp:
    """The stamp that a text spells; one that agrees with none for another text."""
    parts = text.split(_BETWEEN)
    if len(parts) != _PARTS:
        return Stamp()
    date, own, *names = parts
    return Stamp(date, own, tuple(names))


def digest(value: object, size: int = _NAME_BYTES) -> str:
    """The digest of anything that JSON can hold."""
    return blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=size).hexdigest()


def local_time(text: object) -> datetime | None:
    """The moment that a site names without a zone; None for none, and for the year zero."""
    try:
        moment = datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.year > 1 else None
