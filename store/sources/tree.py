"""Files below a folder: found and opened without following a link.

Whoever may write into a folder must not make us read what lies elsewhere. Each step of a path is
opened from the folder before it, so that swapping a file for a link after we have looked at it
gains nothing. The folder itself may be a link: whoever runs the newsroom has named it. A hard link
is the file, and cannot be told: systems allow none to files that its maker may not write.
"""

import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import Place, Refused
from ..limits import FILE_NAME_LIMIT

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# A pipe that nobody writes to would be waited for.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A name below a folder; `state` is its own, also where it is a link."""

    path: Path
    state: os.stat_result


_Entries = list[FolderEntry | Refused]


def entries(root: Path) -> Iterator[FolderEntry | Refused]:
    """All names below a folder but those of folders, in their order.

    Hidden ones are passed over. A folder that cannot be listed is a Refused in its place.
    """
    waiting = _list(root, root)
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, FolderEntry) and stat.S_ISDIR(entry.state.st_mode):
            waiting += _list(root, entry.path)
        else:
            yield entry


def _list(root: Path, folder: Path) -> _Entries:
    """The names in one folder, the last first."""
    try:
        with _opened(root, folder) as descriptor, os.scandir(descriptor) as listing:
            names = sorted(listing, key=lambda found: found.name, reverse=True)
            return list(_entries_of(root, folder, names))
    except OSError as error:
        return [unreadable(folder, error)]


def _entries_of(
    root: Path, folder: Path, names: Iterable[os.DirEntry[str]]
) -> Iterator[FolderEntry | Refused]:
    """The entries of names that are not hidden, and have not gone since they were listed."""
    for name in names:
        if name.name.startswith("."):
            continue
        path = folder / name.name
        if len(path_text(path.relative_to(root)).encode()) > FILE_NAME_LIMIT:
            reason = f"the path is longer than {FILE_NAME_LIMIT:,} bytes"
            yield Refused(reason, place=Place(path_text(path)))
            continue
        try:
            yield FolderEntry(path, name.stat(follow_symlinks=False))
        except FileNotFoundError:
            continue
        except OSError as error:  # its folder may be listed but not entered
            yield unreadable(path, error)


def open_below(root: Path, path: Path) -> BinaryIO:
    """A regular file below a folder, opened; it is read as far as it reaches now.

    Raises Refused for anything else of that name, and OSError.
    """
    with _opened(root, path.parent) as folder:
        _check_regular(os.stat(path.name, dir_fd=folder, follow_symlinks=False))
        file = io.FileIO(os.open(path.name, _FILE, dir_fd=folder))
    try:
        state = os.fstat(file.fileno())
        _check_regular(state)  # it may be another since the look
    except BaseException:
        file.close()
        raise
    return io.BufferedReader(_Reach(file, state.st_size))


@contextmanager
def _opened(root: Path, folder: Path) -> Iterator[int]:
    """A descriptor of a folder, which is `root` or lies below it. Raises OSError."""
    descriptor = os.open(root, _FOLDER)
    try:
        for step in folder.relative_to(root).parts:
            following = os.open(step, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = following
        yield descriptor
    finally:
        os.close(descriptor)


def _check_regular(state: os.stat_result) -> None:
    """Raise Refused for a link, pipe, socket or device."""
    if stat.S_ISLNK(state.st_mode):
        raise Refused("is a link, which is not followed: give the file itself")
    if not stat.S_ISREG(state.st_mode):
        raise Refused("is no regular file: what comes through a pipe is read as -")


class _Reach(io.RawIOBase):
    """The first `length` bytes of a file: one that grows while it is read would never end."""

    def __init__(self, file: io.FileIO, length: int) -> None:
        self._file = file
        self._length = length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        left = max(0, self._length - self._file.tell())
        return self._file.readinto(memoryview(buffer)[:left]) or 0

    def close(self) -> None:
        self._file.close()
        super().close()


def unreadable(path: Path, error: OSError) -> Refused:
    """The refusal of what the system does not let us read."""
    reason = f"cannot be read: {error.strerror or error}"
    return Refused(reason, place=Place(path_text(path)))


def path_text(path: str | Path) -> str:
    """A path as text that can be kept.

    Bytes of it that are no UTF-8 are written as escapes, so that no two paths are alike.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
