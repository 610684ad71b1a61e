"""Adoption: articles of a site that another source has, brought to the site's owner.

They came before sites were told apart, or before the site had its wire. In batches, each a
transaction that notes how far it has come, so that one that is killed goes on; readers see nothing
of it, but that what stood twice stands once.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..article import StoredArticle
from ..db.sites import Claim, KnownSite
from ..identity import id_key, mint
from ..store import Transaction
from ..text.addresses import compare_key
from ..text.sites import is_within, lies_on, post_of
from .changes import withdrawal
from .intake import FILES, Intake, SiteOwner
from .ledger import BATCH, Ledger

_NUMBER_DIGITS = 19

_log = logging.getLogger("nashra.ingest")


def bring_home(
    intake: Intake, site: str, owner: SiteOwner, moved: Callable[[], object] = lambda: None
) -> KnownSite:
    """Bring all articles of a site to its owner, once; returns what is known of the site.

    `moved` is called after each batch.
    """
    with intake.store.snapshot() as snapshot:
        known = snapshot.sites.get(site)
    if known is None or known.owner != owner.name:
        given = (known or KnownSite(name=site, owner=site)).given_to(owner.name)
        known = _kept(intake, given)
    known, _ = _walk(intake, known, owner.feeds, moved)
    return known


def adopt_site(intake: Intake, site: str, owner: str) -> int:
    """Give a site to a source, since a person says so; returns how many articles that brings it."""
    with intake.store.snapshot() as snapshot:
        known = snapshot.sites.get(site) or KnownSite(name=site, owner=site)
    _, adopted = _walk(intake, _kept(intake, known.given_to(owner, by_hand=True)))
    return adopted


def adopt_source(intake: Intake, source: str, site: str, owner: str) -> int:
    """Bring all posts of a site that a source has to the site's owner; returns how many.

    Those are its articles on the site whose ids are numbers, or guids that tell one.
    """
    known = KnownSite(name=site, owner=owner)
    total = 0
    while known.walked is not None:
        with intake.store.transaction() as transaction:
            batch = _Adoption(transaction, _adopting(intake, owner), known)
            known, adopted = batch.adopt(Claim(numbers=(source,)))
        total += adopted
    return total


def _kept(intake: Intake, site: KnownSite) -> KnownSite:
    """The site, once it is kept."""
    with intake.store.transaction() as transaction:
        transaction.sites.keep(site)
    return site


def _walk(
    intake: Intake,
    known: KnownSite,
    feeds: tuple[str, ...] = (),
    moved: Callable[[], object] = lambda: None,
) -> tuple[KnownSite, int]:
    """Bring batch after batch to the owner of a site; returns what is known then, and how many."""
    total = 0
    while known.walked is not None:
        known, adopted = _next_batch(intake, known, feeds)
        total += adopted
        moved()
    return known, total


def _next_batch(intake: Intake, known: KnownSite, feeds: tuple[str, ...]) -> tuple[KnownSite, int]:
    """Bring a batch of articles to the owner of a site, and note how far this has come."""
    with intake.store.transaction() as transaction:
        known = transaction.sites.get(known.name) or known  # another process may have gone on
        if known.walked is None:
            return known, 0
        batch = _Adoption(transaction, _adopting(intake, known.owner), known)
        known, adopted = batch.adopt(_claim(known, feeds))
        transaction.sites.keep(known)
    return known, adopted


def _adopting(intake: Intake, owner: str) -> Intake:
    """The intake of an owner that adopts, which no token's sections hold back."""
    return replace(intake, owner=owner, scope=None)


def _claim(known: KnownSite, feeds: tuple[str, ...]) -> Claim:
    """Which articles may be posts of a site.

    Of `files` these are only exports from before, unless a person says so: a record with a number
    is no post.
    """
    by_hand = (FILES,) if known.by_hand else ()
    return Claim(
        numbers=(*known.former, *by_hand), guids=(FILES, known.owner, *feeds), unclaimed=True
    )


class _Adoption:
    """One batch of articles, in one transaction."""

    def __init__(self, transaction: Transaction, intake: Intake, known: KnownSite) -> None:
        self._transaction = transaction
        self._known = known
        self._owner = known.owner
        self._ledger = Ledger(transaction, intake)
        self._only_of_site = _only_of_site(known, intake)
        self._within = _sites_within(known.name, intake)
        self._namespace = transaction.revision.namespace()
        self._holders: dict[str, str] = {}  # articles by the keys of numbers
        self._moved: dict[str, str] = {}
        self._dropped: dict[str, str] = {}
        self._gone: dict[str, str] = {}  # what stood twice, and what stays of it
        self._adopted: dict[str, str] = {}  # numbers, by articles

    def adopt(self, claim: Claim) -> tuple[KnownSite, int]:
        """Adopt what is claimed behind the last batch; returns how far, and of how many."""
        ids = self._transaction.sites.claimable(claim, self._known.walked or "", BATCH)
        self._load(ids)
        for article_id in ids:
            kept = self._ledger.known(article_id)
            number = self._number(kept) if kept else None
            if kept and number:
                self._claim(kept, number)
        self._write()
        self._say()
        known = replace(self._known, walked=ids[-1] if ids else None)
        if any(map(_has_old_guid, self._adopted)):
            known = replace(known, keeps_guids=True)
        return known, len(self._adopted)

    def _load(self, ids: Iterable[str]) -> None:
        """Read articles, and those that their numbers mean already."""
        articles = self._transaction.articles
        found = articles.load(ids)
        numbers = filter(None, map(self._number, found.values()))
        self._holders = articles.known(id_key(self._owner, number) for number in numbers)
        others = set(self._holders.values()) - found.keys()
        self._ledger.load(found | articles.load(others))

    def _number(self, kept: StoredArticle) -> str | None:
        """The number of the post that an article is, None for another site's and none at all."""
        article = kept.article
        source_id = article.source_id or ""
        post = post_of(source_id)
        if post:
            return post.number if post.site == self._known.name else None
        if not _is_number(source_id) or not self._is_of_site(kept):
            return None
        return source_id

    def _is_of_site(self, kept: StoredArticle) -> bool:
        """Whether an article with a number is one of the site's: by its owner, or its address."""
        article = kept.article
        if article.owner in self._only_of_site:
            return True
        return article.url is not None and self._lies_here(article.url, article.id)

    def _lies_here(self, url: str, guid: str) -> bool:
        """Whether an address is one of the site's, and of none within it, that its guid may tell.

        Numbers of a blog at `example.com/blog` mean other posts at `example.com`.
        """
        if not lies_on(url, self._known.name):
            return False
        if any(lies_on(url, site) for site in self._within):
            return False
        told = post_of(guid)
        return told is None or not (
            is_within(told.site, self._known.name) and lies_on(url, told.site)
        )

    def _claim(self, kept: StoredArticle, number: str) -> None:
        """Bring an article to the owner, unless that has another one of its number."""
        key = id_key(self._owner, number)
        holder = self._ledger.known(self._moved.get(key) or self._holders.get(key))
        if holder is None or holder.article.id == kept.article.id:
            self._move(kept, number)
        elif holder.article.owner != self._owner:
            self._move(kept, number)  # the owner's post was a copy of another source's story
        elif _are_one_post(kept, holder):
            self._unite(kept, holder, number)

    def _move(self, kept: StoredArticle, number: str) -> None:
        """Let an article be the owner's post of this number."""
        article_id = kept.article.id
        former = id_key(kept.article.owner, kept.article.source_id or "")
        if kept.article.owner == FILES and mint(self._namespace, former) != article_id:
            self._dropped[former] = article_id  # records of that number are others
        self._ledger.adopt(kept, self._owner, number)
        self._ledger.forget_copy(article_id)
        self._moved[id_key(self._owner, number)] = article_id
        self._adopted[article_id] = number

    def _unite(self, kept: StoredArticle, holder: StoredArticle, number: str) -> None:
        """Let one of two articles of a post stay, what readers saw first; withdraw the other."""
        stays, goes = sorted((kept, holder), key=_seniority)
        self._move(stays, number)
        self._gone[goes.article.id] = stays.article.id
        self._ledger.adopt(goes, self._owner, None)
        left = self._ledger.known(goes.article.id)
        if left and left.withdrawn is None:
            self._ledger.apply(withdrawal(left, self._ledger.now, "withdrawn", "rule"))

    def _write(self) -> None:
        """Write all; the wire fetches what it has kept to itself."""
        transaction = self._transaction
        leading = transaction.sites.keys_of(self._gone)
        moved = {key: self._staying(article_id) for key, article_id in leading.items()}
        self._ledger.write({}, moved | self._moved, self._dropped)
        transaction.sites.settle(self._adopted)
        transaction.wires.recall(self._owner, set(self._adopted.values()))

    def _staying(self, article_id: str) -> str:
        """What stays of an article that stood twice, or more often."""
        while article_id in self._gone:
            article_id = self._gone[article_id]
        return article_id

    def _say(self) -> None:
        """Log what was brought to the owner."""
        if self._adopted:
            _log.info(
                "site %s: %d articles belong to %s from now on",
                self._known.name,
                len(self._adopted),
                self._owner,
            )
        if self._gone:
            _log.info(
                "site %s: %d articles that stood twice stand once",
                self._known.name,
                len(self._gone),
            )


def _only_of_site(known: KnownSite, intake: Intake) -> frozenset[str]:
    """The former owners of a site that own no other."""
    others = {owner.name for site, owner in intake.sites.items() if site != known.name}
    return frozenset(known.former) - others


def _sites_within(site: str, intake: Intake) -> list[str]:
    """The sites with a WordPress wire of their own that lie at addresses of this one."""
    polled = (name for name, owner in intake.sites.items() if owner.fetches)
    return [name for name in polled if is_within(name, site)]


def _has_old_guid(article_id: str) -> bool:
    """Whether an article has kept the guid that it had elsewhere; our own ids are no addresses."""
    return article_id.startswith("http")


def _is_number(source_id: str) -> bool:
    """Whether an id may be the number of a post."""
    is_digits = source_id.isascii() and source_id.isdecimal() and source_id[0] != "0"
    return is_digits and len(source_id) <= _NUMBER_DIGITS


def _are_one_post(one: StoredArticle, other: StoredArticle) -> bool:
    """Whether two articles of one number are one post: one moment, title or address tells it.

    A guid tells it too. An archive from before the site was a WordPress may have the same numbers.
    """
    if post_of(one.article.source_id or "") or post_of(other.article.source_id or ""):
        return True
    if one.article.published == other.article.published or one.title_key == other.title_key:
        return True
    urls = [one.article.url, other.article.url]
    return None not in urls and len({compare_key(url or "") for url in urls}) == 1


def _seniority(kept: StoredArticle) -> tuple[bool, float, int]:
    """The order in which articles of one post stay: what readers see, and saw first."""
    released = kept.released.timestamp() if kept.released else float("inf")
    return not kept.live, released, kept.revision
