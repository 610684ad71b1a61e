"""Files and folders of this machine, and the names by which their articles are known."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..draft import Omitted, SourceItem
from ..errors import Place, Refused
from ..limits import TEXT_FILE_LIMIT
from ..text.charset import decode
from ..text.normal_form import normal_form
from . import SOURCES, SUFFIXES
from .beginning import source_told_by
from .file import File, Reader
from .tree import FolderEntry, entries, open_below, path_text, unreadable
from .wordpress.detection import is_export
from .wordpress.together import ExportRun

_EXPORTS = ("feed", "wxr")  # the sources that may hold one

_log = logging.getLogger("nashra.ingest")


def read_folder(folder: Path, format: str | None, beside: ExportRun) -> Iterator[SourceItem]:
    """The items of all files below a folder; with a `format` only those of its suffixes."""
    for entry in walk(folder):
        if isinstance(entry, Refused):
            yield entry
        elif format is None or _source_of(entry.path) in (None, format):
            yield from read_or_refuse(entry.path, folder, format, beside)


def exports_of(paths: Sequence[Path], format: str | None = None) -> ExportRun:
    """The exports among files, and below folders, that are read in one run."""
    return ExportRun(partial(_open_exports, paths, format))


def _open_exports(paths: Sequence[Path], format: str | None) -> Iterator[tuple[str, BinaryIO]]:
    """The files that may be exports, open, each with its name.

    One that cannot be opened is passed over: whoever reads it says so.
    """
    for path in paths:
        for file, folder in _files(path):
            if (format or _source_of(file)) in _EXPORTS:
                with suppress(OSError, Refused), open_below(folder, file) as stream:
                    yield path_text(file), stream


def holds_export(path: Path, folder: Path) -> bool:
    """Whether a file below a folder begins like an export of WordPress."""
    if _source_of(path) not in _EXPORTS:
        return False
    with suppress(OSError, Refused), open_below(folder, path) as stream:
        return is_export(stream)
    return False


def _files(path: Path) -> Iterator[tuple[Path, Path]]:
    """A file, or all below a folder, each with the folder below which it is opened."""
    if not path.is_dir():
        yield path, path.parent
        return
    for entry in walk(path):
        if isinstance(entry, FolderEntry):
            yield entry.path, path


def walk(folder: Path) -> Iterator[FolderEntry | Refused]:
    """What is read below a folder, in the order of its names: those whose suffix is known.

    Linked folders are among them: they are not followed, and that is said. What cannot be listed
    is a Refused in its place.
    """
    for entry in entries(folder):
        if isinstance(entry, Refused) or _source_of(entry.path) or _is_linked_folder(entry.path):
            yield entry


def _is_linked_folder(path: Path) -> bool:
    """Whether a path is a link that leads to a folder."""
    try:
        return path.is_symlink() and path.is_dir()
    except OSError:  # nobody may look where it leads
        return False


def read_or_refuse(
    path: Path, folder: Path, format: str | None, beside: ExportRun
) -> Iterator[SourceItem]:
    """The items of one file, or a Refused where it cannot be opened."""
    try:
        yield from read_file(path, folder, format, beside)
    except OSError as error:
        yield unreadable(path, error)


def read_file(
    path: Path, folder: Path, format: str | None = None, beside: ExportRun | None = None
) -> Iterator[SourceItem]:
    """The items of one file, which is known by the name of `folder` and its path below it.

    A link is followed no more than below a folder (see `tree`). Raises OSError.
    """
    place = Place(path_text(path))
    if _is_linked_folder(path):
        _log.warning("%s is a link to a folder, and is passed over", place.file)
        yield Omitted("linked folder", place)
        return
    source = format or _source_of(path)
    if source is None:
        reason = f"the suffix {path.suffix!r} is none of {', '.join(SUFFIXES)}: say --format"
        yield Refused(reason, place=place)
        return
    try:
        with open_below(folder, path) as stream:
            reader, content = _reader(source, stream, format)
            yield from reader.read(_file(content, path, folder, source, beside))
    except Refused as refused:
        yield refused.at(place)


def _reader(source: str, stream: BinaryIO, format: str | None) -> tuple[Reader, BinaryIO]:
    """The reader of a source, and what it reads.

    Unless a source is named, how a file begins tells more than its name.
    """
    if format is None and source in ("text", "page"):
        within, text = _source_within(stream)
        if within == "json" and text is not None:
            return SOURCES[within], BytesIO(text.encode())  # of whatever charset a text is
        source = within or source
    return SOURCES[source], stream


def _source_within(stream: BinaryIO) -> tuple[str | None, str | None]:
    """The source that reads a file named as a text, where it is a page, a feed or records.

    With it the text, as far as it was read whole.
    """
    data = stream.read(TEXT_FILE_LIMIT + 1)
    stream.seek(0)
    try:
        text = decode(data[:TEXT_FILE_LIMIT])
    except Refused:  # by whoever reads it as a text
        return None, None
    return source_told_by(text), text if len(data) <= TEXT_FILE_LIMIT else None


def _file(
    stream: BinaryIO, path: Path, folder: Path, source: str, beside: ExportRun | None
) -> File:
    section = path_text(_own_name(path.parent)) or None
    run = beside if source in _EXPORTS else None
    return File(stream, path_text(path), _identity(path, folder), folder=section, beside=run)


def _source_of(path: Path) -> str | None:
    """The source that reads files of this suffix."""
    return SUFFIXES.get(path.suffix.lower())


def _identity(path: Path, folder: Path) -> str:
    """The name by which a file is known; composed, since file systems differ in how they spell."""
    below = Path(_own_name(folder)) / path.relative_to(folder)
    return normal_form("NFC", path_text(below))


def _own_name(folder: Path) -> str:
    """The name of a folder, though it may be a link; only `.` and `..` must be resolved."""
    if folder.name in ("", ".."):
        return folder.resolve().name
    return folder.name
