"""The document, its page, and the example of the documentation."""

import hashlib
import json
import os
import shutil
import subprocess

import pytest
from flask.testing import FlaskClient

from store import Store
from tests.feeds.web.api.sender import (
    SECRET,
)
from tests.process import ROOT, serving
from tests.room import Room, article


def test_the_document_and_its_page_are_open_and_need_no_script(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")  # type: ignore[index]
    page = client.get("/api/v1")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for path in document["paths"]:  # type: ignore[index]
        assert path in page.text


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_the_documented_example_works(sqlite: str) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    script = "set -e\n" + text.split("```sh\n")[1].split("```")[0]
    store = Store(sqlite)
    Room(store).ingest(article(90))
    Room(store).refresh()
    store.close()
    line = f"newsroom:{hashlib.sha256(SECRET.encode()).hexdigest()}"
    with serving(sqlite, NASHRA_API_TOKENS=line) as (base, _):
        surroundings = os.environ | {"NASHRA": base, "TOKEN": SECRET, "no_proxy": "*"}
        ran = subprocess.run(
            ["bash", "-c", script], env=surroundings, capture_output=True, check=False, timeout=60
        )
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [one.get("decision") or one["items"][0].get("decision") for one in said] == [
        "new",
        "edited",
        None,
        "withdrawn",
        "restored",
    ]
    assert "culture" in said[0]["items"][0]["feeds"]
