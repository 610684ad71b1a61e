"""Content codings: the bytes of a feed as identity, gzip, br and zstd, and the ETag of each. Pure."""

import gzip
from collections.abc import Callable

import brotli
import zstandard

from store import Body, Variant

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "zstd": lambda content: zstandard.ZstdCompressor(level=9).compress(content),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}


def etag(hash: str, coding: str) -> str:
    """A strong entity tag a coding (RFC 9110, section 8.8.3): `"hash"`, `"hash-gzip"`, ..."""
    return f'"{hash}-{coding}"' if coding else f'"{hash}"'


def encode(body: Body, coding: str) -> Variant:
    """The variant of a body in one of CODINGS, or in none ("", identity)."""
    content = CODINGS[coding](body.content) if coding else body.content
    return Variant(coding=coding, etag=etag(body.hash, coding), content=content)
