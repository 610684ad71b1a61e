"""The table of the formats a feed is served in, a module each; to add one, copy its neighbour."""

from . import atom, jsonfeed, rss
from .format import Format

FORMATS = {
    module.NAME: Format(module.NAME, module.TITLE, module.SUFFIX, module.MEDIA_TYPE, module.render)
    for module in (rss, atom, jsonfeed)
}
