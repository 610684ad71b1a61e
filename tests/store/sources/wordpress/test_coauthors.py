"""Authors as Co-Authors Plus keeps them."""

from typing import Any

import pytest

from store import Draft
from store.sources.wordpress.coauthors import coauthor, is_user, user_number
from store.sources.wordpress.posts import draft
from tests.wordpress import post


def term(description: object, name: object = "rim") -> dict[str, object]:
    return {"name": name, "slug": "cap-rim", "description": description}


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("ريم الشاذلي ريم الشاذلي rim 12 rim@example.com", "ريم الشاذلي"),
        ("ريم الشاذلي   rim 12 rim@example.com", "ريم الشاذلي"),
        ("ريم ريم الشاذلي rim 12 ", "ريم"),
        ("د. ريم rim 12 ", "د. ريم"),
        ("rim rim 12 ", "rim"),
        ("", "rim"),
        (None, "rim"),
        ("بلا اسم دخول", "rim"),
    ],
)
def test_a_name_ends_where_the_first_name_follows(description: object, name: str) -> None:
    assert coauthor(term(description)) == name


def test_a_term_that_says_nothing_names_nobody() -> None:
    assert coauthor({}) == coauthor("ريم") == ""
    assert user_number({}) == user_number(term("ريم rim ١٢ ")) == 0


def test_a_user_is_known_by_his_slug() -> None:
    assert user_number(term("ريم   rim 12 rim@example.com")) == 12
    assert is_user({"id": 12, "slug": "rim"}, term(""))
    assert not is_user({"id": 12, "slug": "zayd"}, term(""))
    assert not is_user({"id": 12}, {})


def test_where_numbers_alone_are_told_the_authors_are_unnamed() -> None:
    """Co-Authors Plus tells numbers, and WordPress itself but the first of them."""
    made = told({"coauthors": [21, 22]})
    assert "authors" in made.unnamed
    assert "authors" not in told({"coauthors": []}).unnamed


def test_a_message_with_terms_names_their_authors() -> None:
    terms = [term("ريم الشاذلي   rim 12 ") | {"taxonomy": "author"}]
    authors = told({"_embedded": {"wp:term": [terms]}}).authors
    assert [author.name for author in authors] == ["ريم الشاذلي"]


def told(fields: dict[str, Any]) -> Draft:
    made = draft(post(1) | fields, "site")
    assert isinstance(made, Draft)
    return made
