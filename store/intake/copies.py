"""The same story from two sources: when two articles are one, and which of them came first.

A newsroom that takes in two agencies gets most of its news twice. The first source keeps the
article; of the second only a note is kept, so that its readers see the story once.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from ..article import Article, StoredArticle
from ..db.articles import Articles
from ..identity import title_key, url_key
from ..text.addresses import compare_key
from ..text.arabic import fold
from ..text.markup.read import bare
from ..text.markup.tags import SafeHtml
from .intake import Intake

COPY_WINDOW = timedelta(hours=48)
COPY_LIKENESS = 0.5
_SHINGLE = 3  # words in a run
_PAGE = re.compile("[/?]")

_Shingles = set[tuple[str, ...]]


def is_copy(article: Article, other: Article) -> bool:
    """Whether two articles of different sources are one story.

    They are with one address; or with one title, close to each other in time and text.
    """
    if article.owner == other.owner:
        return False
    if _have_one_address(article, other):
        return True
    return (
        abs(article.published - other.published) <= COPY_WINDOW
        and title_key(article.title) == title_key(other.title)
        and likeness(article.html, other.html) >= COPY_LIKENESS
    )


def _have_one_address(article: Article, other: Article) -> bool:
    """Whether both have the address of one story.

    An address without a path is none: some agencies give their front page for every story.
    """
    if not article.url or not other.url:
        return False
    address = compare_key(article.url)
    return address == compare_key(other.url) and _PAGE.search(address) is not None


def likeness(html: SafeHtml, other: SafeHtml) -> float:
    """The share of the shorter text's runs of three folded words in the longer text, 0 to 1.

    It is 0 where each has a figure that the other lacks: prices and scores make other news of it.
    """
    words = fold(bare(html)).split()
    other_words = fold(bare(other)).split()
    if _figures_differ(words, other_words):
        return 0.0
    shingles = _shingles(words)
    other_shingles = _shingles(other_words)
    shorter = min(len(shingles), len(other_shingles))
    if shorter == 0:  # too short to have a run
        return float(words == other_words)
    return len(shingles & other_shingles) / shorter


def _figures_differ(words: list[str], other_words: list[str]) -> bool:
    """Whether each text has a figure that the other lacks; one alone may well add some."""
    figures = {word for word in words if word.isdigit()}
    other_figures = {word for word in other_words if word.isdigit()}
    return bool(figures - other_figures and other_figures - figures)


def _shingles(words: list[str]) -> _Shingles:
    """All runs of three words."""
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}


def possible_originals(
    articles: Articles, new: list[Article], owner: str, known: Iterable[str]
) -> dict[str, StoredArticle]:
    """The articles, by id, that new ones may be copies of, without those that are `known`.

    They have the address of a new one, or are another owner's, with its title, near its date.
    """
    by_address = articles.known(url_key(article.url) for article in new if article.url)
    originals = articles.load(set(by_address.values()).difference(known))
    dates = [article.published for article in new]
    titled = articles.others(
        {title_key(article.title) for article in new},
        owner,
        min(dates) - COPY_WINDOW,
        max(dates) + COPY_WINDOW,
    )
    for kept in titled:
        originals.setdefault(kept.article.id, kept)
    return originals


class Stories:
    """The articles of other sources, by the keys that two articles of one story share."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._by_key: dict[str, list[StoredArticle]] = {}

    def add(self, articles: Iterable[StoredArticle]) -> None:
        """Add articles; those of this owner are passed over: it may tell one story twice."""
        for kept in articles:
            if kept.article.owner != self._intake.owner:
                for key in _story_keys(kept.article):
                    self._by_key.setdefault(key, []).append(kept)

    def original(self, article: Article) -> StoredArticle | None:
        """The earliest article that tells the same story and may stand for it, if there is one.

        An article under embargo may not, nor one that was withdrawn: it would hold back what
        another source tells.
        """
        alike = [kept for key in _story_keys(article) for kept in self._by_key.get(key, ())]
        copies = [
            kept
            for kept in alike
            if self._intake.may_stand_for(kept, article) and is_copy(article, kept.article)
        ]
        return min(copies, key=lambda kept: kept.article.published, default=None)


def _story_keys(article: Article) -> list[str]:
    """The keys of which two articles of one story share at least one."""
    keys = [title_key(article.title)]
    if article.url:
        keys.append(url_key(article.url))
    return keys
