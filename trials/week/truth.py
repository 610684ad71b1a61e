"""What the store says at this moment, without any document: what readers are to see."""

from collections.abc import Iterable, Sequence

from feeds.printing.composed import read_composed, read_state
from feeds.printing.current import read_sheet
from feeds.printing.feed import Sheet
from store import Article, PageRow, StoredArticle, Transaction

from .documents import Version, version
from .newsroom import Week

_EVERYTHING = 1_000_000


class Truth:
    """The view of the store, which `look()` takes anew.

    gone  ids of the withdrawn articles in whose place nothing stands
    """

    def __init__(self, week: Week) -> None:
        self._week = week
        self._pages: dict[str, tuple[int, dict[str, Version]]] = {}
        self._versions: dict[tuple[str, int, bool], Version] = {}
        self._seen: set[str] = set()
        self.gone: frozenset[str] = frozenset()

    def look(self, withdrawn: Iterable[str]) -> None:
        """See what is now; `withdrawn` were ever withdrawn."""
        self._seen = set()
        with self._week.store.snapshot() as snapshot:
            stored = snapshot.articles.load(withdrawn)
        self.gone = frozenset(id for id, kept in stored.items() if not kept.stands)

    def page(self, key: str) -> dict[str, Version]:
        """What the page of a feed, or of a sum of sections, is to show, in its order."""
        if key not in self._seen:
            self._seen.add(key)
            with self._week.store.snapshot() as snapshot:
                self._read(snapshot, key)
        return self._pages[key][1]

    def everything(self, key: str) -> dict[str, Version]:
        """All articles that stand in a feed, newest first."""
        with self._week.store.snapshot() as snapshot:
            rows = snapshot.placements.window(key, _EVERYTHING)
            return self._versions_of(snapshot, key, rows)

    def _read(self, snapshot: Transaction, key: str) -> None:
        """Read a page, unless it is the one that was read last."""
        parts = key.split("+")
        states = snapshot.feeds.states(parts).values()
        wanted = max(state.wanted for state in states)
        known = self._pages.get(key)
        if known and known[0] == wanted:
            return
        rows = self._sheet(snapshot, key).rows
        section = self._week.section(parts[0])
        newest = snapshot.placements.joint_window(parts, section.size)
        assert list(rows[: section.size]) == newest, f"{key}: the newest are not on the page"
        self._pages[key] = (wanted, self._versions_of(snapshot, key, rows))

    def _sheet(self, snapshot: Transaction, key: str) -> Sheet:
        if "+" not in key:
            return read_sheet(snapshot, self._week.section(key))
        composition = self._week.newsroom.compositions.named(key)
        assert composition
        state = read_state(snapshot, composition)
        assert state
        return read_composed(snapshot, composition, state)

    def _versions_of(
        self, snapshot: Transaction, key: str, rows: Sequence[PageRow]
    ) -> dict[str, Version]:
        """What a feed is to show of the articles in these rows."""
        full = all(self._week.section(part).full_text for part in key.split("+"))
        known = self._versions
        missing = [row for row in rows if (row.article_id, row.revision, full) not in known]
        stored: dict[str, StoredArticle] = {}
        if missing:
            stored = snapshot.articles.load([row.article_id for row in missing])
        for row in missing:
            shown = stored[row.article_id].shown
            known[row.article_id, row.revision, full] = _version(shown, full=full)
        return {row.article_id: known[row.article_id, row.revision, full] for row in rows}


def _version(article: Article, *, full: bool) -> Version:
    """What a feed shows of an article: its text, or its summary."""
    body = article.html if full and article.html else article.summary
    return version(article.title, article.published, article.updated, body)
