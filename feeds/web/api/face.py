"""The API for newsrooms, `/api/v1`: operations behind the gate, the document and its page."""

from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, json

from store import load

from ...links import API_PATH
from ...newsroom import Newsroom
from ...pages.feed_pages import api_page
from ...running.writer import Writer
from .. import responses
from ..places import Places
from . import articles, hooks, partners, quarantine, routes, wires
from .gate import Gate

ROUTES = (*articles.ROUTES, *quarantine.ROUTES, *wires.ROUTES, *partners.ROUTES, *hooks.ROUTES)


def register(app: Flask, newsroom: Newsroom, readers: Places, writer: Writer) -> None:
    """Give the application the API: its reads take places of `readers`, `writer` writes."""
    app.register_blueprint(_operations(newsroom, readers, writer))
    app.register_blueprint(_descriptions(newsroom))


def _operations(newsroom: Newsroom, readers: Places, writer: Writer) -> Blueprint:
    operations = Blueprint("api", __name__, url_prefix=API_PATH)
    Gate(newsroom.settings.tokens, readers).guard(operations)
    for route in ROUTES:
        routes.add(operations, route, newsroom, writer)
    return operations


def _descriptions(newsroom: Newsroom) -> Blueprint:
    """The document and its page, which need no token."""
    descriptions = Blueprint("api_descriptions", __name__, url_prefix=API_PATH)
    site = newsroom.settings.site

    @cache
    def document() -> dict[str, Any]:
        """Describe the API when somebody first asks: most processes are never asked."""
        described: dict[str, Any] = load("feeds.web.api.document").describe(ROUTES, site)
        return described

    @descriptions.get("/openapi.json")
    def openapi() -> Response:
        return responses.json_document(json.dumps(document(), ensure_ascii=False))

    @descriptions.get("")
    def page() -> Response:
        return responses.page(site, api_page(site, document()))

    return descriptions
