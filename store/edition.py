"""Edition: the contents of a feed at one revision, ready to be sent. Nothing here prints one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Body:
    """The identity bytes of one format or page, and their hash (hex), as its ETags begin."""

    hash: str
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> "Body":
        """The body that these bytes are."""
        return cls(hashlib.sha256(content).hexdigest()[:32], content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The contents of the feed `feed` at `revision`.

    stored_at   the second in which these bytes were first stored (Last-Modified); None before it is
                stored
    ttl         seconds that a reader may wait before it asks again
    shown       (article id, revision) in the order of the page
    looks       digest of all else that the bytes of its entries depend on, "" where none was noted
    findings    (article id, name of a partner's demand that it breaks), in the order of the page
    bodies      by the name of the format
    """

    feed: str
    revision: int
    ttl: int
    language: str
    shown: tuple[tuple[str, int], ...]
    bodies: Mapping[str, Body]
    stored_at: datetime | None = None
    looks: str = ""
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def hashes(self) -> dict[str, str]:
        """The hashes of its bodies by the name of the format."""
        return {name: body.hash for name, body in self.bodies.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The exact bytes of one format in one content coding.

    coding  "" for identity
    hash    the hash of the identity bytes
    """

    coding: str
    hash: str
    etag: str
    content: bytes
