"""The web face: thin views over the newsstand, the store and the pages."""

from flask import Flask

from store import Store

from ..newsstand import Newsstand
from ..settings import Settings
from . import feeds, pages, probes, problems

MAX_BODY = 64_000


def register(app: Flask, settings: Settings, store: Store) -> None:
    """Give the application its views. Nothing here connects to anything yet."""
    newsstand = Newsstand(store)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.merge_slashes = False  # its redirect would take the address from Host
    app.register_blueprint(feeds.blueprint(settings, newsstand))
    app.register_blueprint(pages.blueprint(settings, store))
    app.register_blueprint(probes.blueprint(settings, store, newsstand))
    problems.register(app, settings)
