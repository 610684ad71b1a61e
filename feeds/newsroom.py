"""The newsroom: what the faces work with, composed once of settings and store.

It builds no beats: the web would import the scheduler.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from store import FILES, Intake, NotFound, Outbound, SiteOwner, Store, load, site_owners

from .clock import now
from .printing.composed import Compositions
from .printing.feed import PrintOptions
from .printing.question import Questions
from .settings.values import Partner, Settings

if TYPE_CHECKING:
    from .printing.partner import ProfiledPartner
    from .printing.press import Press
    from .printing.profiles.profile import Profile


class Newsroom:
    """One newspaper: its settings, its store, and the values made of both."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store

    @property
    def intake(self) -> Intake:
        """The intake of files; for another source, or with other rules, replace its fields."""
        return Intake(
            store=self.store,
            site=self.settings.site,
            sections=self.settings.sections,
            clock=now,
            owner=FILES,
            scopes=self.scopes,
            sites=self.sites,
            any_site=True,
        )

    def find_partner(self, slug: str) -> Partner:
        """The partner of this slug. Raises NotFound, which names those there are."""
        partners = {partner.slug: partner for partner in self.settings.partners}
        if slug not in partners:
            known = ", ".join(partners) or "none, a [[partner]] in nashra.toml makes one"
            raise NotFound(f"no partner is called {slug[:100]!r}, known are: {known}")
        return partners[slug]

    @cached_property
    def scopes(self) -> dict[str, frozenset[str]]:
        """The slugs of the only sections that sources may change, by the names of their tokens."""
        tokens = self.settings.tokens
        return {token.name: token.sections for token in tokens if token.sections is not None}

    @cached_property
    def sites(self) -> dict[str, SiteOwner]:
        """The owners of WordPress sites: the wires that poll them."""
        return site_owners(self.settings.wires)

    @cached_property
    def options(self) -> PrintOptions:
        """How feeds look beside their definition."""
        settings = self.settings
        return PrintOptions(settings.site, settings.sections, settings.guard, settings.tombstones)

    @cached_property
    def compositions(self) -> Compositions:
        """The feeds that readers may compose."""
        return Compositions(self.settings.front, self.settings.sections)

    @cached_property
    def questions(self) -> Questions:
        """The questions that readers may ask."""
        settings = self.settings
        return Questions(settings.front, settings.sections, settings.site)

    @cached_property
    def partners(self) -> "tuple[ProfiledPartner, ...]":
        """The partners, each with its profile."""
        profiles: Mapping[str, Profile] = load("feeds.printing.profiles").PROFILES
        profiled: type[ProfiledPartner] = load("feeds.printing.partner").ProfiledPartner
        return tuple(
            profiled(partner, profiles[partner.profile]) for partner in self.settings.partners
        )

    def find_profiled(self, slug: str) -> "ProfiledPartner":
        """The partner of this slug with its profile. Raises NotFound."""
        found = self.find_partner(slug)
        return next(partner for partner in self.partners if partner.partner == found)

    @cached_property
    def press(self) -> "Press":
        """The press of all feeds that are printed unasked."""
        press: Press = load("feeds.printing.press").Press(
            self.intake, self.options, self.settings.printed, self.partners
        )
        return press

    @cached_property
    def outbound(self) -> Outbound:
        """The guarded HTTP client, with the private networks that the settings allow."""
        return Outbound(self.settings.outbound_allow)
