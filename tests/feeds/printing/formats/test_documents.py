"""What holds of every document of the reference cases, whatever its history."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree

from tests.feeds.printing.formats.reference import Case, cases
from tests.jsonfeed import faults

ALL = cases()
PREFIXED = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "a": "http://www.w3.org/2005/Atom",
}
XML = "http://www.w3.org/XML/1998/namespace"
LANG = f"{{{XML}}}lang"

each_case = pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
each_xml = pytest.mark.parametrize("format", ["rss", "atom"])


def xml(case: Case, format: str) -> Any:
    return etree.fromstring(case.expected(format).read_bytes())


def texts(parent: Any, path: str) -> list[str]:
    return [element.text for element in parent.xpath(path, namespaces=PREFIXED)]


def entries(root: Any) -> list[Any]:
    return list(root.xpath("//item | //a:entry", namespaces=PREFIXED))


@each_xml
@each_case
def test_a_document_declares_the_namespaces_that_it_uses_and_no_other(
    case: Case, format: str
) -> None:
    root = xml(case, format)
    names = [name for element in root.iter("*") for name in (element.tag, *element.keys())]
    used = {etree.QName(name).namespace for name in names} - {None, XML}
    assert set(root.nsmap.values()) == used
    assert all(element.nsmap == root.nsmap for element in root.iter("*"))


@each_xml
@each_case
def test_every_entry_has_a_summary_and_a_text(case: Case, format: str) -> None:
    text, summary = {
        "rss": ("content:encoded", "description"),
        "atom": ("a:content[@type='html']", "a:summary"),
    }[format]
    for entry in entries(xml(case, format)):
        assert len(texts(entry, text)) == len(texts(entry, summary)) == 1
        assert all(texts(entry, text) + texts(entry, summary))


@each_xml
@each_case
def test_an_entry_says_its_language_where_it_is_not_that_of_the_feed(
    case: Case, format: str
) -> None:
    root = xml(case, format)
    language = root.get(LANG)
    for entry in entries(root):
        (markup, *_) = texts(entry, "content:encoded | a:content")
        own = etree.fromstring(markup.split(">")[0] + "/>").get("lang")
        assert entry.get(LANG) == (own if own != language else None)


@each_case
def test_a_channel_is_dated_by_its_newest_article_and_change(case: Case) -> None:
    (channel,) = xml(case, "rss")
    (updated,) = json_document(case)["_updated"].values()
    (built,) = texts(channel, "lastBuildDate")
    assert parsedate_to_datetime(built).isoformat() == updated.replace("Z", "+00:00")
    articles = map(parsedate_to_datetime, texts(channel, "item/pubDate"))
    newest = max(articles, default=parsedate_to_datetime(built))
    assert list(map(parsedate_to_datetime, texts(channel, "pubDate"))) == [newest]
    assert texts(xml(case, "atom"), "a:updated") == [updated]


@each_case
def test_a_channel_is_signed_by_nobody(case: Case) -> None:
    (channel,) = xml(case, "rss")
    names = {etree.QName(element).localname for element in channel}
    assert not names & {"managingEditor", "webMaster", "publisher", "author", "creator"}


def json_document(case: Case) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(case.expected("json").read_bytes())
    return document


@each_case
def test_a_json_document_has_no_fault(case: Case) -> None:
    assert faults(json_document(case)) == []


# The judge


GOOD: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "نشرة",
    "items": [{"id": "1", "content_text": "نص"}],
}
ITEM: dict[str, Any] = GOOD["items"][0]


@pytest.mark.parametrize(
    "document",
    [
        GOOD,
        GOOD | {"items": []},
        GOOD | {"_x": {"a": [1], "about": "https://example.com/x"}, "_Y": {}},
        GOOD | {"items": [ITEM | {"content_html": "<p>نص</p>", "_x": {}, "tags": []}]},
        GOOD | {"hubs": [{"type": "WebSub", "url": "https://example.com/hub"}]},
    ],
)
def test_the_judge_takes_good_documents(document: dict[str, Any]) -> None:
    assert faults(document) == []


@pytest.mark.parametrize(
    "document",
    [
        GOOD | {"_updated": "2026-11-24T09:00:00Z"},
        GOOD | {"_deleted": [{"id": "1"}]},
        GOOD | {"items": [ITEM | {"_related": []}]},
        GOOD | {"items": [ITEM | {"_expires": "2026-11-24T09:00:00Z"}]},
        GOOD | {"_1": {}},
        GOOD | {"_x": {"a.b": 1}},
        GOOD | {"updated": "2026-11-24T09:00:00Z"},
        GOOD | {"version": "https://jsonfeed.org/version/1"},
        GOOD | {"authors": [{}]},
        GOOD | {"home_page_url": "https://example.com/سياسة"},
        GOOD | {"items": [{"id": "1", "title": "بلا نص"}]},
        GOOD | {"items": [{"content_text": "بلا اسم"}]},
        GOOD | {"items": [ITEM | {"id": 1}]},
        GOOD | {"items": [ITEM | {"date_published": "Tue, 24 Nov 2026 09:00:00 +0000"}]},
        GOOD | {"items": [ITEM | {"attachments": [{"url": "https://example.com/a.mp3"}]}]},
    ],
)
def test_the_judge_finds_faults(document: dict[str, Any]) -> None:
    assert len(faults(document)) == 1
