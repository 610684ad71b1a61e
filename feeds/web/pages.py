"""Plain pages for people: all feeds, one feed, one article. Values come from the store, HTML from
pages.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response

from store import NotFound, Related, Store, StoredArticle, Withdrawn

from ..links import ARTICLES_PATH, article_link
from ..pages.feed_pages import article_page, feed_link, feed_page, index
from ..printing.current import current, read_sheet
from ..printing.feed import PrintOptions
from ..settings.values import Settings
from .feeds import moved

CSP = (
    "default-src 'none'; style-src 'self' {base}; img-src http: https:; base-uri 'none';"
    " form-action 'none'"
)


def blueprint(settings: Settings, store: Store) -> Blueprint:
    """`/`, `/{feed}` and `/articles/{id}`."""
    face = Blueprint("pages", __name__)
    sections = {section.slug: section for section in settings.printed}
    links = {
        slug: feed_link(settings.site, slug, section.title, section.description)
        for slug, section in sections.items()
    }
    pages = PrintOptions(settings.site, settings.sections, settings.guard, settings.tombstones)

    @face.get("/")
    def front() -> Response:
        return html(settings, index(settings.site, list(links.values())))

    @face.get("/<key>")
    def feed(key: str) -> Response:
        slug = key if key in sections else settings.sections.named(key)
        if slug is None:
            with store.snapshot() as snapshot:
                state = snapshot.feeds.states([key]).get(key)
            if state and state.edition is not None:
                raise Withdrawn(f"the feed {key!r} is no longer published")
            raise NotFound(f"no feed is called {key[:100]!r}")
        if slug != key:
            return moved(links[slug].page)
        with store.snapshot() as snapshot:
            sheet = (
                read_sheet(snapshot, sections[slug], settings.sections)
                if snapshot.feeds.states([slug])
                else None
            )
        if sheet is None:
            raise NotFound(f"the feed {slug!r} has not been printed yet")
        return html(settings, feed_page(current(sections[slug], pages, sheet), links[slug]))

    @face.get(f"{ARTICLES_PATH}<path:name>")
    def article(name: str) -> Response:
        with store.snapshot() as snapshot:
            found = snapshot.articles.load([f"urn:uuid:{name}", name])
            kept = found.get(f"urn:uuid:{name}") or found.get(name)
            if kept is None or kept.released is None:
                raise NotFound("no article has this address")
            if kept.withdrawn:
                raise Withdrawn("the article was withdrawn")
            related = [
                _linked(settings, snapshot.articles.titled, one) for one in kept.article.related
            ]
        labels = settings.sections.labels(kept.article)
        return html(settings, article_page(settings.site, kept.article, labels, related))

    return face


def _linked(
    settings: Settings, titled: Callable[[str], StoredArticle | None], related: Related
) -> Related:
    """A related title becomes a link once the store holds an article of that title."""
    if related.url:
        return related
    kept = titled(related.title)
    return replace(related, url=article_link(settings.site, kept.article)) if kept else related


def html(settings: Settings, text: str) -> Response:
    answer = Response(text, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = CSP.format(base=settings.site.base_url)
    answer.headers["Content-Language"] = settings.site.language
    answer.headers["Cache-Control"] = "max-age=60"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
