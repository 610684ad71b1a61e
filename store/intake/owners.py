"""Owners: whose a draft is. All that tells of one WordPress belongs to one source, by post numbers.

Its export, its saved answers and its feeds say which site they are of; its wire and its hooks come
under the name of the wire. The owner of a site is whom a person has named, else the wire that polls
it, else who has owned it before; of a site that is new it is the site itself, by its own name. What
others have of it is brought to the owner first.
"""

from collections.abc import Callable
from dataclasses import replace

from ..db.sites import KnownSite
from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Refused
from ..text.sites import post_of
from .adoption import bring_home
from .intake import Intake, SiteOwner


class Owners:
    """The intakes of a run, by the sites of its items; `intake` is that of all others."""

    def __init__(self, intake: Intake) -> None:
        self.intake = at_home(intake)
        self._intakes: dict[str | None, Intake | None] = {None: self.intake}

    def assign(self, item: SourceItem) -> tuple[SourceItem, Intake | None]:
        """The item as its owner knows it, and the intake of that; None for a refusal."""
        if isinstance(item, Refused):
            return item, None
        if item.site not in self._intakes:
            self._intakes[item.site] = self._intake_of(item.site or "")
        intake = self._intakes[item.site]
        if intake is None:  # this source may not speak for the site
            return item, self.intake
        beside = intake.owner not in (self.intake.owner, item.site)
        return _numbered(item, beside=beside), intake

    def _intake_of(self, site: str) -> Intake | None:
        """The intake of a site's posts, None where only its owner may send them."""
        known = _look(self.intake, site)
        owner = _owner(self.intake, site, known)
        is_own = owner.name == self.intake.owner
        if not (is_own or self._speaks_for(site, owner)):
            return None
        if known is None or site in self.intake.sites or known.walked is not None:
            known = bring_home(self.intake, site, owner)
        known = _note_guids(self.intake, known)
        return _keeping(self.intake if is_own else self.intake.of(owner), known)

    def _speaks_for(self, site: str, owner: SiteOwner) -> bool:
        """Whether this source may send posts of a site that is another's."""
        if self.intake.is_sent:
            return False
        return self.intake.any_site or self.intake.owner in (site, *owner.feeds)


def at_home(intake: Intake, moved: Callable[[], object] = lambda: None) -> Intake:
    """The intake of a source, once it has all posts of the sites that it owns.

    `moved` is called after each batch of them.
    """
    for site, owner in intake.sites.items():
        known = _look(intake, site) if owner.name == intake.owner else None
        if owner.name == intake.owner and _owner(intake, site, known) is owner:
            known = bring_home(intake, site, owner, moved)
            intake = _keeping(intake, known)
    return intake


def _keeping(intake: Intake, known: KnownSite) -> Intake:
    """The intake, which keeps guids where others of the site are kept; the same if it does."""
    if intake.keep_guid or not known.keeps_guids:
        return intake
    return replace(intake, keep_guid=True)


def _look(intake: Intake, site: str) -> KnownSite | None:
    with intake.store.snapshot() as snapshot:
        return snapshot.sites.get(site)


def _owner(intake: Intake, site: str, known: KnownSite | None) -> SiteOwner:
    """The owner of a site."""
    named = {owner.name: owner for owner in intake.sites.values()}
    if known and known.by_hand:
        return named.get(known.owner, SiteOwner(name=known.owner))
    if site in intake.sites:
        return intake.sites[site]
    if known is None or known.owner in named:  # a wire that polls another site by now
        return SiteOwner(name=site)
    return SiteOwner(name=known.owner)


def _note_guids(intake: Intake, known: KnownSite) -> KnownSite:
    """What is known of a site, whose later articles keep their guids where an export's do."""
    if known.keeps_guids or not (intake.keep_guid and intake.any_site):
        return known
    with intake.store.transaction() as transaction:
        known = replace(transaction.sites.get(known.name) or known, keeps_guids=True)
        transaction.sites.keep(known)
    return known


def _numbered(item: Draft | Deletion | Omitted, *, beside: bool) -> SourceItem:
    """The item of a site under the number of its post, where its id is the guid that tells it.

    What comes beside the wire of the site, as its feed does, may be older than what that has told.
    """
    if isinstance(item, Draft) and beside:
        item = replace(item, saved=True)
    post = post_of(item.id or "") if item.site else None
    if post is None or post.site != item.site:
        return item
    return replace(item, id=post.number)
