"""Apple News: the requirements of FlatPlan, which reads feeds for it, and Apple's own guidelines.

It reads an article again where the date of its last change has moved, and knows no deletion: what
was withdrawn says so itself.
"""

from store import rfc3339

from ..feed import Entry, Feed
from ..formats.dialect import Dialect, last_change
from ..formats.generator import Element, put
from . import demands, picture_demands
from .profile import Profile

NAME = "apple"
TITLE = "Apple News"


def _extend_entry(_feed: Feed, entry: Entry, item: Element) -> None:
    """Say in every entry when it was changed; Atom has it anyway."""
    put(item, "dcterms:modified", rfc3339(last_change(entry)))


PROFILE = Profile(
    name=NAME,
    title=TITLE,
    formats=("rss", "atom"),
    dialect=Dialect(name=NAME, extend_entry=_extend_entry),
    takedown="edit",
    whole=True,
    limit=50,
    least=10,
    demands=(
        demands.text(TITLE),
        demands.title_at_least(TITLE, 15, is_hard=False),
        demands.title_at_most(TITLE, 60, is_hard=False),
        demands.title_without_markup(TITLE),
        demands.language(TITLE),
        demands.link_without_utm(TITLE),
        picture_demands.picture(TITLE, is_hard=False),
    ),
)
