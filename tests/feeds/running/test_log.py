"""The log: a line for each record, whatever is said in it."""

import json
import logging
from collections.abc import Iterator

import pytest

from feeds.running import log
from tests.feeds.test_lines import HOSTILE


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


def fail_with(text: str) -> None:
    raise ValueError(text)


def log_it() -> None:
    logger = logging.getLogger("nashra.tests")
    logger.warning("wire %s: %s", "agency", HOSTILE)
    try:
        fail_with(HOSTILE)
    except ValueError:
        logger.exception("it failed: %s", HOSTILE, stack_info=True)


def test_a_text_of_others_begins_no_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("info", "text")
    log_it()
    lines = capsys.readouterr().err.split("\n")
    own = [line for line in lines if line and not line.startswith("    ")]
    assert [line.split(" ", 2)[2].partition(":")[0] for line in own] == [
        "WARNING nashra.tests",
        "ERROR nashra.tests",
    ]
    assert any("in fail_with" in line for line in lines)
    assert not set("\x1b\r\x9b\x7f\u2028\u202e").intersection("\n".join(lines))


def test_each_record_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("info", "json")
    log_it()
    err = capsys.readouterr().err
    first, second = [json.loads(line) for line in err.splitlines()]
    assert first["message"] == f"wire agency: {HOSTILE}"
    assert "in fail_with" in second["exception"]
    assert not set("\x1b\r\x9b\x7f\u2028\u202e").intersection(err)
