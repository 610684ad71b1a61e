"""The clock of faces and scheduler. Every rule below takes `now` as an argument."""

from datetime import UTC, datetime, timedelta

CLOCK_SLACK = timedelta(seconds=60)  # by which clocks of two machines may differ


def now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)
