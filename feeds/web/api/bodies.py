"""Bodies of requests: what comes in, read within its limits.

What a record may hold is not checked here: a record is read as everywhere else, by its own rules.
"""

from collections.abc import Sequence

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from store import API, API_BODY_LIMIT, BATCH, Draft, Place, Refused, parse_json, record

from .routes import JSON


def read_bytes(media_types: Sequence[str]) -> bytes:
    """The body, in one of these media types and in UTF-8.

    Raises UnsupportedMediaType, and RequestEntityTooLarge beyond API_BODY_LIMIT.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype not in media_types or charset.lower() != "utf-8":
        raise UnsupportedMediaType(f"expected {' or '.join(media_types)}, in UTF-8")
    request.max_content_length = API_BODY_LIMIT
    return request.get_data(cache=False)


def read_json() -> object:
    """The JSON value of the body. Raises BadRequest."""
    try:
        return parse_json(read_bytes([JSON]))
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused


def read_record(value: object, number: int = 1) -> Draft | Refused:
    """The draft that a record makes, or why it makes none; its number is that in the list."""
    place = Place(API, number)
    if not isinstance(value, dict):
        return Refused("is no object: a record is written { ... }", place=place)
    return record.draft_or_refused(value, place)


def check_count(items: Sequence[object]) -> None:
    """Raise RequestEntityTooLarge for more than one transaction keeps: all is kept, or nothing."""
    if len(items) > BATCH:
        raise RequestEntityTooLarge(f"{len(items):,} articles; at most {BATCH} at once")
