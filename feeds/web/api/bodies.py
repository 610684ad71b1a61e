"""Bodies of requests: what comes in, read within its limits.

What a record may hold is not checked here: a record is read as everywhere else, by its own rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from store import (
    API,
    API_BODY_LIMIT,
    BATCH,
    Refused,
    SentRecords,
    first_misfit,
    parse_json,
    read_sent,
)

JSON = "application/json"
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What a request carries: one of these schemas of the document, as one of these types.

    limit  the most bytes
    """

    schemas: Sequence[str]
    media_types: Sequence[str] = (JSON,)
    required: bool = True
    limit: int = API_BODY_LIMIT


def receive(body: RequestBody) -> bytes | None:
    """The bytes of this request's body, in UTF-8; None where there is none, and need be none.

    Raises UnsupportedMediaType, and RequestEntityTooLarge beyond the limit.
    """
    is_there = request.content_length or "Transfer-Encoding" in request.headers
    if not is_there and not body.required:
        return None
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype not in body.media_types or charset.lower() != "utf-8":
        raise UnsupportedMediaType(f"expected {' or '.join(body.media_types)}, in UTF-8")
    request.max_content_length = body.limit
    return request.get_data(cache=False)


def read_records(content: bytes) -> SentRecords:
    """The records of a body. Raises BadRequest."""
    try:
        return read_sent(content, API, BATCH)
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused


def read_shape(content: bytes, shape: type[Shape]) -> Shape:
    """A body in a shape. Raises BadRequest."""
    try:
        return shape.model_validate(parse_json(content))
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused
    except ValidationError as error:
        misfit = first_misfit(error)
        path = ": ".join(map(str, misfit.path))
        named = f"{path}:" if path else "the body"
        raise BadRequest(f"{named} {misfit.sentence}") from error


def check_count(count: int) -> None:
    """Raise RequestEntityTooLarge for more than one transaction keeps: all is kept, or nothing."""
    if count > BATCH:
        raise RequestEntityTooLarge(f"{count:,} articles; at most {BATCH} at once")
