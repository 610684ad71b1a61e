"""Placing all articles anew, where the choice of a feed has changed."""

from dataclasses import replace

from ..article import Placement, StoredArticle
from ..section import Sections
from .batch import BATCH
from .intake import Intake


def replace_placements(intake: Intake, feeds: set[str]) -> None:
    """Place all articles anew in these feeds, by their dates, a batch a transaction; other feeds
    stay.

    `wanted` is the caller's to raise when all is done: half a rearrangement is nothing to print.
    """
    last = ""
    while True:
        with intake.store.transaction() as transaction:
            batch = transaction.articles.after(last, BATCH)
            if not batch:
                return
            last = batch[-1].article.id
            number = transaction.revision.next()
            placed = transaction.placements.of(kept.article.id for kept in batch)
            for kept in batch:
                before = placed.get(kept.article.id, {})
                transaction.placements.save(_replaced(intake.sections, kept, before, feeds, number))


def _replaced(
    sections: Sections,
    kept: StoredArticle,
    before: dict[str, Placement],
    feeds: set[str],
    number: int,
) -> list[Placement]:
    article = kept.article
    stands = set(sections.feeds(article)) & feeds if kept.live else set()
    left = [old for feed, old in before.items() if feed in feeds - stands and old.standing]
    new = [feed for feed in sorted(stands) if feed not in before or not before[feed].standing]
    return [replace(old, revision=number, standing=False) for old in left] + [
        Placement(feed, article.id, number, article.published, article.published) for feed in new
    ]
