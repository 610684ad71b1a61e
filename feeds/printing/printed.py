"""The feeds that a press prints, alike to it: sections and partners.

Each is read in a snapshot that somebody else opened; the edition is made outside of it, purely.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from operator import sub
from typing import Protocol

from store import Body, Edition, Section, Transaction, choice

from .current import current, read_sheet
from .feed import Entry, Feed, PrintOptions, Sheet
from .fingerprint import fingerprint, looks, partner_fingerprint
from .formats import FORMATS
from .formats.cache import EntryCache
from .partner import PartnerPage, ProfiledPartner, partner_page
from .partner_sheet import read_partner
from .profiles.demands import fits_alone
from .profiles.finding import PartnerFinding
from .view import without_text


class PrintedFeed(Protocol):
    """A feed that is printed unasked.

    fingerprint  digest of its looks
    choice       digest of what stands in it
    """

    @property
    def key(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def choice(self) -> str: ...

    def read(self, snapshot: Transaction) -> Sheet:
        """Read all that one print needs, as the snapshot sees it."""

    def edition(self, sheet: Sheet, cache: EntryCache) -> Edition:
        """The edition that a sheet makes: the same for the same sheet in every process."""


def make_edition(
    section: Section, options: PrintOptions, sheet: Sheet, cache: EntryCache
) -> Edition:
    """The edition that the sheet of a section makes."""
    feed = current(section, options, sheet)
    bodies = {name: format.render(feed, cache) for name, format in FORMATS.items()}
    edition = _edition(feed, sheet, bodies)
    return replace(edition, looks=looks(section, options))


def _edition(feed: Feed, sheet: Sheet, bodies: Mapping[str, bytes]) -> Edition:
    return Edition(
        feed=feed.path,
        revision=sheet.state.wanted,
        ttl=feed.ttl,
        language=feed.language,
        shown=tuple((entry.article.id, entry.revision) for entry in feed.entries),
        bodies={name: Body.of(content) for name, content in bodies.items()},
    )


@dataclass(frozen=True, slots=True)
class SectionFeed:
    """The feed of a section, or that of all articles."""

    section: Section
    options: PrintOptions

    @property
    def key(self) -> str:
        return self.section.slug

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.section, self.options)

    @property
    def choice(self) -> str:
        return self.options.sections.choices.get(self.key) or choice(self.section)

    def read(self, snapshot: Transaction) -> Sheet:
        return read_sheet(snapshot, self.section)

    def edition(self, sheet: Sheet, cache: EntryCache) -> Edition:
        return make_edition(self.section, self.options, sheet, cache)


@dataclass(frozen=True, slots=True)
class PartnerFeed:
    """The feed of a partner."""

    partner: ProfiledPartner
    options: PrintOptions

    @property
    def key(self) -> str:
        return self.partner.partner.key

    @property
    def fingerprint(self) -> str:
        return partner_fingerprint(self.partner.partner, self.options)

    @property
    def choice(self) -> str:
        return self.options.sections.choices[self.key]

    def read(self, snapshot: Transaction) -> Sheet:
        return read_partner(snapshot, self.partner)

    def edition(self, sheet: Sheet, cache: EntryCache) -> Edition:
        page = self.page(sheet, cache)
        edition = _edition(page.feed, sheet, self._render(page.feed, cache))
        found = tuple((one.article.id, one.name) for one in page.findings if one.article)
        return replace(edition, findings=found)

    def page(self, sheet: Sheet, cache: EntryCache) -> PartnerPage:
        """The page that a sheet makes, no larger than the partner takes, and what was found."""
        page = partner_page(self.partner, self.options, sheet)
        limit = self.partner.profile.size_limit
        if limit is None or self._size(page.feed, cache) <= limit:
            return page
        page = self._without_too_large(page, sheet, limit, cache)
        feed = self._within_size(page.feed, limit, cache)
        dropped = len(page.feed.entries) - len(feed.entries)
        return replace(page, feed=feed, dropped=dropped)

    def _render(self, feed: Feed, cache: EntryCache) -> dict[str, bytes]:
        """The documents of a page in the formats and the dialect of the profile."""
        profile = self.partner.profile
        return {
            name: FORMATS[name].render(feed, cache, profile.dialect) for name in profile.formats
        }

    def _without_too_large(
        self, page: PartnerPage, sheet: Sheet, limit: int, cache: EntryCache
    ) -> PartnerPage:
        """The page without articles that are too large alone: others take their places."""
        known: list[PartnerFinding] = []
        while found := list(self._too_large(page, limit, cache)):
            known += found
            page = partner_page(self.partner, self.options, sheet, known)
        return page

    def _too_large(
        self, page: PartnerPage, limit: int, cache: EntryCache
    ) -> Iterator[PartnerFinding]:
        """The articles of a page that no document may hold, each as a finding."""
        demand = fits_alone(self.partner.profile.title, limit)
        for entry in page.standing:
            if entry.is_notice:  # which must be told anyway
                continue
            size = self._size(replace(page.feed, entries=(entry,)), cache)
            if size > limit:
                yield PartnerFinding.of(demand, entry.article, ceil(size / 1000))

    def _within_size(self, feed: Feed, limit: int, cache: EntryCache) -> Feed:
        """The page with as many entries, the first before others, as the largest document may hold.

        Takedowns fill half of it at most where news need the rest. One whose text does not fit is
        told without it.
        """
        takedowns = [(one, without_text(one)) for one in feed.entries if one.takedown]
        standing = [(one,) for one in feed.entries if not one.takedown]
        left = self._left(feed, itertools.chain(*standing), limit, cache)
        told = self._fitting(feed, takedowns, max(limit // 2, left), cache)
        shown = self._fitting(feed, standing, self._left(feed, told, limit, cache), cache)
        return replace(feed, entries=(*told, *shown))

    def _left(self, feed: Feed, entries: Iterable[Entry], limit: int, cache: EntryCache) -> int:
        """The bytes that the largest document of these entries has left; below zero for none."""
        return limit - self._size(replace(feed, entries=tuple(entries)), cache)

    def _fitting(
        self, feed: Feed, entries: Iterable[Sequence[Entry]], room: int, cache: EntryCache
    ) -> tuple[Entry, ...]:
        """The first entries that fit into so many bytes together, in the first form that does."""
        empty = self._sizes(replace(feed, entries=()), cache)
        fitting = []
        for forms in entries:
            for entry in forms:
                alone = self._sizes(replace(feed, entries=(entry,)), cache)
                size = max(map(sub, alone, empty))
                if size <= room:
                    room -= size
                    fitting.append(entry)
                    break
        return tuple(fitting)

    def _size(self, feed: Feed, cache: EntryCache) -> int:
        """Bytes of the largest document."""
        return max(self._sizes(feed, cache))

    def _sizes(self, feed: Feed, cache: EntryCache) -> list[int]:
        """Bytes of the documents in all formats."""
        return [len(content) for content in self._render(feed, cache).values()]
