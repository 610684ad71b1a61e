"""replace_placements(): all articles are placed anew, where the choice of a feed has changed."""

from collections.abc import Callable, Iterable, Mapping

from ..article import Placement, StoredArticle
from ..section import RememberingSections
from .intake import Intake
from .ledger import BATCH, Ledger
from .placing import Placements, place_anew


def replace_placements(
    intake: Intake, feeds: set[str], moved: Callable[[], object] = lambda: None
) -> None:
    """Place all articles anew in these feeds, by their dates, a batch a transaction.

    Other feeds stay. `wanted` is the caller's to raise when all is done: half of it is nothing to
    print. `moved` is called after each batch.
    """
    last = ""
    while batch := _look(intake, last):
        _Replacing(intake, feeds).replace(*batch)
        last = batch[0][-1].article.id
        moved()


def _look(intake: Intake, last: str) -> tuple[list[StoredArticle], dict[str, Placements]] | None:
    """The batch behind this id, and where its articles stand; None behind the last."""
    with intake.store.snapshot() as snapshot:
        batch = snapshot.articles.after(last, BATCH)
        return (batch, snapshot.placements.of(kept.article.id for kept in batch)) if batch else None


class _Replacing:
    """One batch: its feeds are chosen before the lock is taken, and most need no lock at all."""

    def __init__(self, intake: Intake, feeds: set[str]) -> None:
        self._intake = intake
        self._feeds = feeds
        self._sections = RememberingSections(intake.sections)

    def replace(self, batch: Iterable[StoredArticle], stand: Mapping[str, Placements]) -> None:
        """Place a batch anew; nobody is kept waiting where it stands right already."""
        ids = [kept.article.id for kept in batch if self._place(kept, stand, revision=0)]
        if not ids:
            return
        with self._intake.store.transaction() as transaction:
            ledger = Ledger(transaction, self._intake)
            known = transaction.articles.load(ids)
            ledger.load(known)
            revision = ledger.next_revision()
            for kept in known.values():
                before = {kept.article.id: ledger.placements(kept.article.id)}
                ledger.place(self._place(kept, before, revision))
            ledger.write()

    def _place(
        self, kept: StoredArticle, stand: Mapping[str, Placements], revision: int
    ) -> list[Placement]:
        before = stand.get(kept.article.id, {})
        return place_anew(kept, before, self._sections, self._feeds, revision)
