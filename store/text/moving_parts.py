"""Moving parts: what changes in the ids and addresses of one story, while the story does not.

An id may be spelt otherwise from one day to the next, when a site goes from http to https; or it
carries a counter, a version or a visit. That two ids differ in no more proves nothing alone.
"""

import re

from .addresses import compare_key, is_tracking

_ADDRESS = re.compile(r"(https?)://(www\.)?(.*[^/])(/?)", re.IGNORECASE | re.DOTALL)

# Parameters that count, or tell of a visit. A version counts: the `v` of YouTube is no number.
_VISIT = (
    r"(?:sid|sessionid|session|session_id|phpsessid|jsessionid|aspsessionid\w{0,20}|cfid|cftoken|token"
    r"|nonce|hash|rnd|rand|random|cb|cachebuster|cache|nocache|utm_\w{1,20})=[^&#;\s]*+"
)
_COUNT = (
    r"(?:v|ver|version|rev|revision|r|update|updated|upd|modified|t|ts|time|timestamp|_)=[0-9.]++"
    r"(?![^&#;\s])"
)
_PARAMETER = re.compile(rf"(?<=[?&;])(?:{_VISIT}|{_COUNT})(?:&|$)?", re.IGNORECASE)
_PATH_VISIT = re.compile(r";jsessionid=[^?#/\s]*+|/\([A-Z]\([A-Za-z0-9]*+\)\)", re.IGNORECASE)
_HOST = re.compile(r"\A[^/?]*+/?")
_FRAGMENT = re.compile(r"#.*", re.DOTALL)
_NUMBERS = re.compile(r"(?<=\S)\s+[0-9][0-9_.:-]*\Z")  # behind a space
_RANDOM = re.compile(r"(?:urn:uuid:|\{)?([0-9a-f-]{16,64})\}?", re.IGNORECASE)


def spellings(address: str) -> list[str]:
    """The other spellings of an address: with http or https, `www.` or none, a last slash or none.

    None of what is no address.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or "#" in address:
        return _with_other_scheme(address)
    _, _, rest, _ = match.groups()
    slashes = ("", "/") if "?" not in rest else (match[4],)
    spelt = [
        f"{scheme}://{www}{rest}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in slashes
    ]
    return [other for other in spelt if other != address]


def _with_other_scheme(address: str) -> list[str]:
    """An address with a fragment, with https for http and the other way round."""
    scheme, colon, rest = address.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme.lower())
    return [f"{other}{colon}{rest}"] if other and colon else []


def stem(name: str) -> str:
    """An id or address without its moving parts, as others are compared with it."""
    return compare_key(_still(name))


def differs_in_moving_parts(name: str, other: str) -> bool:
    """Whether two addresses differ, and in nothing but their moving parts."""
    return name != other and _still(name) == _still(other)


def _still(name: str) -> str:
    """An id or address without its moving parts."""
    name = _FRAGMENT.sub("", _NUMBERS.sub("", name.strip()))
    return _PARAMETER.sub("", _PATH_VISIT.sub("", name)).rstrip("?&;")


def path(name: str) -> str:
    """The part of a stem behind its host, "" where there is none: sites move to other hosts."""
    return _HOST.sub("", stem(name))


def is_moving(parameter: str) -> bool:
    """Whether a parameter of an address, `name=value`, counts or tracks, and names nothing."""
    return is_tracking(parameter) or not _still(f"?{parameter}")


def is_random(name: str) -> bool:
    """Whether an id is nothing but a token, such as a UUID; a date is none."""
    match = _RANDOM.fullmatch(name.strip())
    return match is not None and not match[1].replace("-", "").isdigit()
