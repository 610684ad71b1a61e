"""Everything records come from: one file a source, each with the same face, read(File) -> iterator of Draft.

What a source cannot read it yields as Refused, in its place, and goes on.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..article import Draft
from ..errors import NotFound, Place, Refused
from . import jsonlines, text
from .file import File


@dataclass(frozen=True, slots=True)
class Reader:
    """A source: the suffixes of its files, and how it reads one."""

    suffixes: tuple[str, ...]
    read: Callable[[File], Iterator[Draft | Refused]]


SOURCES = {
    "text": Reader((".txt", ".md"), text.read),
    "json": Reader((".json", ".ndjson", ".jsonl"), jsonlines.read),
}
_BY_SUFFIX = {suffix: name for name, source in SOURCES.items() for suffix in source.suffixes}


def read(paths: Iterable[str], format: str | None, stdin: BinaryIO) -> Iterator[Draft | Refused]:
    """The drafts of files, of all files below folders, and of `-`, standard input (JSON unless said otherwise).

    format is a name of SOURCES, instead of the suffix. Raises NotFound, before anything is read, for a path
    that does not exist.
    """
    names = list(paths)
    for name in names:
        if name != "-" and not Path(name).exists():
            raise NotFound(f"there is no file or folder {name!r}")
    return _all(names, format, stdin)


def _all(names: list[str], format: str | None, stdin: BinaryIO) -> Iterator[Draft | Refused]:
    for name in names:
        if name == "-":
            yield from SOURCES[format or "json"].read(File(stdin, "-", "-"))
        elif Path(name).is_dir():
            for path in _below(Path(name)):
                if format or path.suffix.lower() in _BY_SUFFIX:
                    yield from _file(path, Path(name).resolve().parent, format)
        else:
            yield from _file(Path(name), Path(name).resolve().parent.parent, format)


def _below(folder: Path) -> Iterator[Path]:
    """All files below a folder in the order of their names; hidden ones and linked folders are passed over."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from _below(path)
        elif path.is_file():
            yield path


def _file(path: Path, above: Path, format: str | None) -> Iterator[Draft | Refused]:
    source = format or _BY_SUFFIX.get(path.suffix.lower())
    if source is None:
        known = ", ".join(_BY_SUFFIX)
        yield Refused(f"the suffix {path.suffix!r} is none of {known}: say --format", place=Place(str(path)))
        return
    whole = path.parent.resolve() / path.name
    identity = unicodedata.normalize("NFC", whole.relative_to(above).as_posix())
    try:
        with path.open("rb") as stream:
            yield from SOURCES[source].read(File(stream, str(path), identity, whole.parent.name or None))
    except OSError as error:
        yield Refused(f"cannot be read: {error.strerror}", place=Place(str(path)))
