"""Links within a page lead to that page, wherever its text is shown."""

import pytest

from store.text.markup.anchors import linked_to_page
from tests.store.text.markup.cleaning import cleaned

PAGE = "https://example.com/news?id=1&page=2"


@pytest.mark.parametrize(
    ("link", "page", "absolute"),
    [
        ("#note-1", PAGE, "https://example.com/news?id=1&amp;page=2#note-1"),
        ("#حاشية", PAGE, "https://example.com/news?id=1&amp;page=2#%D8%AD%D8%A7%D8%B4%D9%8A%D8%A9"),
        ("#note", f"{PAGE}#comments", "https://example.com/news?id=1&amp;page=2#note"),
        ("#", PAGE, "https://example.com/news?id=1&amp;page=2"),
        ("https://example.org/a#note", PAGE, "https://example.org/a#note"),
        ("mailto:a@example.org", PAGE, "mailto:a@example.org"),
    ],
)
def test_a_link_within_a_page_leads_to_it(link: str, page: str, absolute: str) -> None:
    html = cleaned(f'<p dir="rtl"><a title="حاشية" href="{link}">1</a> href="#a"</p>')
    assert linked_to_page(html, page) == (
        f'<p dir="rtl"><a href="{absolute}" title="حاشية">1</a> href="#a"</p>'
    )
