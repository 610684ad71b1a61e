"""Nashra: settings -> newsroom -> faces. No logic; follow the imports downward from here."""

import os
from pathlib import Path

from feeds.cli import commands
from feeds.newsroom import Newsroom
from feeds.settings.load import load
from feeds.web.application import Application
from store import BadSetting, Store

HERE = Path(__file__).parent


def create_app(*, threads: bool = False) -> Application:
    """The application, made of nashra.toml and the environment; it starts no thread by itself.

    A bad setting ends the process with one line: for every other way to refuse, Flask prints a
    traceback while it lists commands.
    """
    try:
        settings = load(os.environ, HERE / "nashra.toml")
        store = Store(settings.database)
    except BadSetting as problem:
        raise SystemExit(f"Error: {problem}") from None
    newsroom = Newsroom(settings, store)
    app = Application(newsroom, HERE / "feeds", threads=threads)
    commands.register(app, newsroom)
    return app


def create_web() -> Application:
    """The application of a web worker: its face is loaded, and its threads begin, before it is
    asked.
    """
    app = create_app(threads=True)
    app.load_face()
    return app


if __name__ == "__main__":  # `nashra`
    commands.main(create_app)
