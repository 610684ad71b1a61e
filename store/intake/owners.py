"""Owners: whose a draft is. All that tells of one WordPress belongs to one source, by post numbers.

Its export, its saved answers and its feeds say which site they are of; its wire and its hooks come
under the name of the wire. Who the owner of a site is, the settings say: the wire that polls it;
before there is one, the site itself, by its own name.
"""

from dataclasses import replace

from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Refused
from ..text.sites import post_of
from .intake import Intake, SiteOwner


class Owners:
    """The intakes of a run, by the sites of its items; `intake` is that of all others."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._intakes: dict[str | None, Intake | None] = {None: intake}

    def assign(self, item: SourceItem) -> tuple[SourceItem, Intake | None]:
        """The item as its owner knows it, and the intake of that; None for a refusal."""
        if isinstance(item, Refused):
            return item, None
        if item.site not in self._intakes:
            self._intakes[item.site] = self._intake_of(item.site)
        intake = self._intakes[item.site]
        if intake is None:  # this source may not speak for the site
            return item, self.intake
        return _numbered(item), intake

    def _intake_of(self, site: str | None) -> Intake | None:
        """The intake of a site's posts, None where only its owner may send them."""
        owner = self.intake.sites.get(site or "", SiteOwner(name=site or ""))
        if owner.name == self.intake.owner:
            return self.intake
        if self.intake.any_site or self.intake.owner == site:
            return self.intake.of(owner)
        return None


def _numbered(item: Draft | Deletion | Omitted) -> SourceItem:
    """The item of a site under the number of its post, where its id is the guid that tells it."""
    post = post_of(item.id or "") if item.site else None
    if post is None or post.site != item.site:
        return item
    return replace(item, id=post.number)
