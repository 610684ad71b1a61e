"""The writer: calls in a process of its own, which may die at any moment, and leaves nothing."""

import errno
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Timer, get_native_id

import pytest

from feeds.newsroom import Newsroom
from feeds.running import writer as room
from feeds.running.writer import Writer
from feeds.settings.load import load
from feeds.settings.values import Token
from store import Place, Refused, Store, Unavailable, ingest, record
from tests import process, quick
from tests.room import article

CALLS = 3
AT_ONCE = 20


def newsroom_of(url: str) -> Newsroom:
    return Newsroom(load({}, process.ROOT / "nashra.toml"), Store(url))


@pytest.fixture
def newsroom(sqlite: str) -> Iterator[Newsroom]:
    newsroom = newsroom_of(sqlite)
    yield newsroom
    newsroom.store.close()


@pytest.fixture
def writer(newsroom: Newsroom) -> Iterator[Writer]:
    quick.leave_out("commands")
    writer = Writer(newsroom, CALLS)
    writer.start()
    yield writer
    writer.close()


# What is called there


def own_pid(_: Newsroom) -> int:
    return os.getpid()


def refuse(_: Newsroom) -> None:
    raise Refused("is too long", field="title", offset=7, place=Place("api", 3))


def fail(_: Newsroom) -> None:
    raise KeyError("nobody foresaw this")


def length(_: Newsroom, text: bytes) -> int:
    return len(text)


def wait_beside(_: Newsroom, folder: str) -> int:
    """Wait for a while, and say how many waited at once."""
    mark = Path(folder) / str(time.monotonic_ns())
    mark.touch()
    time.sleep(0.02)
    found = len(list(Path(folder).iterdir()))
    mark.unlink()
    return found


def keep(newsroom: Newsroom, numbers: list[int], stop_at: str | None = None) -> None:
    """Keep articles; with `stop_at` make this file, and wait for ever amid the transaction."""
    drafts = [record.draft(article(number), Place("x", 1)) for number in numbers]
    with newsroom.store.transaction() as transaction:
        transaction.revision.fill()
        if stop_at:
            Path(stop_at).touch()
            time.sleep(600)
    list(ingest(drafts, newsroom.intake))


def compute_for_ever(_: Newsroom) -> None:
    while True:
        pass


def test_it_calls_here_until_it_is_started(newsroom: Newsroom) -> None:
    assert Writer(newsroom, CALLS).call(own_pid) == os.getpid()


def test_all_calls_are_served_by_one_other_process(writer: Writer) -> None:
    first = writer.call(own_pid)
    assert first not in (0, os.getpid())
    assert [writer.call(own_pid) for _ in range(3)] == [first] * 3
    assert writer.call(length, b"x" * 16_000_000) == 16_000_000


def test_a_problem_is_raised_here_as_it_was_there(writer: Writer) -> None:
    with pytest.raises(Refused) as refusal:
        writer.call(refuse)
    here = refusal.value
    assert (here.field, here.reason, here.offset) == ("title", "is too long", 7)
    assert (here.place, str(here)) == (Place("api", 3), "title: is too long")


def test_an_error_that_nobody_foresaw_is_told_with_its_place(writer: Writer) -> None:
    first = writer.call(own_pid)
    with pytest.raises(RuntimeError, match=r"(?s)fail in the writer:.*in fail\n.*nobody foresaw"):
        writer.call(fail)
    assert writer.call(own_pid) == first


def test_so_many_are_served_at_once_and_the_others_wait(writer: Writer, tmp_path: Path) -> None:
    folder = tmp_path / "waiting"
    folder.mkdir()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        at_once = list(threads.map(lambda _: writer.call(wait_beside, str(folder)), range(60)))
    assert max(at_once) == CALLS


def _until_it_stands_at(mark: Path, call: Callable[[], None]) -> Future[None]:
    """Begin a call in a thread; it stands where it makes the mark."""
    threads = ThreadPoolExecutor(1)
    future = threads.submit(call)
    process.until(mark.exists, "the call does not begin")
    threads.shutdown(wait=False)
    return future


def test_a_kill_in_the_middle_keeps_what_was_acknowledged_and_no_half(
    database: str, tmp_path: Path
) -> None:
    quick.leave_out("commands")
    newsroom, mark = newsroom_of(database), tmp_path / "mark"
    writer = Writer(newsroom, CALLS)
    writer.start()
    writer.call(keep, [1, 2])
    first = writer.call(own_pid)
    with newsroom.store.snapshot() as snapshot:
        before = snapshot.revision.number()
    future = _until_it_stands_at(mark, lambda: writer.call(keep, [3], str(mark)))
    os.kill(first, signal.SIGKILL)
    with pytest.raises(Unavailable, match="has ended: send it again"):
        future.result(60)
    with newsroom.store.snapshot() as snapshot:
        assert snapshot.revision.number() == before
    writer.call(keep, [3])
    assert writer.call(own_pid) != first
    with newsroom.store.snapshot() as snapshot:
        kept = [stored.article.source_id for stored in snapshot.articles.after("", 10)]
    assert sorted(map(str, kept)) == ["n-1", "n-2", "n-3"]
    writer.close()
    newsroom.store.close()


def test_whoever_waits_for_one_that_was_killed_is_told_so(writer: Writer, tmp_path: Path) -> None:
    """Of twenty some are amid a call, others wait for their turn; the next one is served."""
    first, folder = writer.call(own_pid), tmp_path / "waiting"
    folder.mkdir()

    def call(_: int) -> bool:
        with suppress(Unavailable):
            return writer.call(wait_beside, str(folder)) > 0
        return False

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = threads.map(call, range(AT_ONCE))
        process.until(lambda: len(list(folder.iterdir())) >= CALLS, "the calls do not begin")
        os.kill(first, signal.SIGKILL)
        assert False in list(answers)
    assert writer.call(own_pid) != first


def test_one_that_died_while_nobody_called_is_not_noticed(writer: Writer) -> None:
    first = writer.call(own_pid)
    os.kill(first, signal.SIGKILL)
    process.until(lambda: _is_gone(first), "it is still there")
    assert writer.call(own_pid) != first


def test_one_that_does_not_answer_says_where_it_stands_and_is_ended(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    first = writer.call(own_pid)
    monkeypatch.setattr(room, "_ANSWER_SECONDS", 1)
    monkeypatch.setattr(room, "_LAST_WORDS_SECONDS", 30)
    with pytest.raises(Unavailable):
        writer.call(compute_for_ever)
    monkeypatch.undo()
    assert "in compute_for_ever" in capfd.readouterr().err
    assert writer.call(own_pid) != first


@pytest.fixture
def impatient(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """A writer that has begun, and is ended when it is silent for a few seconds."""
    monkeypatch.setattr(room, "_LOOKS", 3)
    writer.call(own_pid)
    return writer


@pytest.mark.parametrize("size", [1, 10_000_000])
def test_one_that_stands_still_before_it_reads_is_replaced_unseen(
    impatient: Writer, size: int
) -> None:
    first = impatient.call(own_pid)
    stop(first)
    assert impatient.call(length, b"x" * size) == size
    assert _is_gone(first)


def stand_still(_: Newsroom) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(600)  # this thread may be the last that stops


def test_one_that_stands_still_amid_a_call_is_ended_also_if_nobody_else_calls(
    impatient: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    first = impatient.call(own_pid)
    with pytest.raises(Unavailable):
        impatient.call(stand_still)
    process.until(lambda: "gave no sign of life" in caplog.text, "nothing is said of it")
    assert _is_gone(first)
    assert impatient.call(own_pid) != first


def take_long(_: Newsroom, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_one_that_is_at_a_call_for_long_gives_signs_of_life(impatient: Writer) -> None:
    seconds = (room._LOOKS + 1) * room._LOOK_SECONDS
    assert impatient.call(take_long, seconds) == impatient.call(own_pid)


def test_one_that_stands_still_is_ended_also_if_nobody_calls(impatient: Writer) -> None:
    first = impatient.call(own_pid)
    stop(first)
    process.until(lambda: not Path(f"/proc/{first}").exists(), "it is still there")


def test_one_that_stood_still_for_a_moment_goes_on(writer: Writer) -> None:
    first = writer.call(own_pid)
    stop(first)
    _wake_later(first, 2.5 * room._LOOK_SECONDS)
    assert writer.call(own_pid) == first


def _wake_later(pid: int, seconds: float) -> None:
    """Let a process that was stopped go on after a while."""
    timer = Timer(seconds, os.kill, [pid, signal.SIGCONT])
    timer.daemon = True
    timer.start()


def test_one_that_begins_slowly_is_waited_for_longer(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, started = room._start, []

    def start_slowly(theirs: list[Connection]) -> subprocess.Popen[bytes]:
        newborn = start(theirs)
        started.append(newborn.pid)
        stop(newborn.pid)
        _wake_later(newborn.pid, 1.5 * room._LOOKS)
        return newborn

    monkeypatch.setattr(room, "_LOOK_SECONDS", 1)
    monkeypatch.setattr(room, "_start", start_slowly)
    assert [writer.call(own_pid)] == started


def stop(pid: int) -> None:
    """Have a process stand still, all threads of it."""
    os.kill(pid, signal.SIGSTOP)
    process.until(lambda: set(_states(pid)) == {"T"}, "it goes on")


def _states(pid: int) -> Iterator[str]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        stat = (task / "stat").read_text(encoding="utf-8")
        yield stat.rpartition(")")[2].split()[0]


def test_it_ends_with_its_input(writer: Writer) -> None:
    first = writer.call(own_pid)
    process_of_it = writer._process
    assert process_of_it
    assert process_of_it._process.stdin
    process_of_it._process.stdin.close()
    process.until(lambda: _is_gone(first), "it goes on")


def test_no_answer_is_left_for_the_next_who_calls(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(room._Process, "_receive", run_out_of_memory)
        with pytest.raises(MemoryError):
            writer.call(length, b"xx")
    assert [writer.call(length, b"x") for _ in range(CALLS)] == [1] * CALLS


@pytest.mark.parametrize("earlier", range(CALLS))
def test_a_thread_of_it_that_ends_lets_go_who_waits(
    writer: Writer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    earlier: int,
) -> None:
    monkeypatch.setattr(room, "_ANSWER_SECONDS", 10)
    for _ in range(earlier):
        writer.call(own_pid)
    with pytest.raises(Unavailable):
        writer.call(leave)
    assert "was at a call" not in caplog.text


def leave(_: Newsroom) -> None:
    raise SystemExit


def run_out_of_memory(*_: object) -> bytes:
    raise MemoryError


def test_it_outlives_the_thread_that_needed_it_first(writer: Writer) -> None:
    os.kill(writer.call(own_pid), signal.SIGKILL)
    with ThreadPoolExecutor(1) as threads:
        thread = threads.submit(get_native_id).result()
        second = threads.submit(writer.call, own_pid).result()
    process.until(lambda: not Path(f"/proc/self/task/{thread}").exists(), "the thread goes on")
    assert writer.call(own_pid) == second


def test_where_none_can_be_started_it_is_said_and_tried_again(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.kill(writer.call(own_pid), signal.SIGKILL)
    for impossible, error in (
        ("subprocess.Popen", OSError(errno.EMFILE, "Too many open files")),
        ("feeds.running.writer.Pipe", OSError(errno.EMFILE, "Too many open files")),
        ("feeds.running.writer.Thread", RuntimeError("can't start new thread")),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(impossible, partial(fail_with, error))
            with pytest.raises(Unavailable, match=f"cannot start: .*{error.args[-1]}"):
                writer.call(own_pid)
    assert writer.call(own_pid) != os.getpid()


def test_where_none_can_be_started_no_descriptor_is_left(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_start", start_none)
    before = _open_descriptors()
    gc.disable()
    try:
        with suppress(Unavailable):
            writer.call(own_pid)
        assert _open_descriptors() == before
    finally:
        gc.enable()


def start_none(_: list[Connection]) -> None:
    raise OSError(errno.EMFILE, "Too many open files")


def _open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def fail_with(error: Exception, *_: object, **__: object) -> None:
    raise error


def test_none_is_started_after_the_end(writer: Writer) -> None:
    first = writer.call(own_pid)
    writer.close()
    with pytest.raises(Unavailable):
        writer.call(own_pid)
    assert _is_gone(first)


def test_a_signal_that_asks_for_a_stop_does_not_end_it(writer: Writer) -> None:
    first = writer.call(own_pid)
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(first, number)
    assert writer.call(own_pid) == first


def test_it_starts_with_the_worker_where_anybody_may_send_and_ends_with_it(sqlite: str) -> None:
    quick.leave_out("commands")
    settings = load({}, process.ROOT / "nashra.toml")
    for tokens, count in (((), 0), ((Token("wire", "0" * 64),), 1)):
        before = process.children(os.getpid())
        store = Store(sqlite)
        writer = Writer(Newsroom(replace(settings, tokens=tokens), store), CALLS)
        writer.start()
        assert len(process.children(os.getpid())) == len(before) + count
        first = writer.call(own_pid)
        writer.close()
        assert _is_gone(first)
        store.close()


_WORKER = """
from tests.feeds.running.test_writer import *
import sys
room._LOOKS = 3
writer = Writer(newsroom_of(sys.argv[1]), CALLS)
writer.start()
print(writer.call(own_pid), flush=True)
ThreadPoolExecutor(1).submit(writer.call, {busy})
time.sleep(600)
"""


@pytest.mark.parametrize("busy", ["own_pid", "compute_for_ever"])
def test_it_does_not_outlive_a_worker_that_is_killed(sqlite: str, busy: str) -> None:
    quick.leave_out("commands")
    command = [sys.executable, "-c", _WORKER.format(busy=busy), sqlite]
    with subprocess.Popen(command, cwd=process.ROOT, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        writer = int(worker.stdout.readline())
        worker.kill()
    process.until(lambda: _is_gone(writer), "the writer of a dead worker goes on")


def test_it_goes_on_with_a_worker_that_was_stopped_for_long(sqlite: str) -> None:
    quick.leave_out("commands")
    command = [sys.executable, "-c", _WORKER.format(busy="own_pid"), sqlite]
    with subprocess.Popen(command, cwd=process.ROOT, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        writer = int(worker.stdout.readline())
        try:
            for number, looks in ((signal.SIGSTOP, 4), (signal.SIGCONT, 2)):
                for pid in (worker.pid, writer):
                    os.kill(pid, number)
                time.sleep(looks * room._LOOK_SECONDS)
            assert not _is_gone(writer)
        finally:
            worker.kill()
    process.until(lambda: _is_gone(writer), "the writer of a dead worker goes on")


def _is_gone(pid: int) -> bool:
    """Whether there is no such process, or it is dead and only not yet waited for."""
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state == "Z"
    return True
