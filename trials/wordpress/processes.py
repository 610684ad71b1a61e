"""The processes below a site: MariaDB and PHP's own web server, each ending with the trial."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.process import get
from trials.mortal import end_with_parent
from trials.newspaper import until

from .needs import program

OURS = Path(__file__).parent / "php"
PHP = (
    *("php", "-d", "opcache.enable_cli=1", "-d", "memory_limit=512M"),
    *("-d", "display_errors=stderr", "-d", "error_reporting=E_ALL & ~E_DEPRECATED"),
)
_START_SECONDS = 60
_END_SECONDS = 10
_FAST = (
    "--skip-grant-tables",  # nobody but us reaches its socket
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--character-set-server=utf8mb4",
)


@contextmanager
def mariadb(folder: Path, socket: Path) -> Iterator[None]:
    """A MariaDB with an empty database, behind this socket alone."""
    options = ["--no-defaults", f"--datadir={folder / 'data'}", "--skip-networking"]
    if os.geteuid() == 0:
        options.append("--user=root")
    _run(["mariadb-install-db", *options, "--auth-root-authentication-method=normal"])
    server = program("mariadbd") or "mariadbd"
    pid = f"--pid-file={folder / 'mariadb.pid'}"
    command = [server, *options, f"--socket={socket}", pid, *_FAST]
    with _running(command, folder / "mariadb.log", os.environ, socket.exists):
        client = ["mariadb", "--no-defaults", f"--socket={socket}"]
        _run([*client, "--execute=CREATE DATABASE wordpress"])
        yield


@contextmanager
def web(folder: Path, root: Path, address: str, environment: Mapping[str, str]) -> Iterator[None]:
    """PHP answers at this address, with the files below this root."""
    host = address.removeprefix("http://")
    command = [*PHP, "-S", host, "-t", str(root), str(OURS / "router.php")]
    with _running(command, folder / "web.log", environment, lambda: _answers(address)):
        yield


def _answers(address: str) -> bool:
    return get(f"{address}/readme.html")[0] == 200


@contextmanager
def _running(
    command: Sequence[str], log: Path, environment: Mapping[str, str], ready: Callable[[], bool]
) -> Iterator[None]:
    """A process and all that it starts, which end with us. Raises RuntimeError where it fails."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    try:
        until(ready, _START_SECONDS, lambda: log.read_text(encoding="utf-8", errors="replace"))
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=_START_SECONDS)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr).decode()}")
