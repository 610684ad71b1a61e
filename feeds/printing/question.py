"""Feeds of a question: `/search.rss?q=...`, the newest articles in which its words stand.

None is printed unasked. `wanted` of it is that of the feed it narrows; whether its bytes change,
what it shows says, so that news of other things changes nothing for whoever has it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from store import (
    ALL,
    PAGE_LIMIT,
    BadQuestion,
    FeedState,
    Query,
    Refused,
    Section,
    Sections,
    Site,
    Tombstone,
    Transaction,
    flat,
    window,
)

from ..links import SEARCH_KEY, question_query
from .current import TOMBSTONE_LIMIT, current, read_entries
from .feed import Feed, PrintOptions, Sheet

# The parameters of a question, in the order of its one address.
PARAMETERS = ("q", "section", "since", "until", "in", "prefix")
_YES = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for articles, and the feed that answers it.

    query       what is looked for
    parameters  as they were given, without empty ones, in their order
    looks       key, names and size of its feed, as if it were a section
    """

    query: Query
    parameters: Mapping[str, str]
    looks: Section

    @property
    def narrowed(self) -> str:
        """Key of the feed that it narrows."""
        return self.query.section or ALL

    @property
    def page_query(self) -> str:
        """What stands behind the one address of its page."""
        return question_query(self.parameters)

    def feed_query(self, *, summaries: bool) -> str:
        """What stands behind the one address of its feed."""
        asked = {**self.parameters, "full": "0"} if summaries else self.parameters
        return question_query(asked)


class Questions:
    """The questions that may be asked of a newspaper."""

    def __init__(self, front: Section, sections: Sections, site: Site) -> None:
        self._front = front
        self._sections = sections
        self._site = site
        self._by_slug = {section.slug: section for section in sections.all}

    def read(self, given: Mapping[str, str]) -> Question:
        """The question in some parameters. Raises BadQuestion with one of them as its field."""
        try:
            return self._read(given)
        except Refused as refused:
            raise BadQuestion(refused.reason, field=refused.field) from refused

    def _read(self, given: Mapping[str, str]) -> Question:
        parameters = {name: flat(given.get(name, "")) for name in PARAMETERS}
        parameters["section"] = self._slug(parameters["section"])
        parameters["prefix"] = _yes_or_no(parameters["prefix"])
        query = Query.parse(
            parameters["q"],
            zone=self._site.zone,
            section=parameters["section"],
            since=parameters["since"],
            until=parameters["until"],
            within=parameters["in"],
            prefix=bool(parameters["prefix"]),
        )
        return Question(
            query=query,
            parameters={name: value for name, value in parameters.items() if value},
            looks=self._looks(parameters),
        )

    def _slug(self, name: str) -> str:
        """Slug of the section of that name, "" for all. Raises Refused."""
        if name in ("", ALL):
            return ""
        slug = self._sections.named(name)
        if slug is None:
            raise Refused(f"no section is called {name[:60]!r}", field="section")
        return slug

    def _looks(self, parameters: Mapping[str, str]) -> Section:
        narrowed = self._by_slug.get(parameters["section"], self._front)
        title = f"{_SEARCH}: {parameters['q']}"
        if narrowed is not self._front:
            title += f" ({narrowed.title})"
        return replace(narrowed, slug=SEARCH_KEY, title=title, description="")


_SEARCH = "بحث"


def _yes_or_no(text: str) -> str:
    if text in ("", "0"):
        return ""
    if text != _YES:
        raise Refused(f"{text[:60]!r} is not known, write {_YES!r}", field="prefix")
    return text


def read_narrowed(snapshot: Transaction, question: Question) -> FeedState | None:
    """The state of the feed that a question narrows; None where it never was."""
    key = question.narrowed
    return snapshot.feeds.states([key]).get(key)


def read_answer(snapshot: Transaction, question: Question, state: FeedState) -> Sheet:
    """Read the newest articles that answer a question, as the snapshot sees them."""
    newest = snapshot.search.newest(question.query, PAGE_LIMIT)
    rows = window(newest, question.looks)
    return Sheet(
        state=state,
        rows=tuple(rows),
        entries=tuple(read_entries(snapshot, rows)),
        tombstones=tuple(_tombstones(snapshot, question)),
    )


def _tombstones(snapshot: Transaction, question: Question) -> Iterator[Tombstone]:
    """What the feed that is narrowed says of withdrawn articles that answered the question."""
    known = snapshot.placements.tombstones([question.narrowed], TOMBSTONE_LIMIT)
    ids = snapshot.search.withdrawn(question.query, [tombstone.id for tombstone in known])
    return (tombstone for tombstone in known if tombstone.id in ids)


def answered(
    question: Question, options: PrintOptions, sheet: Sheet, *, summaries: bool = False
) -> Feed:
    """The feed of a question."""
    feed = current(question.looks, options, sheet, summaries=summaries)
    return replace(
        feed,
        updated=_last_moment(sheet),
        query=question.feed_query(summaries=summaries),
        question=question.page_query,
    )


def _last_moment(sheet: Sheet) -> datetime:
    """The moment of the last change of what is shown; of nothing, the day of the last of all."""
    shown = [max(entry.position, entry.article.updated) for entry in sheet.entries]
    shown += [tombstone.when for tombstone in sheet.tombstones]
    if shown:
        return max(shown).replace(microsecond=0)
    return sheet.state.changed_at.replace(hour=0, minute=0, second=0, microsecond=0)
