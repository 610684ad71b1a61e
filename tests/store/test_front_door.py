"""The front door hands out names, and brings no heavy library along that may not be needed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Each costs every command that ingests nothing, and every worker that serves.
HEAVY = {"feedparser", "hijridate", "lxml", "markdown_it", "trafilatura", "yaml"}


def test_entering_the_store_loads_no_reader() -> None:
    program = "import sys, store; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    loaded = {name.partition(".")[0] for name in answer.stdout.split()}
    assert "store" in loaded
    assert loaded & HEAVY == set()
