"""PartnerReader: what a partner has after all its polls, and which of its rules were broken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from lxml import etree

from tests.partners.document import EntryRead, FeedRead, moment
from tests.partners.rules import EntryRule, FeedRule

FeedRules = Mapping[str, FeedRule]
EntryRules = Mapping[str, EntryRule]
_DATES = ("pubDate", "updated", "modified", "published")


@dataclass(frozen=True)
class Violation:
    """A rule that was broken, by the feed where `entry` is empty."""

    rule: str
    entry: str
    what: str


@dataclass(frozen=True)
class Taken:
    """An article as the partner has it."""

    entry: EntryRead
    moment: datetime
    is_gone: bool = False

    @property
    def title(self) -> str:
        return self.entry.title

    @property
    def body(self) -> str:
        return self.entry.body


class PartnerReader:
    """A partner that polls a feed. Each profile is a subclass with its rules as tables.

    An entry that breaks a rule is not taken; the rules of `ADVICE` are noted, and it is.
    """

    FEED: ClassVar[FeedRules] = {}
    ENTRY: ClassVar[EntryRules] = {}
    ADVICE: ClassVar[EntryRules] = {}
    HISTORY: ClassVar[tuple[str, ...]] = ("silent-edit", "needless-update", "date-back")

    def __init__(self) -> None:
        self.articles: dict[str, Taken] = {}
        self.violations: list[Violation] = []

    @classmethod
    def rules(cls) -> list[str]:
        """The names of all rules that this partner has."""
        return ["xml", *cls.FEED, *cls.ENTRY, *cls.ADVICE, *cls.HISTORY]

    @property
    def standing(self) -> dict[str, Taken]:
        """What the partner shows to its own readers, by id."""
        return {id: taken for id, taken in self.articles.items() if not taken.is_gone}

    def broken(self) -> set[str]:
        """The names of the rules that were broken so far."""
        return {violation.rule for violation in self.violations}

    def poll(self, content: bytes, now: datetime) -> None:
        """Read a document that was fetched at this moment."""
        try:
            feed = FeedRead(content, now)
        except etree.XMLSyntaxError as error:
            self.complain("xml", "", str(error))
            return
        for name, rule in self.FEED.items():
            for what in rule(feed):
                self.complain(name, "", what)
        self.read(feed)

    def read(self, feed: FeedRead) -> None:
        """Take the entries of a document, oldest last change first."""
        for entry in reversed(feed.entries):
            if self.accepts(entry):
                self.take(entry)
        for id, taken in self.articles.items():
            if self.takes_down(taken.entry.at(feed.fetched)):
                self.articles[id] = replace(taken, is_gone=True)

    def accepts(self, entry: EntryRead) -> bool:
        """Whether the rules let an entry in; what they say against it is noted."""
        for name, rule in self.ADVICE.items():
            for what in rule(entry):
                self.complain(name, entry.id, what)
        found = [(name, what) for name, rule in self.ENTRY.items() for what in rule(entry)]
        for name, what in found:
            self.complain(name, entry.id, what)
        return not found

    def key(self, entry: EntryRead) -> datetime | None:
        """The date that says whether the partner must read an entry again."""
        return moment(entry.modified) or moment(entry.published)

    def takes_down(self, entry: EntryRead) -> bool:
        """Whether the entry asks for the article to be taken down by now."""
        return False

    def take(self, entry: EntryRead) -> None:
        """Take an entry that the rules let in, if it is new or newer than what is there."""
        date = self.key(entry)
        if date is None:
            self.complain("date", entry.id, entry.modified)
            return
        taken = Taken(entry, date, self.takes_down(entry))
        before = self.articles.get(entry.id)
        if before is None or date > before.moment:
            self.articles[entry.id] = taken
        if before is not None:
            self.compare(before, taken)

    def compare(self, before: Taken, after: Taken) -> None:
        """Note what the dates of an entry hide, or say without need."""
        id = after.entry.id
        if after.moment < before.moment:
            self.complain("date-back", id, f"{before.moment} to {after.moment}")
        elif after.moment > before.moment:
            if written(before.entry) == written(after.entry) and not after.is_gone:
                self.complain("needless-update", id, f"{before.moment} to {after.moment}")
        elif after.is_gone != self.takes_down(before.entry.at(after.entry.fetched)):
            self.complain("silent-takedown", id, f"{after.moment} before and after")
        elif before.entry.face() != after.entry.face() and not after.is_gone:
            self.complain("silent-edit", id, f"{after.moment} before and after")

    def complain(self, rule: str, entry: str, what: str) -> None:
        violation = Violation(rule, entry, what)
        if violation not in self.violations:
            self.violations.append(violation)


def written(entry: EntryRead) -> bytes:
    """An entry without the dates that say when it changed."""
    copy = etree.fromstring(etree.tostring(entry.element))
    for child in [*copy]:
        if etree.QName(child).localname in _DATES:
            copy.remove(child)
    text: str = etree.canonicalize(copy, rewrite_prefixes=True, strip_text=True)
    return text.encode()
