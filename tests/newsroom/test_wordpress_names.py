"""Bylines and pictures of WordPress that the REST API hides, and that stand elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import take
from tests.newsroom.wordpress import answer, export, stored
from tests.room import Room
from tests.wxr import HEAD, post

MONA = "منى السيد"
AHMED = "أحمد علي"
JPG = "https://bank.example.com/wp-content/uploads/a.jpg"
NOBODY = {"code": "rest_user_invalid_id", "message": "معرف المستخدم غير صحيح.", "data": {}}
FORBIDDEN = {"code": "rest_forbidden", "message": "غير مسموح", "data": {"status": 403}}


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def terms(taxonomy: str, **names: str) -> dict[str, object]:
    """Terms of authors, by login, as `_embed` tells them, beside an author who is but the first."""
    told = [
        {"id": number, "name": login, "slug": f"cap-{login}", "description": said}
        for number, (login, said) in enumerate(names.items(), 21)
    ]
    group = [term | {"taxonomy": taxonomy} for term in told]
    return {"author": [{"id": 1, "name": "مدير الموقع"}], "wp:term": [group]}


BYLINES: dict[str, tuple[dict[str, object], list[str]]] = {
    "Co-Authors Plus, objects": (
        {"coauthors": [{"id": 3, "displayName": MONA, "userType": "guest-author"}]},
        [MONA],
    ),
    "Co-Authors Plus, PHP's object": (
        {"coauthors": {"0": {"display_name": MONA}, "1": {"display_name": AHMED}}},
        [MONA, AHMED],
    ),
    "Co-Authors Plus, terms": (
        {
            "coauthors": [21, 22],
            "_embedded": terms(
                "author", mona=f"{MONA}   mona 3 m@example.com", ali=f"{AHMED}   ali 4 a@x"
            ),
        },
        [MONA, AHMED],
    ),
    "PublishPress Authors": (
        {"authors": [{"term_id": 4, "user_id": 0, "is_guest": 1, "display_name": MONA}]},
        [MONA],
    ),
    "PublishPress Authors, terms": (
        {"ppma_author": [21], "_embedded": terms("ppma_author", **{MONA: ""})},
        [MONA],
    ),
    "Newspack": ({"newspack_author_info": [{"display_name": MONA, "id": 3}]}, [MONA]),
    "Yoast": ({"yoast_head_json": {"author": MONA}}, [MONA]),
    "Yoast's graph": (
        {
            "yoast_head_json": {
                "schema": {
                    "@graph": [
                        {"@type": ["Article", "NewsArticle"], "author": [{"@id": "#p"}]},
                        {"@type": "Person", "@id": "#p", "name": MONA},
                        {"@type": "WebSite", "name": "الموقع"},
                    ]
                }
            }
        },
        [MONA],
    ),
    "a head in HTML": ({"rank_math_head": f'<meta name="author" content="{MONA}">'}, [MONA]),
    "a theme": ({"post_author_meta": {"display_name": MONA, "ID": "3"}}, [MONA]),
    "Spectra": ({"uagb_author_info": {"display_name": MONA, "author_link": "x"}}, [MONA]),
    "a field of the newsroom": ({"acf": {"writer_name": MONA}}, [MONA]),
    "a field in Arabic": ({"acf": {"الكاتب": MONA}}, [MONA]),
    "a guest of a theme": ({"meta": {"_guest-author": MONA}}, [MONA]),
    "an address before a name": (
        {"author_name": "mona@example.com", "parsely": {"meta": {"creator": [MONA]}}},
        [MONA],
    ),
    "nobody": ({"author_name": "3", "simple_local_avatar": {"full": JPG}}, []),
}


@pytest.mark.parametrize(("fields", "names"), BYLINES.values(), ids=BYLINES)
def test_a_byline_that_the_site_hides_is_found(
    room: Room, tmp_path: Path, fields: dict[str, object], names: list[str]
) -> None:
    told = {"_embedded": {"author": [NOBODY]}} | fields
    assert take(room, tmp_path, "posts.json", answer(**told)).authors == names


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"  # noqa: E501


WRITERS = {
    "a guest of Molongui": (meta("_molongui_author", "guest-50"), [MONA]),
    "a user and a guest of Molongui": (
        meta("_molongui_author", "user-5") + meta("_molongui_author", "guest-50"),
        ["هدى سالم", MONA],
    ),
    "a guest who is missing": (meta("_molongui_author", "guest-51"), ["هدى سالم"]),
    "a guest of a theme": (meta("guest-author", AHMED), [AHMED]),
    "nothing": ("", ["هدى سالم"]),
}


@pytest.mark.parametrize(("fields", "names"), WRITERS.values(), ids=WRITERS)
def test_a_guest_of_an_export_is_its_author(
    room: Room, tmp_path: Path, fields: str, names: list[str]
) -> None:
    head = HEAD.replace("<wp:author>", "<wp:author><wp:author_id>5</wp:author_id>", 1)
    guest = post(50, type="guest_author", title=MONA)
    taken = take(
        room, tmp_path, "a.wxr", export(stored("<p>نص الخبر.</p>", meta=fields), guest, head=head)
    )
    (article,) = taken.articles
    assert [author.name for author in article.authors] == names
    assert taken.left_out == ["guest_author"]


PICTURES: dict[str, dict[str, object]] = {
    "Jetpack": {"jetpack_featured_media_url": JPG},
    "an object": {"better_featured_image": {"source_url": JPG, "media_details": {"width": 1200}}},
    "PHP's list": {"featured_image_src_large": [JPG, 1200, 800, False]},
    "sizes": {"uagb_featured_image_src": {"thumbnail": [f"{JPG}t", 1, 1], "full": [JPG, 1200, 8]}},
    "sizes without a full one": {"featured_image_urls": {"thumbnail": f"{JPG}t", "large": JPG}},
    "a set": {"featured_image": {"srcset": f"{JPG}-300.jpg 300w, {JPG} 1200w"}},
    "a lazy element": {
        "thumbnail": f'<img src="data:image/gif;base64,R0" data-src="{JPG}" alt="">'
    },
    "one behind a placeholder": {
        "jetpack_featured_media_url": "data:image/gif;base64,R0",
        "thumbnail_url": JPG,
    },
    "an element": {"x_featured_media": f'<img src="{JPG}" alt="">'},
    "an address of elsewhere": {"fifu_image_url": JPG},
    "a theme": {"fimg_url": JPG},
    "Yoast": {"yoast_head_json": {"og_image": [{"url": JPG, "width": 1200}]}},
    "Rank Math": {"rank_math_head": f'<meta property="og:image" content="{JPG}" />'},
    "All in One SEO": {"aioseo_head_json": {"og:image": JPG, "og:image:width": 1200}},
    "a graph": {
        "yoast_head_json": {
            "schema": {
                "@graph": [
                    {"@type": "WebPage", "primaryImageOfPage": {"@id": "#i"}},
                    {"@type": "ImageObject", "@id": "#i", "url": JPG},
                ]
            }
        }
    },
}


@pytest.mark.parametrize("fields", PICTURES.values(), ids=PICTURES)
def test_a_picture_that_the_site_hides_is_found(
    room: Room, tmp_path: Path, fields: dict[str, object]
) -> None:
    told = {"featured_media": 5, "_embedded": {"wp:featuredmedia": [FORBIDDEN]}} | fields
    article = take(room, tmp_path, "posts.json", answer(**told)).article
    assert article.image
    assert article.image.url == JPG


def test_a_picture_of_the_site_is_none_of_a_post_without_one(room: Room, tmp_path: Path) -> None:
    told = {"featured_media": 0, "yoast_head_json": {"og_image": [{"url": JPG}]}}
    assert take(room, tmp_path, "posts.json", answer(**told)).article.image is None
