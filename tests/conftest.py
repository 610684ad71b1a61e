"""Real databases for every test that asks: SQLite files, and one PostgreSQL a run with a database a
test.

A test that takes `database`, `empty_database` or `store` runs on both kinds; `sqlite` and
`postgresql` are one kind alone. PostgreSQL starts when the first test needs it.
"""

import itertools
import os
import shutil
import signal
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from flask_openapi3 import utils
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine
from werkzeug.routing import Rule

from store import Store
from store.db import engine
from tests import postgres, quick

NAMESPACE = UUID("6f1c2a1e-6a52-4f0c-9d53-0d7d1b6c1f55")
_RUN = pytest.StashKey[postgres.Run]()
_FOLDER = pytest.StashKey[Path]()
_HERE = Path(__file__).parent
_MEMORY = Path("/dev/shm")
_ENOUGH = 2 << 30

settings.register_profile(
    "nashra",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("quick", settings.get_profile("nashra"), max_examples=20)
settings.load_profile("nashra")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick",
        action="store_true",
        help="start nothing, try a part of the examples, leave out what takes long",
    )


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process owns the run; xdist's workers are told its folder.

    Settings of whoever runs the tests are not those of the tests.
    """
    for name in [name for name in os.environ if name.startswith(("NASHRA_", "FLASK_"))]:
        del os.environ[name]
    if config.getoption("quick"):
        quick.begin()
        settings.load_profile("quick")
    if hasattr(config, "workerinput"):
        config.stash[_FOLDER] = Path(config.workerinput["folder"])
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    _keep_files_in_memory()
    config.stash[_RUN] = postgres.Run()
    config.stash[_FOLDER] = config.stash[_RUN].folder


def _keep_files_in_memory() -> None:
    """Keep the temporary files of the run in memory, if there is room: no test waits for a disk.

    PostgreSQL's programs are started from there, which some machines forbid.
    """
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return
    about = os.statvfs(_MEMORY)
    if about.f_bavail * about.f_frsize >= _ENOUGH and not about.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: SimpleNamespace) -> None:
    node.workerinput["folder"] = str(node.config.stash[_FOLDER])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the whole product: they take longest, and others fill the gaps."""
    items.sort(key=lambda item: item.path.parent != _HERE)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _RUN in config.stash:
        config.stash[_RUN].end()


@pytest.fixture(scope="session", autouse=True)
def _schemas_are_made_once() -> Iterator[None]:
    """Many tests make an application of their own, and half of its time goes into the JSON Schemas
    of the same models.
    """
    made = cache(utils.get_model_schema)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            utils, "get_model_schema", lambda *model, **mode: deepcopy(made(*model, **mode))
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _builders_of_addresses_are_made_when_needed() -> Iterator[None]:
    """For each route Werkzeug compiles two functions that build an address, and few are called."""
    compile_builder = Rule._compile_builder

    def lazy(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(rule: Rule, **values: object) -> tuple[str, str]:
            return made(append_unknown)(rule, **values)

        made = cache(partial(compile_builder, rule))
        return build

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", lazy)
        yield


class _Statements(dict[tuple[object, ...], object]):
    """The statements of one kind of database as SQL, whichever of its engines compiled them.

    SQLAlchemy's key begins with the dialect, which is each engine's own.
    """

    def get(self, key: tuple[object, ...], default: object = None) -> object:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[object, ...], compiled: object) -> None:
        super().__setitem__(key[1:], compiled)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Almost every test opens a store of its own, which would compile all statements again."""
    compiled: defaultdict[str, _Statements] = defaultdict(_Statements)
    create_engine = engine.create_engine

    def create(url: URL, execution_options: dict[str, object], **options: object) -> Engine:
        shared = {"compiled_cache": compiled[url.drivername]}
        return create_engine(url, execution_options=execution_options | shared, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", create)
        yield


def _migrate(url: str) -> None:
    store = Store(url)
    store.migrate(NAMESPACE)
    store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "nashra.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> postgres.Cluster:
    """The PostgreSQL of this run. Do not stop it: a test that must makes a Cluster of its own."""
    quick.leave_out("PostgreSQL")
    return postgres.shared(request.config.stash[_FOLDER])


@pytest.fixture
def own_cluster(request: pytest.FixtureRequest) -> Iterator[postgres.Cluster]:
    """A PostgreSQL that the test may stop.

    It lies in the run's folder, and ends with it at the latest.
    """
    quick.leave_out("PostgreSQL")
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    own = postgres.Cluster(request.config.stash[_FOLDER] / f"own-{worker}")
    own.create()
    own.start()
    yield own
    own.stop()
    shutil.rmtree(own.folder)


Copies = Callable[[str], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def copies(cluster: postgres.Cluster, request: pytest.FixtureRequest) -> Iterator[Copies]:
    """copies(template) is the URL of a new database, gone at the end of its context."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    numbers = itertools.count()
    with cluster.connect() as server:

        @contextmanager
        def copy(template: str) -> Iterator[str]:
            name = f"{worker}_{next(numbers)}"
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
            yield cluster.url(name)
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")

        yield copy


@pytest.fixture(scope="session")
def postgresql_template(copies: Copies) -> Iterator[str]:
    with copies("template0") as url:
        _migrate(url)
        yield url.rpartition("/")[2]


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite database of this test's own."""
    shutil.copy(sqlite_template, tmp_path / "nashra.db")
    return f"sqlite:///{tmp_path / 'nashra.db'}"


@pytest.fixture
def postgresql(copies: Copies, postgresql_template: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this test's own."""
    with copies(postgresql_template) as url:
        yield url


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql(copies: Copies) -> Iterator[str]:
    with copies("template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables."""
    url: str = request.getfixturevalue(f"empty_{request.param}")
    return url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """The store of `database`."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def common_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store of a whole module, on both kinds: its fixtures fill it once, its tests only read."""
    template = request.getfixturevalue(f"{request.param}_template")
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('common'))}"
        else:
            url = stack.enter_context(request.getfixturevalue("copies")(template))
        yield stack.enter_context(closing(Store(url)))
