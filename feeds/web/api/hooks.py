"""Hooks of the API: what webhook plugins of other systems send of their posts."""

from store import API, read_webhook

from .answers import JsonAnswer, all_outcomes, one_outcome
from .bodies import JSON, RequestBody, check_count
from .caller import Caller
from .routes import Route
from .schemas import Decisions

_MEDIA_TYPES = (JSON, "application/x-www-form-urlencoded")


def wordpress(caller: Caller, content: bytes) -> JsonAnswer:
    """Send what a webhook plugin of WordPress says of a post.

    Messages about anything else are passed over.
    """
    items = read_webhook(content, API)
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
