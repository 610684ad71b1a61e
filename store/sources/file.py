"""One thing to read, and what reads its kind. Opens nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from ..draft import SourceItem
from ..errors import Place
from ..lazy import load
from .unforeseen import guarded

if TYPE_CHECKING:
    from .wordpress.together import ExportRun


@dataclass(frozen=True, slots=True)
class File:
    """An open file.

    name      the name its user gave it, for messages
    identity  its folder's name and its path below the ingested folder, by which it is known;
              "" for standard input
    folder    the name of the folder it lies in, a hint at the section
    charset   the charset its sender claims
    address   the address it was fetched from
    beside    the exports that are read in one run with it
    """

    stream: BinaryIO
    name: str
    identity: str
    folder: str | None = None
    charset: str | None = None
    address: str | None = None
    beside: "ExportRun | None" = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file: the suffixes of its names, and the full name of the module that reads it."""

    suffixes: tuple[str, ...]
    module: str

    def read(self, file: File) -> Iterator[SourceItem]:
        """Items of a file, in its order. The module is loaded for the first file of its kind.

        Raises OSError, for whoever has opened the file.
        """
        items: Iterator[SourceItem] = load(self.module).read(file)
        return guarded(items, Place(file.name), passed=(OSError,))
