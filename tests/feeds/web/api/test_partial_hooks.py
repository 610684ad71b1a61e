"""Messages of WordPress that do not name all of a post: what they do not name stays as it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from store import Article, Correction, Store, Wire, correct, ingest
from store.sources.wordpress.posts import draft
from store.wires.wire import for_wire
from tests.feeds.web.api.sender import SECRET, Sender, decisions, make_app, token
from tests.room import Room
from tests.wordpress import post

PATH = "/api/v1/hooks/wordpress"
SITE = Wire(name="site", kind="wordpress", url="https://press.example.com", removed="withdraw")
NUMBER = 12
URL = str(post(NUMBER)["link"])


class Desk:
    """A newsroom that has a whole post of a site, whose hooks come in."""

    def __init__(self, store: Store, wires: tuple[Wire, ...]) -> None:
        self.room = Room(store)
        app = make_app(store, (token("site", SECRET),), wires)
        self.sender = Sender(app.test_client(), SECRET)
        self.poll(post(NUMBER))

    def poll(self, *posts: dict[str, Any]) -> None:
        items = [item for item in (draft(one, "site") for one in posts) if item]
        list(ingest(items, for_wire(self.room.intake, SITE)))

    def hook(self, message: object, **more: Any) -> list[str]:
        sent = {"data": message} if isinstance(message, bytes) else {"json": message}
        return decisions(self.sender("POST", PATH, **sent, **more))

    @property
    def kept(self) -> Article:
        return self.room.kept(str(NUMBER)).article

    def recalled(self) -> set[str]:
        with self.room.store.snapshot() as snapshot:
            return set(snapshot.wires.recalled("site"))


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, (SITE,))


@pytest.fixture
def alone(store: Store) -> Desk:
    """The same without a wire."""
    return Desk(store, ())


def same(before: Article, after: Article, *but: str) -> None:
    """Both articles are the same in all fields but these, and what moves with them."""
    for field in Article.__dataclass_fields__:
        if field not in {*but, "updated"}:
            assert getattr(before, field) == getattr(after, field), field


def without_embed(**fields: Any) -> dict[str, Any]:
    """The post as a REST answer has it that was asked for without `_embed`."""
    whole = post(NUMBER, type="post", author=3, featured_media=77, categories=[4], tags=[8, 9])
    del whole["_embedded"]
    return whole | fields


def kept_post(**fields: Any) -> dict[str, Any]:
    """The post as WordPress itself keeps it."""
    told = post(NUMBER)
    return {
        "ID": NUMBER,
        "post_author": "3",
        "post_title": told["title"]["rendered"],
        "post_content": told["content"]["rendered"],
        "post_excerpt": "",
        "post_status": "publish",
        "post_type": "post",
        "post_date_gmt": told["date_gmt"],
        "post_modified_gmt": told["modified_gmt"],
        "comment_status": "open",
    } | fields


TITLE = "مكتبة المدينة تفتح أبوابها ليلا"
PART: dict[str, dict[str, Any]] = {
    "without _embed": without_embed(title={"rendered": TITLE}),
    "three chosen fields": {"id": NUMBER, "title": {"rendered": TITLE}, "link": URL},
    "a title": {"id": NUMBER, "title": {"rendered": TITLE}},
    "a title of a form": {"post_id": str(NUMBER), "post_title": TITLE},
    "flat fields": {"id": str(NUMBER), "title": TITLE, "status": "publish", "url": URL},
    "a WP_Post": kept_post(post_title=TITLE),
    "HookPress": {"hook": "save_post", "ID": str(NUMBER), "post_title": TITLE, "post_url": URL},
    "WP Webhooks without terms": {"post_id": NUMBER, "post": kept_post(post_title=TITLE)},
    "WP Webhooks, and how it was": {
        "post_id": NUMBER,
        "post": kept_post(post_title=TITLE),
        "post_before": kept_post(post_title="عنوان قديم", post_status="draft"),
        "post_meta": {"_edit_lock": ["1"]},
    },
    "an automation": {
        "user_id": "1",
        "user_email": "editor@press.example.com",
        "post_id": str(NUMBER),
        "post_title": TITLE,
        "status": "completed",
    },
    "an envelope": {"event": "post.updated", "data": kept_post(post_title=TITLE)},
    "an envelope of REST": {"post": {"id": NUMBER, "title": {"rendered": TITLE}}},
}


@pytest.mark.parametrize("message", PART.values(), ids=PART)
def test_what_is_not_named_stays(alone: Desk, message: dict[str, Any]) -> None:
    before = alone.kept
    assert alone.hook(message) == ["edited"]
    same(before, alone.kept, "title")
    assert alone.kept.title == TITLE
    assert alone.kept.authors
    assert alone.kept.image
    assert alone.hook(message) == ["same"]


def test_a_form_may_hold_objects_as_php_writes_them(alone: Desk) -> None:
    before = alone.kept
    form = {
        "post_id": NUMBER,
        "post[ID]": NUMBER,
        "post[post_title]": TITLE,
        "post[post_status]": "publish",
        "taxonomies[category][arts][name]": "سياسة",
        "taxonomies[category][arts][slug]": "politics",
    }
    content = urlencode(form).encode()
    kind = "application/x-www-form-urlencoded"
    assert alone.hook(content, content_type=kind) == ["edited"]
    same(before, alone.kept, "title", "sections", "tags")
    assert alone.kept.sections == ("سياسة", "politics")
    assert alone.kept.tags == ()  # WP Webhooks leaves out taxonomies of which it has no term


def test_a_text_without_its_summary(alone: Desk) -> None:
    """What was made of the text is made again; a summary of the source's own stays."""
    body = {"rendered": "<p>أغلقت المكتبة أبوابها للترميم ثلاثة أشهر.</p>", "protected": False}
    hook = {"id": NUMBER, "content": body, "status": "publish"}
    own = "ثلاثة طوابق من الكتب."
    alone.poll(post(NUMBER, excerpt={"rendered": own}))
    assert alone.hook(hook) == ["edited"]
    assert alone.kept.summary == own
    for made in ("", "<p>افتتحت المكتبة رقم 12 [&hellip;]</p>", "<p>خبر المكتبة [&hellip;]</p>"):
        alone.poll(post(NUMBER, excerpt={"rendered": made}))
        assert "المكتبة" in alone.kept.summary
        assert alone.hook(hook) == ["edited"]
        assert alone.kept.summary == "أغلقت المكتبة أبوابها للترميم ثلاثة أشهر."


def test_the_picture_of_a_text_goes_with_it(alone: Desk) -> None:
    picture = "<p><img src='https://press.example.com/wp-content/uploads/2026/10/{}.jpg'></p>"
    whole = post(NUMBER, featured_media=0, content={"rendered": picture.format("أول")})
    whole["_embedded"] = {name: whole["_embedded"][name] for name in ("author", "wp:term")}
    alone.poll(whole)
    assert alone.hook({"id": NUMBER, "content": {"rendered": picture.format("b")}}) == ["edited"]
    assert alone.kept.image
    assert alone.kept.image.url.endswith("/b.jpg")


def test_related_stories_are_those_of_the_text_that_is_named(alone: Desk) -> None:
    text = "<p>افتتحت المكتبة أبوابها صباح اليوم بعد ترميم دام عامين.</p>"
    line = '<p>اقرأ أيضا: <a href="https://press.example.com/books">سوق الكتب</a></p>'
    alone.poll(post(NUMBER, content={"rendered": f"{text}{line}"}))
    assert [story.title for story in alone.kept.related] == ["سوق الكتب"]
    alone.hook({"id": NUMBER, "title": {"rendered": "المكتبة تعود"}})
    assert [story.title for story in alone.kept.related] == ["سوق الكتب"]
    assert alone.hook({"id": NUMBER, "content": {"rendered": text}}) == ["edited"]
    assert alone.kept.related == ()


EMPTY: dict[str, tuple[dict[str, Any], str, object]] = {
    "no tags": (without_embed(tags=[]), "tags", ()),
    "no picture": (without_embed(featured_media=0), "image", None),
    "no picture, as text": ({"id": NUMBER, "featured_media": "0"}, "image", None),
    "no thumbnail": ({"post_id": NUMBER, "post_thumbnail": False}, "image", None),
    "no terms": ({"post_id": NUMBER, "taxonomies": []}, "sections", ()),
    "no summary": (
        {"id": NUMBER, "excerpt": {"rendered": ""}},
        "summary",
        "افتتحت المكتبة رقم 12 أبوابها صباح اليوم.",
    ),
    "no text": ({"id": NUMBER, "content": {"rendered": ""}}, "html", ""),
}


MOVING = {"sections": ("tags",), "html": ("summary",)}


@pytest.mark.parametrize(("message", "field", "value"), EMPTY.values(), ids=EMPTY)
def test_what_is_named_and_empty_is_empty(
    alone: Desk, message: dict[str, Any], field: str, value: object
) -> None:
    before = alone.kept
    assert alone.hook(message) == ["edited"]
    assert getattr(alone.kept, field) == value
    same(before, alone.kept, field, *MOVING.get(field, ()))


def test_ten_of_twelve_tags_are_not_all(alone: Desk) -> None:
    tags = [{"taxonomy": "post_tag", "name": f"وسم {n}", "id": n} for n in range(1, 13)]
    whole = post(NUMBER, tags=list(range(1, 13)))
    category = whole["_embedded"]["wp:term"][0]
    alone.poll(whole | {"_embedded": whole["_embedded"] | {"wp:term": [category, tags]}})
    assert len(alone.kept.tags) == 12
    cut = whole["_embedded"] | {"wp:term": [category, tags[:10]]}
    alone.hook(whole | {"_embedded": cut, "title": {"rendered": TITLE}})
    assert (alone.kept.title, len(alone.kept.tags)) == (TITLE, 12)


@pytest.mark.parametrize("message", PART.values(), ids=PART)
def test_a_wire_fetches_what_is_not_named(desk: Desk, message: dict[str, Any]) -> None:
    answer = desk.sender("POST", PATH, json=message).json["items"][0]  # type: ignore[index]
    assert (answer["decision"], answer["recalled"]) == ("edited", True)
    assert desk.recalled() == {str(NUMBER)}


def below(**more: object) -> dict[str, Any]:
    """The post in a category below another one, with another title."""
    whole = post(NUMBER, title={"rendered": TITLE})
    (term,) = whole["_embedded"]["wp:term"][0]
    term |= {"id": 5, "name": "بورصة", "slug": "bourse"} | more
    return whole


def test_a_section_is_not_left_because_a_hook_tells_no_parents(desk: Desk) -> None:
    parent = {"id": 4, "taxonomy": "category", "name": "إقتصاد &amp; مال", "slug": "economy"}
    desk.poll(below(parent=parent))
    before = desk.kept.sections
    up = [{"embeddable": True, "href": "https://press.example.com/wp-json/wp/v2/categories/4"}]
    assert desk.hook(below(_links={"up": up}) | {"title": {"rendered": "عنوان آخر"}}) == ["edited"]
    assert (desk.kept.title, desk.kept.sections) == ("عنوان آخر", before)
    assert desk.recalled() == {str(NUMBER)}


def test_without_a_wire_a_hook_is_taken_at_its_word(alone: Desk) -> None:
    alone.hook(below())
    assert "بورصة" in alone.kept.sections
    assert "economy" not in alone.kept.sections


def test_an_error_in_place_of_an_author_leaves_the_byline(alone: Desk) -> None:
    hidden = post(NUMBER, title={"rendered": TITLE})
    hidden["_embedded"]["author"] = [{"code": "rest_user_cannot_view", "data": {"status": 401}}]
    before = alone.kept.authors
    alone.poll(hidden)
    assert before
    assert (alone.kept.title, alone.kept.authors) == (TITLE, before)
    nobody = hidden["_embedded"] | {"author": []}
    alone.poll(hidden | {"_embedded": nobody, "title": {"rendered": "عنوان ثالث"}})
    assert alone.kept.authors == ()


def test_a_whole_post_needs_no_wire(desk: Desk) -> None:
    whole = post(NUMBER, type="post", categories=[], tags=[], title={"rendered": TITLE})
    answer = desk.sender("POST", PATH, json=whole).json["items"][0]  # type: ignore[index]
    assert (answer["decision"], answer["recalled"]) == ("edited", False)
    assert desk.recalled() == set()


LITTLE: dict[str, dict[str, Any]] = {
    "a number": {"id": 5},
    "a number as text": {"post_id": "5"},
    "a status": {"post_id": 5, "post_status": "publish"},
    "a title": {"ID": 5, "post_title": TITLE},
    "no terms": without_embed(id=5),
    "a text that nobody says is public": {"id": 5, "title": TITLE, "content": "نص"},
}


@pytest.mark.parametrize("message", LITTLE.values(), ids=LITTLE)
def test_a_post_that_is_not_known_is_fetched(desk: Desk, message: dict[str, Any]) -> None:
    answer = desk.sender("POST", PATH, json=message)
    assert answer.status_code == 200
    (item,) = answer.json["items"]  # type: ignore[index]
    assert (item["decision"], item["source_id"], item["recalled"]) == ("recalled", "5", True)
    assert desk.recalled() == {"5"}


@pytest.mark.parametrize("message", [LITTLE[name] for name in LITTLE if name != "no terms"])
def test_without_a_wire_it_is_refused_with_a_word_that_helps(
    alone: Desk, message: dict[str, Any]
) -> None:
    answer = alone.sender("POST", PATH, json=message)
    assert answer.status_code == 422
    assert alone.sender("POST", PATH, json=without_embed(id=5)).status_code == 201


def test_the_word_names_what_is_missing(alone: Desk) -> None:
    answer = alone.sender("POST", PATH, json={"id": 5, "title": {"rendered": TITLE}})
    detail = str(answer.json)
    assert "does not name html, status" in detail
    assert "wire" in detail
    (held,) = alone.sender("GET", "/api/v1/quarantine").json["items"]  # type: ignore[index]
    assert "does not name" in held["refused"]["reason"]


def test_a_number_alone_changes_nothing_that_is_known(alone: Desk) -> None:
    before = alone.kept
    assert alone.hook({"id": NUMBER}) == ["same"]
    assert alone.kept == before


def test_a_status_alone_withdraws(alone: Desk) -> None:
    assert alone.hook({"post_id": NUMBER, "post_status": "trash"}) == ["withdrawn"]


def test_a_correction_stands_over_what_is_named(alone: Desk) -> None:
    """An editor's section stays, where the message names no section, and where it does."""
    correct(alone.room.intake, str(NUMBER), Correction(sections=("politics",)))
    for message in (PART["a title"], without_embed(title={"rendered": TITLE + " غدا"})):
        assert alone.hook(message) == ["edited"]
        assert alone.kept.sections == ("politics",)
        assert alone.kept.filed


def test_an_older_message_changes_nothing(alone: Desk) -> None:
    newer = kept_post(post_title=TITLE, post_modified_gmt="2026-10-02 10:00:00")
    older = kept_post(post_title="عنوان سابق", post_modified_gmt="2026-10-02 09:59:58")
    assert alone.hook(newer) == ["edited"]
    assert alone.hook(older) == ["same"]
    assert alone.kept.title == TITLE
    again = kept_post(post_modified_gmt="2026-10-02 10:05:00", post_title=TITLE)
    assert alone.hook(again) == ["same"]
    between = kept_post(post_title="عنوان سابق", post_modified_gmt="2026-10-02 10:04:00")
    assert alone.hook(between) == ["same"]
    trash = kept_post(post_status="trash", post_modified_gmt="2026-10-02 10:04:30")
    assert alone.hook(trash) == ["same"]
    assert alone.room.kept(str(NUMBER)).live
    gone = kept_post(post_status="trash", post_modified_gmt="2026-10-02 10:06:00")
    assert alone.hook(gone) == ["withdrawn"]
    assert alone.hook(again) == ["same"]
    assert not alone.room.kept(str(NUMBER)).live


def test_a_poll_tells_how_things_are_though_the_site_was_set_back(alone: Desk) -> None:
    assert alone.hook(kept_post(post_title=TITLE, post_modified_gmt="2026-10-09 10:00:00"))
    alone.poll(post(NUMBER))
    assert alone.kept.title != TITLE


def test_a_scheduled_post_keeps_its_moment(alone: Desk) -> None:
    """A message about the text of an article under embargo does not release it."""
    due = alone.room.now + timedelta(hours=3)
    alone.poll(post(5, date_gmt=f"{due:%Y-%m-%dT%H:%M:%S}", modified_gmt="2026-11-24T08:00:00"))
    assert alone.room.kept("5").released is None
    assert alone.hook({"id": 5, "title": {"rendered": TITLE}}) == ["edited"]
    stored = alone.room.kept("5")
    assert (stored.released, stored.article.due, stored.article.title) == (None, due, TITLE)


OTHERS: dict[str, Any] = {
    "a comment": {"comment_ID": 5, "comment_post_ID": NUMBER, "comment_content": "أحسنتم"},
    "a comment of the REST API": {
        "id": 5,
        "post": NUMBER,
        "author_name": "قارئ",
        "content": {"rendered": "<p>أحسنتم</p>"},
    },
    "a comment of HookPress": b"hook=comment_post&comment_ID=5",
    "a user": {"ID": 3, "user_login": "layla", "user_email": "l@press.example.com"},
    "a user of WP Webhooks": {"user_id": 3, "user": {"data": {"user_login": "layla"}}},
    "a user of the REST API": {"id": 3, "name": "ليلى", "avatar_urls": {}},
    "a user who goes": b"hook=delete_user&ID=12",
    "a term": {"id": 4, "name": "سياسة", "taxonomy": "category", "count": 2},
    "a revision": {"ID": 99, "post_type": "revision", "post_parent": NUMBER, "post_title": TITLE},
    "an autosave of the REST API": {
        "id": 99,
        "parent": NUMBER,
        "slug": f"{NUMBER}-autosave-v1",
        "title": {"rendered": TITLE},
        "content": {"rendered": "نص"},
    },
}


@pytest.mark.parametrize("message", OTHERS.values(), ids=OTHERS)
def test_messages_about_others_are_passed_over(desk: Desk, message: Any) -> None:
    kind = "application/x-www-form-urlencoded" if isinstance(message, bytes) else None
    before = desk.kept
    assert desk.hook(message, content_type=kind) == []
    assert (desk.kept, desk.recalled()) == (before, set())


def test_what_is_no_post_is_left_out_and_changes_nothing(desk: Desk) -> None:
    before = desk.kept
    page = {"post_id": NUMBER, "post": kept_post(post_type="page", post_status="trash")}
    assert desk.hook(page) == ["left out"]
    assert (desk.kept, desk.recalled()) == (before, set())


CUSTOM = kept_post(ID=5, post_excerpt="خبر", post_url="https://press.example.com/5")
WHOLE = CUSTOM | {"taxonomies": {"category": [{"name": "سياسة", "slug": "politics"}]}}


def test_what_may_be_of_another_type_is_fetched(desk: Desk) -> None:
    """Nothing tells whether it is a post: the site does, which lists posts alone."""
    assert desk.hook({name: WHOLE[name] for name in WHOLE if name != "post_type"}) == ["recalled"]
    assert desk.hook(WHOLE | {"post_type": "event"}) == ["left out"]
    assert desk.hook(WHOLE) == ["new"]


def test_the_name_of_an_event_is_no_type(alone: Desk) -> None:
    assert alone.hook(PART["a title"] | {"type": "post.updated"}) == ["edited"]
    assert alone.hook({"hook": "publish_page", "ID": NUMBER, "post_title": "صفحة"}) == ["left out"]


def test_what_was_trashed_comes_back_when_a_message_says_that_it_is_public(alone: Desk) -> None:
    assert alone.hook({"post_id": NUMBER, "post_status": "trash"}) == ["withdrawn"]
    assert alone.hook(PART["a title"]) == ["edited"]  # which does not say so
    assert not alone.room.kept(str(NUMBER)).live
    assert alone.hook({"post_id": NUMBER, "post_status": "publish"}) == ["restored"]
    assert alone.kept.title == TITLE
    assert alone.kept.authors


def test_a_list_says_what_became_of_each(desk: Desk) -> None:
    messages = [PART["a title"], {"id": 5}, OTHERS["a comment"], {"id": 6, "status": "draft"}]
    assert desk.hook(messages) == ["edited", "recalled"]


def test_a_token_that_is_held_to_sections_stays_within_them(store: Store) -> None:
    desk = Desk(store, (replace(SITE, section="politics"),))
    desk.poll(post(NUMBER), post(13))
    app = make_app(store, (token("site", SECRET, frozenset({"politics"})),), ())
    sender = Sender(app.test_client(), SECRET)
    assert sender("POST", PATH, json=PART["a title"]).status_code == 403


def test_a_new_post_whose_guid_is_to_be_kept_is_fetched_where_its_message_names_none(
    store: Store,
) -> None:
    desk = Desk(store, (replace(SITE, keep_guid=True),))
    guid = "https://press.example.com/?p=13"
    assert desk.hook(post(13)) == ["recalled"]
    assert desk.recalled() == {"13"}
    assert desk.hook(post(13, guid={"rendered": guid})) == ["new"]
    assert desk.room.kept("13").article.id == guid
    assert desk.hook(kept_post(ID=14, guid=f"{guid}4")) == ["recalled"]  # its terms are not named
