"""What a page of a partner's feed is made of: what changed last there, and what was taken down."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Select, insert, text

from store import Intake, PageRow, PartnerChoice, Sections, Store, Transaction, withdraw
from store.db.partner_pages import _changed, _newest, _noticed, _taken_down
from store.db.schema import articles, placements
from tests.room import ECONOMY, POLITICS, START, Room, article

FEED = "partner/msn"
MANY = 10_000


@pytest.fixture
def room(store: Store) -> Room:
    return giving(Room(store), PartnerChoice(feed=FEED))


def giving(room: Room, *choices: PartnerChoice) -> Room:
    """The room, with partners."""
    sections = Sections((POLITICS, ECONOMY), partners=choices)
    room.intake = Intake(
        store=room.store, site=room.intake.site, sections=sections, clock=room.intake.clock
    )
    return room


def hours(number: int) -> str:
    return (START - timedelta(hours=number)).isoformat()


def changed(room: Room, limit: int) -> list[str]:
    """The source's ids of the rows, in the order of their ids."""
    with room.store.snapshot() as snapshot:
        return source_ids(snapshot, snapshot.partner_pages.changed_rows(FEED, limit))


def standing(room: Room, *names: str) -> list[str]:
    """Those of some articles that stand in the feed, by the source's ids."""
    ids = [room.kept(name).article.id for name in names]
    with room.store.snapshot() as snapshot:
        return source_ids(snapshot, snapshot.partner_pages.rows_of(FEED, ids))


def source_ids(snapshot: Transaction, rows: list[tuple[PageRow, datetime]]) -> list[str]:
    known = snapshot.articles.load(row.article_id for row, _ in rows)
    assert len(known) == len(rows)
    return sorted(str(kept.article.source_id) for kept in known.values())


def taken_down(room: Room, since: datetime = START, limit: int = 200) -> list[tuple[str, datetime]]:
    with room.store.snapshot() as snapshot:
        told = snapshot.partner_pages.takedowns(FEED, since, limit)
        known = snapshot.articles.load(one.id for one in told)
    return [(str(known[one.id].article.source_id), one.when) for one in told]


def test_a_correction_of_an_old_article_is_among_what_changed_last(room: Room) -> None:
    room.ingest(*(article(number, published=hours(10 - number)) for number in range(10)))
    assert changed(room, 2) == ["n-8", "n-9"]
    room.pass_time(minutes=1)
    room.ingest(article(3, published=hours(7), title="عنوان مصحح"))
    assert changed(room, 2) == ["n-3", "n-8", "n-9"]
    assert changed(room, 100) == [f"n-{number}" for number in range(10)]


def test_a_row_tells_where_an_article_stands_and_when_it_changed(room: Room) -> None:
    room.ingest(article(published=hours(3)))
    room.pass_time(minutes=5)
    room.ingest(article(published=hours(3), title="عنوان مصحح"))
    kept = room.kept("n-1")
    with room.store.snapshot() as snapshot:
        ((row, updated),) = snapshot.partner_pages.changed_rows(FEED, 5)
    assert (row.article_id, row.revision) == (kept.article.id, kept.revision)
    assert row.position == START - timedelta(hours=3)
    assert updated == room.now == kept.article.updated.replace(microsecond=0)
    assert row.size == len(kept.article.html.encode())


def test_a_notice_stands_and_is_no_takedown_until_it_leaves(room: Room) -> None:
    room.ingest(article())
    room.pass_time(minutes=1)
    moment = room.now
    withdraw(room.intake, "n-1", "خطأ في الأرقام.")
    assert standing(room, "n-1") == ["n-1"]
    assert changed(room, 5) == taken_down(room) == []
    room.pass_time(days=7)
    room.release()
    assert standing(room, "n-1") == []
    assert taken_down(room) == [("n-1", moment)]


def test_notices_that_stand_are_told_newest_first(room: Room) -> None:
    room.ingest(*(article(number) for number in range(4)))
    moments = []
    for number in range(3):
        room.pass_time(minutes=1)
        moments.append(room.now)
        withdraw(room.intake, f"n-{number}", "خطأ في الأرقام.")
    withdraw(room.intake, "n-3")
    with room.store.snapshot() as snapshot:
        told = snapshot.partner_pages.notices(FEED, 5)
        first = snapshot.partner_pages.notices(FEED, 1)
        assert snapshot.partner_pages.notices("partner/other", 5) == []
    expected = [(room.kept(f"n-{number}").article.id, moments[number]) for number in (2, 1, 0)]
    assert [(one.id, one.when) for one in told] == expected
    assert told[:1] == first
    room.pass_time(days=7)
    room.release()
    with room.store.snapshot() as snapshot:
        assert snapshot.partner_pages.notices(FEED, 5) == []


def test_takedowns_are_told_newest_first_and_since_a_moment(room: Room) -> None:
    room.ingest(*(article(number) for number in range(5)))
    moments = []
    for number in range(3):
        room.pass_time(minutes=1)
        moments.append(room.now)
        withdraw(room.intake, f"n-{number}")
    told = [("n-2", moments[2]), ("n-1", moments[1]), ("n-0", moments[0])]
    assert taken_down(room) == told
    assert taken_down(room, since=moments[1]) == told[:2]
    assert taken_down(room, limit=1) == told[:1]
    assert changed(room, 5) == ["n-3", "n-4"]


def filled(store: Store) -> None:
    """Ten thousand articles that stand in a feed, as many that left it; each tenth taken down."""
    ids = [f"urn:uuid:{number:032}" for number in range(2 * MANY)]
    with store.transaction() as transaction:
        connection = transaction.revision.connection
        connection.execute(insert(articles), [_article(*one) for one in enumerate(ids)])
        for feed in ("all", FEED):
            connection.execute(
                insert(placements), [_placement(feed, *one) for one in enumerate(ids)]
            )
    _analyse(store)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(1_700_000_000 + number * 60, UTC)


def _article(number: int, article_id: str) -> dict[str, object]:
    return {
        "id": article_id,
        "owner": "files",
        "title_key": str(number),
        "revision": number,
        "digest": "",
        "visible": "",
        "published": _moment(number),
        "updated": _moment(number),
        "released": _moment(number),
        "said": False,
        "size": 1_000,
        "document": "{}",
    }


def _placement(feed: str, number: int, article_id: str) -> dict[str, object]:
    is_taken_down = feed == FEED and number % 20 == 1
    return {
        "article_id": article_id,
        "feed": feed,
        "revision": number,
        "position": _moment(number),
        "published": _moment(number),
        "standing": number % 2 == 0,
        "taken_down": _moment(number) if is_taken_down else None,
    }


def _analyse(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.revision.connection.execute(text("ANALYZE"))


def test_no_query_of_a_page_scans_its_feed(store: Store) -> None:
    filled(store)
    with store.snapshot() as snapshot:
        connection = snapshot.revision.connection
        since = _moment(2 * MANY - 30_000)
        assert len(snapshot.partner_pages.takedowns(FEED, since, 200)) == 200
        assert len(snapshot.partner_pages.changed_rows(FEED, 200)) == 200
        assert "placements_window" in plan(connection, _newest(FEED, 200))
        assert "placements_partners" in plan(connection, _changed(FEED, 200))
        assert "placements_taken_down" in plan(connection, _taken_down(FEED, since).limit(200))


def test_notices_are_not_looked_for_among_all_that_stands(sqlite: str) -> None:
    """Though SQLite knows nothing of the numbers of rows, as where nobody has analysed it."""
    store = Store(sqlite)
    with store.snapshot() as snapshot:
        connection = snapshot.revision.connection
        query = (
            _noticed(FEED).limit(200).compile(connection, compile_kwargs={"literal_binds": True})
        )
        plan_of_it = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all())
    store.close()
    assert "placements_window" not in plan_of_it, plan_of_it
    assert "article_id=?" in plan_of_it, plan_of_it


def plan(connection: Connection, query: Select[object]) -> str:
    """How a database answers a query: by an index that has its order, without a sort or a scan."""
    is_sqlite = connection.dialect.name == "sqlite"
    sql = query.compile(connection, compile_kwargs={"literal_binds": True}).string
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    rows: Sequence[object] = connection.exec_driver_sql(explain + sql).all()
    told = str(rows)
    for costly in ("SCAN", "TEMP B-TREE", "Seq Scan", "Sort"):
        assert costly not in told, told
    return told
