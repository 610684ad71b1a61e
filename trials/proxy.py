"""A TCP proxy on loopback that does to a connection what networks do.

It forwards, holds everything back, swallows it, forgets the connections it has, or refuses them.
But for refuse(), neither end is told of anything: that is what makes it hard for both.
"""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread

_CHUNK = 65_536


class Link:
    """One connection through the proxy: the end that asked, and the end that was asked."""

    def __init__(self, near: socket.socket, far: socket.socket | None) -> None:
        self.near = near
        self.far = far
        self.lost = far is None

    def close(self) -> None:
        """End both sides, and wake whoever waits for them."""
        for end in (self.near, self.far):
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()


class Proxy:
    """What stands between a service and the server at `target`, a port of this machine."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._links: list[Link] = []
        self._lock = Lock()
        self._passage = Event()
        self._passage.set()
        self._swallows = False
        self._listener = _listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._start_accepting()

    def hold(self) -> None:
        """Let nothing through for now, as a network does that drops packets."""
        self._passage.clear()

    def swallow(self) -> None:
        """Be silent on all connections, new ones too: they are accepted and never answered."""
        self._swallows = True
        self.forget()

    def forget(self) -> None:
        """Be silent for ever on the connections of now; new ones work."""
        with self._lock:
            for link in self._links:
                link.lost = True

    def refuse(self) -> None:
        """Break all connections, and listen no longer."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._close_links()

    def forward(self) -> None:
        """Let everything through again, but on connections that were lost."""
        self._swallows = False
        self._passage.set()
        if self._listener.fileno() < 0:
            self._listener = _listen(self.port)
            self._start_accepting()

    def close(self) -> None:
        """End everything."""
        self.refuse()
        self._passage.set()

    def _close_links(self) -> None:
        with self._lock:
            for link in self._links:
                link.close()
            self._links.clear()

    def _start_accepting(self) -> None:
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        """Connect one who asked with the target, and carry what they say to each other."""
        self._passage.wait()
        far: socket.socket | None = None
        if not self._swallows:
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                return
        link = Link(near, far)
        with self._lock:
            self._links.append(link)
        if far is not None:
            Thread(target=self._carry, args=(link, far, near), daemon=True).start()
        self._carry(link, near, far)

    def _carry(self, link: Link, source: socket.socket, target: socket.socket | None) -> None:
        """Carry what `source` says to `target`, its end too, unless the connection is lost."""
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                self._passage.wait()
                if target is not None and not link.lost:
                    target.sendall(data)
        self._passage.wait()
        if not link.lost:
            link.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    return listener
