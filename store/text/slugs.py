"""Slugs as WordPress spells them: Arabic ones percent-encoded, and cut off within a letter.

They come in as categories and tags, and would stand in feeds as they are.
"""

import re
from urllib.parse import unquote_to_bytes, urlsplit

_BYTE = "%(?:25)*[89a-fA-F][0-9a-fA-F]"  # that is not ASCII; its escape may be escaped
_LETTER = re.compile(_BYTE * 2)
_ONLY_CUT = re.compile(rf"\A{_BYTE}(?:%(?:25)*[0-9a-fA-F]?)?\Z")
_TWICE = re.compile("%(?:25)+(?=[0-9a-fA-F]|$)")
_CUT = re.compile(r"%[0-9a-fA-F]?\Z")

# Folders of a site whose pages are its categories and tags.
_FOLDERS = frozenset("category categories tag tags section sections topic topics label".split())
_LONGEST = 2_000  # characters that are looked at
_LETTER_BYTES = 4  # at most, in UTF-8


def is_slug(name: str) -> bool:
    """Whether a name is an encoded slug, or the address of a category."""
    return readable(name) != name


def readable(name: str) -> str:
    """The name that an encoded slug, or the address of a category, means; any other as it is.

    It is "" where nothing can be read.
    """
    if len(name) > _LONGEST:
        return name
    name = _last_folder(name) or name
    if _ONLY_CUT.match(name):
        return ""
    if _LETTER.search(name) is None:
        return name
    return _decoded(unquote_to_bytes(_CUT.sub("", _TWICE.sub("%", name))))


def _last_folder(name: str) -> str:
    """The slug at the end of the address of a category; "" for any other name."""
    if not name.startswith(("http://", "https://")):
        return ""
    try:
        folders = [folder for folder in urlsplit(name).path.split("/") if folder]
    except ValueError:
        return ""
    return folders[-1] if _FOLDERS.intersection(folders[:-1]) else ""


def _decoded(data: bytes) -> str:
    """UTF-8 whose last letter may be cut; "" for other bytes."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        is_cut = error.end == len(data) and len(data) - error.start < _LETTER_BYTES
        return data[: error.start].decode() if is_cut else ""
