"""The web face: thin views over the newsstand, the store and the pages."""

from multiprocessing.util import Finalize

from flask import Flask

from ..clock import now
from ..newsroom import Newsroom
from ..serving.fastlane import FastLane
from ..serving.newsstand import Newsstand
from ..serving.tally import Tally
from . import feeds, health, pages, problems, redirects
from .api import views as api

MAX_BODY = 64_000


def register(app: Flask, newsroom: Newsroom, *, threads: bool = True) -> None:
    """Give the application its views. Nothing here connects to anything yet.

    Without threads the newsstand asks the store at every request, and nothing is counted.
    """
    settings, store = newsroom.settings, newsroom.store
    newsstand = Newsstand(store, follow=threads)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.merge_slashes = False  # its redirect would take the address from Host
    tally = Tally(store, now, flush=threads)
    Finalize(
        None, tally.close, exitpriority=1
    )  # Granian's workers end as multiprocessing's do, without atexit
    app.register_blueprint(feeds.blueprint(settings, newsstand, tally))
    app.register_blueprint(redirects.blueprint(settings, newsstand))
    app.register_blueprint(pages.blueprint(settings, store))
    app.register_blueprint(health.blueprint(settings, store, newsstand))
    api.register(app, settings, store)
    problems.register(app, settings)
    app.wsgi_app = FastLane(app.wsgi_app, settings, newsstand, tally)  # type: ignore[method-assign]
