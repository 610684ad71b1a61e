"""The page of an entry, however feeds spell its address, its type and its relation."""

import io
import json

import pytest

from store.draft import Draft
from store.sources.file import File
from store.sources.syndication import feed

PAGE = "https://agency.example/news/7"
HEAD = "<title>وكالة</title><link>https://agency.example/</link><description>أخبار</description>"


def drafts(document: str) -> list[Draft]:
    items = feed.read_here(File(io.BytesIO(document.encode()), "a", "")).items
    found = [item for item in items if isinstance(item, Draft)]
    assert len(found) == len(items)
    return found


def rss(item: str) -> Draft:
    (draft,) = drafts(
        f'<rss version="2.0"><channel>{HEAD}<item><title>خبر</title>{item}</item></channel></rss>'
    )
    return draft


def atom(links: str) -> Draft:
    (draft,) = drafts(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة</title><id>tag:a,2026:feed</id>'
        '<link href="https://agency.example/"/><updated>2026-11-24T08:00:00Z</updated><entry>'
        f"<id>tag:a,2026:7</id><title>خبر</title><updated>2026-11-24T08:00:00Z</updated>{links}"
        "</entry></feed>"
    )
    return draft


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'rel="alternate" type="text/html; charset=utf-8"',
        'type="TEXT/HTML;charset=UTF-8"',
        'rel="Alternate" type="application/xhtml+xml"',
        'rel="http://www.iana.org/assignments/relation/alternate"',
        'rel="http://www.iana.org/assignments/relation/alternate" type="text/html"',
        'type=""',
        'rel=""',
        'rel="https://www.iana.org/assignments/relation/alternate" type="html"',
        'rel="http://www.iana.org/assignments/link-relations/alternate"',
    ],
)
def test_a_page_is_known_by_its_relation_and_type(attributes: str) -> None:
    assert atom(f'<link href="{PAGE}" {attributes}/>').url == PAGE


@pytest.mark.parametrize(
    "attributes",
    [
        'rel="self"',
        'rel="edit"',
        'type="application/pdf"',
        'rel="http://www.iana.org/assignments/relation/related"',
    ],
)
def test_another_link_is_no_page(attributes: str) -> None:
    assert atom(f'<link href="{PAGE}" {attributes}/>').url is None


def test_what_is_enclosed_may_be_called_so_by_an_address() -> None:
    relation = "http://www.iana.org/assignments/relation/enclosure"
    draft = atom(f'<link rel="{relation}" href="https://agency.example/a.mp3" type="audio/mpeg"/>')
    assert [medium.url for medium in draft.enclosures] == ["https://agency.example/a.mp3"]


@pytest.mark.parametrize("link", ["", "<link></link>", "<link/>", "<link>  </link>"])
@pytest.mark.parametrize(
    "guid",
    ["<guid>{}</guid>", '<guid isPermaLink="true">{}</guid>', '<guid isPermaLink="1">{}</guid>'],
)
def test_a_permanent_link_stands_in_for_an_empty_one(link: str, guid: str) -> None:
    assert rss(f"{link}{guid.format(PAGE)}").url == PAGE
    assert rss(f"{guid.format(PAGE)}{link}").url == PAGE


@pytest.mark.parametrize("guid", ['<guid isPermaLink="false">{}</guid>', "<guid>n-7 {}</guid>"])
def test_a_guid_that_is_no_link_stands_in_for_none(guid: str) -> None:
    assert rss(f"<link></link>{guid.format(PAGE)}").url is None


def test_a_link_is_trusted_more_than_a_guid_unless_it_is_the_front_page() -> None:
    other = "https://agency.example/?p=7"
    assert rss(f"<link>{PAGE}</link><guid>{other}</guid>").url == PAGE
    assert rss(f"<link>https://agency.example/</link><guid>{PAGE}</guid>").url == PAGE


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("www.agency.example/news/7", "https://www.agency.example/news/7"),
        ("  www.agency.example/خبر?p=7 ", "https://www.agency.example/خبر?p=7"),
        ("agency.example/news/7", PAGE),
        ("WWW.other.example", "https://WWW.other.example"),
        ("//agency.example/news/7", PAGE),
        ("https://https://agency.example/news/7", PAGE),
        ("https//agency.example/news/7", PAGE),
        ("http://https//agency.example/news/7", PAGE),
        ("https:/agency.example/news/7", PAGE),
        ("https://http.example/https://a", "https://http.example/https://a"),
        ("http/7", "https://agency.example/http/7"),
        ("HTTPS://agency.example/7", "HTTPS://agency.example/7"),
        ("/news/7", PAGE),
        ("news/7", PAGE),
        ("page.html", "https://agency.example/page.html"),
        ("www/7", "https://agency.example/www/7"),
    ],
)
def test_a_link_that_begins_with_its_host_lacks_only_its_scheme(link: str, url: str) -> None:
    assert rss(f"<link>{link}</link>").url == url
    item = {"id": "7", "url": link, "title": "خبر", "content_text": "نص"}
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "home_page_url": "https://agency.example/",
        "items": [item],
    }
    stream = io.BytesIO(json.dumps(document).encode())
    file = File(stream, "a", "", address="https://agency.example/feed.json")
    (draft,) = feed.read_here(file).items
    assert isinstance(draft, Draft)
    assert draft.url == url


def test_the_front_page_is_the_id_of_no_item() -> None:
    entries = "".join(
        f"<item><title>خبر {n}</title><guid>https://agency.example/</guid></item>" for n in range(3)
    )
    found = drafts(f'<rss version="2.0"><channel>{HEAD}{entries}</channel></rss>')
    assert [draft.id for draft in found] == [None] * 3
    assert rss("<guid>https://agency.example/?p=7</guid>").id == "https://agency.example/?p=7"
    assert rss("<guid>n-1</guid>").id == "n-1"
