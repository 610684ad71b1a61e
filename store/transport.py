"""One exchange over HTTP/1.1 with addresses that `outbound` has tested; it tests none itself.

httpcore makes the connection, and only to one of these addresses. All that goes wrong leaves here
as TimeoutError or OSError. Loaded with the first question: most commands ask nobody.
"""

import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

import httpcore
import httpx

from .errors import Refused, Unreachable
from .text.addresses import uri

Address = IPv4Address | IPv6Address
TimeLeft = Callable[[], float]  # seconds; raises TimeoutError once there are none

_PIECE = 16_384  # bytes between two looks at the deadline, or at the limit


class Reply(NamedTuple):
    """What came back: headers by lower-case name, and the unpacked content."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def make_request(
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


def port_of(request: httpx.Request) -> int:
    """The port that a request goes to."""
    return _where(request).origin.port


def _where(request: httpx.Request) -> httpcore.URL:
    url = request.url
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def make_tls() -> ssl.SSLContext:
    """The certificates that are trusted; reading them all takes a while."""
    return httpcore.default_ssl_context()


def exchange(
    request: httpx.Request,
    addresses: Sequence[Address],
    tls: ssl.SSLContext | None,
    time_left: TimeLeft,
    limit: int | None,
) -> Reply:
    """Send a request to one of the addresses, and wait for all of the reply.

    With `limit=None` its content is not read.

    Raises TimeoutError when no time is left; OSError, with the reason, for all else, also for a
    content of more than `limit` bytes.
    """
    try:
        return _exchange(request, _Backend(addresses, time_left), tls, limit)
    except httpcore.TimeoutException as error:
        raise TimeoutError from error
    except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
        raise OSError(str(error)) from error


def _exchange(
    request: httpx.Request, backend: "_Backend", tls: ssl.SSLContext | None, limit: int | None
) -> Reply:
    with (
        httpcore.ConnectionPool(tls, network_backend=backend) as pool,
        pool.stream(
            request.method,
            _where(request),
            headers=request.headers.raw,
            content=request.content,
        ) as response,
    ):
        headers = httpx.Headers(response.headers)
        if limit is None:
            return Reply(response.status, dict(headers), b"")
        coding = headers.get("content-encoding", "identity").strip().lower()
        content = _content(response.iter_stream(), coding, limit)
        return Reply(response.status, dict(headers), content)


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

    def __init__(self, addresses: Sequence[Address], time_left: TimeLeft) -> None:
        self._addresses = addresses
        self._time_left = time_left

    def connect_tcp(
        self, host: str, port: int, *args: object, **options: object
    ) -> httpcore.NetworkStream:
        """Try one address after the other, each with an equal share of the time that is left."""
        failed: Exception = httpcore.ConnectError("it has no address")
        for tried, address in enumerate(self._addresses):
            share = self._time_left() / (len(self._addresses) - tried)
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(address), port, share)
                return _Stream(stream, self._time_left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, time_left: TimeLeft) -> None:
        self._stream = stream
        self._time_left = time_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._time_left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], self._time_left())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._time_left()
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Stream(stream, self._time_left)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
