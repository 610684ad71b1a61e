"""The laws of the rooms, read from the source: floors, the front door, libraries at home, no cycle,
and a few more.

Each law is a function from the modules of a tree to its violations, as `file:line: what is wrong`.
The same laws are tried on small fabricated trees, so that a law that cannot fail is noticed.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("laws")  # they share what is parsed

ROOT = Path(__file__).parents[1]

# Highest first, as in docs/architecture.md. A package stands for all of its modules; `store` is the
# front door alone.
FLOORS = """
    app
    feeds.web  feeds.cli
    feeds.running
    feeds.serving
    feeds.pages  feeds.newsroom  feeds.article_fields  feeds.partner_fields  feeds.partner_ledger
    feeds.partner_takings
    feeds.printing
    feeds.clock  feeds.pulse  feeds.niceness  feeds.lines  feeds.links  feeds.settings
    feeds
    store
    store.wires
    store.editing  store.due
    store.intake
    store.store
    store.db
    store.sources
    store.search_text  store.window
    store.section  store.partner  store.rules  store.identity  store.query
    store.article  store.draft  store.outbound  store.transport
    store.text
    store.errors  store.limits  store.site  store.edition  store.lazy  store.validation
"""
FLOOR = {
    name: height
    for height, line in enumerate(reversed(FLOORS.strip().splitlines()))
    for name in line.split()
}
ROOMS = ("app", "feeds", "store")

# Where each library may be imported. Any other library that Python does not bring must be added
# here first.
HOMES = {
    "alembic": "store.db",
    "apscheduler": "feeds.running",
    "asyncio": "",
    "babel": "feeds.pages",
    "brotli": "feeds.serving.codings",
    "click": "feeds.cli",
    "feedgen": "feeds.printing.formats",
    "feedparser": "store.sources.syndication.xml",
    "flask": "feeds.web feeds.cli app",
    "flask_openapi3": "feeds.web.api.document",
    "ftplib": "",
    "granian": "feeds.running.server",
    "gzip": "feeds.serving.codings",
    "hijridate": "store.text.dates",
    "http.client": "store.outbound",
    "httpcore": "store.transport",
    "httpx": "store.outbound store.transport",
    "idna": "store.text.addresses",
    "imaplib": "",
    "jinja2": "feeds.pages",
    "limits": "feeds.web",
    "lxml": "feeds.printing.formats",
    "markdown_it": "store.text.markup",
    "nh3": "store.text.markup",
    "poplib": "",
    "prometheus_client": "feeds.running.metrics",
    "psycopg": "store.db",
    "pydantic": "store.validation store.sources.record store.db feeds.settings feeds.web",
    "pysqlite3": "store.db",
    "regex": "store.text.arabic store.text.normal_form",
    "rich": "feeds.cli",
    "smtplib": "",
    "socket": "store.outbound feeds.running",
    "socketserver": "",
    "sqlalchemy": "store.db",
    "sqlite3": "",
    "ssl": "store.outbound store.transport",
    "trafilatura": "store.sources.webpage.extraction",
    "urllib.request": "store.outbound",
    "werkzeug": "feeds.web",
    "xmlrpc": "",
    "yaml": "store.sources",
    "zlib": "feeds.serving.codings store.transport",
    "zlib_ng": "feeds.serving.codings",
    "zstandard": "feeds.serving.codings",
}
CLOCK_READERS = "feeds.clock"
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
}
OTHER_SOCKETS = (
    "AF_INET AF_INET6 SOCK_STREAM SOL_SOCKET SO_REUSEADDR getaddrinfo gethostname socket".split()
)
DIALS = ("connect", "connect_ex", "sendmsg", "sendto")
NORMALISER = "store.text.normal_form"
NORMAL_FORMS = ("normalize", "is_normalized")
ENGINES = {"create_engine", "create_async_engine", "engine_from_config"}
# The one module that imports by name; what is loaded there is named in calls of load(), or in
# tables.
LOADER = "store.lazy"
HIDERS = ("__import__", "import_module", "importlib.import_module")
OWN_MODULE = re.compile(r"(?:feeds|store)(?:\.\w+)+")


@dataclass(frozen=True)
class Import:
    """`target` is the module; `name` what is taken from it, "" for the module itself."""

    line: int
    target: str
    name: str = ""


@dataclass(frozen=True)
class Module:
    name: str
    file: str
    source: str

    def at(self, line: int, message: str) -> str:
        return f"{self.file}:{line}: {message}"

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.file)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> list[Import]:
        return [found for node in self.nodes for found in self._imports(node)]

    def _imports(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            target = self._absolute(node)
            yield from (Import(node.lineno, target, alias.name) for alias in node.names)
        elif isinstance(node, ast.Call) and _last_name(node.func) == "load":
            yield from _loaded(node)
        elif isinstance(node, ast.Constant) and OWN_MODULE.fullmatch(str(node.value)):
            yield Import(node.lineno, str(node.value))

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.file.endswith("__init__.py")
        parts = self.name.split(".")
        above = parts[: len(parts) - node.level + is_package]
        return ".".join([*above, *([node.module] if node.module else [])])

    @cached_property
    def mentions(self) -> list[tuple[int, str]]:
        """Every `name` and `owner.name` that the code mentions, by the names they were imported
        under.
        """
        nodes = [node for node in self.nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        real = {alias.asname: alias.name for node in nodes for alias in node.names if alias.asname}
        found = []
        for node in self.nodes:
            if isinstance(node, ast.Name):
                found.append((node.lineno, real.get(node.id, node.id)))
            elif isinstance(node, ast.Attribute):
                owner = _last_name(node.value)
                found.append((node.lineno, f"{real.get(owner, owner)}.{node.attr}"))
        return found


Modules = Mapping[str, Module]
Law = Callable[[Modules], Iterator[str]]


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _loaded(call: ast.Call) -> Iterator[Import]:
    """What a call of load() imports, whoever's module it is."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield Import(call.lineno, value.value)


def modules_below(root: Path) -> Modules:
    """The product code of a tree, by module name."""
    files = [root / "app.py", *(root / "feeds").rglob("*.py"), *(root / "store").rglob("*.py")]
    found = {}
    for path in sorted(file for file in files if file.exists()):
        file = path.relative_to(root)
        name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        found[name] = Module(name, file.as_posix(), path.read_text(encoding="utf-8"))
    return found


def is_within(name: str, places: str | Iterable[str]) -> bool:
    places = places.split() if isinstance(places, str) else places
    return any(name == place or name.startswith(f"{place}.") for place in places)


def floor_of(name: str) -> int | None:
    """The rooms themselves are no package of everything below them: an unknown module has no
    floor.
    """
    while name not in FLOOR:
        name = name.rpartition(".")[0]
        if name in ("", *ROOMS):
            return None
    return FLOOR[name]


def own_imports(module: Module, modules: Modules) -> Iterator[tuple[int, str]]:
    """Which of our own modules it imports: `from .db import feeds` means the module, if there is
    one.

    Unless the package itself hands out that name: `from store import ingest` is the function.
    """
    for one in module.imports:
        if is_within(one.target, ROOMS):
            whole = f"{one.target}.{one.name}"
            is_module = whole in modules and one.name not in _handed_out(one.target, modules)
            yield one.line, whole if is_module else one.target


def _handed_out(package: str, modules: Modules) -> set[str]:
    imports = modules[package].imports if package in modules else []
    return {one.name for one in imports if f"{one.target}.{one.name}" not in modules}


# The laws


def every_module_stands_on_a_floor(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        if floor_of(module.name) is None:
            yield module.at(1, f"{module.name} stands on no floor: give it one in FLOORS")


def imports_go_down(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        floor = floor_of(module.name)
        for line, target in own_imports(module, modules):
            height = floor_of(target)
            if floor is not None and height is not None and height > floor:
                yield module.at(line, f"{module.name} imports {target}, which stands above it")


def rooms_enter_the_store_by_its_front_door(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        inside = is_within(module.name, "store")
        for line, target in own_imports(module, modules):
            if not inside and target.startswith("store."):
                yield module.at(line, f"{target} is a back door: say `from store import ...`")
            if inside and target == "store":
                yield module.at(
                    line, "a module of the store does not go out by the front door: name the module"
                )
        for one in module.imports:
            if one.target == "store" and not inside and not one.name:
                yield module.at(one.line, "say `from store import ...`, so that each name is seen")


def the_store_imports_itself_relatively(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for node in module.nodes:
            if is_within(module.name, "store") and isinstance(node, ast.Import | ast.ImportFrom):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                )
                if any(is_within(name, "store") for name in names) and not getattr(
                    node, "level", 0
                ):
                    yield module.at(node.lineno, "inside the store imports are relative")


def libraries_stay_at_home(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for one in module.imports:
            library = _library(one)
            if library is None or is_within(library, ROOMS):
                continue
            if library not in HOMES:
                yield module.at(one.line, f"{library} has no home yet: give it one in HOMES")
            elif not is_within(module.name, HOMES[library]):
                homes = " or ".join(HOMES[library].split()) or "nowhere here"
                yield module.at(one.line, f"{library} is at home in {homes}, not in {module.name}")


def _library(one: Import) -> str | None:
    """The entry of HOMES that an import falls under, else the library's name; None for Python's own
    modules.
    """
    whole = f"{one.target}.{one.name}" if one.name else one.target
    for home in HOMES:
        if is_within(whole, [home]):
            return home
    first = one.target.partition(".")[0]
    return None if first in (*sys.stdlib_module_names, "_typeshed") else first


def there_is_no_cycle(modules: Modules) -> Iterator[str]:
    edges = {name: dict(_edges(module, modules)) for name, module in modules.items()}
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> Iterator[str]:
        if name in path:
            ring = [*path[path.index(name) :], name]
            line = edges[ring[0]][ring[1]]
            yield modules[ring[0]].at(line, f"cycle: {' -> '.join(ring)}")
        elif name not in done:
            for target in edges[name]:
                yield from walk(target, [*path, name])
            done.add(name)

    for name in modules:
        yield from walk(name, [])


def _edges(module: Module, modules: Modules) -> Iterator[tuple[str, int]]:
    for line, target in own_imports(module, modules):
        if target in modules:
            yield target, line


def imports_stand_at_the_top(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for function in module.nodes:
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        yield module.at(node.lineno, f"an import inside {function.name}()")
        for line, name in module.mentions:
            if name in HIDERS and module.name != LOADER:
                yield module.at(line, f"{name} hides an import: use load() of {LOADER}")
        for one in module.imports:
            if one.target == "importlib" and one.name in HIDERS and module.name != LOADER:
                yield module.at(one.line, f"{one.name} hides an import: use load() of {LOADER}")


def only_one_module_reads_the_clock(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        if not is_within(module.name, CLOCK_READERS):
            for line, name in module.mentions:
                if name in CLOCKS:
                    yield module.at(line, f"{name} reads the clock: take `now` as an argument")
            for one in module.imports:
                if one.target == "time" and f"time.{one.name}" in CLOCKS:
                    yield module.at(
                        one.line, f"time.{one.name} reads the clock: take `now` as an argument"
                    )


def only_one_module_normalises(modules: Modules) -> Iterator[str]:
    """Python's normaliser takes the square of a run of marks, which that module cuts."""
    for module in modules.values():
        taken = [
            (one.line, f"unicodedata.{one.name}")
            for one in module.imports
            if one.target == "unicodedata"
        ]
        for line, name in [*module.mentions, *taken]:
            if module.name != NORMALISER and name.rpartition(".")[2] in NORMAL_FORMS:
                yield module.at(line, f"{name} may take for ever: use {NORMALISER}")


def there_is_one_engine_factory(modules: Modules) -> Iterator[str]:
    calls = [
        (module, node.lineno)
        for module in modules.values()
        for node in module.nodes
        if isinstance(node, ast.Call) and _last_name(node.func) in ENGINES
    ]
    factories = sorted({(module.file, _function_around(module, line)) for module, line in calls})
    for module, line in calls:
        if (module.file, _function_around(module, line)) != factories[0]:
            yield module.at(
                line, f"a second engine factory: the one is {factories[0][0]}, {factories[0][1]}()"
            )


def _function_around(module: Module, line: int) -> str:
    around = ""
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or line):
            around = node.name
    return around


def only_outbound_opens_connections(modules: Modules) -> Iterator[str]:
    """Imports are the business of HOMES; whoever else may have sockets asks its own name or binds,
    and no more.
    """
    for module in modules.values():
        is_other = not is_within(module.name, "store.outbound")
        if is_other and any(is_within(one.target, "socket") for one in module.imports):
            taken = [
                (one.line, f"socket.{one.name}")
                for one in module.imports
                if one.target == "socket" and one.name
            ]
            for line, name in [*module.mentions, *taken]:
                owner, _, last = name.rpartition(".")
                if last in DIALS or (owner == "socket" and last not in OTHER_SOCKETS):
                    yield module.at(
                        line, f"{name} may open a connection: the one way out is store.outbound"
                    )


def nobody_touches_the_locale(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for line, name in module.mentions:
            if name.endswith("setlocale"):
                yield module.at(
                    line, "setlocale changes the whole process: format without a locale"
                )
        for one in module.imports:
            if one.name == "setlocale":
                yield module.at(
                    one.line, "setlocale changes the whole process: format without a locale"
                )


# Callables that open text: which positional arguments are the mode and the encoding.
OPENERS = {
    "open": (1, 3),
    ".open": (0, 2),
    ".read_text": (None, 0),
    ".write_text": (None, 1),
    "os.fdopen": (1, 3),
}
NOT_TEXT = ("bz2", "gzip", "lzma", "os", "tarfile", "webbrowser", "zipfile")


def text_is_opened_with_its_encoding(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, ast.Call) and _opens_text_blindly(node):
                yield module.at(
                    node.lineno, f'{_last_name(node.func)}() of a text without encoding="utf-8"'
                )


def _opens_text_blindly(call: ast.Call) -> bool:
    opener = _opener(call.func)
    if opener is None:
        return False
    mode_at, encoding_at = opener
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    mode = words.get("mode")
    if mode is None and mode_at is not None and len(call.args) > mode_at:
        mode = call.args[mode_at]
    is_binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
    return not is_binary and "encoding" not in words and len(call.args) <= encoding_at


def _opener(function: ast.expr) -> tuple[int | None, int] | None:
    if isinstance(function, ast.Name):
        return OPENERS.get(function.id)
    if not isinstance(function, ast.Attribute):
        return None
    owner = _last_name(function.value)
    if owner in NOT_TEXT:
        return OPENERS.get(f"{owner}.{function.attr}")
    return (
        OPENERS["open"]
        if (owner, function.attr) == ("io", "open")
        else OPENERS.get(f".{function.attr}")
    )


def migrations_import_no_domain_code(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        if is_within(module.name, "store.db.migrations.versions"):
            for line, target in own_imports(module, modules):
                yield module.at(
                    line, f"a migration stands alone for ever, it may not import {target}"
                )


LAWS: tuple[Law, ...] = (
    every_module_stands_on_a_floor,
    imports_go_down,
    rooms_enter_the_store_by_its_front_door,
    the_store_imports_itself_relatively,
    libraries_stay_at_home,
    there_is_no_cycle,
    imports_stand_at_the_top,
    only_one_module_reads_the_clock,
    only_one_module_normalises,
    there_is_one_engine_factory,
    only_outbound_opens_connections,
    nobody_touches_the_locale,
    text_is_opened_with_its_encoding,
    migrations_import_no_domain_code,
)


def violations(root: Path, *laws: Law) -> list[str]:
    """What breaks these laws (all of them, unless some are named) below a folder."""
    modules = modules_below(root)
    return [violation for law in laws or LAWS for violation in law(modules)]


# Nashra obeys them


@cache
def product() -> Modules:
    """The product's own code, parsed once for all laws."""
    return modules_below(ROOT)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_product_obeys(law: Law) -> None:
    assert list(law(product())) == []


def test_exactly_one_function_makes_engines() -> None:
    calls = [module for module in product().values() if "create_engine(" in module.source]
    assert [module.file for module in calls] == ["store/db/engine.py"]


def test_the_documentation_draws_the_same_floors() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    picture = re.findall(
        r"^ {4}((?:app|feeds\.|store\.).*)$", page.split("## The floors")[1], re.MULTILINE
    )
    drawn = [
        {FLOOR[name] for name in re.findall(r"\bapp\b|feeds\.\w+|store\.\w+", line)}
        for line in picture
    ]
    assert all(len(floors) == 1 for floors in drawn), "a line of the picture is not one floor"
    heights = [floors.pop() for floors in drawn]
    assert heights == sorted(set(heights), reverse=True)


# And the laws can fail


def plant(root: Path, files: Mapping[str, str]) -> Path:
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return root


GOOD = {
    "app.py": "from flask import Flask\n\nfrom feeds import cli\nfrom store import Store\n",
    "feeds/__init__.py": "",
    "feeds/cli.py": "from .clock import now\nfrom .printing.press import press\n",
    "feeds/clock.py": "from datetime import datetime\n\nnow = datetime.now\n",
    "feeds/printing/press.py": (
        "import hashlib\n\nfrom store import Store, ingest\n\nfrom .formats import rss\n"
    ),
    "feeds/printing/formats/__init__.py": "from . import rss\n",
    "feeds/printing/formats/rss.py": "from .generator import add\n",
    "feeds/printing/formats/generator.py": "from feedgen.feed import FeedGenerator\n",
    "store/__init__.py": (
        "from .db.feeds import Feeds\nfrom .intake.ingest import ingest\nfrom .store import Store\n"
    ),
    "store/intake/ingest.py": "def ingest():\n    ...\n",
    "store/store.py": "from .db import feeds\nfrom .db.feeds import Feeds\n",
    "store/db/__init__.py": "",
    "store/db/feeds.py": "from sqlalchemy import select\n\nfrom ..errors import Problem\n",
    "store/lazy.py": "from importlib import import_module\n\nload = import_module\n",
    "store/outbound.py": "import socket\n\nsocket.create_connection(('x', 80)).connect(1)\n",
    "store/errors.py": (
        "from pathlib import Path\n\nPath('x').open('rb')\nPath('x').read_text(encoding='utf-8')\n"
    ),
}


def test_a_good_tree_breaks_no_law(tmp_path: Path) -> None:
    assert violations(plant(tmp_path, GOOD)) == []


BAD = {
    "an upward import": (
        {"store/errors.py": '"""."""\n\nfrom .store import Store\n'},
        "store/errors.py:3: store.errors imports store.store, which stands above it",
    ),
    "an upward import of a module of a package": (
        {"feeds/printing/press.py": "from ..web import views\n", "feeds/web/views.py": ""},
        (
            "feeds/printing/press.py:1: feeds.printing.press imports feeds.web.views, which stands"
            " above it"
        ),
    ),
    "the store imports feeds": (
        {"store/store.py": "import feeds.printing.press\n"},
        "store/store.py:1: store.store imports feeds.printing.press, which stands above it",
    ),
    "a back door": (
        {"feeds/printing/press.py": "from store.db.feeds import Feeds\n"},
        "feeds/printing/press.py:1: store.db.feeds is a back door: say `from store import ...`",
    ),
    "a back door that looks like a name": (
        {"feeds/printing/press.py": "from store import errors\n"},
        "feeds/printing/press.py:1: store.errors is a back door: say `from store import ...`",
    ),
    "the whole front door": (
        {"feeds/printing/press.py": "import store\n"},
        "feeds/printing/press.py:1: say `from store import ...`, so that each name is seen",
    ),
    "the front door from inside": (
        {"store/db/feeds.py": "from .. import Store\n"},
        (
            "store/db/feeds.py:1: a module of the store does not go out by the front door: name the"
            " module"
        ),
    ),
    "an absolute import in the store": (
        {"store/store.py": "from store.errors import Problem\n"},
        "store/store.py:1: inside the store imports are relative",
    ),
    "a library away from home": (
        {"feeds/printing/press.py": "\nfrom sqlalchemy.engine import Engine\n"},
        "feeds/printing/press.py:2: sqlalchemy is at home in store.db, not in feeds.printing.press",
    ),
    "a connection of one's own": (
        {"feeds/printing/press.py": "from urllib import request\n"},
        (
            "feeds/printing/press.py:1: urllib.request is at home in store.outbound, not in"
            " feeds.printing.press"
        ),
    ),
    "another connection of one's own": (
        {"feeds/printing/press.py": "import httpx\n"},
        (
            "feeds/printing/press.py:1: httpx is at home in store.outbound or store.transport,"
            " not in feeds.printing.press"
        ),
    ),
    "a socket": (
        {"store/store.py": "import socket\n"},
        (
            "store/store.py:1: socket is at home in store.outbound or feeds.running, not in"
            " store.store"
        ),
    ),
    "a socket that connects": (
        {
            "feeds/running/supervisor.py": (
                "import socket\n\nwith socket.socket() as probe:\n    probe.connect(('x', 80))\n"
            )
        },
        (
            "feeds/running/supervisor.py:4: probe.connect may open a connection: the one way out is"
            " store.outbound"
        ),
    ),
    "a connection made at once": (
        {"feeds/running/beats.py": "import socket as s\n\ns.create_connection(('x', 80))\n"},
        (
            "feeds/running/beats.py:3: socket.create_connection may open a connection: the one way"
            " out is store.outbound"
        ),
    ),
    "a connection taken by name": (
        {"feeds/running/beats.py": "from socket import create_connection as dial\n"},
        (
            "feeds/running/beats.py:1: socket.create_connection may open a connection: the one way"
            " out is store.outbound"
        ),
    ),
    "a library that nobody knows": (
        {"feeds/printing/press.py": "import leftpad\n"},
        "feeds/printing/press.py:1: leftpad has no home yet: give it one in HOMES",
    ),
    "a cycle within a floor": (
        {
            "store/limits.py": "from .site import Site\n",
            "store/site.py": "\nfrom .edition import E\n",
            "store/edition.py": "from .limits import d\n",
        },
        "store/edition.py:1: cycle: store.edition -> store.limits -> store.site -> store.edition",
    ),
    "a cycle within a package": (
        {"feeds/printing/formats/generator.py": "from . import rss\n"},
        (
            "feeds/printing/formats/rss.py:1: cycle: feeds.printing.formats.rss ->"
            " feeds.printing.formats.generator -> feeds.printing.formats.rss"
        ),
    ),
    "an unknown module": (
        {"feeds/helpers.py": ""},
        "feeds/helpers.py:1: feeds.helpers stands on no floor: give it one in FLOORS",
    ),
    "an import inside a function": (
        {"feeds/printing/press.py": "def press():\n    import hashlib\n"},
        "feeds/printing/press.py:2: an import inside press()",
    ),
    "a hidden import": (
        {"feeds/printing/press.py": "import importlib\n\nimportlib.import_module('feeds.cli')\n"},
        (
            "feeds/printing/press.py:3: importlib.import_module hides an import: use load() of"
            " store.lazy"
        ),
    ),
    "a hidden import under another name": (
        {"store/store.py": "from importlib import import_module as fetch\n"},
        "store/store.py:1: import_module hides an import: use load() of store.lazy",
    ),
    "a module loaded from above": (
        {"store/store.py": "from .lazy import load\n\nload('store.intake.ingest')\n"},
        "store/store.py:3: store.store imports store.intake.ingest, which stands above it",
    ),
    "a table of modules from above": (
        {"store/sources/__init__.py": "READERS = {\n    'text': 'store.intake.ingest',\n}\n"},
        (
            "store/sources/__init__.py:2: store.sources imports store.intake.ingest, which stands"
            " above it"
        ),
    ),
    "a library loaded away from home": (
        {"feeds/printing/press.py": "from store import load\n\nload('trafilatura')\n"},
        (
            "feeds/printing/press.py:3: trafilatura is at home in"
            " store.sources.webpage.extraction, not in feeds.printing.press"
        ),
    ),
    "a back door that is loaded": (
        {"feeds/printing/press.py": "from store import load\n\nload('store.db.feeds')\n"},
        "feeds/printing/press.py:3: store.db.feeds is a back door: say `from store import ...`",
    ),
    "a cycle through a table": (
        {
            "store/limits.py": "from .site import Site\n",
            "store/site.py": "LATER = ('store.limits',)\n",
        },
        "store/limits.py:1: cycle: store.limits -> store.site -> store.limits",
    ),
    "a clock": (
        {"feeds/printing/press.py": "from datetime import UTC, datetime as dt\n\ndt.now(UTC)\n"},
        "feeds/printing/press.py:3: datetime.now reads the clock: take `now` as an argument",
    ),
    "a clock taken by name": (
        {"store/store.py": "from time import time\n"},
        "store/store.py:1: time.time reads the clock: take `now` as an argument",
    ),
    "a normaliser of one's own": (
        {"store/site.py": "import unicodedata as u\n\nu.normalize('NFC', 'x')\n"},
        "store/site.py:3: unicodedata.normalize may take for ever: use store.text.normal_form",
    ),
    "a normaliser taken by name": (
        {"store/site.py": "from unicodedata import is_normalized as is_plain\n"},
        "store/site.py:1: unicodedata.is_normalized may take for ever: use store.text.normal_form",
    ),
    "a second engine factory": (
        {
            "store/db/engine.py": "def open_engine(url):\n    return create_engine(url)\n",
            "store/db/feeds.py": "def other(url):\n    return sqlalchemy.create_engine(url)\n",
        },
        (
            "store/db/feeds.py:2: a second engine factory: the one is store/db/engine.py,"
            " open_engine()"
        ),
    ),
    "a locale": (
        {
            "feeds/printing/formats/rss.py": (
                "import locale\n\nlocale.setlocale(locale.LC_ALL, 'C')\n"
            )
        },
        (
            "feeds/printing/formats/rss.py:3: setlocale changes the whole process: format without a"
            " locale"
        ),
    ),
    "a text without encoding": (
        {"feeds/printing/press.py": "open('x', 'w')\n"},
        'feeds/printing/press.py:1: open() of a text without encoding="utf-8"',
    ),
    "a path read without encoding": (
        {"feeds/printing/press.py": "from pathlib import Path\n\nPath('x').read_text()\n"},
        'feeds/printing/press.py:3: read_text() of a text without encoding="utf-8"',
    ),
    "a migration that leans on the code of today": (
        {"store/db/migrations/versions/0002_more.py": "from ...feeds import Feeds\n"},
        (
            "store/db/migrations/versions/0002_more.py:1: a migration stands alone for ever,"
            " it may not import store.db.feeds"
        ),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_the_checker_sees(name: str, tmp_path: Path) -> None:
    files, expected = BAD[name]
    assert expected in violations(plant(tmp_path, GOOD | files))
