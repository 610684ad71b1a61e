"""Who asks: the value that every view of the API is given, with the rules of its source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store import (
    WIRE_KINDS,
    Forbidden,
    Intake,
    NotFound,
    Outcome,
    SourceItem,
    Store,
    StoredArticle,
    find_own,
    for_wire,
    ingest,
)

from ...newsroom import Newsroom
from ...settings.values import Settings, Token


@dataclass(frozen=True, slots=True)
class Caller:
    """The holder of a token, and the newsroom it speaks to."""

    newsroom: Newsroom
    token: Token

    @property
    def settings(self) -> Settings:
        """The settings of the newsroom."""
        return self.newsroom.settings

    @property
    def store(self) -> Store:
        """The store of the newsroom."""
        return self.newsroom.store

    @property
    def source(self) -> str:
        """The source of what the caller sends."""
        return self.token.name

    @property
    def intake(self) -> Intake:
        """The intake of what the caller sends, held to the sections of its token.

        A token with the name of a wire follows the rules of that wire's polls. One that may change
        a single section files there the articles that name none.
        """
        intake = replace(
            self._rules(),
            owner=self.source,
            scope=self.token.sections,
            any_site=False,
            is_sent=True,
        )
        if self.token.sections is not None and len(self.token.sections) == 1:
            (section,) = self.token.sections
            return replace(intake, section=section)
        return intake

    def _rules(self) -> Intake:
        intake = self.newsroom.intake
        for wire in self.settings.wires:
            if wire.name == self.source:
                fetches = WIRE_KINDS[wire.kind].sent
                return replace(for_wire(intake, wire), fetches=fetches)
        return intake

    def keep(self, items: Iterable[SourceItem]) -> list[Outcome]:
        """Ingest what the caller sent; all of it is safely kept when this returns."""
        return [outcome for batch in ingest(items, self.intake) for outcome in batch]

    def find(self, name: str) -> StoredArticle:
        """The article that the caller means by its own id, or by ours.

        Raises NotFound, also for another source's that has not appeared yet.
        """
        stored = find_own(self.intake, name)
        if stored.released is None and stored.article.owner != self.source:
            raise NotFound(f"no article has the id {name[:80]!r}")
        return stored

    def find_changeable(self, name: str) -> StoredArticle:
        """The article that the caller means, and may change. Raises NotFound or Forbidden."""
        stored = self.find(name)
        self.check_owner(stored)
        return stored

    def check_owner(self, stored: StoredArticle) -> None:
        """Raise Forbidden for an article of another source."""
        owner = stored.article.owner
        if owner != self.source:
            raise Forbidden(
                f"the article belongs to the source {owner!r}, which alone may change it"
            )
