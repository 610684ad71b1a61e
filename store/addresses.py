"""Addresses: IRI to URI and back, comparison keys, absolute links, and what an upload path tells.

ASCII on the wire, always (RFC 3987, section 3.1); a source's own spelling is never normalised or trimmed inside.
"""

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

import idna

from .errors import Refused

URI_LIMIT = 2_048
_ENDS = " \t\r\n\f\u200e\u200f\u202a\u202b\u202c\ufeff"
_SHAPE = re.compile(r"(https?)://([^/?#\\]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]")
_TRACKING = re.compile(
    r"(?:^|(?<=&))(?:utm_[a-z]+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|ref_src)=[^&]*&?"
)
_READABLE = re.compile(r"(?:%[89A-F][0-9A-F])+")
_HIDDEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]")
_UPLOAD = re.compile(r"/uploads/(?:sites/[0-9]+/)?([0-9]{4})/([0-9]{2})/")
_SIZE = re.compile(r"-([0-9]{2,5})x([0-9]{2,5})\.[A-Za-z0-9]{3,4}$")
_MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
}


def uri(text: str) -> str:
    """An http or https address as an ASCII URI (RFC 3986); a URI comes back as it is.

    Existing %xx stay, their hex in capitals; the host is IDNA. Raises Refused with the offending place.
    """
    text = text.strip(_ENDS)
    found = _SHAPE.fullmatch(text)
    if not found:
        raise Refused(_why_not(text))
    if control := _CONTROL.search(text):
        point = ord(control[0])
        raise Refused("a control character stands in the address", offset=control.start(), code_point=point)
    scheme, authority, *rest = (part or "" for part in found.groups())
    path, query, fragment = (_escaped(part) for part in rest)
    made = f"{scheme.lower()}://{_authority(authority)}{path}{query}{fragment}"
    if len(made) > URI_LIMIT:
        raise Refused(f"{len(made):,} characters as a URI; at most {URI_LIMIT:,}")
    return made


def _why_not(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"the scheme {scheme[1][:20]!r} is not accepted, only http and https"
    return f"{text[:80]!r} is no absolute http or https address"


def _authority(text: str) -> str:
    if "@" in text:
        raise Refused("a user name stands in the address", offset=text.index("@"), code_point=ord("@"))
    host, colon, port = text, "", ""
    if not text.endswith("]"):
        host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
    if colon and port and not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65536):
        raise Refused(f"the port {port[:20]!r} cannot be")
    return f"{_host(host)}:{port}" if port else _host(host)


def _host(text: str) -> str:
    host = text.lower()
    if not host.isascii():
        try:
            host = idna.encode(unquote(host), uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise Refused(f"the host {text[:60]!r} cannot be: {error}") from error
    if not _HOST.fullmatch(host):
        odd = next((at for at, c in enumerate(host) if not _HOST.fullmatch(c)), None)
        point = ord(host[odd]) if odd is not None else None
        raise Refused(f"the host {text[:60]!r} cannot be", offset=odd, code_point=point)
    return host


def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    text = _ESCAPE.sub(lambda found: f"%{found[1].upper()}" if found[1] else "%25", text)
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def link(text: str, base: str | None) -> str | None:
    """An href or src of a body: absolute http(s) as a URI, mailto: and #fragment as they are, else None.

    A relative one is resolved against `base`, where that is known.
    """
    text = text.strip(_ENDS)
    if text.startswith("#") or (text[:7].lower() == "mailto:" and not _CONTROL.search(text)):
        return _escaped(text)
    try:
        if not _SCHEME.match(text):
            if base is None and not text.startswith("//"):
                return None
            text = urljoin(base or "https://", text)
        return uri(text)
    except (Refused, ValueError):
        return None


def compare_key(address: str) -> str:
    """What two spellings of one address have in common: no scheme, www., default port, tracking or last slash."""
    head, _, _ = address.partition("#")
    head, _, query = head.partition("?")
    head = re.sub(r"^https?://(?:www\.)?", "", head, flags=re.IGNORECASE)
    host, slash, path = head.partition("/")
    host = re.sub(r":(?:80|443)$", "", host.lower())
    if query:
        query = _TRACKING.sub("", query).rstrip("&")
    key = f"{host}{slash}{path}".rstrip("/") + (f"?{query}" if query else "")
    return unicodedata.normalize("NFC", unquote(key)) if "%" in key or not key.isascii() else key


def display(address: str) -> str:
    """A URI as people read it (RFC 3987, section 3.2): escaped letters decoded, nothing invisible or reserved."""
    head, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    if "xn--" in host:
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            host = idna.decode(host)
    return f"{head}{separator}{host}{slash}{_READABLE.sub(_decoded, path)}"


def _decoded(found: re.Match[str]) -> str:
    try:
        text = bytes.fromhex(found[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return found[0] if _HIDDEN.search(text) else text


def host(address: str) -> str:
    """The host without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Upload:
    """What the path of an uploaded file tells: its month, its pixels, its media type."""

    year: int | None
    month: int | None
    width: int | None
    height: int | None
    type: str | None


def upload(address: str) -> Upload:
    """The facts of `.../uploads/2025/02/name-780x470.jpg`, as far as it holds any."""
    path = address.partition("?")[0]
    when, size = _UPLOAD.search(path), _SIZE.search(path)
    known = when is not None and 1990 <= int(when[1]) <= 2100 and 1 <= int(when[2]) <= 12
    return Upload(
        year=int(when[1]) if when and known else None,
        month=int(when[2]) if when and known else None,
        width=int(size[1]) if size else None,
        height=int(size[2]) if size else None,
        type=media_type(address),
    )


def media_type(address: str) -> str | None:
    """The media type that the suffix of the path means, if it is a known one."""
    path = address.partition("?")[0].partition("#")[0]
    return _MEDIA_TYPES.get(path.rpartition(".")[2].lower())
