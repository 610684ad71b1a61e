"""Demand: what a partner asks of each article, in sentences that an editor reads. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from store import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is wrong, and how to mend it, in the words of one language.

    `{value}` stands for what was found, counted where it is a number: «19 حرفًا».
    """

    wrong: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a partner asks of each article of its feed.

    name     its stable name, for JSON and metrics: `title-short`
    is_hard  an article that breaks it would be refused, so it is left out of the feed
    find     what breaks it, as it stands in the sentences; None where nothing does
    """

    name: str
    is_hard: bool
    find: Callable[[Article], str | None]
    arabic: Sentence
    english: Sentence
