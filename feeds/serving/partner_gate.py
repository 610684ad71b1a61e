"""The gate of partners' feeds: it alone knows who may read which.

It stands in front of the fast lane. Whoever is let in goes on to the feed's plain address with the
mark PARTNER, and neither the fast lane nor the view gives out a feed that is not open without it.
Everybody else is answered here, with what was made before.
"""

from binascii import a2b_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..links import PARTNERS_PATH, feed_path
from ..printing.formats import FORMATS
from ..settings.values import Access, Partner
from .answer import Fields
from .newsstand import Newsstand
from .partner_tokens import LONGEST, KnownTokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PARTNER = "nashra.partner"  # in the environment of a request: the partner that was let in
_LONGEST_HEADER = 2 * LONGEST  # a scheme, and in base64 a user name and a token
# The whole address, as servers may hand it on beside PATH_INFO.
_WHOLE_ADDRESSES = ("RAW_URI", "REQUEST_URI")


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The whole answer for whoever is not let in, made once."""

    line: str
    headers: Fields
    content: bytes


@dataclass(frozen=True, slots=True)
class GateAnswers:
    """The answers for whoever is not let in.

    by_access  where the feed asks for credentials, or for its secret address: there is no feed then
    unread     while nobody knows yet which tokens were made here
    """

    by_access: Mapping[Access, GateAnswer]
    unread: GateAnswer


@dataclass(frozen=True, slots=True)
class _Gated:
    """A feed that is not open: whose it is, how it is opened, and its plain path."""

    partner: str
    access: Access
    path: str


# Where there is no feed, all goes on as if there were a secret one.
_NONE = _Gated("", "secret", "")


class PartnerGate:
    """WSGI middleware in front of the fast lane, for what lies below `/partner/`."""

    def __init__(
        self,
        application: "WSGIApplication",
        partners: Iterable[Partner],
        newsstand: Newsstand,
        tokens: KnownTokens,
        refusals: GateAnswers,
    ) -> None:
        self._application = application
        self._newsstand = newsstand
        self._tokens = tokens
        self._refusals = refusals
        self._open: set[str] = set()
        self._asking: dict[str, _Gated] = {}  # for credentials, by their paths
        self._secret: dict[tuple[str, str], _Gated] = {}  # by their partners and suffixes
        for partner in partners:
            for format in FORMATS.values():
                self._add(partner, format.suffix)

    def _add(self, partner: Partner, suffix: str) -> None:
        path = feed_path(partner.key, suffix)
        gated = _Gated(partner.slug, partner.access, path)
        if partner.access == "open":
            self._open.add(path)
        elif partner.access == "secret":
            self._secret[partner.slug, suffix] = gated
        else:
            self._asking[path] = gated

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let everybody pass who asks for something else, or may read what is asked for."""
        path = environ["PATH_INFO"]
        if not path.startswith(PARTNERS_PATH) or path in self._open:
            return self._application(environ, start_response)
        gated, token = self._asked(path, environ)
        self._newsstand.look_unless_followed()
        if self._tokens.admits(gated.partner, token):
            _mark(environ, gated)
            return self._application(environ, start_response)
        refusal = self._refusal(gated)
        start_response(refusal.line, refusal.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (refusal.content,)

    def _asked(self, path: str, environ: "WSGIEnvironment") -> tuple[_Gated, bytes]:
        """The feed that is asked for, and the token that is shown, empty for none."""
        gated = self._asking.get(path)
        if gated:
            return gated, _credentials(gated, environ.get("HTTP_AUTHORIZATION", ""))
        slug, _, name = path.removeprefix(PARTNERS_PATH).partition("/")
        secret, dot, suffix = name.rpartition(".")
        token = secret.encode("utf-8", "replace")
        return self._secret.get((slug, f"{dot}{suffix}"), _NONE), token

    def _refusal(self, gated: _Gated) -> GateAnswer:
        if not self._tokens.were_read:
            return self._refusals.unread
        return self._refusals.by_access[gated.access]


def _credentials(gated: _Gated, header: str) -> bytes:
    """The token in the header `Authorization`, if it is shown as the feed asks for it."""
    if len(header) > _LONGEST_HEADER:
        return b""
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != gated.access:
        return b""
    if gated.access == "basic":
        return _password(gated.partner, credentials)
    return credentials.strip().encode("utf-8", "replace")


def _password(user: str, credentials: str) -> bytes:
    """The password of this user (RFC 7617, section 2), empty where another one is named."""
    try:
        decoded = a2b_base64(credentials.strip(), strict_mode=True)
    except ValueError:
        return b""
    name, _, password = decoded.partition(b":")
    return password if name == user.encode() else b""


def _mark(environ: "WSGIEnvironment", gated: _Gated) -> None:
    """Note who was let in, and leave nothing behind the gate that could open it."""
    environ[PARTNER] = gated.partner
    environ["PATH_INFO"] = gated.path
    environ.pop("HTTP_AUTHORIZATION", None)
    for name in _WHOLE_ADDRESSES:
        environ.pop(name, None)
