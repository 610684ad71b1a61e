"""What is found changes with the article, in the same transaction; old words are read anew."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from store import Correction, Store, correct, reindex, restore, withdraw
from store.db import search_numbers
from store.db.engine import opened, read, write
from store.db.schema import search_entries
from store.intake import reindexing
from store.query import Query
from tests.room import SITE, START, Room
from tests.room import article as record
from tests.store.db.test_migrations import migrated_to

# As an older program has kept one.
ARTICLE = """
    INSERT INTO articles (
        id, owner, title_key, digest, visible, revision, published, said, size, document,
        released, withdrawn, reason
    )
    VALUES (:id, '', '', '', '', 1, 50, false, 0, '{}', :released, :withdrawn, :reason)
    """


def article(number: int, **fields: object) -> dict[str, object]:
    """A good record, older than those of lower numbers."""
    published = START - timedelta(hours=1, minutes=number)
    return record(number, **({"published": published.isoformat()} | fields))


def found(store: Store, text: str, **parameters: Any) -> list[str]:
    """The numbers of the records that are found."""
    query = Query.parse(text, zone=SITE.zone, **parameters)
    with store.snapshot() as snapshot:
        ids = snapshot.search.find(query, 100)
        assert len(ids) == len(snapshot.search.newest(query, 100))
        articles = snapshot.articles.load(ids)
    return [(articles[name].article.source_id or "").removeprefix("n-") for name in ids]


def waiting(store: Store) -> int:
    with store.snapshot() as snapshot:
        return snapshot.search_index.state().waiting


def test_what_is_found_follows_the_article(store: Store) -> None:
    room = Room(store)
    room.ingest(article(1), article(2, title="سباق القوارب في النهر"))
    assert found(store, "قوارب") == ["2"]
    assert found(store, "جسر") == ["1", "2"]
    room.ingest(article(2, title="سباق الدراجات", html="<p>في المدينة القديمة.</p>"))
    assert found(store, "قوارب") == []
    assert found(store, "دراجات") == ["2"]
    correct(room.intake, "n-2", Correction(title="سباق الخيول", text="في **الصحراء** الواسعة."))
    assert found(store, "دراجات مدينة") == []
    assert found(store, "خيول صحراء") == ["2"]
    withdraw(room.intake, "n-2", "سُحب الخبر عن الخيول لخطأ في الأسماء")
    assert found(store, "خيول") == []
    restore(room.intake, "n-2")
    assert found(store, "خيول") == ["2"]


def test_what_readers_may_not_see_is_not_found(store: Store) -> None:
    room = Room(store)
    later = (START + timedelta(hours=2)).isoformat()
    room.ingest(
        article(1, published=later),
        article(2, expires_at=(START + timedelta(hours=1)).isoformat()),
        article(3, syndicate="none"),
        article(4, syndicate="summary", html="<p>افتتاح الجسر</p><p>سر دفين</p>", summary="جسر"),
    )
    assert found(store, "جسر") == ["2", "4"]
    assert found(store, "دفين") == []
    room.pass_time(hours=1)
    room.release()
    assert found(store, "جسر") == ["4"]
    room.pass_time(hours=2)
    room.release()
    assert found(store, "جسر") == ["1", "4"]
    assert waiting(store) == 0


def test_tags_authors_captions_and_summaries_are_found_too(store: Store) -> None:
    html = '<figure><img src="https://e.com/1.jpg"><figcaption>لقطة للمنارة</figcaption></figure>'
    piece = article(
        1, html=f"<p>نص &quot;بحري&quot;</p>{html}", summary="موجز مختلف", tags=["ملاحة"]
    )
    Room(store).ingest(piece | {"authors": ["ليلى منصور"]})
    for word in ("منارة", "بحري", "مختلف", "ملاحة", '"ليلى منصور"'):
        assert found(store, word) == ["1"], word
        assert found(store, word, within="title") == [], word
    assert found(store, '"بحري لقطة" OR quot') == []
    assert found(store, '"ملاحة ليلى"') == found(store, '"منصور ملاحة"') == []


def test_articles_of_one_second_are_told_apart(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers of all of them begin with the same slot."""
    monkeypatch.setattr(search_numbers, "_slot", lambda _: (1 << 20) - 1)
    room = Room(store)
    room.ingest(*(article(number) for number in range(5)))
    room.ingest(*(article(number, title=f"جسر {number}") for number in range(3, 8)))
    assert sorted(found(store, "جسر")) == list("01234567")


def test_long_texts_are_found_alike(store: Store) -> None:
    """PostgreSQL notes 255 places of a word, and none behind 16,383."""
    rare = [f"{word}" for word in ("مرفأ", "سنبلة")]
    often = " ".join(["قنطرة كبيرة"] * 254 + ["قنطرة ضيقة"] * 10)
    long = " ".join(f"رقم{number}" for number in range(4_990))
    Room(store).ingest(
        article(1, title="قنطرة", html=f"<p>{often}</p>"),
        article(2, html=f"<p>{long} {rare[0]}</p><p>{long} {rare[1]}</p>"),
    )
    assert found(store, '"قنطرة كبيرة"') == ["1"]
    assert found(store, '"قنطرة ضيقة"') == []
    assert found(store, "ضيقة") == ["1"]
    assert found(store, rare[0]) == ["2"]
    assert found(store, rare[1]) == []


def test_ligatures_that_are_many_letters_can_be_kept(store: Store) -> None:
    """Else no article behind this one could be kept: PostgreSQL holds 1 MB of words."""
    pairs = [first + second for first in "ﷲﷴﷳﷶﷷﷸﷵ" for second in "ﷲﷴﷳﷶﷷﷸﷵ"]
    words = [first * 6 + second + third for first in pairs for second in pairs for third in "ﷲﷴ"]
    text = " ".join(f"{word}ﷷ" for word in words[:4_700])
    summary = " ".join(f"ﷶ{word}" for word in words[:3_500])
    Room(store).ingest(article(1, title="مرفأ", html=f"<p>{text}</p>", summary=summary), article(2))
    assert found(store, "مرفأ") == ["1"]


def test_of_a_huge_text_only_the_beginning_is_read(sqlite: str) -> None:
    store = Store(sqlite)
    Room(store).ingest(article(1, html=f"<p>مرفأ {'و' * 100_000} سنبلة</p>"))
    assert found(store, "مرفأ") == ["1"]
    assert found(store, "سنبلة") == []
    store.close()


def forget_words(store: Store, version: int, *numbers: int) -> None:
    """Have words read by other lists, as a store has that is older."""
    ids = [Room(store).kept(f"n-{number}").article.id for number in numbers]
    with opened(store.url) as engine, write(engine) as connection:
        statement = update(search_entries).where(search_entries.c.article_id.in_(ids))
        connection.execute(statement.values(version=version))
        if version == 0 and connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DELETE FROM search_words")
            connection.exec_driver_sql("DELETE FROM search_titles")
        elif version == 0:
            connection.execute(update(search_entries).values(title=None, words=None))


def test_words_are_read_anew_in_batches_the_newest_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.intake.reindexing.REINDEX_BATCH", 2)
    room = Room(store)
    room.ingest(*(article(number) for number in range(5)))
    forget_words(store, 0, 0, 1, 2, 3, 4)
    assert found(store, "جسر") == []
    assert reindex(store, lambda: False) == 2
    assert (found(store, "جسر"), waiting(store)) == (["0", "1"], 3)
    room.ingest(article(4, title="الجسر القديم"))
    assert (found(store, "جسر"), waiting(store)) == (["0", "1", "4"], 2)
    assert reindex(store) == 2
    assert (found(store, "جسر"), waiting(store)) == (["0", "1", "2", "3", "4"], 0)
    assert reindex(store) == 0


@pytest.mark.parametrize("version", [-1, 10_000])
def test_words_of_other_lists_go_on_being_found(store: Store, version: int) -> None:
    """Those of newer lists, too: a program may be put back to an older one."""
    room = Room(store)
    room.ingest(article(1), article(2))
    forget_words(store, version, 1)
    assert (found(store, "جسر"), waiting(store)) == (["1", "2"], 1)
    withdraw(room.intake, "n-2")
    assert (found(store, "جسر"), waiting(store)) == (["1"], 1)
    assert reindex(store) == 1
    assert (found(store, "جسر"), waiting(store)) == (["1"], 0)


def test_an_article_that_changes_meanwhile_waits_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(store)
    room.ingest(article(1), article(2))
    forget_words(store, 0, 1, 2)
    text_of = reindexing.search_text
    changed: list[str] = []

    def edit_then_read(kept: Any) -> Any:
        if not changed:
            changed.append("1")
            room.ingest(article(1, title="عنوان صار غيره"))
        return text_of(kept)

    monkeypatch.setattr(reindexing, "search_text", edit_then_read)
    reindex(store, lambda: False)
    assert (found(store, "غيره"), waiting(store)) == (["1"], 0)


@pytest.mark.parametrize("target", ["empty_sqlite", "empty_postgresql"])
def test_words_are_read_anew_behind_a_backup(
    store: Store, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    room = Room(store)
    room.ingest(article(1), article(2))
    withdraw(room.intake, "n-2")
    store.backup(tmp_path / "backup.db")
    other = Store(request.getfixturevalue(target))
    other.restore(tmp_path / "backup.db")
    assert (found(other, "جسر"), waiting(other)) == ([], 2)
    reindex(other)
    assert (found(other, "جسر"), waiting(other)) == (["1"], 0)
    other.close()


def test_the_articles_of_an_older_store_wait_in_their_order(empty_database: str) -> None:
    """What a migration notes of them is what a transaction would have noted."""
    store = migrated_to(empty_database, "0018")
    states = {
        "live": (1, None, None),
        "second": (1, None, None),
        "unlisted": (1, None, None),
        "gone": (1, 2, "expired"),
        "embargo": (None, None, None),
    }
    with opened(empty_database) as engine, write(engine) as connection:
        for name, (released, withdrawn, reason) in states.items():
            values = {"released": released, "withdrawn": withdrawn, "reason": reason}
            connection.execute(text(ARTICLE), {"id": name, **values})
        for name, standing in (("live", True), ("second", True), ("gone", False)):
            connection.execute(
                text(
                    "INSERT INTO placements (article_id, feed, revision, position, published,"
                    " standing) VALUES (:id, 'all', 1, 90, 50, :standing)"
                ),
                {"id": name, "standing": standing},
            )
    store.migrate()
    with opened(empty_database) as engine, read(engine) as connection:
        rows = connection.execute(select(search_entries).order_by(search_entries.c.number))
        entries = {row.article_id: (row.number >> 20, row.listing, row.version) for row in rows}
    assert entries == {
        "embargo": (50, "embargo", 0),
        "unlisted": (50, "unlisted", 0),
        "gone": (90, "expired", 0),
        "live": (90, "live", 0),
        "second": (90, "live", 0),
    }
    store.close()
