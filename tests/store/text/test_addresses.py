"""Addresses: ASCII on the wire, the same once and for all; compared, shown, and read for what they
tell.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Refused
from store.text.addresses import compare_key, display_address, host, link, uri


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
        ("\u2066https://example.com/\u2069", "https://example.com/"),
        ("https://example.com/a[1]?b[]=2#c#d", "https://example.com/a%5B1%5D?b%5B%5D=2#c%23d"),
        ("https://[2001:DB8::1]:8080/", "https://[2001:db8::1]:8080/"),
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
        ("https://example.com\\@other.example/", "user name"),
        ("https://example.com\\other", "host"),
        ("https://a..example/", "host"),
        ("http://[::::]/", "IPv6"),
        ("https://example.com/\x00", "control character"),
        ("https://example.com/" + "خ" * 500, "at most 2,048"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(given: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        uri(given)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        (" http://a b.com/", 9),
        ("\u200fhttps://u@e.com/", 10),
        (" http://e.com/\x01", 14),
        ("http://a\\b", 8),
    ],
)
def test_a_refusal_tells_where_in_the_text_as_given(text: str, offset: int) -> None:
    with pytest.raises(Refused) as caught:
        uri(text)
    assert (caught.value.offset, caught.value.code_point) == (offset, ord(text[offset]))


@given(st.text(max_size=60))
def test_every_uri_is_ascii_and_stays_as_it_is(path: str) -> None:
    try:
        made = uri(f"https://example.com/{path}")
    except Refused:
        return
    assert made.isascii()
    assert uri(made) == made
    assert uri(display_address(made)) == made


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://example.com/خبر", "https://example.com/خبر"),
        ("\u200f https://example.com/خبر\u202c", "https://example.com/خبر"),
        ("https://example.com/\u202egpj.exe", "https://example.com/%E2%80%AEgpj.exe"),
        ("https://example.com/خ\u200bبر\u2067", "https://example.com/خ%E2%80%8Bبر"),
        ("https://example.com/%E2%80%AEgpj.exe", "https://example.com/%E2%80%AEgpj.exe"),
    ],
)
def test_an_address_is_shown_as_it_was_written_without_what_would_turn_it(
    given: str, shown: str
) -> None:
    assert display_address(given) == shown


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
        ("", None),
        ("#\ud800", None),
    ],
)
def test_targets_of_a_body_are_made_absolute_or_dropped(target: str, expected: str | None) -> None:
    assert link(target, "https://example.com/a/c") == expected


def test_a_relative_target_without_a_base_is_dropped() -> None:
    assert link("b", None) is None


@given(st.text(max_size=40), st.sampled_from([None, "https://example.com/a/"]))
def test_no_text_at_all_makes_these_raise(text: str, base: str | None) -> None:
    for each in (text, f"https://{text}", f"//{text}"):
        made = link(each, base)
        assert made is None or made.isascii()
        assert isinstance(compare_key(each) + display_address(each) + host(each), str)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/خبر",
        "https://www.example.com/%D8%AE%D8%A8%D8%B1/",
        "https://example.com:443/خبر?utm_source=x&fbclid=y#top",
        "//EXAMPLE.com/خبر?UTM_Source_Platform=x&gbraid",
    ],
)
def test_spellings_of_one_address_have_one_key(other: str) -> None:
    assert compare_key(other) == compare_key("https://example.com/خبر")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/%CE%C8%D1", "https://example.com/%C7%D1%CF"),
        ("https://example.com/%D8%AE%CE", "https://example.com/%D8%AE%CF"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/a%3Fb", "https://example.com/a?b"),
        ("https://example.com/?q=a%26b", "https://example.com/?q=a&b"),
    ],
)
def test_two_addresses_that_only_look_alike_have_two_keys(one: str, other: str) -> None:
    assert compare_key(one).encode() != compare_key(other).encode()


def test_both_spellings_of_a_letter_and_of_a_host_have_one_key() -> None:
    assert compare_key("https://مثال.إختبار/%D8%A7%D9%94") == compare_key(
        "https://xn--mgbh0fb.xn--kgbechtv/أ"
    )


def test_a_parameter_that_means_something_stays_in_the_key() -> None:
    assert compare_key("https://example.com/?p=1") != compare_key("https://example.com/?p=2")
    assert compare_key("https://example.com/?p=1&utm_medium=m") == compare_key(
        "https://example.com/?p=1"
    )


def test_what_is_shown_is_readable_and_hides_nothing() -> None:
    assert display_address("https://example.com/%D8%AE%D8%A8%D8%B1") == "https://example.com/خبر"
    assert display_address("https://example.com/%E2%80%AE%20") == "https://example.com/%E2%80%AE%20"
    assert (
        display_address("https://example.com/%D8%9C%D8%AE%2F") == "https://example.com/%D8%9Cخ%2F"
    )
    assert display_address("https://xn--mgbh0fb.xn--kgbechtv?q=%D8%AE") == "https://مثال.إختبار?q=خ"
    assert display_address("https://example.com/%D8%AE%CE") == "https://example.com/خ%CE"


def test_a_host_is_told_without_its_www() -> None:
    assert host("https://www.example.com/x") == "example.com"
