"""The API against its own document: schemathesis makes requests of it, good and bad, and looks at
every answer.

A record of the right shape may still be refused (422): no schema says what a date is. API_CASES is
how many requests are made in all.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from limits import RateLimitItemPerMinute
from schemathesis.config import SchemathesisConfig
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import negative_data_rejection

from feeds.web.api import gate
from store import Store
from tests import quick
from tests.feeds.web.api.sender import SECRET, TOKENS, bearer, make_app
from tests.room import Room, article

CASES = int(os.environ.get("API_CASES", "1000"))
FORM = "application/x-www-form-urlencoded"
GOOD = ["2xx", "400", "401", "403", "404", "409", "422"]
BAD = [
    "207",
    "400",
    "401",
    "403",
    "404",
    "405",
    "409",
    "413",
    "415",
    "422",
]  # 207 says which record of a list was refused


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    quick.leave_out("schemathesis")
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('api') / 'nashra.db'}")
    store.migrate()
    Room(store).ingest(article(1), article(2), owner="wire")
    checks = {
        "positive_data_acceptance": {"expected-statuses": GOOD},
        "negative_data_rejection": {"expected-statuses": BAD},
    }
    config = SchemathesisConfig.from_dict({"checks": checks})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "READS", RateLimitItemPerMinute(1_000_000))
        patch.setattr(gate, "WRITES", RateLimitItemPerMinute(1_000_000))
        yield from_wsgi("/api/v1/openapi.json", make_app(store, TOKENS), config=config)
    store.close()


@pytest.mark.parametrize("half", [0, 1])  # of the operations: two workers are done earlier
@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_every_answer_is_as_the_document_says(
    schema: schemathesis.BaseSchema, mode: schemathesis.GenerationMode, half: int
) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations[half::2]:

        @settings(
            max_examples=max(1, CASES // 2 // len(operations)),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            is_form = case.media_type == FORM  # where a list is written as nobody can tell
            excluded = [negative_data_rejection] if is_form else []
            case.call_and_validate(headers=bearer(SECRET), excluded_checks=excluded)

        ask()
