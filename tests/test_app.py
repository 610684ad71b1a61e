"""The application: its web face is loaded when somebody looks at its routes, and only once."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app import create_app
from feeds.settings.sections import RESERVED
from feeds.web.application import Application
from tests.process import environment

ROOT = Path(__file__).parents[1]


@pytest.fixture
def _settings(monkeypatch: pytest.MonkeyPatch, sqlite: str) -> None:
    monkeypatch.setenv("NASHRA_DATABASE", sqlite)


@pytest.fixture
def app(_settings: None) -> Iterator[Application]:
    made = create_app()
    yield made
    made.extensions["nashra"].store.close()


def test_a_new_application_has_no_web_face_yet(app: Application) -> None:
    assert not app.blueprints


def test_the_first_request_loads_it(app: Application) -> None:
    assert app.test_client().get("/healthz").get_json() == {"alive": True}
    assert app.test_client().get("/nowhere.rss").status_code == 404


def test_whoever_looks_at_the_routes_sees_all_of_them(app: Application) -> None:
    listed = app.test_cli_runner().invoke(args=["--help"])
    assert listed.exit_code == 0
    assert not app.blueprints
    assert {"/<key>.rss", "/articles/<path:name>"} <= {
        rule.rule for rule in app.url_map.iter_rules()
    }


def test_the_first_word_of_every_address_is_reserved_and_in_the_readme(app: Application) -> None:
    """A section of that slug would have no page, for the address means something else."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words = {rule.rule.split("/")[1].partition(".")[0] for rule in app.url_map.iter_rules()}
    ours = {word for word in words if word and "<" not in word}
    assert ours <= RESERVED, f"add {ours - RESERVED} to RESERVED in feeds/settings/sections.py"
    untold = {word for word in ours - {"static"} if f"| `/{word}" not in readme}
    assert not untold, f"add {untold} to the README's table of addresses"


def test_a_file_is_compared_by_its_tag_and_no_date_of_a_client(app: Application) -> None:
    client = app.test_client()
    full = client.get("/static/page.css", buffered=True)
    assert "Last-Modified" not in full.headers
    for headers, status in (
        ({"If-None-Match": full.headers["ETag"]}, 304),
        ({"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}, 200),
    ):
        answer = client.get("/static/page.css", headers=headers, buffered=True)
        assert answer.status_code == status


def test_first_requests_at_once_load_it_once(app: Application) -> None:
    start = Barrier(4)

    def ask(_: int) -> int:
        start.wait(30)
        return app.test_client().get("/healthz").status_code

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [200] * 4


def test_a_web_face_that_cannot_be_imported_fails_every_request(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "feeds.web.face", None)
        for _ in range(2):
            with pytest.raises(ModuleNotFoundError):
                app.test_client().get("/healthz")
    assert app.test_client().get("/healthz").status_code == 200


# The library that counts requests sweeps up in a timer, which is over in a hundredth of a second.
_WORKER = """
import threading
from app import create_app, create_web

def names():
    threads = threading.enumerate()
    return sorted(thread.name for thread in threads if not isinstance(thread, threading.Timer))

create_app().test_client().get("/all.rss")
print(*names())
app = create_web()
print({"feeds", "pages"} <= set(app.blueprints))
print(*names())
"""


def test_a_web_worker_has_it_with_its_threads_before_the_first_request(sqlite: str) -> None:
    """No other application begins a thread, whatever it is asked."""
    ran = subprocess.run(
        [sys.executable, "-c", _WORKER],
        cwd=ROOT,
        env=environment(sqlite),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "MainThread",
        "True",
        "MainThread lookout newsstand watchdog",
    ]
