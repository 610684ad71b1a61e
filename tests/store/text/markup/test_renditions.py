"""The pictures of a body come from elsewhere, and everything else stays as it is."""

from dataclasses import replace

from store import Picture, SafeHtml, with_renditions
from tests.store.text.markup.cleaning import cleaned


def half(picture: Picture) -> Picture:
    width = picture.width // 2 if picture.width else None
    return replace(picture, url=f"{picture.url}&w=<2>", width=width, height=None)


def test_each_picture_is_replaced_with_its_address_escaped() -> None:
    html = cleaned(
        '<p dir="rtl">نص &lt;img src="x"&gt;</p>'
        '<img src="https://e.com/a.jpg?x=1&amp;y=2" alt="أ &quot;ب&quot;" width="80" height="40">'
        '<figure><img src="https://e.com/b.jpg" alt=""></figure>'
    )
    made = with_renditions(html, half)
    assert 'src="https://e.com/a.jpg?x=1&amp;y=2&amp;w=&lt;2&gt;"' in made
    assert 'alt="أ &quot;ب&quot;" width="40">' in made
    assert 'src="https://e.com/b.jpg&amp;w=&lt;2&gt;"' in made
    assert '&lt;img src="x"&gt;' in made
    assert made.count("<img") == html.count("<img") == 2


def test_a_picture_that_stays_is_written_as_it_was() -> None:
    html = cleaned('<p>نص</p><img src="https://e.com/a.jpg?x=1&amp;y=2" alt="أ" width="80">')
    assert with_renditions(html, lambda picture: picture) == html


def test_a_body_without_pictures_is_the_same_object() -> None:
    html = SafeHtml("<p>نص</p>")
    assert with_renditions(html, half) is html
