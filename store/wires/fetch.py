"""Asking the server of a wire: politely, and with an error that says what it answered instead."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ..errors import Unreachable
from ..outbound import Outbound, Response
from ..text.dates import read_http

SECONDS = 30.0
LIMIT = 16_000_000
_LONGEST = timedelta(days=1)


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
    """The answer, where its status is one of those expected. Raises Refusal, Unreachable."""
    answer = outbound.fetch(url, limit_bytes=LIMIT, seconds=SECONDS, headers=headers)
    if answer.status not in expected:
        wait = (
            _LONGEST
            if answer.status == 410
            else retry_after(answer.headers.get("retry-after", ""), now)
        )
        said = " (gone): take the wire out" if answer.status == 410 else ""
        raise UnexpectedStatus(f"{answer.url[:200]} answers {answer.status}{said}", wait)
    return answer


def retry_after(text: str, now: datetime) -> timedelta:
    """How long a server asks to be left alone, at most a day: seconds, or a date (RFC 9110, section
    10.2.3).
    """
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _LONGEST)
    moment = read_http(text)
    return min(max(moment - now, timedelta(0)), _LONGEST) if moment else timedelta(0)
