"""Hooks of the API: what webhook plugins of other systems send of their posts."""

from flask import Response

from store import API, read_webhook

from .answers import all_outcomes, one_outcome
from .bodies import check_count, read_bytes
from .caller import Caller
from .routes import JSON, RequestBody, Route
from .schemas import Decisions

_MEDIA_TYPES = (JSON, "application/x-www-form-urlencoded")


def wordpress(caller: Caller) -> Response:
    """Send what a webhook plugin of WordPress says of a post.

    Messages about anything else are passed over.
    """
    items = read_webhook(read_bytes(_MEDIA_TYPES), API)
    check_count(len(items))
    outcomes = caller.keep(items)
    if len(outcomes) == 1:
        return one_outcome(outcomes)
    return all_outcomes(outcomes)


ROUTES = (
    Route(
        "POST",
        "/hooks/wordpress",
        wordpress,
        answers={200: Decisions, 201: Decisions, 207: Decisions},
        body=RequestBody(["Hook", "Hooks"], _MEDIA_TYPES),
    ),
)
