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

URI_LIMIT = 2_048
_ENDS = " \t\r\n\f\v\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SHAPE = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"(?=.{1,254}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NO_HOST = re.compile(r"[^a-zA-Z0-9._-]")
_PORT = re.compile(":([0-9]*)$")
_PLAIN = re.compile(r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-F]{2})*+")
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
    start = len(text) - len(text.lstrip(_ENDS))
    text = text.strip(_ENDS)
    if control := _CONTROL.search(text):
        raise _refused("a control character stands in the address", text, control.start(), start)
    found = _SHAPE.fullmatch(text)
    if not found:
        raise Refused(_why_not(text))
    authority = _authority(text, found.start(2), found.end(2), start)
    tail = "".join(_escaped(part) for part in found.group(3, 4) if part)
    fragment = f"#{_escaped(found[5])}" if found[5] is not None else ""
    made = f"{found[1].lower()}://{authority}{tail}{fragment}"
    if len(made) > URI_LIMIT:
        raise Refused(f"{len(made):,} characters as a URI; at most {URI_LIMIT:,}")
    return made


def _refused(reason: str, text: str, at: int, start: int) -> Refused:
    """A refusal of one character; `start` is what was trimmed before the text."""
    return Refused(reason, offset=start + at, code_point=ord(text[at]))


def _why_not(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"the scheme {scheme[1][:20]!r} is not accepted, only http and https"
    return f"{text[:80]!r} is no absolute http or https address"


def _authority(text: str, first: int, last: int, start: int) -> str:
    """Host and port (RFC 3986, section 3.2), of the text between first and last."""
    if (user := text.find("@", first, last)) >= 0:
        raise _refused("a user name stands in the address", text, user, start)
    given = text[first:last]
    port = _PORT.search(given)
    number = port[1] if port else ""
    if number and not (len(number) < 6 and 0 < int(number) < 65_536):
        raise Refused(f"the port {number[:20]!r} cannot be", offset=start + last - len(number))
    given = given[: port.start()] if port else given
    host = given.lower()
    if host.startswith("["):
        host = _literal(given)
    elif not host.isascii():
        host = _idna(given)
    elif odd := _NO_HOST.search(given):
        raise _refused(f"the host {given[:60]!r} cannot be", text, first + odd.start(), start)
    if host[:1] != "[" and not _HOST.fullmatch(host):
        raise Refused(f"the host {given[:60]!r} cannot be" if host else "the address has no host")
    return f"{host}:{number}" if number else host


def _literal(given: str) -> str:
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
    if _PLAIN.fullmatch(text):
        return text
    if "%" in text:
        text = _ESCAPE.sub(lambda found: f"%{found[1].upper()}" if found[1] else "%25", text)
    return _UNSAFE.sub(_percent_words, text)


def _percent_words(found: re.Match[str]) -> str:
    """Words of a slug at once: the hyphens between them stay."""
    return _hex(found[0]).replace("%2D", "-")


def _percent(found: re.Match[str]) -> str:
    return _hex(found[0])


def _hex(text: str) -> str:
    return "%" + text.encode("utf-8", "surrogateescape").hex("%").upper()


def _bytes_read(escapes: str) -> str:
    """A run of escapes as text; bytes that are no UTF-8 become lone surrogates, which _hex() turns
    back.
    """
    return bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "surrogateescape")


def absolute(text: str, base: str | None) -> str:
    """A relative reference resolved against `base` (RFC 3986, section 5); anything else as it
    is.
    """
    text = text.strip(_ENDS)
    if not text or _SCHEME.match(text) or (base is None and not text.startswith("//")):
        return text
    try:
        return urljoin(base or "https://", text)
    except ValueError:
        return text


def link(text: str, base: str | None) -> str | None:
    """An href or src of a body: absolute http(s) as a URI, mailto: and #fragment as they are, else
    None.

    A relative one is resolved against `base`, where that is known.
    """
    text = text.strip(_ENDS)
    if not text or len(text) > URI_LIMIT:
        return None
    try:
        if text[0] == "#":
            return f"#{_escaped(text[1:])}"
        if text[:7].lower() == "mailto:":
            return None if _CONTROL.search(text) else f"mailto:{_escaped(text[7:])}"
        return uri(absolute(text, base))
    except (Refused, ValueError):
        return None


def compare_key(address: str) -> str:
    """What two spellings of one address have in common, for any text at all.

    Without scheme, `www.`, default port, tracking parameters, fragment and last slash; escapes
    decoded where they spell text in UTF-8 and mean no delimiter, so that two different addresses
    never share a key; NFC.
    """
    head, _, query = address.partition("#")[0].partition("?")
    head = head[found.end() :] if (found := _SCHEME_WWW.match(head)) else head
    host, slash, path = head.partition("/")
    key = f"{_DEFAULT_PORT.sub('', _key_host(host))}{slash}{path}".rstrip("/")
    if query and (query := _TRACKING.sub("", query).rstrip("&")):
        key = f"{key}?{query}"
    if "%" in key:
        key = _ESCAPED.sub(_spelt, key)
    return key if key.isascii() else unicodedata.normalize("NFC", key)


def _key_host(host: str) -> str:
    if not host.isascii():
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            return idna.encode(host[:255], uts46=True).decode("ascii")
    return host.lower()


def _spelt(found: re.Match[str]) -> str:
    """Escapes, hyphens between them, decoded; delimiters, and bytes of another charset (`%CE%C8`),
    stay.
    """
    text = _bytes_read(found[0].replace("-", "%2D"))
    return text if text.replace("-", "").isalnum() else _DELIMITER.sub(_percent, text)


def display_address(address: str) -> str:
    """An address as people read it (RFC 3987, section 3.2): letters decoded, nothing invisible or
    reserved.
    """
    address = address.strip(_ENDS)
    found = _SHAPE.fullmatch(address)
    if not found or _CONTROL.search(address):
        return address
    host = found[2]
    if "xn--" in host:
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            host = idna.decode(host)
    path = _READABLE.sub(_shown, address[found.end(2) :])
    return f"{found[1]}://{host}{path if path.isascii() else ''.join(map(_seen, path))}"


def _shown(found: re.Match[str]) -> str:
    text = _bytes_read(found[0])
    return text if text.isalnum() else "".join(map(_seen, text))


def _seen(character: str) -> str:
    """Controls, direction marks, spaces and what has no character (categories C and Z) stay
    escaped.
    """
    return _hex(character) if unicodedata.category(character)[0] in "CZ" else character


def host(address: str) -> str:
    """The host without `www.`, "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
