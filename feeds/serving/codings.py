"""Content codings: the bytes of a feed as identity, gzip, br and zstd, and the ETag of each. Pure.

Which library and level, and why: docs/serving.md.
"""

from collections.abc import Callable

import brotli
import zstandard
from zlib_ng import zlib_ng

from store import Body, Variant

_GZIP = 31  # zlib's window bits for a gzip header, which then names no time


def _br(content: bytes) -> bytes:
    compressed: bytes = brotli.compress(content, quality=6)
    return compressed


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=9).compress(content)


def _gzip(content: bytes) -> bytes:
    return zlib_ng.compress(content, 6, _GZIP)


# Among codings that a client likes equally, the first is sent.
CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": _br, "zstd": _zstd, "gzip": _gzip}


def etag(hash: str, coding: str) -> str:
    """Strong entity tag of a coding (RFC 9110, section 8.8.3): `"hash"`, `"hash-gzip"`, ..."""
    if not coding:
        return f'"{hash}"'
    return f'"{hash}-{coding}"'


def encode(body: Body, coding: str) -> Variant:
    """The variant of a body in one of CODINGS, or in none ("", identity)."""
    content = CODINGS[coding](body.content) if coding else body.content
    return Variant(coding=coding, hash=body.hash, etag=etag(body.hash, coding), content=content)


def decode(variant: Variant) -> Body:
    """The body of a variant in zstd."""
    return Body(variant.hash, zstandard.ZstdDecompressor().decompress(variant.content))
