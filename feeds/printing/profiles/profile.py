"""Profile: the dialect and the rules of a kind of partner, as data and small functions."""

from dataclasses import dataclass
from typing import Literal

from ..formats.dialect import Dialect
from .demand import Demand

# What tells a partner that an article was withdrawn:
#   repeat  the whole last article again, with the marks of the dialect, for 30 days
#   edit    the entry in its place with a newer `updated`, its text a notice, for seven days
#   leave   nothing; an editor's notice stands in its place as in the common feeds
Takedown = Literal["repeat", "edit", "leave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a partner of this kind takes, and how it wants to be told.

    name        as nashra.toml has it: `msn`
    title       as people know it: `MSN`
    formats     names of the formats it may be given, its own first
    takedown    how it is told of a withdrawal
    whole       it takes whole articles only: one of which only a summary may be sent is left out
    limit       most articles of a feed, unless the partner's own settings say
    least       least articles that it wants, 0 for any
    size_limit  most bytes of a document, None for any
    demands     what it asks of each article
    """

    name: str
    title: str
    formats: tuple[str, ...]
    dialect: Dialect
    takedown: Takedown
    whole: bool
    limit: int
    least: int = 0
    size_limit: int | None = None
    demands: tuple[Demand, ...] = ()
