"""What a partner fetched, and what was left out of that: read from the lists of editions. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from store import FetchedEdition


@dataclass(frozen=True, slots=True)
class Taken:
    """The revisions of an article that a partner fetched, each with when that was first."""

    moments: Mapping[int, datetime]

    @property
    def newest(self) -> int | None:
        """The newest revision, which the partner has; None for none."""
        return max(self.moments, default=None)

    def had_before(self, revision: int) -> int | None:
        """The newest revision that is older than another one; None for none."""
        return max((taken for taken in self.moments if taken < revision), default=None)

    def since(self, revision: int) -> datetime | None:
        """When the article was first fetched at a revision or a newer one; None for never."""
        moments = (moment for taken, moment in self.moments.items() if taken >= revision)
        return min(moments, default=None)

    def lacks(self, revision: int) -> bool:
        """Whether nothing so new was fetched."""
        return self.newest is None or self.newest < revision


_NOTHING = Taken({})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """That an article was left out of the edition of a revision, and for which demands."""

    edition: int
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Takings:
    """All that a partner fetched.

    articles  by id
    editions  the revisions of the editions, the oldest first
    moments   for each the moment at which that edition, or a newer one, was first fetched
    left_out  by the ids of articles the last of the editions that left them out
    """

    articles: Mapping[str, Taken]
    editions: Sequence[int]
    moments: Sequence[datetime]
    left_out: Mapping[str, LeftOut]

    def since(self, revision: int) -> datetime | None:
        """When an edition of a revision or a newer one was first fetched; None for never."""
        place = bisect_left(self.editions, revision)
        return self.moments[place] if place < len(self.moments) else None

    def of(self, article_id: str) -> Taken:
        """What was fetched of an article."""
        return self.articles.get(article_id, _NOTHING)


def take(editions: Iterable[FetchedEdition], hard: frozenset[str]) -> Takings:
    """What was in the editions that a partner fetched, of which the oldest come first.

    hard  names of the demands for which articles are left out
    """
    left_out: dict[str, LeftOut] = {}
    lines: dict[tuple[str, int], datetime] = {}
    revisions = []
    moments = []
    for edition in editions:
        moment = edition.first_at
        revisions.append(edition.revision)
        moments.append(moment)
        for line in edition.shown:
            lines[line] = min(moment, lines.get(line, moment))
        left_out.update(left_out_of(edition.revision, edition.findings, hard))
    firsts = list(accumulate(reversed(moments), min))
    return Takings(_by_article(lines), revisions, firsts[::-1], left_out)


def _by_article(lines: Mapping[tuple[str, int], datetime]) -> dict[str, Taken]:
    """What was fetched of each article, from the lines of lists that were fetched."""
    articles: dict[str, dict[int, datetime]] = {}
    for (article_id, revision), moment in lines.items():
        articles.setdefault(article_id, {})[revision] = moment
    return {article_id: Taken(moments) for article_id, moments in articles.items()}


def left_out_of(
    edition: int, findings: Iterable[tuple[str, str]], hard: frozenset[str]
) -> dict[str, LeftOut]:
    """What an edition left out, by the ids of articles."""
    broken: dict[str, tuple[str, ...]] = {}
    for article_id, demand in findings:
        if demand in hard:
            broken[article_id] = (*broken.get(article_id, ()), demand)
    return {article_id: LeftOut(edition, demands) for article_id, demands in broken.items()}
