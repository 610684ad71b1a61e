"""Bodies of requests: what comes in, read within its limits.

What a record may hold is not checked here: a record is read as everywhere else, by its own rules.
"""

from collections.abc import Sequence
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from store import (
    API,
    API_BODY_LIMIT,
    BATCH,
    REQUEST_BODY_LIMIT,
    Refused,
    SentRecords,
    first_misfit,
    parse_json,
    read_sent,
)

from .routes import JSON

Shape = TypeVar("Shape", bound=BaseModel)


def read_bytes(media_types: Sequence[str], limit: int = API_BODY_LIMIT) -> bytes:
    """The body, in one of these media types and in UTF-8.

    Raises UnsupportedMediaType, and RequestEntityTooLarge beyond `limit` bytes.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype not in media_types or charset.lower() != "utf-8":
        raise UnsupportedMediaType(f"expected {' or '.join(media_types)}, in UTF-8")
    request.max_content_length = limit
    return request.get_data(cache=False)


def read_records() -> SentRecords:
    """The records of the body. Raises BadRequest."""
    try:
        return read_sent(read_bytes([JSON]), API, BATCH)
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused


def read_shape(shape: type[Shape]) -> Shape | None:
    """The body in a shape, None where there is none. Raises BadRequest."""
    if not request.content_length and "Transfer-Encoding" not in request.headers:
        return None
    try:
        return shape.model_validate(parse_json(read_bytes([JSON], REQUEST_BODY_LIMIT)))
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
