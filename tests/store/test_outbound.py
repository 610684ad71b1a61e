"""The guarded client: no spelling of a private address, however it arrives, leads to a connection.

`network` is a whole internet on loopback: every connection that anybody opens, to whatever address,
is noted and lands on one server of ours. What is noted beside the public addresses was reached; the
vulnerable twins reach it.
"""

import gzip
import re
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import ip_address, ip_network
from pathlib import Path

import httpcore
import httpx
import pytest

from store import Outbound, Response, Unreachable, outbound, transport

PUBLIC = "93.184.215.14"
LOOPBACK = (ip_network("127.0.0.1"),)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

# Spellings of a host, and the address that they mean to getaddrinfo().
SPELLINGS = {
    "127.0.0.1": "127.0.0.1",
    "127.1": "127.0.0.1",
    "127.0.1": "127.0.0.1",
    "127.255.255.254": "127.255.255.254",
    "2130706433": "127.0.0.1",
    "017700000001": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0X7F000001": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0x7f.0.0.0x1": "127.0.0.1",
    "0177.1": "127.0.0.1",
    "0": "0.0.0.0",
    "0.0.0.0": "0.0.0.0",
    "0x0": "0.0.0.0",
    "0.1.2.3": "0.1.2.3",
    "１２７.0.0.1": "127.0.0.1",
    "127。0。0。1": "127.0.0.1",
    "①②⑦.⓪.⓪.①": "127.0.0.1",
    "localhost": "127.0.0.1",
    "LocalHost": "127.0.0.1",
    "ｌｏｃａｌｈｏｓｔ": "127.0.0.1",
    "10.0.0.1": "10.0.0.1",
    "167772161": "10.0.0.1",
    "100.64.0.1": "100.64.0.1",
    "169.254.169.254": "169.254.169.254",
    "2852039166": "169.254.169.254",
    "0xa9fea9fe": "169.254.169.254",
    "169.254.43518": "169.254.169.254",
    "172.16.0.1": "172.16.0.1",
    "172.31.255.255": "172.31.255.255",
    "192.0.0.192": "192.0.0.192",
    "192.0.2.1": "192.0.2.1",
    "192.88.99.1": "192.88.99.1",
    "192.168.1.1": "192.168.1.1",
    "198.18.0.1": "198.18.0.1",
    "198.51.100.1": "198.51.100.1",
    "203.0.113.1": "203.0.113.1",
    "224.0.0.1": "224.0.0.1",
    "240.0.0.1": "240.0.0.1",
    "255.255.255.255": "255.255.255.255",
    "[::]": "::",
    "[::1]": "::1",
    "[0:0:0:0:0:0:0:1]": "::1",
    "[::127.0.0.1]": "::7f00:1",
    "[::ffff:127.0.0.1]": "::ffff:7f00:1",
    "[::FFFF:7F00:1]": "::ffff:7f00:1",
    "[::ffff:169.254.169.254]": "::ffff:a9fe:a9fe",
    "[::ffff:0:127.0.0.1]": "::ffff:0:7f00:1",
    "[64:ff9b::127.0.0.1]": "64:ff9b::7f00:1",
    "[64:ff9b::169.254.169.254]": "64:ff9b::a9fe:a9fe",
    "[64:ff9b::a9fe:a9fe]": "64:ff9b::a9fe:a9fe",
    "[64:ff9b:1::1]": "64:ff9b:1::1",
    "[100::1]": "100::1",
    "[2001:0:7f00:1::1]": "2001:0:7f00:1::1",
    "[2001:10::1]": "2001:10::1",
    "[2001:db8::1]": "2001:db8::1",
    "[2002:7f00:1::]": "2002:7f00:1::",
    "[2002:a9fe:a9fe::1]": "2002:a9fe:a9fe::1",
    "[2620:4f:8000::1]": "2620:4f:8000::1",
    "[3fff::1]": "3fff::1",
    "[5f00::1]": "5f00::1",
    "[fc00::1]": "fc00::1",
    "[fd00:ec2::254]": "fd00:ec2::254",
    "[fe80::1]": "fe80::1",
    "[FE80::A9FE:A9FE]": "fe80::a9fe:a9fe",
    "[fec0::1]": "fec0::1",
    "[ff02::1]": "ff02::1",
    "[ff0e::1]": "ff0e::1",
}
# Addresses that mean something else to some reader of addresses, or nothing.
TRICKS = (
    "http://news.example@127.0.0.1/",
    "http://news.example:80@127.0.0.1/",
    "http://user:password@news.example/",
    "http://127.0.0.1\\@news.example/",
    "http://news.example\\@127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "http:///127.0.0.1/",
    "//127.0.0.1/",
    "127.0.0.1",
    "http://127.0.0.1\t.news.example/",
    "http://127.0.0.1\n/",
    "http://127.0.\t0.1/",
    "http://news.example\r\nHost: 127.0.0.1/",
    "http://127.0.0.1\x00.news.example/",
    "http://127.0.0.1%00.news.example/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://127.0.0.1 news.example/",
    "http://127.0.0.1,news.example/",
    "http://[fe80::1%25lo]/",
    "http://[fe80::1%lo]/",
    "http://[::1%1]/",
    "http://[::1/",
    "http://::1/",
    "http://[127.0.0.1]/",
    "http://[v1.::1]/",
    "http://0177.0.0.1/",
    "http://010.0.0.1/",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://127..0.1/",
    "http://news.example:0/",
    "http://news.example:65616/",
    "http://news.example:-80/",
    "http://١٢٧.٠.٠.١/",
    "https://",
    "",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:80/_GET",
    "data:text/plain,x",
    "javascript:alert(1)",
    "unix:///run/x.sock",
)

# The IANA registries of special-purpose addresses, row by row, and what their neighbours document.
REGISTRY = """
    0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
    192.0.0.0/24 192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32
    192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16
    192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32
    224.0.0.0/4 ::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23
    2001::/32 2001:1::1/128 2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48
    2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
    5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8 ::/96 ::ffff:0:0:0/96 64:ff9b::7f00:0/104
    64:ff9b::a00:0/104 64:ff9b::a9fe:0/112 64:ff9b::c0a8:0/112 64:ff9b::e000:0/99
""".split()
OUTSIDE = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255
    192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255 2001:200::
    2001:4860:4860::8888 2003:: 2400:: 2606:2800:220:1::1 2a00:1450:4001::1 3ffe:ffff::
    64:ff9b::808:808
""".split()

# The key of `news.example`, which nobody but these tests knows or trusts; until 2126.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgge0tdAItm9uBBYNM
WdpvcZYPiAlKCgISk+KqTHpkAvGhRANCAAQYbg/pG1PHwBtXVBxHpx0MkqpWIP1Y
wCw9KNcAUKkVcVIXn/1jGeZ6AYyZSDuipF3JtpvyiMRqtpvsSESTm7jj
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBrjCCAVSgAwIBAgIUKTyld8A2mPJJ9l1Akhel8506SkIwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbmV3cy5leGFtcGxlMCAXDTI2MTEyNTA4NDAwMVoYDzIxMjYx
MTAxMDg0MDAxWjAXMRUwEwYDVQQDDAxuZXdzLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQYbg/pG1PHwBtXVBxHpx0MkqpWIP1YwCw9KNcAUKkVcVIX
n/1jGeZ6AYyZSDuipF3JtpvyiMRqtpvsSESTm7jjo3wwejAdBgNVHQ4EFgQUWyGs
1k4brwOcHChuqF8WPBYQmocwHwYDVR0jBBgwFoAUWyGs1k4brwOcHChuqF8WPBYQ
mocwDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggxuZXdzLmV4YW1wbGUwDgYD
VR0PAQH/BAQDAgKEMAoGCCqGSM49BAMCA0gAMEUCIQDG2xmS9oD5FpMpiryqCqDz
pTOrPybmEXMkes17uzP1GgIgPUPUq5krr1rS2ceUqpIYQOW3HKqlgoLHz+ATpRif
te4=
-----END CERTIFICATE-----
"""


# Servers

Script = Callable[[socket.socket, bytes], None]


def says(answer: bytes) -> Script:
    def send(connection: socket.socket, _: bytes) -> None:
        connection.sendall(answer)

    return send


def redirects_to(target: str) -> Script:
    answer = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    return says(answer.encode("utf-8", "surrogateescape"))


class Server:
    """One loopback server: each connection's first request is noted, and then handed to
    `script`.
    """

    def __init__(self, listener: socket.socket) -> None:
        self.script: Script = says(OK)
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        self.tls: ssl.SSLContext | None = None
        self.stop = threading.Event()
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        with suppress(OSError), connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while b"\r\n\r\n" not in request and (more := connection.recv(65_536)):
                    request += more
                if request:
                    self.requests.append(request)
                    self.script(connection, request)

    def close(self) -> None:
        self.stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server(socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server
    server.close()
    thread.join(10)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


class Network:
    """dialled: the addresses to which connections were opened, as they were named."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.dialled: list[str] = []
        self._real = socket.create_connection

    def dial(
        self, address: tuple[str, int], timeout: float | None = None, source_address: None = None
    ) -> socket.socket:
        self.dialled.append(address[0])
        return self._real(("127.0.0.1", self.server.port), timeout)

    @property
    def leaked(self) -> bool:
        return any(address != PUBLIC for address in self.dialled)


@pytest.fixture
def network(server: Server, monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network(server)
    monkeypatch.setattr(socket, "create_connection", made.dial)
    return made


# Resolvers


def numeric(host: str) -> list[str]:
    """What the system makes of numbers, `localhost`, and nothing else: no question leaves this
    machine.
    """
    if host == "localhost":
        return ["127.0.0.1"]
    if host == "news.example":
        return [PUBLIC]
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(where[0]) for *_, where in found]


def names(**answers: Sequence[str]) -> Callable[[str], Sequence[str]]:
    return lambda host: answers.get(host.partition(".")[0]) or numeric(host)


class Rebinding:
    """A name that is public when it is asked the first time, and never again."""

    def __init__(self, address: str) -> None:
        self.asked = 0
        self.address = address

    def __call__(self, host: str) -> Sequence[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else [self.address]


def ask(
    client: Outbound, url: str, *, seconds: float = 5, limit: int = 1_000_000, **more: object
) -> Response:
    return client.fetch(url, limit_bytes=limit, seconds=seconds, **more)  # type: ignore[arg-type]


def refused(client: Outbound, url: str, **more: object) -> str:
    with pytest.raises(Unreachable) as caught:
        ask(client, url, **more)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


# No spelling leads inside


Asks = Callable[[Outbound, str], object]


def tries(
    spelling: str, address: str, network: Network, asks: Asks
) -> Iterator[tuple[str, Callable[[], object]]]:
    """The ways in which a spelling, or the address that it means, may arrive."""
    url = f"http://{spelling}/"
    yield "literal", lambda: asks(Outbound(resolve=numeric), url)
    yield (
        "answer",
        lambda: asks(Outbound(resolve=names(inside=[address])), "http://inside.example/"),
    )
    yield (
        "one of the answers",
        lambda: asks(Outbound(resolve=names(inside=[PUBLIC, address])), "http://inside.example/"),
    )
    network.server.script = redirects_to(url)
    yield "redirect", lambda: asks(Outbound(resolve=numeric), "http://news.example/")
    network.server.script = redirects_to("http://inside.example/")
    client = Outbound(resolve=names(inside=[address]))
    yield "redirect to a name", lambda: asks(client, "http://news.example/")
    network.server.script = redirects_to("/again")
    yield "rebinding", lambda: asks(Outbound(resolve=Rebinding(address)), "http://news.example/")


def ways_in(spelling: str, address: str, network: Network, asks: Asks = ask) -> list[str]:
    """The ways by which a connection beside the public one was opened."""
    found = []
    for way, attempt in tries(spelling, address, network, asks):
        network.dialled.clear()
        with suppress(Unreachable):
            attempt()
        if network.leaked:
            found.append(way)
    return found


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_a_private_address_leads_to_a_connection(
    spelling: str, network: Network
) -> None:
    address = SPELLINGS[spelling]
    assert ways_in(spelling, address, network) == []
    assert ip_address(address).compressed in refused(
        Outbound(resolve=numeric), f"http://{spelling}/"
    )


def test_the_twin_that_tests_no_address_is_caught_with_every_spelling(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda address: True)
    for spelling, address in SPELLINGS.items():
        ways = {"literal", "answer", "redirect", "redirect to a name", "rebinding"}
        assert ways <= set(ways_in(spelling, address, network)), spelling


def test_the_twin_that_trusts_the_standard_library_is_caught(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda address: address.is_global)
    caught = {
        spelling for spelling, address in SPELLINGS.items() if ways_in(spelling, address, network)
    }
    assert {"[64:ff9b::169.254.169.254]", "224.0.0.1", "192.88.99.1"} <= caught


def test_the_twin_that_tests_the_first_answer_only_is_caught(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Outbound._tested

    def first_only(self: Outbound, *given: object) -> list[object]:
        resolve, self._resolve = self._resolve, lambda host: resolve(host)[:1]
        try:
            whole(self, *given)  # type: ignore[arg-type]
        finally:
            self._resolve = resolve
        return [ip_address(text) for text in reversed(resolve(str(given[0])))]

    monkeypatch.setattr(Outbound, "_tested", first_only)
    assert "one of the answers" in ways_in("127.0.0.1", "127.0.0.1", network)


def test_a_name_is_resolved_once_a_hop(network: Network) -> None:
    rebinding = Rebinding("127.0.0.1")
    assert ask(Outbound(resolve=rebinding), "http://news.example/").status == 200
    assert (rebinding.asked, network.dialled) == (1, [PUBLIC])


def test_the_twin_that_looks_at_the_name_again_is_caught(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebinding = Rebinding("127.0.0.1")

    def by_name(_: object, host: str, port: int, **__: object) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp(rebinding(host)[0], port)

    monkeypatch.setattr(transport._Backend, "connect_tcp", by_name)
    ask(Outbound(resolve=rebinding), "http://news.example/")
    assert network.leaked


@pytest.mark.parametrize("url", TRICKS)
def test_no_trick_of_spelling_leads_to_a_connection(url: str, network: Network) -> None:
    refused(Outbound(resolve=numeric), url)
    assert network.dialled == []


@pytest.mark.parametrize(
    "url",
    [url for url in TRICKS if "\r" not in url and "\n" not in url and url[:1] not in ("", "1")],
)
def test_no_trick_of_a_redirect_leads_to_a_connection(url: str, network: Network) -> None:
    network.server.script = redirects_to(url)
    with suppress(Unreachable):
        ask(Outbound(resolve=numeric), "http://news.example/")
    assert set(network.dialled) == {PUBLIC}


def test_a_plain_client_is_caught_by_the_same_tricks(network: Network) -> None:
    caught = []
    with httpx.Client(trust_env=False, timeout=5) as client:
        for url in [*TRICKS, *(f"http://{spelling}/" for spelling in SPELLINGS)]:
            network.dialled.clear()
            with suppress(httpx.HTTPError, httpx.InvalidURL):
                client.get(url)
            caught += [url] if network.leaked else []
    assert "http://news.example@127.0.0.1/" in caught
    assert len(caught) > 50


@pytest.mark.parametrize("block", REGISTRY)
def test_every_special_block_is_refused_from_end_to_end(block: str) -> None:
    network = ip_network(block)
    half = network.num_addresses // 2
    assert not any(outbound.is_public(network[place]) for place in (0, half, -1))


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_lies_beside_the_special_blocks_is_public(address: str) -> None:
    assert outbound.is_public(ip_address(address))


def test_the_registries_of_the_standard_library_know_no_more() -> None:
    """Judged by Python's own, older table: whatever it calls private or reserved is refused
    here.
    """
    for number in range(0, 2**32, 2**32 // 4099):
        address = ip_address(number)
        assert address.is_global or not outbound.is_public(address)


# Ports, schemes, redirects


@pytest.mark.parametrize("port", [22, 25, 81, 3306, 5432, 6379, 8000, 9200])
def test_other_ports_are_not_asked(port: int, network: Network) -> None:
    assert f"port {port} of news.example" in refused(
        Outbound(resolve=numeric), f"http://news.example:{port}/"
    )
    assert network.dialled == []


@pytest.mark.usefixtures("network")
def test_the_usual_ports_and_configured_ones_are_asked() -> None:
    for port in (80, 443, 8080, 8443):
        assert ask(Outbound(resolve=numeric), f"http://news.example:{port}/").content == b"ok"
    assert (
        ask(Outbound(ports=(9000,), resolve=numeric), "http://news.example:9000/").content == b"ok"
    )
    refused(Outbound(ports=(9000,), resolve=numeric), "http://news.example/")


def test_a_redirect_to_another_port_is_guarded(network: Network) -> None:
    network.server.script = redirects_to("http://news.example:22/")
    assert "port 22" in refused(Outbound(resolve=numeric), "http://news.example/")
    assert len(network.dialled) == 1


def test_an_allowed_address_is_asked_at_any_port(server: Server) -> None:
    answer = ask(Outbound(LOOPBACK), f"{server.url}a?b=c#d", headers={"If-None-Match": '"x"'})
    assert (answer.status, answer.content, answer.headers["content-length"]) == (200, b"ok", "2")
    (request,) = server.requests
    head = request.decode("ascii")
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in head
    assert 'If-None-Match: "x"\r\n' in head
    assert "Accept-Encoding: gzip\r\n" in head


def test_nothing_is_allowed_unless_it_is_named(server: Server) -> None:
    other = (ip_network("127.0.0.2"), ip_network("10.0.0.0/8"), ip_network("::1"))
    for client in (
        Outbound(),
        Outbound(ports=(server.port,)),
        Outbound(other, ports=(server.port,)),
    ):
        refused(client, server.url)
        refused(client, server.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"))
        refused(client, server.url.replace("127.0.0.1", "localhost"))
    assert server.requests == []


def test_an_allowed_answer_does_not_cover_for_another(network: Network) -> None:
    client = Outbound(LOOPBACK, resolve=names(inside=["127.0.0.1", "127.0.0.2"]))
    assert "127.0.0.2" in refused(client, "http://inside.example/")
    assert network.dialled == []


def test_the_system_resolver_knows_this_machine() -> None:
    assert "127.0.0.1" in outbound.resolve("localhost")
    assert outbound.resolve("127.1") == ["127.0.0.1"]


def hops(count: int) -> Script:
    """/n redirects to /n-1, and /0 is the end."""

    def step(connection: socket.socket, request: bytes) -> None:
        number = int(request.split()[1].strip(b"/") or count)
        (redirects_to(f"/{number - 1}") if number else says(OK))(connection, request)

    return step


def test_redirects_are_followed_and_counted(server: Server) -> None:
    server.script = hops(0)
    answer = ask(Outbound(LOOPBACK), f"{server.url}3")
    assert (answer.status, answer.url, len(server.requests)) == (200, f"{server.url}0", 4)
    assert "3 are followed" in refused(Outbound(LOOPBACK), f"{server.url}4")
    assert len(server.requests) == 8
    assert ask(Outbound(LOOPBACK), f"{server.url}5", redirects=5).status == 200


def test_without_redirects_the_redirect_is_the_answer(server: Server) -> None:
    server.script = hops(0)
    answer = ask(Outbound(LOOPBACK), f"{server.url}3", redirects=0)
    assert (answer.status, answer.headers["location"], len(server.requests)) == (302, "/2", 1)


def test_what_is_posted_goes_nowhere_else(server: Server) -> None:
    server.script = hops(0)
    answer = ask(Outbound(LOOPBACK), f"{server.url}3", method="POST", content=b"payload")
    assert (answer.status, len(server.requests)) == (302, 1)
    assert server.requests[0].startswith(b"POST /3 ")
    assert b"Content-Length: 7\r\n" in server.requests[0]


def test_secrets_of_one_origin_are_not_told_to_another(server: Server) -> None:
    secrets = {"Authorization": "Basic x", "cookie": "a=b", "X-Wanted": "y"}
    with serving() as other:
        server.script = redirects_to(other.url)
        other.script = hops(0)
        ask(Outbound(LOOPBACK), server.url, headers=secrets, redirects=9)
        ask(Outbound(LOOPBACK), f"{other.url}1", headers=secrets)
        assert b"Authorization: Basic x" in server.requests[0]
        foreign, _, own = other.requests[0], *other.requests[-2:]
    assert b"X-Wanted: y" in foreign
    assert not re.search(rb"(?i)authorization|cookie", foreign)
    assert b"Authorization: Basic x" in own


def test_cookies_are_not_kept(server: Server) -> None:
    server.script = says(
        b"HTTP/1.1 302 F\r\nSet-Cookie: a=b\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
    )
    client = Outbound(LOOPBACK)
    refused(client, server.url)
    assert len(server.requests) == 4
    assert not any(b"a=b" in request for request in server.requests)


def test_the_host_cannot_be_set_by_a_header(server: Server) -> None:
    ask(Outbound(LOOPBACK), server.url, headers={"host": "inside", "accept-encoding": "br"})
    assert b"inside" not in server.requests[0]
    assert b"br\r\n" not in server.requests[0]


def test_a_header_cannot_smuggle_another(server: Server) -> None:
    refused(Outbound(LOOPBACK), server.url, headers={"X": "a\r\nY: b"})
    assert server.requests == []


def test_an_arabic_redirect_is_followed(server: Server) -> None:
    server.script = redirects_to("/أخبار")
    refused(Outbound(LOOPBACK), server.url)
    assert server.requests[1].startswith(b"GET /%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1 ")


# Sizes


def head(*fields: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", *fields, "", "")).encode()


def test_an_answer_as_long_as_the_limit_is_taken_and_one_byte_more_is_not(server: Server) -> None:
    for coding, packed in (("identity", b"x" * 5000), ("gzip", gzip.compress(b"x" * 5000))):
        server.script = says(head(f"Content-Encoding: {coding}") + packed)
        assert len(ask(Outbound(LOOPBACK), server.url, limit=5000).content) == 5000
        assert "longer than 4,999 bytes" in refused(Outbound(LOOPBACK), server.url, limit=4999)


def test_an_endless_answer_is_cut_at_the_limit(server: Server) -> None:
    def endless(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head())
        while True:
            connection.sendall(b"x" * 65_536)

    server.script = endless
    assert "longer than 1,000,000 bytes" in refused(Outbound(LOOPBACK), server.url)


def test_a_gzip_bomb_stops_at_the_limit_in_little_memory(server: Server) -> None:
    bomb = gzip.compress(bytes(300_000_000), 9)
    server.script = says(head("Content-Encoding: gzip", f"Content-Length: {len(bomb)}") + bomb)
    client = Outbound(LOOPBACK)
    tracemalloc.start()
    try:
        assert "longer than 1,000,000 bytes" in refused(client, server.url, seconds=20)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 16_385, 32_768, 500_000])
def test_gzip_of_any_size_and_of_several_members_is_unpacked(size: int, server: Server) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    packed = gzip.compress(content)
    server.script = says(head("Content-Encoding: GZIP") + packed)
    assert ask(Outbound(LOOPBACK), server.url).content == content
    server.script = says(head("Content-Encoding: x-gzip") + packed + packed)
    assert ask(Outbound(LOOPBACK), server.url).content == content + content


def test_gzip_that_comes_byte_by_byte_is_unpacked(server: Server) -> None:
    def slowly(connection: socket.socket, _: bytes) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head("Content-Encoding: gzip"))
        for byte in gzip.compress(b"one") + gzip.compress(b"two"):
            connection.sendall(bytes([byte]))

    server.script = slowly
    assert ask(Outbound(LOOPBACK), server.url).content == b"onetwo"


BAD_GZIP = {
    "none": b"not gzip",
    "without its last byte": gzip.compress(b"x" * 999)[:-1],
    "half a head": gzip.compress(b"x")[:5],
    "a mark alone": b"\x1f\x8b",
    "something behind it": gzip.compress(b"x") + b"rest",
}


@pytest.mark.parametrize("what", BAD_GZIP)
def test_bad_gzip_is_refused(what: str, server: Server) -> None:
    server.script = says(head("Content-Encoding: gzip") + BAD_GZIP[what])
    assert "127.0.0.1 cannot be asked" in refused(Outbound(LOOPBACK), server.url)


def test_damaged_gzip_is_refused(server: Server) -> None:
    packed = bytearray(gzip.compress(b"x" * 999))
    packed[-8] ^= 1
    server.script = says(head("Content-Encoding: gzip") + packed)
    assert "incorrect data check" in refused(Outbound(LOOPBACK), server.url)


def test_a_coding_that_was_not_asked_for_is_refused(server: Server) -> None:
    for coding in ("br", "zstd", "deflate", "gzip, gzip"):
        server.script = says(head(f"Content-Encoding: {coding}") + b"x")
        assert repr(coding) in refused(Outbound(LOOPBACK), server.url)


def test_an_answer_without_content_may_say_that_it_is_packed(server: Server) -> None:
    server.script = says(
        b'HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\nETag: "x"\r\n\r\n'
    )
    answer = ask(Outbound(LOOPBACK), server.url)
    assert (answer.status, answer.content, answer.headers["etag"]) == (304, b"", '"x"')


def test_huge_headers_are_refused(server: Server) -> None:
    for headers in (b"X: " + b"a" * 1_000_000 + b"\r\n", b"X: a\r\n" * 200_000):
        server.script = says(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n")
        assert "127.0.0.1 cannot be asked" in refused(Outbound(LOOPBACK), server.url)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x16\x03\x01 nonsense",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n X: folded\x00\r\n\r\n",
    ],
)
def test_a_broken_answer_is_one_problem(answer: bytes, server: Server) -> None:
    server.script = says(answer)
    assert "127.0.0.1 cannot be asked: " in refused(Outbound(LOOPBACK), server.url)


# One deadline

SOON = 6  # seconds: on a busy machine, and before any of these servers would be done


def dripping(first: bytes, drop: bytes) -> Callable[[Server], Script]:
    def made(server: Server) -> Script:
        def drip(connection: socket.socket, _: bytes) -> None:
            connection.sendall(first)
            for _ in range(300):
                server.stop.wait(0.05)
                connection.sendall(drop)

        return drip

    return made


def silent(server: Server) -> Script:
    return lambda connection, request: server.stop.wait(30) and None


DRIPS = {
    "content": dripping(head(), b"x"),
    "chunks": dripping(head("Transfer-Encoding: chunked"), b"1\r\nx\r\n"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "hints": dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "gzip": dripping(head("Content-Encoding: gzip"), gzip.compress(b"")),
    "silence": silent,
}


@pytest.mark.parametrize("what", DRIPS)
def test_a_slow_server_is_cut_by_the_whole_deadline(what: str, server: Server) -> None:
    server.script = DRIPS[what](server)
    start = time.monotonic()
    assert "did not answer in full within 0.6 seconds" in refused(
        Outbound(LOOPBACK), server.url, seconds=0.6
    )
    assert 0.5 < time.monotonic() - start < SOON


def test_the_deadline_is_one_for_all_redirects(server: Server) -> None:
    def late(connection: socket.socket, _: bytes) -> None:
        server.stop.wait(0.4)
        redirects_to("/")(connection, _)

    server.script = late
    start = time.monotonic()
    assert "within 1 seconds" in refused(Outbound(LOOPBACK), server.url, seconds=1, redirects=20)
    assert time.monotonic() - start < SOON


def test_a_slow_resolver_is_cut_by_the_deadline() -> None:
    stop = threading.Event()

    def slow(_: str) -> list[str]:
        stop.wait(60)
        return []

    start = time.monotonic()
    assert "within 0.3 seconds" in refused(
        Outbound(resolve=slow), "http://news.example/", seconds=0.3
    )
    assert time.monotonic() - start < SOON
    stop.set()


def test_a_server_that_reads_nothing_is_cut_by_the_deadline(server: Server) -> None:
    server.script = silent(server)
    start = time.monotonic()
    refused(Outbound(LOOPBACK), server.url, seconds=0.6, method="POST", content=bytes(30_000_000))
    assert time.monotonic() - start < SOON


def test_a_handshake_that_does_not_end_is_cut_by_the_deadline(server: Server) -> None:
    url = server.url.replace("http:", "https:")
    server.script = silent(server)
    start = time.monotonic()
    assert "within 0.6 seconds" in refused(Outbound(LOOPBACK), url, seconds=0.6)
    assert time.monotonic() - start < SOON


def test_an_address_that_does_not_answer_leaves_time_for_the_next(network: Network) -> None:
    client = Outbound(resolve=names(two=["1.1.1.1", PUBLIC]))

    def dial(address: tuple[str, int], timeout: float, **_: object) -> socket.socket:
        if address[0] == "1.1.1.1":
            time.sleep(timeout)
            raise TimeoutError
        return network.dial(address, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", dial)
        assert ask(client, "http://two.example/", seconds=3).content == b"ok"


def test_who_does_not_listen_or_has_no_address_is_one_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "Connection refused" in refused(Outbound(LOOPBACK), f"http://127.0.0.1:{port}/")
    assert "no.example cannot be asked: " in refused(
        Outbound(resolve=numeric), "http://no.example/"
    )
    assert "it has no address" in refused(Outbound(resolve=lambda host: []), "http://no.example/")


# TLS, and the environment


@pytest.fixture
def secure(server: Server, tmp_path: Path) -> Server:
    """A server that is `news.example`, if its certificate is believed."""
    (tmp_path / "news.pem").write_text(PEM, encoding="utf-8")
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(tmp_path / "news.pem")
    server.tls.sni_callback = lambda connection, name, context: server.names.append(name)
    return server


def here(_: str) -> list[str]:
    return ["127.0.0.1"]


def test_a_certificate_that_nobody_signed_is_refused_and_the_name_was_sent(secure: Server) -> None:
    url = f"https://news.example:{secure.port}/"
    assert "certificate verify failed" in refused(Outbound(LOOPBACK, resolve=here), url)
    assert (secure.names, secure.requests) == (["news.example"], [])


def test_the_name_is_kept_for_tls_and_host(
    secure: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "news.pem"))
    client = Outbound(LOOPBACK, resolve=here)
    assert ask(client, f"https://news.example:{secure.port}/").content == b"ok"
    assert secure.names == ["news.example"]
    assert f"Host: news.example:{secure.port}\r\n".encode() in secure.requests[0]
    for other in ("other.example", "127.0.0.1"):
        assert "certificate verify failed" in refused(client, f"https://{other}:{secure.port}/")
    assert len(secure.requests) == 1


def test_a_proxy_in_the_environment_is_ignored(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        for name in (
            "http_proxy",
            "HTTP_PROXY",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert ask(Outbound(LOOPBACK), server.url).content == b"ok"
        refused(Outbound(), server.url)
        assert (len(server.requests), proxy.requests) == (1, [])
        with httpx.Client() as twin:
            twin.get(server.url)
        assert len(proxy.requests) == 1
