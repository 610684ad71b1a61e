"""`python -m trials.wordpress.needs`: the packages of Debian that this machine lacks for the trial.

None of them starts a service: of MariaDB the server's programs alone, and in the place of Apache,
since Debian's WordPress wants a web server, one that is off until somebody turns it on.
"""

import shutil
import subprocess
import sys
from pathlib import Path

SITE = Path("/usr/share/wordpress")
_ARABIC = "wp-content/languages/ar.mo"
_PROGRAMS = {
    "php": "php-cli",
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "mariadb": "mariadb-client",
}
_OF_PHP = {
    "mysqli": "php-mysql",
    "gd": "php-gd",
    "dom": "php-xml",
    "curl": "php-curl",
    "mbstring": "php-mbstring",
}


def missing() -> list[str]:
    """Names of the packages that are to be installed."""
    packages = set()
    if not (SITE / "wp-load.php").exists():
        packages |= {"wordpress", "mini-httpd"}
    if not (SITE / _ARABIC).exists():
        packages.add("wordpress-l10n")
    packages |= {package for name, package in _PROGRAMS.items() if not program(name)}
    packages |= {package for name, package in _OF_PHP.items() if name not in _php_modules()}
    return sorted(packages)


def program(name: str) -> str | None:
    """Where a program lies, also one for administrators."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def _php_modules() -> list[str]:
    php = program("php")
    if php is None:
        return []
    done = subprocess.run([php, "-m"], capture_output=True, check=True)
    return done.stdout.decode().split()


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing()))
