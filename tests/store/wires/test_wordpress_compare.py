"""What a WordPress lists, compared with what is known of it: nothing is missed, and nothing that a
site only seems to have lost is withdrawn.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from store import Comparison, Poll, Wire
from store.wires import wordpress_compare as comparing
from store.wires import wordpress_search as searching
from store.wires import wordpress_visit
from tests.room import ON_BOTH, Room
from tests.wordpress import API, PAGE, Answer, Site

OLD = "2026-09-01T08:00:00"
Change = Callable[[Site], None]
pytestmark = pytest.mark.usefixtures("short_pages")  # test_wordpress has those of a hundred


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough: what was read of it is compared, and test_wordpress reads both."""
    url: str = request.getfixturevalue(request.param)
    return url


def wire(site: Site, **settings: object) -> Wire:
    press = Wire(name="press", kind="wordpress", url=site.url, seconds=300, removed="withdraw")
    return replace(press, **settings)  # type: ignore[arg-type]


def poll(room: Room, site: Site, hours: float = 0.1, **settings: object) -> Poll:
    room.pass_time(hours=hours)
    return room.poll(wire(site, **settings))


def polled(room: Room, site: Site, hours: float = 0.1, **settings: object) -> dict[str, int]:
    """The changes that a poll brings, but for what is the same."""
    done = poll(room, site, hours, **settings)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items() if kind.value != "same"}


def found(room: Room) -> Comparison:
    """What the last comparison found."""
    with room.store.snapshot() as snapshot:
        comparison = snapshot.wires.states()["press"].comparison
    assert comparison is not None
    return comparison


def numbers(room: Room) -> tuple[int, int, int, int]:
    """Listed, known, missing, gone."""
    told = found(room)
    return told.listed, told.known, told.missing, told.gone


def changed(site: Site, change: Callable[[str, Answer], Answer | None]) -> None:
    """Let a site answer otherwise."""
    whole = site.answer

    def answer(target: str) -> Answer:
        right = whole(target)
        return change(target, right) or right

    site.answer = answer  # type: ignore[method-assign]


# What is to be seen at the next poll


def test_a_scheduled_post_comes_though_its_change_is_old(room: Room, site: Site) -> None:
    site.add(*range(1, 61))
    polled(room, site)
    site.add(61, date="2026-11-24T11:00:00", modified=OLD, modified_gmt=OLD)
    assert polled(room, site) == {"new": 1}
    assert numbers(room)[:2] == (60, 60)  # it was found without a comparison of all


@pytest.mark.parametrize("date", ["2026-10-02T08:00:00", "2019-01-01T08:00:00"])
def test_a_back_dated_post_comes_though_its_change_is_old(
    room: Room, site: Site, date: str
) -> None:
    site.add(*range(1, 61))
    polled(room, site)
    site.add(61, date=date, date_gmt=date, modified=OLD, modified_gmt=OLD)
    assert polled(room, site) == {"new": 1}
    assert numbers(room) == (61, 61, 1, 0)


def test_many_back_dated_posts_of_one_second_come(room: Room, site: Site) -> None:
    site.add(*range(1, 21))
    polled(room, site)
    site.add(*range(501, 561), date=OLD, date_gmt=OLD, modified=OLD, modified_gmt=OLD)
    assert polled(room, site) == {"new": 60}
    assert numbers(room) == (80, 80, 60, 0)
    del site.posts[540]
    assert polled(room, site) == {"withdrawn": 1}


def test_edits_come_though_the_zone_of_the_site_has_moved_back(room: Room, site: Site) -> None:
    site.zone = timedelta(hours=2)
    site.add(*range(1, 61))
    site.add(5, modified="2026-11-24T10:00:00", modified_gmt="2026-11-24T08:00:00")
    polled(room, site)
    site.zone = timedelta(hours=-5)
    moment = {"modified": "2026-11-24T04:02:00", "modified_gmt": "2026-11-24T09:02:00"}
    site.add(6, **moment, title={"rendered": "عنوان معدّل بعد السفر"})
    assert polled(room, site) == {"edited": 1}


def test_a_post_goes_while_another_comes(room: Room, site: Site) -> None:
    site.add(*range(1, 61))
    polled(room, site)
    del site.posts[17]
    site.add(61)
    assert polled(room, site) == {"new": 1, "withdrawn": 1}
    assert polled(room, site) == {}


def test_what_is_refused_or_locked_is_counted_too(room: Room, site: Site) -> None:
    site.add(*range(1, 5))
    site.add(5, title={"rendered": ""}, content={"rendered": "", "protected": False})
    site.add(6, content={"rendered": "", "protected": True})
    assert polled(room, site) == {"new": 4, "quarantined": 1}
    assert numbers(room) == (6, 6, 6, 0)
    asked = len(site.asked)
    polled(room, site)
    assert len(site.asked) - asked == 3
    del site.posts[6]
    assert polled(room, site) in ({}, {"quarantined": 1})
    assert numbers(room) == (5, 5, 0, 1)


def test_many_posts_go_within_three_polls(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordpress_visit, "_ASKED", 40)
    site.add(*range(1, 261))
    polled(room, site)
    for number in range(80, 180):
        del site.posts[number]
    asked = len(site.asked)
    counts = [polled(room, site)["withdrawn"] for _ in range(3)]
    assert counts == [40, 40, 20]
    assert len(site.asked) - asked < 100 + 60
    assert polled(room, site) == {}
    assert numbers(room)[:2] == (160, 160)


def test_old_posts_among_many_go_and_come_for_a_few_questions(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "WORTHWHILE", 200)
    monkeypatch.setattr(searching, "_NEAR", PAGE // 2)
    for number in range(1, 401):
        moment = (
            f"{datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=30 * number):%Y-%m-%dT%H:%M:%S}"
        )
        site.add(number, date=moment, modified=moment, modified_gmt=moment)
    polled(room, site)
    asked = len(site.asked)
    del site.posts[60], site.posts[300]
    assert polled(room, site) == {"withdrawn": 2}
    assert len(site.asked) - asked < 30
    assert numbers(room) == (398, 398, 0, 2)
    site.add(460, date="2026-09-06T08:31:00", modified=OLD, modified_gmt=OLD)
    assert polled(room, site) == {"new": 1}
    assert len(site.asked) - asked < 50
    assert numbers(room) == (399, 399, 1, 0)
    assert polled(room, site) == {}


def test_a_quiet_poll_asks_three_questions(room: Room, site: Site) -> None:
    site.add(*range(1, 61))
    polled(room, site)
    asked = len(site.asked)
    polled(room, site)
    assert len(site.asked) - asked == 3


# Names and addresses


def _renamed(collection: str, **fields: object) -> Change:
    def change(site: Site) -> None:
        for term in site.collections[collection].values():
            term.update(fields)

    return change


def _embedded(site: Site, *numbers: int, **named: object) -> None:
    """Posts with the names that their site has for what they hold."""
    terms = [*site.collections["categories"].values()], [*site.collections["tags"].values()]
    groups = [
        [term | {"taxonomy": taxonomy} for term in some]
        for some, taxonomy in zip(terms, ("category", "post_tag"), strict=True)
    ]
    told = {"author": [*site.collections["users"].values()], "wp:term": groups}
    held: dict[str, object] = {"categories": [5], "tags": [9], "author": 3}
    site.add(*numbers, **held | named, _embedded=told)


@pytest.mark.parametrize(
    ("change", "hours"),
    [
        (_renamed("categories", name="مال وأعمال"), 0.1),
        (_renamed("categories", slug="markets"), 0.1),
        (_renamed("tags", name="الكتب"), 1),
        (_renamed("users", name="ليلى الحداد"), 1),
    ],
    ids=["a category", "its slug", "a tag", "an author"],
)
def test_a_rename_reaches_all_posts(room: Room, site: Site, change: Change, hours: float) -> None:
    _embedded(site, *range(1, 51))
    polled(room, site)
    change(site)
    _embedded(site, *range(1, 51))
    assert polled(room, site, hours) == {"edited": 50}
    asked = len(site.asked)
    assert polled(room, site, hours=1) == {}
    read = [one for one in site.asked[asked:] if one.startswith(f"{API}?_embed")]
    assert len(read) == 1  # what changed in the last hour


def test_a_rename_of_a_second_author_reaches_all_posts(room: Room, site: Site) -> None:
    """Co-Authors Plus: a post names terms, and they stand for users."""
    site.collections["users"][4] = {"id": 4, "name": "سلمى نور", "slug": "salma"}
    site.collections["coauthors"] = {
        21: {"id": 21, "name": "salma", "slug": "cap-salma", "description": "سلمى   salma 4 "}
    }
    site.add(*range(1, 6), coauthors=[21])
    site.add(6, coauthors=[])
    polled(room, site)
    assert [author.name for author in room.kept("1").article.authors] == ["سلمى نور"]
    site.collections["users"][4]["name"] = "سلمى المنصوري"
    assert polled(room, site, hours=1) == {"edited": 5}
    assert polled(room, site, hours=1) == {}
    assert [author.name for author in room.kept("1").article.authors] == ["سلمى المنصوري"]


def test_another_permalink_reaches_all_posts(room: Room, site: Site) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    for number in site.posts:
        site.posts[number]["link"] = f"https://press.example.com/{number}/"
    polled(room, site)
    polled(room, site, hours=1)
    for number in (1, 24, 50):
        assert room.kept(str(number)).article.url == f"https://press.example.com/{number}/"


def test_another_tag_of_the_site_moves_no_post(room: Room, site: Site) -> None:
    _embedded(site, *range(1, 51))
    polled(room, site)
    site.collections["tags"][10] = {"id": 10, "name": "سفر", "slug": "travel"}
    asked = len(site.asked)
    assert polled(room, site, hours=1) == {}
    assert not [one for one in site.asked[asked:] if one.startswith(f"{API}?") and "include" in one]


def test_hidden_users_cost_no_comparison(room: Room, site: Site) -> None:
    _embedded(site, *range(1, 51))
    polled(room, site)
    changed(site, lambda target, _: _error(401) if "/users" in target else None)
    asked = len(site.asked)
    assert polled(room, site, hours=1) == {}
    assert not [one for one in site.asked[asked:] if one.startswith(f"{API}?") and "include" in one]


def _error(status: int, code: str = "rest_user_cannot_view") -> Answer:
    return status, "application/json", json.dumps({"code": code, "message": "لا"}).encode(), {}


# Sites that only seem to have lost something


def test_a_site_that_counts_hidden_posts_is_well(room: Room, site: Site) -> None:
    def hide(target: str, right: Answer) -> Answer | None:
        if "orderby=date" not in target or right[0] != 200:
            return None
        total = int(right[3]["X-WP-Total"]) + 5
        return *right[:3], right[3] | {"X-WP-Total": str(total)}

    site.add(*range(1, 51))
    changed(site, hide)
    polled(room, site)
    assert (numbers(room), found(room).differs_since) == ((50, 50, 50, 0), None)
    asked = len(site.asked)
    polled(room, site)
    assert len(site.asked) - asked == 3
    del site.posts[30]
    assert polled(room, site) == {"withdrawn": 1}
    assert numbers(room) == (49, 49, 0, 1)


def test_a_site_that_counts_only_a_page_is_well(room: Room, site: Site) -> None:
    def count(target: str, right: Answer) -> Answer | None:
        if "orderby=date" not in target:
            return None
        return *right[:3], right[3] | {"X-WP-Total": str(len(json.loads(right[2])))}

    site.add(*range(1, 51))
    changed(site, count)
    polled(room, site)
    assert (numbers(room), found(room).differs_since) == ((50, 50, 50, 0), None)
    assert polled(room, site) == {}
    del site.posts[6], site.posts[48]
    assert polled(room, site) == {"withdrawn": 2}  # since the newest posts are others
    assert numbers(room)[:2] == (48, 48)


def test_a_site_that_spares_itself_the_counting_is_well(room: Room, site: Site) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    changed(site, lambda _, right: (*right[:3], dict.fromkeys(right[3], "0")))
    site.most = 5
    site.add(51)
    assert polled(room, site) == {"new": 1}
    del site.posts[30]
    assert polled(room, site, hours=2) == {"withdrawn": 1}
    assert numbers(room) == (50, 50, 0, 1)


def test_a_theme_that_gives_five_posts_whatever_is_asked_hides_none(room: Room, site: Site) -> None:
    """It changes the question of WordPress, which reckons its pages by the one before."""

    def reckon(target: str, right: Answer) -> Answer | None:
        if "X-WP-Total" not in right[3] or "include" in target or "/posts" not in target:
            return None
        pages = -(-int(right[3]["X-WP-Total"]) // PAGE)
        return *right[:3], right[3] | {"X-WP-TotalPages": str(pages)}

    site.most = 5
    site.add(*range(1, 30))
    changed(site, reckon)
    assert polled(room, site) == {"new": 29}
    assert numbers(room) == (29, 29, 29, 0)
    moment = {"modified": "2026-11-24T08:00:00", "modified_gmt": "2026-11-24T08:00:00"}
    site.add(*range(3, 8), title={"rendered": "عنوان معدّل"}, **moment)
    assert polled(room, site) == {"edited": 5}
    del site.posts[20]
    assert polled(room, site) == {"withdrawn": 1}


@pytest.mark.parametrize("collection", ["tags", "users"])
def test_names_that_never_come_whole_keep_no_post_away(
    room: Room, site: Site, collection: str
) -> None:
    def break_off(target: str, right: Answer) -> Answer | None:
        is_slow = f"/{collection}?" in target
        return (*right[:3], {"Content-Length": "100000"}) if is_slow else None

    changed(site, break_off)
    site.add(*range(1, 25))
    assert polled(room, site) == {"new": 24}
    del site.posts[7]
    assert polled(room, site, hours=2) == {"withdrawn": 1}
    assert numbers(room) == (23, 23, 0, 1)


@pytest.mark.parametrize("first", [[7], [48, 3, 24], list(range(1, 51))])
def test_a_plugin_that_orders_posts_by_hand_hides_none(
    room: Room, site: Site, first: list[int]
) -> None:
    def order(target: str, right: Answer) -> Answer | None:
        query = parse_qs(urlsplit(target).query)
        if query.get("orderby") != ["date"] or "before" in query:
            return None
        rest = sorted(site.posts.keys() - set(first), reverse=True)
        ids = [number for number in [*first, *rest] if number in site.posts]
        start = (int(query.get("page", ["1"])[0]) - 1) * PAGE
        listed = [site.posts[number] for number in ids[start : start + PAGE]]
        return *right[:2], json.dumps(listed).encode(), right[3]

    site.add(*range(1, 51))
    changed(site, order)
    assert polled(room, site) == {"new": 50}
    site.add(51, modified=OLD, modified_gmt=OLD)
    del site.posts[12]
    assert polled(room, site) == {"new": 1, "withdrawn": 1}


def test_posts_that_are_there_and_not_listed_stay_and_are_told(room: Room, site: Site) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    shown = dict(site.posts)

    def tell(target: str, _: Answer) -> Answer | None:
        number = target.partition("?")[0].removeprefix(f"{API}/")
        return site._json(200, shown[30]) if number == "30" else None

    changed(site, tell)
    del site.posts[30]
    assert polled(room, site) == {}
    since = found(room).differs_since
    assert since is not None
    asked = len(site.asked)
    assert polled(room, site) == {}
    assert len(site.asked) - asked == 3  # it was asked for once
    assert not found(room).differs_long(room.now)
    polled(room, site, hours=1)
    assert found(room).differs_since == since
    assert found(room).differs_long(room.now)
    site.posts[30] = shown[30]
    polled(room, site)
    assert (numbers(room)[:2], found(room).differs_since) == ((50, 50), None)


def test_a_listed_post_that_is_not_given_is_told(room: Room, site: Site) -> None:
    site.add(*range(1, 16))
    changed(
        site,
        lambda target, right: (
            (*right[:2], b"[]", right[3]) if "include" in target and API in target else None
        ),
    )
    polled(room, site)
    told = found(room)
    assert (told.listed, told.known, told.differs_since) == (15, 0, room.now)


def test_a_site_that_has_lost_most_of_its_posts_is_believed_after_a_day(
    room: Room, site: Site
) -> None:
    site.add(*range(1, 41))
    polled(room, site)
    for number in range(1, 35):
        del site.posts[number]
    site.add(41)
    done = poll(room, site)
    assert "counts 7 posts, of 41 before: none counts as gone before 2026-11-25" in done.error
    assert done.counts["new"] == 1
    assert "counts 7 " in poll(room, site, hours=20).error
    assert room.kept("7").live
    assert polled(room, site, hours=5) == {"withdrawn": 34}


def test_a_list_out_of_an_old_cache_withdraws_nothing(room: Room, site: Site) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    cached: dict[str, Answer] = {}

    def remember(target: str, right: Answer) -> Answer | None:
        return cached.setdefault(target, right) if "orderby=date" in target else None

    changed(site, remember)
    polled(room, site, hours=1)
    site.add(51)
    del site.posts[50]
    assert polled(room, site) == {"new": 1}  # by its change
    assert polled(room, site, hours=1) == {}
    assert room.kept("51").live
    cached.clear()
    assert polled(room, site) == {"withdrawn": 1}


def test_an_old_answer_for_a_post_is_asked_for_again(room: Room, site: Site) -> None:
    site.add(*range(1, 16))
    polled(room, site)
    stale = json.dumps([dict(site.posts[3])]).encode()
    site.posts[3] |= {"link": "https://press.example.com/new/", "slug": "new"}
    is_stale = [True]
    changed(
        site,
        lambda target, right: (
            (*right[:2], stale, right[3]) if "include=3" in target and is_stale[0] else None
        ),
    )
    assert polled(room, site) == {}
    is_stale[0] = False
    polled(room, site)
    assert room.kept("3").article.url == "https://press.example.com/new/"
    asked = len(site.asked)
    polled(room, site)
    assert len(site.asked) - asked == 3


def test_a_post_of_which_a_site_tells_two_things_is_not_asked_for_for_ever(
    room: Room, site: Site
) -> None:
    site.add(*range(1, 16))

    def tell(target: str, right: Answer) -> Answer | None:
        if "orderby=date" not in target:
            return None
        return (*right[:2], right[2].replace(b"press.example.com", b"www.example.com"), right[3])

    changed(site, tell)
    polled(room, site)
    polled(room, site)
    asked = len(site.asked)
    assert polled(room, site) == {}
    assert len(site.asked) - asked == 4  # once more those that changed within the last hour


@pytest.mark.parametrize(
    "answer",
    [
        (403, "text/html", b"<html>Attention Required! | Cloudflare</html>", {}),
        (404, "text/html", b'"rest_post_invalid_id"', {}),
        (404, "application/json", b'{"code":"rest_no_route"}', {}),
        (401, "application/json", b'{"code":"rest_login_required"}', {}),
        (200, "application/json", b'{"code":"rest_post_invalid_id"}', {}),
    ],
)
def test_only_wordpress_says_that_a_post_is_gone(room: Room, site: Site, answer: Answer) -> None:
    site.add(*range(1, 16))
    polled(room, site)
    changed(site, lambda target, _: answer if target.startswith(f"{API}/") else None)
    del site.posts[7]
    assert polled(room, site) == {}
    assert room.kept("7").live


# Sites of many kinds


def test_the_order_of_change_may_be_refused(room: Room, site: Site) -> None:
    refusal = (
        b'{"code":"rest_invalid_param","message":"Invalid parameter(s): orderby",'
        b'"data":{"status":400,"params":{"orderby":"orderby is not one of author, date."}}}'
    )
    changed(
        site,
        lambda target, _: (
            (400, "application/json", refusal, {}) if "orderby=modified" in target else None
        ),
    )
    site.add(*range(1, 51))
    assert polled(room, site) == {"new": 50}
    site.add(51)
    assert polled(room, site) == {"new": 1}
    with room.store.snapshot() as snapshot:
        remarks = snapshot.wires.states()["press"].remarks
    assert "within an hour" in remarks["order"]


@pytest.mark.parametrize(
    "answer", [(504, "text/html", b"<h1>Time-out</h1>", {}), (200, "text/html", b"<p>x</p>", {})]
)
def test_changes_may_be_refused_for_a_while(room: Room, site: Site, answer: Answer) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    is_refusing = [True]
    changed(
        site,
        lambda target, _: answer if "modified_after" in target and is_refusing[0] else None,
    )
    site.add(51)
    assert polled(room, site) == {"new": 1}
    is_refusing[0] = False
    site.add(3, modified="2026-11-24T09:14:00", title={"rendered": "عنوان معدّل"})
    assert polled(room, site) == {}
    assert polled(room, site, hours=1) == {"edited": 1}


@pytest.mark.parametrize("most", [10, 7])
@pytest.mark.parametrize("refuses", [True, False])
def test_pages_may_be_small(room: Room, site: Site, most: int, refuses: bool) -> None:
    def refuse(target: str, _: Answer) -> Answer | None:
        size = int(target.partition("per_page=")[2].partition("&")[0] or 10)
        if not refuses or size <= most or "include" in target or "posts?" not in target:
            return None
        params = {"per_page": f"per_page must be between 1 (inclusive) and {most} (inclusive)"}
        value = {"code": "rest_invalid_param", "data": {"status": 400, "params": params}}
        return 400, "application/json", json.dumps(value).encode(), {}

    changed(site, refuse)
    site.most = most
    site.add(*range(1, 34))
    assert polled(room, site) == {"new": 33}
    del site.posts[4], site.posts[30]
    site.add(34)
    assert polled(room, site) == {"new": 1, "withdrawn": 2}


def test_fields_may_not_be_heeded_and_posts_not_be_counted(room: Room, site: Site) -> None:
    site.ignored = ("_fields",)
    changed(site, lambda _, right: (*right[:3], {}))
    site.add(*range(1, 51))
    assert polled(room, site) == {"new": 50}
    del site.posts[4], site.posts[48]
    site.add(51, date=OLD, date_gmt=OLD, modified=OLD, modified_gmt=OLD)
    assert polled(room, site, hours=1) == {"new": 1, "withdrawn": 2}


def test_numbers_of_posts_may_be_long(room: Room, site: Site) -> None:
    site.add(2**50, 2**40, 7)
    assert polled(room, site) == {"new": 3}
    del site.posts[2**40]
    assert polled(room, site) == {"withdrawn": 1}


@pytest.mark.parametrize("date", [None, "0000-00-00T00:00:00", "-0001-11-30T00:00:00"])
def test_posts_without_a_date_are_listed_last(room: Room, site: Site, date: str | None) -> None:
    site.add(*range(1, 25))
    site.add(*range(200, 224), date=date)
    for number in range(200, 224):
        site.posts[number]["date_gmt"] = OLD
    assert polled(room, site)["new"] == 48
    assert polled(room, site) == {}
    del site.posts[210], site.posts[3]
    assert polled(room, site, hours=1) == {"withdrawn": 2}


def test_a_wire_may_keep_what_is_gone(room: Room, site: Site) -> None:
    site.add(*range(1, 16))
    polled(room, site, removed="keep")
    del site.posts[7]
    assert polled(room, site, removed="keep") == {}
    assert room.kept("7").live
    assert (numbers(room), found(room).differs_since) == ((14, 14, 0, 1), None)


# What came by other ways


def _sent(room: Room, number: int, **fields: object) -> None:
    """A post that a hook, or an export, brought."""
    room.ingest(
        {"id": str(number), "title": f"خبر وصل قبل أوانه {number}", "text": "نص الخبر."} | fields,
        owner="press",
    )


@ON_BOTH
def test_a_post_that_a_hook_brought_is_withdrawn_though_it_was_never_listed(
    room: Room, site: Site
) -> None:
    site.add(*range(1, 16))
    polled(room, site)
    _sent(room, 77)
    changed(site, lambda target, _: _error(401, "rest_forbidden") if "/77?" in target else None)
    assert polled(room, site, hours=1) == {"withdrawn": 1}
    assert not room.kept("77").live


@ON_BOTH
@pytest.mark.parametrize(("status", "is_live"), [(200, True), (404, False), (503, True)])
def test_what_wordpress_never_listed_is_judged_by_its_page(
    room: Room, site: Site, status: int, is_live: bool
) -> None:
    site.add(*range(1, 16))
    polled(room, site)
    _sent(room, 77, url=f"{site.url}/interviews/77/")  # of a type of its own, perhaps
    changed(
        site,
        lambda target, _: (
            (status, "text/html", b"<p>x</p>", {}) if "/interviews/77" in target else None
        ),
    )
    polled(room, site, hours=1)
    assert room.kept("77").live == is_live


# Going on


def test_a_first_poll_that_is_too_long_goes_on_and_stays_a_backfill(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "PASS_WINDOWS", 2)
    site.add(*range(1, 131))
    counts = [polled(room, site)["new"] for _ in range(4)]
    assert counts == [38, 38, 38, 16]
    assert polled(room, site) == {}
    assert numbers(room) == (130, 130, 130, 0)
    with room.store.snapshot() as snapshot:
        newest = snapshot.placements.window("all", 1)
    assert newest[0].position == room.kept("130").article.published


def test_a_wire_of_an_older_version_compares_all_at_once(room: Room, site: Site) -> None:
    site.add(*range(1, 51))
    polled(room, site)
    with room.store.transaction() as transaction:
        wires = transaction.wires
        wires.keep(
            "press", {name: replace(one, stamp="") for name, one in wires.items("press").items()}
        )
        wires.forget("press", ["9"])
        state = wires.states()["press"]
        memory = {"url": site.url, "after": state.memory["after"], "reconciled": OLD + "+00:00"}
        wires.note(replace(state, memory=memory))
    del site.posts[8]
    site.add(51)
    assert polled(room, site) == {"new": 1, "withdrawn": 1}
    assert numbers(room)[:2] == (50, 50)
    assert polled(room, site) == {}
