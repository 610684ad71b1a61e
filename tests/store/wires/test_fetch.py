"""A server that is asked says how long it wants to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from store.wires.fetch import retry_after

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("99999999999", 86_400),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), 0),
        ("٣٠", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_a_server_says_how_long_to_wait(text: str, seconds: int) -> None:
    assert retry_after(text, NOW) == timedelta(seconds=seconds)
