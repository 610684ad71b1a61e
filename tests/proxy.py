"""A proxy on the loopback that can fall silent: it takes what is sent, answers nothing and closes
nothing, as one that forgot its connections does, or a frozen server behind it.
"""

import contextlib
import select
import socket
from collections.abc import Iterator
from threading import Event, Lock, Thread

_LOOK_SECONDS = 0.05


class Proxy:
    """Passes bytes on to a port of this machine, until it is told not to.

    forget()      what is open now stays silent for ever; new connections work
    fall_silent() nothing works, new connections are taken and never answered; until recover()
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.taken = 0
        self._silent = Event()
        self._ended = Event()
        self._forgotten: list[Event] = []
        self._lock = Lock()
        self._threads = [Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def forget(self) -> None:
        """Carry nothing more on the connections that are open."""
        with self._lock:
            for forgotten in self._forgotten:
                forgotten.set()
            self._forgotten.clear()

    def fall_silent(self) -> None:
        """Carry nothing at all; what is open now is forgotten for good."""
        self._silent.set()
        self.forget()

    def recover(self) -> None:
        """Serve new connections again."""
        self._silent.clear()

    def close(self) -> None:
        """Close all connections, and the port."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self._server.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            if not select.select([self._server], [], [], _LOOK_SECONDS)[0]:
                continue
            client = self._server.accept()[0]
            self.taken += 1
            forgotten = Event()
            if self._silent.is_set():
                forgotten.set()
            with self._lock:
                self._forgotten.append(forgotten)
            thread = Thread(target=self._carry, args=(client, forgotten), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, client: socket.socket, forgotten: Event) -> None:
        with client, contextlib.suppress(OSError):
            if forgotten.is_set():
                self._swallow([client])
                return
            with socket.create_connection(("127.0.0.1", self._target)) as server:
                self._pass_on({client: server, server: client}, forgotten)

    def _pass_on(self, other: dict[socket.socket, socket.socket], forgotten: Event) -> None:
        """Pass bytes on, both ways, until an end closes or the connection is forgotten."""
        while not self._ended.is_set():
            for ready in select.select(list(other), [], [], _LOOK_SECONDS)[0]:
                if forgotten.is_set():
                    self._swallow(list(other))
                    return
                if not (content := ready.recv(65536)):
                    return
                other[ready].sendall(content)

    def _swallow(self, ends: list[socket.socket]) -> None:
        """Take what comes until the end. An end that closes is left alone."""
        while not self._ended.is_set():
            for ready in select.select(ends, [], [], _LOOK_SECONDS)[0]:
                if not ready.recv(65536):
                    ends.remove(ready)
            if not ends:
                return


@contextlib.contextmanager
def proxy_of(port: int) -> Iterator[Proxy]:
    """A proxy in front of a port."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
