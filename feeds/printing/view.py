"""The partner's view of an article: its link, its pictures, its dates and its rights. Pure.

It is made before any format sees the article, and before its partner's demands are asked.
"""

from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from store import Article, Image, Picture, SafeHtml, Site, content_digest, with_renditions

from ..links import article_link
from ..settings.values import URL_PLACE, WIDTH_PLACE, Partner
from .feed import Entry


def view(entry: Entry, partner: Partner, site: Site) -> Entry:
    """An entry as a partner gets it, with the digest of what it shows then."""
    article = _with_rights(entry.article, full_text=partner.full_text)
    if partner.by_arrival:
        article = _dated_by_arrival(article, entry)
    if partner.utm:
        url = _with_parameters(article_link(site, article), partner.utm)
        article = replace(article, url=url)
    if partner.picture:
        article = _with_pictures(article, partner.picture, partner.picture_width)
    return replace(entry, article=article, digest=content_digest(article))


def without_text(entry: Entry) -> Entry:
    """A partner's entry with a summary alone."""
    article = summarised(entry.article)
    return replace(entry, article=article, digest=content_digest(article))


def summarised(article: Article) -> Article:
    """An article as if no more than its summary might be sent."""
    rights = "summary" if article.syndicate == "full" else article.syndicate
    return replace(article, html=SafeHtml(""), syndicate=rights)


def _with_rights(article: Article, *, full_text: bool) -> Article:
    """The article, without its text where only a summary may or shall be sent."""
    return article if article.syndicate == "full" and full_text else summarised(article)


def _dated_by_arrival(article: Article, entry: Entry) -> Article:
    """The article as if it was published where it stands, and not changed before.

    `updated` keeps its fraction of a second, which no other article has.
    """
    arrived = entry.position.replace(microsecond=article.updated.microsecond)
    return replace(article, published=entry.position, updated=max(article.updated, arrived))


def _with_parameters(url: str, parameters: tuple[tuple[str, str], ...]) -> str:
    """An address with these parameters, in the place of others of the same names."""
    parts = urlsplit(url)
    names = {name for name, _ in parameters}
    kept = [part for part in parts.query.split("&") if part and not _names(part) & names]
    query = "&".join((*kept, urlencode(parameters, quote_via=quote)))
    return urlunsplit(parts._replace(query=query))


def _names(part: str) -> set[str]:
    """The names of the parameters in a part of a query."""
    return {name for name, _ in parse_qsl(part, keep_blank_values=True)}


def _with_pictures(article: Article, template: str, width: int | None) -> Article:
    """The article with the pictures that a picture service makes, in its head and in its text."""
    html = with_renditions(article.html, lambda picture: _rendition(picture, template, width))
    return replace(article, html=html, image=_lead(article.image, template, width))


def _lead(image: Image | None, template: str, width: int | None) -> Image | None:
    if image is None:
        return None
    shown = _rendition(Picture(image.url, None, image.width, image.height), template, width)
    return replace(image, url=shown.url, width=shown.width, height=shown.height, length=None)


def _rendition(picture: Picture, template: str, width: int | None) -> Picture:
    """A picture from the picture service, as wide as the partner wants it, in its shape."""
    written = template.replace(WIDTH_PLACE, str(width or ""))
    url = written.replace(URL_PLACE, quote(picture.url, safe=""))
    if width is None:
        return replace(picture, url=url)
    height = None
    if picture.width and picture.height:
        height = max(1, round(picture.height * width / picture.width))
    return replace(picture, url=url, width=width, height=height)
