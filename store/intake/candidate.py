"""Candidates: cleaned drafts with all that a decision needs, and an editor's words over them.

Cleaning is costly, so it is done before a transaction opens, for which all other writers wait.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ..article import Article, Correction
from ..draft import Draft
from ..errors import Place
from ..identity import content_digest, keys, own_key, visible_digest
from .intake import Intake
from .prepare import prepare


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cleaned draft, made before any lock is taken.

    keys      what the article may be known by, strongest first
    digest    of all its content; visible, of what a reader would notice (two digests)
    standing  the editor's correction that it was made with, if there is one
    """

    article: Article
    keys: tuple[str, ...]
    digest: str
    visible: str
    draft: Draft
    standing: Correction | None = None

    @property
    def key(self) -> str:
        """The key that decides which article is meant."""
        return self.keys[0]

    @property
    def own_key(self) -> str:
        """A key that no other source can have; an id is one, an address or a title is not."""
        if self.article.source_id is not None:
            return self.key
        return own_key(self.article.owner, self.key)

    @property
    def place(self) -> Place:
        """Where its draft stood."""
        return self.draft.place


def with_digests(
    article: Article, draft: Draft, intake: Intake, standing: Correction | None = None
) -> Candidate:
    """The candidate of an article: its keys and its two digests are made here."""
    return Candidate(
        article=article,
        keys=keys(article, intake.site.zone),
        digest=content_digest(article),
        visible=visible_digest(article),
        draft=draft,
        standing=standing,
    )


def with_correction(
    candidate: Candidate, correction: Correction, intake: Intake, now: datetime
) -> Candidate:
    """The candidate in an editor's words, which stand whatever its source sends. Raises Refused."""
    article = corrected(candidate.article, correction, intake, now)
    return with_digests(article, candidate.draft, intake, correction)


def corrected(article: Article, correction: Correction, intake: Intake, now: datetime) -> Article:
    """The article in an editor's words, where there are any. Raises Refused."""
    title = article.title if correction.title is None else correction.title
    words = prepare(
        Draft(title=title, url=article.url, markdown=correction.text),
        owner=article.owner,
        site=intake.site,
        sections=intake.sections,
        now=now,
    )
    if correction.text is not None:
        article = replace(
            article, html=words.html, summary=words.summary, image=article.image or words.image
        )
    if correction.sections is not None:
        article = replace(article, sections=correction.sections, filed=True)
    return replace(article, title=words.title)
