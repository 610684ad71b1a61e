"""The laws of sentences: how much a reader must hold in mind at once.

Few laws, each felt by a reader; ruff holds the length of a line and the complexity of a function.
Each is a function from the modules of a tree to its violations, and is tried on a small fabricated
module, so that a law that cannot fail is noticed. There is no law on the lines of the whole: it
rewarded packing.
"""

import ast
import io
import tokenize
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_architecture import Law, Module, Modules, modules_below, plant, product

pytestmark = pytest.mark.xdist_group("laws")  # they share what is parsed

FILE_LINES = 300  # that are not blank
FUNCTION_TOKENS = 160

# Functions that tell one long list of the same kind, and would be harder to read in pieces.
# The list only shrinks.
LONG_FUNCTIONS = frozenset(
    {
        "store.db.migrations.versions.0001_the_press:upgrade",
        "store.intake.prepare:prepare",
    }
)

_NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def files_are_short(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        lines = sum(bool(line.strip()) for line in module.source.splitlines())
        if lines > FILE_LINES:
            yield module.at(1, f"{lines} lines with something on them; at most {FILE_LINES}")


def functions_are_short(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for function in _functions(module):
            name = f"{module.name}:{function.name}"
            tokens = _count_tokens(module, function)
            if tokens > FUNCTION_TOKENS and name not in LONG_FUNCTIONS:
                yield module.at(
                    function.lineno,
                    f"{function.name}() has {tokens} tokens; at most {FUNCTION_TOKENS}",
                )


def a_class_name_stands_once(modules: Modules) -> Iterator[str]:
    homes: dict[str, str] = {}
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                home = homes.setdefault(node.name, module.file)
                if home != module.file:
                    yield module.at(node.lineno, f"{home} has a class {node.name} too")


def packages_do_nothing(modules: Modules) -> Iterator[str]:
    """An `__init__.py` may say what the room is for, hand out names, and hold a table."""
    for module in modules.values():
        if module.file.endswith("__init__.py"):
            for node in module.tree.body:
                if not isinstance(
                    node, ast.Import | ast.ImportFrom | ast.Expr | ast.Assign | ast.AnnAssign
                ):
                    yield module.at(node.lineno, "an __init__.py holds names and tables alone")


def a_choice_holds_no_choice(modules: Modules) -> Iterator[str]:
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, ast.IfExp) and _holds_another(node):
                yield module.at(node.lineno, "a conditional expression within another")


def a_line_assigns_one_thing(modules: Modules) -> Iterator[str]:
    """`a, b = b, a` is a swap, and what a call returns must be unpacked; all else is two lines."""
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, ast.Assign) and _is_packed(node):
                yield module.at(node.lineno, "a packed assignment")


def _functions(module: Module) -> Iterator[ast.FunctionDef]:
    return (node for node in module.nodes if isinstance(node, ast.FunctionDef))


def _count_tokens(module: Module, function: ast.FunctionDef) -> int:
    """The tokens of a function but for docstrings, comments and the ends of lines."""
    last = function.end_lineno or function.lineno
    lines = _token_lines(module)
    return bisect_right(lines, last) - bisect_left(lines, function.lineno)


@cache
def _token_lines(module: Module) -> list[int]:
    """The line of each token of a module."""
    docstrings = _docstring_lines(module)
    tokens = tokenize.generate_tokens(io.StringIO(module.source).readline)
    lines = [token.start[0] for token in tokens if token.type not in _NO_CODE]
    return [line for line in lines if line not in docstrings]


def _docstring_lines(module: Module) -> set[int]:
    lines: set[int] = set()
    for node in module.nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            docstring = node.body[0]
            lines.update(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return lines


def _holds_another(choice: ast.IfExp) -> bool:
    return any(isinstance(node, ast.IfExp) for node in ast.walk(choice) if node is not choice)


def _is_packed(assignment: ast.Assign) -> bool:
    target = assignment.targets[0]
    value = assignment.value
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return False
    left = sorted(ast.unparse(name) for name in target.elts)
    right = sorted(ast.unparse(name) for name in value.elts)
    return left != right


LAWS: tuple[Law, ...] = (
    files_are_short,
    functions_are_short,
    a_class_name_stands_once,
    packages_do_nothing,
    a_choice_holds_no_choice,
    a_line_assigns_one_thing,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_product_obeys(law: Law) -> None:
    assert list(law(product())) == []


def test_the_list_of_long_functions_only_shrinks() -> None:
    """A function that has become short, or is gone, leaves the list."""
    long = {
        f"{module.name}:{function.name}"
        for module in product().values()
        for function in _functions(module)
        if _count_tokens(module, function) > FUNCTION_TOKENS
    }
    assert long >= LONG_FUNCTIONS


BAD = {
    "a long file": (
        {"feeds/cli/show.py": "name = 1\n\n" * 301},
        "feeds/cli/show.py:1: 301 lines with something on them; at most 300",
    ),
    "a long function": (
        {"store/store.py": f'def long():\n    """{"word " * 200}"""\n' + "    name = 1\n" * 60},
        "store/store.py:1: long() has 185 tokens; at most 160",
    ),
    "two classes of one name": (
        {"store/site.py": "class Held: ...\n", "feeds/clock.py": "\nclass Held: ...\n"},
        "store/site.py:1: feeds/clock.py has a class Held too",
    ),
    "a package that does something": (
        {"store/db/__init__.py": '"""Tables."""\n\nfrom . import feeds\n\n\ndef do(): ...\n'},
        "store/db/__init__.py:6: an __init__.py holds names and tables alone",
    ),
    "a choice within a choice": (
        {"store/site.py": "\nname = 1 if a else 2 if b else 3\n"},
        "store/site.py:2: a conditional expression within another",
    ),
    "two things in one line": (
        {"store/site.py": "a, b = 1, 2\n"},
        "store/site.py:1: a packed assignment",
    ),
}
GOOD = {
    "store/db/__init__.py": "from .feeds import Feeds\n\nTABLES = {'feeds': Feeds}\n",
    "store/db/feeds.py": f'def short():\n    """{"word " * 200}"""\n' + "    a = 1\n" * 40,
    "store/site.py": "class Site: ...\n\n\na, b = b, a\na, b = split()\nname = 1 if a else 2\n",
}


def test_a_good_tree_breaks_no_law(tmp_path: Path) -> None:
    modules = modules_below(plant(tmp_path, GOOD))
    assert [violation for law in LAWS for violation in law(modules)] == []


@pytest.mark.parametrize("name", BAD)
def test_the_laws_see(name: str, tmp_path: Path) -> None:
    files, expected = BAD[name]
    modules = modules_below(plant(tmp_path, GOOD | files))
    assert [violation for law in LAWS for violation in law(modules)] == [expected]
