"""Digests of what the bytes of a feed depend on beside its articles. Pure."""

from store import Section, digest

from .feed import PrintOptions

PRINT_VERSION = 1


def fingerprint(section: Section, pages: PrintOptions) -> str:
    """A digest of all that the bytes of a feed depend on beside its articles."""
    site = pages.site
    return digest(
        PRINT_VERSION,
        *(section.slug, section.title, section.description, section.language, section.size),
        *(section.hours, section.full_text, section.image),
        *(site.title, site.description, site.language, site.base_url, site.logo, site.icon),
        *(site.copyright, site.contact, pages.guard, pages.tombstones),
        [(one.slug, one.title) for one in pages.sections.all],
    )


def choice(section: Section) -> str:
    """A digest of which articles a section takes."""
    names = (section.slug, section.title, *section.aliases)
    return digest(names, section.tags, section.authors, section.keywords)
