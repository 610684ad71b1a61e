"""What an ingest names, opened: files, folders, addresses and standard input, as one stream.

A file or an answer that cannot be read is Refused in its place, and the next one is read.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..draft import SourceItem
from ..errors import NotFound, Place
from ..outbound import Outbound
from . import SOURCES
from .fetched import is_address, read_address
from .file import File
from .folders import exports_of, read_folder, read_or_refuse
from .tree import path_text, unreadable
from .unforeseen import guarded
from .wordpress.together import ExportRun

_STANDARD_INPUT = "-"
_DESCRIPTOR = re.compile(r"/dev/stdin|/dev/fd/\d+")  # `<(...)` of a shell is named so


def read_drafts(
    paths: Iterable[str | Path],
    format: str | None = None,
    stdin: BinaryIO | None = None,
    outbound: Outbound | None = None,
) -> Iterator[SourceItem]:
    """The items of files, of all files below folders, of http addresses, and of `-`.

    format    a name of SOURCES: what named files, answers and standard input (else JSON) hold; of
              a folder only the files with a suffix of that source are read
    outbound  the client that asks addresses; without one they are taken for paths

    Raises NotFound, before anything is read, for a path that does not exist, `-` without stdin,
    and an unknown format.
    """
    if format is not None and format not in SOURCES:
        raise NotFound(f"no format is called {format!r}, known are: {', '.join(SOURCES)}")
    opener = _Opener(format, stdin, outbound)
    names = [os.fspath(path) for path in paths]
    for name in names:
        opener.check(name)
    return opener.read_all(names)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens what is named, with what one call of `read_drafts()` was given."""

    format: str | None
    stdin: BinaryIO | None
    outbound: Outbound | None

    def check(self, name: str) -> None:
        """Raise NotFound for a name that cannot be opened."""
        if name == _STANDARD_INPUT:
            if self.stdin is None:
                raise NotFound("there is no standard input to read as '-': name a file or folder")
        elif not self._is_asked(name) and not _exists(name):
            raise NotFound(f"there is no file or folder {name!r}")

    def read_all(self, names: Iterable[str]) -> Iterator[SourceItem]:
        """The items of all names, each opened when the one before it is read."""
        names = list(names)
        paths = [Path(name) for name in names if self._is_path(name)]
        beside = exports_of(paths, self.format)
        for name in names:
            yield from guarded(self._read(name, beside), Place(path_text(name)))

    def _is_path(self, name: str) -> bool:
        """Whether a name is that of a file or folder, which can be read twice."""
        is_other = name == _STANDARD_INPUT or _DESCRIPTOR.fullmatch(name)
        return not is_other and not self._is_asked(name)

    def _read(self, name: str, beside: ExportRun) -> Iterator[SourceItem]:
        """The items of one name."""
        if name == _STANDARD_INPUT and self.stdin:
            return self._read_stream(self.stdin)
        if self.outbound and is_address(name):
            return read_address(name, self.format, self.outbound)
        path = Path(name)
        if _DESCRIPTOR.fullmatch(name):
            return self._read_descriptor(path)
        if path.is_dir():
            return read_folder(path, self.format, beside)
        return read_or_refuse(path, path.parent, self.format, beside)

    def _read_descriptor(self, path: Path) -> Iterator[SourceItem]:
        """The items of what this process was given open; a link of that name is the system's."""
        try:
            with path.open("rb") as stream:
                yield from self._read_stream(stream)
        except OSError as error:
            yield unreadable(path, error)

    def _read_stream(self, stream: BinaryIO) -> Iterator[SourceItem]:
        """The items of a stream, which has no name that would mean the same tomorrow."""
        return SOURCES[self.format or "json"].read(File(stream, _STANDARD_INPUT, ""))

    def _is_asked(self, name: str) -> bool:
        """Whether a name is an address, and there is a client to ask it."""
        return self.outbound is not None and is_address(name)


def _exists(name: str) -> bool:
    """Whether there is a file or folder of this name."""
    if not name:  # an unset variable of a shell, which Path takes for the current folder
        return False
    try:
        return Path(name).exists()
    except OSError:  # a name that is too long
        return False
