"""The formats a feed is served in, one file each: render(feed, made) -> bytes."""

from . import atom, jsonfeed, rss
from .format import Format

FORMATS = {
    module.NAME: Format(module.NAME, module.SUFFIX, module.MEDIA_TYPE, module.render)
    for module in (rss, atom, jsonfeed)
}
