"""Whose a draft is: export, saved answers, feeds, wire and hooks of one site are one source."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from store import (
    SOURCES,
    Draft,
    Kind,
    Outcome,
    SourceItem,
    Store,
    Wire,
    find,
    for_wire,
    ingest,
    site_owners,
)
from store.sources.file import File
from tests import wxr
from tests.room import Room, article
from tests.wordpress import post

NEWS = Wire(name="bank", kind="wordpress", url="https://www.bank.example.com/")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>مجلة الضفة</title>
<link>https://bank.example.com</link>
<item><title>خبر من الموجز</title><link>https://bank.example.com/2025/{number}/</link>
<guid isPermaLink="false">{guid}</guid><description>نص الخبر من الموجز.</description></item>
</channel></rss>"""


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def items(text: str, source: str, address: str | None = None) -> list[SourceItem]:
    file = File(io.BytesIO(text.encode()), "some.file", "some.file", address=address)
    return list(SOURCES[source].read(file))


def export(*posts: str, site: str = "https://bank.example.com") -> list[SourceItem]:
    text = "".join([wxr.HEAD, *posts, wxr.TAIL]).replace("https://bank.example.com", site)
    return items(text, "feed")


def answered(*posts: dict[str, object]) -> list[SourceItem]:
    """What a poll, or a hook, reads of posts."""
    read = items(json.dumps(posts), "json")
    return [replace(item, saved=False) if isinstance(item, Draft) else item for item in read]


def taken(room: Room, drafts: Sequence[SourceItem], *wires: Wire) -> list[Outcome]:
    """What `flask ingest` makes of drafts, where these wires are set."""
    intake = replace(room.intake, any_site=True, sites=site_owners(wires))
    return [outcome for batch in ingest(drafts, intake) for outcome in batch]


def sent(room: Room, drafts: Sequence[SourceItem], wire: Wire) -> list[Outcome]:
    """What a wire, or a hook with its token, makes of drafts."""
    return [outcome for batch in ingest(drafts, for_wire(room.intake, wire)) for outcome in batch]


def owner_of(room: Room, outcome: Outcome) -> tuple[str, str | None]:
    kept = find(room.store, str(outcome.id)).article
    return kept.owner, kept.source_id


def test_an_export_belongs_to_its_site_and_to_its_wire_once_there_is_one(room: Room) -> None:
    (before,) = taken(room, export(wxr.post(1)))
    assert owner_of(room, before) == ("bank.example.com", "1")
    (after,) = taken(room, export(wxr.post(2)), NEWS)
    assert owner_of(room, after) == ("bank", "2")


def test_two_exports_that_share_numbers_do_not_mix(room: Room) -> None:
    (one,) = taken(room, export(wxr.post(1)))
    (other,) = taken(room, export(wxr.post(1, title="خبر آخر"), site="https://other.example.com"))
    (blog,) = taken(room, export(wxr.post(1, title="ثالث"), site="https://other.example.com/blog"))
    assert len({one.id, other.id, blog.id}) == 3
    assert [one.kind, other.kind, blog.kind] == [Kind.NEW] * 3


def test_sites_of_a_network_are_told_apart_by_their_own_address(room: Room) -> None:
    network = "<wp:base_site_url>https://bank.example.com</wp:base_site_url>"
    for name in ("north", "south"):
        own = f"<wp:base_blog_url>https://bank.example.com/{name}</wp:base_blog_url>"
        title = f"خبر من {name}"
        post_of_site = wxr.post(1, title=title).replace("/2025/", f"/{name}/2025/")
        (outcome,) = taken(room, export(network, own, post_of_site))
        assert owner_of(room, outcome) == (f"bank.example.com/{name}", "1")


@pytest.mark.parametrize(
    "told", ["", "https://bank example.com", "\ufffd", "https://bank.example.com/"]
)
def test_an_export_whose_head_is_spoilt_is_known_by_its_guids(room: Room, told: str) -> None:
    home = f"<link>{told}</link><wp:base_site_url>{told}</wp:base_site_url>"
    head = wxr.HEAD.replace("<link>https://bank.example.com</link>", home)
    elsewhere = wxr.post(8, guid="https://other.example.com/?p=8", title="خبر من موقع آخر")
    text = "".join([head, wxr.post(7), elsewhere, wxr.TAIL])
    (mine, strange) = taken(room, items(text, "feed"), NEWS)
    assert owner_of(room, mine) == ("bank", "7")
    assert owner_of(room, strange) == (("bank", "8") if "/" in told[-1:] else ("files", "8"))


def test_an_export_a_saved_answer_a_feed_and_the_wire_are_one_source(room: Room) -> None:
    (first,) = taken(room, export(wxr.post(7)), NEWS)
    answer = post(7, link="https://bank.example.com/?p=7", title={"rendered": "عنوان جديد"})
    (saved,) = taken(room, items(json.dumps([answer]), "json"), NEWS)
    feed = FEED.format(number=7, guid="https://bank.example.com/?p=7")
    (shown,) = taken(room, items(feed, "feed"), NEWS)
    (polled,) = sent(room, answered(answer), NEWS)
    assert {first.id} == {saved.id, shown.id, polled.id}
    assert [saved.kind, polled.kind] == [Kind.EDITED, Kind.SAME]
    assert shown.kind is Kind.SAME  # a feed may show less than the wire has told


def test_a_feed_beside_the_wire_brings_what_that_has_not_told_yet(room: Room) -> None:
    beside = Wire(name="rss", kind="feed", url="https://bank.example.com/category/x/feed/")
    intake = replace(for_wire(room.intake, beside), sites=site_owners([beside, NEWS]))
    feed = FEED.format(number=7, guid="https://bank.example.com/?p=7")
    read = items(feed, "feed", beside.url)
    ((first,),) = list(ingest(read, intake))
    assert owner_of(room, first) == ("bank", "7")
    (whole,) = sent(room, answered(post(7, link="https://bank.example.com/2025/7/")), NEWS)
    assert (whole.id, whole.kind) == (first.id, Kind.EDITED)
    ((again,),) = list(ingest(read, intake))
    assert (again.id, again.kind) == (first.id, Kind.SAME)
    alone = replace(for_wire(room.intake, beside), sites=site_owners([beside]))
    other = FEED.format(number=8, guid="https://bank.example.com/?p=8")
    ((own,),) = list(ingest(items(other, "feed", beside.url), alone))
    assert owner_of(room, own) == ("rss", "https://bank.example.com/?p=8")


def test_an_answer_says_itself_where_its_site_is(room: Room) -> None:
    links = {"self": [{"href": "https://bank.example.com/blog/wp-json/wp/v2/posts/7"}]}
    (saved,) = taken(room, items(json.dumps([post(7, _links=links)]), "json"))
    assert owner_of(room, saved) == ("bank.example.com/blog", "7")


@pytest.mark.parametrize(
    "address", ["https://planet.example.org/feed/", "https://bank.example.com/"]
)
def test_only_the_own_feed_of_a_site_speaks_of_its_posts(room: Room, address: str) -> None:
    (mine,) = taken(room, export(wxr.post(7)), NEWS)
    guid = "https://bank.example.com/?p=7"
    feed = FEED.format(number=7, guid=guid)
    if "planet" in address:
        feed = feed.replace("<link>https://bank.example.com</link>", f"<link>{address}</link>")
    (shown,) = taken(room, items(feed, "feed", address), NEWS)
    assert (shown.id == mine.id) == ("planet" not in address)


def test_a_feed_wire_of_a_site_knows_its_posts_by_number(room: Room) -> None:
    wire = Wire(name="rss", kind="feed", url="https://bank.example.com/feed/")
    (first,) = taken(room, export(wxr.post(7)), wire)
    feed = FEED.format(number=7, guid="http://www.bank.example.com/?p=7")
    read = items(feed, "feed", "https://bank.example.com/feed/")
    intake = replace(for_wire(room.intake, wire), sites=site_owners([wire]))
    ((shown,),) = list(ingest(read, intake))
    assert (shown.id, shown.kind) == (first.id, Kind.EDITED)


def test_who_has_no_token_of_the_wire_touches_nothing_of_the_site(room: Room) -> None:
    (mine,) = taken(room, export(wxr.post(7)), NEWS)
    stranger = replace(room.intake, owner="stranger", sites=site_owners([NEWS]))
    answer = post(7, link="https://bank.example.com/?p=7", title={"rendered": "دخيل"})
    ((sent_,),) = list(ingest(items(json.dumps([answer]), "json"), stranger))
    assert sent_.id != mine.id
    gone = post(7, status="trash", link="https://bank.example.com/?p=7")
    list(ingest(items(json.dumps([gone]), "json"), stranger))
    assert find(room.store, str(mine.id)).live


def test_records_with_numbers_are_no_posts_of_a_site(room: Room) -> None:
    (mine,) = taken(room, export(wxr.post(7)), NEWS)
    record = article(7, id="7", url="https://bank.example.com/cms/7")
    (other,) = room.ingest(record)
    assert other.id != mine.id
    assert owner_of(room, other) == ("files", "7")


def test_the_rules_of_the_wire_hold_for_an_export(room: Room) -> None:
    wire = replace(NEWS, section="economy", full_text=False)
    (outcome,) = taken(room, export(wxr.post(1)), wire)
    kept = find(room.store, str(outcome.id)).article
    assert kept.syndicate == "summary"
    assert room.sections.of(kept) == ("economy",)


def saved_at(moment: str, written: str) -> str:
    """An exported post that was last saved at this moment."""
    element = f"<wp:post_modified_gmt>{moment}</wp:post_modified_gmt>"
    return written.replace("<wp:status>", f"{element}<wp:status>")


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2026-10-01 07:29:59", Kind.SAME),
        ("2026-10-01 07:30:00", Kind.SAME),  # the wire has the better rendition
        ("2026-10-01 07:30:01", Kind.EDITED),
        ("", Kind.SAME),  # as exports before WordPress 5.7
    ],
)
def test_an_export_is_no_newer_than_it_says(room: Room, moment: str, kind: Kind) -> None:
    answer = json.dumps([post(7, link="https://bank.example.com/?p=7")])
    drafts = [
        replace(item, saved=False) for item in items(answer, "json") if hasattr(item, "saved")
    ]
    (first,) = sent(room, drafts, NEWS)
    before = find(room.store, str(first.id)).article.title
    (late,) = taken(room, export(saved_at(moment, wxr.post(7))), NEWS)
    assert (late.id, late.kind) == (first.id, kind)
    assert (find(room.store, str(first.id)).article.title == before) == (kind is Kind.SAME)


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"status": "pending"}, {"password": "سر"}])
@pytest.mark.parametrize("moment", ["", "0000-00-00 00:00:00", "2026-09-01 10:00:00"])
def test_an_old_export_hides_nothing_that_the_wire_shows(
    room: Room, hidden: dict[str, str], moment: str
) -> None:
    (shown,) = sent(room, answered(post(7, link="https://bank.example.com/?p=7")), NEWS)
    taken(room, export(saved_at(moment, wxr.post(7, **hidden))), NEWS)
    assert find(room.store, str(shown.id)).live


@pytest.mark.parametrize("wires", [(), (NEWS,)])
def test_a_newer_export_hides_what_an_older_one_showed(room: Room, wires: Sequence[Wire]) -> None:
    moments = ("2026-10-01 07:30:00", "2026-10-02 07:30:00") if wires else ("", "")
    (shown,) = taken(room, export(saved_at(moments[0], wxr.post(7))), *wires)
    taken(room, export(saved_at(moments[1], wxr.post(7, "draft"))), *wires)
    assert not find(room.store, str(shown.id)).live


def test_another_rendition_of_one_version_is_no_news(room: Room) -> None:
    (first,) = taken(room, export(saved_at("2026-10-01 07:30:00", wxr.post(7))), NEWS)
    before = find(room.store, str(first.id)).article.updated
    room.pass_time(hours=1)
    link = "https://bank.example.com/?p=7"
    for title, is_news in (("عنوان بعلامات “أخرى”", False), ("عنوان جديد", True)):
        moment = "2026-10-02T07:30:00" if is_news else "2026-10-01T07:30:00"
        answer = post(7, link=link, title={"rendered": title}, modified_gmt=moment)
        (outcome,) = sent(room, answered(answer), NEWS)
        kept = find(room.store, str(first.id)).article
        assert (outcome.kind, kept.title) == (Kind.EDITED, title)
        assert (kept.updated > before) == is_news
