"""Plain pages for people: all feeds, one feed, one article.

Values come from the store, HTML from `feeds/pages`.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, request

from store import (
    Article,
    Expired,
    NotFound,
    Notice,
    Related,
    Section,
    Site,
    StoredArticle,
    Transaction,
    Withdrawn,
)

from ..links import ARTICLES_PATH, article_link, feed_address, page_address
from ..newsroom import Newsroom
from ..pages.feed_pages import (
    FeedLink,
    article_page,
    feed_link,
    feed_page,
    index,
    notice_page,
    place_of,
)
from ..printing.archive import archive, find_number, read_archive, read_archive_state
from ..printing.composed import (
    LABEL_KINDS,
    Composition,
    LabelKind,
    read_composed,
    read_state,
    titled,
)
from ..printing.current import current, read_sheet
from ..printing.feed import Sheet
from ..serving.newsstand import Newsstand
from ..settings.values import Settings
from .places import Places
from .responses import HTML, MINUTE, moved, page, problem
from .turning import read_page, turned_page


def front(newsroom: Newsroom) -> Blueprint:
    """`/`, which says what is set and needs no database."""
    front = Blueprint("front", __name__)

    @front.get("/")
    def show() -> Response:
        return _front(newsroom)

    return front


def blueprint(newsroom: Newsroom, newsstand: Newsstand, readers: Places) -> Blueprint:
    """`/{feed}` and `/articles/{id}`, which read the database, as many at once as may."""
    pages = Blueprint("pages", __name__)
    readers.guard(pages)

    @pages.get("/<key>")
    def feed(key: str) -> Response:
        return _feed(newsroom, newsstand, key)

    for kind in LABEL_KINDS:
        view = partial(_label, newsroom, kind)
        pages.add_url_rule(f"/{kind}/<path:label>", kind, view)

    @pages.get(f"{ARTICLES_PATH}<path:name>")
    def article(name: str) -> Response:
        return _article(newsroom, name)

    return pages


def _front(newsroom: Newsroom) -> Response:
    """The subscription page."""
    settings = newsroom.settings
    return page(settings.site, index(settings.site, feed_links(settings)))


def _feed(newsroom: Newsroom, newsstand: Newsstand, key: str) -> Response:
    """A feed's page; any other name of its section, or of a composition, moves there."""
    settings = newsroom.settings
    sections = {section.slug: section for section in settings.printed}
    composition = None if key in sections else newsroom.compositions.named(key)
    if _is_turned() and (composition or key in sections):
        return _turned(newsroom, sections.get(key), key)
    if key in sections:
        return page(settings.site, _section_html(newsroom, sections[key]))
    if composition:
        return _composed(newsroom, composition, key)
    return _moved_feed(settings, newsstand, key)


def _moved_feed(settings: Settings, newsstand: Newsstand, key: str) -> Response:
    """The way from another name of a section to its page. Raises NotFound or Withdrawn."""
    slug = settings.sections.named(key)
    if slug is None:
        raise _no_feed(newsstand, key)
    number = read_page(request.args.get("page", ""))
    return moved(page_address(settings.site, slug, number))


def _is_turned() -> bool:
    """Whether another page is asked for than the current one, which has no number."""
    return "page" in request.args or "paged" in request.args


def _turned(newsroom: Newsroom, section: Section | None, key: str) -> Response:
    """The page that the parameters ask for, or the way to its address. Raises NotFound.

    section  None for a feed that has no archive
    """
    number = read_page(request.args.get("page", ""))
    if section is None or number == 1:
        number = max(number, read_page(request.args.get("paged", "")))
        return moved(turned_page(newsroom, key, number), MINUTE)
    return page(newsroom.settings.site, _archive_html(newsroom, section, number))


def _archive_html(newsroom: Newsroom, section: Section, turned: int) -> str:
    """A page of a section's archive, as people count them. Raises NotFound."""
    with newsroom.store.snapshot() as snapshot:
        number = find_number(snapshot, section, turned - 1)
        state = read_archive_state(snapshot, section, number)
        if state is None:
            raise NotFound(f"the feed {section.slug!r} has no such page")
        sheet = read_archive(snapshot, section, number, state)
    settings = newsroom.settings
    place = place_of(settings.site, section.slug, turned, has_older=number > 1)
    feed = archive(section, newsroom.options, sheet, number)
    return feed_page(feed, _link(settings, section), place)


def _label(newsroom: Newsroom, kind: LabelKind, label: str) -> Response:
    """The page of a tag's or an author's feed. Raises NotFound."""
    composition = newsroom.compositions.of_label(kind, label)
    if composition is None:
        raise NotFound(f"no {kind} is called {label[:100]!r}")
    if _is_turned():
        return _turned(newsroom, None, composition.key)
    return _composed(newsroom, composition, f"{kind}/{label}")


def _composed(newsroom: Newsroom, composition: Composition, asked: str) -> Response:
    """The page of a composition, or the way to the one spelling of its key. Raises NotFound."""
    site = newsroom.settings.site
    with newsroom.store.snapshot() as snapshot:
        state = read_state(snapshot, composition)
        if state is None:
            raise NotFound(f"no feed is called {asked[:100]!r}")
        if composition.key != asked:
            return moved(feed_address(site, composition.key))
        sheet = read_composed(snapshot, composition, state)
    looks = titled(composition, sheet, newsroom.settings.sections)
    return page(site, _html(newsroom, looks, sheet))


def _section_html(newsroom: Newsroom, section: Section) -> str:
    """Page of a section. Raises NotFound before the first print."""
    with newsroom.store.snapshot() as snapshot:
        if not snapshot.feeds.states([section.slug]):
            raise NotFound(f"the feed {section.slug!r} has not been printed yet")
        sheet = read_sheet(snapshot, section)
    return _html(newsroom, section, sheet)


def _html(newsroom: Newsroom, section: Section, sheet: Sheet) -> str:
    settings = newsroom.settings
    place = place_of(settings.site, section.slug, 1, has_older=bool(sheet.previous))
    feed = current(section, newsroom.options, sheet)
    return feed_page(feed, _link(settings, section), place)


def _no_feed(newsstand: Newsstand, key: str) -> NotFound | Withdrawn:
    """The problem of a feed that is not set: it never was, or it has ended."""
    if newsstand.knows(key):
        return Withdrawn(f"the feed {key!r} is no longer published")
    return NotFound(f"no feed is called {key[:100]!r}")


def feed_links(settings: Settings) -> list[FeedLink]:
    """The names and addresses of all feeds, in the order of the newspaper."""
    return [_link(settings, section) for section in settings.printed]


def _link(settings: Settings, section: Section) -> FeedLink:
    """The names and addresses that pages give a feed."""
    return feed_link(
        settings.site, section.slug, section.title, section.description, section.language
    )


def _article(newsroom: Newsroom, name: str) -> Response:
    """An article's page, or the notice in its place. Raises NotFound or Withdrawn."""
    settings = newsroom.settings
    with newsroom.store.snapshot() as snapshot:
        stored = _published(snapshot, name)
        if stored.notice:
            return _notice(settings.site, stored.notice)
        article = as_asked(_current(stored))
        titled = snapshot.articles.titled
        related = [_linked(settings, titled, other) for other in article.related]
    labels = settings.sections.labels(article)
    feeds = [link for link in feed_links(settings) if link.key in settings.sections.of(article)]
    return page(settings.site, article_page(settings.site, article, labels, related, feeds))


def _notice(site: Site, notice: Notice) -> Response:
    """The notice in the place of a withdrawn article."""
    html = notice_page(site, notice.article)
    return problem(site, 410, html, content_type=HTML, language=site.language, lasting=True)


def _published(snapshot: Transaction, name: str) -> StoredArticle:
    """The article whose page has this name: our id without `urn:uuid:`, or an id taken over.

    Raises NotFound. An article under embargo is not found: nobody is to know of it.
    """
    ours = f"urn:uuid:{name}"
    articles = snapshot.articles.load([ours, name])
    stored = articles.get(ours) or articles.get(name)
    if stored is None or stored.released is None:
        raise NotFound("no article has this address")
    return stored


def _current(stored: StoredArticle) -> Article:
    """The article that readers may see. Raises Withdrawn."""
    if stored.reason == "expired":
        raise Expired("the article has expired")
    if stored.withdrawn:
        raise Withdrawn("the article was withdrawn")
    return stored.article


def as_asked(article: Article) -> Article:
    """The article, without its text where a summary is asked for."""
    if request.args.get("full") != "0" or article.syndicate != "full":
        return article
    return replace(article, syndicate="summary")


def _linked(
    settings: Settings, titled: Callable[[str], StoredArticle | None], related: Related
) -> Related:
    """A related title, which becomes a link once the store holds an article of that title."""
    if related.url:
        return related
    stored = titled(related.title)
    if stored is None:
        return related
    return replace(related, url=article_link(settings.site, stored.article))
