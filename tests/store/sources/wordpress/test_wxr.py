"""WordPress's exports: every published post once, whatever its content is made of; streamed."""

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from store import Deletion, Draft, Place, Refused, Store, ingest, read_drafts, record
from store.draft import Omitted, SourceItem
from store.limits import GUID_LIMIT
from store.sources.file import File
from store.sources.wordpress import pictures, wxr
from tests import quick
from tests.room import Room
from tests.wxr import HEAD, TAIL, attachment, export, post


def read(text: str) -> list[SourceItem]:
    return list(wxr.read(File(io.BytesIO(text.encode()), "export.xml", "export.xml")))


def only(text: str) -> Draft:
    (found,) = read(text)
    assert isinstance(found, Draft), found
    return found


def test_a_post_is_read_with_all_it_has() -> None:
    found = only(HEAD + post(3) + attachment(3) + TAIL)
    assert (found.id, found.title, found.export) == ("3", "افتتاح سوق الكتب رقم 3 & تفاصيله", True)
    assert found.url is not None
    assert found.url.startswith(
        "https://bank.example.com/2025/%D8%A7%D9%94"
    )  # decomposed, as it is
    assert (found.published, found.updated) == ("2025-01-01 03:00:00-00:30", None)
    assert [one.name for one in found.authors] == ["هدى سالم"]
    assert (found.sections, found.tags, found.summary) == (
        ("مال وأعمال", "economy"),
        ("كتب",),
        "خبر السوق رقم 3",
    )
    assert found.image is not None
    assert (found.image.alt, found.image.width, found.image.height) == ("رفوف السوق", 1200, 800)
    assert "سوق-3.jpg" in found.image.url


BROKEN = {
    "a document type": (
        "<!DOCTYPE x [<!ENTITY a 'b'>]>" + HEAD[39:] + post(1) + TAIL,
        0,
        "has a document type",
    ),
    "cut short": (HEAD + post(1) + post(2)[:300], 1, "no well-formed export"),
    "deep": (HEAD + post(1) + "<a>" * 50 + TAIL, 1, "nested deeper"),
    "a tag without end": (
        HEAD + post(1) + f"<item a='{'x' * 8_100_000}'/>" + TAIL,
        1,
        "a post of more than 8,000,000 characters",
    ),
    "names without end": (
        HEAD + "".join(f"<a{at}/>" for at in range(9_000)) + TAIL,
        0,
        "2,000 names of elements",
    ),
}


@pytest.mark.parametrize(("text", "drafts", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_export_is_refused(text: str, drafts: int, reason: str) -> None:
    *found, last = read(text)
    assert len(found) == drafts
    assert isinstance(last, Refused)
    assert reason in str(last)


def test_a_post_that_is_too_large_is_refused_alone() -> None:
    first, second = read(HEAD + post(1, content="x" * 9_000_000) + post(2) + TAIL)
    assert isinstance(first, Refused)
    assert "a post of more than 8,000,000 characters" in str(first)
    assert isinstance(second, Draft)
    assert second.id == "2"


HIDDEN = {
    "draft": "draft",
    "private": "private",
    "future": "future",
    "Ünder review": "of another status",
}


@pytest.mark.parametrize(("status", "state"), HIDDEN.items())
def test_what_is_not_published_is_left_out(status: str, state: str) -> None:
    place = Place("export.xml", HEAD.count("\n") + 1)
    found = read(HEAD + post(1, status) + TAIL)
    site = "bank.example.com"
    assert found == [
        Omitted(state, place, "1", site=site),
        Deletion("1", place, site=site),
    ]


def test_what_is_for_no_reader_or_no_post_is_left_out_by_its_kind() -> None:
    items = [post(1, password="سر"), post(2, type="page"), post(3, type="guest-author")]
    found = read(HEAD + "".join(items) + TAIL)
    states = [item.state for item in found if isinstance(item, Omitted)]
    assert states == ["with a password", "page", "guest-author"]


def test_a_post_of_endless_terms_is_refused_alone() -> None:
    first, second = read(
        HEAD + post(1, meta='<category domain="post_tag" nicename="x"/>' * 120_000) + post(2) + TAIL
    )
    assert isinstance(first, Refused)
    assert isinstance(second, Draft)


def test_a_comment_of_any_length_is_looked_through_a_few_times() -> None:
    """expat begins it anew with each piece that it is given."""
    stream = _CountingStream(f"{HEAD}<!--{'x' * 7_900_000}-->{post(1)}{TAIL}".encode())
    (draft,) = wxr.read(File(stream, "export.xml", "export.xml"))
    assert isinstance(draft, Draft)
    assert stream.reads < 2 * 20  # it is read twice


class _CountingStream(io.BytesIO):
    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def test_pictures_beyond_the_budget_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES_LIMIT", 500)
    missing, *posts = read(HEAD + "".join(map(attachment, (1, 2, 3))) + post(1) + post(3) + TAIL)
    assert isinstance(missing, Refused)
    assert "more pictures" in str(missing)
    assert [one.image is not None for one in posts if isinstance(one, Draft)] == [True, False]


def test_only_tags_are_tags() -> None:
    """Languages, formats and menus are terms as well."""
    terms = "".join(
        f'<category domain="{one}" nicename="x">{one}</category>'
        for one in ("language", "post_format")
    )
    assert only(HEAD + post(1, meta=terms) + TAIL).tags == ("كتب",)


def test_lines_before_the_declaration_spoil_nothing() -> None:
    assert only("\n\n" + HEAD + post(1) + TAIL).id == "1"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_old_exports_are_read(version: str) -> None:
    head = HEAD.replace("export/1.2/", f"export/{version}/")
    assert only(head + post(1).replace('domain="post_tag"', 'domain="tag"') + TAIL).tags == ("كتب",)


def test_comments_count_for_nothing() -> None:
    comments = "<wp:comment><wp:comment_content>رأي</wp:comment_content></wp:comment>" * 20_000
    long = f"<wp:comment><wp:comment_content>{'x' * 9_000_000}</wp:comment_content></wp:comment>"
    assert only(HEAD + post(1, meta=comments + long) + TAIL).id == "1"


def test_control_characters_spoil_nothing() -> None:
    assert only(HEAD + post(1, title="سوق\x0bالكتب\x08") + TAIL).title == "سوق الكتب"


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def kept_ids(room: Room, *posts: str, keep_guid: bool = True) -> list[str | None]:
    intake = replace(room.intake, keep_guid=keep_guid)
    return [one.id for batch in ingest(read(HEAD + "".join(posts) + TAIL), intake) for one in batch]


OLD = "https://bank.example.com/?p=1"
NO_ID = {
    "not ASCII": "https://bank.example.com/سوق",
    "a space": "https://bank.example.com/a b",
    "no URI": "post-1",
    "half an escape": "https://bank.example.com/%d",
    "nothing": "",
    "too long": "https://bank.example.com/" + "x" * 2_048,
}


def test_an_old_guid_becomes_the_id_and_stays_it(room: Room) -> None:
    other = "https://bank.example.com/?post_type=news&#038;p=2"
    assert kept_ids(room, post(1), post(2, guid=other.replace("&", "&amp;"))) == [OLD, other]
    assert kept_ids(room, post(1, title="عنوان آخر"), keep_guid=False) == [OLD]
    room.refresh()
    assert f'<guid isPermaLink="false">{OLD}</guid>' in room.text()
    assert f"<id>{OLD}</id>" in room.text(format="atom")
    assert room.kept(OLD).article.source_id == "1"


def test_an_id_that_was_minted_stays_though_guids_are_kept_later(room: Room) -> None:
    (minted,) = kept_ids(room, post(1), keep_guid=False)
    assert minted is not None
    assert minted.startswith("urn:uuid:")
    assert kept_ids(room, post(1)) == [minted]


@pytest.mark.parametrize("guid", NO_ID.values(), ids=NO_ID.keys())
def test_what_can_be_no_id_is_not_taken_over(sqlite_room: Room, guid: str) -> None:
    (found,) = kept_ids(sqlite_room, post(1, guid=guid))
    assert found is not None
    assert found.startswith("urn:uuid:")


def test_a_guid_that_is_taken_is_not_taken_over_again(room: Room) -> None:
    first, second = kept_ids(room, post(1), post(2, guid=OLD))
    assert (first, second != OLD) == (OLD, True)
    (third,) = kept_ids(room, post(3, guid=OLD))
    assert third not in (first, second)
    assert room.kept(OLD).article.source_id == "1"


def test_the_longest_guid_and_the_longest_tag_fit_an_index(room: Room) -> None:
    """PostgreSQL's holds at most 2,704 bytes, less what it can compress."""
    noise = "".join(hashlib.sha512(bytes([at])).hexdigest() for at in range(16))
    guid = f"https://bank.example.com/?{noise}"[:GUID_LIMIT]
    letters = "".join(chr(0x20000 + 2 * int(noise[at : at + 3], 16)) for at in range(0, 800, 4))
    assert kept_ids(room, post(1, guid=guid, tag=letters)) == [guid]


def test_an_id_means_its_article_though_it_is_another_ones_address(room: Room) -> None:
    kept_ids(room, post(1))
    room.ingest({"id": "other", "title": "خبر آخر", "url": OLD})
    assert room.kept(OLD).article.source_id == "1"


def test_posts_are_a_backfill_and_the_news_beside_them_is_not(room: Room) -> None:
    room.ingest(
        {"id": "before", "title": "خبر سابق"}
    )  # until a first run has ended all is a backfill
    news = record.draft({"id": "late", "title": "خبر متأخر", "published": "2020-01-01"}, Place("a"))
    (batch,) = ingest([*read(HEAD + post(1) + TAIL), news], room.intake)
    with room.store.snapshot() as snapshot:
        places = snapshot.placements.of(one.id for one in batch if one.id)
    old, late = (places[one.id or ""]["all"] for one in batch)
    assert old.position == old.published
    assert late.position == room.now


def ingested(room: Room, path: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for batch in ingest(read_drafts([path]), room.intake):
        for one in batch:
            counts[one.kind.value] = counts.get(one.kind.value, 0) + 1
    return counts


def test_a_thousand_posts_twice(sqlite_room: Room, tmp_path: Path) -> None:
    quick.leave_out("large exports")
    room, path = sqlite_room, tmp_path / "export.xml"
    path.write_text("".join(export(1_000)), encoding="utf-8")
    room.ingest({"id": "now", "title": "خبر اليوم", "published": room.now.isoformat()})
    assert ingested(room, path) == {"new": 1_000, "left out": 40}
    assert ingested(room, path) == {"same": 1_000, "left out": 40}
    room.refresh()
    with room.store.snapshot() as snapshot:
        page = snapshot.placements.window("economy", 200)
    assert [one.position for one in page] == sorted((one.position for one in page), reverse=True)
    assert page[0].position == room.kept("1000").article.published
    assert room.edition().shown[0][0] == room.kept("now").article.id
    kept = room.kept("6").article
    assert kept.url_given == f"https://bank.example.com/2025/{normalize('NFD', 'أسواق-6')}/"
    assert "<figcaption>مدخل السوق</figcaption>" in kept.html
    assert "[" not in kept.html.replace("[المصدر]", "")
    assert "wp:" not in kept.html
    assert "وفيه ]]&gt; خصومات" in kept.html


@pytest.fixture
def sqlite_room(sqlite: str) -> Room:
    return Room(Store(sqlite))


def test_a_large_export_is_read_in_little_memory(tmp_path: Path) -> None:
    quick.leave_out("large exports")
    path = tmp_path / "large.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(export(500, size=2_000))
    assert path.stat().st_size > 30_000_000
    program = (
        "import sys\nfrom store import Draft, read_drafts\ncount = sum(isinstance(one, Draft) for"
        " one in read_drafts([sys.argv[1]]))\npeak = next(line.split()[1] for line in"
        " open('/proc/self/status') if line.startswith('VmHWM'))\nprint(count, peak)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, check=True, text=True
    )
    count, kilobytes = map(int, done.stdout.split())
    assert count == 500
    assert kilobytes < 105_000
