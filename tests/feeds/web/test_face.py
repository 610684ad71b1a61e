"""The web face as a whole: a web process loads what it needs to serve, and no more."""

import subprocess
import sys

from tests.process import ROOT, environment

UNNEEDED = ["alembic", "apscheduler", "feedparser", "flask_openapi3", "rich", "trafilatura"]


def test_an_idle_web_process_holds_no_library_of_others(sqlite: str) -> None:
    code = (
        "import sys; from app import create_web; client = create_web().test_client();"
        "client.get('/all.rss'); client.get('/'); client.get('/readyz');"
        f"print(*[name for name in {UNNEEDED} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(sqlite),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.stdout, ran.stderr) == ("\n", "")
