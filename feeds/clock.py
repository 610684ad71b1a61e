"""The clock of faces and scheduler. Every rule below takes `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)
