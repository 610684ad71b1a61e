"""A small disk, which a trial can fill."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .needs import NotToBeHadError

# When a full disk has room again, SQLite needs it a second time: the log keeps its size while the
# database grows by what the log holds. After 3 MB of news both come to 10 MB, editions included.
_SIZE = "24m"
_BLOCK = 4096


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A folder with a disk of its own, of a few megabytes. Raises NotToBeHadError."""
    disk = folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        raise NotToBeHadError("there is no mount")
    command = [mount, "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(disk)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise NotToBeHadError(f"no small disk may be mounted: {done.stderr.decode().strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill_up(folder: Path, room: int = 0) -> Path:
    """Leave at most `room` bytes of its disk. Returns the file that holds all others."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while shutil.disk_usage(folder).free > room:
            file.write(bytes(_BLOCK))
    return filler
