"""The web face: thin views over the newsstand, the store and the pages."""

from flask import Flask

from store import Store

from ..newsstand import Newsstand
from ..settings import Settings
from . import feeds, pages, probes, problems
from .fastlane import FastLane

MAX_BODY = 64_000


def register(app: Flask, settings: Settings, store: Store, *, follow: bool = True) -> None:
    """Give the application its views. Nothing here connects to anything yet.

    Unless `follow`, the newsstand asks the store at every request.
    """
    newsstand = Newsstand(store, follow=follow)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.merge_slashes = False  # its redirect would take the address from Host
    app.register_blueprint(feeds.blueprint(settings, newsstand))
    app.register_blueprint(pages.blueprint(settings, store))
    app.register_blueprint(probes.blueprint(settings, store, newsstand))
    problems.register(app, settings)
    app.wsgi_app = FastLane(app.wsgi_app, settings, newsstand)  # type: ignore[method-assign]
