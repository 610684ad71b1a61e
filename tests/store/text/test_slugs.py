"""Slugs of WordPress are read, wherever they were cut, and nothing else is."""

from urllib.parse import quote

import pytest

from store.text.slugs import is_slug, readable

POLITICS = quote("سياسة").lower()
SLUGS = {
    POLITICS: "سياسة",
    POLITICS.upper(): "سياسة",
    quote(POLITICS): "سياسة",
    quote(quote(POLITICS)): "سياسة",
    quote("كرة-القدم"): "كرة-القدم",
    "egypt-" + quote("مصر"): "egypt-مصر",
    POLITICS[:-3]: "سياس",
    POLITICS[:-2]: "سياس",
    POLITICS[:-1]: "سياس",
    POLITICS[:-4]: "سياس",
    quote(POLITICS)[:-1]: "سياس",
    quote(POLITICS)[:-3]: "سياس",
    quote("اقتصاد🚀")[:-4]: "اقتصاد",
    "%d8": "",
    "%D8%": "",
    "%d3%ed%c7%d3%c9": "",  # windows-1256, which nobody can be sure of
    f"https://bank.example.com/category/news/{POLITICS}/": "سياسة",
    "https://blog.example.com/search/label/سفر?max=5": "سفر",
}
NAMES = (
    "سياسة",
    "نمو 5%",
    "50%20",
    "%d",
    "100%",
    "C%2B%2B",
    "economy",
    "%25",
    "https://bank.example.com/2026/a%20b",
    "https://bank.example.com/category/",
    "https://[",
    "",
)


@pytest.mark.parametrize(("slug", "name"), SLUGS.items())
def test_a_slug_is_read(slug: str, name: str) -> None:
    assert readable(slug) == name
    assert is_slug(slug)


@pytest.mark.parametrize("name", NAMES)
def test_another_name_is_left_as_it_is(name: str) -> None:
    assert readable(name) == name
    assert not is_slug(name)


def test_a_slug_cut_anywhere_shows_no_escape_of_a_letter() -> None:
    slug = quote("مجلس-الوزراء")
    for end in range(6, len(slug)):
        assert readable(slug[:end]).isprintable()
        assert "%" not in readable(slug[:end])
        assert "%" not in readable(quote(slug)[: end + 10])
