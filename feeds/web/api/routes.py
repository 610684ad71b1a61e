"""The operations of the API as values: each subject lists its own, and the face adds them all.

What is written of an operation here, and in the docstring of its view, stands in the OpenAPI
document.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, g
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from ...newsroom import Newsroom
from .caller import Caller

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What a request carries: one of these schemas of the document, as one of these types."""

    schemas: Sequence[str]
    media_types: Sequence[str] = (JSON,)

    def described(self) -> dict[str, Any]:
        """The body as the document says it."""
        schema = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in self.schemas]}
        content = {media_type: {"schema": schema} for media_type in self.media_types}
        return {"requestBody": {"required": True, "content": content}}


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    method   `get`, `post`, `put` or `delete`
    rule     its address below `/api/v1`, as Flask writes rules
    view     called with the Caller, and with `path` and `query` if it takes them; the document
             knows the operation by the view's name
    answers  the shape of the answer for each status of success
    """

    method: str
    rule: str
    view: Callable[..., Response]
    answers: Mapping[int, type[BaseModel]]
    body: RequestBody | None = None


def add(api: APIBlueprint, route: Route, newsroom: Newsroom) -> None:
    """Give the API one operation."""

    @wraps(route.view)  # flask-openapi3 reads the name, the docstring and the annotations
    def view(**arguments: BaseModel) -> Response:
        return route.view(Caller(newsroom, g.token), **arguments)

    view.__doc__ = " ".join((route.view.__doc__ or "").split())  # one line: the whole summary
    decorator = getattr(api, route.method)
    described = route.body.described() if route.body else None
    decorator(route.rule, responses=dict(route.answers), openapi_extensions=described)(view)
