"""A quick run (`pytest --quick`) starts no PostgreSQL, no browser and no command, and leaves out
the few tests that take seconds without them.

A test is skipped at the line that would begin the expensive thing, so that none has to be marked.
"""

import pytest

_left_out: list[bool] = []


def begin() -> None:
    """Make this run a quick one."""
    _left_out.append(True)


def leave_out(what: str) -> None:
    """Skip the test that needs `what`, if this run is a quick one."""
    if _left_out:
        pytest.skip(f"a quick run leaves out {what}")
