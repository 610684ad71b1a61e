"""SearchText: the words of an article by which it is found, as keys.

Titles are kept apart. Of the rest readers see all: body, captions, summary, authors and tags.
"""

import html as entities
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from .article import Article
from .limits import SEARCHED_CHARACTERS, SEARCHED_LETTERS, SEARCHED_TIMES, SEARCHED_WORDS
from .text.markup.read import bare
from .text.search_key import search_key

GAP = "□"  # a word that no key is: it parts texts, and stands for words that are not noted
_AND_THEN = f" {GAP} "

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
        text = self._remembered.get(seen)
        if text is None:
            text = self._remembered[seen] = search_text(article)
        return text


def search_text(article: Article) -> SearchText:
    """The keys of an article's words: as many as both databases can note."""
    title = search_key(article.title)
    body = _AND_THEN.join(filter(None, _parts(article)))
    if _can_be_noted(title, body):  # as nearly all can
        return SearchText(title, body)
    return _limited(title.split(), body[:SEARCHED_LETTERS].split()[:SEARCHED_WORDS])


def _can_be_noted(title: str, body: str) -> bool:
    """Whether both databases can surely note as many words, and each of them as often."""
    if title.count(" ") + body.count(" ") < SEARCHED_TIMES:
        return True
    keys = f"{title} {body}".split()
    repeated = len(keys) - len(set(keys))  # no key stands more often again
    is_short = len(body) <= SEARCHED_LETTERS and len(keys) <= SEARCHED_WORDS
    return is_short and repeated < SEARCHED_TIMES


def _parts(article: Article) -> Iterator[str]:
    """The keys of what readers see of an article beside its title."""
    text = ""
    if article.syndicate == "full":
        shown = entities.unescape(bare(article.html))
        text = search_key(shown[:SEARCHED_CHARACTERS])
    yield text
    summary = search_key(article.summary)
    if f" {summary} " not in f" {text} ":  # most stand in their texts
        yield summary
    yield from (search_key(author.name) for author in article.authors)
    yield from map(search_key, article.tags)


def _limited(title: list[str], body: list[str]) -> SearchText:
    """The text without words that come again and again."""
    times = Counter(title + body)
    if max(times.values()) <= SEARCHED_TIMES:
        return SearchText(" ".join(title), " ".join(body))
    seen: Counter[str] = Counter()
    return SearchText(*(" ".join(_once_more(key, seen) for key in part) for part in (title, body)))


def _once_more(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] <= SEARCHED_TIMES else GAP
