"""Nashra: settings -> store -> web and commands. No logic; follow the imports downward from
here.
"""

import os
from pathlib import Path

from flask import Flask

from feeds.cli import commands
from feeds.newsroom import Newsroom
from feeds.settings.load import load
from feeds.web import face
from store import BadSetting, Store

HERE = Path(__file__).parent


def create_app() -> Flask:
    """The application, made of nashra.toml and the environment. A bad setting ends the process with
    one line.

    Flask prints a traceback for every other way to refuse while it lists commands.
    """
    try:
        settings = load(os.environ, HERE / "nashra.toml")
        store = Store(settings.database)
    except BadSetting as problem:
        raise SystemExit(f"Error: {problem}") from None
    app = Flask("nashra", root_path=str(HERE / "feeds"))
    newsroom = Newsroom(settings, store)
    face.register(app, newsroom)
    commands.register(app, newsroom)
    return app
