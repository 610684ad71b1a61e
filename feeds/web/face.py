"""The web face: thin views over the newsstand, the store and the pages, all registered here.

Nothing outside this room imports from it but `app.py`, which loads this module when a request
comes.
"""

from multiprocessing.util import Finalize

from flask import Flask

from store import REQUEST_BODY_LIMIT

from ..clock import now
from ..newsroom import Newsroom
from ..serving.fastlane import FastLane
from ..serving.newsstand import Newsstand
from ..serving.tally import Tally
from . import feeds, health, pages, problems, redirects
from .api import face as api


def register(app: Flask, newsroom: Newsroom, *, threads: bool = True) -> None:
    """Give the application its views. Nothing here connects to anything yet.

    Without threads the newsstand asks the store at every request, and nothing is counted.
    """
    app.config["MAX_CONTENT_LENGTH"] = REQUEST_BODY_LIMIT
    app.url_map.merge_slashes = False  # its redirect would take the address from Host
    newsstand = Newsstand(newsroom.store, follow=threads)
    tally = Tally(newsroom.store, now, flush=threads)
    # Granian's workers end as multiprocessing's do, without atexit.
    Finalize(None, tally.close, exitpriority=1)
    _register_views(app, newsroom, newsstand, tally)
    app.wsgi_app = FastLane(  # type: ignore[method-assign]
        app.wsgi_app, newsroom.settings, newsstand, tally
    )


def _register_views(app: Flask, newsroom: Newsroom, newsstand: Newsstand, tally: Tally) -> None:
    app.register_blueprint(feeds.blueprint(newsroom, newsstand, tally))
    app.register_blueprint(redirects.blueprint(newsroom, newsstand))
    app.register_blueprint(pages.blueprint(newsroom))
    app.register_blueprint(health.blueprint(newsroom, newsstand))
    api.register(app, newsroom)
    problems.register(app, newsroom.settings.site)
