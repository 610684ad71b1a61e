"""Embeds and widgets of WordPress whose page would build what they show."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import take
from tests.newsroom.wordpress import BODY, answer, export, stored
from tests.room import Room

PAGE = "https://www.youtube.com/watch?v=AbCdEf12345"
FRAME = "https://www.youtube.com/embed/AbCdEf12345?feature=oembed"
POST = "https://other.example/2026/post/"
YOUTUBE = f'<a href="{PAGE}">فيديو على يوتيوب</a>'


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


RENDERED = {  # what an answer holds, and the one link that is read
    "an element of CKEditor": (
        f'<figure class="media"><oembed url="{PAGE}"></oembed></figure>',
        YOUTUBE,
    ),
    "of a host that nobody knows": (
        f'<figure class="media"><oembed url="{POST}"></oembed></figure>',
        f'<a href="{POST}">{POST}</a>',
    ),
    "an address alone in its block": (
        '<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n'
        f"{PAGE}\n</div></figure>",
        YOUTUBE,
    ),
    "another WordPress's post": (
        f'<blockquote class="wp-embedded-content"><p><a href="{POST}">عنوان الخبر</a></p>'
        '</blockquote><p><iframe class="wp-embedded-content" sandbox="allow-scripts"'
        f' title="“عنوان الخبر” — موقع" src="{POST}embed/#?secret=a"></iframe></p>',
        f'<a href="{POST}">عنوان الخبر</a>',
    ),
    "its frame alone": (
        '<iframe class="wp-embedded-content" sandbox="allow-scripts" title="عنوان الخبر"'
        f' src="{POST}embed/#?secret=a"></iframe>',
        f'<a href="{POST}">عنوان الخبر</a>',
    ),
    "a lazy frame": (
        f'<iframe src="about:blank" data-src="{FRAME}" title="لقاء"></iframe>',
        f'<a href="{PAGE}">لقاء</a>',
    ),
    "a frame that waits for consent": (
        f'<iframe data-category="marketing" data-src-cmplz="{FRAME}" src="about:blank"></iframe>',
        YOUTUBE,
    ),
    "Elementor's video": (
        '<div class="elementor-widget elementor-widget-video" data-settings="{&quot;youtube_url'
        "&quot;:&quot;https:\\/\\/www.youtube.com\\/watch?v=AbCdEf12345&quot;,&quot;video_type"
        '&quot;:&quot;youtube&quot;}"><div class="elementor-video"></div></div>',
        YOUTUBE,
    ),
    "Enfold's video": (
        f"<div class='avia-video avia-video-16-9' data-original_url='{PAGE}'></div>",
        YOUTUBE,
    ),
}


@pytest.mark.parametrize(("html", "link"), RENDERED.values(), ids=RENDERED)
def test_an_embed_is_one_link_with_a_title(
    room: Room, tmp_path: Path, html: str, link: str
) -> None:
    article = take(room, tmp_path, "posts.json", answer(f"<p>{BODY}</p>{html}")).article
    assert link in article.html
    assert article.html.count("<a ") == 1


def test_a_gallery_of_elementor_shows_its_pictures(room: Room, tmp_path: Path) -> None:
    item = (
        '<a class="e-gallery-item elementor-gallery-item" href="https://a.example/{0}.jpg"><div'
        ' class="e-gallery-image" data-thumbnail="https://a.example/{0}-300.jpg" role="img"'
        ' aria-label="صورة {0}"></div></a>'
    )
    html = f"<p>{BODY}</p><div>{item.format(1)}{item.format(2)}</div>"
    article = take(room, tmp_path, "posts.json", answer(html)).article
    for at in (1, 2):
        assert f'<img src="https://a.example/{at}.jpg" alt="صورة {at}">' in article.html


STORED = {  # what an export holds
    "an embed": (
        f'<!-- wp:embed {{"url":"{PAGE}"}} --><figure class="wp-block-embed"><div'
        f' class="wp-block-embed__wrapper">\n{PAGE}\n</div></figure><!-- /wp:embed -->'
    ),
    "an embed of old": (
        f'<!-- wp:core-embed/youtube {{"url":"{PAGE}"}} --><figure class="wp-block-embed"><div'
        f' class="wp-block-embed__wrapper">\n{PAGE}\n</div></figure><!-- /wp:core-embed/youtube -->'
    ),
    "an embed in a comment": f'<!-- wp:embed {{"url":"{PAGE}"}} /-->',
    "an address on its line": f"\n\n{PAGE}\n\n",
    "a shortcode": f"[embed width=600]{PAGE}[/embed]",
}


@pytest.mark.parametrize("content", STORED.values(), ids=STORED)
def test_an_embed_of_an_export_is_one_link_with_a_title(
    room: Room, tmp_path: Path, content: str
) -> None:
    article = take(room, tmp_path, "a.wxr", export(stored(f"<p>{BODY}</p>\n{content}"))).article
    assert YOUTUBE in article.html
    assert article.html.count("<a ") == 1


def test_an_address_in_a_sentence_stays_as_it_is(room: Room, tmp_path: Path) -> None:
    html = f"<p>{BODY} {POST} .</p><p>[embed] [tweet deleted]</p>"
    taken = take(room, tmp_path, "posts.json", answer(html))
    assert taken.text == f"{BODY} {POST} . [embed] [tweet deleted]"
