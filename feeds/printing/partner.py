"""The page of a partner's feed, which a sheet makes. Pure.

It shows what the partner takes, in the partner's view, and says what it would refuse.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..links import front_address
from ..settings.values import Partner
from .cadence import cadence
from .current import with_labels
from .feed import Entry, Feed, PrintOptions, Sheet
from .profiles.demands import broken_demands, demands_of
from .profiles.finding import PartnerFinding
from .profiles.profile import Profile
from .view import view

TAKEDOWN_LIMIT = 200  # articles that are to be taken down, on one page
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

    def fills_half(self, size: int) -> bool:
        """Whether a body of so many bytes leaves a document less room than it takes."""
        return self.never_takes(2 * size)

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


def partner_page(
    partner: ProfiledPartner,
    options: PrintOptions,
    sheet: Sheet,
    printed: Sequence[PartnerFinding] = (),
) -> PartnerPage:
    """The page of a partner's feed, in the partner's view, without what it would refuse.

    printed  what only printing could find of articles
    """
    feed = _head(partner, options, sheet)
    takedowns = [_seen(partner, options, entry) for entry in sheet.entries if entry.takedown]
    # One by one: what stands behind the page is not looked at.
    standing = (_seen(partner, options, entry) for entry in sheet.entries if not entry.takedown)
    in_place = len(takedowns) if partner.profile.takedown == "edit" else 0
    found = partial(_found, partner.profile, feed, printed)
    chosen, findings = _choose(standing, found, partner.limit - in_place)
    return PartnerPage(replace(feed, entries=(*takedowns, *chosen)), tuple(findings))


def _seen(partner: ProfiledPartner, options: PrintOptions, entry: Entry) -> Entry:
    """An entry in the partner's view."""
    return view(with_labels(entry, options.sections), partner.partner, options.site)


def _choose(
    entries: Iterable[Entry], found: Callable[[Entry], list[PartnerFinding]], limit: int
) -> tuple[list[Entry], list[PartnerFinding]]:
    """The first `limit` entries that no demand forbids, and what was found."""
    chosen: list[Entry] = []
    findings: list[PartnerFinding] = []
    for entry in entries:
        if len(chosen) >= limit:
            break
        broken = found(entry)
        findings += broken
        if not any(finding.is_hard for finding in broken):
            chosen.append(entry)
    return chosen, findings


def _found(
    profile: Profile, feed: Feed, printed: Iterable[PartnerFinding], entry: Entry
) -> list[PartnerFinding]:
    """What an article breaks; of a notice, which must be told anyway, nothing is asked."""
    if entry.is_notice:
        return []
    of_it = (one for one in printed if one.article and one.article.id == entry.article.id)
    return [*broken_demands(profile, feed, entry.article), *of_it]


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
