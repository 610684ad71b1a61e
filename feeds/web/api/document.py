"""The OpenAPI document (3.1), made of the operations; records bring a schema of their own."""

import json
from http import HTTPStatus
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from store import BATCH, RECORD_FIELDS, Site, record_schema

from .gate import HEADER
from .schemas import ProblemDetails

SECURITY: list[dict[str, list[Any]]] = [{"bearer": []}, {"header": []}]
_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": HEADER},
}
# The problems that every operation may answer with.
_PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
_NOT_OURS = ("$schema", "allOf")  # parts of a record's schema that a request does not need


def problem_answers() -> dict[int | str | HTTPStatus, Any]:
    """The problems that every operation may answer with, as the document says them."""
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    content = {"application/problem+json": {"schema": schema}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in _PROBLEMS
    }


def describe(api: APIBlueprint, site: Site) -> dict[str, Any]:
    """The document of the API's operations, at the site's address."""
    document = _operations(api, site)
    document["servers"] = [{"url": site.base_url}]
    document["components"]["schemas"] |= _bodies()
    return document


def _operations(api: APIBlueprint, site: Site) -> dict[str, Any]:
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
    describer.register_api(api)
    return dict(describer.api_doc)


def _bodies() -> dict[str, Any]:
    """Schemas of what may be sent. Pydantic does not read it, so it has no shapes of it."""
    return {
        "Record": _record(),
        "Records": _several("Record") | {"minItems": 1},
        "Hook": {"type": "object", "description": "What a plugin sends of a post."},
        "Hooks": _several("Hook"),
    }


def _several(name: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    return {"type": "array", "items": reference, "maxItems": BATCH}


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
