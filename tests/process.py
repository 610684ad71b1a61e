"""Real commands in real processes, for tests that kill them."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests import quick
from tests.warm import Process, Program

ROOT = Path(__file__).parents[1]
NOWHERE = Path(os.devnull)
_FLASK = Program("import app, flask.cli", "flask.cli.main()")


def environment(database: str, **settings: str) -> dict[str, str]:
    """The surroundings of a command: this database, and no setting of whoever runs the tests."""
    outer = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NASHRA_", "FLASK_"))
    }
    return outer | {"NASHRA_DATABASE": database, "NASHRA_LOG": "warning text", **settings}


def start(
    database: str,
    *arguments: str,
    output: Path = NOWHERE,
    log: Path = NOWHERE,
    **settings: str,
) -> Process:
    """Start a command in a group of its own; its output and its errors go into these files."""
    quick.leave_out("commands")
    with NOWHERE.open("rb") as empty, output.open("wb") as said, log.open("wb") as logged:
        return _FLASK.start(arguments, environment(database, **settings), [empty, said, logged])


def run(
    database: str, *arguments: str, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    quick.leave_out("commands")
    return _FLASK.run(arguments, environment(database, **settings), stdin)


def lines(output: bytes) -> list[dict[str, object]]:
    """The whole JSON lines of an output that may have been cut off."""
    whole = output[: output.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


@contextlib.contextmanager
def serving(
    database: str, *arguments: str, command: str = "serve", log: Path = NOWHERE, **settings: str
) -> Iterator[tuple[str, Process]]:
    """`flask serve` (or `web`) on a free port, ready to serve feeds; its address, and its
    process.
    """
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    server = start(
        database,
        command,
        "--port",
        str(port),
        *arguments,
        log=log,
        NASHRA_BASE_URL=base,
        **settings,
    )
    try:
        until(lambda: get(f"{base}/readyz")[0] == 200, "the server is not ready")
        yield base, server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def child(parent: int, name: str) -> int:
    """The process id of a child of the supervisor, 0 where it has none of that name."""
    for found in children(parent):
        with contextlib.suppress(OSError):
            if name.encode() in Path(f"/proc/{found}/cmdline").read_bytes().split(b"\0"):
                return found
    return 0


def children(parent: int) -> list[int]:
    """The process ids of all living children but the one that Python's multiprocessing keeps
    working.
    """
    found = []
    for state in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = state.read_text(encoding="utf-8").rpartition(")")[2].split()
            ours = int(fields[1]) == parent and fields[0] != "Z"
            if ours and b"resource_tracker" not in (state.parent / "cmdline").read_bytes():
                found.append(int(state.parent.name))
    return found


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers; status 0 where nobody listens, or dies amid the answer."""
    try:
        with _opened(urllib.request.Request(url, headers=headers or {})) as answer:
            return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
    except (OSError, http.client.HTTPException):
        return 0, b"", {}


def _opened(request: urllib.request.Request) -> http.client.HTTPResponse | urllib.error.HTTPError:
    """The answer, whatever its status."""
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        return error
    return answer


def until(done: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    """Wait for something that must come to pass."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        time.sleep(0.05)


def ndjson(records: Sequence[object]) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def from_now(seconds: float) -> str:
    """A moment, as records write it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
