"""One story that two sources carry: one article, which the first of them owns."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from store import (
    Deletion,
    Kind,
    Outcome,
    Place,
    Store,
    Transaction,
    ingest,
    record,
    restore,
    withdraw,
)
from store.db.articles import Articles
from store.intake.copies import COPY_LIKENESS, ComparedText, likeness
from store.limits import COMPARED_TEXT, LATE_TEXTS, STORIES_BYTES, STORIES_COMPARED
from store.text.markup.tags import SafeHtml
from tests.room import START, Room, article

LEAD = "افتتح وزير النقل صباح اليوم الجسر الجديد على النيل بحضور عدد من المسؤولين وأهالي المدينة"
WORK = "واستغرق العمل في الجسر عامين كاملين وشارك فيه مئات المهندسين والعمال من أبناء المحافظة"
PLAN = "ومن المنتظر أن يخفف الجسر الزحام عن وسط المدينة وأن يربط الضفتين في دقائق قليلة"
AFTER = (
    "ووقع على الجسر بعد ساعتين تصادم بين ثلاث سيارات دون إصابات ثم عاد السير إلى حاله مع المساء كما"
    " قال شهود"
)
GOLD = "سجل سعر الذهب عيار 21 اليوم نحو {} جنيه للجرام في محلات الصاغة بعد تراجع طفيف عن أسعار أمس"
SHORT = WORK.replace("مئات", "عشرات").replace("كاملين ", "")
REPORT = f"عبرت أولى السيارات الجسر الجديد بعد أن قص الوزير الشريط. {PLAN}."
PAIRS = {
    "the same": (f"{LEAD}. {WORK}.", f"{LEAD}. {WORK}.", True),
    "spelt otherwise": (LEAD, LEAD.replace("ا", "أ").replace("ل", "لـ"), True),
    "a sentence less": (f"{LEAD}. {WORK}. {PLAN}.", f"{LEAD}. {PLAN}.", True),
    "only its lead": (f"{LEAD}. {WORK}. {PLAN}.", f"{LEAD}...", True),
    "another lead": (
        f"{LEAD}. {WORK}. {PLAN}.",
        f"شهدت المدينة اليوم حدثا انتظره أهلها طويلا. {WORK}. {PLAN}.",
        True,
    ),
    "some words changed": (
        f"{LEAD}. {WORK}.",
        f"{LEAD}. {WORK}.".replace("مئات", "عشرات").replace("صباح", "ظهر"),
        True,
    ),
    "what came after, with the lead of before": (f"{LEAD}. {WORK}.", f"{LEAD}. {AFTER}.", False),
    "told by another reporter": (f"{LEAD}. {WORK}.", REPORT, False),
    "the price of another day": (GOLD.format(4810), GOLD.format(4795), False),
    "a figure that one has and the other adds to": (
        GOLD.format(4810),
        GOLD.format("4810 بزيادة 15"),
        True,
    ),
    "another story": (
        LEAD,
        "تعلن وزارة التعليم غدا نتائج الدور الثاني لطلاب الثانوية العامة في المحافظات",
        False,
    ),
    "nothing but the title": ("عاجل", "عاجل الآن", False),
}


@pytest.mark.parametrize(("one", "other", "same"), PAIRS.values(), ids=PAIRS.keys())
def test_the_likeness_of_texts_tells_copies_from_other_news(
    one: str, other: str, same: bool
) -> None:
    texts = [ComparedText(SafeHtml(f"<p>{text}</p>")) for text in (one, other)]
    found = likeness(*texts)
    assert (found >= COPY_LIKENESS) is same, found
    assert likeness(*reversed(texts)) == found


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def story(number: int, **fields: object) -> dict[str, object]:
    return (
        article(number, title="افتتاح جسر النيل الجديد", html=f"<p>{LEAD}.</p><p>{WORK}.</p>")
        | fields
    )


def test_two_wires_with_one_address_bring_one_article(room: Room) -> None:
    address = "https://paper.example.com/جسر?utm_source=x"
    for turn in range(20):
        room.pass_time(minutes=5)
        (one,) = room.ingest(story(1, url=address), owner="first")
        (two,) = room.ingest(
            article(2, title="عبور أول سيارة", url=address.partition("?")[0]), owner="second"
        )
        assert (one.kind, one.copy) == (Kind.SAME if turn else Kind.NEW, False)
        assert (two.kind, two.copy, two.id) == (Kind.COPY, True, one.id)
    with room.store.snapshot() as snapshot:
        assert snapshot.placements.count(["all"])["all"] == 1
        (copy,) = snapshot.articles.copies(str(two.id))
    assert (copy.owner, copy.source_id) == ("second", "n-2")
    room.refresh()
    assert room.edition().shown == ((str(one.id), room.kept("n-1").revision),)


def test_one_title_and_nearly_one_text_within_two_days_is_one_story(room: Room) -> None:
    room.ingest(story(1), owner="first")
    later = story(
        2,
        published=(START + timedelta(minutes=5)).isoformat(),
        html=f"<p>{LEAD}.</p><p>{SHORT}.</p>",
    )
    assert room.ingest(later, owner="second")[0].copy
    room.ingest(story(2, title="عنوان جديد تماما", html=f"<p>{PLAN}</p>"), owner="second")
    assert room.kept("n-1").article.title == "افتتاح جسر النيل الجديد"


@pytest.mark.parametrize(
    "fields",
    [
        {"published": (START - timedelta(days=3)).isoformat()},
        {"title": "افتتاح جسر النيل القديم"},
        {"html": f"<p>{PLAN}.</p>"},
    ],
)
def test_another_day_title_or_text_is_another_story(room: Room, fields: dict[str, object]) -> None:
    room.ingest(story(1), owner="first")
    assert room.ingest(story(2) | fields, owner="second")[0].kind is Kind.NEW


def test_each_of_a_batch_is_close_or_not_by_its_own_date(room: Room) -> None:
    room.ingest(story(1), owner="first")
    old = story(2, published=(START - timedelta(days=3)).isoformat())
    assert [one.kind for one in room.ingest(old, article(3), owner="second")] == [
        Kind.NEW,
        Kind.NEW,
    ]


def test_of_two_that_carry_a_story_the_earlier_has_the_copy(room: Room) -> None:
    hours = (START - timedelta(hours=hour) for hour in (2, 1, 3))
    for owner, moment in zip(("first", "second", "third"), hours, strict=True):
        alone = replace(room.intake, owner=owner, same_story=False)
        list(
            ingest([record.draft(story(1, url=None, published=moment.isoformat()), Place())], alone)
        )
    (outcome,) = room.ingest(story(4, url=None), owner="fourth")
    with room.store.snapshot() as snapshot:
        (kept,) = snapshot.articles.load([str(outcome.id)]).values()
    assert (outcome.copy, kept.article.owner) == (True, "third")


def test_an_embargo_holds_back_no_other_source(room: Room) -> None:
    room.ingest(story(1, publish_at=(START + timedelta(hours=1)).isoformat()), owner="first")
    assert room.ingest(story(2), owner="second")[0].kind is Kind.NEW


def test_another_text_without_id_under_a_known_title_is_not_lost_in_silence(room: Room) -> None:
    bare = {"title": "أسعار الذهب اليوم", "published": START.isoformat()}
    room.ingest(bare | {"html": f"<p>{GOLD.format(4810)}</p>"}, owner="first")
    (outcome,) = room.ingest(bare | {"html": f"<p>{GOLD.format(4795)}</p>"}, owner="second")
    assert outcome.kind is Kind.QUARANTINED
    assert "'first'" in str(outcome.refused)


def test_a_source_may_tell_one_story_twice(room: Room) -> None:
    assert [one.kind for one in room.ingest(story(1), story(2), owner="first")] == [
        Kind.NEW,
        Kind.NEW,
    ]


def test_an_article_that_is_known_is_compared_with_no_other(room: Room) -> None:
    room.ingest(article(2), owner="second")
    room.ingest(story(1), owner="first")
    assert room.ingest(story(2), owner="second")[0].kind is Kind.EDITED


def test_a_wire_may_keep_its_stories_to_itself(room: Room) -> None:
    room.ingest(story(1), owner="first")
    alone = replace(room.intake, owner="second", same_story=False)
    outcomes = [one for batch in ingest([record.draft(story(2), Place())], alone) for one in batch]
    assert [one.kind for one in outcomes] == [Kind.NEW]


def test_what_was_a_copy_stays_one_where_stories_are_compared_no_more(room: Room) -> None:
    room.ingest(story(1), owner="first")
    room.ingest(story(2), owner="second")
    alone = replace(room.intake, owner="second", same_story=False)
    outcomes = [one for batch in ingest([record.draft(story(2), Place())], alone) for one in batch]
    assert [(one.kind, one.copy) for one in outcomes] == [(Kind.COPY, True)]


@pytest.mark.parametrize(
    "address", ["https://agency.example.com", "https://www.agency.example.com/?utm_source=rss"]
)
def test_the_front_page_of_an_agency_is_no_address_of_a_story(room: Room, address: str) -> None:
    room.ingest(story(1, url=address), owner="first")
    assert (
        room.ingest(article(2, url=address, title="عبور أول سيارة"), owner="second")[0].kind
        is Kind.NEW
    )


def deleted(room: Room, owner: str, one: str) -> list[Outcome]:
    intake = replace(room.intake, owner=owner)
    return [outcome for batch in ingest([Deletion(one, Place())], intake) for outcome in batch]


def test_the_second_source_cannot_withdraw_the_story_of_the_first(room: Room) -> None:
    room.ingest(story(1), owner="first")
    room.ingest(story(2), owner="second")
    assert deleted(room, "second", "n-2") == []
    assert [one.kind for one in deleted(room, "first", "n-1")] == [Kind.WITHDRAWN]


def test_a_withdrawn_story_has_no_copies(room: Room) -> None:
    """It stays withdrawn; another source's story is its own when it is sent again."""
    (first,) = room.ingest(story(1), owner="first")
    room.ingest(story(2), owner="second")
    withdraw(room.intake, "n-1")
    with room.store.snapshot() as snapshot:
        assert [copy.owner for copy in snapshot.articles.copies(str(first.id))] == ["second"]
    (second,) = room.ingest(story(2), owner="second")
    assert (second.kind, second.id == first.id) == (Kind.NEW, False)
    assert not room.kept("n-1").live
    assert room.kept("n-2").live
    with room.store.snapshot() as snapshot:
        assert snapshot.articles.copies(str(first.id)) == []
    assert room.ingest(story(2), owner="second")[0].kind is Kind.SAME
    assert room.ingest(story(1), owner="first")[0].kind is Kind.SAME
    assert not room.kept("n-1").live
    restore(room.intake, "n-1")
    assert room.kept("n-1").live
    assert room.ingest(story(2, title="عنوان آخر"), owner="second")[0].kind is Kind.EDITED


WITHOUT_ID = {"id": None, "url": "https://paper.example.com/1"}
BARE = {"id": None, "url": None}


@pytest.mark.parametrize("fields", [WITHOUT_ID, BARE, {"url": "https://paper.example.com/1"}])
@pytest.mark.parametrize("state", ["withdrawn", "expired", "embargo", "in no feed"])
def test_what_readers_do_not_see_holds_back_no_other_source(
    room: Room, fields: dict[str, object], state: str
) -> None:
    hour = (START + timedelta(hours=1)).isoformat()
    more = {
        "withdrawn": {},
        "expired": {"expires_at": hour},
        "embargo": {"publish_at": (START + timedelta(hours=9)).isoformat()},
        "in no feed": {"syndicate": "none"},
    }[state]
    (first,) = room.ingest(story(1) | fields | more, owner="first")
    if state == "withdrawn":
        withdraw(room.intake, str(first.id))
    room.pass_time(hours=2)
    room.release()
    (second,) = room.ingest(story(1) | fields, owner="second")
    assert (second.kind, second.id == first.id) == (Kind.NEW, False)
    assert room.kept(str(second.id)).live
    (again,) = room.ingest(story(1) | fields, owner="second")
    assert (again.kind, again.id) == (Kind.SAME, second.id)
    (edited,) = room.ingest(story(1, html=f"<p>{AFTER}</p>") | fields, owner="second")
    assert (edited.kind, edited.id) == (Kind.EDITED, second.id)
    (theirs,) = room.ingest(story(1) | fields | more, owner="first")
    assert (theirs.kind, theirs.id) == (Kind.SAME, first.id)


def test_one_batch_may_hold_a_story_twice_whose_address_another_source_had(room: Room) -> None:
    (first,) = room.ingest(story(1) | WITHOUT_ID, owner="first")
    withdraw(room.intake, str(first.id))
    one, two = room.ingest(
        story(1) | WITHOUT_ID, story(1, tags=["جسور"]) | WITHOUT_ID, owner="second"
    )
    assert (one.kind, two.kind, one.id == two.id) == (Kind.NEW, Kind.EDITED, True)


@pytest.mark.parametrize("fields", [WITHOUT_ID, BARE, {"url": "https://paper.example.com/1"}])
def test_a_scope_claims_nothing_outside_itself(room: Room, fields: dict[str, object]) -> None:
    """A source that may write about the economy alone sends the addresses of other news first."""
    room.intake = replace(room.intake, scopes={"narrow": frozenset({"economy"})})
    (claim,) = room.ingest(story(1, sections=["اقتصاد"]) | fields, owner="narrow")
    for sections in (["سياسة"], ["سياسة", "اقتصاد"], []):
        owner = f"paper {len(sections)} {sections[:1]}"
        (news,) = room.ingest(story(1, sections=sections) | fields, owner=owner)
        assert (news.kind, news.id == claim.id) == (Kind.NEW, False), sections
        withdraw(room.intake, str(news.id))
    (copy,) = room.ingest(story(1, sections=["اقتصاد"]) | fields, owner="another")
    assert (copy.kind, copy.id) == (Kind.COPY, claim.id)


def test_what_was_noted_as_a_copy_of_a_claim_is_freed_of_it(room: Room) -> None:
    (claim,) = room.ingest(story(1, sections=["اقتصاد"]), owner="narrow")
    assert room.ingest(story(2), owner="paper")[0].kind is Kind.COPY
    room.intake = replace(room.intake, scopes={"narrow": frozenset({"economy"})})
    (news,) = room.ingest(story(2), owner="paper")
    assert (news.kind, news.id == claim.id) == (Kind.NEW, False)


def told(room: Room, count: int, **fields: object) -> None:
    """One source tells other stories under the title of the bridge, a minute apart."""
    stories = (
        story(
            100 + number,
            url=None,
            html=f"<p>{GOLD.format(5_000 + number)}</p>",
            published=(START - timedelta(minutes=number)).isoformat(),
        )
        | fields
        for number in range(1, count + 1)
    )
    room.ingest(*stories, owner="loud")


def test_of_many_articles_of_one_title_the_nearest_are_compared(room: Room) -> None:
    near = START - timedelta(minutes=2 * STORIES_COMPARED)
    room.ingest(story(1, url=None, published=near.isoformat()), owner="first")
    told(room, 4 * STORIES_COMPARED)
    two, three = (
        story(number, url=None, published=moment.isoformat())
        for number, moment in ((2, near), (3, START))
    )
    assert [one.copy for one in room.ingest(two, owner="second")] == [True]
    assert [one.copy for one in room.ingest(three, owner="second")] == [False]


def test_of_long_articles_of_one_title_few_are_compared(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All twenty are read of stories of a usual length, and of longer ones the nearest."""
    read: list[int] = []
    load = Articles.load
    monkeypatch.setattr(
        Articles, "load", lambda self, ids: read.append(len(ids)) or load(self, ids)
    )
    told(room, 2 * STORIES_COMPARED)
    room.ingest(story(1, url=None), owner="second")
    assert max(read) == STORIES_COMPARED
    read.clear()
    long = STORIES_BYTES // 4
    told(room, 2 * STORIES_COMPARED, html=f"<p>{'نص ' * (long // 5)}</p>")
    read.clear()
    room.ingest(story(2, url=None), owner="second")
    assert max(read) == 1 + 3  # a little over 100,000 bytes each


def test_of_a_long_text_the_beginning_is_compared() -> None:
    beginning = f"<p>{LEAD}.</p>" * (COMPARED_TEXT // len(LEAD))
    endings = (f"<p><a href='https://example.com/{word}'>{word}</a></p>" * 9 for word in "abc")
    short, *others = (ComparedText(SafeHtml(beginning + ending)) for ending in endings)
    assert [text.words for text in others] == [short.words, short.words]
    assert "href" not in short.words


class Meanwhile:
    """A store in which somebody else writes between the look and the lock, a few times."""

    def __init__(self, store: Store, write: Callable[[], object], times: int = 1) -> None:
        self._store, self._write, self._left = store, write, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def transaction(self) -> AbstractContextManager[Transaction]:
        if self._left:
            self._left -= 1
            self._write()
        return self._store.transaction()


def second(room: Room, write: Callable[[], object], *records: dict[str, object]) -> list[Outcome]:
    """What becomes of records of the second source while another writes."""
    other = Meanwhile(room.store, write)
    intake = replace(room.intake, owner="second", store=cast(Store, other))
    drafts = [record.draft(fields, Place()) for fields in records]
    return [outcome for batch in ingest(drafts, intake) for outcome in batch]


def test_a_story_that_came_between_look_and_lock_is_seen(room: Room) -> None:
    told(room, 1)
    for fields in ({"url": None}, {}):
        number = 1 if fields else 11
        (outcome,) = second(
            room,
            lambda number=number, fields=fields: room.ingest(  # type: ignore[misc]
                story(number, **fields), owner="first"
            ),
            story(number + 1, **fields)
            | ({} if fields else {"url": "https://example.com/news/11"}),
        )
        assert outcome.copy


def test_a_story_that_changed_between_look_and_lock_is_compared_anew(room: Room) -> None:
    room.ingest(story(1, url=None), owner="first")
    (outcome,) = second(
        room,
        lambda: room.ingest(story(1, url=None, html=f"<p>{PLAN}</p>"), owner="first"),
        story(2, url=None),
    )
    assert outcome.kind is Kind.NEW


def test_more_stories_than_may_be_compared_under_the_lock_are_looked_at_again(room: Room) -> None:
    many = LATE_TEXTS // STORIES_COMPARED
    mine = [story(number, url=None) for number in range(2, 3 + many)]
    outcomes = second(
        room,
        lambda: (told(room, STORIES_COMPARED), room.ingest(story(1, url=None), owner="first")),
        *mine,
    )
    assert [outcome.copy for outcome in outcomes] == [True] * len(mine)


@pytest.mark.parametrize("fields", [WITHOUT_ID, {"url": WITHOUT_ID["url"]}])
def test_an_address_means_what_readers_see_there(room: Room, fields: dict[str, object]) -> None:
    """Else a third story would be shown beside the second, since the first is not."""
    address = str(WITHOUT_ID["url"])
    (first,) = room.ingest(story(1) | fields, owner="first")
    withdraw(room.intake, address)
    (second,) = room.ingest(story(1) | fields, owner="second")
    assert room.kept(address).article.id == second.id
    (third,) = room.ingest(article(3, title="عبور أول سيارة") | {"url": address}, owner="third")
    assert (third.kind, third.id) == (Kind.COPY, second.id)
    (again,) = room.ingest(story(1) | fields, owner="first")
    assert (again.kind, again.id) == (Kind.SAME, first.id)
    assert not room.kept(str(first.id)).live


def test_a_source_that_is_held_to_a_section_takes_no_address(room: Room) -> None:
    narrow = {"narrow": frozenset({"economy"})}
    (first,) = room.ingest(story(1, publish_at=(START + timedelta(hours=1)).isoformat()))
    scoped = replace(room.intake, owner="narrow", scope=narrow["narrow"], scopes=narrow)
    draft = record.draft(story(1, sections=["اقتصاد"]), Place())
    (claim,) = [one for batch in ingest([draft], scoped) for one in batch]
    assert claim.kind is Kind.NEW
    assert room.kept(str(story(1)["url"])).article.id == first.id


def test_of_two_documents_in_a_batch_the_first_takes_an_address(room: Room) -> None:
    (first,) = room.ingest(story(1), owner="first")
    withdraw(room.intake, str(first.id))
    address = story(1)["url"]
    drafts = [record.draft(story(n, url=address), Place(f"{n}.ndjson", 1)) for n in (2, 3)]
    ((one, two),) = ingest(drafts, replace(room.intake, owner="second"))
    assert (one.kind, two.kind) == (Kind.NEW, Kind.NEW)
    assert room.kept(str(address)).article.id == one.id
