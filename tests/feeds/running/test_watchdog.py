"""The watchdog: work that stands still ends its process, and says where; a pause of the whole
process is no standstill.
"""

import os
import signal
import subprocess
import sys
from textwrap import dedent

from feeds.pulse import Pulse
from feeds.running.watchdog import EXIT_CODE, LOOKS, Watchdog
from tests import quick
from tests.process import ROOT, environment

SECONDS = 0.8  # a busy machine may keep one thread waiting for some tenths
MOVING = """
    def work():
        while True:
            time.sleep(0.005)
            pulse.beat()
"""


def program(work: str) -> list[str]:
    """A process that is watched, and whose main thread works as this function says."""
    quick.leave_out("commands")
    source = f"""
        import re, time
        from feeds.pulse import Pulse
        from feeds.running import watchdog

        watchdog._LAST_WORDS_SECONDS = 0.2
        pulse = Pulse("the press")
        watchdog.watch([pulse], {SECONDS})
    """
    return [sys.executable, "-c", f"{dedent(source)}{dedent(work)}\nprint(flush=True)\nwork()"]


def end_of(work: str) -> tuple[int, str]:
    """The exit code of such a process, and what it said."""
    done = subprocess.run(program(work), cwd=ROOT, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stderr.decode()


def test_work_is_stuck_after_so_many_looks_without_a_beat() -> None:
    pulse = Pulse("the press")
    watchdog = Watchdog([pulse])
    assert [watchdog.look() for _ in range(LOOKS)] == [None] * (LOOKS - 1) + [pulse]


def test_a_beat_between_two_looks_is_enough() -> None:
    pulse = Pulse("the press")
    watchdog = Watchdog([pulse])
    for _ in range(3 * LOOKS):
        pulse.beat()
        assert [watchdog.look() for _ in range(LOOKS - 1)] == [None] * (LOOKS - 1)


def test_of_several_works_the_stuck_one_is_named() -> None:
    moves = Pulse("the press")
    stands = Pulse("the wires")
    watchdog = Watchdog([moves, stands])
    found = None
    for _ in range(LOOKS):
        moves.beat()
        found = watchdog.look()
    assert found is stands


def test_a_process_whose_work_stands_still_ends_and_says_where() -> None:
    code, said = end_of("def work():\n    time.sleep(60)")
    assert code == EXIT_CODE
    assert "the press has not moved for" in said
    assert "this process ends (exit 75)" in said
    assert "in work" in said


def test_a_call_that_keeps_the_interpreter_ends_the_process_too() -> None:
    code, said = end_of('def work():\n    re.match("(a+)+b", 60 * "a")')
    assert code == -signal.SIGPROF
    assert "in work" in said


def test_a_log_that_nobody_reads_does_not_keep_it_alive() -> None:
    """Its errors go into a pipe that is full."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, bytes(65536))
    except BlockingIOError:
        os.set_blocking(writing, True)
    process = subprocess.Popen(program("def work():\n    time.sleep(60)"), cwd=ROOT, stderr=writing)
    assert process.wait(60) == EXIT_CODE
    os.close(reading)
    os.close(writing)


def test_a_process_that_was_stopped_for_long_goes_on() -> None:
    process = subprocess.Popen(program(MOVING), cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    try:
        process.wait(3 * SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGCONT)
    try:
        assert process.wait(2 * SECONDS) is None, "it was ended"
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(60)
    process.stdout.close()


def test_a_scheduler_whose_beat_hangs_ends_and_says_where(sqlite: str) -> None:
    """The command itself, with a beat that never returns, and a shorter minute."""
    quick.leave_out("commands")
    source = f"""
        import functools, sys, time
        import app, flask.cli
        from feeds.cli import processes
        from feeds.running.beats import Beats

        def hangs(self):
            time.sleep(600)

        Beats.hold_lease = hangs
        processes.watch = functools.partial(processes.watch, seconds={SECONDS})
        sys.argv = ["flask", "--app", "app", "work"]
        flask.cli.main()
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(source)],
        cwd=ROOT,
        env=environment(sqlite),
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == EXIT_CODE, said
    assert "the scheduler has not moved for" in said
    assert "in hangs" in said
