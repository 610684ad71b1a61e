"""Images on their way in: the real picture behind a placeholder, and no tracking pixels."""

from collections.abc import Callable, Iterator

from .tags import pixels, start_tag

Link = Callable[[str], str | None]
"""A rule of addresses: the target as it may be kept, or None."""

LAZY = ("data-src", "data-lazy-src", "data-original")
"""Attributes in which lazy loaders leave the address that they load later."""

SETS = ("data-srcset", "data-lazy-srcset", "srcset")
"""Attributes that hold addresses in several sizes."""

_NO_PICTURE = ("#", "mailto:", "data:")


def image(attributes: dict[str, str], link: Link) -> str:
    """An `img` in the clean form; "" for a tracking pixel, or if no address is left."""
    width = pixels(attributes.get("width"))
    height = pixels(attributes.get("height"))
    target = _target(attributes, link)
    if target is None or (width in (0, 1) and height in (0, 1)):
        return ""
    written = {"src": target, "alt": attributes.get("alt", "")}
    if width:
        written["width"] = str(width)
    if height:
        written["height"] = str(height)
    return start_tag("img", written)


def _target(attributes: dict[str, str], link: Link) -> str | None:
    """The first of the image's addresses that `link` accepts."""
    for source in _sources(attributes):
        if source and not source.startswith(_NO_PICTURE):
            target = link(source)
            if target:
                return target
    return None


def _sources(attributes: dict[str, str]) -> Iterator[str]:
    """The addresses by rank: a lazy attribute outranks `src`, which may be a placeholder."""
    for name in LAZY:
        yield attributes.get(name, "")
    *lazy_sets, usual_set = SETS
    for name in lazy_sets:
        yield _last_of_set(attributes.get(name, ""))
    yield attributes.get("src", "")
    yield _last_of_set(attributes.get(usual_set, ""))


def _last_of_set(text: str) -> str:
    """The last address of a set such as `a.jpg 300w, b.jpg 780w`: mostly the largest."""
    last = text.rstrip(", ").rpartition(", ")[2]
    return last.split(" ")[0]
