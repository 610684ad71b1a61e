"""Processes that let others go first, among the processes of their session and among sessions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = """
import os
from pathlib import Path
from store.niceness import let_others_go_first
let_others_go_first(7)
session = Path("/proc/self/autogroup")
print(os.nice(0), session.read_text().split()[-1] if session.exists() else "")
"""
_TELLS_SESSIONS_APART = Path("/proc/self/autogroup").exists()


def niceness_and_that_of_its_session(is_leader: bool) -> list[str]:
    """What a fresh process says of itself, which leads a session or stands in one."""
    with_another = ["sh", "-c", 'nice -n 0 "$@"; exit $?', "sh"]
    ran = subprocess.run(
        [*([] if is_leader else with_another), sys.executable, "-c", _SCRIPT],
        start_new_session=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return ran.stdout.decode().split()


@pytest.mark.parametrize(("is_leader", "of_session"), [(False, "0"), (True, "7")])
def test_a_process_takes_its_own_session_along(is_leader: bool, of_session: str) -> None:
    own, *session = niceness_and_that_of_its_session(is_leader)
    assert int(own) == min(os.nice(0) + 7, 19)
    assert session == ([of_session] if _TELLS_SESSIONS_APART else [])
