"""The migrated schema is the one the code works with; migrating is safe to repeat."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pysqlite3
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from store import Store, WrongSchema
from store.db.columns import metadata
from store.db.engine import open_engine, opened, read, write
from store.db.migrations import current, migrate


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_the_migrated_schema_is_the_one_in_the_code(database: str) -> None:
    engine = open_engine(database)
    with read(engine) as connection:
        opts = {"include_name": is_no_virtual_table, "include_object": is_of_both_databases}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def is_no_virtual_table(name: str | None, *_: object) -> bool:
    """SQLite keeps words in tables of its own, which no metadata can describe."""
    return not (name or "").startswith(("search_words", "search_titles"))


def is_of_both_databases(_: object, name: str | None, *__: object) -> bool:
    """Alembic misses indexes of words on SQLite, where none are made."""
    return name not in ("search_entries_title", "search_entries_words")


def test_the_migrated_indexes_of_beginnings_are_those_in_the_code(sqlite: str) -> None:
    """Alembic does not compare what SQLite cannot tell by its columns."""
    wanted = create_engine("sqlite://", module=pysqlite3)
    with wanted.begin() as connection:
        metadata.create_all(connection)
        in_the_code = index_texts(connection)
    engine = open_engine(sqlite)
    with read(engine) as connection:
        assert index_texts(connection) == in_the_code
    engine.dispose()


def index_texts(connection: Connection) -> set[str]:
    """What the indexes of a SQLite database are made by, in one spelling."""
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index'")
    return {"".join(sql.split()) for sql in made.scalars() if sql}


def test_the_newest_number_and_the_current_one_are_those_of_alembic(sqlite: str) -> None:
    engine = open_engine(sqlite)
    with read(engine) as connection:
        script = ScriptDirectory.from_config(migrate.config(connection))
        assert current.newest() == script.get_current_head()
        known = MigrationContext.configure(connection).get_current_revision()
        assert current.current(connection) == known == current.newest()
    engine.dispose()


def migrated_to(url: str, number: str) -> Store:
    """A database of this schema, as an older program has left it."""
    with opened(url, migrates=True) as engine, write(engine) as connection:
        command.upgrade(migrate.config(connection), number)
    return Store(url)


def test_an_upgrade_has_feeds_fall_silent_about_expiries(empty_database: str) -> None:
    store = migrated_to(empty_database, "0007")
    with opened(empty_database) as engine, write(engine) as connection:
        for reason in ("expired", "withdrawn"):
            connection.execute(
                text(
                    "INSERT INTO articles (id, title_key, digest, visible, owner, revision,"
                    " published, withdrawn, reason, said, size, document)"
                    " VALUES (:id, '', '', '', '', 1, 1, 1, :reason, true, 0, '{}')"
                ),
                {"id": reason, "reason": reason},
            )
    store.migrate()
    with opened(empty_database) as engine, read(engine) as connection:
        said = connection.exec_driver_sql("SELECT id FROM articles WHERE said = true")
        assert said.scalars().all() == ["withdrawn"]
    store.close()


def test_an_upgrade_takes_what_was_withdrawn_for_an_editors(empty_database: str) -> None:
    store = migrated_to(empty_database, "0013")
    with opened(empty_database) as engine, write(engine) as connection:
        for reason in ("expired", "withdrawn", None):
            connection.execute(
                text(
                    "INSERT INTO articles (id, title_key, digest, visible, owner, revision,"
                    " published, withdrawn, reason, said, size, document)"
                    " VALUES (:id, '', '', '', '', 1, 1, :withdrawn, :reason, false, 0, '{}')"
                ),
                {"id": reason or "live", "reason": reason, "withdrawn": reason and 1},
            )
    store.migrate()
    with opened(empty_database) as engine, read(engine) as connection:
        rows = connection.exec_driver_sql("SELECT id, withdrawn_by, absent FROM articles")
        who = {row.id: row.withdrawn_by for row in rows if not row.absent}
        assert who == {"expired": "rule", "withdrawn": "editor", "live": None}
    store.close()


def test_an_upgrade_keeps_by_which_choice_articles_stand(empty_database: str) -> None:
    store = migrated_to(empty_database, "0008")
    with opened(empty_database) as engine, write(engine) as connection:
        for key, choice in (("all", "a"), ("politics", "p"), ("tag/جسور", ""), ("economy", "")):
            connection.execute(
                text(
                    "INSERT INTO feeds (key, wanted, printed, changed_at, dirty_since, fingerprint,"
                    " choice) VALUES (:key, 1, 1, 1, 1, '', :choice)"
                ),
                {"key": key, "choice": choice},
            )
    store.migrate()
    with store.snapshot() as snapshot:
        assert snapshot.choices.all() == {"politics": "p"}
    store.close()


def test_an_upgrade_tells_addresses_and_last_changes(empty_database: str) -> None:
    store = migrated_to(empty_database, "0016")
    documents = {
        "here": '{"url": null, "updated": "2026-11-24T09:00:00.000012Z"}',
        "elsewhere": '{"url": "https://example.com/1", "updated": "2026-11-24T09:00:00Z"}',
    }
    with opened(empty_database) as engine, write(engine) as connection:
        for name, document in documents.items():
            connection.execute(
                text(
                    "INSERT INTO articles (id, title_key, digest, visible, owner, revision,"
                    " published, said, size, document)"
                    " VALUES (:id, '', '', '', '', 1, 1, false, 0, :document)"
                ),
                {"id": name, "document": document},
            )
    store.migrate()
    with opened(empty_database) as engine, read(engine) as connection:
        rows = connection.exec_driver_sql("SELECT id, url, updated FROM articles ORDER BY id")
        assert [tuple(row) for row in rows] == [
            ("elsewhere", "https://example.com/1", 1795510800),
            ("here", None, 1795510800),
        ]
    store.close()


def test_migrating_twice_changes_nothing_and_keeps_the_namespace(empty_database: str) -> None:
    store = Store(empty_database)
    store.migrate(UUID(int=7))
    store.migrate(UUID(int=8))
    with store.snapshot() as snapshot:
        assert snapshot.revision.namespace() == UUID(int=7)
    store.close()


def test_two_migrations_at_once_are_harmless(empty_database: str) -> None:
    store = Store(empty_database)
    with ThreadPoolExecutor(2) as threads:
        numbers = list(threads.map(lambda _: store.migrate(), range(2)))
    assert len(set(numbers)) == 1
    store.check()
    store.close()


def test_a_database_without_tables_is_refused_with_what_to_run(empty_database: str) -> None:
    store = Store(empty_database)
    with pytest.raises(WrongSchema, match="flask migrate"):
        store.check()
    store.close()


def test_a_newer_database_is_refused_and_left_as_it_is(database: str) -> None:
    engine = open_engine(database)
    with write(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    store = Store(database)
    for refuse in (store.check, store.migrate):
        with pytest.raises(WrongSchema, match="schema 9999, newer than"):
            refuse()
    store.close()
