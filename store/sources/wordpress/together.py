"""The exports of one run: a site that is exported in files has its attachments in any of them.

All are read once for what posts know by number or name, before the posts of the first are.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from .detection import is_export
from .exportstream import ExportReader
from .pictures import Pictures, add_pictures

OpenFiles = Callable[[], Iterator[tuple[str, BinaryIO]]]


class ExportRun:
    """What the exports of a run tell together; `open_files` opens all, each with its name."""

    def __init__(self, open_files: OpenFiles) -> None:
        self._open_files = open_files
        self._sites: dict[str, str] | None = None  # of the exports, by the names of their files
        self._tables: dict[str, Pictures] = {}  # of the sites

    def pictures_of(self, name: str) -> Pictures | None:
        """All that exports of the same site tell as this one; None where it is to be read alone."""
        if self._sites is None:
            self._sites = {}
            self._sites = self._read()
        site = self._sites.get(name)
        return None if site is None else self._tables[site]

    def _read(self) -> dict[str, str]:
        """Read all exports; where it is more than can be kept in mind, each is read alone."""
        sites: dict[str, str] = {}
        for name, stream in self._open_files():
            head = _head(stream)
            if head is None or head.site is None:
                continue
            sites[name] = head.site
            table = self._tables.setdefault(head.site, Pictures())
            table.tree = table.tree or head.tree
            others = sum(other.size for other in self._tables.values()) - table.size
            add_pictures(stream, table, others)
            if not table.whole:
                self._tables.clear()
                return {}
        return sites


def _head(stream: BinaryIO) -> ExportReader | None:
    """The reader of an export that has read its head; None for anything else."""
    reader = ExportReader(stream)
    with suppress(Exception):  # whoever reads its posts says so
        if not is_export(stream):
            return None
        next(reader.items(), None)
    stream.seek(0)
    return reader
