"""SearchText: the words of an article by which it is found, as keys.

Titles are kept apart. Of the rest readers see all: body, captions, summary, authors and tags.
"""

import html as entities
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from .article import Article
from .limits import SEARCHED_TIMES, SEARCHED_WORDS
from .query import search_keys
from .text.markup.read import bare

GAP = "□"  # a word that no key is: it parts texts, and stands for words that are not noted

searched = attrgetter("title", "html", "summary", "tags", "authors", "syndicate")
"""All of an article on which its SearchText depends."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """The keys of an article's words in their order, a space between two of them.

    Where GAP stands, no phrase goes on.
    """

    title: str
    body: str


class SearchTexts:
    """The texts of articles, made when they are asked for."""

    def of(self, article: Article) -> SearchText:
        return search_text(article)


class RememberingSearchTexts(SearchTexts):
    """Texts that are remembered, for one batch of articles.

    To make one takes long, so that it is done before a transaction opens.
    """

    def __init__(self) -> None:
        self._remembered: dict[object, SearchText] = {}

    def of(self, article: Article) -> SearchText:
        seen = searched(article)
        if seen not in self._remembered:
            self._remembered[seen] = search_text(article)
        return self._remembered[seen]


def search_text(article: Article) -> SearchText:
    """The keys of an article's words: as many as both databases can note."""
    title = list(search_keys(article.title))
    body = _body_keys(article)
    if len(title) + len(body) > SEARCHED_TIMES:
        title, body = _limited(title, body)
    return SearchText(" ".join(title), " ".join(body))


def _body_keys(article: Article) -> list[str]:
    keys: list[str] = []
    for text in _texts(article):
        if keys:
            keys.append(GAP)
        keys += search_keys(text)
        if len(keys) >= SEARCHED_WORDS:
            break
    return keys[:SEARCHED_WORDS]


def _texts(article: Article) -> Iterator[str]:
    """What readers see of an article beside its title; most summaries stand in their bodies."""
    text = ""
    if article.syndicate == "full":
        text = " ".join(entities.unescape(bare(article.html)).split())
    yield text
    if article.summary.rstrip("…") not in text:
        yield article.summary
    yield from (author.name for author in article.authors)
    yield from article.tags


def _limited(*texts: list[str]) -> Iterator[list[str]]:
    """The texts without words that come again and again."""
    counts = Counter(key for text in texts for key in text)
    often = {key for key, count in counts.items() if count > SEARCHED_TIMES}
    seen: Counter[str] = Counter()
    for text in texts:
        yield [key if key not in often else _once_more(key, seen) for key in text]


def _once_more(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] <= SEARCHED_TIMES else GAP
