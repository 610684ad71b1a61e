"""A story as readers see it, whoever shows it: what is compared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote

# Tags that part no words.
_INLINE = "a abbr b bdi bdo cite code del em i ins mark q s small span strong sub sup time u wbr"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE.replace(' ', '|')})\b[^>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<img\b[^>]*?\bsrc=[\"']([^\"']*)", re.IGNORECASE)
_SIZE = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")
_MARKS = str.maketrans("", "", "\u200e\u200f\u061c\ufeff\xad")


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of a story.

    `number` is WordPress's. `labels` are names and slugs of its categories, which Nashra may show
    among the tags. Feeds tell neither.
    """

    guid: str
    link: str
    title: str
    words: tuple[str, ...]
    summary: str
    authors: tuple[str, ...]
    sections: frozenset[str]
    tags: frozenset[str]
    picture: str
    pictures: frozenset[str]
    published: datetime
    enclosures: frozenset[str]
    number: str = ""
    labels: frozenset[str] = frozenset()


def words(html: str) -> tuple[str, ...]:
    """The words that readers see of a text."""
    text = _INLINE_TAG.sub("", _COMMENT.sub("", html))
    return tuple(plain(unescape(_TAG.sub(" ", text))).split())


def plain(text: str) -> str:
    """A text without marks of direction, and with one space where there are many."""
    return " ".join(text.translate(_MARKS).split())


def pictures(html: str) -> frozenset[str]:
    """The pictures within a text, of whatever size each is shown."""
    return frozenset(original(unescape(address)) for address in _PICTURE.findall(html))


def original(address: str) -> str:
    """The address of a picture in its full size."""
    return _SIZE.sub("", readable(address))


def readable(address: str) -> str:
    """An address without percent-encoding, which is written in several ways."""
    return unquote(address)


def all_of(values: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(value) for value in values if value)
