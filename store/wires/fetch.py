"""Asking the server of a wire: politely, and with an error that says what it answered instead."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ..errors import Unreachable
from ..limits import WIRE_ANSWER_LIMIT
from ..outbound import Outbound, Response
from ..text.dates import read_http

SECONDS = 30.0
_LONGEST = timedelta(days=1)
_GONE = 410
_DIGITS = 9  # more would pass the range of timedelta, and any patience


class UnexpectedStatus(Unreachable):
    """A server answered, but with something else; `wait` is how long it asks to be left alone."""

    def __init__(self, text: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(text)
        self.wait = wait


def ask(
    outbound: Outbound,
    url: str,
    now: datetime,
    headers: Mapping[str, str],
    expected: frozenset[int],
) -> Response:
    """The answer, where its status is one of those expected.

    Raises UnexpectedStatus, and Unreachable where there is none.
    """
    answer = outbound.fetch(url, limit_bytes=WIRE_ANSWER_LIMIT, seconds=SECONDS, headers=headers)
    return checked(answer, now, expected)


def checked(answer: Response, now: datetime, expected: frozenset[int]) -> Response:
    """The answer, where its status is one of those expected. Raises UnexpectedStatus."""
    if answer.status in expected:
        return answer
    what = f"{answer.url[:200]} answers {answer.status}"
    if answer.status == _GONE:
        raise UnexpectedStatus(f"{what} (gone): take the wire out", _LONGEST)
    raise UnexpectedStatus(what, retry_after(answer.headers.get("retry-after", ""), now))


def retry_after(text: str, now: datetime) -> timedelta:
    """How long a server asks to be left alone, at most a day (RFC 9110, section 10.2.3).

    It says so in seconds, or with a date.
    """
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:_DIGITS])), _LONGEST)
    moment = read_http(text)
    if moment is None:
        return timedelta(0)
    return min(max(moment - now, timedelta(0)), _LONGEST)
