"""Nashra: settings -> newsroom -> web and commands. No logic; follow the imports downward from
here.
"""

import os
from pathlib import Path
from threading import RLock

from flask import Flask
from werkzeug.routing import Map

from feeds.cli import commands
from feeds.newsroom import Newsroom
from feeds.settings.load import load as load_settings
from store import BadSetting, Store, load

HERE = Path(__file__).parent


class Application(Flask):
    """Flask, whose web face is loaded when its routes are first looked at.

    A command needs no web: it starts in half the time without one. Whoever asks for a route, or
    for all of them as `flask routes` does, finds them there.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._loading = RLock()
        self._is_loaded = True  # while Flask itself looks at its routes
        super().__init__("nashra", root_path=str(HERE / "feeds"))
        self._is_loaded = False

    @property
    def url_map(self) -> Map:
        """The routes."""
        self.load_web()
        return self._url_map

    @url_map.setter
    def url_map(self, routes: Map) -> None:
        self._url_map = routes

    def load_web(self) -> None:
        """Load the web face, unless it is there; of many threads one does, and the others wait."""
        with self._loading:
            if not self._is_loaded:
                self._is_loaded = True  # the face looks at the routes too
                load("feeds.web.face").register(self, self._newsroom)


def create_app() -> Application:
    """The application, made of nashra.toml and the environment.

    A bad setting ends the process with one line: for every other way to refuse, Flask prints a
    traceback while it lists commands.
    """
    try:
        settings = load_settings(os.environ, HERE / "nashra.toml")
        store = Store(settings.database)
    except BadSetting as problem:
        raise SystemExit(f"Error: {problem}") from None
    newsroom = Newsroom(settings, store)
    app = Application(newsroom)
    commands.register(app, newsroom)
    return app


def create_web() -> Application:
    """The application of a web server: its web face is loaded before the first request."""
    app = create_app()
    app.load_web()
    return app


if __name__ == "__main__":  # `nashra`
    commands.main(create_app)
