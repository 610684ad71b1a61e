"""What a line of an article may be besides text: a picture, an item of a list."""

import re

_IMAGE = re.compile(r"\A!\[((?:(?!\]\().)*)\]\((https?://.+|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
WRAPPED = ("،", ",")  # a line that ends so goes on in the next
_BULLET = re.compile(r"[-*•–—▪●]\s+")


def image_of(line: str) -> re.Match[str] | None:
    """The image that a line consists of: its alternative text and its address."""
    if not line.startswith("!["):  # most lines need no pattern
        return None
    return _IMAGE.fullmatch(line)


def picture(image: re.Match[str]) -> dict[str, str]:
    """An image as a record has it."""
    return {"url": image[2], "alt": image[1].strip()}


def without_bullet(line: str) -> str:
    """A line without the sign that makes it an item of a list."""
    bullet = _BULLET.match(line)
    if bullet:
        return line[bullet.end() :]
    return line
