"""No pattern takes longer than its text is: each is tried on texts that are made of its own pieces.

A pattern that looks from each of its beginnings to the end of a text takes the square of the
text's length, which nobody sees until somebody sends a text of beginnings. Where patterns stand is
found by walking the product; what they are made of, by Python's own parser of patterns.
"""

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, product
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from time import thread_time
from typing import Any

import pytest
import regex

from store.text.normal_form import _RUN, _SAMPLE_OF_RUN
from tests.test_architecture import ROOT, Module, is_within, modules_below

TINY = 500  # characters
SHORT = 4_000
MIDDLE = 16_000
LONG = 32_000
CUBE = 0.02  # seconds: what takes more for a tiny text takes worse than the square
QUICK = 0.000_3  # seconds: what takes less for a short text has no square in it
EVEN = 1.15  # times as long as in proportion to a tiny text, which no square keeps to
HEAVY = 0.1  # seconds: no noise makes so much of a text of middle length
FLOOR = 0.003  # seconds: what takes less for a long text is noise
TOLERANCE = 3.0  # times as long as in proportion

_MENTIONED = re.compile(r"\b(import|from) re(gex)?\b")
MIGRATIONS = "store.db.migrations"  # which only Alembic can load
# Patterns that are made by functions, and what they make.
MADE = {
    "feeds.serving.agents: f'(?<![A-Za-z0-9_-])(?:{named})(?![A-Za-z0-9_-])'": (
        "(?<![A-Za-z0-9_-])(?:GPTBot|CCBot)(?![A-Za-z0-9_-])"
    ),
    "feeds.web.api.schemas: pattern": (
        r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
    ),
}
# Patterns of another dialect, as Python's would say it.
TRANSLATED = dict.fromkeys(
    (r"\X", _RUN.pattern, _SAMPLE_OF_RUN.pattern), "[ا\u0301\u064e\u0344\uff9e]{2,}"
)


# Where patterns stand


@cache
def patterns() -> dict[str, Any]:
    """Every pattern of the product by its module and name, or line; equal ones once."""
    by_value = {}
    for module in _modules():
        for name, pattern in (*_tables(module), *_inline(module)):
            key = (pattern.pattern, pattern.flags)
            by_value.setdefault(key, (f"{module.name}:{name}", pattern))
    return dict(by_value.values())


@cache
def _modules() -> list[Module]:
    return [
        module
        for name, module in modules_below(ROOT).items()
        if not is_within(name, MIGRATIONS)
        and _MENTIONED.search(module.source)  # cheap: each process that collects tests looks
        and any(one.target in ("re", "regex") for one in module.imports)
    ]


def _tables(module: Module) -> Iterator[tuple[str, Any]]:
    """The patterns that a module keeps, alone or in tables."""
    values = vars(importlib.import_module(module.name))
    names = [
        node.id
        for statement in module.tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    for name in names:
        for number, pattern in enumerate(_patterns_in(values.get(name))):
            yield (f"{name}[{number}]" if number else name), pattern


def _patterns_in(value: Any) -> Iterator[Any]:
    if isinstance(value, re.Pattern | regex.Pattern):
        yield value
    elif type(value) is dict:
        yield from _patterns_in((*value.keys(), *value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from _patterns_in(part)


def _inline(module: Module) -> Iterator[tuple[int, Any]]:
    """The patterns that functions give to those of `re` as texts."""
    values = vars(importlib.import_module(module.name))
    for call in _calls_of_re(module):
        if not _is_kept(module, call):
            written = ast.unparse(call.args[0])
            made = MADE.get(f"{module.name}: {written}")
            yield call.lineno, re.compile(made or eval(written, values))  # noqa: S307


def _calls_of_re(module: Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("re", "regex")
        and node.func.attr != "escape"
    ]


def _is_kept(module: Module, call: ast.Call) -> bool:
    """Whether a pattern is made when its module is loaded."""
    return not any(call.lineno in lines for lines in _lines_of_functions(module))


@cache
def _lines_of_functions(module: Module) -> list[range]:
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
    return [range(node.lineno, (node.end_lineno or 0) + 1) for node in functions]


# How they are used


def _find(pattern: Any, text: Any) -> None:
    """What sub, split and findall do, too, and what search and match do a part of."""
    for _ in pattern.finditer(text):
        pass


def _match_whole(pattern: Any, text: Any) -> None:
    pattern.fullmatch(text)


USES = (_find, _match_whole)


# What they are made of

_GENERIC = " a1<>-\"'\n(ـاُ/\xa0\x00"
_ENDS = ("", "\x00", "\n")
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_SINGLE = (
    _constants.IN,
    _constants.ANY,
    _constants.LITERAL,
    _constants.NOT_LITERAL,
    _constants.RANGE,
    _constants.CATEGORY,
)
_UNITS = 12


class Pieces:
    """The pieces of one pattern: `starts` are a repeat and what stands before it; `units` all.

    Of the characters that a place may hold, those that the pattern names are `preferred`, or not.
    """

    def __init__(self, pattern: str, flags: int, *, preferred: bool = True) -> None:
        self._parsed = _parser.parse(pattern, flags)
        self._flags = flags
        own = list(_literals(self._parsed))
        self._alphabet = [*own, *_GENERIC] if preferred else [*_GENERIC, *own]
        self._groups: dict[int, str] = {}
        self.starts: dict[tuple[str, str], None] = {}
        self.units: dict[str, None] = {}
        self.whole = self._read(self._parsed, "")

    def _read(self, nodes: Any, before: str) -> str:
        """A text that these nodes would match, by the first of each choice."""
        text = ""
        for node in nodes:
            text += self._read_node(node, before + text)
        if text:
            self.units.setdefault(text)
        return text

    def _read_node(self, node: Any, before: str) -> str:
        kind, value = node
        if kind in _SINGLE:
            return self._read_single(node)
        if kind in _REPEATS:
            return self._read_repeat(value, before)
        if kind is _constants.BRANCH:
            return self._read_branches(value[1], before)
        if kind is _constants.SUBPATTERN:
            group, _, _, inner = value
            text = self._read(inner, before)
            if group:
                self._groups[group] = text
            return text
        if kind is _constants.ATOMIC_GROUP:
            return self._read(value, before)
        if kind is _constants.ASSERT:
            return self._read(value[1], before)
        if kind is _constants.ASSERT_NOT:
            self._read(value[1], before)
            return ""
        return self._groups.get(value, "") if kind is _constants.GROUPREF else ""

    def _read_single(self, node: Any) -> str:
        members = self._members(node)
        for member in members:
            self.units.setdefault(member)
        return members[0] if members else ""

    def _members(self, node: Any) -> list[str]:
        """A few characters that a node for one character takes: its own first."""
        one = _compiler.compile(_parser.SubPattern(self._parsed.state, [node]), self._flags)
        return [letter for letter in dict.fromkeys(self._alphabet) if one.fullmatch(letter)][:3]

    def _read_repeat(self, value: Any, before: str) -> str:
        least, _, inner = value
        text = self._read(inner, before)
        self.starts.setdefault((before, text))
        for unit in self._variants(inner):
            self.starts.setdefault((before, unit))
        return text * max(1, min(least, 40))

    def _variants(self, inner: Any) -> list[str]:
        if len(inner) == 1 and inner[0][0] in _SINGLE:
            return self._members(inner[0])
        return []

    def _read_branches(self, branches: Any, before: str) -> str:
        texts = [self._read(branch, before) for branch in branches]
        for text in texts:
            self.starts.setdefault((before, text))
        return max(texts, key=len)


def _literals(nodes: Any) -> Iterator[str]:
    """The characters that a parsed pattern names, wherever they stand in it."""
    if isinstance(nodes, _parser.SubPattern | list):
        for node in nodes:
            yield from _literals(node)
    elif isinstance(nodes, tuple):
        if nodes[0] in (_constants.LITERAL, _constants.NOT_LITERAL):
            yield chr(nodes[1])
        elif nodes[0] is _constants.RANGE:
            yield chr(nodes[1][0])
        else:
            for part in nodes:
                yield from _literals(part)


def texts(pieces: Pieces, others: Pieces) -> dict[str, Callable[[int], str]]:
    """Makers of texts of any length, each by what it repeats."""
    shapes: dict[tuple[str, str, str], None] = {}
    units = [pieces.whole, pieces.whole[:-1], *pieces.units]
    units = [unit for unit in dict.fromkeys(units) if unit]
    for unit, end in product(units, _ENDS):
        shapes.setdefault(("", unit, end))
    for (before, unit), end in product({**pieces.starts, **others.starts}, _ENDS):
        shapes.setdefault((before, unit, end))
        shapes.setdefault(("", before + unit, end))
        shapes.setdefault(("", before, end))
    few = sorted(units, key=len)[:_UNITS]
    for one, other in product(few, few):
        if one != other:
            shapes.setdefault(("", one + other, ""))
            shapes.setdefault((pieces.whole[:1], one * 9 + other, "\x00"))
    makers = {repr(shape): _maker(*shape) for shape in shapes if shape[1]}
    for one, other in product(few, few):
        if one != other:
            makers[f"{one!r} ... {other!r} ..."] = _halves(one, other)
    return makers


def _maker(before: str, unit: str, end: str) -> Callable[[int], str]:
    return lambda length: before + unit * (length // len(unit)) + end


def _halves(one: str, other: str) -> Callable[[int], str]:
    return lambda length: one * (length // 2 // len(one)) + other * (length // 2 // len(other))


# How long they take


def squares(pattern: Any) -> Iterator[str]:
    """The texts for which a pattern takes longer than in proportion to their length."""
    own = _pieces(pattern, preferred=True)
    others = _pieces(pattern, preferred=False)
    for shape, make in texts(own, others).items():
        for use in USES:
            growth = _growth(pattern, use, make)
            if growth:
                yield f"{use.__name__} in {shape[:120]}: {growth}"


def _pieces(pattern: Any, *, preferred: bool) -> Pieces:
    written = TRANSLATED.get(pattern.pattern, pattern.pattern)
    if isinstance(written, bytes):
        return Pieces(written.decode("latin-1"), pattern.flags, preferred=preferred)
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern, re.Pattern) else 0
    return Pieces(written, flags, preferred=preferred)


def _growth(pattern: Any, use: Callable[[Any, Any], None], make: Callable[[int], str]) -> str:
    """How much longer a long text takes than a short one; "" if in proportion."""

    def seconds(length: int, times: int) -> float:
        text: Any = make(length)
        if isinstance(pattern.pattern, bytes):
            text = text.encode("latin-1", "replace")
        return _seconds(lambda: use(pattern, text), times)

    tiny = seconds(TINY, 1)
    if tiny > CUBE and seconds(TINY, 3) > CUBE:
        return f"{tiny * 1e3:.0f} ms for {TINY} characters"
    short = seconds(SHORT, 1)
    if short < QUICK or short < EVEN * tiny * len(make(SHORT)) / len(make(TINY)):
        return ""
    middle = seconds(MIDDLE, 1)
    if middle < 6 * short:
        return ""
    if middle > HEAVY:
        return f"{short * 1e3:.1f} ms for {SHORT:,}, {middle * 1e3:.0f} ms for {MIDDLE:,}"
    short = seconds(SHORT, 9)  # once more, and longer: others work on this machine
    long = seconds(LONG, 3)
    if long < max(FLOOR, TOLERANCE * short * LONG / SHORT):
        return ""
    return f"{short * 1e3:.1f} ms for {SHORT:,}, {long * 1e3:.0f} ms for {LONG:,}"


def _seconds(run: Callable[[], None], times: int) -> float:
    """The least CPU time of several runs."""
    best = float("inf")
    for _ in range(times):
        start = thread_time()
        run()
        best = min(best, thread_time() - start)
    return best


def _repeats_a_group(nodes: Any) -> bool:
    """Whether a possessive repeat of more than one character stands in a parsed pattern."""
    for operation, argument in nodes:
        if operation is _constants.POSSESSIVE_REPEAT and not _is_single(argument[2]):
            return True
        parts = argument if isinstance(argument, tuple | list) else [argument]
        branches = [part for part in parts if isinstance(part, list)]
        subpatterns = [part for part in chain(parts, *branches) if hasattr(part, "data")]
        if any(_repeats_a_group(part) for part in subpatterns):
            return True
    return False


def _is_single(subpattern: Any) -> bool:
    return len(subpattern) == 1 and subpattern[0][0] in _SINGLE


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11 before 3.11.5 matches that wrongly; `(?>(?:...)*)` is right everywhere."""
    guilty = [
        name
        for name, pattern in patterns().items()
        if isinstance(pattern, re.Pattern)
        and _repeats_a_group(_parser.parse(pattern.pattern, pattern.flags))
    ]
    assert guilty == []
    assert _repeats_a_group(_parser.parse("a(b|(?:cd)*+)"))
    assert not _repeats_a_group(_parser.parse("a(b|(?>(?:c*+d)*))"))


@pytest.mark.parametrize("name", patterns())
def test_no_pattern_takes_the_square_of_its_text(name: str) -> None:
    assert next(squares(patterns()[name]), None) is None


def test_every_pattern_of_the_product_is_found() -> None:
    """As many as there are calls that make one: none hides in a class or in a table of tables."""
    for module in _modules():
        kept = sum(_is_kept(module, call) for call in _calls_of_re(module))
        assert kept == len(list(_tables(module))), module.name
    assert len(patterns()) > 100


@pytest.mark.parametrize(
    "pattern",
    [
        "<[^>]*>",  # from each `<` to the end
        r"<(h[1-6])\b.*?</\1>",
        "[a-z.-]+:",
    ],
)
def test_a_pattern_that_takes_the_square_is_seen(pattern: str) -> None:
    assert next(squares(re.compile(pattern)), None) is not None


@pytest.mark.parametrize(
    "pattern",
    ["<[^<>]*>", r"(?<!\s)\s++$", r"\A[a-z.-]++:", r"<h2\b(?:[^<]|<(?!/?h2\b))*+</h2>", "ab|cd"],
)
def test_a_pattern_that_keeps_to_its_text_is_not(pattern: str) -> None:
    assert next(squares(re.compile(pattern)), None) is None
