"""Nashra: settings -> newsroom -> faces. No logic; follow the imports downward from here."""

import os
from pathlib import Path

from feeds.cli import commands
from feeds.newsroom import Newsroom
from feeds.settings.load import load
from feeds.web.application import Application
from store import BadSetting, Store

HERE = Path(__file__).parent


def create_app() -> Application:
    """The application, made of nashra.toml and the environment.

    A bad setting ends the process with one line: for every other way to refuse, Flask prints a
    traceback while it lists commands.
    """
    try:
        settings = load(os.environ, HERE / "nashra.toml")
        store = Store(settings.database)
    except BadSetting as problem:
        raise SystemExit(f"Error: {problem}") from None
    newsroom = Newsroom(settings, store)
    app = Application(newsroom, HERE / "feeds")
    commands.register(app, newsroom)
    return app


def create_web() -> Application:
    """The application of a web server, whose web face is loaded before the first request."""
    app = create_app()
    app.load_face()
    return app


if __name__ == "__main__":  # `nashra`
    commands.main(create_app)
