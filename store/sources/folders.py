"""Files and folders of this machine, and the names by which their articles are known."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ..draft import SourceItem
from ..errors import Place, Refused
from . import SOURCES, SUFFIXES
from .file import File
from .wordpress.wxr import is_export


def read_folder(folder: Path, format: str | None) -> Iterator[SourceItem]:
    """The items of all files below a folder; with a `format` only those of its suffixes."""
    for path in walk(folder):
        if isinstance(path, Refused):
            yield path
        elif format in (None, _source_of(path)):
            yield from read_or_refuse(path, folder, format)


def walk(folder: Path) -> Iterator[Path | Refused]:
    """All files below a folder, in the order of their names, whose suffix is known.

    Hidden files and linked folders are passed over. What cannot be listed is a Refused in its
    place.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for path in paths:
        yield from _walk_entry(path)


def _walk_entry(path: Path) -> Iterator[Path | Refused]:
    """The files that one entry of a folder stands for."""
    try:
        is_folder = path.is_dir()
        is_file = path.is_file()
    except OSError as error:  # its folder may be listed but not entered
        yield _unreadable(path, error)
        return
    if is_folder and not path.is_symlink():  # a link may lead round in a circle
        yield from walk(path)
    elif is_file and _source_of(path):
        yield path


def read_or_refuse(path: Path, folder: Path, format: str | None) -> Iterator[SourceItem]:
    """The items of one file, or a Refused where it cannot be opened."""
    try:
        yield from read_file(path, folder, format)
    except OSError as error:
        yield _unreadable(path, error)


def read_file(path: Path, folder: Path, format: str | None = None) -> Iterator[SourceItem]:
    """The items of one file, which is known by the name of `folder` and its path below it.

    Raises OSError.
    """
    source = format or _source_of(path)
    if source is None:
        reason = f"the suffix {path.suffix!r} is none of {', '.join(SUFFIXES)}: say --format"
        yield Refused(reason, place=Place(path_text(path)))
        return
    with path.open("rb") as stream:
        if format is None and source == "feed" and is_export(stream):
            source = "wxr"
        file = File(
            stream,
            path_text(path),
            _identity(path, folder),
            folder=path_text(_own_name(path.parent)) or None,
        )
        yield from SOURCES[source].read(file)


def _source_of(path: Path) -> str | None:
    """The source that reads files of this suffix."""
    return SUFFIXES.get(path.suffix.lower())


def _identity(path: Path, folder: Path) -> str:
    """The name by which a file is known; composed, since file systems differ in how they spell."""
    below = Path(_own_name(folder)) / path.relative_to(folder)
    return unicodedata.normalize("NFC", path_text(below))


def _own_name(folder: Path) -> str:
    """The name of a folder, though it may be a link; only `.` and `..` must be resolved."""
    if folder.name in ("", ".."):
        return folder.resolve().name
    return folder.name


def _unreadable(path: Path, error: OSError) -> Refused:
    """The refusal of what the system does not let us read."""
    reason = f"cannot be read: {error.strerror or error}"
    return Refused(reason, place=Place(path_text(path)))


def path_text(path: str | Path) -> str:
    """A path as text that can be kept.

    Bytes of it that are no UTF-8 are written as escapes, so that no two paths are alike.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
