"""The record of a page: each field from where pages are most to be trusted.

That is JSON-LD first, then the head of the page, then what trafilatura finds in its elements. Only
what trafilatura would lose is read here: the spelling of addresses, moments with their zone, the
size of the picture, and that there is no article.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...errors import Refused
from ...text.arabic import fold
from ...text.front_pages import is_front_page
from ..common import http_address, language_tag, with_absolute_links
from . import extraction, head, jsonld, moments, shown
from .bylines import names_in, told_names
from .jsonld import Properties, first_text, names_of
from .masthead import without_lines
from .picture import picture
from .seen_by import hidden_page, page_embargo, page_end
from .sites import holds_rights, site_names
from .title import Naming, as_headed, is_titled, without_site

NO_TEXT = "holds no article text"
FOR_SUBSCRIBERS = "is for subscribers: it shows no text"

# Titles of pages that tell of an error: a status alone, with a word before it, or one of the
# sentences that servers and their guards write.
_ERROR_TITLE = re.compile(
    r"(?i)\A(?:\W*+[45]\d\d\W*+$|.*((error|خطأ)\W*+[45]\d\d|غير موجودة|not found)|access denied"
    r"|just a moment)"
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts that a page tells of itself, by their place.

    address  where it was found
    url      where it says it stands, else the address; a front page only where it was found there
    base     where its relative addresses are meant
    tree     its elements
    metas    its meta elements by name
    article  the properties of its article in JSON-LD, each a list; those of its page likewise
    found    what trafilatura finds
    sites    what it calls its site
    shown    what it tells around the heading
    """

    html: str
    address: str | None
    url: str | None
    base: str | None
    tree: Any
    metas: dict[str, str]
    article: Properties
    page: Properties
    found: Any
    sites: list[str]
    shown: shown.Told

    @property
    def robots(self) -> list[str]:
        """All that the page says to robots."""
        return head.robots(self.tree)

    def text(self, name: str) -> str | None:
        """The first text of a property of the article in JSON-LD."""
        return first_text(self.article.get(name))

    def told(self, name: str) -> list[Any]:
        """The values of a property of the article in JSON-LD, then those of its page."""
        return [*self.article.get(name, ()), *self.page.get(name, ())]

    def names(self, name: str) -> list[str]:
        """The names of a property of the article in JSON-LD."""
        return names_of(self.article.get(name))


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """A page that is not for all readers, the reason why, and where it says it stands."""

    state: str
    url: str | None


def warm() -> None:
    """Load what records of pages need, which takes longer than one of them."""
    extraction.warm()


def page_record(html: str, address: str | None) -> dict[str, Any] | HiddenPage:
    """The record of a page that was found at `address`, or that few may see it.

    Raises Refused for other than articles.
    """
    page = _facts(html, address)
    title = _title(page)
    _check_is_article(page, title)
    record = _record(page, title)
    state = hidden_page(page.html, page.robots, page.metas, page.article)
    return HiddenPage(state, page.url) if state else record


def _record(page: PageFacts, title: str) -> dict[str, Any]:
    """The record of an article for all readers. Raises Refused where it shows no text."""
    published = _published(page)
    return {
        "url": page.url,
        "title": title,
        "html": _html(page, title),
        "summary": _summary(page),
        "authors": _authors(page),
        "sections": _sections(page),
        "tags": _tags(page),
        "published": published,
        "publish_at": page_embargo(page.metas, page.article, published),
        "updated": _updated(page),
        "expires_at": page_end(page.robots, page.metas, page.article),
        "language": _language(page),
        "image": _image(page),
        "source": _site(page),
    }


def _facts(html: str, address: str | None) -> PageFacts:
    """The facts of a page. Raises Refused for one without elements."""
    tree = _tree(html)
    found = extraction.metadata(tree, address)
    metas = head.metas(tree)
    things = jsonld.things_of(tree)
    url, base, article = _place(tree, metas, things, address)
    sites = _sites(tree, metas, things, base, found.sitename)
    return PageFacts(
        html=html,
        address=address,
        url=url,
        base=base,
        tree=tree,
        metas=metas,
        article=article,
        page=jsonld.page_of(things),
        found=found,
        sites=sites,
        shown=shown.told(tree, sites, _whole_titles(tree, metas, article)),
    )


def _tree(html: str) -> Any:
    """The elements of a page, its JSON-LD mended. Raises Refused."""
    tree = extraction.load(html)
    if tree is None:
        raise Refused(NO_TEXT, field="html")
    jsonld.mend(tree)
    return tree


def _place(
    tree: Any, metas: dict[str, str], things: list[jsonld.Thing], address: str | None
) -> tuple[str | None, str | None, Properties]:
    """Where a page says it stands, where its relative addresses are meant, and its article."""
    claims = head.claimed_addresses(tree, metas, address)
    url = _own_address(claims)
    base = address or url or next(iter(claims), None)
    article = jsonld.article_of(things, url or address)
    url = url or _own_address(jsonld.own_addresses(article, base)) or address
    return url, base, article


def _own_address(claims: Iterable[str]) -> str | None:
    """The first address that may be this page's: some templates name the front page for all."""
    return next((claim for claim in claims if not is_front_page(claim)), None)


# Whether it is an article


def _check_is_article(page: PageFacts, title: str) -> None:
    """Raise Refused for a front page, a list or an error, unless the page says it is an article."""
    if not _says_article(page) and _looks_otherwise(page, title):
        raise Refused(f"is no article, but a front page, a list or an error: {title[:60]!r}")


def _says_article(page: PageFacts) -> bool:
    """Whether the page says of itself that it is an article."""
    if page.article or page.metas.get("og:type") == "article":
        return True
    return "article:published_time" in page.metas


def _looks_otherwise(page: PageFacts, title: str) -> bool:
    """Whether a page looks like a list, a front page or an error."""
    if len(list(page.tree.iter("article"))) > 2 or page.metas.get("og:type") == "website":
        return True
    if page.base and is_front_page(page.base) and not _is_saved_article(page):
        return True
    return _ERROR_TITLE.match(title) is not None


def _is_saved_article(page: PageFacts) -> bool:
    """Whether a saved page, whose place says nothing, is that of one article under its heading."""
    if page.address is not None:
        return False
    return [len(list(article.iter("h1"))) for article in page.tree.iter("article")] == [1]


# Fields


def _site(page: PageFacts) -> str | None:
    """The name of the site, which stands as the source and behind many titles."""
    name = page.metas.get("og:site_name")
    if name:
        return name
    for publisher in page.names("publisher"):
        return publisher
    sitename: str | None = page.found.sitename
    return sitename


def _title(page: PageFacts) -> str:
    """The headline without the name of the site."""
    headline = page.text("headline")
    shared = page.metas.get("og:title")
    title = headline or shared or page.shown.heading or page.found.title or head.title(page.tree)
    naming = Naming(
        sites=page.sites,
        wholes=_wholes(page, shared),
        is_site=lambda name: holds_rights(page.html, name),
        is_section=lambda name: head.names_section(page.tree, page.metas, name),
    )
    title = without_site(title, naming)
    return title if headline else as_headed(title, page.shown.heading)


def _wholes(page: PageFacts, shared: str | None) -> list[str]:
    """Titles that are whole: the heading, and a title to which `title` adds the site's name."""
    is_whole = shared and is_titled(head.title(page.tree), shared, page.sites)
    return [page.shown.heading, shared] if shared and is_whole else [page.shown.heading]


def _whole_titles(tree: Any, metas: dict[str, str], article: Properties) -> list[str]:
    """All that the page gives for its title."""
    titles = (first_text(article.get("headline")), metas.get("og:title"), head.title(tree))
    return [title for title in titles if title]


def _sites(
    tree: Any, metas: dict[str, str], things: list[jsonld.Thing], base: str | None, found: Any
) -> list[str]:
    """All that the page calls its site."""
    named = site_names(tree, metas, things, base)
    publishers = (names_of(thing.get("publisher")) for thing in things)
    return [*named, *(name for names in publishers for name in names), *([found] if found else [])]


def _html(page: PageFacts, title: str) -> str:
    """The text of the article. Raises Refused where the page shows none."""
    html = extraction.article_html(page.html, title)
    if html is None:
        raise Refused(NO_TEXT if _is_free(page) else FOR_SUBSCRIBERS, field="html")
    html = without_lines(html, page.shown.lines, page.shown.heading)
    return with_absolute_links(html, page.base)


def _is_free(page: PageFacts) -> bool:
    """Whether everybody may read the article; nothing said means yes."""
    return str(page.text("isAccessibleForFree")).lower() != "false"


def _summary(page: PageFacts) -> str | None:
    """The first description: of the article, the page, or trafilatura."""
    summary = page.text("description") or page.metas.get("og:description")
    return summary or first_text(page.found.description)


def _authors(page: PageFacts) -> list[str]:
    """The names of the authors, without addresses, verbs and places.

    Where the site calls itself the author, whoever the page shows has written it.
    """
    meta = [name for name in (page.metas.get("author"),) if name]
    said = [names_of(page.article.get("author")), names_of(page.page.get("author")), names_of(meta)]
    told = [[name for given in names for name in told_names(given)] for names in said]
    sites = {fold(site) for site in page.sites}
    people = ([name for name in names if fold(name) not in sites] for names in told)
    first = next(filter(None, people), None)
    return first or page.shown.authors or _found_authors(page) or told[0]


def _found_authors(page: PageFacts) -> list[str]:
    """The names that trafilatura finds in metas of other names: in the page it guesses."""
    found = names_of((page.found.author or "").split("; "))
    said = " ".join(page.metas.values())
    return [name for given in found if given in said for name in names_in(given)]


def _sections(page: PageFacts) -> Any:
    """The sections of the article, else the categories of the page."""
    return page.names("articleSection") or page.found.categories


def _tags(page: PageFacts) -> list[str]:
    """The keywords of the article, else of the page."""
    return page.names("keywords") or names_of(page.found.tags)


def _published(page: PageFacts) -> str | None:
    """The moment of publication."""
    told = page.told("datePublished")
    where = page.url or page.address or ""
    return moments.published(
        told,
        page.metas,
        (page.shown.published, *page.told("dateCreated")),
        (page.found.date, where),
    )


def _updated(page: PageFacts) -> str | None:
    """The moment of the last change."""
    return moments.changed(page.told("dateModified"), page.metas, page.shown.updated)


def _language(page: PageFacts) -> str | None:
    """The language of the article, else of the page."""
    return language_tag(page.text("inLanguage") or page.tree.get("lang"))


def _image(page: PageFacts) -> dict[str, Any] | str | None:
    """The picture that JSON-LD or Open Graph tells of, else the one that is found."""
    told = picture(page.article, page.metas, page.base)
    return told or http_address(page.found.image, page.base)
