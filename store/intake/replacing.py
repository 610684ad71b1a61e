"""replace_placements(): all articles are placed anew, where the choice of a feed has changed."""

from collections.abc import Callable

from ..article import StoredArticle
from ..section import RememberingSections
from .intake import Intake
from .ledger import BATCH, Ledger
from .placing import place_anew


def replace_placements(
    intake: Intake, feeds: set[str], moved: Callable[[], object] = lambda: None
) -> None:
    """Place all articles anew in these feeds, by their dates, a batch a transaction.

    Other feeds stay. `wanted` is the caller's to raise when all is done: half of it is nothing to
    print. `moved` is called after each batch.
    """
    last = ""
    while foreseen := _look(intake, last):
        last = _replace_batch(intake, feeds, last, foreseen)
        moved()


def _look(intake: Intake, last: str) -> list[StoredArticle]:
    """The batch behind this id."""
    with intake.store.snapshot() as snapshot:
        return snapshot.articles.after(last, BATCH)


def _replace_batch(
    intake: Intake, feeds: set[str], last: str, foreseen: list[StoredArticle]
) -> str:
    """Place a batch anew; returns its last id. Its feeds are chosen before the lock is taken."""
    sections = RememberingSections(intake.sections)
    for kept in foreseen:
        sections.feeds(kept.article)
    with intake.store.transaction() as transaction:
        batch = transaction.articles.after(last, BATCH)
        ledger = Ledger(transaction, intake)
        ledger.load({kept.article.id: kept for kept in batch})
        revision = ledger.next_revision()
        for kept in batch:
            before = ledger.placements(kept.article.id)
            ledger.place(place_anew(kept, before, sections, feeds, revision))
        ledger.write()
    return batch[-1].article.id
