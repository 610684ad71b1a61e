"""replace_placements(): all articles are placed anew, where the choice of a feed has changed."""

from .intake import Intake
from .ledger import BATCH, Ledger
from .placing import place_anew


def replace_placements(intake: Intake, feeds: set[str]) -> None:
    """Place all articles anew in these feeds, by their dates, a batch a transaction.

    Other feeds stay. `wanted` is the caller's to raise when all is done: half of it is nothing to
    print.
    """
    last = ""
    while True:
        with intake.store.transaction() as transaction:
            batch = transaction.articles.after(last, BATCH)
            if not batch:
                return
            ledger = Ledger(transaction, intake)
            ledger.load({kept.article.id: kept for kept in batch})
            revision = ledger.next_revision()
            for kept in batch:
                before = ledger.placements(kept.article.id)
                ledger.place(place_anew(kept, before, intake.sections, feeds, revision))
            ledger.write()
        last = batch[-1].article.id
