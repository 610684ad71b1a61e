"""The table of the formats a feed is served in, a module each; to add one, copy its neighbour."""

from . import atom, jsonfeed, rss
from .format import Format

FORMATS = {
    module.NAME: Format(
        name=module.NAME,
        title=module.TITLE,
        suffix=module.SUFFIX,
        media_type=module.MEDIA_TYPE,
        render=module.render,
        withdrawals=module.WITHDRAWALS,
    )
    for module in (rss, atom, jsonfeed)
}
