"""Names of sites, however their addresses are spelt, and the numbers of posts in guids."""

import pytest

from store.text.sites import lies_on, post_of, site_of, site_of_feed, site_of_host


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.Example.com/", "example.com"),
        ("http://example.com", "example.com"),
        ("http://example.com:80/index.php", "example.com"),
        ("http://example.com:8080/blog/", "example.com:8080/blog"),
        ("https://example.com/blog/?lang=ar", "example.com/blog"),
        ("https://صحيفة.مصر/مدونة/", "xn--ogbhx3c3b.xn--wgbh1c/مدونة"),
        ("http://press/", "press/"),  # no token and no wire can be called so
        (" \u200fhttps://example.com\u200f\n", "example.com"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("https://exam ple.com", None),
        ("https://\ufffd.example.com", None),
        ("https://example.com:99999/", None),
        ("https://editor:secret@example.com/", None),
        ("https://www.", None),
        ("ftp://example.com/", None),
        ("example.com", None),
        ("", None),
    ],
)
def test_a_site_has_one_name(address: str, site: str | None) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://example.com/feed/", "example.com"),
        ("https://example.com/blog/index.php/feed/atom/", "example.com/blog"),
        ("https://example.com/rss2", "example.com"),
        ("https://example.com/?feed=rss2", "example.com"),
        ("https://example.com/?cat=3&feed=rss2", None),
        ("https://example.com/category/sports/feed/", "example.com/category/sports"),
    ],
)
def test_the_main_feed_of_a_site_tells_it(address: str, site: str | None) -> None:
    assert site_of_feed(address) == site


@pytest.mark.parametrize(
    ("guid", "post"),
    [
        ("https://example.com/?p=41", ("example.com", "41")),
        ("http://www.example.com/blog/?p=41", ("example.com/blog", "41")),
        ("https://example.com/?post_type=film&p=41", ("example.com", "41")),
        ("https://example.com/?post_type=film&#038;p=41", ("example.com", "41")),
        ("https://example.com/?page_id=41", None),
        ("https://example.com/?p=041", None),
        ("https://example.com/?p=41&replytocom=2", None),
        ("https://example.com/2026/11/news/", None),
        ("tag:example.com,2026:41", None),
    ],
)
def test_a_guid_may_tell_a_post(guid: str, post: tuple[str, str] | None) -> None:
    assert post_of(guid) == post


def test_an_address_lies_on_a_site_or_beside_it() -> None:
    assert lies_on("https://www.example.com/blog/2026/news", "example.com/blog")
    assert lies_on("http://example.com/blog?p=41", "example.com/blog")
    assert not lies_on("https://example.com/blogger", "example.com/blog")
    assert not lies_on("https://example.com.evil.example/", "example.com")
    assert site_of_host("https://www.example.com/blog/2026/news") == "example.com"
