"""A WordPress site as a wire: all of it once, then what changed, and what is gone; its troubles are
harmless.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store import Draft, Poll, Refused, Wire
from store.sources.wordpress import posts as wordpress
from store.wires import fetch
from store.wires import wordpress_walk as walking
from tests.room import ON_BOTH, Room
from tests.wordpress import API, INVALID_ID, PAGE, Answer, Site, post

SHORT_PAGES = pytest.mark.usefixtures("short_pages")


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for what a site may answer."""
    url: str = request.getfixturevalue(request.param)
    return url


def wire(site: Site) -> Wire:
    return Wire(name="press", kind="wordpress", url=site.url, seconds=300, removed="withdraw")


def polled(room: Room, site: Site, hours: float = 0.1) -> dict[str, int]:
    done = poll(room, site, hours)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


def poll(room: Room, site: Site, hours: float = 0.1) -> Poll:
    room.pass_time(hours=hours)
    return room.poll(wire(site))


def test_a_post_is_read_with_all_it_has() -> None:
    found = wordpress.draft(post(7), "https://press.example.com")
    assert isinstance(found, Draft)
    assert (found.id, found.title) == ("7", "افتتاح المكتبة رقم 7 &#8211; تفاصيل")
    assert (found.published, found.updated) == ("2026-10-01T07:00:00Z", "2026-10-01T07:30:00Z")
    assert (found.sections, found.tags) == (("إقتصاد &amp; مال", "economy"), ("كتب",))
    assert [one.name for one in found.authors] == ["ليلى حداد"]
    assert found.image is not None
    assert (found.image.alt, found.image.width, found.image.height) == ("واجهة المكتبة", 1200, 800)
    assert found.html is not None
    assert "أبوابها" in found.html


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"content": {"rendered": "سر", "protected": True}}]
)
def test_what_is_not_for_everybody_is_left_out(fields: dict[str, object]) -> None:
    assert wordpress.draft(post(7, **fields), "x") is None


@ON_BOTH
def test_other_types_that_a_site_lists_are_left_out_and_counted(room: Room, site: Site) -> None:
    site.add(1, type="event")
    site.add(2)
    assert polled(room, site) == {"new": 1}
    with room.store.snapshot() as snapshot:
        remarks = snapshot.wires.states()["press"].remarks
    assert remarks["types"].endswith("left out: 1 event")


@ON_BOTH
def test_what_was_read_as_a_post_stays_until_its_site_hides_it(room: Room, site: Site) -> None:
    site.add(1)
    assert polled(room, site) == {"new": 1}
    site.add(1, type="event", modified_gmt="2026-11-01T08:00:00")
    assert polled(room, site) == {}
    site.add(1, type="event", status="private", modified_gmt="2026-11-02T08:00:00")
    assert polled(room, site) == {"withdrawn": 1}


@pytest.mark.parametrize("fields", [{"date": []}, {"link": 3}, {"content": {"rendered": ["x"]}}])
@ON_BOTH
def test_a_post_that_is_none_is_refused_alone(
    room: Room, site: Site, fields: dict[str, object]
) -> None:
    site.add(1, date_gmt=None, **fields)
    site.add(2)
    assert polled(room, site) == {"new": 1, "quarantined": 1}
    del site.posts[2]
    assert polled(room, site) == {"quarantined": 1, "withdrawn": 1}


@pytest.mark.parametrize("content", [b"{}", b"null", b'"x"', b'{"message": "x"}'])
def test_a_page_is_a_list(content: bytes) -> None:
    with pytest.raises(Refused, match="answers no list of posts"):
        wordpress.posts(content, "https://press.example.com")


def test_posts_without_their_own_parts_are_read(room: Room, site: Site) -> None:
    site.posts[1] = {"id": 1, "modified": "2026-10-01T00:00:00", "title": {"rendered": "خبر قصير"}}
    site.add(
        2,
        _embedded={"author": [{"code": "x"}, None], "wp:term": [None, 3], "wp:featuredmedia": [{}]},
    )
    assert polled(room, site) == {"new": 2}


@ON_BOTH
def test_all_is_read_once_and_then_what_changed(room: Room, site: Site) -> None:
    site.add(*range(1, 251))
    assert polled(room, site) == {"new": 250}
    assert len([one for one in site.asked if "_embed" in one]) == 3  # a window less than a page
    site.asked.clear()
    assert polled(room, site) == {"same": 2}  # those of the last hour before the newest
    assert len(site.asked) == 3  # categories, changes, the newest posts
    site.add(3, modified="2026-11-20T08:00:00", title={"rendered": "عنوان معدّل"})
    site.add(251, modified="2026-11-20T09:00:00")
    assert polled(room, site) == {"edited": 1, "new": 1, "same": 2}
    assert room.kept("3").article.title == "عنوان معدّل"


@SHORT_PAGES
@ON_BOTH
def test_more_posts_than_a_page_may_change_in_one_second(room: Room, site: Site) -> None:
    site.add(*range(1, 71), modified="2026-10-05T10:00:00")
    assert polled(room, site)["new"] == 70
    site.add(80, modified="2026-10-05T10:00:01")
    assert polled(room, site)["new"] == 1


@SHORT_PAGES
@ON_BOTH
def test_the_first_poll_is_a_backfill(room: Room, site: Site) -> None:
    site.add(*range(1, 31))
    polled(room, site)
    with room.store.snapshot() as snapshot:
        newest = snapshot.placements.window("all", 1)
    assert newest[0].position == datetime(2026, 10, 2, 6, tzinfo=UTC)


@SHORT_PAGES
@ON_BOTH
def test_a_deleted_post_is_withdrawn(room: Room, site: Site) -> None:
    site.add(*range(1, 25))
    polled(room, site)
    del site.posts[5], site.posts[22]
    assert polled(room, site)["withdrawn"] == 2
    assert not room.kept("5").live
    site.asked.clear()
    assert "withdrawn" not in polled(room, site, hours=1)
    assert not [one for one in site.asked if one.endswith(("/5", "/22"))]  # they are forgotten


@ON_BOTH
def test_deleted_posts_stay_where_the_wire_keeps_them(room: Room, site: Site) -> None:
    site.add(1, 2)
    polled(room, site)
    del site.posts[1]
    room.pass_time(hours=2)
    assert not room.poll(replace(wire(site), removed="keep")).error
    assert room.kept("1").live


TROUBLES = {
    "an error": (500, "text/html", b"<html>Error establishing a database connection</html>"),
    "a page instead of JSON": (200, "text/html", b"<!doctype html><title>x</title>"),
    "an error object": (200, "application/json", b'{"code":"rest_disabled","message":"\\u0645"}'),
    "nothing": (200, "application/json", b""),
    "an empty list": (200, "application/json", b"[]"),
    "ids that are none": (200, "application/json", b'[{"id":"x"}]'),
    "closed": (401, "application/json", b'{"code":"rest_cannot_access"}'),
    "cut short": (200, "application/json", b'[{"id": 1, "title"'),
}


@pytest.mark.parametrize("answer", TROUBLES.values(), ids=TROUBLES.keys())
def test_a_broken_site_withdraws_nothing(
    room: Room, site: Site, answer: tuple[int, str, bytes]
) -> None:
    site.add(*range(1, 6))
    polled(room, site)
    site.broken = answer
    done = poll(room, site, hours=2)
    assert done.error
    assert not done.counts
    site.broken = None
    assert polled(room, site, hours=2) == {"same": 2}
    assert all(room.kept(str(number)).live for number in range(1, 6))


def test_a_site_that_lists_fewer_than_it_says_withdraws_nothing(room: Room, site: Site) -> None:
    site.add(*range(1, 6))
    polled(room, site)
    whole = site.answer

    def answer(target: str) -> tuple[int, str, bytes, dict[str, str]]:
        status, kind, content, headers = whole(target)
        return (
            (status, kind, b'[{"id":1}]', headers)
            if "_fields" in target and status == 200
            else (status, kind, content, headers)
        )

    site.answer = answer  # type: ignore[method-assign]
    assert "withdrawn" not in polled(room, site, hours=2)
    assert room.kept("5").live


@pytest.mark.parametrize(
    ("status", "content"), [(404, b"<h1>Not Found</h1>"), (200, b'["rest_post_invalid_id"]')]
)
def test_only_a_post_that_wordpress_says_is_gone_is_withdrawn(
    room: Room, site: Site, status: int, content: bytes
) -> None:
    site.add(*range(1, 6))
    polled(room, site)
    del site.posts[2]
    whole = site.answer
    site.answer = lambda target: (  # type: ignore[method-assign]
        (status, "text/html", content, {}) if "/2?" in target else whole(target)
    )
    assert "withdrawn" not in polled(room, site, hours=2)
    assert room.kept("2").live


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "rest_forbidden"), (403, "rest_forbidden"), (404, INVALID_ID["code"])],
)
def test_a_site_that_shows_no_post_by_itself_withdraws_nothing(
    room: Room, site: Site, status: int, code: str
) -> None:
    """A plugin has closed it, or its table is broken, while a cache gives an old list."""
    site.add(*range(1, 31))
    polled(room, site)
    whole = site.answer
    content = json.dumps({"code": code}).encode()
    site.answer = lambda target: (  # type: ignore[method-assign]
        (status, "application/json", content, {}) if f"{API}/" in target else whole(target)
    )
    del site.posts[7]
    assert "withdrawn" not in polled(room, site, hours=2)
    assert room.kept("7").live
    site.answer = whole  # type: ignore[method-assign]
    assert polled(room, site)["withdrawn"] == 1


def test_a_site_that_has_lost_all_of_its_posts_withdraws_nothing(room: Room, site: Site) -> None:
    site.add(*range(1, 6))
    polled(room, site)
    site.posts.clear()
    assert "lists no posts" in poll(room, site, hours=2).error
    assert room.kept("5").live


@SHORT_PAGES
def test_a_site_that_never_ends_is_left(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "WORDPRESS_PAGES", 3)
    site.add(1)
    polled(room, site)
    site.add(*range(2, 101))
    assert "more than 3 pages" in poll(room, site).error
    assert poll(room, site).counts["new"] == 42


@SHORT_PAGES
@ON_BOTH
def test_a_poll_that_was_stopped_goes_on_where_it_was(room: Room, site: Site) -> None:
    site.add(*range(1, 141))
    site.fail_from = 14
    done = poll(room, site)
    assert "answers 500" in done.error
    brought = done.counts["new"]
    assert 40 < brought < 100
    site.fail_from, asked = 10**9, len(site.asked)
    assert polled(room, site)["new"] == 140 - brought
    again = [one for one in site.asked[asked:] if "include" in one]
    assert len(again) <= 2 + (140 - brought) // (PAGE - 1)
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states()["press"].counts["new"] == 140


def test_what_is_told_in_the_hour_that_summer_time_repeats_is_read(room: Room, site: Site) -> None:
    site.add(1, modified="2026-10-29T23:55:00", modified_gmt="2026-10-29T20:55:00")
    polled(room, site)
    site.add(2, modified="2026-10-29T23:05:00", modified_gmt="2026-10-29T21:05:00")
    assert polled(room, site) == {"new": 1, "same": 1}


@pytest.mark.parametrize(
    "moment", ["2099-01-01T00:00:00", "-0001-11-30T00:00:00", "0001-01-01T00:00:00", None]
)
def test_a_moment_that_cannot_be_hides_no_other_post(
    room: Room, site: Site, moment: str | None
) -> None:
    whole = site.answer

    def answer(target: str) -> Answer:
        status, kind, content, headers = whole(target)
        return status, kind, content.replace(b'"x"', json.dumps(moment).encode()), headers

    site.answer = answer  # type: ignore[method-assign]
    site.add(1, modified="x", modified_gmt="x")
    site.add(2)
    assert polled(room, site)["new"] == 2
    site.add(3)
    assert polled(room, site)["new"] == 1


@SHORT_PAGES
def test_pages_may_be_shorter_than_they_were_asked_for(room: Room, site: Site) -> None:
    site.most = 5
    site.add(*range(1, 18))
    assert polled(room, site)["new"] == 17
    del site.posts[3]
    assert polled(room, site, hours=1)["withdrawn"] == 1


@SHORT_PAGES
def test_a_site_that_does_not_know_the_order_of_change_is_compared(room: Room, site: Site) -> None:
    site.ignored = ("modified_after",)
    site.add(*range(1, 61))
    assert polled(room, site) == {"new": 60}
    site.add(59, modified="2026-11-20T08:00:00", title={"rendered": "عنوان معدّل"})
    assert polled(room, site) == {"edited": 1}
    site.add(3, modified="2026-11-20T08:00:00", title={"rendered": "عنوان معدّل"})
    asked = len(site.asked)
    assert polled(room, site) == {}
    assert len(site.asked) - asked == 2  # it is asked for changes again a day later
    assert polled(room, site, hours=1)["edited"] == 1


def test_a_list_that_never_ends_is_left(room: Room, site: Site) -> None:
    site.add(*range(1, 6))
    polled(room, site)
    site.ignored, site.headers = ("page",), {"X-WP-TotalPages": "999999999"}
    asked = len(site.asked)
    assert polled(room, site, hours=2) == {"same": 4}
    assert len(site.asked) - asked < 15


@ON_BOTH
def test_a_post_that_gets_a_password_is_withdrawn(room: Room, site: Site) -> None:
    site.add(1, 2)
    polled(room, site)
    site.add(1, modified="2026-11-20T08:00:00", content={"rendered": "", "protected": True})
    assert polled(room, site) == {"withdrawn": 1, "same": 1}
    assert room.kept("2").live


@SHORT_PAGES
def test_a_site_that_does_not_count_its_posts_is_compared_once_an_hour(
    room: Room, site: Site
) -> None:
    whole = site.answer
    site.answer = lambda target: (*whole(target)[:3], {})  # type: ignore[method-assign]
    site.add(1)
    assert polled(room, site) == {"new": 1}
    site.add(*range(2, 61))
    assert polled(room, site)["new"] == 59
    del site.posts[5], site.posts[58]
    assert polled(room, site)["withdrawn"] == 1  # of the newest twenty
    assert polled(room, site, hours=1)["withdrawn"] == 1


@ON_BOTH
def test_a_clock_that_was_ahead_delays_no_comparison(room: Room, site: Site) -> None:
    site.add(1, 2)
    room.pass_time(days=365)
    polled(room, site)
    room.pass_time(days=-365)
    del site.posts[1]
    assert polled(room, site)["withdrawn"] == 1


@SHORT_PAGES
def test_pages_that_are_too_long_are_asked_for_in_parts(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "WIRE_ANSWER_LIMIT", 12_000)
    site.add(*range(1, 31))
    assert "longer than 12,000 bytes" in poll(room, site).error
    brought = 0
    for _ in range(4):
        brought += poll(room, site).counts["new"]
    assert brought == 30
    assert polled(room, site) == {"same": 2}


def test_a_site_may_refuse_pages_of_a_hundred(room: Room, site: Site) -> None:
    whole = site.answer
    refusal = b'{"code":"rest_invalid_param","data":{"status":400,"params":{"per_page":"1..50"}}}'

    def answer(target: str) -> Answer:
        return (400, "application/json", refusal, {}) if "per_page=100" in target else whole(target)

    site.answer = answer  # type: ignore[method-assign]
    site.add(*range(1, 61))
    assert polled(room, site)["new"] == 60
    del site.posts[7]
    assert polled(room, site, hours=1)["withdrawn"] == 1


def test_what_is_no_json_is_named_and_shown(room: Room, site: Site) -> None:
    site.broken = (200, "text/html", b"<br /><b>Warning</b>: x")
    assert f"{site.url}/wp-json/wp/v2/posts answers b'<br />" in poll(room, site).error


@SHORT_PAGES
@pytest.mark.parametrize("status", [200, 404])  # WordPress leads to its front page, Apache nowhere
@pytest.mark.parametrize("folder", ["", "/blog"])
def test_a_site_without_permalinks_is_asked_by_parameters(
    room: Room, site: Site, status: int, folder: str
) -> None:
    whole = site.answer
    plain = f"{folder}/?rest_route=/wp/v2/"

    def answer(target: str) -> Answer:
        if target.startswith(plain):
            path, _, query = target.removeprefix(plain).partition("&")
            return whole(f"/wp-json/wp/v2/{path}?{query}")
        if is_plain:
            return status, "text/html", b"<!doctype html><title>x</title>", {}
        return whole(target.removeprefix(folder))

    site.answer = answer  # type: ignore[method-assign]
    site.url += folder
    site.add(*range(1, 27))
    is_plain = False
    assert polled(room, site) == {"new": 26}
    is_plain = True
    site.add(27)
    del site.posts[7]
    assert polled(room, site) == {"same": 2, "new": 1, "withdrawn": 1}
    asked = len(site.asked)
    assert "withdrawn" not in polled(room, site)
    assert len(site.asked) - asked == 3  # the route is known by now
    is_plain = False
    site.add(28)
    assert polled(room, site)["new"] == 1


def test_a_site_of_pages_alone_withdraws_nothing(room: Room, site: Site) -> None:
    site.add(*range(1, 31))
    polled(room, site)
    asked = len(site.asked)
    site.broken = (404, "text/html", b"<h1>Not Found</h1>")
    assert "/wp-json/wp/v2/posts" in poll(room, site, hours=2).error
    assert sum("rest_route" in target for target in site.asked[asked:]) == 1
    site.broken = None
    assert set(polled(room, site, hours=2)) <= {"same"}


@SHORT_PAGES
@ON_BOTH
def test_a_poll_that_was_taken_over_ends(room: Room, site: Site) -> None:
    site.add(*range(1, 61))
    whole = site.answer

    def answer(target: str) -> Answer:
        if "include" in target:
            room.pass_time(minutes=6)
            with room.store.transaction() as transaction:
                transaction.leases.hold("wire/press", "another", room.now, timedelta(minutes=5))
        return whole(target)

    site.answer = answer  # type: ignore[method-assign]
    assert "taken this poll over" in poll(room, site).error
    assert len([one for one in site.asked if "include" in one]) == 1
