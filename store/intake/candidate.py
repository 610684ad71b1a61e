"""A cleaned draft with all that a decision needs, and the words of an editor laid over it."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..article import Article, Correction
from ..draft import Draft
from ..errors import Place
from ..identity import content_digest, keys, visible_digest
from .intake import Intake
from .prepare import prepare


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cleaned draft with all that a decision needs, made before any lock is taken.

    standing is the editor's correction that it was made with, if there is one.
    """

    article: Article
    keys: tuple[str, ...]
    digest: str
    visible: str
    correction: bool
    place: Place
    draft: Draft
    standing: Correction | None = None


def with_digests(
    article: Article, draft: Draft, intake: Intake, standing: Correction | None = None
) -> Candidate:
    return Candidate(
        article=article,
        keys=keys(article, intake.site.zone),
        digest=content_digest(article),
        visible=visible_digest(article),
        correction=draft.correction,
        place=draft.place,
        draft=draft,
        standing=standing,
    )


def rewritten(article: Article, by: Correction, intake: Intake, now: datetime) -> Article:
    """In an editor's words, where there are any. Raises Refused."""
    draft = Draft(title=article.title if by.title is None else by.title, markdown=by.text)
    made = prepare(draft, owner=article.owner, site=intake.site, sections=intake.sections, now=now)
    if by.text is not None:
        article = replace(
            article, html=made.html, summary=made.summary, image=article.image or made.image
        )
    if by.sections is not None:
        article = replace(article, sections=by.sections, filed=True)
    return replace(article, title=made.title)
