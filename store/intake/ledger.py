"""The ledger of a write transaction: articles that it knows, their changes, the feeds touched.

It takes a revision for each change. Since before its first read the transaction holds the lock of
the one row with the newest revision, so writers are serial: the numbers appear in the order of
commits, and every decision sees the truth. The row is written once, at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from ..article import MICROSECONDS, Article, Placement, StoredArticle
from ..db.articles import Copy
from ..db.search_index import SearchEntry
from ..store import Transaction
from .archiving import PageNotes, close_pages
from .arrivals import Arrivals
from .changes import Change, Kind
from .intake import Intake
from .placing import Placements, dated, move, place_anew, told_of
from .search_notes import SearchNotes

BATCH = 500  # articles in one transaction
_Moved = dict[tuple[str, str], Placement]  # by feed and article
_NO_KEYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _CopyNotes:
    """The copies that were noted, and the articles of which one was forgotten."""

    noted: list[Copy] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def write(self, transaction: Transaction, owner: str) -> None:
        transaction.articles.note_copies(self.noted)
        transaction.articles.forget_copies(owner, self.forgotten)


class Ledger:
    """Everything that one transaction knows and writes.

    now      the moment of all its changes
    arrival  the moment at which articles arrive, in all transactions of a run
    """

    def __init__(
        self, transaction: Transaction, intake: Intake, arrival: datetime | None = None
    ) -> None:
        self.now = intake.now()
        self._arrivals = Arrivals(transaction.placements, intake.sections, arrival or self.now)
        self._transaction = transaction
        self._intake = intake
        self._revision = transaction.revision.number()
        self._known: dict[str, StoredArticle] = {}
        self._placements: dict[str, Placements] = {}
        self._changed: dict[str, StoredArticle] = {}
        self._moved: _Moved = {}
        self._wanted: dict[str, int] = {}
        self._pages = PageNotes()
        self._copies = _CopyNotes()
        self._search = SearchNotes(intake.texts)

    # What it knows

    def load(self, articles: Mapping[str, StoredArticle]) -> None:
        """Get to know these articles, by their ids, and where they stand."""
        self._known.update(articles)
        self._placements.update(self._transaction.placements.of(articles))
        self._search.load(articles.values(), self._placements)

    def known(self, article_id: str | None) -> StoredArticle | None:
        """The article as the changes so far have left it, if it was loaded or made."""
        return self._known.get(article_id) if article_id else None

    def placements(self, article_id: str) -> Placements:
        """The placements of an article, by feed."""
        return self._placements.get(article_id, {})

    # What changes

    def apply(self, change: Change, article_id: str = "", *, backfill: bool = False) -> Change:
        """Take a revision for a change, and place the article by it.

        `article_id` is the id of an article that is new. Returns the change with the feeds that
        it touches. Raises Forbidden where the article stands, or comes to stand, out of scope.
        What is the same to readers takes none.
        """
        if change.kind is Kind.SAME:
            self.note(change.kept)
            return change
        return self._apply(change, article_id or change.kept.article.id, backfill=backfill)

    def _apply(self, change: Change, article_id: str, *, backfill: bool) -> Change:
        """Take a revision for a change of this article, and place it. Raises Forbidden."""
        old = self._known.get(article_id)
        self._check_scope(old, change.kept)
        revision = self.next_revision()
        article = _stamped(change.kept.article, old, article_id, revision)
        if change.kind is Kind.EDITED and change.kept.withdrawn:
            # No reader sees it: its notice has other words, its tombstone keeps its own revision.
            self._keep_in_place(replace(change.kept, article=article))
            return replace(change, feeds=self._touch_partners(article_id))
        kept = replace(change.kept, article=article, revision=revision, announced=False)
        kept = _with_notice_of(kept)
        return self._move(change.kind, kept, old, backfill=backfill)

    def _keep_in_place(self, kept: StoredArticle) -> None:
        """Keep an article where it stands, and its date where it stood."""
        self._keep(kept)
        self.place(dated(kept, self.placements(kept.article.id)))

    def _touch_partners(self, article_id: str) -> tuple[str, ...]:
        """Touch the partners' feeds that tell of an article's last words; returns them."""
        feeds = tuple(told_of(self.placements(article_id)))
        self._touch(feeds)
        return feeds

    def _check_scope(self, old: StoredArticle | None, new: StoredArticle) -> None:
        """Raise Forbidden unless the article stood in scope, and comes to stand there."""
        if old:
            self._intake.check_scope(old.article)
        self._intake.check_scope(new.article)

    def _move(
        self, kind: Kind, kept: StoredArticle, old: StoredArticle | None, *, backfill: bool
    ) -> Change:
        """Keep an article and the placements that its change writes; others tell of it no more."""
        telling = self._telling(old)
        moved = self._placed(kept, old, backfill=backfill)
        if kept.withdrawn:
            self._free_copies(kept.article.id)
        if kept.reason == "withdrawn" and any(not placement.standing for placement in moved):
            kept = replace(kept, announced=True)  # the feeds in which it stood say that it went
        self.place(moved)
        self._keep_in_place(kept)
        feeds = tuple(dict.fromkeys([*(placement.feed for placement in moved), *telling]))
        self._touch(feeds)
        return Change(kind, kept, feeds)

    def _placed(
        self, kept: StoredArticle, old: StoredArticle | None, *, backfill: bool
    ) -> list[Placement]:
        before = self.placements(kept.article.id)
        sections = self._intake.sections
        return move(kept, old, before, sections, self._arrivals, backfill=backfill)

    def _telling(self, kept: StoredArticle | None) -> list[str]:
        """The feeds that say the withdrawal of an article."""
        if kept is None or not kept.announced:
            return []
        return [
            placement.feed
            for placement in self.placements(kept.article.id).values()
            if placement.revision == kept.revision
        ]

    def _free_copies(self, article_id: str) -> None:
        """Have wires read again what was taken for a copy of an article that is no longer shown."""
        for copy in self._transaction.articles.copies(article_id):
            self._transaction.wires.recall(copy.owner, [copy.source_id or ""])

    def note(self, kept: StoredArticle) -> None:
        """Keep what has changed of what no reader sees, if anything has."""
        if kept != self._known.get(kept.article.id):
            self._keep(kept)

    def adopt(self, kept: StoredArticle, owner: str, source_id: str | None) -> None:
        """Give an article to another source, under its id there; readers see none of it.

        It comes to stand with the partners that choose by sources, or leaves them, by its date.
        """
        article = replace(kept.article, owner=owner, source_id=source_id)
        notice = kept.notice
        if notice:
            shown = replace(notice.article, owner=owner, source_id=source_id)
            notice = replace(notice, article=shown)
        kept = replace(kept, article=article, notice=notice)
        self._keep(kept)
        self._place_by_source(kept)

    def _place_by_source(self, kept: StoredArticle) -> None:
        """Place an article anew with the partners that choose by sources; mostly there are none."""
        sections = self._intake.sections
        feeds = sections.partners.by_source
        before = self.placements(kept.article.id)
        moved = place_anew(kept, before, sections, feeds, self._revision + 1) if feeds else []
        if moved:
            self.next_revision()
            self.place(moved)
            self._touch(placement.feed for placement in moved)

    def rename(self, kept: StoredArticle, source_id: str) -> None:
        """Know an article by the id that its source has given it since; readers see none of it."""
        self._keep(replace(kept, article=replace(kept.article, source_id=source_id)))

    def end_tombstone(self, kept: StoredArticle) -> Change:
        """Let feeds no longer say a withdrawal; that takes a revision, like any change."""
        feeds = tuple(self._telling(kept))
        self.next_revision()
        quiet = replace(kept, announced=False)
        self._keep(quiet)
        self._touch(feeds)
        return Change(Kind.WITHDRAWN, quiet, feeds)

    def next_revision(self) -> int:
        """Take one revision."""
        self._revision += 1
        return self._revision

    def place(self, placements: Iterable[Placement]) -> None:
        """Keep placements; their feeds are printed anew only where a change touches them."""
        for placement in placements:
            known = self._placements.setdefault(placement.article_id, {})
            before = known.get(placement.feed)
            if before:
                self._pages.note(before, placement)
            known[placement.feed] = placement
            self._moved[placement.feed, placement.article_id] = placement

    def note_copy(self, copy: Copy) -> None:
        """Keep that another source carried the story of an article, too."""
        self._copies.noted.append(copy)

    def forget_copy(self, article_id: str) -> None:
        """Forget that this owner carried the story of an article: it has one of its own."""
        self._copies.forgotten.append(article_id)

    def _keep(self, kept: StoredArticle) -> None:
        """Know an article in its new form, and write it at the end."""
        self._known[kept.article.id] = kept
        self._changed[kept.article.id] = kept

    def _touch(self, feeds: Iterable[str]) -> None:
        """Have feeds printed anew: they are wanted at this revision."""
        for feed in feeds:
            self._wanted[feed] = self._revision

    def put_pages_off(self) -> None:
        """Close no archive pages: whoever asks so does it at the end of a run."""
        self._pages.put_off = True

    # What it writes

    def write(
        self,
        keys: Mapping[str, str] = _NO_KEYS,
        moved: Mapping[str, str] = _NO_KEYS,
        dropped: Mapping[str, str] = _NO_KEYS,
    ) -> None:
        """Write everything that has changed, with the article ids of new keys, and of others."""
        transaction = self._transaction
        transaction.articles.save(list(self._changed.values()), keys, moved, dropped)
        self._copies.write(transaction, self._intake.owner)
        if self._wanted:  # else articles are placed anew, and whoever does so notes the choices
            self._note_choices()
        transaction.placements.save(list(self._moved.values()))
        transaction.search_index.write(self._entries())
        self._write_pages()
        transaction.feeds.want(self._wanted, self.now)
        transaction.revision.advance(self._revision)

    def _write_pages(self) -> None:
        """Note which archive pages have changed, and close those that are filled."""
        archives = self._transaction.archives
        archives.touch(self._pages.touched(self.now))
        if self._pages.put_off:
            return
        archived = self._intake.sections.archived
        left = self._pages.left
        for feed in sorted(archived.keys() & self._wanted.keys()):
            section = archived[feed]
            close_pages(archives, section, self._revision, self.now, has_lost=feed in left)

    def _entries(self) -> list[SearchEntry]:
        return self._search.entries(self._changed.values(), self._placements)

    def _note_choices(self) -> None:
        """Note by which choices all articles stand, these included.

        The first that are placed are all. Where older ones stand by another choice, or these by
        that of a process with other settings, a section has none until all are placed anew.
        """
        own = self._intake.sections.choices
        choices = self._transaction.choices
        known = choices.all()
        if known == own:
            return
        choices.forget(feed for feed, digest in known.items() if own.get(feed) != digest)
        if self._transaction.placements.is_empty():
            choices.keep(own)


def _with_notice_of(kept: StoredArticle) -> StoredArticle:
    """The article, with its notice under its own `updated`, which moves with each notice."""
    if kept.notice is None:
        return kept
    article = replace(kept.notice.article, updated=kept.article.updated)
    return replace(kept, notice=replace(kept.notice, article=article))


def _stamped(
    article: Article, old: StoredArticle | None, article_id: str, revision: int
) -> Article:
    """The article with its id; an `updated` that moves takes its revision along.

    The revision stands in the microseconds, so that no two entries of a document share their
    `updated`.
    """
    if old and old.article.updated == article.updated:
        return article
    updated = article.updated.replace(microsecond=revision % MICROSECONDS)
    return replace(article, id=article_id, updated=updated)
