"""A real WordPress on this machine: Debian's, with a MariaDB of its own, on loopback alone.

Everything lies below one temporary folder, and ends with the process that started it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.processes import free_port

from .needs import SITE
from .processes import OURS, PHP, mariadb, web

_SCRIPT_SECONDS = 300
_WORKERS = "2"  # processes of PHP that answer


class WordPress:
    """The site; `address` is where it answers."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}"
        self.root = folder / "site"
        self.socket = folder / "db.sock"
        self.environment = os.environ | {
            "TRIAL_ADDRESS": self.address,
            "TRIAL_FOLDER": str(folder),
            "TRIAL_SOCKET": str(self.socket),
            "PHP_CLI_SERVER_WORKERS": _WORKERS,
            "HTTP_HOST": f"127.0.0.1:{port}",
        }
        self._hook_log = folder / "hooks.log"

    def hook(self, told: str) -> None:
        """Let the webhook be sent in a shape, to an address, with a token; "" loses it."""
        self.environment["TRIAL_HOOK"] = told

    def hook_answers(self) -> list[str]:
        """What was answered to webhooks since somebody asked last: number, shape, status, body."""
        if not self._hook_log.exists():
            return []
        lines = self._hook_log.read_text(encoding="utf-8").splitlines()
        self._hook_log.unlink()
        return lines

    def php(self, script: str, *arguments: str) -> str:
        """Run one of our scripts to its end. Returns what it printed; raises RuntimeError."""
        done = subprocess.run(
            [*PHP, str(OURS / script), *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            timeout=_SCRIPT_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{script}: {(done.stderr + done.stdout).decode()}")
        return done.stdout.decode()

    def do(self, verb: str, **fields: object) -> Any:
        """Do one thing as an editor does it, by WordPress's own functions."""
        return json.loads(self.php("wp.php", verb, json.dumps(fields)))

    def export(self) -> bytes:
        """All content, as Tools > Export makes it."""
        return self.php("export.php").encode()

    def fill(self, posts: int) -> dict[str, Any]:
        """Make the newspaper. Returns which posts, categories, users and pictures there are."""
        filled: dict[str, Any] = json.loads(self.php("fill.php", str(posts)))
        return filled

    def lay_out(self) -> None:
        """Copy WordPress, and put our settings beside it."""
        shutil.copytree(SITE, self.root, ignore=_other_languages, ignore_dangling_symlinks=True)
        shutil.copy(OURS / "wp-config.php", self.root / "wp-config.php")
        content = self.root / "wp-content"
        shutil.copytree(OURS / "theme", content / "themes" / "trial")
        shutil.copytree(OURS / "plugins", content / "mu-plugins")
        (content / "uploads").mkdir()


@contextmanager
def wordpress(folder: Path, port: int = 0) -> Iterator[WordPress]:
    """Lay a site out, and serve it until the end."""
    site = WordPress(folder, port or free_port())
    site.lay_out()
    with (
        mariadb(folder, site.socket),
        web(folder, site.root, site.address, site.environment),
    ):
        site.php("install.php")
        yield site


def _other_languages(folder: str, names: list[str]) -> list[str]:
    """Files of languages that the site does not speak."""
    if not folder.endswith("languages"):
        return []
    return [name for name in names if not name.removesuffix(".mo").endswith("ar")]
