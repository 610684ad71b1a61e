"""The API for newsrooms, `/api/v1`: its operations behind the gate, its document, and the page
that shows it.
"""

from functools import cache
from typing import Any, NoReturn

from flask import Blueprint, Flask, Response, json
from flask_openapi3.blueprint import APIBlueprint
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest

from store import first_misfit

from ...links import API_PATH
from ...newsroom import Newsroom
from ...pages.feed_pages import api_page
from .. import responses
from . import articles, hooks, quarantine, routes, wires
from .document import SECURITY, describe, problem_answers
from .gate import Gate

ROUTES = (*articles.ROUTES, *quarantine.ROUTES, *wires.ROUTES, *hooks.ROUTES)


def register(app: Flask, newsroom: Newsroom) -> None:
    """Give the application the API."""
    # flask-openapi3 asks it of its application
    app.validation_error_callback = _refuse  # type: ignore[attr-defined]
    api = _operations(newsroom)
    app.register_blueprint(api)
    app.register_blueprint(_descriptions(newsroom, api))


def _operations(newsroom: Newsroom) -> APIBlueprint:
    api = APIBlueprint(
        "api",
        __name__,
        url_prefix=API_PATH,
        abp_security=SECURITY,
        abp_responses=problem_answers(),
        operation_id_callback=lambda *, name, **_: name,
    )
    Gate(newsroom.settings.tokens).guard(api)
    for route in ROUTES:
        routes.add(api, route, newsroom)
    return api


def _descriptions(newsroom: Newsroom, api: APIBlueprint) -> Blueprint:
    """The document and its page, which need no token."""
    pages = Blueprint("api_descriptions", __name__, url_prefix=API_PATH)
    site = newsroom.settings.site

    @cache
    def document() -> dict[str, Any]:
        """Describe the API when somebody first asks: most processes are never asked."""
        return describe(api, site)

    @pages.get("/openapi.json")
    def openapi() -> Response:
        return responses.json_document(json.dumps(document(), ensure_ascii=False))

    @pages.get("")
    def page() -> Response:
        return responses.page(site, api_page(site, document()))

    return pages


def _refuse(error: ValidationError) -> NoReturn:
    """Say what is wrong with a query or an address. Raises BadRequest."""
    misfit = first_misfit(error)
    raise BadRequest(f"{misfit.path[0]}: {misfit.message}")
