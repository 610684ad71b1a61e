"""The exports of one run: a site that is exported in files has its attachments in any of them.

All are read once for what posts know by number or name, before the posts of the first are.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import BinaryIO

from ...text.sites import site_of_post
from .detection import is_export
from .exporthearing import ExportItem
from .exportstream import BrokenItem, ExportReader
from .pictures import Pictures, add_pictures

_FIRST = 20  # items that may tell their site

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
            head, site = _head(stream)
            if head is None or site is None:
                continue
            sites[name] = site
            table = self._tables.setdefault(site, Pictures())
            table.tree = table.tree or head.tree
            others = sum(other.size for other in self._tables.values()) - table.size
            add_pictures(stream, table, others)
            if not table.whole:
                self._tables.clear()
                return {}
        return sites


def _head(stream: BinaryIO) -> tuple[ExportReader | None, str | None]:
    """The reader of an export that has read its head, and its site; None for anything else.

    Where the head names no site, the guids of its first posts do.
    """
    reader = ExportReader(stream)
    site = None
    with suppress(Exception):  # whoever reads its posts says so
        if not is_export(stream):
            return None, None
        items = reader.items()
        first = next(items, None)
        told = chain([first], items) if first else ()
        site = reader.site or _site_of(islice(told, _FIRST))
    stream.seek(0)
    return reader, site


def _site_of(items: Iterable[ExportItem | BrokenItem]) -> str | None:
    """The site that the first of these items tells by its guid or its link."""
    posts = (item for item in items if isinstance(item, ExportItem))
    sites = (site_of_post(item["guid"], item["link"]) for item in posts)
    return next(filter(None, sites), None)
