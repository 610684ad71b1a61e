"""What pydantic finds wrong is said in our words, and quotes no value without end."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from store.validation import Misfit, describe, first_misfit


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = ""
    sizes: list[int] = []

    @field_validator("name")
    @classmethod
    def is_short(cls, value: str) -> str:
        if len(value) > 3:
            raise ValueError("Should be short")
        return value


def misfit(**fields: Any) -> Misfit:
    with pytest.raises(ValidationError) as error:
        Shape(**fields)
    return first_misfit(error.value, {"list_type": "a list of sizes"})


def test_a_misfit_says_where_it_stands_and_what_should_stand_there() -> None:
    found = misfit(sizes=[1, "x"])
    assert (found.path, found.kind, found.expected, found.value) == (
        ("sizes", 1),
        "int_type",
        "a whole number",
        "x",
    )


def test_a_caller_may_have_words_of_its_own() -> None:
    assert misfit(sizes=5).expected == "a list of sizes"


def test_a_kind_without_a_word_of_ours_keeps_its_sentence() -> None:
    assert misfit(name="long").expected == ""
    assert misfit(name="long").message == "should be short"
    assert misfit(other=1).kind == "extra_forbidden"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        ({}, "an object"),
        ((), "a list"),
        ("x" * 100, f"the text {'x' * 40!r}"),
        (5, "the number 5"),
        (10**100, f"the number {10**100}"[:60]),
    ],
)
def test_a_value_is_described_in_few_words(value: object, words: str) -> None:
    assert describe(value) == words
