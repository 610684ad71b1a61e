"""Addresses: IRI to URI and back, comparison keys, absolute links.

ASCII on the wire, always (RFC 3987, section 3.1). A source's own spelling is never normalised, nor
trimmed but for white space and direction marks at its very ends.
"""

import contextlib
import re
import unicodedata
from ipaddress import IPv6Address
from urllib.parse import unquote, urljoin, urlsplit

import idna

from ..errors import Refused
from ..limits import URI_LIMIT
from .normal_form import normal_form, with_short_runs
from .remembered import Remembered

_ENDS = " \t\r\n\f\v\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SHAPE = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]*+):")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"\A(?=.{1,254}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NO_HOST = re.compile(r"[^a-zA-Z0-9._-]")
_PORT = re.compile(":([0-9]*)$")
_PLAIN = re.compile(r"(?>(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-F]{2})*)")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_ODD = r"[^A-Za-z0-9._~:/?@!$&'()*+,;=%-]+"
_UNSAFE = re.compile(f"{_ODD}(?:-{_ODD})*")
_TRACKING = re.compile(
    r"(?:^|(?<=&))(?:utm_\w*|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igsh|igshid"
    r"|mc_[ce]id|ref_src|_ga)(?:=[^&]*)?(?:&|\Z)",
    re.IGNORECASE | re.ASCII,
)
_READABLE = re.compile(r"(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9A-F]{2}(?:-?%[0-9A-F]{2})*", re.IGNORECASE)
_ESCAPED_TWICE = re.compile(r"(?:%25[89A-F][0-9A-F])+", re.IGNORECASE)
_UNREADABLE = re.compile("[\udc80-\udcff]")
_DOTS = re.compile(r"(?:\A|/)\.{1,2}(?:/|\Z)")
_DELIMITER = re.compile(r"[\x00-\x1f\x7f%/?#&=+;\udc80-\udcff]")
_SCHEME_WWW = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")


def uri(text: str) -> str:
    """An http or https address as an ASCII URI (RFC 3986); a URI comes back as it is.

    Existing %xx stay, their hex in capitals; the host is IDNA. Raises Refused with the offending
    place.
    """
    if len(text) > 2 * URI_LIMIT:
        raise Refused(f"{len(text):,} characters; at most {URI_LIMIT:,} as a URI")
    first = len(text) - len(text.lstrip(_ENDS))
    last = len(text.rstrip(_ENDS))
    control = _CONTROL.search(text, first, last)
    if control:
        raise _refused("a control character stands in the address", text, control.start())
    match = _SHAPE.fullmatch(text, first, last)
    if match is None:
        raise Refused(_why_not(text.strip(_ENDS)))
    address = f"{match[1].lower()}://{_authority(text, *match.span(2))}{_escaped(match[3])}"
    if match[4] is not None:
        address += _escaped(match[4])
    if match[5] is not None:
        address += f"#{_escaped(match[5])}"
    if len(address) > URI_LIMIT:
        raise Refused(f"{len(address):,} characters as a URI; at most {URI_LIMIT:,}")
    return address


def _refused(reason: str, text: str, at: int) -> Refused:
    """A refusal of one character of the text as it was given."""
    return Refused(reason, offset=at, code_point=ord(text[at]))


def _why_not(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"the scheme {scheme[1][:20]!r} is not accepted, only http and https"
    return f"{text[:80]!r} is no absolute http or https address"


def _authority(text: str, first: int, last: int) -> str:
    """Host and port (RFC 3986, section 3.2), of the text between `first` and `last`."""
    user = text.find("@", first, last)
    if user >= 0:
        raise _refused("a user name stands in the address", text, user)
    match = _PORT.search(text, first, last)
    if match is None:
        return _host(text, first, last)
    port = match[1]
    if port and not (len(port) < 6 and 0 < int(port) < 65_536):
        raise Refused(f"the port {port[:20]!r} cannot be", offset=match.start(1))
    host = _host(text, first, match.start())
    return f"{host}:{port}" if port else host


def _host(text: str, first: int, last: int) -> str:
    """The host in ASCII, small letters."""
    given = text[first:last]
    if given.startswith("["):
        return _ipv6(given)
    host = given.lower()
    if not host.isascii():
        host = _idna(given)
    else:
        odd = _NO_HOST.search(text, first, last)
        if odd:
            raise _refused(f"the host {given[:60]!r} cannot be", text, odd.start())
    if not host:
        raise Refused("the address has no host")
    if not _HOST.fullmatch(host):
        raise Refused(f"the host {given[:60]!r} cannot be")
    return host


def _ipv6(given: str) -> str:
    """An IPv6 address in its brackets (RFC 3986, section 3.2.2), without a zone."""
    try:
        if given.endswith("]") and "%" not in given:
            return f"[{IPv6Address(given[1:-1])}]"
    except ValueError:
        pass
    raise Refused(f"the host {given[:60]!r} is no IPv6 address")


def _idna(given: str) -> str:
    try:
        return idna.encode(unquote(given, errors="strict"), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise Refused(f"the host {given[:60]!r} cannot be: {error}") from error


def _escaped(text: str) -> str:
    """A path, query or fragment in ASCII; its own escapes stay."""
    if _PLAIN.fullmatch(text):  # most are
        return text
    if "%" in text:
        text = _ESCAPE.sub(_capital_escape, text)
    return _UNSAFE.sub(_percent_words, text)


def _capital_escape(match: re.Match[str]) -> str:
    """An escape in capitals; a `%` that begins none is escaped itself."""
    return f"%{match[1].upper()}" if match[1] else "%25"


def _percent_words(match: re.Match[str]) -> str:
    """Words of a slug at once: the hyphens between them stay."""
    return _hex(match[0]).replace("%2D", "-")


def _percent(match: re.Match[str]) -> str:
    return _hex(match[0])


def _hex(text: str) -> str:
    return "%" + text.encode("utf-8", "surrogateescape").hex("%").upper()


def _unescaped(escapes: str) -> str:
    """A run of escapes as text.

    Bytes that are no UTF-8 become lone surrogates, which `_hex` turns back.
    """
    return bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "surrogateescape")


def absolute(text: str, base: str | None) -> str:
    """A relative reference resolved against `base` (RFC 3986, section 5); others as they are."""
    text = text.strip(_ENDS)
    if not text or _SCHEME.match(text):
        return text
    if base is None and not text.startswith("//"):
        return text
    try:
        return urljoin(with_short_runs(base or "https://"), with_short_runs(text))
    except ValueError:
        return text


def link(text: str, base: str | None) -> str | None:
    """An href or src of a body: absolute http(s) as a URI, mailto: and #fragment as they are.

    None for any other. A relative one is resolved against `base`, where that is known.
    """
    text = text.strip(_ENDS)
    if not text or len(text) > URI_LIMIT:
        return None
    try:
        if text.startswith("#"):
            return f"#{_escaped(text[1:])}"
        if text[:7].lower() == "mailto:":
            return None if _CONTROL.search(text) else f"mailto:{_escaped(text[7:])}"
        return uri(absolute(text, base))
    except (Refused, ValueError):
        return None


def compare_key(address: str) -> str:
    """The key that all spellings of one address have in common, for any text at all.

    Without scheme, `www.`, default port, tracking parameters, fragment, last slash, `/./` and
    `/../`; escapes decoded where they spell text in UTF-8 and mean no delimiter, so that two
    different addresses never share a key, and letters that are escaped twice, too; NFC.
    """
    return _COMPARE_KEYS[address]


def _compare_key(address: str) -> str:
    head, _, query = address.partition("#")[0].partition("?")
    key = _key_of_page(head)
    if query:
        query = _TRACKING.sub("", query).rstrip("&")
    if query:
        key = f"{key}?{query}"
    if "%25" in key:
        key = _ESCAPED_TWICE.sub(_escaped_once, key)
    if "%" in key:
        key = _ESCAPED.sub(_spelt, key)
    return normal_form("NFC", key)


def _key_of_page(head: str) -> str:
    """Host and path of an address."""
    scheme = _SCHEME_WWW.match(head)
    if scheme:
        head = head[scheme.end() :]
    host, slash, path = head.partition("/")
    if "/." in head:
        path = _without_dots(path)
    name = _DEFAULT_PORT.sub("", _key_host(host)).rstrip(".")
    return f"{name}{slash}{path}".rstrip("/")


# An article's own address is compared thrice, those in its body again at each poll of its feed.
_COMPARE_KEYS = Remembered(_compare_key, most=4_000, longest=500)


def is_tracking(parameter: str) -> bool:
    """Whether a parameter, `name=value`, only tells where a reader came from."""
    return _TRACKING.fullmatch(parameter) is not None


def _without_dots(path: str) -> str:
    """A path whose dots are followed (RFC 3986, section 5.2.4)."""
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def _escaped_once(match: re.Match[str]) -> str:
    """Letters beyond ASCII that were escaped twice, escaped once; other escapes as they are."""
    once = match[0].replace("%25", "%")
    return match[0] if _UNREADABLE.search(_unescaped(once)) else once


def _key_host(host: str) -> str:
    if not host.isascii():
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            return idna.encode(host[:255], uts46=True).decode("ascii")
    return host.lower()


def _spelt(match: re.Match[str]) -> str:
    """A run of escapes, hyphens between them, decoded.

    Delimiters, and bytes of another charset (`%CE%C8`), stay.
    """
    text = _unescaped(match[0].replace("-", "%2D"))
    return text if text.replace("-", "").isalnum() else _DELIMITER.sub(_percent, text)


def display_address(address: str) -> str:
    """An address as people read it (RFC 3987, section 3.2): letters decoded.

    Nothing that is invisible or reserved is decoded.
    """
    address = address.strip(_ENDS)
    match = _SHAPE.fullmatch(address)
    if match is None or _CONTROL.search(address):
        return address
    path = _READABLE.sub(_shown, address[match.end(2) :])
    if not path.isascii():
        path = _without_invisible(path)
    return f"{match[1]}://{_shown_host(match[2])}{path}"


def _shown_host(host: str) -> str:
    if "xn--" in host:
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            return idna.decode(host)
    return host


def _shown(match: re.Match[str]) -> str:
    text = _unescaped(match[0])
    return text if text.isalnum() else _without_invisible(text)


def _without_invisible(text: str) -> str:
    """The text with controls, direction marks, spaces and unassigned characters escaped."""
    return "".join(
        [_hex(letter) if unicodedata.category(letter)[0] in "CZ" else letter for letter in text]
    )


def host(address: str) -> str:
    """The host without `www.`, "" where there is none."""
    try:
        return (urlsplit(with_short_runs(address)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
