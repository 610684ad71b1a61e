"""The page of a partner's feed: the Sheet that is read of it, and the page that it makes.

`read_partner()` reads in a snapshot that somebody else opened; `partner_page()` is pure. On the
page stands what changed last, so that a correction of an old article comes back; before it, what is
to be taken down, as the partner wants to be told of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from store import (
    BODIES_LIMIT,
    NOTICE_TERM,
    TOMBSTONE_TERM,
    PageRow,
    StoredArticle,
    Tombstone,
    Transaction,
    without_words,
)

from ..links import front_address
from ..settings.values import Partner
from .cadence import cadence
from .current import TOMBSTONE_LIMIT, read_entries, with_labels
from .feed import Entry, Feed, PrintOptions, Sheet
from .profiles.demands import broken_demands, demands_of
from .profiles.finding import PartnerFinding
from .profiles.profile import Profile
from .view import view

TAKEDOWN_LIMIT = 200  # articles that are to be taken down, on one page
_TICK = timedelta(seconds=1)
_SPARE = 2  # times as many articles are read as a page holds, where some may be left out


@dataclass(frozen=True, slots=True)
class ProfiledPartner:
    """A partner, with the profile that it has."""

    partner: Partner
    profile: Profile

    @property
    def limit(self) -> int:
        """Most articles of its feed, without those that are to be taken down."""
        return self.partner.limit or self.profile.limit

    @property
    def most_withdrawn(self) -> int:
        """Most takedowns and notices on a page; where they take places, half are left for news."""
        return TAKEDOWN_LIMIT if self.repeats else max(1, self.limit // 2)

    @property
    def takes_down(self) -> bool:
        """Whether the partner is told of what it has to take down, in a word of its dialect."""
        return self.profile.takedown != "leave"

    @property
    def repeats(self) -> bool:
        """Whether a takedown is the article once more, beside the places of others."""
        return self.profile.takedown == "repeat"

    @property
    def most_read(self) -> int:
        """Most articles that are read for a page, from which some may be left out."""
        refuses = any(demand.is_hard for demand in demands_of(self.profile))
        # Where takedowns are repeated, what may only be told as a summary stands, too.
        return _SPARE * self.limit if refuses or self.repeats else self.limit

    def never_takes(self, size: int) -> bool:
        """Whether no document for the partner holds a body of so many bytes."""
        limit = self.profile.size_limit
        return limit is not None and size > limit

    @property
    def entries_kept(self) -> int:
        """Finished entries of a full page, in all formats."""
        return self.limit * len(self.profile.formats)


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """A page of a partner's feed, and what the partner's demands found.

    findings  those of an article together, those of articles included that were left out
    dropped   how many entries were dropped, since the document was too large
    """

    feed: Feed
    findings: tuple[PartnerFinding, ...]
    dropped: int = 0

    @property
    def standing(self) -> list[Entry]:
        """Its entries without those that are to be taken down."""
        return [entry for entry in self.feed.entries if entry.takedown is None]

    @property
    def left_out(self) -> frozenset[str]:
        """The ids of the articles that the partner would refuse."""
        hard = (finding for finding in self.findings if finding.is_hard)
        return frozenset(finding.article.id for finding in hard if finding.article)

    def without(self, refused: Iterable[PartnerFinding]) -> "PartnerPage":
        """The page without the articles of these findings."""
        findings = (*self.findings, *refused)
        articles = [finding.article for finding in findings]
        together = sorted(findings, key=lambda finding: articles.index(finding.article))
        page = replace(self, findings=tuple(together))
        entries = tuple(one for one in self.feed.entries if one.article.id not in page.left_out)
        return replace(page, feed=replace(self.feed, entries=entries))


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    """What a page tells of withdrawals, the newest first.

    takedowns  what is to be taken down, and when it was withdrawn; a notice among them where the
               article is repeated, since none stands in its place then
    notices    the ids of the articles in whose places notices stand
    """

    takedowns: Sequence[Tombstone]
    notices: Sequence[str] = ()


_Row = TypeVar("_Row")


# Reading


def read_partner(snapshot: Transaction, partner: ProfiledPartner) -> Sheet:
    """Read the sheet of a partner's feed, as the snapshot sees it.

    Its entries are takedowns, then notices and more articles than the page holds, newest change
    first. Raises KeyError for a feed that was never defined.
    """
    key = partner.partner.key
    state = snapshot.feeds.states([key])[key]
    withdrawn = _read_withdrawn(snapshot, partner, state.changed_at)
    rows = _read_rows(snapshot, partner, withdrawn.notices)
    takedowns = _read_takedowns(snapshot, partner, withdrawn.takedowns)
    taken_down = {entry.article.id for entry in takedowns}
    standing = [row for row in rows if row.article_id not in taken_down]
    return Sheet(
        state=state,
        rows=rows,
        entries=(*takedowns, *read_entries(snapshot, standing)),
        tombstones=tuple(_read_tombstones(snapshot, partner)),
    )


def _read_rows(
    snapshot: Transaction, partner: ProfiledPartner, notices: Collection[str]
) -> tuple[PageRow, ...]:
    """The rows of what came or changed last, and of these notices, newest change first."""
    limit = partner.most_read
    key = partner.partner.key
    changed = snapshot.partner_pages.changed_rows(key, limit)
    changed += snapshot.partner_pages.rows_of(key, notices)
    newest = [row for row, _ in sorted(changed, key=_change, reverse=True)]
    return _within_bodies(newest[:limit], partner)


def _within_bodies(rows: Sequence[PageRow], partner: ProfiledPartner) -> tuple[PageRow, ...]:
    """As many of the first as have bodies that a page may hold.

    Those that are too large alone, and only named, take no room from others.
    """
    large = [row for row in rows if partner.never_takes(row.size)]
    fitting = [row for row in rows if not partner.never_takes(row.size)]
    within = {*_first_bodies(fitting, _size), *_first_bodies(large, _size)}
    return tuple(row for row in rows if row in within)


_size = attrgetter("size")


def _change(changed: tuple[PageRow, datetime]) -> tuple[datetime, datetime, datetime, str]:
    """What orders a page: when an article came, or changed last, by whole seconds.

    Those that came together stand by their dates.
    """
    row, updated = changed
    return max(row.position, updated), row.position, row.published, row.article_id


def _first_bodies(rows: Iterable[_Row], size: Callable[[_Row], int]) -> Iterator[_Row]:
    """As many of the first as have bodies that a page may hold; the first in any case."""
    bodies = 0
    for row in rows:
        if bodies and bodies + size(row) > BODIES_LIMIT:
            return
        bodies += size(row)
        yield row


def _read_tombstones(snapshot: Transaction, partner: ProfiledPartner) -> Sequence[Tombstone]:
    """What Atom and JSON say of withdrawals to a partner whose dialect has no word of its own."""
    if partner.takes_down:
        return ()
    return snapshot.placements.tombstones([partner.partner.key], TOMBSTONE_LIMIT)


def _read_withdrawn(snapshot: Transaction, partner: ProfiledPartner, now: datetime) -> _Withdrawn:
    """What is told of withdrawals; of very many the newest, so that room is left for news.

    One that is edited says what its editor said of the withdrawal for as long as a notice stands.
    """
    pages = snapshot.partner_pages
    key = partner.partner.key
    most = partner.most_withdrawn
    since = now - (TOMBSTONE_TERM if partner.repeats else NOTICE_TERM)
    takedowns = pages.takedowns(key, since, most) if partner.takes_down else []
    notices = pages.notices(key, most)
    newest = sorted([*takedowns, *notices], key=attrgetter("when", "id"), reverse=True)[:most]
    if partner.repeats:
        return _Withdrawn(takedowns=newest)
    return _Withdrawn(
        takedowns=[one for one in newest if one in takedowns],
        notices=[one.id for one in newest if one in notices],
    )


def _read_takedowns(
    snapshot: Transaction, partner: ProfiledPartner, taken_down: Sequence[Tombstone]
) -> tuple[Entry, ...]:
    """The last articles of what is to be taken down."""
    key = partner.partner.key
    told = _repeatable(snapshot, partner, taken_down) if partner.repeats else taken_down
    stored = snapshot.articles.load(tombstone.id for tombstone in told)
    places = snapshot.placements.of(stored)
    return tuple(
        _takedown(partner, stored[tombstone.id], tombstone.when, places[tombstone.id][key].position)
        for tombstone in told
    )


def _repeatable(
    snapshot: Transaction, partner: ProfiledPartner, taken_down: Sequence[Tombstone]
) -> Sequence[Tombstone]:
    """As many of the first takedowns as have bodies that a page may hold.

    No document repeats an article that is too large alone, and it takes no room from others.
    """
    versions = snapshot.articles.versions([tombstone.id for tombstone in taken_down])
    sizes = {article_id: version.size for article_id, version in versions.items()}
    fitting = [one for one in taken_down if not partner.never_takes(sizes[one.id])]
    return list(_first_bodies(fitting, lambda tombstone: sizes[tombstone.id]))


def _takedown(
    partner: ProfiledPartner, kept: StoredArticle, when: datetime, position: datetime
) -> Entry:
    """A takedown, newer for the partner than all that it was told of the article before.

    A partner that knows no deletion gets an edit which leaves nothing of the text.
    """
    article = kept.article
    moment = max(when, article.updated.replace(microsecond=0) + _TICK)
    if partner.profile.takedown == "edit":
        edited = moment.replace(microsecond=article.updated.microsecond)
        article = without_words(kept, edited)
    return Entry(article, kept.revision, kept.digest, position, takedown=moment)


# Making the page


def partner_page(partner: ProfiledPartner, options: PrintOptions, sheet: Sheet) -> PartnerPage:
    """The page of a partner's feed, in the partner's view, without what it would refuse."""
    feed = _head(partner, options, sheet)
    takedowns = [_seen(partner, options, entry) for entry in sheet.entries if entry.takedown]
    # One by one: what stands behind the page is not looked at.
    standing = (_seen(partner, options, entry) for entry in sheet.entries if not entry.takedown)
    in_place = len(takedowns) if partner.profile.takedown == "edit" else 0
    chosen, findings = _choose(partner, feed, standing, partner.limit - in_place)
    return PartnerPage(replace(feed, entries=(*takedowns, *chosen)), tuple(findings))


def _seen(partner: ProfiledPartner, options: PrintOptions, entry: Entry) -> Entry:
    """An entry in the partner's view."""
    return view(with_labels(entry, options.sections), partner.partner, options.site)


def _choose(
    partner: ProfiledPartner, feed: Feed, entries: Iterable[Entry], limit: int
) -> tuple[list[Entry], list[PartnerFinding]]:
    """The first `limit` entries that no demand forbids, and what was found."""
    chosen: list[Entry] = []
    findings: list[PartnerFinding] = []
    for entry in entries:
        if len(chosen) >= limit:
            break
        broken = _broken(partner.profile, feed, entry)
        findings += broken
        if not any(finding.is_hard for finding in broken):
            chosen.append(entry)
    return chosen, findings


def _broken(profile: Profile, feed: Feed, entry: Entry) -> list[PartnerFinding]:
    """What an article breaks; of a notice, which must be told anyway, nothing is asked."""
    return [] if entry.is_notice else list(broken_demands(profile, feed, entry.article))


def _head(partner: ProfiledPartner, options: PrintOptions, sheet: Sheet) -> Feed:
    """The feed without its entries."""
    site = options.site
    chosen = partner.partner
    return Feed(
        site=site,
        path=chosen.key,
        title=chosen.title,
        description=chosen.description or site.description,
        language=chosen.language or site.language,
        updated=sheet.state.changed_at,
        ttl=cadence(sorted(sheet.rows, key=lambda row: row.position, reverse=True)),
        entries=(),
        tombstones=sheet.tombstones if options.tombstones else (),
        image=site.logo,
        guard=options.guard,
        page=front_address(site),
        secret=chosen.access == "secret",
        analytics=chosen.analytics,
    )
