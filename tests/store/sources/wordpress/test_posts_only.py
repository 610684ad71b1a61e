"""An export of posts alone, without attachments and categories: what is not told is not lost."""

import io
from dataclasses import replace
from typing import Any

import pytest

from store import Draft, Kind, Outcome, SiteOwner, Store, StoredArticle, find, ingest
from store.draft import PARENTS, PICTURES, SourceItem
from store.sources.file import File
from store.sources.wordpress import wxr
from store.sources.wordpress.posts import draft
from store.sources.wordpress.webhooks import read_webhook
from tests.room import Room
from tests.wordpress import post
from tests.wxr import HEAD, TAIL, attachment
from tests.wxr import post as exported

TEXT = "افتتح سوق الكتب أبوابه صباح اليوم."
BARE_HEAD = HEAD[: HEAD.index("<wp:category>")]
NO_MEDIA = ""
URL = "https://bank.example.com/wp-content/uploads/2025/جناح.jpg"
WHOLE = f'<p>{TEXT}</p><div class="gallery"><figure><img src="{URL}" alt="الجناح"></figure></div>'


def thumbnail(number: int) -> str:
    return (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        f"<wp:meta_value>{number}</wp:meta_value></wp:postmeta>"
    )


def export(*posts: str, head: str = BARE_HEAD) -> list[SourceItem]:
    text = head + "".join(posts) + TAIL
    return list(wxr.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def only(*posts: str, head: str = BARE_HEAD) -> Draft:
    (made,) = export(*posts, head=head)
    assert isinstance(made, Draft)
    return made


def outcomes(items: list[SourceItem], room: Room) -> list[Outcome]:
    return [outcome for some in ingest(items, room.intake) for outcome in some]


def polled(room: Room, **fields: Any) -> None:
    """Let the wire of the site bring its post 7 as the site shows it."""
    told = post(7, content={"rendered": WHOLE}) | fields
    item = draft(told, "site")
    assert isinstance(item, Draft)
    outcomes([own(item)], room)


@pytest.mark.parametrize(
    "content",
    [
        f'{TEXT}\n\n[gallery ids="51,52"]',
        f"{TEXT}\n\n[gallery]",
        f'{TEXT}\n\n[gallery link="file" include="51"]',
        f'{TEXT}\n\n[gallery ids="900007,51"]',
    ],
)
def test_a_gallery_whose_pictures_are_not_told_is_noticed(content: str) -> None:
    made = only(exported(7, content=content, meta=NO_MEDIA), attachment_of_seven(content))
    assert PICTURES in made.unnamed
    assert made.html


def attachment_of_seven(content: str) -> str:
    """The one picture that an export holds, where the gallery names it."""
    return attachment(7) if "900007" in content else ""


def test_a_gallery_that_is_told_is_whole() -> None:
    items = export(
        exported(7, content=f'{TEXT}\n\n[gallery ids="900007"]', meta=NO_MEDIA), attachment(7)
    )
    (made,) = [item for item in items if isinstance(item, Draft)]
    assert PICTURES not in made.unnamed
    assert "<img" in (made.html or "")


def test_a_featured_picture_that_is_not_told_is_noticed() -> None:
    assert "image" in only(exported(7, content=TEXT, meta=thumbnail(51))).unnamed
    for number in (0, ""):
        assert "image" not in only(exported(7, content=TEXT, meta=thumbnail(number))).unnamed  # type: ignore[arg-type]


def test_an_export_with_a_head_of_categories_tells_parents() -> None:
    assert PARENTS in only(exported(7, content=TEXT, meta=NO_MEDIA)).unnamed
    assert PARENTS not in only(exported(7, content=TEXT, meta=NO_MEDIA), head=HEAD).unnamed


def test_the_wire_of_the_site_is_asked_for_what_is_not_told(store: Store) -> None:
    room = Room(store)
    press = SiteOwner(name="press", fetches=True)
    room.intake = replace(room.intake, sites={"bank.example.com": press}, any_site=True)
    items = export(
        exported(7, content=TEXT, meta=thumbnail(51)),
        exported(8, content="[gallery]", meta=NO_MEDIA),
        exported(9, content=f"{TEXT} الثالث.", meta=NO_MEDIA),
    )
    found = {outcome.source_id: outcome for outcome in outcomes(items, room)}
    assert {number: outcome.kind for number, outcome in found.items()} == {
        "7": Kind.NEW,
        "8": Kind.RECALLED,
        "9": Kind.NEW,
    }
    assert not any(outcome.remarks for outcome in found.values())
    with store.snapshot() as snapshot:
        assert set(snapshot.wires.recalled("press")) == {"7", "8"}


def test_what_is_not_told_is_said_by_number(store: Store) -> None:
    room = Room(store)
    items = export(
        exported(7, content=TEXT, meta=thumbnail(51)),
        exported(8, content=f"{TEXT} الثاني.\n\n[gallery]", meta=NO_MEDIA),
        exported(9, content=f"{TEXT} الثالث.", meta=NO_MEDIA),
    )
    found = {outcome.source_id: outcome for outcome in outcomes(items, room)}
    assert {outcome.kind for outcome in found.values()} == {Kind.NEW}
    assert [remark.field for remark in found["7"].remarks] == ["image"]
    assert [remark.field for remark in found["8"].remarks] == ["html"]
    assert found["9"].remarks == ()


@pytest.mark.parametrize(
    "content",
    [
        '[gallery ids="51,52"]',
        "[gallery]",
        '<!-- wp:gallery {"ids":[51]} /-->',
        "[foogallery id=5]",
    ],
)
def test_a_story_of_nothing_but_a_gallery_is_no_empty_article(content: str, store: Store) -> None:
    (outcome,) = outcomes(export(exported(7, content=content, meta=NO_MEDIA)), Room(store))
    assert outcome.kind is Kind.QUARANTINED
    assert outcome.refused is not None
    assert "gallery" in outcome.refused.reason


@pytest.mark.parametrize("content", ["<p>[gallery ids=&#8221;5,6&#8243;]</p>", '[gallery ids="5"]'])
def test_nor_is_it_one_from_the_rest_api(content: str, store: Store) -> None:
    made = draft(post(7, content={"rendered": content}), "site")
    assert isinstance(made, Draft)
    (outcome,) = outcomes([made], Room(store))
    assert outcome.kind is Kind.QUARANTINED


def test_nor_from_a_webhook(store: Store) -> None:
    told = b'{"post_id": 7, "post": {"post_title": "x", "post_content": "[gallery]",'
    items = read_webhook(told + b'"post_status": "publish"}}', "hook")
    (outcome,) = outcomes(items, Room(store))
    assert outcome.kind is Kind.QUARANTINED


def test_a_post_with_no_text_at_all_is_taken_as_before(store: Store) -> None:
    (outcome,) = outcomes(export(exported(7, content="", meta=NO_MEDIA)), Room(store))
    assert outcome.kind is Kind.NEW


def kept(room: Room, item: Draft) -> StoredArticle:
    """The article of post 7 once the wire has told it, and an export after that."""
    polled(room)
    room.pass_time(hours=1)
    outcomes([item], room)
    return find(room.store, "7")


def test_what_the_wire_has_told_stays_when_an_export_does_not_tell_it(store: Store) -> None:
    room = Room(store)
    content = f'{TEXT}\n\n[gallery ids="51,52"]'
    stored = kept(room, own(only(exported(7, content=content, meta=thumbnail(51)))))
    assert "<img" in stored.article.html
    assert stored.article.image is not None
    assert "مكتبة-7" in (stored.article.image.url_given or "")


def own(item: Draft) -> Draft:
    """A draft as one of the source that ingests it."""
    return replace(item, site=None)


def test_a_text_that_has_changed_since_is_taken(store: Store) -> None:
    room = Room(store)
    content = "أغلق سوق الكتب أبوابه.\n\n[gallery]"
    stored = kept(room, own(only(exported(7, content=content, meta=NO_MEDIA))))
    assert "أغلق" in stored.article.html
