"""Renditions: the pictures of a clean body in other sizes, from other addresses."""

import re
from collections.abc import Callable

from .read import IMAGE, Picture, picture_of
from .tags import SafeHtml, attributes_of, start_tag

Rendition = Callable[[Picture], Picture]


def with_renditions(html: SafeHtml, rendition: Rendition) -> SafeHtml:
    """Clean HTML that shows a rendition of each picture; their words stay."""
    if "<img " not in html:
        return html
    return SafeHtml(IMAGE.sub(lambda match: _image(match, rendition), html))


def _image(match: re.Match[str], rendition: Rendition) -> str:
    attributes = attributes_of(match[1])
    picture = rendition(picture_of(attributes))
    attributes["src"] = picture.url
    for name, side in (("width", picture.width), ("height", picture.height)):
        attributes.pop(name, None)
        if side:
            attributes[name] = str(side)
    return start_tag("img", attributes)
