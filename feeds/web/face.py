"""The web face: thin views over the newsstand, the store and the pages, all registered here.

Nothing outside this room imports from it but `app.py`, which loads this module when a request
comes.
"""

from flask import Flask

from store import REQUEST_BODY_LIMIT, Terms

from ..newsroom import Newsroom
from ..running.server import QUARTER
from ..running.watchdog import watch
from ..running.worker import WebWorker
from ..serving.agents import AgentGate
from ..serving.fastlane import FastLane
from ..serving.on_demand import OnDemand
from ..serving.partner_gate import PartnerGate
from ..serving.turn import Turn
from ..settings.values import Settings
from . import (
    cross_origin,
    discovery,
    feeds,
    health,
    pages,
    partners,
    problems,
    redirects,
    responses,
    search,
    sitemaps,
)
from .api import face as api
from .places import WAITING, Places
from .problems import refuse_agents
from .search_gate import SearchGate


def register(app: Flask, newsroom: Newsroom, *, threads: bool = False) -> WebWorker:
    """Give the application its views, and return what stands behind them.

    With threads, those of a web worker begin, and its process ends when one of them stands still:
    whoever serves starts another. Without, the newsstand asks the store at every request, and
    nothing that is counted is kept.
    """
    app.config["MAX_CONTENT_LENGTH"] = REQUEST_BODY_LIMIT
    app.url_map.merge_slashes = False  # its redirect would take the address from Host
    worker = WebWorker(newsroom)
    if threads:
        worker.start()
        watch(worker.pulses)
    app.after_request(responses.forbid_sniffing)
    cross_origin.register(app)
    app.before_request(refuse_agents)  # before old addresses lead anywhere
    _register_views(app, newsroom, worker)
    app.wsgi_app = FastLane(  # type: ignore[method-assign]
        app.wsgi_app, newsroom.settings, worker.newsstand, worker.deltas, worker.tally
    )
    _register_terms(app, newsroom.settings.site.terms)
    _register_partners(app, newsroom.settings, worker)
    return worker


def _register_terms(app: Flask, terms: Terms | None) -> None:
    """Put the gate of the agents in front of all, where the terms keep something back."""
    if terms is None or terms.ai == "allow":
        return
    app.wsgi_app = AgentGate(app.wsgi_app, terms)  # type: ignore[method-assign]


def _register_partners(app: Flask, settings: Settings, worker: WebWorker) -> None:
    """Put the gate of partners in front of all, where a feed is not open."""
    if all(partner.access == "open" for partner in settings.partners):
        return
    app.wsgi_app = PartnerGate(  # type: ignore[method-assign]
        app.wsgi_app,
        settings.partners,
        worker.newsstand,
        worker.tokens,
        partners.refusals(settings.site),
    )


def _register_views(app: Flask, newsroom: Newsroom, worker: WebWorker) -> None:
    """Register all views; those that read the database share a quarter of the threads."""
    settings = newsroom.settings
    add = app.register_blueprint
    readers = Places(QUARTER, "as many read now as may at once", waiting=WAITING)
    add(pages.blueprint(newsroom, worker.newsstand, readers))
    add(sitemaps.blueprint(newsroom))
    add(pages.front(newsroom))
    add(redirects.blueprint(newsroom, worker.newsstand, readers))
    add(discovery.blueprint(settings))
    add(health.blueprint(settings, worker.lookout))
    _register_feeds(app, newsroom, worker, readers)
    api.register(app, newsroom, readers, worker.writer)
    problems.register(app, settings.site)


def _register_feeds(app: Flask, newsroom: Newsroom, worker: WebWorker, readers: Places) -> None:
    """Register the feeds, printed or not; what is made for whoever asks is made one at a time."""
    turn = Turn()
    on_demand = OnDemand(newsroom.store, newsroom.options, turn)
    view = feeds.FeedView(
        newsroom, worker.newsstand, worker.deltas, on_demand, worker.tally, readers
    )
    app.register_blueprint(feeds.blueprint(view))
    app.register_blueprint(partners.blueprint(view))
    app.register_blueprint(search.blueprint(newsroom, view, turn))
    app.wsgi_app = SearchGate(  # type: ignore[method-assign]
        app.wsgi_app, turn, on_demand, newsroom.settings.site
    )
