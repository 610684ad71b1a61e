"""An export that is split over files: a post knows the attachments of all files of one run."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Draft, Refused, Store, Wire, read_drafts
from store.draft import PARENTS, PICTURES, SourceItem
from store.sources.wordpress import pictures
from store.wires.folder import STILL
from tests.room import Room
from tests.wxr import HEAD, TAIL, attachment, post

TEXT = "افتتح سوق الكتب أبوابه صباح اليوم."
GALLERY = f'{TEXT}\n\n[gallery ids="900007,900008"]'
OTHER_SITE = HEAD.replace("https://bank.example.com", "https://coast.example.com")


def files(folder: Path, **texts: str) -> list[Path]:
    """Files of a folder, by their names without `.xml`."""
    paths = [folder / f"{name}.xml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def export(*items: str, head: str = HEAD) -> str:
    return head + "".join(items) + TAIL


def the_post(items: list[SourceItem]) -> Draft:
    (made,) = [item for item in items if isinstance(item, Draft)]
    return made


def is_whole(made: Draft) -> bool:
    """Whether a post has its picture and all of its gallery, and says nothing else."""
    html = made.html or ""
    has_all = made.image is not None and html.count("<img") == 2
    return has_all and not made.unnamed & {"image", PICTURES}


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 0, 1)])
def test_a_post_has_its_pictures_from_any_file_of_the_run(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    paths = files(
        tmp_path,
        posts=export(post(7, content=GALLERY)),
        media=export(attachment(7)),
        more=export(attachment(8)),
    )
    assert is_whole(the_post(list(read_drafts([paths[at] for at in order]))))


def test_so_it_is_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    files(tmp_path, posts=export(post(7, content=GALLERY)))
    files(tmp_path / "b", media=export(attachment(7), attachment(8)))
    (tmp_path / "خبر.txt").write_text("عنوان\n\nنص الخبر.")
    items = list(read_drafts([tmp_path]))
    assert is_whole(next(item for item in items if isinstance(item, Draft) and item.id == "7"))


def test_a_gallery_of_its_post_has_all_that_any_file_attaches(tmp_path: Path) -> None:
    attached = [
        attachment(number).replace("<wp:status>", "<wp:post_parent>7</wp:post_parent><wp:status>")
        for number in (7, 8)
    ]
    paths = files(
        tmp_path,
        a=export(post(7, content=f"{TEXT}\n\n[gallery]"), attached[0]),
        b=export(attached[1]),
    )
    assert is_whole(the_post(list(read_drafts(paths))))


def test_a_guest_author_may_stand_in_another_file(tmp_path: Path) -> None:
    guest = post(50, type="guest-author", title="سلمى راشد").replace(
        "<wp:status>", "<wp:post_name>cap-salma</wp:post_name><wp:status>", 1
    )
    term = '<category domain="author" nicename="cap-salma"><![CDATA[salma]]></category>'
    paths = files(tmp_path, a=export(post(7, meta=term)), b=export(guest))
    made = the_post([item for item in read_drafts(paths) if isinstance(item, Draft)])
    assert [author.name for author in made.authors] == ["سلمى راشد"]


def test_the_categories_of_all_files_may_stand_in_the_head_of_one(tmp_path: Path) -> None:
    above = "<wp:category_parent>money</wp:category_parent><wp:cat_name>"
    tree = HEAD.replace("<wp:cat_name>", above) + (
        "<wp:category><wp:category_nicename>money</wp:category_nicename>"
        "<wp:cat_name>المال</wp:cat_name></wp:category>"
    )
    bare = HEAD[: HEAD.index("<wp:category>")]
    first, second = files(
        tmp_path, a=export(attachment(7), head=tree), b=export(post(7), head=bare)
    )
    made = the_post(list(read_drafts([first, second])))
    assert "المال" in made.sections
    assert PARENTS not in made.unnamed
    assert PARENTS in the_post(list(read_drafts([second]))).unnamed


def test_another_site_tells_nothing(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        a=export(post(7, content=GALLERY)),
        b=export(attachment(7), attachment(8), head=OTHER_SITE),
    )
    made = the_post(list(read_drafts(paths)))
    assert made.image is None
    assert {"image", PICTURES} <= made.unnamed


def test_a_run_of_one_file_says_what_is_not_told(tmp_path: Path) -> None:
    posts, _ = files(tmp_path, a=export(post(7, content=GALLERY)), b=export(attachment(7)))
    assert {"image", PICTURES} <= the_post(list(read_drafts([posts]))).unnamed


def test_a_broken_file_spoils_no_other(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        a=export(post(7, content=GALLERY)),
        b=export(attachment(7), attachment(8)).removesuffix(TAIL),
        c="<rss><channel><title>نشرة</title></channel></rss>",
        d="ليس ملفا",
    )
    made = [item for item in read_drafts(paths) if isinstance(item, Draft)]
    assert is_whole(made[0])


def test_a_head_that_cannot_be_read_spoils_no_other_file(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        a=export(attachment(5), head=HEAD.replace("<rss", "<!DOCTYPE rss><rss", 1)),
        b=export(post(7, content=GALLERY)),
        c=export(attachment(7), attachment(8)),
    )
    assert is_whole(the_post(list(read_drafts(paths))))


def test_more_than_can_be_kept_of_all_is_read_of_each_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PICTURES_LIMIT", 1_000)
    paths = files(
        tmp_path,
        a=export(post(7, content=TEXT), attachment(7), attachment(8)),
        b=export(*map(attachment, (1, 2))),
        c=export(*map(attachment, (3, 4)), head=OTHER_SITE),
    )
    items = list(read_drafts(paths))
    assert the_post(items).image is not None
    assert not any(isinstance(item, Refused) for item in items)


def test_a_folder_that_is_watched_is_a_run(store: Store, tmp_path: Path) -> None:
    room = Room(store)
    files(tmp_path, a=export(post(7, content=GALLERY)), b=export(attachment(7), attachment(8)))
    room.now = datetime.now(UTC) + timedelta(seconds=STILL + 1)
    assert not room.poll(Wire(name="drop", kind="folder", folder=tmp_path)).error
    article = room.kept("7").article
    assert article.image
    assert article.html.count("<img") == 2


def test_each_file_is_opened_twice_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = files(tmp_path, **{f"p{at}": export(post(at), attachment(at)) for at in range(1, 9)})
    opened: list[str] = []
    real = os.open

    def noting(path: str, *rest: object, **more: object) -> int:
        opened.append(os.fspath(path))
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", noting)
    made = [item for item in read_drafts(paths) if isinstance(item, Draft)]
    assert all(item.image for item in made)
    assert max(opened.count(path.name) for path in paths) == 2


def test_a_watched_folder_reads_again_what_lacked_its_pictures(
    store: Store, tmp_path: Path
) -> None:
    room = Room(store)
    wire = Wire(name="drop", kind="folder", folder=tmp_path)

    def poll() -> dict[str, int]:
        room.now = datetime.now(UTC) + timedelta(seconds=STILL + 1)
        return {kind.value: count for kind, count in room.poll(wire).counts.items()}

    files(tmp_path, a=export(post(7, content=GALLERY)), c=export(post(9, content=TEXT, meta="")))
    assert poll() == {"new": 2}
    assert poll() == {}
    files(tmp_path, d="<rss version='2.0'><channel><title>نشرة</title></channel></rss>")
    assert "edited" not in poll()
    files(tmp_path, b=export(attachment(7), attachment(8)))
    assert poll() == {"edited": 1}
    article = room.kept("7").article
    assert article.image
    assert article.html.count("<img") == 2
    files(tmp_path, e=export(attachment(10)))
    assert poll() == {}


def test_an_export_that_stands_twice_is_one(tmp_path: Path) -> None:
    attached = attachment(7).replace("<wp:status>", "<wp:post_parent>7</wp:post_parent><wp:status>")
    text = export(post(7, content=f"{TEXT}\n\n[gallery]"), attached)
    items = read_drafts(files(tmp_path, a=text, b=text))
    made = [item for item in items if isinstance(item, Draft)]
    assert [(item.html or "").count("<img") for item in made] == [1, 1]


def test_an_export_without_an_address_is_known_by_its_guids(tmp_path: Path) -> None:
    bare = HEAD.replace("<link>https://bank.example.com</link>", "")
    media = attachment(7).replace(
        "<wp:status>", "<guid>https://bank.example.com/?attachment_id=900007</guid><wp:status>"
    )
    paths = files(
        tmp_path,
        a=export(post(7, content=GALLERY), head=bare),
        b=export(attachment(7), attachment(8)),
        c=export(media, head=bare),
    )
    assert is_whole(the_post(list(read_drafts(paths))))
