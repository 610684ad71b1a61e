"""What one line of an article may be: a picture, an item of a list."""

import re

IMAGE = re.compile(r"!\[((?:(?!\]\().)*)\]\((https?://.+|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
BULLET = re.compile(r"[-*•–—▪●]\s+")
WRAPPED = ("،", ",")


def picture(image: re.Match[str]) -> dict[str, str]:
    return {"url": image[2], "alt": image[1].strip()}
