"""The one guarded HTTP client; nothing else in Nashra opens a connection.

A name is resolved once, every answer is tested, and the connection goes to a tested address, so
that neither a name, a redirect nor a second look at a name leads into this machine or its network.
No proxies, no cookies, one deadline.
"""

import socket
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from time import monotonic
from types import MappingProxyType

import httpcore
import httpx

from .errors import Refused, Unreachable
from .text.addresses import absolute, uri

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
_PRIVATE = ("authorization", "cookie")  # headers that are meant for one origin
_PIECE = 16_384  # bytes between two looks at the deadline, or at the limit

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
    found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


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
    def _tls(self) -> ssl.SSLContext:
        """Made when it is needed: reading all certificates takes a while."""
        return httpcore.default_ssl_context()

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int,
        seconds: float,
        headers: Mapping[str, str] = MappingProxyType({}),
        redirects: int = 3,
        method: str = "GET",
        content: bytes | None = None,
    ) -> Response:
        """Ask an http or https address; any status is an answer. Raises Unreachable.

        `seconds` is for everything together, `limit_bytes` counts the unpacked content. GET and
        HEAD follow so many redirects; with `redirects=0`, and for other methods, the redirect
        itself is the answer.
        """
        deadline = _Deadline(seconds)
        followed = 0
        while True:
            request = _request(method, url, headers, content)
            response = self._ask(request, deadline, limit_bytes)
            target = _redirect(response)
            if target is None or not redirects or method not in ("GET", "HEAD"):
                return response
            if followed == redirects:
                raise Unreachable(
                    f"{request.url.host} is one redirect too many, {redirects} are followed"
                )
            followed += 1
            url = absolute(target, response.url)
            if not _is_same_origin(url, request):
                headers = _without_private(headers)

    def _ask(self, request: httpx.Request, deadline: "_Deadline", limit: int) -> Response:
        """Ask one address, and wait for all of its response. Raises Unreachable."""
        host = request.url.raw_host.decode("ascii")
        try:
            return self._exchange(request, host, deadline, limit)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise Unreachable(
                f"{host} did not answer in full within {deadline.seconds:g} seconds"
            ) from error
        except (OSError, httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            reason = " ".join(str(error).split())[:200]
            raise Unreachable(f"{host} cannot be asked: {reason}") from error

    def _exchange(
        self, request: httpx.Request, host: str, deadline: "_Deadline", limit: int
    ) -> Response:
        url = request.url
        where = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        tls = self._tls if url.scheme == "https" else None
        backend = _Backend(self._tested(host, where.origin.port, deadline), deadline)
        with (
            httpcore.ConnectionPool(tls, network_backend=backend) as pool,
            pool.stream(
                request.method, where, headers=request.headers.raw, content=request.content
            ) as response,
        ):
            headers = httpx.Headers(response.headers)
            coding = headers.get("content-encoding", "identity").strip().lower()
            content = _content(response.iter_stream(), coding, limit)
            return Response(response.status, dict(headers), content, str(url))

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


def _is_same_origin(url: str, request: httpx.Request) -> bool:
    """Whether an address has the scheme, host and port of the request before it."""
    return url.startswith(f"{request.url.scheme}://{request.headers['host']}/")


def _without_private(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that another origin may see."""
    return {name: value for name, value in headers.items() if name.lower() not in _PRIVATE}


def _request(
    method: str, url: str, headers: Mapping[str, str], content: bytes | None
) -> httpx.Request:
    """A request to an address as we write addresses. Raises Unreachable."""
    try:
        address = httpx.URL(uri(url))
    except (Refused, httpx.InvalidURL) as problem:
        raise Unreachable(f"{url[:80]!r} cannot be asked: {problem}") from problem
    sent = httpx.Headers({"User-Agent": "Nashra"})
    sent.update(headers)
    sent.update({"Host": address.netloc.decode("ascii"), "Accept-Encoding": "gzip"})
    return httpx.Request(method, address, headers=sent, content=content)


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


def _content(parts: Iterable[bytes], coding: str, limit: int) -> bytes:
    """All parts of a response, unpacked, as long as they are at most `limit` bytes."""
    if coding not in ("identity", "gzip", "x-gzip"):
        raise httpcore.RemoteProtocolError(f"its answer is packed as {coding[:40]!r}, not as gzip")
    pieces = parts if coding == "identity" else _unpacked(parts)
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > limit:
            raise httpcore.RemoteProtocolError(f"its answer is longer than {limit:,} bytes")
    return bytes(content)


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces of gzip's content (RFC 1952), however much a part unpacks to.

    Several members may follow each other; a response of no bytes at all is empty.
    """
    reader = None
    for part in parts:
        rest = part
        while rest:
            if reader is None or reader.eof:
                reader = zlib.decompressobj(wbits=31)
            yield reader.decompress(rest, _PIECE)
            rest = reader.unconsumed_tail or reader.unused_data
    if reader and not reader.eof:
        raise httpcore.RemoteProtocolError("its gzip is cut short")


class _Backend(httpcore.NetworkBackend):
    """Connects to one of the tested addresses, whatever the name may mean by now.

    TLS and the Host header keep the name.
    """

    def __init__(self, addresses: Sequence[Address], deadline: _Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self, host: str, port: int, *args: object, **options: object
    ) -> httpcore.NetworkStream:
        """Try one address after the other, each with an equal share of the time that is left."""
        failed: Exception = httpcore.ConnectError("it has no address")
        for tried, address in enumerate(self._addresses):
            share = self._deadline.left() / (len(self._addresses) - tried)
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(address), port, share)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], self._deadline.left())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Stream(stream, self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
