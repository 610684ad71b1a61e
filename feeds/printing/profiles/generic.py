"""Whoever takes a feed as it is: the common documents, without a rule of its own."""

from ..formats.dialect import COMMON
from .profile import Profile

PROFILE = Profile(
    name="generic",
    title="Generic",
    formats=("rss", "atom", "json"),
    dialect=COMMON,
    takedown="leave",
    whole=False,
    limit=50,
)
