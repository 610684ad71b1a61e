"""HTML of plain tags alone is spared the search for what other elements show."""

from hypothesis import assume, given
from hypothesis import strategies as st

from store.text.markup.clean import _PLAIN_TAGS, _is_plain, _with_pictures, _with_players

# What the rules for pictures, players and other elements look for, but for elements of theirs.
_ATTRIBUTES = (
    *(' class="wp-block-embed fb-post twitter-tweet e-gallery-item"', " data-bg='a.jpg'", " fb:"),
    *(' style="background:url(/a.jpg)"', ' data-lazy-src="/a.jpg"', " data-original_url=x", "/"),
    *(" href=https://youtu.be/abcdefghijk", " youtube noscript <", " data-telegram-post=a/1"),
)
_TEXTS = (
    *("خبر", " ", "\n", "&nbsp;", "&lt;img src=a.jpg&gt;", "https://example.com/a.jpg", '"', "'"),
    *("< img src=a.jpg>", "<", ">", "/", "-video>", "amp-img", "srcdo", "img", "\u017fection>"),
)
_TAGS = st.builds(
    "<{}{}{}>".format,
    st.sampled_from(["", "/"]),
    st.sampled_from(sorted(_PLAIN_TAGS)),
    st.sampled_from(["", "", *_ATTRIBUTES]),
)
_OF_PLAIN_TAGS = st.lists(st.one_of(_TAGS, st.sampled_from(_TEXTS)), max_size=12).map("".join)


@given(_OF_PLAIN_TAGS)
def test_nothing_stands_for_another_element_among_plain_tags(html: str) -> None:
    assume(_is_plain(html))
    assert _with_pictures(_with_players(html)) == html


def test_html_with_any_other_element_is_looked_through() -> None:
    for element in ("img src=a.jpg", "IMG", "amp-img", "iframe", "div", "td", "fb:post", "!--", ""):
        assert not _is_plain(f"<p>خبر</p><{element}>")
    assert not _is_plain("<p srcdoc='x'>خبر</p>")
