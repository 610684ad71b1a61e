"""Pictures that are none of a story: clear points, avatars, icons and banners.

Told by what an address is certain to mean, and by sides that no picture of a story has.
"""

import re

from .emoji import is_emoji_address

# A file that keeps a place for another, or holds one clear point: its whole name says so.
_SPACER = re.compile(
    r"(?:\A|/)(?:(?:blank|spacer|pixel|trans(?:parent)?|clear|1x1|1px)[-_.]?(?:gif|image|1x1|1px|\d)?"
    r"\.(?:gif|png|svg|webp)|1\.JiBnMqyl6S\.gif"
    r"|(?:placeholder|no[-_]?(?:image|photo|picture))\.(?:gif|png|svg|webp|jpe?g))\Z",
    re.IGNORECASE,
)
_AVATAR = re.compile(r"gravatar\.com/avatar|/avatars?/", re.IGNORECASE)
_SMALLEST = 50  # pixels of a side: below it stand icons
_LONGEST = 5  # times as long as high: beyond it stand banners and rules


def is_spacer(address: str) -> bool:
    """Whether an address is that of a file that only keeps a place."""
    return _SPACER.search(address.partition("?")[0]) is not None


def is_no_story(address: str, width: int | None, height: int | None) -> bool:
    """Whether a picture is none of a story, by its address, or by the sides that are told."""
    if is_spacer(address) or is_emoji_address(address) or _AVATAR.search(address):
        return True
    sides = [side for side in (width, height) if side]
    if any(side < _SMALLEST for side in sides):
        return True
    return len(sides) == 2 and max(sides) >= _LONGEST * min(sides)
