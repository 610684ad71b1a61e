"""Candidates: cleaned drafts with all that a decision needs, and an editor's words over them.

Cleaning is costly, so it is done before a transaction opens, for which all other writers wait; so
is all else that the length of a text makes slow, such as keys and digests.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ..article import Article, Correction, StoredArticle
from ..db.articles import Alike
from ..draft import Deletion, Draft
from ..errors import Place, Refused
from ..identity import (
    Digests,
    Ladder,
    digests,
    id_key,
    is_id,
    own_key,
    url_key,
)
from ..text import addresses
from ..text.arabic import normalise
from ..text.front_pages import is_front_page
from ..text.moving_parts import differs_in_moving_parts, spellings
from .intake import Intake
from .prepare_rules import cut
from .reading import read_draft


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A cleaned draft, made before any lock is taken; equal to none but itself.

    ladder     the keys that the article may be known by
    keys       those of them that it is known by, strongest first
    digest     of all its content; visible, of what a reader would notice (two digests)
    title_key  the key by which its title is compared with others
    respelt    the keys of its id in other spellings
    guid       its old guid, if that may be an id here
    standing   the editor's correction that it was made with, if there is one
    doubtful   those of its keys that stand at several items of its source
    shared     those of its identities in quarantine that other drafts of its document have, too
    cut        what is said of its lists of which only the first entries are taken
    """

    article: Article
    ladder: Ladder
    keys: tuple[str, ...]
    digest: str
    visible: str
    title_key: str
    draft: Draft
    respelt: tuple[str, ...] = ()
    guid: str | None = None
    standing: Correction | None = None
    doubtful: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    cut: tuple[Refused, ...] = ()

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
    def means(self) -> tuple[str, ...]:
        """The keys that decide which article is meant, the first that is known."""
        own = self.own_key
        return (own,) if own == self.key else (own, self.key)

    def doubting(self, keys: Iterable[str]) -> "Candidate":
        """The same with these of its keys in doubt, too."""
        doubtful = self.doubtful.union(keys).intersection(self.ladder.doubtable)
        if doubtful == self.doubtful:
            return self
        return replace(self, doubtful=doubtful, keys=self.ladder.certain(doubtful))

    @property
    def hints(self) -> tuple[str, ...]:
        """Keys that do not decide, but may lead to what it was before: see former."""
        address = (self.ladder.address,) if self.ladder.address else ()
        return (*self.respelt, *address, self.ladder.title)

    @property
    def alike(self) -> Alike:
        """Its title and its moment."""
        return self.title_key, self.article.published

    def may_mean(self, stored: StoredArticle) -> bool:
        """Whether it may be the article that one of its keys is registered for.

        Where its address told stories apart no longer, that has had the titles of all of them.
        """
        if self.key != self.ladder.title or not self.draft.url:
            return True
        corrected = stored.correction is not None and stored.correction.title is not None
        return corrected or stored.title_key == self.title_key

    @property
    def address_key(self) -> str | None:
        """The key of its address, if it has one that is not in doubt."""
        address = self.ladder.address
        return None if address in self.doubtful else address

    @property
    def changed(self) -> datetime | None:
        """The moment of its last change, if its draft tells one."""
        return self.article.updated.replace(microsecond=0) if self.draft.updated else None

    @property
    def place(self) -> Place:
        """Where its draft stood."""
        return self.draft.place


@dataclass(frozen=True, slots=True)
class KeyedDeletion:
    """A deletion, with the key of its owner's article, and the keys it may be registered under.

    One that names neither an id nor an address of a story means none.
    """

    deletion: Deletion
    key: str
    means: tuple[str, ...]


def keyed(deletion: Deletion, intake: Intake) -> KeyedDeletion:
    """The deletion with its key; its id, too, is spelt as a database keeps it."""
    source_id = normalise(deletion.id).strip()
    deletion = replace(deletion, id=source_id)
    if source_id:
        key = id_key(intake.owner, source_id)
        return KeyedDeletion(deletion, key, (key,))
    key = _address_key(deletion.url or "")
    return KeyedDeletion(deletion, key, (own_key(intake.owner, key), key) if key else ())


def _address_key(url: str) -> str:
    """The key of the address of a story, "" for none."""
    try:
        address = addresses.uri(url)
    except Refused:
        return ""
    return "" if is_front_page(address) else url_key(address)


def with_digests(
    article: Article,
    draft: Draft,
    intake: Intake,
    standing: Correction | None = None,
    made: Digests | None = None,
) -> Candidate:
    """The candidate of an article: its keys and its two digests are made here."""
    made = made or digests(article, intake.site.zone)
    rungs = made.ladder
    return Candidate(
        article=article,
        ladder=rungs,
        keys=rungs.certain(()),
        digest=made.content,
        visible=made.visible,
        title_key=made.title_key,
        draft=draft,
        respelt=_respelt(article),
        guid=_old_guid(draft, intake),
        standing=standing,
        cut=tuple(cut(draft)),
    )


def _respelt(article: Article) -> tuple[str, ...]:
    """The keys of an article's id in other spellings, where that is an address."""
    ids = spellings(article.source_id or "")
    return tuple(id_key(article.owner, source_id) for source_id in ids)


def _old_guid(draft: Draft, intake: Intake) -> str | None:
    """The guid by which readers know an article from before, if it may be an id here."""
    if intake.keep_guid and draft.guid and is_id(draft.guid):
        return draft.guid
    return None


def with_link(candidate: Candidate, kept: StoredArticle, intake: Intake) -> Candidate:
    """The candidate under the link that is kept, where its own is the same but for moving parts.

    Else each poll of a source that puts a visit into its links would be an edit of all articles.
    A front page that was kept as a link stays until anything else is edited.
    """
    link = kept.article.url
    url = candidate.article.url
    if link is None:
        return candidate
    if url is None and is_front_page(link):
        linked = _linked(candidate, kept.article, intake)
        return linked if linked.digest == kept.digest else candidate
    if url and (differs_in_moving_parts(url, link) or _is_step_back(url, link)):
        return _linked(candidate, kept.article, intake)
    return candidate


def _is_step_back(url: str, link: str) -> bool:
    """Whether a link is what is kept, but for https: some sites answer with this and with that."""
    return url.startswith("http:") and link == f"https{url[4:]}"


def _linked(candidate: Candidate, kept: Article, intake: Intake) -> Candidate:
    """The candidate under the link of a kept article."""
    article = replace(candidate.article, url=kept.url, url_given=kept.url_given)
    digested = with_digests(article, candidate.draft, intake)
    return replace(candidate, article=article, digest=digested.digest, visible=digested.visible)


def with_correction(
    candidate: Candidate, correction: Correction, intake: Intake, now: datetime
) -> Candidate:
    """The candidate in an editor's words, which stand whatever its source sends. Raises Refused."""
    article = corrected(candidate.article, correction, intake, now)
    return with_digests(article, candidate.draft, intake, correction)


def corrected(article: Article, correction: Correction, intake: Intake, now: datetime) -> Article:
    """The article in an editor's words, where there are any. Raises Refused."""
    title = article.title if correction.title is None else correction.title
    words, _ = read_draft(
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
