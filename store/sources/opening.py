"""Everything records come from: one file a source, each with the same face, read(File) -> iterator
of Draft.

What a source cannot read it yields as Refused, in its place, and goes on.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..draft import SourceItem
from ..errors import NotFound, Place, Refused, Unreachable
from ..outbound import Outbound, Response
from ..text.charset import decode
from . import SOURCES, SUFFIXES
from .file import File
from .wordpress.wxr import is_export

ANSWER_LIMIT, ANSWER_SECONDS = 5_000_000, 20.0
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_BEGINNING = re.compile(
    r"(?:[\s\ufeff]++|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>]*>)*+(?:([{[])|<(?:[\w.-]+:)?([\w.-]+))",
    re.IGNORECASE | re.DOTALL,
)


def read_drafts(
    paths: Iterable[str | Path],
    format: str | None = None,
    stdin: BinaryIO | None = None,
    outbound: Outbound | None = None,
) -> Iterator[SourceItem]:
    """The drafts of files, of all files below folders, of what http addresses answer to `outbound`,
    and of `-`.

    format is a name of SOURCES: what named files, answers and standard input (else JSON) hold; of a
    folder only the files with a suffix of that source are read. Raises NotFound, before anything is
    read, for a path that does not exist, `-` without stdin, and an unknown format.
    """
    if format is not None and format not in SOURCES:
        raise NotFound(f"no format is called {format!r}, known are: {', '.join(SOURCES)}")
    names = [os.fspath(path) for path in paths]
    for name in names:
        if name == "-" and stdin is None:
            raise NotFound("there is no standard input to read as '-': name a file or folder")
        if name != "-" and not (outbound and _ADDRESS.match(name)) and not _exists(name):
            raise NotFound(f"there is no file or folder {name!r}")
    return _all(names, format, stdin, outbound)


def _exists(name: str) -> bool:
    try:
        return (
            bool(name) and Path(name).exists()
        )  # the empty path of an unset variable is no folder
    except OSError:
        return False


def _all(
    names: list[str], format: str | None, stdin: BinaryIO | None, outbound: Outbound | None
) -> Iterator[SourceItem]:
    for name in names:
        path = Path(name)
        if name == "-" and stdin:
            yield from SOURCES[format or "json"].read(File(stdin, "-", ""))
        elif outbound and _ADDRESS.match(name):
            yield from _fetched(name, format, outbound)
        elif path.is_dir():
            for found in walk(path):
                if isinstance(found, Refused):
                    yield found
                elif format in (None, SUFFIXES[found.suffix.lower()]):
                    yield from _read_or_say_why(found, path, format)
        else:
            yield from _read_or_say_why(path, path.parent, format)


def _fetched(address: str, format: str | None, outbound: Outbound) -> Iterator[SourceItem]:
    """What an address answers; after redirects the last one is where it stood."""
    try:
        answer = outbound.fetch(address, limit_bytes=ANSWER_LIMIT, seconds=ANSWER_SECONDS)
        if answer.status != 200:
            raise Refused(f"answers with status {answer.status}: open it in a browser to see why")
        source = SOURCES[format or _kind(answer)]
    except Unreachable as problem:
        yield Refused(str(problem), place=Place(address))
    except Refused as refused:
        yield refused.at(Place(address))
    else:
        stream = BytesIO(answer.content)
        yield from source.read(
            File(stream, address, answer.url, charset=answer.charset, address=answer.url)
        )


def _kind(answer: Response) -> str:
    """The source that reads an answer, by how it begins: feeds are sent as text/html, too. Else by
    its type.
    """
    said = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    found = _BEGINNING.match(decode(answer.content, answer.charset))
    begins = (found[1] or found[2].lower()) if found else ""
    if begins in ("rss", "feed", "rdf"):
        return "wxr" if is_export(BytesIO(answer.content)) else "feed"
    if begins in ("{", "["):
        return "json"
    if begins == "html" or "html" in said:
        return "page"
    if "xml" in said:
        return "feed"
    raise Refused(f"is {said[:40] or 'of no type'!r}, neither a page nor a feed: say --format")


def _read_or_say_why(path: Path, folder: Path, format: str | None) -> Iterator[SourceItem]:
    try:
        yield from read_file(path, folder, format)
    except OSError as error:
        yield _unreadable(path, error)


def walk(folder: Path) -> Iterator[Path | Refused]:
    """All files below a folder in the order of their names; hidden ones, unknown ones and linked
    folders are not.

    A folder that cannot be listed is a Refused in its place.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for path in paths:
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except OSError as error:  # a folder that may be listed but not entered
            yield _unreadable(path, error)
            continue
        if is_folder and not path.is_symlink():
            yield from walk(path)
        elif is_file and path.suffix.lower() in SUFFIXES:
            yield path


def read_file(path: Path, folder: Path, format: str | None = None) -> Iterator[SourceItem]:
    """The drafts of one file, which is known by the name of `folder` and its path below it. Raises
    OSError.
    """
    source = format or SUFFIXES.get(path.suffix.lower())
    if source is None:
        known = ", ".join(SUFFIXES)
        yield Refused(
            f"the suffix {path.suffix!r} is none of {known}: say --format", place=Place(shown(path))
        )
        return
    identity = unicodedata.normalize("NFC", shown(Path(_name(folder)) / path.relative_to(folder)))
    with path.open("rb") as stream:
        if format is None and source == "feed" and is_export(stream):
            source = "wxr"
        yield from SOURCES[source].read(
            File(stream, shown(path), identity, shown(_name(path.parent)) or None)
        )


def _name(folder: Path) -> str:
    """Its own name, though it may be a link to another; only `.` and `..` are asked what they
    mean.
    """
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(f"cannot be read: {error.strerror or error}", place=Place(shown(path)))


def shown(path: str | Path) -> str:
    """A path as text that can be kept: bytes of it that are no UTF-8 are written as escapes, so no
    two are alike.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
