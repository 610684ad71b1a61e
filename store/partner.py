"""PartnerChoice: which articles a partner is given, in a feed of its own.

It is an argument here, like a section: nothing reads configuration.
"""

from dataclasses import dataclass

from .section import Exceptions

_NOTHING = Exceptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerChoice:
    """The choice of articles for the feed `feed`, such as `partner/msn`.

    sections    slugs, `all` among them; what stands in one of those is chosen
    tags        are compared folded, as keywords are, of which each may be several words
    sources     names of sources; where there are any, articles of no other are chosen
    exceptions  what is left out all the same
    by_arrival  whether an article is placed by the moment it comes in, not by its date

    Without sections, tags and keywords every article is chosen.
    """

    feed: str
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    exceptions: Exceptions = _NOTHING
    by_arrival: bool = False
