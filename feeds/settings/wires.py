"""Wires of the configuration: what each kind needs, and how often it may be polled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store import FILES, WIRE_KINDS, BadSetting, Sections, Wire, WireKind

from . import checks
from .shapes import FileShape, WireShape

LEAST_SECONDS = 30  # between two polls of somebody else's server


def wires_of(file: FileShape, sections: Sections, folder: Path) -> Iterator[Wire]:
    """The wires in the order of the file; relative paths begin at `folder`. Raises BadSetting."""
    names = {FILES}
    roots: list[Path] = []
    for number, shape in enumerate(file.wire, 1):
        path = f"wire[{number}]"
        if shape.name in names:
            raise BadSetting(f"{path}.name: {shape.name!r} is the name of another source")
        names.add(shape.name)
        section = _section(path, shape, sections)
        kind = WIRE_KINDS[shape.kind]
        if kind.setting == "path":
            fields = _of_folder(path, shape, kind, folder, roots)
        else:
            fields = _of_address(path, shape, kind)
        yield Wire(**_of_any(path, shape), **fields, section=section)


def _of_any(path: str, shape: WireShape) -> dict[str, Any]:
    """The fields that a wire of any kind may have."""
    same = shape.model_dump(include={"name", "kind", "full_text", "same_story", "keep_guid"})
    if shape.zone:
        same["zone"] = checks.zone(f"{path}.zone", shape.zone)
    return same


def _section(path: str, shape: WireShape, sections: Sections) -> str | None:
    """The slug for articles that name no section of ours."""
    if not shape.section:
        return None
    slug = sections.named(shape.section)
    if slug is None:
        raise BadSetting(f"{path}.section: no section is called {shape.section!r}")
    return slug


def _of_folder(
    path: str, shape: WireShape, kind: WireKind, base: Path, roots: list[Path]
) -> dict[str, Any]:
    """The fields of a folder, which is added to `roots`: no file may belong to two wires."""
    if shape.path is None or shape.url:
        raise BadSetting(f"{path}: a {shape.kind} has a `path`, and no `url`")
    root = base / shape.path
    for other in roots:
        if root.is_relative_to(other) or other.is_relative_to(root):
            raise BadSetting(f"{path}.path: {shape.path!r} and {str(other)!r} hold the same files")
    roots.append(root)
    return {
        "folder": root,
        "seconds": shape.seconds or kind.seconds,
        "removed": shape.removed or kind.removed,
    }


def _of_address(path: str, shape: WireShape, kind: WireKind) -> dict[str, Any]:
    """The fields of a server: asked often enough for news, seldom enough to be welcome."""
    if shape.url is None or shape.path:
        raise BadSetting(f"{path}: a {shape.kind} has a `url`, and no `path`")
    seconds = shape.seconds or kind.seconds
    if seconds < LEAST_SECONDS:
        raise BadSetting(f"{path}.seconds: {seconds} is too often, {LEAST_SECONDS} is the least")
    if kind.removed is None and shape.removed:
        raise BadSetting(
            f"{path}.removed: a {shape.kind} withdraws by saying so,"
            " never by what it no longer shows"
        )
    return {
        "url": checks.address(f"{path}.url", shape.url),
        "seconds": seconds,
        "removed": shape.removed or kind.removed or "keep",
    }
