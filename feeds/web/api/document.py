"""The OpenAPI document (3.1), made of the operations; records bring a schema of their own.

The home of flask-openapi3, which only describes: `routes.py` answers. The face loads this module
when somebody asks for the document.
"""

import json
from collections.abc import Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, NoReturn

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from store import BATCH, RECORD_FIELDS, Site, record_schema

from ...links import API_PATH
from ..responses import PROBLEM
from .bodies import RequestBody
from .gate import HEADER
from .routes import Route
from .schemas import ProblemDetails, Withdrawal

_SECURITY: list[dict[str, list[Any]]] = [{"bearer": []}, {"header": []}]
_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": HEADER},
}
# The problems that every operation may answer with.
_PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
_NOT_OURS = ("$schema", "allOf")  # parts of a record's schema that a request does not need


def describe(routes: Iterable[Route], site: Site) -> dict[str, Any]:
    """The document of these operations, at the site's address."""
    document = _describe_operations(routes, site)
    document["servers"] = [{"url": site.base_url}]
    document["components"]["schemas"] |= _bodies()
    return document


def _describe_operations(routes: Iterable[Route], site: Site) -> dict[str, Any]:
    """What flask-openapi3 makes of the operations; it wants an application of its own for that."""
    info = Info(
        title=f"{site.title}: API",
        version="1",
        description="Articles in, for newsrooms and their systems.",
    )
    describer = OpenAPI(
        "nashra.document",
        info=info,
        doc_ui=False,
        security_schemes=_SCHEMES,
        validation_error_status=400,
        validation_error_model=ProblemDetails,
    )
    describer.register_api(_operations(routes))
    return dict(describer.api_doc)


def _operations(routes: Iterable[Route]) -> APIBlueprint:
    operations = APIBlueprint(
        "api",
        __name__,
        url_prefix=API_PATH,
        abp_security=_SECURITY,
        abp_responses=_problems(),
        operation_id_callback=lambda *, name, **_: name,
    )
    for route in routes:
        _add(operations, route)
    return operations


def _add(operations: APIBlueprint, route: Route) -> None:
    """Describe one operation by a stand-in for its view, since the library writes on it."""

    @wraps(route.view)  # its name, its docstring and its annotations are read
    def view() -> NoReturn:
        raise NotImplementedError("the operation is described here, and answered elsewhere")

    view.__doc__ = " ".join((route.view.__doc__ or "").split())  # one line: the whole summary
    decorator = getattr(operations, route.method.lower())
    body = _request_body(route.body) if route.body else None
    decorator(route.rule, responses=dict(route.answers), openapi_extensions=body)(view)


def _request_body(body: RequestBody) -> dict[str, Any]:
    schema = {"anyOf": [_reference(name) for name in body.schemas]}
    content = {media_type: {"schema": schema} for media_type in body.media_types}
    return {"requestBody": {"required": body.required, "content": content}}


def _problems() -> dict[int | str | HTTPStatus, Any]:
    content = {PROBLEM: {"schema": _reference("ProblemDetails")}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in _PROBLEMS
    }


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _bodies() -> dict[str, Any]:
    """Schemas of bodies; records and hooks are read by rules of their own."""
    return {
        "Record": _record(),
        "Records": _several("Record") | {"minItems": 1},
        "Hook": {"type": "object", "description": "What a plugin sends of a post."},
        "Hooks": _several("Hook"),
        "Withdrawal": Withdrawal.model_json_schema(),
    }


def _several(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _reference(name), "maxItems": BATCH}


def _record() -> dict[str, Any]:
    """The schema of a record under the names that are its own.

    `flask ingest --schema` has the other names, too.
    """
    text = json.dumps(record_schema()).replace('"#/$defs/', '"#/components/schemas/Record/$defs/')
    schema: dict[str, Any] = {
        name: value for name, value in json.loads(text).items() if name not in _NOT_OURS
    }
    schema["properties"] = {name: schema["properties"][name] for name in RECORD_FIELDS}
    schema["required"] = ["title"]
    return schema
