"""The feeds of partners: what stands on their pages, and how each partner sees it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree

from feeds.newsroom import Newsroom
from feeds.printing import partner as partner_module
from feeds.printing import partner_sheet
from feeds.printing import press as press_module
from feeds.printing.feed import Entry
from feeds.printing.formats.cache import EntryCache
from feeds.printing.profiles import PROFILES
from feeds.printing.profiles.demand import Demand, Sentence, Value
from feeds.printing.profiles.profile import Profile
from feeds.printing.view import view
from feeds.settings.values import Partner, ProfileName
from store import Exceptions, PartnerChoice, Sections, Store, correct, restore, withdraw
from store.article import Correction
from tests.feeds.web.client import make_settings
from tests.room import POLITICS, START, Room, article

SLUG = "sample"
KEY = f"partner/{SLUG}"
NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}


def partner(profile: ProfileName = "generic", **fields: Any) -> Partner:
    choice = fields.pop("choice", PartnerChoice(feed=KEY))
    given = {"title": "أخبار الشريك"} | fields
    return Partner(slug=SLUG, profile=profile, choice=choice, **given)


def giving(store: Store, *partners: Partner) -> Room:
    return Room(store, partners=partners)


@pytest.fixture
def profile(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Changes the profile `generic` for one test."""

    def change(**fields: Any) -> Profile:
        changed = replace(PROFILES["generic"], **fields)
        monkeypatch.setitem(PROFILES, "generic", changed)
        return changed

    return change


def root(room: Room) -> Any:
    return etree.fromstring(room.edition(KEY).bodies["rss"].content)


def titles(room: Room) -> list[str]:
    return [element.text.strip("\u2068\u2069") for element in root(room).iterfind(".//item/title")]


def hours(number: float) -> str:
    return (START - timedelta(hours=number)).isoformat()


def texts(room: Room, path: str) -> list[str]:
    return [element.text for element in root(room).xpath(f"//item/{path}", namespaces=NAMESPACES)]


# The page


def test_a_partner_has_a_feed_of_what_it_chose_with_its_own_face(store: Store) -> None:
    choice = PartnerChoice(feed=KEY, exceptions=Exceptions(tags=("رياضة",)))
    room = giving(store, partner(choice=choice, description="لشريك", language="ar-EG"))
    room.ingest(article(1), article(2, tags=["رياضة"]))
    assert room.refresh()[KEY] == "printed"
    channel = root(room).find("channel")
    assert channel.findtext("title") == "أخبار الشريك"
    assert channel.findtext("description") == "لشريك"
    assert channel.findtext("language") == "ar-EG"
    assert channel.findtext("link") == "https://news.example.com/"
    assert f'href="https://news.example.com/{KEY}.rss" rel="self"' in room.text(KEY)
    assert len(titles(room)) == 1
    assert room.edition(KEY).shown == ((room.kept("n-1").article.id, room.kept("n-1").revision),)


def test_a_newspaper_prints_the_feeds_of_the_partners_that_are_set(store: Store) -> None:
    given = partner("newsletter")
    sections = Sections((POLITICS,), partners=[given.choice])
    settings = replace(make_settings(POLITICS), sections=sections, partners=(given,))
    newsroom = Newsroom(settings, store)
    assert [(one.partner, one.profile.name) for one in newsroom.partners] == [(given, "newsletter")]
    newsroom.press.define()
    printed = {result.feed: result.outcome for result in newsroom.press.refresh()}
    assert printed == dict.fromkeys(("all", "politics", KEY), "printed")
    assert KEY not in [section.slug for section in settings.printed]


def test_a_partner_gets_the_formats_of_its_profile_alone(store: Store, profile: Any) -> None:
    profile(formats=("rss", "json"))
    room = giving(store, partner())
    room.ingest(article())
    room.refresh()
    assert sorted(room.edition(KEY).bodies) == ["json", "rss"]


def test_a_correction_of_an_old_article_comes_back_on_the_page(store: Store) -> None:
    room = giving(store, partner(limit=2))
    room.ingest(*(article(number, published=hours(20 - number)) for number in range(10)))
    room.refresh()
    assert len(titles(room)) == 2
    assert "عنوان مصحح" not in titles(room)
    room.pass_time(minutes=1)
    room.ingest(article(3, published=hours(17), title="عنوان مصحح"))
    assert room.refresh()[KEY] == "printed"
    assert titles(room)[0] == "عنوان مصحح"
    assert len(titles(room)) == 2


def test_a_page_holds_no_more_than_its_limit_and_that_of_its_profile(
    store: Store, profile: Any
) -> None:
    profile(limit=3)
    room = giving(store, partner())
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 9)))
    room.refresh()
    assert len(titles(room)) == 3
    other = giving(store, partner(limit=5))
    other.now = room.now
    other.refresh()
    assert len(titles(other)) == 5


def test_a_document_that_is_too_long_loses_its_oldest_articles(store: Store, profile: Any) -> None:
    room = giving(store, partner())
    text = f"<p>{'كلمة ' * 400}</p>"
    room.ingest(
        *(article(n, published=hours(n), title=f"العنوان {n}", html=text) for n in range(1, 9))
    )
    room.refresh()
    whole = len(room.edition(KEY).bodies["rss"].content)
    profile(size_limit=whole // 2)
    short = giving(store, partner(limit=40))
    short.now = room.now
    short.refresh()
    sizes = [len(body.content) for body in short.edition(KEY).bodies.values()]
    assert max(sizes) <= whole // 2
    shown = titles(short)
    assert 1 < len(shown) < 8
    assert shown == [f"العنوان {n}" for n in range(1, len(shown) + 1)]
    assert len(short.edition(KEY).shown) == len(shown)


def test_an_article_that_is_too_long_alone_leaves_room_for_all_others(
    store: Store, profile: Any
) -> None:
    profile(size_limit=20_000)
    room = giving(store, partner())
    long = f"<p>{'نص ' * 9_000}</p>"
    room.ingest(article(1, html=long), *(article(n, published=hours(n)) for n in (2, 3)))
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown == [room.kept(f"n-{number}").article.id for number in (2, 3)]


@pytest.mark.parametrize("longest", [3, 1])
def test_a_body_that_is_longer_than_a_page_leaves_room_for_all_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, profile: Any, longest: int
) -> None:
    monkeypatch.setattr(partner_sheet, "BODIES_LIMIT", 30_000)
    profile(size_limit=20_000)
    room = giving(store, partner())
    for number in (1, 2, 3):
        words = 9_000 if number == longest else 10
        room.ingest(article(number, published=hours(4 - number), html=f"<p>{'نص ' * words}</p>"))
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    others = [number for number in (3, 2, 1) if number != longest]
    assert shown == [room.kept(f"n-{number}").article.id for number in others]
    large = room.kept(f"n-{longest}").article.id
    assert room.edition(KEY).findings == ((large, "article-large"),)


@pytest.mark.parametrize("takedown", ["edit", "repeat"])
def test_a_takedown_of_a_long_article_leaves_room_for_all_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, profile: Any, takedown: str
) -> None:
    monkeypatch.setattr(partner_sheet, "BODIES_LIMIT", 30_000)
    profile(size_limit=20_000, takedown=takedown)
    room = giving(store, partner())
    for number in (1, 2, 3):
        words = 9_000 if number == 3 else 10
        room.ingest(article(number, html=f"<p>{'نص ' * words}</p>"))
    for number in (1, 2, 3):
        room.pass_time(minutes=1)
        withdraw(room.intake, f"n-{number}")
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown == [room.kept(f"n-{number}").article.id for number in (3, 2, 1)]


@pytest.mark.parametrize("words", [3_000, 9_000])
def test_a_takedown_that_fills_more_than_half_a_document_is_told_without_its_text(
    store: Store, profile: Any, words: int
) -> None:
    """Also where an edit made the article too large for any: the partner has the older one."""
    profile(size_limit=30_000, takedown="repeat")
    room = giving(store, partner())
    room.ingest(*(article(n, published=hours(n), html="<p>نص قصير.</p>") for n in (1, 2)))
    room.refresh()
    long = article(1, title="العنوان الأخير", summary="موجز الخبر.", html=f"<p>{'نص ' * words}</p>")
    room.ingest(long, article(2, published=hours(2), html=f"<p>{'نص ' * 2_500}</p>"))
    room.refresh()
    withdraw(room.intake, "n-1")
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown == [room.kept(f"n-{number}").article.id for number in (1, 2)]
    assert titles(room)[0] == "العنوان الأخير"
    told = texts(room, "content:encoded")[0]
    assert ("موجز الخبر." in told, "نص" in told) == (True, False)


def test_no_long_takedown_keeps_another_from_being_told(store: Store, profile: Any) -> None:
    profile(size_limit=30_000, takedown="repeat")
    room = giving(store, partner())
    words = {1: 9_000, 2: 3_000, 3: 1_000, 4: 9_000, 5: 10}
    room.ingest(
        *(
            article(
                number, published=hours(number), summary="موجز.", html=f"<p>{'نص ' * count}</p>"
            )
            for number, count in words.items()
        )
    )
    for number in words:
        room.pass_time(minutes=1)
        withdraw(room.intake, f"n-{number}")
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown == [room.kept(f"n-{number}").article.id for number in (5, 4, 3, 2, 1)]
    with_text = ["نص نص" in text for text in texts(room, "content:encoded")]
    assert with_text == [True, False, True, False, False]


def told_with_text(room: Room, withdrawn: Iterable[int]) -> list[bool]:
    """Withdraw articles in turn; for each on the page whether its text stands there."""
    for number in withdrawn:
        room.pass_time(minutes=1)
        withdraw(room.intake, f"n-{number}")
    room.refresh()
    return ["نص نص" in text for text in texts(room, "content:encoded")]


def test_what_stands_behind_the_bodies_of_a_page_is_told_without_its_text(
    store: Store, monkeypatch: pytest.MonkeyPatch, profile: Any
) -> None:
    monkeypatch.setattr(partner_sheet, "BODIES_LIMIT", 20_000)
    profile(takedown="repeat")
    room = giving(store, partner())
    html = f"<p>{'نص ' * 1_800}</p>"
    room.ingest(*(article(n, published=hours(n), summary="موجز.", html=html) for n in range(1, 5)))
    assert told_with_text(room, range(1, 5)) == [True, True, False, False]


def test_takedowns_that_fill_half_a_document_leave_others_their_summaries(
    store: Store, profile: Any
) -> None:
    profile(size_limit=30_000, takedown="repeat")
    room = giving(store, partner())
    html = f"<p>{'نص ' * 1_500}</p>"
    room.ingest(*(article(n, published=hours(n), summary="موجز.", html=html) for n in range(1, 6)))
    assert told_with_text(room, range(3, 6)) == [True, False, False, True, True]


def test_takedowns_take_the_room_that_news_leave(store: Store, profile: Any) -> None:
    profile(size_limit=30_000, takedown="repeat")
    room = giving(store, partner())
    html = f"<p>{'نص ' * 1_900}</p>"
    large = f"<p>{'نص ' * 9_000}</p>"
    bodies = {1: large, 2: html, 3: html}
    room.ingest(
        *(article(n, published=hours(n), summary="موجز.", html=one) for n, one in bodies.items())
    )
    assert told_with_text(room, (2, 3)) == [True, True]


@pytest.mark.parametrize("takedown", ["edit", "repeat", "leave"])
def test_where_no_document_is_small_enough_the_page_is_empty(
    store: Store, profile: Any, takedown: str
) -> None:
    profile(size_limit=1, takedown=takedown)
    room = giving(store, partner())
    room.ingest(*(article(n, published=hours(n)) for n in range(1, 5)))
    withdraw(room.intake, "n-1", "سُحب الخبر لخطأ في الأرقام.")
    room.refresh()
    assert room.edition(KEY).shown == ()
    assert len(room.edition(KEY).findings) == 3


def test_others_take_the_places_of_articles_that_are_too_large_alone(
    store: Store, profile: Any
) -> None:
    profile(size_limit=20_000)
    room = giving(store, partner(limit=3))
    bodies = {n: f"<p>{'نص ' * (9_000 if n in (1, 3, 4) else 10)}</p>" for n in range(1, 7)}
    room.ingest(*(article(n, published=hours(n), html=html) for n, html in bodies.items()))
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown == [room.kept(f"n-{number}").article.id for number in (2, 5, 6)]
    large = [room.kept(f"n-{number}").article.id for number in (1, 3, 4)]
    assert room.edition(KEY).findings == tuple((one, "article-large") for one in large)


def test_many_takedowns_leave_room_for_news_in_a_document(store: Store, profile: Any) -> None:
    profile(size_limit=30_000, takedown="repeat")
    room = giving(store, partner())
    html = f"<p>{'نص ' * 500}</p>"
    room.ingest(*(article(n, published=hours(n), html=html) for n in range(1, 21)))
    room.refresh()
    for number in range(3, 21):
        withdraw(room.intake, f"n-{number}")
    room.refresh()
    shown = [article_id for article_id, _ in room.edition(KEY).shown]
    assert shown[-2:] == [room.kept(f"n-{number}").article.id for number in (1, 2)]
    assert len(shown) > 4
    assert all(len(body.content) <= 30_000 for body in room.edition(KEY).bodies.values())


def test_what_stands_behind_a_page_is_not_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def looking(entry: Entry, *arguments: Any) -> Entry:
        seen.append(entry.article.source_id)
        return view(entry, *arguments)

    monkeypatch.setattr(partner_module, "view", looking)
    room = giving(store, partner(limit=3))
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 20)))
    room.refresh()
    assert seen == ["n-1", "n-2", "n-3"]


def test_what_is_printed_for_many_partners_is_kept_for_the_next_print(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_module, "_ENTRIES", 30)
    choices = [PartnerChoice(feed=f"partner/{name}") for name in ("one", "two", "three")]
    utm = [(("utm_source", choice.feed),) for choice in choices]
    partners = [partner(choice=one, utm=other) for one, other in zip(choices, utm, strict=True)]
    room = giving(store, *partners)
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 31)))
    room.refresh()
    built = []
    get = EntryCache.get

    def counting(self: EntryCache, key: tuple[object, ...], make: Any) -> Any:
        return get(self, key, lambda: built.append(key) or make())

    monkeypatch.setattr(EntryCache, "get", counting)
    room.ingest(article(31))
    room.refresh()
    assert len(built) == 3 * (1 + len(partners))  # in three formats, for all readers and for each


def test_a_partner_that_is_given_up_is_printed_no_more(store: Store) -> None:
    room = giving(store, partner())
    room.ingest(article())
    room.refresh()
    alone = Room(store)
    alone.now = room.now
    alone.ingest(article(2))
    assert KEY not in alone.refresh()
    with store.snapshot() as snapshot:
        assert KEY not in snapshot.feeds.defined()
    again = giving(store, partner())
    again.now = alone.now
    assert again.refresh()[KEY] == "printed"
    assert len(titles(again)) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"profile": "newsletter"},
        {"limit": 7},
        {"full_text": False},
        {"title": "عنوان آخر"},
        {"utm": (("utm_source", "x"),)},
        {"picture": "https://img.example/{url}"},
        {"access": "secret"},
        {"by_arrival": True},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_a_partner_gets_otherwise_is_printed_anew(
    store: Store, fields: dict[str, Any]
) -> None:
    room = giving(store, partner())
    room.ingest(article())
    room.refresh()
    assert room.press.define() == []
    giving(store, partner(**fields))
    with store.snapshot() as snapshot:
        assert snapshot.feeds.states([KEY])[KEY].dirty


@pytest.mark.parametrize(
    "fields", [{"access": "basic"}, {"access": "bearer"}, {"tokens": ("0" * 64,)}], ids=str
)
def test_who_is_let_in_prints_nothing_anew(store: Store, fields: dict[str, Any]) -> None:
    room = giving(store, partner())
    room.ingest(article())
    room.refresh()
    giving(store, partner(**fields))
    with store.snapshot() as snapshot:
        assert not snapshot.feeds.states([KEY])[KEY].dirty


def test_of_two_presses_the_slower_one_keeps_nothing_of_a_partners_feed(store: Store) -> None:
    room = giving(store, partner())
    room.ingest(article())
    room.refresh()
    stranger = giving(store, partner())
    stranger.press.define()
    with store.snapshot() as snapshot:
        state = snapshot.feeds.states([KEY])[KEY]
    room.ingest(article(2))
    room.refresh()
    with store.transaction() as transaction:
        assert not transaction.feeds.printed(KEY, state.wanted, state.fingerprint, edition=1)


# Takedowns


@pytest.mark.parametrize("notice", [None, "سحبناه لخطأ في الأرقام."])
def test_a_withdrawal_is_told_by_the_whole_last_article(
    store: Store, profile: Any, notice: str | None
) -> None:
    profile(takedown="repeat")
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر الأول"), article(2, title="الخبر الثاني"))
    room.refresh()
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1", notice)
    room.refresh()
    kept = room.kept("n-1")
    assert titles(room) == ["الخبر الأول", "الخبر الثاني"]
    assert room.edition(KEY).shown[0] == (kept.article.id, kept.revision)
    room.pass_time(days=29)
    room.release()
    room.ingest(article(3, title="الخبر الثالث"))
    room.refresh()
    assert titles(room) == ["الخبر الأول", "الخبر الثالث", "الخبر الثاني"]
    room.pass_time(days=2)
    room.release()
    room.ingest(article(4, title="الخبر الرابع"))
    room.refresh()
    assert "الخبر الأول" not in titles(room)


def test_a_takedown_is_newer_than_all_that_was_told_of_the_article(
    store: Store, profile: Any
) -> None:
    profile(takedown="repeat")
    room = giving(store, partner())
    room.ingest(article(1, published=START.isoformat()))
    withdraw(room.intake, "n-1")
    (feed,) = [feed for key, feed in room.press._feeds.items() if key == KEY]
    with store.snapshot() as snapshot:
        (entry,) = feed.read(snapshot).entries
    assert entry.takedown == room.now + timedelta(seconds=1)
    assert entry.takedown > entry.article.updated


def test_takedowns_come_beside_the_articles_of_a_full_page(store: Store, profile: Any) -> None:
    profile(takedown="repeat")
    room = giving(store, partner(limit=3))
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 13)))
    room.refresh()
    for number in range(5, 11):
        room.pass_time(minutes=1)
        withdraw(room.intake, f"n-{number}", "خطأ." if number % 2 else None)
    room.ingest(*(article(20 + number) for number in range(10)))
    room.refresh()
    ids = [article_id for article_id, _ in room.edition(KEY).shown]
    gone = [room.kept(f"n-{number}").article.id for number in range(10, 4, -1)]
    assert ids[:6] == gone
    assert len(ids) == 6 + 3


def shown_after_many_withdrawals(store: Store, notice: Callable[[int], str | None]) -> list[str]:
    """The source's ids on a page of six, when the older eight of twelve articles are withdrawn."""
    room = giving(store, partner(limit=6))
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 13)))
    room.refresh()
    for number in range(5, 13):
        room.pass_time(minutes=1)
        withdraw(room.intake, f"n-{number}", notice(number))
    room.refresh()
    names = {room.kept(f"n-{number}").article.id: f"n-{number}" for number in range(1, 13)}
    return [names[article_id] for article_id, _ in room.edition(KEY).shown]


def test_many_edited_takedowns_leave_room_for_news(store: Store, profile: Any) -> None:
    profile(takedown="edit")
    shown = shown_after_many_withdrawals(store, lambda _: None)
    assert shown == ["n-12", "n-11", "n-10", "n-1", "n-2", "n-3"]


@pytest.mark.parametrize("takedown", ["edit", "leave"])
def test_many_notices_leave_room_for_news(store: Store, profile: Any, takedown: str) -> None:
    profile(takedown=takedown)
    shown = shown_after_many_withdrawals(store, lambda _: "خطأ في الأرقام.")
    assert shown == ["n-12", "n-11", "n-10", "n-1", "n-2", "n-3"]


def test_notices_and_edited_takedowns_share_their_half_of_the_places(
    store: Store, profile: Any
) -> None:
    profile(takedown="edit")
    shown = shown_after_many_withdrawals(
        store, lambda number: "خطأ في الأرقام." if number % 2 else None
    )
    assert shown == ["n-12", "n-10", "n-11", "n-1", "n-2", "n-3"]


@pytest.mark.parametrize("takedown", ["edit", "leave"])
def test_a_notice_stands_though_its_article_was_withdrawn_long_before(
    store: Store, profile: Any, takedown: str
) -> None:
    profile(takedown=takedown)
    room = giving(store, partner())
    room.ingest(article(1), article(2))
    withdraw(room.intake, "n-1")
    room.refresh()
    room.pass_time(days=10)
    withdraw(room.intake, "n-1", "خطأ في الأرقام.")
    room.refresh()
    ids = [article_id for article_id, _ in room.edition(KEY).shown]
    assert ids == [room.kept(f"n-{number}").article.id for number in (1, 2)]
    assert "خطأ في الأرقام." in room.text(KEY)


def test_notices_of_one_moment_stand_in_one_order(store: Store) -> None:
    room = giving(store, partner())
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 6)))
    room.pass_time(minutes=1)
    for number in (3, 1, 5):
        withdraw(room.intake, f"n-{number}", "خطأ في الأرقام.")
    room.refresh()
    ids = [article_id for article_id, _ in room.edition(KEY).shown]
    assert ids == [room.kept(f"n-{number}").article.id for number in (1, 3, 5, 2, 4)]


@pytest.mark.parametrize("takedown", ["edit", "repeat"])
def test_what_comes_back_is_taken_down_no_more(store: Store, profile: Any, takedown: str) -> None:
    profile(takedown=takedown)
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر الأول"))
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1")
    room.refresh()
    room.pass_time(minutes=5)
    restore(room.intake, "n-1")
    room.refresh()
    assert titles(room) == ["الخبر الأول"]
    (feed,) = [feed for key, feed in room.press._feeds.items() if key == KEY]
    with store.snapshot() as snapshot:
        assert [entry.takedown for entry in feed.read(snapshot).entries] == [None]


def test_an_entry_that_is_edited_says_that_it_was_withdrawn(store: Store, profile: Any) -> None:
    profile(takedown="edit")
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر الأول", tags=["ميناء"], image="https://e.com/a.jpg"))
    room.refresh()
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1")
    room.refresh()
    assert titles(room) == ["سُحب: الخبر الأول"]
    (text,) = texts(room, "content:encoded")
    assert "سُحب هذا الخبر." in text
    assert texts(room, "media:content") == []
    (modified,) = texts(room, "dcterms:modified")
    assert modified.startswith(room.kept("n-1").withdrawn.strftime("%FT%T."))
    room.pass_time(days=8)
    room.ingest(article(2, title="الخبر الثاني"))
    room.refresh()
    assert titles(room) == ["الخبر الثاني"]


def test_what_an_editor_says_of_a_withdrawal_stands_in_its_place(
    store: Store, profile: Any
) -> None:
    for takedown in ("edit", "leave"):
        profile(takedown=takedown)
        room = giving(store, partner())
        room.now = START + timedelta(days=takedown == "leave")
        room.ingest(article(takedown, title="الخبر الأول"))
        room.refresh()
        room.pass_time(minutes=5)
        withdraw(room.intake, f"n-{takedown}", "سحبناه لخطأ في الأرقام.")
        room.refresh()
        assert "سُحب: الخبر الأول" in titles(room)
        assert "سحبناه لخطأ في الأرقام." in room.text(KEY)


def test_a_profile_without_a_word_for_withdrawals_lets_them_leave(store: Store) -> None:
    room = giving(store, partner())
    room.ingest(article(1), article(2))
    room.refresh()
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1")
    room.refresh()
    assert len(titles(room)) == 1
    assert "deleted-entry" in room.text(KEY, "atom")


def test_rights_that_were_narrowed_to_none_are_a_takedown(store: Store, profile: Any) -> None:
    profile(takedown="repeat")
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر الأول"), article(2, title="الخبر الثاني"))
    room.refresh()
    room.pass_time(minutes=5)
    room.ingest(article(1, title="الخبر الأول", syndicate="none"))
    room.refresh()
    assert titles(room) == ["الخبر الأول", "الخبر الثاني"]
    (feed,) = [feed for key, feed in room.press._feeds.items() if key == KEY]
    with store.snapshot() as snapshot:
        gone, stays = feed.read(snapshot).entries
    assert gone.takedown > gone.article.updated  # which has moved with the rights
    assert stays.takedown is None


# The view


def test_parameters_stand_in_links_alone(store: Store) -> None:
    utm = (("utm_source", "sample"), ("utm_campaign", "أخبار"))
    room = giving(store, partner(utm=utm))
    url = "https://news.example.com/a?page=2&utm_source=old#top"
    room.ingest(article(1, url=url), article(2, url=None))
    room.refresh()
    written = "utm_source=sample&utm_campaign=%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"
    links = sorted(texts(room, "link"))
    page = room.kept("n-2").article.id.removeprefix("urn:uuid:")
    assert links == [
        f"https://news.example.com/a?page=2&{written}#top",
        f"https://news.example.com/articles/{page}?{written}",
    ]
    assert sorted(texts(room, "guid")) == sorted(
        room.kept(name).article.id for name in ("n-1", "n-2")
    )
    assert room.text(KEY).count("utm_source") == 2
    assert "utm_source=sample" not in room.text("all")


def test_the_picture_service_makes_the_lead_picture_and_those_of_the_text(store: Store) -> None:
    template = "https://img.example/{width}/{url}"
    room = giving(store, partner(picture=template, picture_width=800))
    lead = "https://e.com/a.jpg?x=1&y=2"
    other = "https://e.com/b.jpg"
    body = (
        f'<p>نص</p><img src="{lead.replace("&", "&amp;")}" alt="أ" width="1600" height="900">'
        f'<img src="{other}" alt="ب">'
    )
    image = {"url": lead, "width": 1600, "height": 900, "length": 5000}
    room.ingest(article(1, html=body, image=image))
    room.refresh()
    made = f"https://img.example/800/{quote(lead, safe='')}"
    (media,) = root(room).xpath("//item/media:content", namespaces=NAMESPACES)
    assert (media.get("url"), media.get("width"), media.get("height")) == (made, "800", "450")
    assert media.get("fileSize") is None
    (text,) = texts(room, "content:encoded")
    assert text.count("<img") == 2
    assert f'<img src="{made}" alt="أ" width="800" height="450">' in text
    assert (
        f'<img src="https://img.example/800/{quote(other, safe="")}" alt="ب" width="800">' in text
    )
    assert "img.example" not in room.text("all")


@pytest.mark.parametrize("late", [0, 6, 30, 80])
def test_a_late_article_stands_on_a_short_page_when_it_comes(store: Store, late: int) -> None:
    room = giving(store, partner(limit=5))
    room.ingest(*(article(number, published=hours(number / 10)) for number in range(1, 20)))
    room.pass_time(minutes=10)
    room.ingest(article(90, title="خبر متأخر", published=hours(late)))
    room.refresh()
    assert texts(room, "title")[0] == "خبر متأخر"


def test_an_article_that_is_moved_to_a_partner_stands_on_its_page(store: Store) -> None:
    choice = PartnerChoice(feed=KEY, sections=("politics",))
    room = giving(store, partner(limit=5, choice=choice))
    room.ingest(article(90, title="خبر منقول", sections=["economy"], published=hours(9)))
    room.ingest(*(article(number, published=hours(number / 10)) for number in range(1, 20)))
    room.pass_time(minutes=10)
    correct(room.intake, "n-90", Correction(sections=("politics",)))
    room.refresh()
    assert texts(room, "title")[0] == "خبر منقول"


def test_articles_are_dated_by_arrival_where_the_partner_wants_it(store: Store) -> None:
    room = giving(store, partner(by_arrival=True))
    room.ingest(article(1, published=hours(3)))
    room.pass_time(minutes=10)
    room.ingest(article(2, published=hours(1)))
    room.pass_time(minutes=10)
    room.ingest(article(3, published=hours(5)))
    room.refresh()
    assert texts(room, "pubDate") == [
        "Tue, 24 Nov 2026 09:20:00 +0000",
        "Tue, 24 Nov 2026 09:10:00 +0000",
        "Tue, 24 Nov 2026 06:00:00 +0000",  # what a new store is filled with keeps its dates
    ]
    assert texts(room, "dcterms:modified") == []


@pytest.mark.parametrize("field", ["feed", "article"])
def test_a_partner_gets_summaries_where_it_shall_or_may_get_no_more(
    store: Store, field: str
) -> None:
    room = giving(store, partner(full_text=field != "feed"))
    rights = "summary" if field == "article" else "full"
    room.ingest(article(1, summary="ملخص", html="<p>النص الكامل للخبر.</p>", syndicate=rights))
    room.refresh()
    assert "النص الكامل" not in room.text(KEY)
    (text,) = texts(room, "content:encoded")
    assert "ملخص" in text


# Demands


def _no_numbers(_: object, article: Any) -> Value | None:
    return "رقم" if any(sign.isdigit() for sign in article.title) else None


WORDS = Sentence(wrong="{value}", mend="")
NUMBERS = Demand(name="numbers", is_hard=True, find=_no_numbers, arabic=WORDS, english=WORDS)


def test_an_article_that_would_be_refused_is_left_out_and_found(
    store: Store, profile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    soft = replace(NUMBERS, name="soft", is_hard=False)
    profile(demands=(soft, NUMBERS))
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر 1"), article(2, title="الخبر الثاني"))
    room.refresh()
    bad = room.kept("n-1").article.id
    assert titles(room) == ["الخبر الثاني"]
    assert room.edition(KEY).findings == ((bad, "soft"), (bad, "numbers"))
    said = [record.message for record in caplog.records if record.name == "nashra.press"]
    assert said == [
        f"feed {KEY}: soft newly broken by 1 article: {bad}",
        f"feed {KEY}: numbers newly broken by 1 article: {bad}",
    ]
    caplog.clear()
    room.pass_time(minutes=1)
    room.ingest(article(3, title="الخبر الثالث"))
    room.refresh()
    assert room.edition(KEY).findings == ((bad, "soft"), (bad, "numbers"))
    assert [one for one in caplog.records if one.name == "nashra.press"] == []


def test_what_the_same_bytes_show_and_break_is_noted_with_them(store: Store, profile: Any) -> None:
    profile(demands=(NUMBERS,), formats=("json",))
    room = giving(store, partner())
    room.ingest(article(2, title="الخبر الثاني"))
    room.refresh()
    before = room.edition(KEY)
    room.set_clock(seconds=-1)  # so that both changes are of one second
    room.ingest(article(1, title="الخبر 1"))
    assert room.refresh()[KEY] == "same"
    after = room.edition(KEY)
    assert after.bodies == before.bodies
    assert after.revision == before.revision
    assert after.findings == ((room.kept("n-1").article.id, "numbers"),)


def test_others_take_the_places_of_articles_that_are_left_out(store: Store, profile: Any) -> None:
    profile(demands=(NUMBERS,))
    room = giving(store, partner(limit=3))
    room.ingest(
        *(article(n, title=f"الخبر {n}", published=hours(n)) for n in range(1, 4)),
        *(article(n, title=f"الخبر {'أ' * n}", published=hours(n)) for n in range(4, 8)),
    )
    room.refresh()
    assert titles(room) == [f"الخبر {'أ' * n}" for n in range(4, 7)]


def test_a_takedown_is_told_though_the_article_would_be_refused(store: Store, profile: Any) -> None:
    room = giving(store, partner())
    room.ingest(article(1, title="الخبر 1"))
    room.refresh()
    withdraw(room.intake, "n-1")
    profile(demands=(NUMBERS,), takedown="repeat")
    other = giving(store, partner())
    other.now = room.now
    other.refresh()
    assert titles(other) == ["الخبر 1"]
    assert other.edition(KEY).findings == ()


def test_a_profile_of_whole_articles_leaves_out_those_of_which_a_summary_may_be_sent(
    store: Store, profile: Any
) -> None:
    profile(whole=True)
    room = giving(store, partner())
    room.ingest(article(1, syndicate="summary"), article(2, title="الخبر الثاني"))
    room.refresh()
    assert titles(room) == ["الخبر الثاني"]
    assert room.edition(KEY).findings == ((room.kept("n-1").article.id, "rights"),)


def test_the_same_history_gives_partners_the_same_bytes_on_both_databases(
    sqlite: str, postgresql: str, profile: Any
) -> None:
    profile(takedown="repeat")
    printed = []
    for url in (sqlite, postgresql):
        store = Store(url)
        room = giving(store, partner(limit=8, by_arrival=True, utm=(("utm_source", "x"),)))
        room.ingest(*(article(n, published=hours(n)) for n in range(1, 30)))
        room.refresh()
        room.pass_time(minutes=3)
        room.ingest(article(25, title="تعديل", published=hours(25)))
        withdraw(room.intake, "n-9")
        withdraw(room.intake, "n-10", "سحبناه لخطأ فيه.")
        room.ingest(article(12, syndicate="none", published=hours(12)))
        room.refresh()
        room.pass_time(minutes=3)
        room.ingest(*(article(n) for n in range(40, 44)))
        room.refresh()
        printed.append((room.edition(KEY).bodies, room.edition(KEY).shown))
        store.close()
    assert printed[0] == printed[1]
    assert len(printed[0][1]) == 3 + 8
