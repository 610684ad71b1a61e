"""An archive that came before, brought to the wire of its site; what stood twice stands once."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from store import (
    SOURCES,
    Kind,
    Outcome,
    SourceItem,
    Store,
    StoredArticle,
    Wire,
    adopt_site,
    adopt_source,
    find,
    for_wire,
    ingest,
    poll,
    site_owners,
    withdraw,
)
from store.errors import Unavailable
from store.intake import adoption
from store.intake.owners import at_home
from store.sources.file import File
from store.text.sites import site_of
from tests import wxr
from tests.room import Room, article
from tests.wordpress import Site, post, served


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as found:
        yield found


def wire_of(site: Site, **fields: object) -> Wire:
    made = Wire(name="magazine", kind="wordpress", url=site.url, removed="withdraw")
    return replace(made, **fields)


def export(site: Site, *posts: str) -> list[SourceItem]:
    written = "".join([wxr.HEAD, *posts, wxr.TAIL]).replace("https://bank.example.com", site.url)
    file = File(io.BytesIO(written.encode()), "export.xml", "export.xml")
    return list(SOURCES["feed"].read(file))


def taken(room: Room, drafts: Iterable[SourceItem], *wires: Wire, **rules: object) -> list[Outcome]:
    """What `flask ingest` makes of drafts, where these wires are set."""
    intake = replace(room.intake, any_site=True, sites=site_owners(wires), **rules)
    return [outcome for batch in ingest(drafts, intake) for outcome in batch]


def taken_before(
    room: Room, drafts: Iterable[SourceItem], owner: str = "files", *, keep_guid: bool = False
) -> list[Outcome]:
    """What was made of drafts before sites were told apart."""
    intake = replace(room.intake, owner=owner, backfill=True, keep_guid=keep_guid)
    plain = [item if not hasattr(item, "site") else replace(item, site=None) for item in drafts]
    outcomes = [outcome for batch in ingest(plain, intake) for outcome in batch]
    room.pass_time(minutes=5)
    with room.store.transaction() as transaction:
        connection = transaction.sites.connection
        connection.execute(text("DELETE FROM unclaimed"))
        numbers = "SELECT id FROM articles WHERE owner = 'files' AND source_id NOT LIKE '%-%'"
        connection.execute(text(f"INSERT INTO unclaimed {numbers}"))
    return outcomes


def polled(room: Room, wire: Wire) -> dict[str, int]:
    room.pass_time(hours=2)
    intake = replace(room.intake, sites=site_owners([wire]))
    done = poll(intake, wire, room.outbound, "tests")
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


def kept(room: Room, outcome: Outcome) -> StoredArticle:
    return find(room.store, str(outcome.id))


def owned(room: Room, outcome: Outcome) -> tuple[str, str | None]:
    article = kept(room, outcome).article
    return article.owner, article.source_id


def changed(number: int, minutes: int = 1, **fields: object) -> dict[str, object]:
    """A post as it is after it was saved again."""
    moment = f"2026-11-24T09:{minutes:02}:00"
    return post(number, modified=moment, modified_gmt=moment, **fields)


def test_what_an_export_brought_is_the_wires_once_it_is_polled(room: Room, site: Site) -> None:
    one, two, three = taken(room, export(site, *map(wxr.post, (1, 2, 3))))
    assert owned(room, one) == (site_of(site.url), "1")
    site.add(1, 2, 3)
    assert "new" not in polled(room, wire_of(site))
    assert [owned(room, outcome) for outcome in (one, two, three)] == [
        ("magazine", "1"),
        ("magazine", "2"),
        ("magazine", "3"),
    ]


@pytest.mark.parametrize("first", ["export", "wire", "before"])
def test_what_an_editor_does_reaches_the_post_whichever_came_first(
    room: Room, site: Site, first: str
) -> None:
    wire = wire_of(site)
    site.add(1, 2, 3)
    drafts = export(site, *map(wxr.post, (1, 2, 3)))
    if first == "wire":
        polled(room, wire)
    outcomes = taken_before(room, drafts) if first == "before" else taken(room, drafts, wire)
    polled(room, wire)
    site.posts[1] = changed(1, title={"rendered": "عنوان جديد"}, link=f"{site.url}/2026/new-slug/")
    site.posts[2] = changed(2, content={"rendered": "", "protected": True})
    del site.posts[3]
    polled(room, wire)
    one, two, three = (kept(room, outcome) for outcome in outcomes)
    assert (one.article.title, one.article.url) == ("عنوان جديد", f"{site.url}/2026/new-slug/")
    assert (one.state, two.state, three.state) == ("live", "withdrawn", "withdrawn")


def test_records_with_numbers_that_come_later_are_nobodys_posts(room: Room, site: Site) -> None:
    (record,) = room.ingest(article(1, id="41", url=f"{site.url}/cms/41"))
    site.add(41)
    polled(room, wire_of(site))
    assert owned(room, record) == ("files", "41")
    assert kept(room, record).live


def test_an_old_archive_goes_to_the_sites_that_it_was_of(room: Room, site: Site) -> None:
    (ours,) = taken_before(room, export(site, wxr.post(1)))
    other = wxr.post(2).replace("https://bank.example.com", "https://other.example.com")
    (others,) = taken_before(room, export(site, other))
    polled(room, wire_of(site))
    assert [owned(room, ours), owned(room, others)] == [("magazine", "1"), ("files", "2")]


@pytest.mark.parametrize("told_by", ["a wire", "an export", "its guid", "nothing"])
def test_an_old_archive_of_a_blog_within_a_site_is_left_to_the_blog(
    room: Room, site: Site, told_by: str
) -> None:
    blog = Site()
    blog.url = f"{site.url}/blog"
    drafts = export(blog, wxr.post(1))
    (old,) = taken_before(room, drafts, keep_guid=told_by == "its guid")
    (ours,) = taken_before(room, export(site, wxr.post(2, title="خبر من الجريدة نفسها")))
    if told_by == "an export":
        taken(room, export(blog, wxr.post(5, title="خبر آخر من المدونة")))
    wires = [wire_of(site)]
    if told_by == "a wire":
        wires.append(wire_of(blog, name="blog"))
    at_home(replace(for_wire(room.intake, wires[0]), sites=site_owners(wires)))
    owner = owned(room, old)[0]
    assert (owner == "magazine") == (told_by == "nothing")
    assert owned(room, ours) == ("magazine", "2")
    if told_by == "a wire":
        at_home(replace(for_wire(room.intake, wires[1]), sites=site_owners(wires)))
        assert owned(room, old) == ("blog", "1")


def test_a_feed_of_a_section_is_no_site_within_another(room: Room, site: Site) -> None:
    drafts = [replace(item, url=f"{site.url}/economy/books/") for item in export(site, wxr.post(1))]
    (old,) = taken_before(room, drafts)
    feed = Wire(name="rss", kind="feed", url=f"{site.url}/economy/feed/")
    at_home(replace(for_wire(room.intake, wire_of(site)), sites=site_owners([feed, wire_of(site)])))
    assert owned(room, old) == ("magazine", "1")


def test_the_same_export_again_is_the_same_in_an_old_store(room: Room, site: Site) -> None:
    drafts = export(site, *map(wxr.post, (1, 2, 3)))
    taken_before(room, drafts)
    assert [outcome.kind for outcome in taken(room, drafts)] == [Kind.SAME] * 3


def test_a_post_that_stood_twice_stands_once_and_readers_keep_what_they_saw(
    room: Room, site: Site
) -> None:
    (mine,) = taken_before(room, export(site, wxr.post(1)))
    moment = kept(room, mine).article.published.isoformat()
    wire = wire_of(site)
    moved = post(1, title={"rendered": "عنوان آخر"}, date_gmt=moment[:19], link=f"{site.url}/x/")
    (twin,) = _sent(room, wire, moved)
    assert twin.id != mine.id
    site.posts[1] = moved
    site.add(2)
    polled(room, wire)
    assert owned(room, mine) == ("magazine", "1")
    assert (kept(room, mine).state, kept(room, twin).state) == ("live", "withdrawn")
    assert kept(room, twin).withdrawn_by == "rule"
    assert kept(room, mine).article.title == "عنوان آخر"
    del site.posts[1]
    polled(room, wire)
    assert kept(room, mine).state == "withdrawn"


def _sent(room: Room, wire: Wire, *posts: dict[str, object]) -> list[Outcome]:
    """What the wire had brought before sites were told apart."""
    file = File(io.BytesIO(json.dumps(posts).encode()), "posts.json", "posts.json")
    drafts = [replace(item, site=None, saved=False) for item in SOURCES["json"].read(file)]
    return [outcome for batch in ingest(drafts, for_wire(room.intake, wire)) for outcome in batch]


def test_an_archive_from_before_wordpress_with_the_same_numbers_is_left(
    room: Room, site: Site
) -> None:
    (old,) = taken_before(room, export(site, wxr.post(1)))
    wire = wire_of(site)
    (new,) = _sent(room, wire, post(1, link=f"{site.url}/other/"))
    site.add(1, link=f"{site.url}/other/")
    polled(room, wire)
    assert [kept(room, old).live, kept(room, new).live] == [True, True]
    assert owned(room, old) == ("files", "1")


def test_what_the_wire_took_for_a_copy_is_its_own(room: Room, site: Site) -> None:
    (mine,) = taken_before(room, export(site, wxr.post(1)))
    wire = wire_of(site)
    (copy,) = _sent(room, wire, post(1, link=kept(room, mine).article.url))
    assert (copy.kind, copy.id) == (Kind.COPY, mine.id)
    site.posts[1] = changed(1, link=kept(room, mine).article.url)
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        assert snapshot.articles.copies(str(mine.id)) == []
    assert owned(room, mine) == ("magazine", "1")


def test_a_feed_of_the_site_is_followed_by_its_wordpress(room: Room, site: Site) -> None:
    guid = f"{site.url}/?p=7"
    (record,) = room.ingest(article(7, id=guid, url=f"{site.url}/7"), owner="rss")
    feed = Wire(name="rss", kind="feed", url=f"{site.url}/feed/")
    at_home(replace(for_wire(room.intake, feed), sites=site_owners([feed])))
    assert owned(room, record) == ("rss", "7")
    wire = wire_of(site)
    at_home(replace(for_wire(room.intake, wire), sites=site_owners([feed, wire])))
    assert owned(room, record) == ("magazine", "7")


def test_adoption_goes_on_where_it_was_killed(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = taken_before(room, export(site, *map(wxr.post, range(1, 8))))
    monkeypatch.setattr(adoption, "BATCH", 2)
    wire = wire_of(site)
    intake = replace(for_wire(room.intake, wire), sites=site_owners([wire]))
    batches: list[None] = []

    def killed() -> None:
        batches.append(None)
        if len(batches) in (1, 3):
            raise Unavailable("killed")

    for _ in range(2):
        with pytest.raises(Unavailable):
            at_home(intake, killed)
    at_home(intake, killed)
    assert len(batches) == 5  # four with articles, and the one that finds no more
    assert {owned(room, outcome)[0] for outcome in outcomes} == {"magazine"}
    at_home(intake, killed)
    assert len(batches) == 5


def test_a_person_gives_a_site_to_a_wire(room: Room, site: Site) -> None:
    site_of_before = Site()
    site_of_before.url = "https://before.example.com"
    (old,) = taken(room, export(site_of_before, wxr.post(1)))
    assert adopt_site(room.intake, "before.example.com", "magazine") == 1
    assert owned(room, old) == ("magazine", "1")
    (late,) = taken(room, export(site_of_before, wxr.post(2)), wire_of(site))
    assert owned(room, late) == ("magazine", "2")


def test_a_person_gives_what_another_source_has_of_a_site_to_its_wire(
    room: Room, site: Site
) -> None:
    own = str(site_of(site.url))
    fields = {"id": "8", "url": f"{site.url}/8"}
    (mine,) = room.ingest(article(8, **fields), owner="hook")
    (other,) = room.ingest(article(9, id="9"), owner="hook")
    assert adopt_source(room.intake, "hook", own, "magazine") == 1
    assert [owned(room, mine), owned(room, other)] == [("magazine", "8"), ("hook", "9")]


def test_a_wire_under_another_name_goes_on_with_its_posts(room: Room, site: Site) -> None:
    site.add(1)
    polled(room, wire_of(site))
    first = find(room.store, "1")
    wire = wire_of(site, name="weekly")
    assert "new" not in polled(room, wire)
    assert find(room.store, first.article.id).article.owner == "weekly"


def test_a_wire_that_polls_another_site_by_now_keeps_what_that_has(room: Room, site: Site) -> None:
    site.add(1)
    polled(room, wire_of(site))
    first = find(room.store, "1")
    moved = wire_of(site, url="https://elsewhere.example.com")
    weekly = wire_of(site, name="weekly")
    at_home(replace(for_wire(room.intake, weekly), sites=site_owners([moved, weekly])))
    assert find(room.store, first.article.id).article.owner == "magazine"


def test_what_an_editor_withdrew_stays_so_under_its_new_owner(room: Room, site: Site) -> None:
    (mine,) = taken_before(room, export(site, wxr.post(1)))
    withdraw(room.intake, str(mine.id))
    site.posts[1] = changed(1)
    polled(room, wire_of(site))
    assert (owned(room, mine), kept(room, mine).state) == (("magazine", "1"), "withdrawn")


def test_an_old_archive_tells_by_its_ids_that_guids_are_kept(room: Room, site: Site) -> None:
    intake = replace(room.intake, keep_guid=True)
    drafts = [replace(item, site=None) for item in export(site, wxr.post(1))]
    list(ingest(drafts, intake))
    taken_before(room, [])
    site.add(2, guid={"rendered": f"{site.url}/?p=2"})
    polled(room, wire_of(site))
    assert find(room.store, "2").article.id == f"{site.url}/?p=2"


def test_posts_that_come_by_wire_keep_their_guids_as_those_of_the_export(
    room: Room, site: Site
) -> None:
    wire = wire_of(site)
    (mine,) = taken(room, export(site, wxr.post(1)), keep_guid=True)
    assert mine.id == f"{site.url}/?p=1"
    site.add(1, 2)
    site.posts[2]["guid"] = {"rendered": f"{site.url}/?p=2"}
    assert polled(room, wire)["new"] == 1
    assert find(room.store, "2").article.id == f"{site.url}/?p=2"


def test_a_hook_that_is_held_to_some_sections_begins_an_adoption(room: Room, site: Site) -> None:
    (mine,) = taken_before(room, export(site, wxr.post(1)))
    moment = kept(room, mine).article.published.isoformat()
    wire = wire_of(site)
    moved = post(1, title={"rendered": "عنوان آخر"}, date_gmt=moment[:19], link=f"{site.url}/x/")
    (twin,) = _sent(room, wire, moved)
    intake = replace(for_wire(room.intake, wire), sites=site_owners([wire]))
    at_home(replace(intake, scope=frozenset(["politics"])))
    assert (kept(room, mine).state, kept(room, twin).state) == ("live", "withdrawn")
