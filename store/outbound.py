"""The one guarded HTTP client; nothing else in Nashra opens a connection.

A name is resolved once, every answer is tested, and the connection goes to a tested address, so
that neither a name, a redirect nor a second look at a name leads into this machine or its network.
No proxies, no cookies, one deadline. Here is whom to ask; `transport` puts the question.
"""

import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from time import monotonic
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from .errors import Unreachable
from .lazy import load
from .text.addresses import absolute

if TYPE_CHECKING:
    import ssl

    import httpx

PORTS = (80, 443, 8080, 8443)
# IANA's special-purpose registries (RFC 6890 and later), also what is reachable there: no newspaper
# is. Of IPv6 only 2000::/3 is public at all; within it lie Teredo and more of IETF's own,
# documentation, 6to4, AS112.
_SPECIAL = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 2001::/23 2001:db8::/32 2002::/16
    2620:4f:8000::/48 3fff::/20
"""
_NOT_PUBLIC = tuple(ip_network(text) for text in _SPECIAL.split())
_PUBLIC_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_REDIRECTS = (301, 302, 303, 307, 308)
_FOLLOW = ("GET", "HEAD")  # the methods that follow a redirect
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_PRIVATE = ("authorization", "cookie")  # headers that are meant for one origin

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers.

    headers  by lower-case name; those of one name are joined by commas
    content  the bytes, unpacked
    url      the address that answered, which is another one after redirects
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def charset(self) -> str | None:
        """The charset that its Content-Type names, if any."""
        content_type = self.headers.get("content-type", "")
        return content_type.partition("charset=")[2].strip("\"' ;") or None


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    An IPv4 address that is translated (RFC 6052) is judged as itself.
    """
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(address.packed[-4:]))
        if address not in _PUBLIC_6:
            return False
    return not any(address in network for network in _NOT_PUBLIC)


def resolve(host: str) -> list[str]:
    """The addresses of a name, in the system's order; raises OSError."""
    answers = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in answers))


class Outbound:
    """Asks addresses of the public internet, and those of the networks in `allow` at any port.

    Safe to share between threads. `resolve` gives the addresses of a name.
    """

    def __init__(
        self,
        allow: Sequence[Network] = (),
        ports: Sequence[int] = PORTS,
        resolve: Callable[[str], Sequence[str]] = resolve,
    ) -> None:
        self._allow = allow
        self._ports = ports
        self._resolve = resolve

    @cached_property
    def _transport(self) -> ModuleType:
        return load("store.transport")

    @cached_property
    def _tls(self) -> "ssl.SSLContext":
        """Made when it is needed, once."""
        tls: ssl.SSLContext = self._transport.make_tls()
        return tls

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int | None,
        seconds: float,
        headers: Mapping[str, str] = _NO_HEADERS,
        redirects: int = 3,
        method: str = "GET",
        content: bytes | None = None,
    ) -> Response:
        """Ask an http or https address; any status is an answer. Raises Unreachable.

        `seconds` is for everything together, `limit_bytes` counts the unpacked content; with
        None the content stays unread, and empty. GET and HEAD follow so many redirects; with
        `redirects=0`, and for other methods, the redirect itself is the answer.
        """
        deadline = _Deadline(seconds)
        followed = 0
        while True:
            request = self._transport.make_request(method, url, headers, content)
            response = self._ask(request, deadline, limit_bytes)
            target = _redirect(response)
            if target is None or not redirects or method not in _FOLLOW:
                return response
            if followed == redirects:
                raise _too_many(request, redirects)
            followed += 1
            url = absolute(target, response.url)
            if not _is_same_origin(url, request):
                headers = _without_private(headers)

    def _ask(self, request: "httpx.Request", deadline: "_Deadline", limit: int | None) -> Response:
        """Ask one address, and wait for all of its response. Raises Unreachable."""
        host = request.url.raw_host.decode("ascii")
        try:
            tls = self._tls if request.url.scheme == "https" else None
            addresses = self._tested(host, self._transport.port_of(request), deadline)
            reply = self._transport.exchange(request, addresses, tls, deadline.left, limit)
        except TimeoutError as error:
            raise Unreachable(
                f"{host} did not answer in full within {deadline.seconds:g} seconds"
            ) from error
        except OSError as error:
            reason = " ".join(str(error).split())[:200]
            raise Unreachable(f"{host} cannot be asked: {reason}") from error
        return Response(reply.status, reply.headers, reply.content, str(request.url))

    def _tested(self, host: str, port: int, deadline: "_Deadline") -> list[Address]:
        """All addresses of a host, once each of them may be asked."""
        resolved = _in_time(lambda: self._resolve(host), deadline)
        addresses = [ip_address(text) for text in resolved]
        for address in addresses:
            if not self._is_allowed(address):
                self._check(host, address, port)
        return addresses

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self._allow)

    def _check(self, host: str, address: Address, port: int) -> None:
        """Raise Unreachable unless the address is public, and the port one that is asked."""
        if not is_public(address):
            raise Unreachable(
                f"{host} is {address}, which is not public: NASHRA_OUTBOUND_ALLOW may name it"
            )
        if port not in self._ports:
            ports = ", ".join(map(str, self._ports))
            raise Unreachable(f"port {port} of {host} is not asked, only {ports}")


class _Deadline:
    """The end of everything that belongs to one question."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; raises TimeoutError once there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _redirect(response: Response) -> str | None:
    """The address that a response leads to, if it leads anywhere."""
    if response.status not in _REDIRECTS:
        return None
    return response.headers.get("location")


def _too_many(request: "httpx.Request", redirects: int) -> Unreachable:
    return Unreachable(f"{request.url.host} is one redirect too many, {redirects} are followed")


def _is_same_origin(url: str, request: "httpx.Request") -> bool:
    """Whether an address has the scheme, host and port of the request before it."""
    return url.startswith(f"{request.url.scheme}://{request.headers['host']}/")


def _without_private(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that another origin may see."""
    return {name: value for name, value in headers.items() if name.lower() not in _PRIVATE}


def _in_time(ask: Callable[[], Sequence[str]], deadline: _Deadline) -> Sequence[str]:
    """The answer of a resolver before the deadline.

    Resolvers know no deadline: a thread waits for them, and is left behind if it must be.
    """
    answer: Future[Sequence[str]] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    return answer.result(deadline.left())
