"""Addresses: ASCII on the wire, the same once and for all; compared, shown, and read for what they tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Refused
from store.addresses import Upload, compare_key, display, host, link, upload, uri


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://example.com/خبر", "https://example.com/%D8%AE%D8%A8%D8%B1"),
        ("https://example.com/%d8%ae%D8%a8", "https://example.com/%D8%AE%D8%A8"),
        ("https://example.com/ماذا؟", "https://example.com/%D9%85%D8%A7%D8%B0%D8%A7%D8%9F"),
        ("HTTP://Example.COM:8080/a b?q=ب#م", "http://example.com:8080/a%20b?q=%D8%A8#%D9%85"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        (" https://example.com/\u200f\n", "https://example.com/"),
        ("https://example.com/\u0627\u0654", "https://example.com/%D8%A7%D9%94"),
    ],
)
def test_an_iri_becomes_one_uri(given: str, expected: str) -> None:
    assert uri(given) == expected
    assert uri(expected) == expected


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("javascript:alert(1)", "scheme 'javascript'"),
        ("/relative", "no absolute"),
        ("https://", "host"),
        ("https://user:secret@example.com/", "user name"),
        ("https://example.com:99999/", "port"),
        ("https://exa mple.com/", "host"),
        ("https://example.com/\x00", "control character"),
        ("https://example.com/" + "خ" * 500, "at most 2,048"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(given: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        uri(given)


@given(st.text(max_size=60))
def test_every_uri_is_ascii_and_stays_as_it_is(path: str) -> None:
    try:
        made = uri(f"https://example.com/{path}")
    except Refused:
        return
    assert made.isascii()
    assert uri(made) == made
    assert uri(display(made)) == made


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../b", "https://example.com/b"),
        ("//cdn.example.com/x.jpg", "https://cdn.example.com/x.jpg"),
        ("mailto:desk@example.com", "mailto:desk@example.com"),
        ("#note", "#note"),
        ("javascript:x", None),
        ("data:image/png;base64,x", None),
        ("http://[", None),
    ],
)
def test_targets_of_a_body_are_made_absolute_or_dropped(target: str, expected: str | None) -> None:
    assert link(target, "https://example.com/a/c") == expected


def test_a_relative_target_without_a_base_is_dropped() -> None:
    assert link("b", None) is None


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/خبر",
        "https://www.example.com/%D8%AE%D8%A8%D8%B1/",
        "https://example.com:443/خبر?utm_source=x&fbclid=y#top",
    ],
)
def test_spellings_of_one_address_have_one_key(other: str) -> None:
    assert compare_key(other) == compare_key("https://example.com/خبر")


def test_a_parameter_that_means_something_stays_in_the_key() -> None:
    assert compare_key("https://example.com/?p=1") != compare_key("https://example.com/?p=2")
    assert compare_key("https://example.com/?p=1&utm_medium=m") == compare_key("https://example.com/?p=1")


def test_what_is_shown_is_readable_and_hides_nothing() -> None:
    assert display("https://example.com/%D8%AE%D8%A8%D8%B1") == "https://example.com/خبر"
    assert display("https://example.com/%E2%80%AE%20") == "https://example.com/%E2%80%AE%20"


def test_an_upload_tells_its_month_its_pixels_and_its_type() -> None:
    found = upload("https://example.com/wp-content/uploads/2025/02/x-780x470.jpg?v=1")
    assert found == Upload(2025, 2, 780, 470, "image/jpeg")
    assert upload("https://example.com/2025/02/x.webp") == Upload(None, None, None, None, "image/webp")
    assert upload("https://example.com/uploads/2025/13/x") == Upload(None, None, None, None, None)
    assert host("https://www.example.com/x") == "example.com"
