"""Real processes to measure: `flask web` on a free port, whether it answers, and what it holds."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROC = Path("/proc")


def environment(**settings: str) -> dict[str, str]:
    """The surroundings of a command: these settings, and none of whoever measures."""
    outer = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NASHRA_", "FLASK_"))
    }
    return outer | {"NASHRA_LOG": "warning text"} | settings


def flask(*arguments: str, **settings: str) -> None:
    """Run a command to its end."""
    command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**settings),
        check=True,
        capture_output=True,
        timeout=1800,
    )


@contextmanager
def web(**settings: str) -> Iterator[tuple[str, int]]:
    """`flask web` with one worker, ready to serve; its address and process id."""
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "app", "web", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL
    ) as process:
        try:
            until_answering(f"http://127.0.0.1:{port}/all.rss")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def until_answering(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"nobody answers at {address}")


def family(pid: int) -> list[int]:
    """A process and all that it started, and those."""
    tasks = (PROC / str(pid) / "task").iterdir()
    children = [
        int(one)
        for task in tasks
        for one in (task / "children").read_text(encoding="ascii").split()
    ]
    return [pid, *(process for child in children for process in family(child))]


def held(pid: int) -> int:
    """Its own memory and its share of what it has in common with others, in bytes."""
    for line in (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def worker(pid: int) -> int:
    """What the one worker of a web process holds, in bytes."""
    return max(held(process) for process in family(pid)[1:])
