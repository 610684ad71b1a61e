"""Bodies of requests: what comes in, read within its limits.

What a record may hold is not checked here: a record is read as everywhere else, by its own rules.
"""

from collections.abc import Sequence

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from store import API, API_BODY_LIMIT, BATCH, Refused, SentRecords, read_sent

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


def read_records() -> SentRecords:
    """The records of the body. Raises BadRequest."""
    try:
        return read_sent(read_bytes([JSON]), API, BATCH)
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused


def check_count(count: int) -> None:
    """Raise RequestEntityTooLarge for more than one transaction keeps: all is kept, or nothing."""
    if count > BATCH:
        raise RequestEntityTooLarge(f"{count:,} articles; at most {BATCH} at once")
