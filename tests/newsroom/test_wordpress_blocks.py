"""Blocks of WordPress's editor that stand elsewhere, or are made when they are shown."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import Outcome, Store, ingest, read_drafts
from store.text.markup.read import plain
from tests.newsroom.reading import take
from tests.newsroom.wordpress import BODY, SECOND, attachment, block, export, stored
from tests.room import Room

NOTE = "هذه الصفحة جزء من ملف الطرق."
REFERENCE = '<!-- wp:block {"ref":50} /-->'


def paragraph(text: str, **attributes: object) -> str:
    told = f" {json.dumps(attributes, ensure_ascii=False)}" if attributes else ""
    return f"<!-- wp:paragraph{told} -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def run(room: Room, folder: Path, **files: str) -> list[Outcome]:
    """Ingest several exports in one run."""
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    items = read_drafts([folder / f"{name}.xml" for name in files])
    intake = replace(room.intake, backfill=True)
    return [outcome for batch in ingest(items, intake) for outcome in batch]


def text_of(room: Room, outcomes: list[Outcome]) -> str:
    (article,) = [room.kept(outcome.id).article for outcome in outcomes if outcome.id]
    return " ".join(plain(article.html).split())


CONTENT = f"{paragraph(BODY)}\n\n{REFERENCE}\n\n{paragraph(SECOND)}"
BLOCKS = {  # the block, and what stands of it in the post
    "a block": (block(50, paragraph(NOTE)), f" {NOTE}"),
    "a block in a block": (
        block(50, '<!-- wp:block {"ref":51} /-->') + block(51, paragraph(NOTE)),
        f" {NOTE}",
    ),
    "a block that holds itself": (block(50, f"{paragraph(NOTE)}\n{REFERENCE}"), f" {NOTE}"),
    "two that hold each other": (
        block(50, f'{paragraph(NOTE)}<!-- wp:block {{"ref":51}} /-->') + block(51, REFERENCE),
        f" {NOTE}",
    ),
    "a draft": (block(50, paragraph(NOTE), "draft"), ""),
    "in the trash": (block(50, paragraph(NOTE), "trash"), ""),
}


@pytest.mark.parametrize(("blocks", "shown"), BLOCKS.values(), ids=BLOCKS)
def test_a_reusable_block_stands_in_its_post(
    room: Room, tmp_path: Path, blocks: str, shown: str
) -> None:
    outcomes = run(room, tmp_path, a=export(stored(CONTENT)), b=export(blocks))
    assert text_of(room, outcomes) == f"{BODY}{shown} {SECOND}"
    assert not any(outcome.remarks for outcome in outcomes)


def test_a_block_that_is_missing_is_said(room: Room, tmp_path: Path) -> None:
    outcomes = run(room, tmp_path, a=export(stored(CONTENT)))
    assert text_of(room, outcomes) == f"{BODY} {SECOND}"
    assert "reusable block" in str(outcomes[0].remarks[0])


def test_a_post_that_is_but_a_missing_block_is_refused(room: Room, tmp_path: Path) -> None:
    (outcome,) = run(room, tmp_path, a=export(stored(REFERENCE)))
    assert "reusable block" in str(outcome.refused)


NAMED = paragraph("نص النمط", metadata={"name": "نص"})
OVERRIDES = {
    "a text": ({"نص": {"content": NOTE}}, NOTE, False),
    "of no part": ({"غيره": {"content": NOTE}}, "نص النمط", True),
    "a picture": ({"نص": {"url": "https://a.example/a.jpg"}}, "نص النمط", True),
}


@pytest.mark.parametrize(("told", "text", "is_said"), OVERRIDES.values(), ids=OVERRIDES)
def test_what_a_post_writes_into_a_pattern_stands_there_or_is_said(
    room: Room, tmp_path: Path, told: object, text: str, *, is_said: bool
) -> None:
    attributes = json.dumps({"ref": 50, "content": told}, ensure_ascii=False)
    content = f"{paragraph(BODY)}\n\n<!-- wp:block {attributes} /-->"
    outcomes = run(room, tmp_path, a=export(stored(content), block(50, NAMED)))
    assert text_of(room, outcomes) == f"{BODY} {text}"
    assert bool(outcomes[0].remarks) == is_said


SHOWN = {  # what the editor keeps, and the whole text that is read
    "more": (f"<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->{paragraph(SECOND)}", SECOND),
    "a page break": (
        f"<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->{paragraph(SECOND)}",
        SECOND,
    ),
    "HTML": (f"<!-- wp:html --><p>{SECOND}</p><!-- /wp:html -->", SECOND),
    "the old editor": (f"<!-- wp:freeform --><p>{SECOND}</p><!-- /wp:freeform -->", SECOND),
    "a pull quote": (
        "<!-- wp:pullquote --><figure class='wp-block-pullquote'><blockquote>"
        f"<p>{SECOND}</p><cite>المدير</cite></blockquote></figure><!-- /wp:pullquote -->",
        f"{SECOND} المدير",
    ),
    "details": (
        "<!-- wp:details --><details class='wp-block-details'><summary>تفاصيل</summary>"
        f"{paragraph(SECOND)}</details><!-- /wp:details -->",
        f"تفاصيل {SECOND}",
    ),
    "a table": (
        "<!-- wp:table --><figure class='wp-block-table'><table><tbody><tr><td>أ</td><td>ب</td>"
        "</tr></tbody></table></figure><!-- /wp:table -->",
        "أ ب",
    ),
    "a file": (
        '<!-- wp:file {"id":3} --><div class="wp-block-file"><a href="https://a.example/r.pdf">'
        'التقرير</a><a href="https://a.example/r.pdf" class="wp-block-file__button" download>'
        "تنزيل</a></div><!-- /wp:file -->",
        "التقريرتنزيل",
    ),
    "media and text": (
        "<!-- wp:media-text --><div class='wp-block-media-text'><figure><img"
        f" src='https://a.example/a.jpg'/></figure><div>{paragraph(SECOND)}</div></div>"
        "<!-- /wp:media-text -->",
        SECOND,
    ),
    "the latest posts": (
        f'<!-- wp:latest-posts {{"postsToShow":3}} /-->{paragraph(SECOND)}',
        SECOND,
    ),
    "a shortcode": (
        '<!-- wp:shortcode -->\n[contact-form-7 id="1"]\n<!-- /wp:shortcode -->'
        f"{paragraph(SECOND)}",
        SECOND,
    ),
}


@pytest.mark.parametrize(("content", "text"), SHOWN.values(), ids=SHOWN)
def test_a_block_of_the_editor_leaves_its_text(
    room: Room, tmp_path: Path, content: str, text: str
) -> None:
    taken = take(room, tmp_path, "a.wxr", export(stored(f"{paragraph(BODY)}\n\n{content}")))
    assert taken.text == f"{BODY} {text}"


IMAGE = "https://bank.example.com/{}.jpg"
GALLERIES = {
    "of today": "".join(
        [
            '<!-- wp:gallery {"linkTo":"none"} --><figure class="wp-block-gallery">',
            *(
                f'<!-- wp:image {{"id":{at}}} --><figure><img src="{IMAGE.format(at)}" alt=""/>'
                f"<figcaption>صورة {at}</figcaption></figure><!-- /wp:image -->"
                for at in (1, 2)
            ),
            "</figure><!-- /wp:gallery -->",
        ]
    ),
    "of old": "".join(
        [
            '<!-- wp:gallery {"ids":[1,2]} --><ul class="wp-block-gallery">',
            *(
                f'<li class="blocks-gallery-item"><figure><img src="{IMAGE.format(at)}" alt=""'
                f' data-id="{at}"/><figcaption>صورة {at}</figcaption></figure></li>'
                for at in (1, 2)
            ),
            "</ul><!-- /wp:gallery -->",
        ]
    ),
    "Jetpack's tiles": "".join(
        [
            '<!-- wp:jetpack/tiled-gallery {"ids":[1,2]} --><div class="tiled-gallery__row">',
            *(
                f'<figure class="tiled-gallery__item"><img src="{IMAGE.format(at)}" alt=""/>'
                f"<figcaption>صورة {at}</figcaption></figure>"
                for at in (1, 2)
            ),
            "</div><!-- /wp:jetpack/tiled-gallery -->",
        ]
    ),
}


@pytest.mark.parametrize("content", GALLERIES.values(), ids=GALLERIES)
def test_a_gallery_shows_all_its_pictures(room: Room, tmp_path: Path, content: str) -> None:
    items = (stored(f"{paragraph(BODY)}\n\n{content}"), attachment(1))
    html = take(room, tmp_path, "a.wxr", export(*items)).article.html
    for at in (1, 2):
        assert f'<img src="{IMAGE.format(at)}"' in html
        assert f"<figcaption>صورة {at}</figcaption>" in html
