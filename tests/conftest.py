"""Real databases for every test that asks: SQLite files, and one PostgreSQL a run with a database a test."""

import itertools
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from store import Store
from tests.postgres import Cluster

NAMESPACE = UUID("6f1c2a1e-6a52-4f0c-9d53-0d7d1b6c1f55")
_SERVER = "TEST_POSTGRESQL"
_TEMPLATE = "nashra_template"
_numbers = itertools.count()

settings.register_profile(
    "nashra", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("nashra")


def pytest_configure(config: pytest.Config) -> None:
    """The controller of a run starts the server; its workers find it in the environment."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))
    cluster = Cluster()
    config.stash[_CLUSTER] = cluster
    os.environ[_SERVER] = cluster.url("postgres")
    _admin(f"CREATE DATABASE {_TEMPLATE}")
    template = Store(cluster.url(_TEMPLATE))
    template.migrate(NAMESPACE)
    template.close()


_CLUSTER = pytest.StashKey[Cluster]()


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(_CLUSTER, None)
    if cluster:
        cluster.stop()


def _admin(statement: str) -> None:
    address = os.environ[_SERVER].replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template = Store(f"sqlite:///{path}")
    template.migrate(NAMESPACE)
    template.close()
    return path


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite database of this test's own."""
    shutil.copy(sqlite_template, tmp_path / "nashra.db")
    return f"sqlite:///{tmp_path / 'nashra.db'}"


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this test's own."""
    with _database(f"TEMPLATE {_TEMPLATE}") as url:
        yield url


class _database:
    def __init__(self, options: str = "") -> None:
        self._name, self._options = f"test_{os.getpid()}_{next(_numbers)}", options

    def __enter__(self) -> str:
        _admin(f"CREATE DATABASE {self._name} {self._options}")
        return os.environ[_SERVER].removesuffix("/postgres") + f"/{self._name}"

    def __exit__(self, *_: object) -> None:
        _admin(f"DROP DATABASE {self._name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A migrated database: a test that takes it runs on both."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with _database() as url:
            yield url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A migrated store, on both databases."""
    opened = Store(database)
    yield opened
    opened.close()
