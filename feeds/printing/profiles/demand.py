"""Demand: what a partner asks of each article, in sentences that an editor reads. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from store import Article

from ..feed import Feed

Value = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is wrong, and how to mend it, in the words of one language.

    wrong  has `{value}` in the place of what was found
    count  writes a number that was found: «19 حرفًا»
    """

    wrong: str
    mend: str
    count: Callable[[int], str] = str

    def describe(self, value: Value) -> str:
        """What is wrong, with what was found."""
        shown = self.count(value) if isinstance(value, int) else value
        return self.wrong.format(value=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a partner asks of each article of its feed.

    name     its stable name, for JSON and metrics: `title-short`
    is_hard  an article that breaks it would be refused, so it is left out of the feed
    find     what breaks it in an article of a feed; None where nothing does. The feed says its
             language and, in `updated`, when it is: there is no clock
    """

    name: str
    is_hard: bool
    find: Callable[[Feed, Article], Value | None]
    arabic: Sentence
    english: Sentence
