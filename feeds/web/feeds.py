"""The feeds themselves: bytes from the newsstand, with everything that HTTP says about them.

answer() is pure and the one truth: this view and the fast lane in front of it both give what it
says.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from store import NotFound, Section, Unavailable, Withdrawn

from ..links import SUMMARIES, archive_key, feed_address
from ..newsroom import Newsroom
from ..printing.archive import read_number
from ..printing.composed import LABEL_KINDS, LabelKind
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..serving.answer import Answer, answer
from ..serving.archive_order import PageOrder
from ..serving.codings import CODINGS
from ..serving.deltas import Deltas, shortened, wish_for
from ..serving.negotiation import choose_coding
from ..serving.newsstand import EncodedEdition, Newsstand
from ..serving.on_demand import OnDemand, Order, Wish
from ..serving.tally import Tally
from ..settings.values import Access
from .places import Places, leave
from .responses import MINUTE, moved
from .turning import read_page, turned_document

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


# All feeds that are made on demand are counted as one: there are more than can be counted.
ON_DEMAND = "on demand"


class _FeedResponse(Response):
    """A response that keeps Last-Modified in a 304.

    Werkzeug takes it off, but a 304 repeats what the 200 had (RFC 9110, section 15.4.5).
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        headers = super().get_wsgi_headers(environ)
        if self.last_modified:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


def blueprint(view: "FeedView") -> Blueprint:
    """`/{feed}.rss`, `.atom` and `.json`, of printed feeds and of those of a reader's choice."""
    blueprint = Blueprint("feeds", __name__)
    blueprint.teardown_request(leave)
    for format in FORMATS.values():
        add = partial(blueprint.add_url_rule, defaults={"format": format}, methods=["GET"])
        add(f"/<key>{format.suffix}", format.name, view.show)
        archive = f"archive_{format.name}"
        add(f"/{archive_key('<key>', '<number>')}{format.suffix}", archive, view.show_archive)
        for kind in LABEL_KINDS:
            name = f"{kind}_{format.name}"
            add(f"/{kind}/<path:label>{format.suffix}", name, partial(view.show_label, kind=kind))
    return blueprint


@dataclass(frozen=True, slots=True)
class FeedView:
    """The view of all feeds.

    readers  places of requests that read the database
    """

    newsroom: Newsroom
    newsstand: Newsstand
    deltas: Deltas
    on_demand: OnDemand
    tally: Tally
    readers: Places

    def show(self, format: Format, key: str) -> Response:
        """Answer with a feed, or say why there is none."""
        page = read_page(request.args.get("paged", ""))
        if page > 1:
            return self._turned(key, page, format)
        section = self._printed(key)
        if section:
            return self._current(section, format)
        composition = self.newsroom.compositions.named(key)
        if composition is None:
            return self._elsewhere(key, format)
        return self._composed(Wish(composition, format, _wants_summaries()), key)

    def _current(self, section: Section, format: Format) -> Response:
        """Answer with a printed feed, or with summaries of it."""
        if _wants_summaries():
            return self._page(PageOrder(section, format, summaries=True))
        key = section.slug
        return self.counted(key, format, self._answer_printed(key, format))

    def show_archive(self, format: Format, key: str, number: str) -> Response:
        """Answer with a page of a feed's archive. Raises Withdrawn or NotFound."""
        page = read_number(number)
        section = self._printed(key)
        if section is None:
            return self._elsewhere(key, format, page)
        return self._page(PageOrder(section, format, page, _wants_summaries()))

    def _page(self, order: PageOrder) -> Response:
        """Answer with a page of a printed feed that is made now. Raises NotFound."""
        response = self.made(order)
        if response is None:
            raise NotFound(f"the feed {order.section.slug!r} has no such page")
        return response

    def _turned(self, key: str, page: int, format: Format) -> Response:
        """Move to the page that WordPress would call by that number. Raises NotFound."""
        self.readers.admit()
        slug = self.newsroom.settings.sections.named(key) or key
        address = turned_document(self.newsroom, slug, page, format.suffix, _query())
        return moved(address, MINUTE)

    def show_label(self, format: Format, kind: LabelKind, label: str) -> Response:
        """Answer with the feed of a tag or an author. Raises NotFound."""
        composition = self.newsroom.compositions.of_label(kind, label)
        if composition is None:
            raise NotFound(f"no {kind} is called {label[:100]!r}")
        if read_page(request.args.get("paged", "")) > 1:
            raise NotFound(f"the feed of a {kind} has no older pages")
        wish = Wish(composition, format, _wants_summaries())
        return self._composed(wish, f"{kind}/{label}")

    def _composed(self, wish: Wish, asked: str) -> Response:
        """Answer with a feed that is made now, or move to the one spelling of its key."""
        self.readers.admit()
        key = wish.composition.key
        site = self.newsroom.settings.site
        if key != asked:
            if not self.on_demand.is_known(wish.composition):
                raise NotFound(f"no feed is called {asked[:100]!r}")
            return moved(f"{feed_address(site, key, wish.format.suffix)}{wish.query}")
        response = self.made(wish)
        if response is None:
            raise NotFound(f"no feed is called {asked[:100]!r}")
        return response

    def made(self, order: Order) -> Response | None:
        """Answer with what is made for whoever asks; None where no part of it ever was."""
        self.readers.admit()
        made = self.on_demand.find(order)
        if made is None:
            return None
        site = self.newsroom.settings.site
        reply = answer(
            site,
            order.format,
            made.edition,
            made.variant(_coding()),
            browsing=_browses(),
            query=order.query,
        )
        return self.counted(ON_DEMAND, order.format, reply)

    def counted(self, key: str, format: Format, reply: Answer) -> Response:
        """The response of an answer, counted."""
        response = _response(reply)
        agent = request.headers.get("User-Agent", "")
        self.tally.count(key, format.name, response.status_code, agent)
        return response

    def _printed(self, key: str) -> Section | None:
        printed = self.newsroom.settings.printed
        return next((section for section in printed if section.slug == key), None)

    def _elsewhere(self, key: str, format: Format, number: int = 0) -> Response:
        """Move any other name of a section to its slug. Raises Withdrawn or NotFound.

        number  that of a page of its archive; 0 for the current page
        """
        settings = self.newsroom.settings
        slug = settings.sections.named(key)
        if slug:
            path = archive_key(slug, number) if number else slug
            address = feed_address(settings.site, path, format.suffix)
            return moved(f"{address}{_query()}")
        if self.newsstand.knows(key):
            raise Withdrawn(f"the feed {key!r} is no longer published")
        raise NotFound(f"no feed is called {key[:100]!r}")

    def edition(self, key: str) -> EncodedEdition:
        """What a feed shows now. Raises Unavailable until an edition of it was seen."""
        edition = self.newsstand.find(key)
        if edition is None:
            raise Unavailable(f"the feed {key!r} {self._why_missing()}, ask again in a moment")
        return edition

    def _why_missing(self) -> str:
        if self.newsstand.degraded:
            return "cannot be read from the database now"
        return "is being printed for the first time"

    def _answer_printed(self, key: str, format: Format) -> Answer:
        """What a printed feed answers: its page, or a delta to whoever takes one."""
        held = self.edition(key)
        page = self.answer(held, format)
        wish = None if _is_current(page) else wish_for(page, format, request.environ)
        if wish is None:
            return page
        made = self.deltas.kept(wish)
        if made is None and self.readers.admit_at_once() and not self.newsstand.degraded:
            made = self.deltas.find(wish, held)
        site = self.newsroom.settings.site
        return shortened(site, wish, page, made, request.environ) if made else page

    def answer(self, held: EncodedEdition, format: Format, access: Access = "open") -> Answer:
        """All that may be answered to this request, in a coding that it takes."""
        variant = self.newsstand.variant(held, format.name, _coding())
        site = self.newsroom.settings.site
        browsing = _browses()
        return answer(site, format, held.edition, variant, browsing=browsing, access=access)


def _wants_summaries() -> bool:
    """Whether summaries are asked for where whole texts would come."""
    return request.args.get("full") == "0"


def _query() -> str:
    """What stands behind the address that a request moves to."""
    return SUMMARIES if _wants_summaries() else ""


def _coding() -> str:
    """The coding that the client likes best."""
    return choose_coding(request.headers.get("Accept-Encoding"), CODINGS)


def _browses() -> bool:
    """Whether a browser navigates to the address."""
    return request.headers.get("Sec-Fetch-Dest") == "document"


def _response(answer: Answer) -> Response:
    """The feed, or 304 for a client that has these bytes already."""
    if _is_current(answer):
        response = _FeedResponse(b"", 304)
        response.headers = Headers(answer.same)
    else:
        response = _FeedResponse(answer.variant.content, answer.status)
        response.headers = Headers(answer.full)
    return response


def _is_current(answer: Answer) -> bool:
    """Whether the client has these bytes already."""
    headers = request.headers
    return answer.unchanged(headers.get("If-None-Match"), headers.get("If-Modified-Since"))
