"""`noscript`: what a page shows where no script runs, of which feeds need the pictures and players.

Lazy loaders put the picture there once more, some nowhere else. Words that ask for a script go, and
so do the points that count visitors. Decides nothing about safety.
"""

import re
from html import unescape

from .images import names_picture
from .lazy import shows_nothing
from .pictures import IMAGE, QUOTED, attributes_as_written

_NOSCRIPT = re.compile(
    rf"(?:<img\b({QUOTED})>\s*+)?"
    r"<noscript\b[^<>]*+>((?>(?:[^<]|<(?!/?noscript\b))*))</noscript\s*+>",
    re.IGNORECASE,
)
_PLAYER = re.compile(
    rf"<(iframe|video|audio)\b({QUOTED})>(?>(?:[^<]|<(?!/?\1\b))*)</\1\s*+>", re.IGNORECASE
)
_WORD = re.compile(r"""[^\s"'<>,()]++""")
# What shows a picture or plays, or is a block with a background: a link to a picture shows none.
_SHOWING = re.compile(
    rf"<(?:img|amp-[a-z]{{3,20}}|lite-[a-z]{{3,20}}|iframe|video|audio|source)\b({QUOTED})>"
    rf"|<(?:div|figure|section)\b({QUOTED})>",
    re.IGNORECASE,
)
_SHOWN_BY_BLOCKS = ("ackground", "data-bg", "youtube")
_SIZE = re.compile(r"-[0-9]{2,4}x[0-9]{2,4}(?=\.[A-Za-z]{3,4}\Z)")
_TAG = re.compile("<[^<>]*+>")
_HIDDEN = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden|-[0-9]{3,5}px", re.IGNORECASE)
_COUNTER = re.compile(r"\.gif(?:\?|\Z)", re.IGNORECASE)
_OF_POST = re.compile(r"(?<!\S)(?:wp-image-\d|attachment-|size-)")
_MOST_ESCAPES = 2
_LEAST = 100  # pixels of a side of a picture whose address tells nothing


def unveiled(html: str) -> str:
    """HTML with the pictures and players of each `noscript`, if nothing else shows them."""
    if "noscript" not in html and "NOSCRIPT" not in html:
        return html
    beside = _NOSCRIPT.sub(_image_alone, html)
    shown = unescape(" ".join(map(_shown_by, _SHOWING.finditer(beside))))
    known = {_key(word) for word in _WORD.findall(shown) if "/" in word}
    return _NOSCRIPT.sub(lambda match: _unveiled(match, known), html)


def _shown_by(tag: re.Match[str]) -> str:
    """What a tag says of a picture or film that it shows."""
    if tag[2] and not any(word in tag[2] for word in _SHOWN_BY_BLOCKS):
        return ""
    return tag[1] or tag[2] or ""


def _image_alone(match: re.Match[str]) -> str:
    return "" if match[1] is None else f"<img {match[1]}>"


def _unveiled(match: re.Match[str], known: set[str]) -> str:
    """What stands in the place of a `noscript`, and of the image right before it."""
    before = "" if match[1] is None else f"<img{match[1]}>"
    content = _decoded(match[2])
    images = [attributes_as_written(image[1]) for image in IMAGE.finditer(content)]
    if not images:
        return before + _players(content, known)
    if not all(map(_is_of_story, images)) or not known.isdisjoint(_keys(images)):
        return before
    if match[1] is not None:
        if not shows_nothing(attributes_as_written(match[1])):
            return before  # it shows the same from another address
        before = ""
    return before + _pictures(content)


def _decoded(content: str) -> str:
    """The content, which some write as text."""
    for _ in range(_MOST_ESCAPES):
        if "<" not in content and "&" in content:
            content = unescape(content)
    return content


def _players(content: str, known: set[str]) -> str:
    """The players of a content that nothing else names."""
    players = [
        player[0]
        for player in _PLAYER.finditer(content)
        if _key(attributes_as_written(player[2]).get("src", "")) not in known
    ]
    return "".join(players)


def _pictures(content: str) -> str:
    """A content that is pictures and their captions; of any other the pictures alone."""
    if "<figcaption" in content or not _TAG.sub("", content).strip():
        return content
    return "".join(image[0] for image in IMAGE.finditer(content))


def _is_of_story(image: dict[str, str]) -> bool:
    """Whether an image is a picture, and none that counts visitors."""
    if _HIDDEN.search(image.get("style", "")):
        return False
    sides = [image.get("width", ""), image.get("height", "")]
    if "1" in sides or "0" in sides:
        return False
    if _OF_POST.search(image.get("class", "")):
        return True
    if any(side.isdigit() and int(side) >= _LEAST for side in sides):
        return True
    addresses = [text for name, text in image.items() if "src" in name and names_picture(text)]
    if "srcset" in image:
        return True
    return bool(addresses) and not any(map(_COUNTER.search, addresses))


def _keys(images: list[dict[str, str]]) -> set[str]:
    return {_key(image[name]) for image in images for name in image if name.endswith("src")}


def _key(address: str) -> str:
    """What addresses of one file have in common: its name, its folder's, and no size."""
    if not names_picture(address):
        return address
    folders, _, name = address.partition("?")[0].rpartition("/")
    return f"{folders.rpartition('/')[2]}/{_SIZE.sub('', name)}"
