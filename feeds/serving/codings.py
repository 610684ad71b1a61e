"""Content codings: the bytes of a feed as identity, gzip, br and zstd, and the ETag of each. Pure.

Which library and level, and why: docs/serving.md.
"""

from collections.abc import Callable

import brotli
import zstandard
from zlib_ng import zlib_ng

from store import Body, Variant

_GZIP = 31  # zlib's window bits for a gzip header, which then names no time
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=6),
    "zstd": lambda content: zstandard.ZstdCompressor(level=9).compress(content),
    "gzip": lambda content: zlib_ng.compress(content, 6, _GZIP),
}


def etag(hash: str, coding: str) -> str:
    """A strong entity tag a coding (RFC 9110, section 8.8.3): `"hash"`, `"hash-gzip"`, ..."""
    return f'"{hash}-{coding}"' if coding else f'"{hash}"'


def encode(body: Body, coding: str) -> Variant:
    """The variant of a body in one of CODINGS, or in none ("", identity)."""
    content = CODINGS[coding](body.content) if coding else body.content
    return Variant(coding=coding, hash=body.hash, etag=etag(body.hash, coding), content=content)


def decode(variant: Variant) -> Body:
    """The body of a variant in zstd."""
    return Body(variant.hash, zstandard.ZstdDecompressor().decompress(variant.content))
