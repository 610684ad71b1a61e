"""The operations of the API as values: each subject lists its own, and the face adds them all.

What an operation is called here, and what the docstring of its view says, stands in the OpenAPI
document too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_type_hints

from flask import Blueprint, Response, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest

from store import first_misfit

from ...newsroom import Newsroom
from .caller import Caller

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What a request carries: one of these schemas of the document, as one of these types."""

    schemas: Sequence[str]
    media_types: Sequence[str] = (JSON,)
    required: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    method   `GET`, `POST`, `PUT` or `DELETE`
    rule     its address below `/api/v1`, as Flask writes rules
    view     called with the Caller, and with `path` and `query` in the shapes that it annotates;
             the document knows the operation by the view's name
    answers  the shape of the answer for each status of success
    """

    method: str
    rule: str
    view: Callable[..., Response]
    answers: Mapping[int, type[BaseModel]]
    body: RequestBody | None = None


def add(blueprint: Blueprint, route: Route, newsroom: Newsroom) -> None:
    """Let a blueprint answer to one operation."""
    shapes = get_type_hints(route.view)

    def view(**values: str) -> Response:
        arguments = {}
        if "path" in shapes:
            arguments["path"] = _shaped(shapes["path"], values)
        if "query" in shapes:
            arguments["query"] = _shaped(shapes["query"], request.args.to_dict())
        return route.view(Caller(newsroom, g.token), **arguments)

    blueprint.add_url_rule(route.rule, route.view.__name__, view, methods=[route.method])


def _shaped(shape: type[BaseModel], values: Mapping[str, str]) -> BaseModel:
    """The values of an address or a query in their shape. Raises BadRequest."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        misfit = first_misfit(error)
        raise BadRequest(f"{misfit.path[0]}: {misfit.sentence}") from error
