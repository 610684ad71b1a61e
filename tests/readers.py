"""What tests with readers of others need: a newsroom on loopback, and programs in homes of their
own.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.warm import Program

PROGRAMS = Path(sys.executable).parent  # where those are that come with requirements-dev.txt


class _Silent(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass


@contextmanager
def served(application: Callable[..., Iterable[bytes]], port: int) -> Iterator[None]:
    """A WSGI application on a port of loopback."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def program(name: str) -> str:
    """The path of a reader; the test is skipped where it is not installed."""
    found = shutil.which(name, path=f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{name} is not installed: nothing was tried with it")
    return found


def call(home: Path, *command: str) -> None:
    """Run a reader in a home of its own; it must find nothing wrong."""
    _assert_content(
        subprocess.run(command, env=_surroundings(home), cwd=home, capture_output=True, timeout=60)
    )


def _surroundings(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }


def _assert_content(done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode == 0, done.stderr.decode()
    said = (done.stdout + done.stderr).decode()
    assert not re.search("error|warning|fail", said, re.IGNORECASE), said


_R2E = Program("import rss2email.main", "rss2email.main.run()")


class Mailer:
    """rss2email with a mailbox of its own, subscribed to `addresses` by their names."""

    def __init__(self, home: Path, addresses: dict[str, str], **options: str) -> None:
        self._home = home
        settings = {
            "to": "desk@example.com",
            "email-protocol": "maildir",
            "maildir-path": str(home),
            "maildir-mailbox": "mail",
        } | {name.replace("_", "-"): value for name, value in options.items()}
        lines = [f"{name} = {value}" for name, value in settings.items()]
        (home / "config").write_text("\n".join(["[DEFAULT]", *lines]), encoding="utf-8")
        for name, address in addresses.items():
            self._call("add", name, address)

    @property
    def mailbox(self) -> Path:
        return self._home / "mail"

    def run(self) -> None:
        """Fetch all feeds, and mail what is new."""
        self._call("run")

    def _call(self, *command: str) -> None:
        files = ["-c", str(self._home / "config"), "-d", str(self._home / "data")]
        _assert_content(_R2E.run([*files, *command], _surroundings(self._home)))
