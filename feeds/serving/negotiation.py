"""Rules of HTTP: which coding a client takes, and whether what it has is still current. Pure.

RFC 9110, sections 12.5.3 and 13.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from store import A_IM_LIMIT, ACCEPT_ENCODING_LIMIT, TAGS_LIMIT, read_http

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_HASH = re.compile(r"[0-9a-f]{32}")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def choose_coding(accept: str | None, offered: Iterable[str]) -> str:
    """The best of the offered codings that the client accepts; "" is identity.

    Among equals the order of `offered` decides, and identity comes last. `q=0` is respected; a
    feed never answers 406: identity is sent if the client accepts nothing else.
    """
    if not accept or len(accept) > ACCEPT_ENCODING_LIMIT:
        return ""
    accepted = _qualities(accept)
    unnamed = accepted.get("*", 0.0)
    best = ""
    best_quality = accepted.get("identity", 0.0)
    for coding in offered:
        quality = accepted.get(coding, unnamed)
        beats_identity = not best and quality == best_quality > 0
        if quality > best_quality or beats_identity:
            best = coding
            best_quality = quality
    return best


def takes_deltas(accept: str) -> bool:
    """Whether an A-IM takes deltas of feeds (RFC 3229, section 10.5.3), and likes none less."""
    if len(accept) > A_IM_LIMIT:
        return False
    accepted = _qualities(accept)
    quality = accepted.get("feed", 0.0)
    return quality > 0 and quality >= accepted.get("identity", 0.0)


def tags(if_none_match: str) -> dict[str, str]:
    """The tags that a client sends, by the hashes they begin with: as many as are looked up.

    What cannot be a hash of ours is left out.
    """
    found: dict[str, str] = {}
    for tag in _TAG.findall(if_none_match):
        hash, _, coding = tag.partition("-")
        if _HASH.fullmatch(hash) and len(found) < TAGS_LIMIT:
            found.setdefault(hash, coding)
    return found


def _qualities(accept: str) -> dict[str, float]:
    """Quality of each coding that a client names, 0 to 1; what cannot be read counts as 0."""
    qualities: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameters = part.partition(";")
        name = name.strip()
        if name == "x-gzip":  # its old name (RFC 9110, section 8.4.1.3)
            name = "gzip"
        if name:
            qualities[name] = _quality(parameters)
    return qualities


def _quality(parameters: str) -> float:
    """The weight that `q=0.5` gives; 1 if there is none."""
    key, _, value = parameters.partition("=")
    if key.strip() != "q":
        return 1.0
    value = value.strip()
    return float(value) if _QUALITY.fullmatch(value) else 0.0


def unchanged(
    hash: str, modified: datetime | None, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Whether to answer 304. If-None-Match wins over If-Modified-Since (RFC 9110, section 13.2.2).

    Tags are compared by the hash they begin with: weak ones, those of another coding, and those
    that a proxy gave a suffix are alike. A date matches if it is `modified` itself: a client that
    sends the time of its own clock, which runs ahead, has seen nothing of what came since.
    """
    if if_none_match is not None:
        return _matches(hash, if_none_match)
    if if_modified_since is None or modified is None:
        return False
    return read_http(if_modified_since) == modified


def _matches(hash: str, if_none_match: str) -> bool:
    if if_none_match.strip() == "*":
        return True
    return any(tag.split("-", 1)[0] == hash for tag in _TAG.findall(if_none_match))
