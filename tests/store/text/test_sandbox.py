"""What takes too long, too much, or dies is refused and says why; the next call is answered;
nothing stays behind.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from trafilatura import external

from store.errors import Refused
from store.sources.webpage.fields import page_record
from store.text import sandbox, sandbox_server
from store.text.addresses import link
from store.text.markup.clean import clean
from store.text.markup.tags import quoted
from store.text.sandbox import run_isolated
from store.text.sandbox_server import AUTOGROUP, NICENESS, SESSION_NICENESS
from tests import process

ROOT = Path(__file__).parents[3]
PARAGRAPH = (
    "<p>فتح باعة الكتب <a href='/سوق'>أكشاكهم</a> صباح اليوم، وقال أحدهم: <b>عُدنا</b> &amp; لن"
    " نغلق.</p>\n"
)


def for_ever() -> None:
    while True:
        pass


def sleeps_for_ever() -> None:
    signal.alarm(1)  # the wait that a test can afford
    time.sleep(600)


def greedy() -> int:
    return len([bytes(50_000_000) for _ in range(100)])


def talks(text: str) -> str:
    print(text)  # noqa: T201
    os.write(2, text.encode())
    return text


def fails() -> None:
    raise ZeroDivisionError("خبر")


def refuses() -> None:
    raise Refused("nested", field="html", offset=7, code_point=60)


def is_alone() -> bool:
    return os.getpgid(0) == os.getpid()


def loaded() -> bool:
    return "sqlalchemy" in sys.modules


def words_of_all_languages() -> int:
    return len(external.JT_STOPLIST or ())


@pytest.mark.parametrize(
    ("function", "args", "reason"),
    [
        (for_ever, (), "takes more than 2 s of CPU"),
        (
            pow,
            (3, 10**9),
            "takes more than 2 s of CPU",
        ),  # one step of C code: no handler of Python's would run
        (sleeps_for_ever, (), "takes more than 30 s"),
        (greedy, (), "takes more than 1 GB"),
        (os._exit, (0,), "ended its process with code 0"),
        (os._exit, (7,), "ended its process with code 7"),
        (os.abort, (), "ended its process with code -6"),
        (fails, (), "cannot be read: ZeroDivisionError"),
    ],
)
def test_what_passes_a_limit_or_dies_is_refused(
    function: Callable[..., object], args: tuple[object, ...], reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        run_isolated(function, *args)
    assert (refused.value.field, refused.value.reason) == ("content", reason)
    assert run_isolated(quoted, 'خبر "أول"') == '"خبر &quot;أول&quot;"'


def test_a_refusal_comes_back_as_it_was_raised() -> None:
    with pytest.raises(Refused) as refused:
        run_isolated(refuses)
    found = refused.value
    assert (found.reason, found.field, found.offset, found.code_point) == ("nested", "html", 7, 60)
    assert str(found) == "html: nested"


def test_what_a_function_says_aloud_spoils_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_isolated(talks, "خبر") == "خبر"
    assert capfd.readouterr() == ("", "")


def test_each_call_has_a_process_and_a_group_of_its_own() -> None:
    children = [run_isolated(os.getpid) for _ in range(2)]
    assert len({os.getpid(), *children}) == 3
    assert run_isolated(is_alone)
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_what_is_isolated_isolates_nothing_again() -> None:
    inner, outer = run_isolated(inner_and_outer)
    assert inner == outer != os.getpid()


def inner_and_outer() -> tuple[int, int]:
    return run_isolated(os.getpid), os.getpid()


def test_the_database_stays_outside() -> None:
    assert not run_isolated(loaded)


def test_it_works_wherever_the_command_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also beside files that are called as modules are."""
    (tmp_path / "pickle.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_isolated(len, "خبر") == 3


def test_a_large_body_is_the_same_in_process_and_out_of_it() -> None:
    body = PARAGRAPH * (300_000 // len(PARAGRAPH))
    rule = partial(link, base="https://nahr.example/a")
    made = clean(body, rule)
    assert len(made) > 300_000
    assert run_isolated(clean, body, rule) == made


def test_a_server_serves_many_calls_in_a_session_of_its_own() -> None:
    server = run_isolated(os.getppid)
    assert run_isolated(os.getppid) == server
    assert os.getpgid(server) == os.getsid(server) == server != os.getsid(0)


def test_a_server_and_its_session_let_others_go_first() -> None:
    server = run_isolated(os.getppid)
    assert os.getpriority(os.PRIO_PROCESS, server) == min(os.nice(0) + NICENESS, 19)
    if AUTOGROUP.exists():
        process.until(
            lambda: session_niceness(run_isolated(os.getppid)) == SESSION_NICENESS,
            "its session goes before others",
        )


def session_niceness(pid: int) -> int:
    return int(Path(f"/proc/{pid}/autogroup").read_text(encoding="ascii").split()[-1])


@pytest.mark.parametrize(
    ("problem", "is_done"), [(BlockingIOError, False), (PermissionError, True), (None, True)]
)
def test_a_kernel_that_asks_to_come_again_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    problem: type[OSError] | None,
    is_done: bool,
) -> None:
    """It asks whoever is not root, where another process did the same just now."""

    def refuse(*_: object, **__: object) -> None:
        assert problem
        raise problem

    monkeypatch.setattr(sandbox_server, "AUTOGROUP", tmp_path / "autogroup")
    if problem:
        monkeypatch.setattr(Path, "write_text", refuse)
    assert sandbox_server._renice_session() is is_done


def test_a_server_that_died_is_started_anew() -> None:
    server = run_isolated(os.getppid)
    os.kill(server, signal.SIGKILL)
    assert run_isolated(os.getppid) != server
    assert any(not runs(server) for _ in waited())


def test_a_child_ends_with_its_server() -> None:
    with pytest.raises(Refused, match="ended the server"):
        run_isolated(kills_its_server)
    assert run_isolated(len, "خبر") == 3


def test_a_call_that_ended_its_server_is_not_run_again(tmp_path: Path) -> None:
    """Neither by a new server nor by one that had served before."""
    run_isolated(len, "خبر")
    runs_of_it = tmp_path / "runs"
    with pytest.raises(Refused, match="ended the server"):
        run_isolated(notes_and_kills, str(runs_of_it))
    assert runs_of_it.read_text(encoding="ascii") == "1"


def notes_and_kills(path: str) -> None:
    with Path(path).open("a", encoding="ascii") as file:
        file.write("1")
    kills_its_server()


def kills_its_server() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    for_ever()


def stops_its_server() -> None:
    os.kill(os.getppid(), signal.SIGSTOP)


def stops_itself() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


@pytest.mark.parametrize("stops", [stops_its_server, stops_itself])
def test_what_is_stopped_amid_a_call_is_ended_and_its_text_refused(
    stops: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = run_isolated(os.getppid)
    monkeypatch.setattr(sandbox, "_ANSWER_SECONDS", 0.5)
    with pytest.raises(Refused, match="ended the server"):
        run_isolated(stops)
    monkeypatch.undo()
    assert not runs(server)
    assert run_isolated(len, "خبر") == 3


def test_a_server_that_was_stopped_while_it_waited_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text that fills the pipe cannot even be sent."""
    server = run_isolated(os.getppid)
    monkeypatch.setattr(sandbox, "_ANSWER_SECONDS", 4)
    os.kill(server, signal.SIGSTOP)
    assert run_isolated(len, "خ" * 1_000_000) == 1_000_000
    assert not runs(server)


def test_threads_call_at_the_same_time() -> None:
    bodies = [f"<p>{number}</p>" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(partial(run_isolated, clean), bodies, [str] * 12))
    assert answers == bodies


def test_a_fork_of_the_caller_has_servers_of_its_own() -> None:
    script = (
        "import os\nfrom store.text.sandbox import run_isolated\n"
        "servers = [run_isolated(os.getppid)]\nread, write = os.pipe()\n"
        "if not (child := os.fork()):\n"
        "    os.write(write, str(run_isolated(os.getppid)).encode())\n    raise SystemExit\n"
        "os.waitpid(child, 0)\nservers += [int(os.read(read, 99)), run_isolated(os.getppid)]\n"
        "print(*servers)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first, forked, again = map(int, done.stdout.split())
    assert first == again != forked
    assert done.stderr == ""
    assert any(not runs(first) and not runs(forked) for _ in waited())


def test_a_caller_that_leaves_no_dead_children_is_answered_too() -> None:
    script = (
        "import signal\nfrom store.text.sandbox import run_isolated\n"
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nprint(run_isolated(len, 'خبر'))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_no_server_is_started_before_the_first_call_and_none_outlives_the_caller() -> None:
    script = (
        "import os\nfrom pathlib import Path\nfrom store import Store\n"
        "from store.text.sandbox import run_isolated\n"
        "children = Path(f'/proc/self/task/{os.getpid()}/children')\n"
        "assert not children.read_text(encoding='ascii')\nprint(run_isolated(os.getppid))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not runs(int(done.stdout))
    assert done.stderr == ""


def test_a_child_ends_soon_after_its_parent_was_killed(tmp_path: Path) -> None:
    """It still has its 2 s of CPU, and no more."""
    child = tmp_path / "child"
    script = (
        "import sys\nfrom store.text.sandbox import run_isolated\n"
        "from tests.store.text.test_sandbox import noted\n"
    )
    command = [sys.executable, "-c", f"{script}run_isolated(noted, sys.argv[1])", str(child)]
    with subprocess.Popen(command, cwd=ROOT) as parent:
        pid = next(
            int(text)
            for _ in waited()
            if child.exists() and (text := child.read_text(encoding="ascii"))
        )
        parent.kill()
    assert any(not runs(pid) for _ in waited())


def noted(path: str) -> None:
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    for_ever()


def waited() -> Iterator[None]:
    for _ in range(1_200):
        yield
        time.sleep(0.05)


def runs(pid: int) -> bool:
    """A dead one that nobody has waited for runs no more."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
            != "Z"
        )
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_what_short_pages_are_judged_by_is_loaded_once_for_all_calls() -> None:
    page = f"<html><body><h1>عودة باعة الكتب</h1>{PARAGRAPH * 9}</body></html>"
    assert run_isolated(page_record, page, None)["title"]
    assert run_isolated(words_of_all_languages) > 100_000
