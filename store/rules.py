"""Rules: the names by which sections and partners take articles, or leave them out.

Names are compared folded. Whose rules these are is told by a key: the slug of a section, the feed
of a partner.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .article import Article
from .text.arabic import fold, words
from .text.remembered import Remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """The articles that are left out: by their sections (slugs), or by other names."""

    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


NO_EXCEPTIONS = Exceptions()

Named = tuple[str, tuple[str, ...]]
"""A key, and the names that mean it."""


class Rules:
    """The names of many rules, folded once; a keyword may be several words."""

    def __init__(
        self, tags: Iterable[Named], keywords: Iterable[Named], authors: Iterable[Named]
    ) -> None:
        self._keys_of_tags = index(tags)
        self._keys_of_authors = index(authors)
        self._keys_of_keywords = _keywords(keywords)

    def met(self, article: Article, names: Remembered) -> set[str]:
        """The keys of the rules that an article meets."""
        authors = [author.name for author in article.authors]
        by_tag = found(self._keys_of_tags, article.tags, names)
        by_author = found(self._keys_of_authors, authors, names)
        return by_tag | by_author | self._by_keyword(article)

    def _by_keyword(self, article: Article) -> set[str]:
        if not self._keys_of_keywords:
            return set()
        text = _spaced(words(f"{article.title} {article.summary}"))
        return {key for keyword, key in self._keys_of_keywords if keyword in text}


def folded(label: str) -> str:
    """A label as names are compared and keys are spelt: folded words joined by hyphens."""
    return "-".join(words(label)) or fold(label)


def index(labels: Iterable[Named]) -> dict[str, list[str]]:
    """Keys by each of the folded names that mean them."""
    keys: dict[str, list[str]] = {}
    for key, names in labels:
        for name in names:
            keys.setdefault(folded(name), []).append(key)
    return keys


def found(keys: dict[str, list[str]], labels: Iterable[str], names: Remembered) -> set[str]:
    """The keys that these labels mean."""
    return {key for label in labels for key in keys.get(names[label], ())}


def _keywords(named: Iterable[Named]) -> list[tuple[str, str]]:
    """(keyword, key) of every keyword that has letters, ready to be looked for in a text."""
    pairs = []
    for key, keywords in named:
        for keyword in keywords:
            parts = words(keyword)
            if parts:
                pairs.append((_spaced(parts), key))
    return pairs


def _spaced(parts: Iterable[str]) -> str:
    """Words with a space around each, so that no word is found within another."""
    return f" {' '.join(parts)} "
