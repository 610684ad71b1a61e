"""The same story from two sources: when two articles are one."""

import re
from datetime import timedelta

from ..article import Article
from ..identity import title_key, url_key
from ..text.addresses import compare_key
from ..text.arabic import fold
from ..text.markup.read import bare
from ..text.markup.tags import SafeHtml

COPY_WINDOW = timedelta(hours=48)
COPY_LIKENESS = 0.5
_SHINGLE = 3


def is_copy(one: Article, other: Article) -> bool:
    """Whether two articles of different sources are one story: one address; or one title, close in
    time and text.
    """
    if one.owner == other.owner:
        return False
    address = compare_key(one.url or "")
    if (
        other.url and address == compare_key(other.url) and re.search("[/?]", address)
    ):  # a front page is no story's
        return True
    close = abs(one.published - other.published) <= COPY_WINDOW
    return (
        close
        and title_key(one.title) == title_key(other.title)
        and likeness(one.html, other.html) >= COPY_LIKENESS
    )


def likeness(one: SafeHtml, other: SafeHtml) -> float:
    """The share of the shorter text's runs of three words that stand in the longer one, 0 to 1, by
    folded words.

    0 where one has a figure that the other lacks and the other way round: prices and scores make
    other news of it.
    """
    words = [fold(bare(html)).split() for html in (one, other)]
    figures = [{word for word in several if word.isdigit()} for several in words]
    if figures[0] - figures[1] and figures[1] - figures[0]:
        return 0.0
    runs = [
        {tuple(several[at : at + _SHINGLE]) for at in range(len(several) - _SHINGLE + 1)}
        for several in words
    ]
    return (
        len(runs[0] & runs[1]) / least
        if (least := min(map(len, runs)))
        else float(words[0] == words[1])
    )


def story_keys(article: Article) -> tuple[str, ...]:
    """What two sources' articles must share to be one story."""
    return title_key(article.title), *([url_key(article.url)] if article.url else [])
