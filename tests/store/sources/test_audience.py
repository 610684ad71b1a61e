"""What each format can say about who may see an article: it is left out, counted, or held back."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from store import Deletion, Draft, Kind, Refused, Store, ingest, read_drafts
from store.draft import Omitted, SourceItem
from store.sources import audience
from store.sources.file import File
from store.sources.records import jsonlines
from store.sources.syndication import feed
from store.sources.webpage import page
from store.sources.wordpress.posts import draft
from store.sources.wordpress.webhooks import read_webhook
from tests import wxr
from tests.room import Room
from tests.store.wires.museum import Feed, wire
from tests.wordpress import post, served

PROSE = (
    "افتتح رئيس البلدية صباح اليوم سوق الخضر الجديد بعد عام من العمل، ودعا الباعة إلى نقل بضائعهم."
)


def read(text: str | bytes, name: str = "وكالة.xml") -> list[SourceItem]:
    data = text.encode() if isinstance(text, str) else text
    return list(feed.read(File(io.BytesIO(data), name, name)))


def states(items: list[SourceItem]) -> list[str]:
    """The reasons of what is left out, and the titles of what is read."""
    return [_state(item) for item in items if not isinstance(item, Deletion)]


def _state(item: SourceItem) -> str:
    if isinstance(item, Omitted):
        return f"-{item.state}"
    return item.title or "" if isinstance(item, Draft) else f"!{item}"


# Feeds in XML

SPACES = (
    'xmlns:x="urn:x" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:app="http://www.w3.org/2007/app"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:apnm="http://ap.org/schemas/03/2005/apnm"'
    ' xmlns:access="http://www.bloglines.com/about/specs/fac-1.0"'
    ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(said: str, spaces: str = SPACES) -> str:
    return (
        f'<rss version="2.0" {spaces}><channel><title>وكالة</title><item><title>خبر</title>'
        f"<guid>a-1</guid><pubDate>Tue, 17 Nov 2026 09:30:00 +0200</pubDate>{said}"
        f"<description>{PROSE}</description></item></channel></rss>"
    )


HIDDEN_IN_FEEDS = {
    "<app:control><app:draft>yes</app:draft></app:control>": "-draft",
    '<a:control xmlns:a="http://purl.org/atom/app#"><a:draft> YES </a:draft></a:control>': "-draft",
    "<status>draft</status>": "-draft",
    "<x:status>Scheduled</x:status>": "-scheduled",
    "<x:post_status>auto-draft</x:post_status>": "-autodraft",
    "<visibility>private</visibility>": "-private",
    "<x:workflow_state>needs review</x:workflow_state>": "-needsreview",
    "<x:state>مسودة</x:state>": "-مسودة",
    "<private>1</private>": "-private",
    "<x:isPublished>false</x:isPublished>": "-unpublished",
    "<x:public>no</x:public>": "-private",
    "<x:membersOnly>true</x:membersOnly>": "-for subscribers",
    "<password>سر</password>": "-with a password",
    "<x:article_status>draft</x:article_status>": "-draft",
    "<x:is_premium>true</x:is_premium>": "-for subscribers",
    "<x:hasPassword>yes</x:hasPassword>": "-with a password",
    '<media:status state="blocked" reason="x"/>': "-blocked",
    "<itunes:block>Yes</itunes:block>": "-blocked",
    '<access:restriction relationship="deny"/>': "-blocked",
    "<x:post_type>page</x:post_type>": "-page",
    "<x:embargo>yes</x:embargo>": "-embargoed",
    "<x:private>نعم\u200f</x:private>": "-private",
    "<x:public>\u2067no\u2069</x:public>": "-private",
    "<published>false</published>": "-unpublished",
    "<media:status state=' Blocked '/>": "-blocked",
    '<access:restriction relationship="Deny"/>': "-blocked",
    "<x:isAccessibleForFree>http://schema.org/False</x:isAccessibleForFree>": "-for subscribers",
    "<post_type> nav_menu_item </post_type>": "-nav-menu-item",
    "<apnm:PublishingStatus>Withheld</apnm:PublishingStatus>": "-withheld",
    "<dcterms:accessRights>info:eu-repo/semantics/closedAccess</dcterms:accessRights>": (
        "-restricted"
    ),
    "<content:encoded><![CDATA[<form action='/wp-login.php?action=postpass' method='post'>"
    "<p>محتوى محمي</p></form>]]></content:encoded>": "-with a password",
}
NOT_HIDDEN_IN_FEEDS = (
    "<app:control><app:draft>no</app:draft></app:control>",
    "<status>published</status>",
    "<status>200</status>",
    "<x:post_type>news</x:post_type>",
    "<state>الجيزة</state>",
    "<x:status>closed</x:status>",
    "<draft/>",
    "<x:public>yes</x:public>",
    "<password/>",
    "<x:has_password>false</x:has_password>",
    "<x:comment_status>closed</x:comment_status><x:isPublic>yes</x:isPublic>",
    '<meta name="robots" content="noindex" xmlns="http://www.w3.org/1999/xhtml"/>',
    '<media:status state="active"/>',
    "<itunes:block>no</itunes:block>",
    '<access:restriction relationship="allow"/>',
    "<category>draft</category>",
    "<author>desk@example.com (private)</author>",
    "<content:encoded><![CDATA[<p>status: draft</p><pre>&lt;wp:status&gt;draft</pre>]]>"
    "</content:encoded>",
    "<x:available>نعم، في المتاجر</x:available>",
    "<x:embargo>none</x:embargo>",
)


@pytest.mark.parametrize(("said", "state"), HIDDEN_IN_FEEDS.items())
def test_an_entry_that_is_for_few_is_left_out(said: str, state: str) -> None:
    assert states(read(rss(said))) == [state]


@pytest.mark.parametrize("said", NOT_HIDDEN_IN_FEEDS)
def test_an_entry_that_says_nothing_of_readers_is_read(said: str) -> None:
    assert states(read(rss(said))) == ["خبر"]


@pytest.mark.parametrize(("attribute", "state"), [("status='draft'", "-draft"), ("id='7'", "خبر")])
def test_an_entry_may_say_it_in_its_tag(attribute: str, state: str) -> None:
    assert states(read(rss("").replace("<item>", f"<item {attribute}>"))) == [state]


EMBARGOES = {
    "<prism:embargoDate>2026-12-24T06:00:00Z</prism:embargoDate>": "2026-12-24T06:00:00Z",
    "<dcterms:available>2026-12-24</dcterms:available>": "2026-12-24",
    "<dcterms:valid>start=2026-12-24T06:00Z; end=2026-12-25T06:00Z</dcterms:valid>": (
        "2026-12-24T06:00Z"
    ),
    "<dcterms:valid> Start = 2026-12-24T06:00Z ; end=2026-12-25T06:00Z</dcterms:valid>": (
        "2026-12-24T06:00Z"
    ),
    "<x:embargo>24 ديسمبر 2026</x:embargo>": "24 ديسمبر 2026",
    "<embargoed_until>2026-12-24 08:00</embargoed_until>": "2026-12-24 08:00",
    "<x:embargo>بعد صلاة العيد</x:embargo>": "بعد صلاة العيد",
    "<dcterms:available>2026-11-17</dcterms:available>": None,  # before its date
    "<dcterms:valid>start=2020-01-01; end=2030-01-01</dcterms:valid>": None,
}


@pytest.mark.parametrize(("said", "until"), EMBARGOES.items())
def test_an_embargo_of_an_entry_is_one(said: str, until: str | None) -> None:
    (found,) = read(rss(said))
    assert isinstance(found, Draft)
    assert found.publish_at == until


# What comes as a feed is an export

VERSIONS = {
    "1.0": "http://wordpress.org/export/1.0/",
    "1.1": "http://wordpress.org/export/1.1/",
    "https": "https://wordpress.org/export/1.2/",
    "of the future": "https://www.wordpress.org/export/7.3/",
    "in capitals": "HTTP://WordPress.org/export/1.2/",
    "of the host": "http://wordpress.com/export/1.2",
}
BEFORE = {
    "a mark": "\ufeff",
    "blank lines": "\n \n",
    "a mark behind blank lines": "\n\ufeff",
    "a comment": "<!-- من مدونة الضفة، " + "س" * 20_000 + " -->\n",
    "an instruction": "<?xml-stylesheet href='x.css'?>\n<!-- x -->",
}


def secrets(head: str = wxr.HEAD) -> str:
    return (
        head
        + wxr.post(1, title="خبر")
        + wxr.post(2, "draft")
        + wxr.post(3, "private")
        + wxr.post(4, "future")
        + wxr.post(5, "trash")
        + wxr.post(6, "pitch_idea")
        + wxr.post(7, password="سر")
        + wxr.post(8, type="page")
        + wxr.attachment(1)
        + wxr.TAIL
    )


LEFT_OUT = [*"خبر -draft -private -future -trash -pitch-idea".split(), "-with a password", "-page"]


@pytest.mark.parametrize("space", VERSIONS.values(), ids=VERSIONS)
def test_an_export_of_any_version_is_one(space: str) -> None:
    head = wxr.HEAD.replace("http://wordpress.org/export/1.2/", space)
    assert states(read(secrets(head))) == LEFT_OUT


@pytest.mark.parametrize("above", BEFORE.values(), ids=BEFORE)
def test_an_export_is_one_whatever_stands_above(above: str) -> None:
    assert states(read(above + secrets())) == LEFT_OUT
    without = secrets(wxr.HEAD.partition("?>")[2])
    assert states(read(above + without)) == LEFT_OUT


def test_an_export_is_one_by_another_prefix_and_with_none_declared() -> None:
    other = secrets().replace("wp:", "w:").replace("xmlns:wp", "xmlns:w")
    assert states(read(other)) == LEFT_OUT
    undeclared = secrets(wxr.HEAD.replace(' xmlns:wp="http://wordpress.org/export/1.2/"', ""))
    assert states(read(undeclared)) == LEFT_OUT


@pytest.mark.parametrize("suffix", ["txt", "html", "rss", "atom", "wxr", "xml"])
def test_an_export_is_one_by_whatever_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"posts.{suffix}"
    path.write_text(secrets(), encoding="utf-8")
    assert states(list(read_drafts([path]))) == LEFT_OUT
    named = [] if suffix == "wxr" else list(read_drafts([path], "feed"))
    assert states(named) in ([], LEFT_OUT)


def test_an_export_from_standard_input_is_one() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(write_end, "wb") as pipe:
        pipe.write(secrets().encode())
    with os.fdopen(read_end, "rb") as pipe:
        assert states(list(read_drafts(["-"], "feed", pipe))) == LEFT_OUT


def test_an_export_at_the_address_of_a_wire_is_one_and_is_counted(sqlite: str) -> None:
    room = Room(Store(sqlite))
    source = Feed()
    source.content = secrets().encode()
    with served(source) as museum:
        polled = room.poll(wire(museum))
    assert polled.counts == {Kind.NEW: 1, Kind.OMITTED: 7}


def test_the_end_that_a_plugin_has_in_store_holds() -> None:
    def meta(status: str) -> str:
        fields = {"_expiration-date": "1795000000", "_expiration-date-status": status}
        return "".join(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
            "</wp:postmeta>"
            for key, value in fields.items()
        )

    first, second = read(
        wxr.HEAD + wxr.post(1, meta=meta("saved")) + wxr.post(2, meta=meta("")) + wxr.TAIL
    )
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.expires_at, second.expires_at) == ("1795000000", None)


def meta(name: str, value: str) -> str:
    """A field that a plugin adds to a post."""
    return (
        f"<wp:postmeta><wp:meta_key>{name}</wp:meta_key>"
        f"<wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


SAID_IN_EXPORTS = {
    "<app:control><app:draft>yes</app:draft></app:control>": ("-draft", None),
    "<app:control><app:draft>no</app:draft></app:control>": ("خبر", None),
    "<prism:embargoDate>2027-03-02</prism:embargoDate>": ("خبر", "2027-03-02"),
    "<embargo>2020-03-02</embargo>": ("خبر", None),
    meta("_members_access_role", "editor"): ("-for subscribers", None),
    meta("_yoast_wpseo_meta-robots-noindex", "1"): ("خبر", None),
}


@pytest.mark.parametrize(("said", "outcome"), SAID_IN_EXPORTS.items())
def test_what_others_add_to_an_export_is_heeded(said: str, outcome: tuple[str, str | None]) -> None:
    head = wxr.HEAD.replace("<rss ", f"<rss {SPACES.partition(' xmlns:content')[0]} ", 1)
    text = head + wxr.post(1, title="خبر").replace("</item>", f"{said}</item>") + wxr.TAIL
    found = read(text)
    until = [item.publish_at for item in found if isinstance(item, Draft)]
    assert (states(found), until or [None]) == ([outcome[0]], [outcome[1]])


def test_an_export_in_utf_16_is_one() -> None:
    text = secrets(wxr.HEAD.replace("UTF-8", "UTF-16"))
    assert states(read(text.encode("utf-16"))) == LEFT_OUT


def test_a_feed_that_only_tells_of_exports_is_none() -> None:
    told = (
        '<description>&lt;rss xmlns:wp="http://wordpress.org/export/1.2/"&gt; </description>'
        '<content:encoded><![CDATA[<rss xmlns:wp="http://wordpress.org/export/1.2/"><wp:status>'
        "draft</wp:status>]]></content:encoded><!-- <wp:status>draft</wp:status> -->"
    )
    assert states(read(rss(told).replace(f"<description>{PROSE}</description>", ""))) == ["خبر"]


ITEMS_OF_EXPORTS = {
    "<wp:status>pending</wp:status>": "-pending",
    "<wp:status>dp-rewrite</wp:status>": "-dp-rewrite",
    "<wp:status>publish</wp:status><wp:post_type>nav_menu_item</wp:post_type>": "-nav-menu-item",
    "<wp:status>publish</wp:status><wp:post_password>سر</wp:post_password>": "-with a password",
    '<e:status xmlns:e="https://wordpress.org/export/9/">future</e:status>': "-future",
    "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_password/>": "خبر",
}


@pytest.mark.parametrize(("said", "state"), ITEMS_OF_EXPORTS.items())
def test_a_post_among_the_entries_of_a_feed_keeps_its_secret(said: str, state: str) -> None:
    """Where so much stands above that it is not seen to be an export."""
    declared = f'{SPACES} xmlns:wp="http://wordpress.org/export/1.2/"'
    above = f"<!-- {'س' * 70_000} -->"
    assert states(read(above + rss(said, declared))) == [state]


# Blogger


def test_an_atom_feed_is_no_export_though_an_entry_speaks_as_one() -> None:
    said = '<wp:status xmlns:wp="http://wordpress.org/export/1.2/">draft</wp:status>'
    entries = "".join(
        f"<entry><id>{number}</id><title>خبر</title>{said if number == 2 else ''}</entry>"
        for number in (1, 2, 3)
    )
    assert states(read(ATOM.format(entries))) == ["خبر", "-draft", "خبر"]


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>مدونة</title><id>b</id>{}</feed>'
KIND = "http://schemas.google.com/blogger/2008/kind#"


def old_entry(number: int, kind: str, said: str = "") -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><title>تدوينة {number}</title>"
        f"<published>2019-05-0{number}T08:00:00Z</published>"
        f'<category scheme="http://schemas.google.com/g/2005#kind" term="{KIND}{kind}"/>'
        f'<category scheme="http://www.blogger.com/atom/ns#" term="سفر"/>{said}'
        f'<content type="html">{PROSE}</content></entry>'
    )


def test_an_old_export_of_blogger_gives_its_posts() -> None:
    draft = '<app:control xmlns:app="http://purl.org/atom/app#"><app:draft>yes</app:draft></app:control>'
    kinds = ("page", "comment", "template", "settings")
    entries = [old_entry(1, "post"), old_entry(2, "post", draft)]
    entries += [old_entry(3 + at, kind) for at, kind in enumerate(kinds)]
    items = read(ATOM.format("".join(entries)))
    assert states(items) == ["تدوينة 1", "-draft", "-page", "-comment", "-template", "-settings"]
    first = items[0]
    assert isinstance(first, Draft)
    assert (first.tags, first.export, first.guid) == (("سفر",), True, first.id)


def new_entry(number: int, type: str, status: str, said: str = "") -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{type}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><author><name>منى</name>"
        f"<blogger:type>BLOGGER</blogger:type></author><title>تدوينة {number}</title>"
        f"<published>2019-05-0{number}T08:00:00Z</published>{said}"
        f'<category scheme="tag:blogger.com,1999:blog-1" term="سفر"/>'
        f'<content type="html">{PROSE}</content></entry>'
    )


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_new_export_of_blogger_gives_its_live_posts(scheme: str) -> None:
    entries = [
        new_entry(1, "POST", "LIVE", "<blogger:trashed/>"),
        new_entry(2, "POST", "DRAFT"),
        new_entry(3, "POST", "SCHEDULED"),
        new_entry(4, "POST", "SOFT_TRASHED"),
        new_entry(5, "PAGE", "LIVE"),
        new_entry(6, "COMMENT", "LIVE"),
        new_entry(7, "POST", "LIVE", "<blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed>"),
    ]
    head = ATOM.replace(
        "<feed", f'<feed xmlns:blogger="{scheme}://schemas.google.com/blogger/2018"'
    )
    items = read(head.format("".join(entries)))
    assert states(items) == [
        "تدوينة 1",
        "-draft",
        "-scheduled",
        "-soft-trashed",
        "-page",
        "-comment",
        "-trashed",
    ]
    first = items[0]
    assert isinstance(first, Draft)
    assert (first.tags, [author.name for author in first.authors]) == (("سفر",), ["منى"])


# What was sent before

LATER = "2026-11-24T08:59:00Z"  # a minute before it is read


def sent_twice(room: Room, public: list[SourceItem], hidden: list[SourceItem]) -> list[str]:
    """What becomes of items, and then of the same that are not for all readers any more."""
    outcomes = [one for batch in ingest(public, room.intake) for one in batch]
    outcomes += [one for batch in ingest(hidden, room.intake) for one in batch]
    return [outcome.kind.value for outcome in outcomes]


def test_what_is_for_few_now_is_withdrawn(sqlite: str) -> None:
    room = Room(Store(sqlite))
    for public, hidden in (
        (read(rss("")), read(rss("<status>private</status>"))),
        (in_json({"id": "j-1"}), in_json({"id": "j-1", "draft": True, "date_modified": LATER})),
        (
            read(wxr.HEAD + wxr.post(1) + wxr.TAIL),
            read(wxr.HEAD + wxr.post(1, "trash") + wxr.TAIL),
        ),
    ):
        assert sent_twice(room, public, hidden) == ["new", "left out", "withdrawn"]


def test_what_was_hidden_before_it_was_published_stays(sqlite: str) -> None:
    """As in an old export that is read once more."""
    room = Room(Store(sqlite))
    public = read(rss(f"<dcterms:modified>{LATER}</dcterms:modified>"))
    old = "<dcterms:modified>2020-01-01T00:00:00Z</dcterms:modified><status>draft</status>"
    assert sent_twice(room, public, read(rss(old))) == ["new", "left out", "same"]


# JSON Feed

HIDDEN_IN_JSON: dict[str, dict[str, Any]] = {
    "-draft": {"status": "draft"},
    "-private": {"private": True},
    "-members": {"_ghost": {"visibility": "members"}},
    "-unpublished": {"_cms": {"published": False}},
    "-with a password": {"_site": {"password": "سر"}},
    "-embargoed": {"embargoed": True},
    "-for subscribers": {"_access": {"isAccessibleForFree": False}},
}
NOT_HIDDEN_IN_JSON: tuple[dict[str, Any], ...] = (
    {"status": "publish", "draft": False},
    {"_cms": {"published": "2026-11-17", "visibility": "public", "password": ""}},
    {"tags": ["draft", "private"]},
    {"_cms": {"history": [{"status": "draft"}]}},
)


def in_json(fields: dict[str, Any]) -> list[SourceItem]:
    item = {"id": "1", "title": "خبر", "content_text": PROSE} | fields
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "و", "items": [item]}
    data = json.dumps(document).encode()
    items = list(feed.read(File(io.BytesIO(data), "a.xml", "")))
    assert items == list(jsonlines.read(File(io.BytesIO(data), "a.xml", "")))
    return items


@pytest.mark.parametrize(("state", "fields"), HIDDEN_IN_JSON.items())
def test_an_item_that_is_for_few_is_left_out(state: str, fields: dict[str, Any]) -> None:
    assert states(in_json(fields)) == [state]


@pytest.mark.parametrize("fields", NOT_HIDDEN_IN_JSON)
def test_an_item_that_says_nothing_of_readers_is_read(fields: dict[str, Any]) -> None:
    assert states(in_json(fields)) == ["خبر"]


@pytest.mark.parametrize("said", ["2026-12-24T06:00:00Z", {"until": "2026-12-24T06:00:00Z"}])
def test_an_embargo_of_an_item_is_one(said: object) -> None:
    (found,) = in_json({"_cms": {"embargo": said}})
    assert isinstance(found, Draft)
    assert found.publish_at == "2026-12-24T06:00:00Z"


# WordPress's REST API and webhooks

HIDDEN_POSTS: tuple[dict[str, Any], ...] = (
    {"status": "draft"},
    {"status": "private"},
    {"status": "acf-disabled"},
    {"content": {"rendered": "", "protected": True}},
    {"excerpt": {"rendered": "", "protected": True}},
    {"password": "سر"},
    {"meta": {"_members_only": True}},
    {"acf": {"visibility": "subscribers"}},
    {"acf": {"desk": {"status": "draft"}}},
    {"class_list": ["post-7", "type-post", "status-private"]},
    {"class_list": ["post-7", "post-password-required"]},
)


@pytest.mark.parametrize("fields", HIDDEN_POSTS)
def test_a_post_that_is_for_few_is_no_draft_and_is_withdrawn_by_a_webhook(
    fields: dict[str, Any],
) -> None:
    said = post(7) | fields
    assert draft(said, "site") is None
    (item,) = read_webhook(json.dumps(said).encode(), "hook")
    assert isinstance(item, Deletion)


def test_a_post_that_says_nothing_of_readers_is_a_draft() -> None:
    said = post(7) | {"password": "", "meta": {"status": "breaking"}, "acf": [], "sticky": True}
    said |= {"class_list": ["post-7", "status-publish"], "type": "post"}
    said |= {"yoast_head_json": {"robots": {"index": "noindex"}}}
    assert isinstance(draft(said, "site"), Draft)


def test_an_embargo_of_a_post_is_one() -> None:
    found = draft(post(7) | {"acf": {"embargo_until": "2026-12-24 08:00"}}, "site")
    assert isinstance(found, Draft)
    assert found.publish_at == "2026-12-24 08:00"


HIDDEN_MESSAGES: tuple[dict[str, Any], ...] = (
    {"post_status": "draft"},
    {"post": {"post_title": "خبر"}, "post_status": "private"},
    {"post_password": "سر"},
    {"visibility": "private"},
    {"post": {"post_title": "خبر", "post_status": "publish", "visibility": "password protected"}},
    {"hook": "trashed_post"},
)


@pytest.mark.parametrize("fields", HIDDEN_MESSAGES)
def test_a_message_of_a_post_that_is_for_few_withdraws_it(fields: dict[str, Any]) -> None:
    said = {"post_id": 7, "post_title": "خبر", "post_content": PROSE} | fields
    (item,) = read_webhook(json.dumps(said).encode(), "hook")
    assert isinstance(item, Deletion)


# Web pages


def html(head: str = "", body: str = "") -> bytes:
    return (
        "<html lang=ar><head><title>سوق الخضر</title><meta property='og:type' content='article'>"
        f"{head}</head><body><article><h1>سوق الخضر</h1><p>{PROSE}</p><p>{PROSE}</p>{body}"
        "</article></body></html>"
    ).encode()


def ld(**properties: Any) -> str:
    said = {"@type": "NewsArticle", "headline": "سوق الخضر"} | properties
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


PUBLISHED = "2026-11-17T08:00:00Z"
PAGES = {
    '<meta name="robots" content="NOINDEX, follow">': "-noindex",
    '<meta name="robots" content="none">': "-noindex",
    '<meta name="Googlebot-News" content="noindex">': "-noindex",
    '<meta name="robots" content="max-image-preview:none, index">': "سوق الخضر",
    '<meta name="robots" content="nofollow, noarchive, noimageindex">': "سوق الخضر",
    '<meta property="article:content_tier" content="locked">': "-for subscribers",
    '<meta property="article:content_tier" content="metered">': "سوق الخضر",
    '<meta name="dcterms.accessRights" content="restricted">': "-restricted",
    ld(isAccessibleForFree=False): "-for subscribers",
    ld(isAccessibleForFree="False"): "-for subscribers",
    ld(isAccessibleForFree="http://schema.org/False"): "-for subscribers",
    ld(isAccessibleForFree=0): "-for subscribers",
    ld(isAccessibleForFree=1): "سوق الخضر",
    ld(isAccessibleForFree=True): "سوق الخضر",
    ld(creativeWorkStatus="Draft"): "-draft",
    ld(creativeWorkStatus={"@type": "DefinedTerm", "name": "Draft"}): "-draft",
    ld(creativeWorkStatus="Published"): "سوق الخضر",
}


def on_page(head: str = "", body: str = "") -> SourceItem:
    item, *_ = page.read(File(io.BytesIO(html(head, body)), "a.html", "a.html"))
    return item


@pytest.mark.parametrize(("head", "state"), PAGES.items())
def test_a_page_that_is_for_few_is_left_out(head: str, state: str) -> None:
    assert states([on_page(head)]) == [state]


def test_a_page_with_a_form_for_a_password_is_left_out() -> None:
    form = "<form action='/wp-login.php?action=postpass' class='post-password-form'></form>"
    assert states([on_page(body=form)]) == ["-with a password"]


CLASSES = {
    "post-12 type-post status-draft hentry": "-draft",
    "hentry post-12 status-private": "-private",
    "post-12 status-publish post-password-required": "-with a password",
    "post-12 status-publish hentry": "سوق الخضر",
    "card status-draft": "سوق الخضر",
}


@pytest.mark.parametrize(("classes", "state"), CLASSES.items())
def test_a_page_that_editors_have_saved_keeps_its_secret(classes: str, state: str) -> None:
    other = '<div class="post-7 post-password-required">خبر آخر</div>' if "post" in classes else ""
    assert states([on_page(body=f'<i class="{classes}"></i>{other}')]) == [state]


TIMES = {
    '<meta name="robots" content="unavailable_after: 2026-12-31T00:00:00Z">': (
        None,
        "2026-12-31t00:00:00z",
    ),
    '<meta property="article:expiration_time" content="2026-12-31">': (None, "2026-12-31"),
    ld(datePublished=PUBLISHED, expires="2026-12-31"): (None, "2026-12-31"),
    ld(datePublished=PUBLISHED, embargoDate="2026-12-24"): ("2026-12-24", None),
    ld(datePublished=PUBLISHED, embargoDate="2026-11-01"): (None, None),
}


@pytest.mark.parametrize(("head", "moments"), TIMES.items())
def test_the_embargo_and_the_end_of_a_page_hold(
    head: str, moments: tuple[str | None, str | None]
) -> None:
    found = on_page(head)
    assert isinstance(found, Draft)
    assert (found.publish_at, found.expires_at) == moments


def test_names_are_known_however_they_are_spelt() -> None:
    assert audience.plain_name("wp:post_Status") == "status"
    assert audience.plain_name("postal") == "postal"
    assert audience.hidden([("Post-Status", "Soft_Trashed")]) == "softtrashed"
    assert audience.hidden([("status", {"draft": 1}), ("draft", 0), ("x", "draft")]) == ""


def test_a_refusal_is_no_omission() -> None:
    (item,) = read("<rss><channel><item><wp:status>draft</channel></rss>")
    assert isinstance(item, Refused)
