"""The same story from two sources: when two articles are one, and which of them came first.

A newsroom that takes in two agencies gets most of its news twice. The first source keeps the
article; of the second only a note is kept, so that its readers see the story once. Where stories
are looked for, before the lock and under it, is told in stories.
"""

from collections.abc import Callable
from datetime import timedelta

from ..article import StoredArticle
from ..limits import COMPARED_TEXT
from ..text.addresses import compare_key
from ..text.arabic import fold
from ..text.front_pages import is_front_page
from ..text.markup.read import bare
from ..text.markup.tags import SafeHtml
from .candidate import Candidate

COPY_WINDOW = timedelta(hours=48)
COPY_LIKENESS = 0.5
_SHINGLE = 3  # words in a run


class ComparedText:
    """A body as it is compared: the folded words of its beginning, figures, and runs of three."""

    def __init__(self, html: SafeHtml) -> None:
        self.words = fold(bare(_beginning(html))).split()
        self.figures = {word for word in self.words if word.isdigit()}
        last = len(self.words) - _SHINGLE
        self.shingles = {tuple(self.words[at : at + _SHINGLE]) for at in range(last + 1)}


Texts = Callable[[SafeHtml], ComparedText]


def _beginning(html: SafeHtml) -> SafeHtml:
    """As much of a body as is compared, up to a whole tag."""
    if len(html) <= COMPARED_TEXT:
        return html
    beginning = html[:COMPARED_TEXT]
    opening = beginning.rfind("<")
    return SafeHtml(beginning if beginning.rfind(">") > opening else beginning[:opening])


def is_copy(candidate: Candidate, other: StoredArticle, texts: Texts) -> bool:
    """Whether a draft and the article of another source are one story.

    They are with one address; or with one title, close to each other in time and text.
    """
    article = candidate.article
    if article.owner == other.article.owner:
        return False
    if candidate.address_key and _have_one_address(article.url, other.article.url):
        return True
    return (
        abs(article.published - other.article.published) <= COPY_WINDOW
        and candidate.title_key == other.title_key
        and likeness(texts(article.html), texts(other.article.html)) >= COPY_LIKENESS
    )


def _have_one_address(url: str | None, other: str | None) -> bool:
    """Whether both are the address of one story, which a front page is not."""
    if not url or not other or is_front_page(url):
        return False
    return compare_key(url) == compare_key(other)


def likeness(text: ComparedText, other: ComparedText) -> float:
    """The share of the shorter text's runs of three folded words in the longer text, 0 to 1.

    It is 0 where each has a figure that the other lacks: prices and scores make other news of it.
    """
    if text.figures - other.figures and other.figures - text.figures:
        return 0.0
    shorter = min(len(text.shingles), len(other.shingles))
    if shorter == 0:  # too short to have a run
        return float(text.words == other.words)
    return len(text.shingles & other.shingles) / shorter
