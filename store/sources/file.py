"""File: one thing to read, whatever it holds."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class File:
    """An open file.

    name      as its user named it, for messages
    identity  what it is known by: its folder's name and path below the ingested folder; "" for
    standard input
    folder    the name of the folder it lies in, a hint at the section
    charset   what its sender says it is written in
    address   where it was fetched
    """

    stream: BinaryIO
    name: str
    identity: str
    folder: str | None = None
    charset: str | None = None
    address: str | None = None
