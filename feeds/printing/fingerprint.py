"""The digest of a feed's definition, and of all else that its bytes depend on. Pure.

A feed whose fingerprint moved must be printed anew. Every field of a section that is no part of its
choice counts unless it is named here, so that a new field of a section or of the site cannot be
forgotten.
"""

from collections.abc import Collection
from dataclasses import fields

from store import CHOICE_FIELDS, Section, Site, digest

from ..settings.values import Partner
from .feed import PrintOptions

# Raised with every change of the bytes that the formats make of the same feed: whoever upgrades
# prints anew. The reference cases carry it, and fail when they are other under the same version.
PRINT_VERSION = 6

_UNSEEN = (
    "zone",  # dates in feeds are UTC
    "terms",  # feeds say of them what `_terms()` has
)
_APART = ("site", "sections")
# Who is let in changes no byte, but that a secret address stands in no document; of the choice,
# which has a digest of its own, a document shows by what its articles are dated.
_OF_PARTNER_APART = ("choice", "access", "tokens")

_Defined = Section | Partner | Site | PrintOptions


def fingerprint(section: Section, options: PrintOptions) -> str:
    """Digest of everything that the bytes of a feed depend on, beside its articles."""
    return digest(
        PRINT_VERSION,
        *_values(section, but=CHOICE_FIELDS),
        *_surroundings(options),
    )


def partner_fingerprint(partner: Partner, options: PrintOptions) -> str:
    """Digest of everything that the bytes of a partner's feed depend on, beside its articles."""
    return digest(
        PRINT_VERSION,
        *_values(partner, but=_OF_PARTNER_APART),
        partner.access == "secret",
        *_surroundings(options),
    )


def _surroundings(options: PrintOptions) -> list[object]:
    """What all feeds depend on, beside the definition of each."""
    return [
        *_values(options.site, but=_UNSEEN),
        *_values(options, but=_APART),
        *_terms(options.site),
        [(section.slug, section.title) for section in options.sections.all],
    ]


def _terms(site: Site) -> list[object]:
    """What feeds say of the terms for machines: nothing of the agents."""
    return [site.terms.ai, site.terms.license] if site.terms else []


def looks(section: Section, options: PrintOptions) -> str:
    """Digest of everything that the bytes of a feed's entries depend on, beside their articles.

    Two editions of one digest show an article of one revision in the same bytes. Sections count by
    their choices, with their titles: readers see the titles of those that take an article.
    """
    return digest(
        PRINT_VERSION,
        section.full_text,
        section.language,
        options.guard,
        *_values(options.site, but=_UNSEEN),
        *_terms(options.site),
        sorted((one.slug, options.sections.choices[one.slug]) for one in options.sections.all),
    )


def _values(value: _Defined, *, but: Collection[str]) -> list[object]:
    """Values of the fields of a dataclass in their order, but for those that are named."""
    return [getattr(value, field.name) for field in fields(value) if field.name not in but]
