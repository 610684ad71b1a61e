"""A partner's ledger says what that partner itself has kept: no article more, no revision less."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from feeds.partner_fields import full_fields, head_fields, partners_of
from feeds.partner_ledger import LedgerRow, PartnerLedger, read_ledger
from feeds.printing.partner import ProfiledPartner
from feeds.printing.profiles import PROFILES
from feeds.running import worker
from feeds.settings.values import Partner, ProfileName
from store import Body, Edition, PartnerChoice, Store, restore, withdraw
from store.db.fetches import Fetch
from tests.room import START, Room, article
from tests.taker import Server, Taker

KEY = "partner/taker"
HOUR = timedelta(hours=1)


def partner(profile: ProfileName = "msn", **fields: object) -> Partner:
    choice = PartnerChoice(feed=KEY, sections=("politics",))
    return Partner(slug="taker", title="شريك", profile=profile, choice=choice, **fields)


def profiled(profile: ProfileName = "msn") -> ProfiledPartner:
    return ProfiledPartner(partner(profile), PROFILES[profile])


def ledger(room: Room, profile: ProfileName = "msn") -> PartnerLedger:
    with room.store.snapshot() as snapshot:
        return read_ledger(snapshot, profiled(profile), room.now)


def fetch(room: Room) -> None:
    """Note that the partner fetches what its feed shows now."""
    revision = room.edition(KEY).revision
    with room.store.transaction() as transaction:
        transaction.fetches.add([Fetch(KEY, revision, "rss", "MSNBot", room.now, room.now)])


def ids(rows: Iterable[LedgerRow]) -> set[str]:
    return {row.id for row in rows}


def id_of(room: Room, number: int) -> str:
    return room.kept(f"n-{number}").article.id


def good(number: int, **fields: object) -> dict[str, object]:
    """An article of which no partner demands more."""
    words = " ".join(["تواصل البلدية أعمال الصيانة في الجسر وتعلن موعد افتتاحه قريبًا."] * 12)
    return article(number, html=f"<p>{words}</p>") | fields


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store, partners=[partner()])
    room.ingest(good(1), good(2), good(3, sections=["اقتصاد"]))
    room.refresh()
    return room


def test_all_that_the_feed_shows_is_pending_for_who_fetched_nothing(room: Room) -> None:
    told = ledger(room)
    assert ids(told.pending) == {id_of(room, 1), id_of(room, 2)}
    assert (told.has, told.corrections, told.withdrawals) == ([], [], [])


def test_a_partner_has_what_it_fetched(room: Room) -> None:
    fetch(room)
    fetched_at = room.now
    room.pass_time(hours=1)
    fetch(room)
    told = ledger(room)
    assert told.has == sorted(
        (
            LedgerRow(id_of(room, number), room.kept(f"n-{number}").revision, fetched_at=fetched_at)
            for number in (1, 2)
        ),
        key=lambda row: row.revision,
        reverse=True,
    )
    assert told.pending == []


def test_a_correction_is_pending_until_it_is_fetched(room: Room) -> None:
    fetch(room)
    first = room.kept("n-1").revision
    room.pass_time(hours=1)
    room.ingest(good(1, title="إغلاق الجسر رقم واحد أمام حركة السير"))
    corrected_at = room.now
    stored = room.kept("n-1")
    room.refresh()
    told = ledger(room)
    assert told.pending == [LedgerRow(stored.article.id, stored.revision, had=first)]
    row = LedgerRow(stored.article.id, stored.revision, first, None, corrected_at)
    assert told.corrections == [row]
    fetch(room)
    fetched_at = room.now
    assert ledger(room).corrections == [replace(row, fetched_at=fetched_at)]
    assert ledger(room).pending == []


def test_a_change_that_no_reader_notices_is_no_correction(room: Room) -> None:
    fetch(room)
    room.pass_time(hours=1)
    room.ingest(good(1, title="إغلاق الجسر رقم واحد أمام حركة السير"))
    room.refresh()
    fetch(room)
    room.pass_time(hours=1)
    room.ingest(good(1, title="إغلاق الجسر رقم واحد أمام حركة السير", tags=["جسور"]))
    room.ingest(good(2, tags=["جسور"]))
    room.refresh()
    told = ledger(room)
    assert ids(told.pending) == {id_of(room, 1), id_of(room, 2)}
    (row,) = told.corrections
    assert row.revision < room.kept("n-1").revision
    assert row.fetched_at == room.now - HOUR - timedelta(seconds=1)


@pytest.mark.parametrize("profile", ["msn", "generic"])
@pytest.mark.parametrize("notice", [None, "سحبنا الخبر لخطأ في أرقامه."])
def test_a_withdrawal_is_told_until_30_days_are_over(
    store: Store, profile: ProfileName, notice: str | None
) -> None:
    room = Room(store, partners=[partner(profile)])
    room.ingest(good(1), good(2))
    room.refresh()
    fetch(room)
    first = room.kept("n-1").revision
    room.pass_time(hours=1)
    withdraw(room.intake, "n-1", notice)
    withdrawn_at = room.now
    revision = room.kept("n-1").revision
    room.refresh()
    (told,) = ledger(room, profile).withdrawals
    assert told == LedgerRow(id_of(room, 1), revision, first, None, withdrawn_at, "withdrawn")
    assert id_of(room, 1) in ids(ledger(room, profile).has)
    fetch(room)
    fetched_at = room.now
    for days in (8, 10):
        assert ledger(room, profile).withdrawals == [replace(told, fetched_at=fetched_at)]
        assert ids(ledger(room, profile).has) == {id_of(room, 2)}
        room.pass_time(days=days)
        room.release()
        room.refresh()
    room.pass_time(days=13)
    assert ledger(room, profile).withdrawals == []
    assert ids(ledger(room, profile).has) == {id_of(room, 2)}


def test_who_asks_after_a_withdrawal_was_told_has_not_fetched_it(store: Store) -> None:
    """A feed that tells of it by an edit of seven days tells whoever comes later nothing."""
    room = Room(store, partners=[partner("flipboard")])
    room.ingest(good(1), good(2))
    room.refresh()
    fetch(room)
    room.pass_time(hours=1)
    withdraw(room.intake, "n-1")
    room.refresh()
    room.pass_time(days=8)
    room.ingest(good(3))
    room.refresh()
    fetch(room)
    (told,) = ledger(room, "flipboard").withdrawals
    assert told.fetched_at is None
    assert id_of(room, 1) in ids(ledger(room, "flipboard").has)


def test_expiries_and_lost_rights_are_withdrawals_too(room: Room) -> None:
    room.ingest(good(1, expires_at=(room.now + HOUR).isoformat()))
    room.refresh()
    fetch(room)
    room.pass_time(hours=2)
    room.release()
    room.ingest(good(2, syndicate="none"))
    room.refresh()
    told = {row.id: (row.reason, row.fetched_at) for row in ledger(room).withdrawals}
    assert told == {id_of(room, 1): ("expired", None), id_of(room, 2): ("rights", None)}
    fetch(room)
    assert all(row.fetched_at == room.now for row in ledger(room).withdrawals)


def test_a_summary_is_a_withdrawal_to_who_takes_whole_articles_alone(room: Room) -> None:
    room.ingest(good(1))
    fetch(room)
    room.pass_time(minutes=5)
    room.ingest(good(1, syndicate="summary"))
    fetch(room)
    assert ids(ledger(room).withdrawals) == {id_of(room, 1)}
    assert not ids(ledger(room, "newsletter").withdrawals)


def test_an_article_that_was_never_fetched_tells_why_it_is_not_there(room: Room) -> None:
    """It came and went between two fetches, though it stands in the feed."""
    room = Room(room.store, partners=[partner(limit=2)])
    room.refresh()
    fetch(room)
    room.pass_time(hours=1)
    for number in range(10, 15):
        room.ingest(good(number, published=room.now.isoformat()))
        room.pass_time(minutes=1)
    room.refresh()
    fetch(room)
    told = ledger(room)
    assert [row.id for row in told.missed] == [id_of(room, number) for number in (12, 11, 10)]
    assert (told.pending, told.left_out) == ([], [])


def test_what_a_partner_would_refuse_is_left_out_and_not_waited_for(room: Room) -> None:
    fetch(room)
    had = room.kept("n-1").revision
    room.pass_time(hours=1)
    came = room.now.isoformat()
    room.ingest(good(1, title="خبر قصير"), good(4, title="خبر آخر", published=came))
    rows = [
        LedgerRow(id_of(room, number), room.kept(f"n-{number}").revision, had=before)
        for number, before in ((4, None), (1, had))
    ]
    assert ledger(room).pending == rows, "it is not printed yet, so nobody has asked"
    room.refresh()
    for _ in range(2):
        told = ledger(room)
        assert (told.pending, told.missed) == ([], [])
        assert told.left_out == [replace(row, demands=("title-short",)) for row in rows]
        fetch(room)
    room.ingest(good(4, published=came))
    room.refresh()
    assert ids(ledger(room).pending) == {id_of(room, 4)}
    assert ids(ledger(room).left_out) == {id_of(room, 1)}


def test_an_article_that_was_left_out_stays_so_when_the_page_goes_on(room: Room) -> None:
    room = Room(room.store, partners=[partner(limit=2)])
    room.refresh()
    fetch(room)
    room.pass_time(hours=1)
    room.ingest(good(10, title="خبر قصير", published=room.now.isoformat()))
    room.refresh()
    fetch(room)
    for number in range(11, 14):
        room.pass_time(hours=1)
        room.ingest(good(number, published=room.now.isoformat()))
        room.refresh()
        fetch(room)
    told = ledger(room)
    assert [(row.id, row.demands) for row in told.left_out] == [(id_of(room, 10), ("title-short",))]
    assert told.missed == []


def test_a_notice_that_finds_no_place_is_a_withdrawal_alone(store: Store) -> None:
    room = Room(store, partners=[partner("flipboard", limit=2)])
    room.ingest(good(1), good(2))
    room.refresh()
    fetch(room)
    for number in (1, 2):
        room.pass_time(minutes=5)
        withdraw(room.intake, f"n-{number}", "خطأ في الأرقام.")
    room.refresh()
    fetch(room)
    told = ledger(room, "flipboard")
    fetched = {row.id: row.fetched_at for row in told.withdrawals}
    assert fetched == {id_of(room, 1): None, id_of(room, 2): room.now}
    assert (told.pending, told.missed) == ([], [])


def test_old_articles_that_a_new_partner_never_saw_are_not_pending(room: Room) -> None:
    old = [good(number, published=(START - 99 * HOUR).isoformat()) for number in range(20, 40)]
    room.ingest(*old, backfill=True)
    room = Room(room.store, partners=[partner(limit=2)])
    room.refresh()
    fetch(room)
    assert ledger(room).pending == []
    room.ingest(
        *(good(40 + number, published=old[0]["published"]) for number in range(9)), backfill=True
    )
    room.refresh()
    fetch(room)
    assert ledger(room).pending == []


# What the faces tell


def test_the_lists_have_pages_and_counts(room: Room) -> None:
    room.ingest(*(good(number) for number in range(100, 230)))
    with room.store.transaction() as transaction:
        shown = tuple((id_of(room, number), number) for number in range(100, 230))
        bodies = {"rss": Body.of(b"x")}
        edition = Edition(feed=KEY, revision=999, ttl=1, language="ar", shown=shown, bodies=bodies)
        transaction.editions.save(edition, room.now)
        transaction.fetches.add([Fetch(KEY, 999, "rss", "MSNBot", room.now, room.now)])
    with room.store.snapshot() as snapshot:
        first = full_fields(profiled(), snapshot, room.now)
        second = full_fields(profiled(), snapshot, room.now, 2)
        third = full_fields(profiled(), snapshot, room.now, 3)
    counts = [(page["has"]["count"], len(page["has"]["items"])) for page in (first, second, third)]
    assert counts == [(130, 100), (130, 30), (130, 0)]
    both = first["has"]["items"] + second["has"]["items"]
    assert {item["id"] for item in both} == {article_id for article_id, _ in shown}
    assert all(item["title"].startswith("افتتاح الجسر") for item in both)


def test_the_head_tells_the_last_fetch(room: Room) -> None:
    def head() -> tuple[object, object]:
        with room.store.snapshot() as snapshot:
            fields = head_fields(partner(), snapshot)
        return fields["last_fetch"], fields["current"]

    assert head() == (None, False)
    fetch(room)
    last = {"at": room.now, "agent": "MSNBot", "format": "rss"}
    last["revision"] = room.edition(KEY).revision
    assert head() == (last, True)
    room.pass_time(hours=1)
    room.ingest(good(4))
    room.refresh()
    assert head() == (last, False)


# A history


@dataclass
class History:
    """A random history of a newsroom, and what it knows itself of corrections and withdrawals."""

    room: Room
    luck: random.Random
    count: int = 0
    titles: dict[int, int] = field(default_factory=dict)
    corrected: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    withdrawn: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def step(self) -> None:
        """Let a minute to five hours pass, and change something."""
        self.room.pass_time(seconds=self.luck.randrange(60, 18_000))
        self.room.release()
        live = [number for number in self.titles if number not in self.withdrawn]
        verbs = [self.publish]
        if live:
            verbs += [self.correct, self.correct, self.retag, self.withdraw]
        if self.withdrawn:
            verbs.append(self.restore)
        self.luck.choice(verbs)()
        self.room.ingest(good(9_000 + self.count, sections=["اقتصاد"]))  # another's

    def _sent(self, number: int, **fields: object) -> None:
        title = f"افتتاح الجسر رقم {number} أمام حركة السير للمرة {self.titles[number]}"
        published = (START + timedelta(seconds=number)).isoformat()
        self.room.ingest(good(number, title=title, published=published, **fields))

    def publish(self) -> None:
        self.count += 1
        self.titles[self.count] = 1
        self._sent(self.count)

    def _live(self) -> int:
        return self.luck.choice([one for one in self.titles if one not in self.withdrawn])

    def correct(self) -> None:
        number = self._live()
        self.titles[number] += 1
        self._sent(number)
        self.corrected[number] = (self.room.now, self.room.kept(f"n-{number}").revision)

    def retag(self) -> None:
        self._sent(self._live(), tags=[f"وسم {self.luck.randrange(1_000)}"])

    def withdraw(self) -> None:
        number = self._live()
        notice = self.luck.choice([None, "سحبنا الخبر لخطأ فيه."])
        withdraw(self.room.intake, f"n-{number}", notice)
        self.withdrawn[number] = (self.room.now, self.room.kept(f"n-{number}").revision)

    def restore(self) -> None:
        number = self.luck.choice(list(self.withdrawn))
        restore(self.room.intake, f"n-{number}")
        del self.withdrawn[number]
        self.corrected[number] = (self.room.now, self.room.kept(f"n-{number}").revision)


@dataclass
class Oracle:
    """What the partner's own book says, read in the plainest way."""

    history: History
    taker: Taker
    silent: bool

    def first(self, article_id: str, at_least: int, at_most: int = 10**9) -> datetime | None:
        """When the article was first answered at one of these revisions."""
        moments = [
            one.moment
            for one in self.taker.book
            for line in one.edition.shown
            if line[0] == article_id and at_least <= line[1] <= at_most
        ]
        return min(moments, default=None)

    def had(self, article_id: str, below: int = 10**9) -> int | None:
        revisions = [
            revision
            for one in self.taker.book
            for shown, revision in one.edition.shown
            if shown == article_id and revision < below
        ]
        return max(revisions, default=None)

    def told(self, number: int) -> datetime | None:
        """When the withdrawal of an article was answered."""
        _, revision = self.history.withdrawn[number]
        first = self.first(id_of(self.history.room, number), revision)
        if not self.silent:
            return first
        later = [one.moment for one in self.taker.book if one.edition.revision >= revision]
        return min(later, default=None)

    def has(self) -> dict[str, tuple[int, datetime | None]]:
        found = {}
        for number in self.history.titles:
            article_id = id_of(self.history.room, number)
            newest = self.had(article_id)
            gone = number in self.history.withdrawn and self.told(number) is not None
            if newest is not None and not gone:
                found[article_id] = (newest, self.first(article_id, newest, newest))
        return found

    def corrections(self) -> set[tuple[str, int, int, datetime, datetime | None]]:
        found = set()
        since = self.history.room.now - timedelta(days=30)
        for number, (moment, revision) in self.history.corrected.items():
            article_id = id_of(self.history.room, number)
            had = self.had(article_id, revision)
            if had is not None and number not in self.history.withdrawn and moment >= since:
                fetched = self.first(article_id, revision)
                found.add((article_id, revision, had, moment, fetched))
        return found

    def withdrawals(self) -> set[tuple[str, int, int | None, datetime, datetime | None]]:
        since = self.history.room.now - timedelta(days=30)
        found = set()
        for number, (moment, revision) in self.history.withdrawn.items():
            article_id = id_of(self.history.room, number)
            if moment >= since and self._had_a_place(article_id):
                had = self.had(article_id, revision)
                found.add((article_id, revision, had, moment, self.told(number)))
        return found

    def _had_a_place(self, article_id: str) -> bool:
        with self.history.room.store.snapshot() as snapshot:
            return KEY in snapshot.placements.of([article_id]).get(article_id, {})

    def lacking(self, *, sent: bool) -> dict[str, tuple[int, int | None]]:
        """What the partner never got so new: what it is sent, or what it is not sent any more."""
        room = self.history.room
        with room.store.snapshot() as snapshot:
            printed = snapshot.feeds.states([KEY])[KEY].printed
        first = min((one.moment for one in self.taker.book), default=None)
        shown = {article_id for article_id, _ in room.edition(KEY).shown}
        found = {}
        for number in self.history.titles:
            stored = room.kept(f"n-{number}")
            had = self.had(stored.article.id)
            with room.store.snapshot() as snapshot:
                placement = snapshot.placements.of([stored.article.id])[stored.article.id][KEY]
            is_new = first is not None and placement.position >= first
            is_meant = had is not None or stored.article.id in shown or is_new
            is_sent = stored.article.id in shown or stored.revision > printed
            is_meant = is_meant and is_sent == sent and (sent or stored.withdrawn is None)
            if placement.standing and is_meant and (had is None or had < stored.revision):
                found[stored.article.id] = (stored.revision, had)
        return found


def compare(oracle: Oracle, told: PartnerLedger) -> None:
    assert {row.id: (row.revision, row.fetched_at) for row in told.has} == oracle.has()
    for lacking, sent in ((told.pending, True), (told.missed, False)):
        lines = {row.id: (row.revision, row.had) for row in lacking}
        assert lines == oracle.lacking(sent=sent)
    assert told.left_out == []
    for rows, truth in (
        (told.corrections, oracle.corrections()),
        (told.withdrawals, oracle.withdrawals()),
    ):
        assert {(row.id, row.revision, row.had, row.at, row.fetched_at) for row in rows} == truth
        assert len(rows) == len(truth)


def compare_articles(history: History, told: PartnerLedger, profile: ProfileName) -> None:
    """What is told of each article alone is what the lists tell."""
    has = {row.id: row for row in told.has}
    for number in history.titles:
        stored = history.room.kept(f"n-{number}")
        with history.room.store.snapshot() as snapshot:
            (alone,) = partners_of([profiled(profile)], snapshot, stored).values()
        article_id = stored.article.id
        if article_id in has:
            row = has[article_id]
            assert (alone["revision"], alone["fetched_at"]) == (row.revision, row.fetched_at)
        if alone["pending"]:
            assert alone["revision"] is None or article_id in ids(told.pending)
            assert article_id not in ids(told.missed)
        else:
            assert article_id not in ids(told.pending)
        for name, rows in (("correction", told.corrections), ("withdrawal", told.withdrawals)):
            for row in rows:
                if row.id == article_id:
                    kept = (row.revision, row.had, row.fetched_at)
                    change = alone[name]
                    assert (change["revision"], change["had"], change["fetched_at"]) == kept


@pytest.mark.parametrize(
    ("database", "profile"),
    [("sqlite", "generic"), ("postgresql", "msn")],
    indirect=["database"],
)
def test_the_ledger_is_what_a_partner_kept_that_fetched_at_random(
    store: Store, profile: ProfileName, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(store, partners=[partner(profile, limit=20)])
    monkeypatch.setattr(worker, "now", lambda: room.now)
    luck = random.Random(f"ledger {profile}")
    history = History(room, luck)
    history.publish()
    room.refresh()
    server = Server(room, partner(profile))
    taker = Taker(server, luck)
    oracle = Oracle(history, taker, silent=PROFILES[profile].takedown == "leave")
    seen: Counter[str] = Counter()
    for number in range(80):
        history.step()
        if luck.random() < 0.7:
            room.refresh()
        for _ in range(luck.choice([0, 0, 1, 2])):
            taker.fetch()
        if luck.random() < 0.5:
            server.flush()
        elif luck.random() < 0.2:  # a kill: what is not kept is lost
            taker.forget_what_was_lost()
            server.begin()
        if number % 10 == 9:
            server.flush()
            told = ledger(room, profile)
            compare(oracle, told)
            compare_articles(history, told, profile)
            for name in ("has", "pending", "corrections", "withdrawals"):
                rows = getattr(told, name)
                seen[name] += len(rows)
                seen[f"{name} fetched"] += sum(row.fetched_at is not None for row in rows)
    assert len(taker.book) > 30
    assert seen["pending"] > 0
    assert seen["corrections fetched"] > 0
    assert seen["withdrawals fetched"] > 0
