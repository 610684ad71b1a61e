"""Emoji that came as pictures: which addresses are those of one, and which texts are nothing else.

WordPress, Facebook and others put a small picture in the place of each, and its character into the
words beside it, or its number into the name of the file.
"""

import re
import unicodedata

_LONGEST = 40  # characters of a text that may be a few emoji
_FIRST = 0x203C  # of the signs that may be one
_PICTURES = 0x1F000  # from here on all are
_KINDS = frozenset(["So", "Sm", "Po", "Sk", "Mn", "Me", "Cf"])
_MARKS = "\u200d\ufe0e\ufe0f\u20e3"  # they join, colour and frame others
_SIGNS = "©®ℹ#*0123456789"  # they are emoji with a mark behind them
_SMILEY = re.compile(r"[:;8=xX][-'^o]?[()\[\]DPpOo|/\\*3xX$?!]{1,2}|:[a-z_-]{2,20}:|<3|\([a-z]\)")

# Where the pictures of emoji lie, and nothing else.
_HOMES = re.compile(
    r"(?:s\.w\.org/images/core/emoji/|/twemoji[/@]|/emoji\.php/|/wpcom-smileys/"
    r"|/wp-includes/images/smilies/|/emojione/|/joypixels/)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"/(?:emoji_?)?u?((?:[0-9a-f]{4,5}|00(?:2[3a]|3[0-9]))(?:[-_][0-9a-f]{2,5}){0,9})"
    r"\.(?:png|svg|gif|webp)\Z",
    re.IGNORECASE,
)


def is_emoji_address(address: str) -> bool:
    """Whether an address is that of the picture of an emoji."""
    return _HOMES.search(address) is not None


def is_emoji(text: str) -> bool:
    """Whether a text is nothing but a few emoji."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return False
    parts = [part for part in text if not part.isspace()]
    return all(map(_may_be_part, parts)) and any(map(_is_picture, parts))


def is_smiley(text: str) -> bool:
    """Whether a text is a smiley of signs, such as `:-)` or `:smile:`."""
    return _SMILEY.fullmatch(text.strip()) is not None


def named_emoji(address: str) -> str:
    """The emoji whose numbers are the name of a file, `1f600.png`; "" for any other name."""
    numbers = _NUMBERS.search(address.partition("?")[0])
    if numbers is None:
        return ""
    codes = [int(number, 16) for number in re.split("[-_]", numbers[1])]
    text = "".join(map(chr, codes)) if all(_is_character(code) for code in codes) else ""
    return text if is_emoji(text) else ""


def _is_character(code: int) -> bool:
    """Whether a number is that of a character, and of no half of one."""
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def _is_picture(part: str) -> bool:
    """Whether a character is a picture by itself, or frames a digit as one."""
    if ord(part) >= _PICTURES or part in "\u20e3\ufe0f":
        return True
    return ord(part) >= _FIRST and unicodedata.category(part) in ("So", "Sm", "Po")


def _may_be_part(part: str) -> bool:
    """Whether a character may be part of an emoji."""
    if part in _MARKS or part in _SIGNS or ord(part) >= _PICTURES:
        return True
    return ord(part) >= _FIRST and unicodedata.category(part) in _KINDS
