"""Files that are named as texts, and are something else: refused, with a word on what to do.

A word processor's file holds what its writer has deleted, hidden or remarked; a mail, addresses of
people; a page and records have readers of their own. None of it is ever published as text.
"""

from ...errors import Refused
from ..beginning import source_told_by
from .kinds import other_kind
from .mails import holds_mail

_SAVE = "save it as plain text in UTF-8"
_PAGE = "is no text: leave --format away, or name the file after what it holds"
# How files of other kinds begin: some of their bytes may be read as letters.
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old document of a word processor"),
    (b"PK\x03\x04", "is a document of a word processor or an archive"),
    (b"%PDF-", "is a PDF"),
    (b"Rar!\x1a\x07", "is an archive"),
    (b"7z\xbc\xaf\x27\x1c", "is an archive"),
    (b"\x1f\x8b\x08", "is an archive"),
    (b"\x89PNG\r\n", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"RIFF", "is a picture or a recording"),
    (b"ID3", "is a recording"),
    (b"OggS", "is a recording"),
    (b"MZ\x90\x00", "is a program"),
    (b"bplist00", "is a property list or an archive of a browser"),
)
_MEDIA = b"ftyp"  # behind four bytes
_NUL = b"\0"


def refuse_bytes(data: bytes) -> None:
    """Raise Refused for the bytes of a file that is no text in any charset."""
    for signature, words in _SIGNATURES:
        if data.startswith(signature) and (len(signature) > len(_MEDIA) or _NUL in data[:64]):
            raise Refused(f"{words}: {_SAVE}")
    if data[4:8] == _MEDIA:
        raise Refused(f"is a film or a recording: {_SAVE}")


def refuse_foreign(text: str) -> None:
    """Raise Refused for a text that is none."""
    source = source_told_by(text)
    if source:
        raise Refused(f"looks like a file of the format {source!r}, and {_PAGE}")
    kind = other_kind(text)
    if kind:
        raise Refused(kind)
    if holds_mail(text):
        raise Refused(f"holds the head of a mail, whose addresses nobody should read: {_SAVE}")
