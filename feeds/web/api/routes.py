"""The operations of the API as values: each subject lists its own, and the face adds them all.

What an operation is called here, and what the docstring of its view says, stands in the OpenAPI
document too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_type_hints

from flask import Blueprint, Response, g
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from store import BadQuestion, first_misfit

from ...newsroom import Newsroom
from ...running.writer import Writer
from ...settings.values import Token
from ..parameters import read_parameters
from ..responses import json_document
from .answers import JsonAnswer
from .bodies import RequestBody, receive
from .caller import Caller


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    method   `GET`, `POST`, `PUT` or `DELETE`
    rule     its address below `/api/v1`, as Flask writes rules
    view     called with the Caller, with `path` and `query` in the shapes that it annotates, and
             with the `content` of the body; the document knows the operation by the view's name
    answers  the shape of the answer for each status of success
    """

    method: str
    rule: str
    view: Callable[..., JsonAnswer]
    answers: Mapping[int, type[BaseModel]]
    body: RequestBody | None = None


def add(blueprint: Blueprint, route: Route, newsroom: Newsroom, writer: Writer) -> None:
    """Let a blueprint answer to one operation: a read here, a write in the writer."""
    shapes = get_type_hints(route.view)

    def view(**values: str) -> Response:
        arguments = _arguments(route, shapes, values)
        if route.method == "GET":
            answer = _answer(newsroom, route.view, g.token, arguments)
        else:
            answer = writer.call(_answer, route.view, g.token, arguments)
        if isinstance(answer, HTTPException):
            raise answer
        return json_document(answer.text, answer.status)

    blueprint.add_url_rule(route.rule, route.view.__name__, view, methods=[route.method])


def _arguments(
    route: Route, shapes: Mapping[str, type[BaseModel]], values: Mapping[str, str]
) -> dict[str, object]:
    """What the view is called with, of this request. Raises BadQuestion, and errors of HTTP."""
    arguments: dict[str, object] = {}
    if "path" in shapes:
        arguments["path"] = _shaped(shapes["path"], values)
    if "query" in shapes:
        arguments["query"] = _shaped(shapes["query"], read_parameters())
    if route.body:
        arguments["content"] = receive(route.body)
    return arguments


def _answer(
    newsroom: Newsroom,
    view: Callable[..., JsonAnswer],
    token: Token,
    arguments: Mapping[str, object],
) -> JsonAnswer | HTTPException:
    """The answer of a view, or the error of HTTP that it raises, which the writer would not know.

    Raises the Problem that the view raises.
    """
    try:
        return view(Caller(newsroom, token), **arguments)
    except HTTPException as error:
        return error


def _shaped(shape: type[BaseModel], values: Mapping[str, str]) -> BaseModel:
    """The values of an address or a query in their shape. Raises BadQuestion."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        misfit = first_misfit(error)
        raise BadQuestion(misfit.sentence, field=str(misfit.path[0])) from error
