"""One section read page by page, as its articles come: what feedparser, reader, rss2email and the
schema of JSON Feed make of every page agrees with the store.
"""

import email.policy
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import feedparser
import pytest
from flask import Flask
from lxml import html
from reader import make_reader

from feeds.links import article_link
from feeds.newsroom import Newsroom
from feeds.settings.values import Settings
from feeds.web import face
from store import Article, Sections, Store, guard, withdraw
from tests import process, quick
from tests.jsonfeed import faults
from tests.readers import Mailer, served
from tests.room import FRONT, POLITICS, SITE, Room, article

PAGES = 5
PAGE = 14  # articles that a page has room for; one more comes at a time than there are kinds
ALT = "صورة الجسر من الضفة الشرقية"

# Kinds of records: each has something that a reader may get wrong.
KINDS: dict[str, dict[str, object]] = {
    "whole": {},
    "whole, with a picture": {
        "image": {"url": "https://example.com/p.jpg", "alt": ALT, "credit": "تصوير: منى"}
    },
    "rights for a summary": {
        "syndicate": "summary",
        "summary": "ملخص يجوز نشره.",
        "image": {"url": "https://example.com/q.jpg", "alt": ALT},
    },
    "rights for a summary, none given": {
        "syndicate": "summary",
        "image": {"url": "https://example.com/r.jpg", "alt": ALT},
    },
    "no text": {"html": None, "image": {"url": "https://example.com/s.jpg", "alt": ALT}},
    "no text but a summary": {
        "html": None,
        "summary": "الأسعار > 5 & < 9، و<b> ليست هنا وسماً",
        "image": {"url": "https://example.com/t.jpg", "alt": ALT},
    },
    "no page of its own": {"url": None},
    "a picture for a text": {
        "html": f"<figure><img src='https://example.com/u.jpg' alt='{ALT}'></figure>"
    },
    "links, lists and quotes": {
        "html": "<p>التفاصيل في <a href='https://example.com/plan?a=1&amp;b=2'>الخطة</a>.</p>"
        "<ul><li>أولاً</li><li>GPS في الحافلات</li></ul><blockquote>قيل &lt;هذا&gt;</blockquote>"
    },
    "English": {
        "title": "Bridge opens to traffic",
        "html": "<p>The city opened the bridge this morning.</p>",
        "language": "en-GB",
        "image": {"url": "https://example.com/v.jpg", "alt": "The bridge"},
    },
    "Latin first": {
        "title": "NASA تعلن موعد الرحلة & تؤجل أخرى",
        "summary": "ESA توافق على الموعد.",
    },
    "media": {
        "enclosures": [
            {"url": "https://example.com/plan.pdf", "type": "application/pdf"},
            {"url": "https://example.com/talk.mp3", "type": "audio/mpeg", "length": 4096},
        ],
        "html": None,
        "summary": "حديث مسجل.",
    },
    "signed": {
        "authors": ["سلمى نجيب", {"name": "يوسف عمر", "url": "https://example.com/y"}],
        "tags": ["جسور", "نقل"],
        "source": {"name": "وكالة النهر", "url": "https://agency.example.org/"},
        "related": [{"title": "خبر سابق", "url": "https://example.com/before"}],
        "expires_at": "2027-01-01T00:00:00Z",
    },
}


class Paper:
    """A newsroom with one section, over loopback."""

    def __init__(self, store: Store, base: str) -> None:
        self.base = base
        self.site = replace(SITE, base_url=base, logo=f"{base}/logo.png", copyright="لصحيفتنا")
        section = replace(POLITICS, size=PAGE, hours=0)
        self.room = Room(store, [section], self.site)
        self.settings = Settings(
            database="",
            log=("info", "text"),
            site=self.site,
            front=FRONT,
            sections=Sections([section]),
            guard=True,
            tombstones=True,
        )

    def address(self, suffix: str) -> str:
        return f"{self.base}/politics.{suffix}"

    def application(self) -> Flask:
        app = Flask("nashra")
        face.register(app, Newsroom(self.settings, self.room.store), threads=False)
        return app

    def pages(self) -> Iterator[dict[str, Article]]:
        """The articles of each page, by id: new ones, an edit that takes the text away, and an
        article that is withdrawn.
        """
        for page in range(PAGES):
            self.room.pass_time(minutes=30)
            first = page * len(KINDS)
            records = [record(first + at, kind) for at, kind in enumerate(KINDS.values())]
            ids = [outcome.id for outcome in self.room.ingest(*records)]
            self.room.ingest(record(first, KINDS["rights for a summary"]))
            withdraw(self.room.intake, f"n-{first + 6}")
            self.room.refresh()
            standing = [id for at, id in enumerate(ids) if at != 6]
            yield {str(id): self.room.kept(str(id)).article for id in standing}


def record(number: int, kind: Mapping[str, object]) -> dict[str, object]:
    fields = {
        name: value
        for name, value in article(number).items()
        if name != "published" and kind.get(name, value) is not None
    }
    return fields | {name: value for name, value in kind.items() if value is not None}


@pytest.fixture
def paper(sqlite: str) -> Iterator[Paper]:
    quick.leave_out("readers")
    port = process.free_port()
    store = Store(sqlite)
    paper = Paper(store, f"http://127.0.0.1:{port}")
    with served(paper.application().wsgi_app, port):
        yield paper
    store.close()


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader sees of HTML: its words, the targets of its links, its pictures."""

    words: str
    links: tuple[str, ...]
    pictures: tuple[str, ...]


def seen(markup: str) -> Text:
    body = html.fromstring(f"<div>{markup}</div>")
    return Text(
        words=plain(" ".join(body.itertext())),
        links=tuple(str(link) for link in body.xpath(".//a/@href")),
        pictures=tuple(str(source) for source in body.xpath(".//img/@src")),
    )


def plain(text: str) -> str:
    return " ".join(text.replace("\u200f", "").split())


def expected(article: Article) -> Text:
    """The whole article, its picture first; or its summary, where it has or may show no other."""
    if article.syndicate == "summary" or not article.html:
        return Text(plain(article.summary), (), ())
    text = seen(article.html)
    image = article.image
    if image is None or image.url in text.pictures:
        return text
    words = plain(f"{image.credit or ''} {text.words}")
    return Text(words, text.links, (image.url, *text.pictures))


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as a reader has it."""

    id: str
    title: str
    link: str
    summary: str
    text: Text
    published: datetime | None
    authors: tuple[str, ...]


def truth(paper: Paper, article: Article) -> Read:
    return Read(
        id=article.id,
        title=guard(article.title),
        link=article_link(paper.site, article),
        summary=plain(article.summary),
        text=expected(article),
        published=article.published,
        authors=tuple(author.name for author in article.authors),
    )


def truths(paper: Paper, articles: Iterable[Article]) -> dict[str, Read]:
    return {article.id: truth(paper, article) for article in articles}


# feedparser


@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_feedparser_reads_every_page_as_the_store_has_it(paper: Paper, suffix: str) -> None:
    for standing in paper.pages():
        found = feedparser.parse(paper.address(suffix))
        assert not found.bozo
        entries = {entry.id: entry for entry in found.entries if entry.id in standing}
        read = {id: parsed(suffix, entry) for id, entry in entries.items()}
        assert read == truths(paper, standing.values())
        for id, entry in entries.items():
            assert_things_agree(suffix, entry, standing[id])


def parsed(suffix: str, entry: Any) -> Read:
    assert len(entry.content) == 1
    assert entry.content[0].type == "text/html"
    summary = seen(entry.summary).words if suffix == "rss" else entry.summary
    return Read(
        id=entry.id,
        title=entry.title,
        link=entry.link,
        summary=plain(summary),
        text=seen(entry.content[0].value),
        published=datetime(*entry.published_parsed[:6], tzinfo=UTC),
        authors=tuple(author.name for author in entry.get("authors", [])),
    )


def assert_things_agree(suffix: str, entry: Any, article: Article) -> None:
    """Language, dates and media of an entry."""
    assert entry.title_detail.language == article.language
    assert entry.content[0].language == article.language
    assert entry.get("publisher") is None
    media = [enclosure.url for enclosure in article.enclosures]
    if suffix == "rss":
        media = [enclosure.url for enclosure in article.enclosures if enclosure.length][:1]
    assert [enclosure.href for enclosure in entry.enclosures] == media
    if article.image:
        picture = entry.media_content[0]
        assert (picture["url"], picture["medium"]) == (article.image.url, "image")
    if "updated" in entry:
        assert datetime.fromisoformat(entry.updated) == article.updated
    else:
        assert article.updated.replace(microsecond=0) == article.published


def test_no_article_is_signed_by_the_newspaper(paper: Paper) -> None:
    """Readers show the author of a channel for that of each item that has none."""
    for _ in paper.pages():
        found = feedparser.parse(paper.address("rss"))
        assert "author" not in found.feed
        assert "publisher" not in found.feed
        contact = {"rdf:resource": f"mailto:{SITE.contact}"}
        assert found.feed.admin_errorreportsto == contact


# reader


def test_reader_keeps_every_article_as_the_store_has_it(paper: Paper, tmp_path: Path) -> None:
    standing: dict[str, Article] = {}
    with make_reader(str(tmp_path / "reader.db")) as reader:
        for suffix in ("rss", "atom", "json"):
            reader.add_feed(paper.address(suffix))
        for page in paper.pages():
            standing |= page
            failed = [one.value for one in reader.update_feeds_iter(scheduled=False)]
            assert not [one for one in failed if isinstance(one, Exception)]
        for suffix in ("rss", "atom", "json"):
            entries = list(reader.get_entries(feed=paper.address(suffix)))
            kept = {entry.id: kept_by_reader(entry) for entry in entries if entry.id in standing}
            last = slice(-1, None) if suffix != "json" else slice(None)  # all that it takes of XML
            assert kept == {
                id: replace(one, authors=one.authors[last])
                for id, one in truths(paper, standing.values()).items()
            }


def kept_by_reader(entry: Any) -> Read:
    (content,) = entry.content
    text = content.value if content.is_html else html.tostring(_paragraph(content.value)).decode()
    summary = entry.summary
    if entry.feed_url.endswith(".rss"):
        summary = seen(summary).words
    return Read(
        id=entry.id,
        title=entry.title,
        link=entry.link,
        summary=plain(summary),
        text=seen(text),
        published=entry.published,
        authors=tuple(author.name for author in entry.authors),
    )


def _paragraph(text: str) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = text
    return paragraph


# rss2email


@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_rss2email_mails_every_article_as_the_store_has_it(
    paper: Paper, tmp_path: Path, suffix: str
) -> None:
    standing: dict[str, Article] = {}
    mailer = Mailer(tmp_path, {suffix: paper.address(suffix)}, html_mail="True")
    for page in paper.pages():
        standing |= page
        mailer.run()
    mails = [cast(EmailMessage, mail) for mail in mails_of(mailer.mailbox)]
    read = {str(mail["X-RSS-ID"]): mailed(mail) for mail in mails}
    wanted = truths(paper, standing.values())
    assert len(mails) == len(read)
    assert {id: one for id, one in read.items() if id in wanted} == {
        id: (one.title, one.link, one.text) for id, one in wanted.items()
    }
    for mail in mails:
        article = standing.get(str(mail["X-RSS-ID"]))
        if article and article.authors:
            names = [author.name for author in article.authors]
            assert str(mail["From"].addresses[0].display_name).endswith(tuple(names))


def test_rss2email_takes_no_description_of_a_picture_for_plain_text(
    paper: Paper, tmp_path: Path
) -> None:
    """Its mails of plain text prefer any that is not HTML."""
    standing: dict[str, Article] = {}
    mailer = Mailer(tmp_path, {"rss": paper.address("rss")})
    for page in paper.pages():
        standing |= page
        mailer.run()
    mails = {str(mail["X-RSS-ID"]): mail.get_content() for mail in mails_of(mailer.mailbox)}
    for id, one in truths(paper, standing.values()).items():
        assert " ".join(one.text.words.split()[:2]) in plain(mails[id])
        assert one.text.pictures or ALT not in mails[id]


def mails_of(folder: Path) -> Iterator[Any]:
    for path in [*(folder / "new").iterdir(), *(folder / "cur").iterdir()]:
        yield email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def mailed(mail: EmailMessage) -> tuple[str, str, Text]:
    """Title, link and text of a mail; the text stands between the title and the address."""
    page = html.fromstring(mail.get_content())
    (body,) = page.xpath("//div[@id='body']")
    return (
        page.xpath("string(//h1)"),
        str(mail["X-RSS-URL"]),
        seen(html.tostring(body, encoding="unicode")),
    )


# JSON Feed


def test_every_page_is_a_json_feed_as_the_store_has_it(paper: Paper) -> None:
    for standing in paper.pages():
        document = json.loads(process.get(paper.address("json"))[1])
        assert faults(document) == []
        items = {item["id"]: item for item in document["items"] if item["id"] in standing}
        assert {id: of_json(item) for id, item in items.items()} == truths(paper, standing.values())
        for id, item in items.items():
            enclosed = [one["url"] for one in item.get("attachments", [])]
            assert enclosed == [one.url for one in standing[id].enclosures]
            assert item["language"] == standing[id].language
            assert datetime.fromisoformat(item["date_modified"]) == standing[id].updated


def of_json(item: Mapping[str, Any]) -> Read:
    text = item.get("content_html") or html.tostring(_paragraph(item["content_text"])).decode()
    return Read(
        id=item["id"],
        title=item["title"],
        link=item["url"],
        summary=plain(item["summary"]),
        text=seen(text),
        published=datetime.fromisoformat(item["date_published"]),
        authors=tuple(author["name"] for author in item.get("authors", [])),
    )
