"""What machines read in the head of an article's page: Open Graph and linked data.

Messengers and social networks make their preview of the first (https://ogp.me), search engines
read the second (https://schema.org/NewsArticle).
"""

from collections.abc import Sequence
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from store import Article, Author, Image, Site, rfc3339

from ..links import article_link, front_address
from .dates import day

LinkedData = dict[str, object]

_ARABIC = "ar_AR"  # Facebook's name for Arabic of all countries
_LEAST_LARGE = 300  # pixels: what is narrower is shown small


def linked_data(site: Site, article: Article, labels: Sequence[str]) -> LinkedData:
    """The article as a NewsArticle of schema.org, without its text.

    labels  names that it is filed under, its section first
    """
    address = article_link(site, article)
    fields: LinkedData = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "inLanguage": article.language,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": published(site, article),
        "dateModified": rfc3339(modified(article)),
        "author": list(map(_author, article.authors)),
        "publisher": _publisher(site),
        "image": _image(article.image),
        "articleSection": labels[0] if labels else None,
        "keywords": list(labels[1:]),
    }
    return {name: value for name, value in fields.items() if value}


def published(site: Site, article: Article) -> str | None:
    """Its date of publishing, no more exact than it is known; None where only its arrival is."""
    if article.dated == "ingest":
        return None
    return day(site, article).iso


def modified(article: Article) -> datetime:
    """The moment of its last change that readers see, in whole seconds."""
    return article.updated.replace(microsecond=0)


def locale(language: str) -> str:
    """A language as Open Graph spells it: `ar_AR`, `ar_EG`, `en_US`."""
    if language == "ar":
        return _ARABIC
    try:
        known = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return _ARABIC
    return f"{known.language}_{known.territory or _usual_territory(known.language)}"


def card(image: Image | None) -> str:
    """The form of a Twitter card: with a large picture where there is one."""
    if image is None:
        return "summary"
    is_large = image.width is None or image.width >= _LEAST_LARGE
    return "summary_large_image" if is_large else "summary"


def _usual_territory(language: str) -> str:
    """The country in which a language is spoken most; itself where none is known."""
    likely = get_global("likely_subtags").get(language, language)
    return str(likely).rpartition("_")[2].upper()


def _author(author: Author) -> LinkedData:
    person: LinkedData = {"@type": "Person", "name": author.name}
    if author.url:
        person["url"] = author.url
    return person


def _publisher(site: Site) -> LinkedData:
    publisher: LinkedData = {
        "@type": "NewsMediaOrganization",
        "name": site.title,
        "url": front_address(site),
    }
    if site.logo:
        publisher["logo"] = {"@type": "ImageObject", "url": site.logo}
    return publisher


def _image(image: Image | None) -> LinkedData | None:
    if image is None:
        return None
    sides: LinkedData = {"width": image.width, "height": image.height, "caption": image.alt}
    known = {name: value for name, value in sides.items() if value}
    return {"@type": "ImageObject", "url": image.url} | known
