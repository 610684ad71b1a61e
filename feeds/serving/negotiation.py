"""Pure HTTP: which coding a client takes, and whether what it has is still current (RFC 9110,
12.5.3 and 13).
"""

import re
from collections.abc import Iterable
from datetime import datetime

from store import read_http

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def choose_coding(accept: str | None, offered: Iterable[str]) -> str:
    """The best of the offered codings that the client accepts; "" is identity, the answer to all
    else.

    Among equals the order of `offered` decides. `q=0` is respected; a feed never answers 406.
    """
    if not accept or len(accept) > 1000:
        return ""
    wanted = _qualities(accept)
    rest = wanted.get("*", 0.0)
    best, best_quality = "", wanted.get("identity", 0.0)
    for coding in offered:
        quality = wanted.get(coding, rest)
        if quality > best_quality or (quality == best_quality and quality > 0 and not best):
            best, best_quality = coding, quality
    return best


def _qualities(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameters = part.partition(";")
        name = name.strip()
        key, _, value = parameters.partition("=")
        value = value.strip() if key.strip() == "q" else "1"
        if name:
            found["gzip" if name == "x-gzip" else name] = (
                float(value) if _QUALITY.fullmatch(value) else 0.0
            )
    return found


def unchanged(
    hash: str, modified: datetime | None, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Whether to answer 304. If-None-Match wins over If-Modified-Since (RFC 9110, section 13.2.2).

    Tags are compared by the hash they begin with: weak, suffixed by a proxy or of another coding
    alike.
    """
    if if_none_match is not None:
        return _matches(hash, if_none_match)
    if if_modified_since is None or modified is None:
        return False
    since = read_http(if_modified_since)
    return since is not None and modified <= since


def _matches(hash: str, if_none_match: str) -> bool:
    if if_none_match.strip() == "*":
        return True
    return any(tag.split("-", 1)[0] == hash for tag in _TAG.findall(if_none_match))
