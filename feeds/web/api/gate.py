"""The gate of the API: who may ask, how often, and how many at once.

Everything here happens before a body is read. Whose article it is, and in which sections, is not
asked here: ingest and `caller.py` know.
"""

import hashlib
import hmac
from collections.abc import Sequence
from math import ceil

from flask import Blueprint, g, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.datastructures import Headers, WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from ...clock import now
from ...running.server import QUARTER
from ...settings.values import Token
from ..places import Places, leave

HEADER = "X-Nashra-Token"
# Of one token, in one process.
READS = RateLimitItemPerMinute(1_200)
WRITES = RateLimitItemPerMinute(300)


def authenticate(tokens: Sequence[Token], headers: Headers) -> Token | None:
    """The token that a request shows, None unless it is one of `tokens`.

    It is shown as `Authorization: Bearer ...` or `X-Nashra-Token: ...`. Every token is compared,
    so that the time it takes tells nothing.
    """
    shown = _shown(headers)
    digest = hashlib.sha256(shown.encode("utf-8", "surrogateescape")).hexdigest()
    matching = [token for token in tokens if hmac.compare_digest(token.digest, digest)]
    if not matching or not shown:
        return None
    return matching[0]


def _shown(headers: Headers) -> str:
    scheme, _, credentials = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    return headers.get(HEADER, "")


class Gate:
    """The gate of one process. Safe to share between threads."""

    def __init__(self, tokens: Sequence[Token], readers: Places) -> None:
        self._tokens = tokens
        self._readers = readers
        # Senders may be slow, and each holds a thread as long: readers must not wait for them.
        self._senders = Places(QUARTER, "as many send now as may at once")
        self._counter = FixedWindowRateLimiter(MemoryStorage())

    def guard(self, blueprint: Blueprint) -> None:
        """Stand before every view of `blueprint`."""
        blueprint.before_request(self._admit)
        blueprint.teardown_request(leave)

    def _admit(self) -> None:
        """Let the request in, with its token as `g.token`.

        Raises what is answered instead: Unauthorized, TooManyRequests or ServiceUnavailable.
        """
        token = authenticate(self._tokens, request.headers)
        if token is None:
            raise Unauthorized(
                "show a token of the API", www_authenticate=WWWAuthenticate("bearer")
            )
        g.token = token
        if request.method in ("GET", "HEAD"):
            self._check_rate(token, READS)
            self._readers.admit()
        else:
            self._check_rate(token, WRITES)
            self._senders.admit()

    def _check_rate(self, token: Token, rate: RateLimitItem) -> None:
        if self._counter.hit(rate, token.name):
            return
        reset = self._counter.get_window_stats(rate, token.name).reset_time
        wait = max(1, ceil(reset - now().timestamp()))
        if wait > rate.get_expiry() + 1:
            # The library counts by the wall clock, which was set back: a new window begins.
            self._counter.clear(rate, token.name)
            self._counter.hit(rate, token.name)
            return
        raise TooManyRequests(f"more than {rate.amount:,} in a minute", retry_after=wait)
