"""What was measured, and how a person reads it: medians with their spread, ratios, aims, in one
table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_HEAD = ("what", "ours", "beside it", "ratio", "aim", "")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured.

    records and runs are of the ingest, sizes and changes of growing stores, prints of the
    50-article feed, searched of the articles in which search is judged.
    """

    prints: int
    records: int
    runs: int
    sizes: tuple[int, ...]
    changes: int
    searched: int


FULL = Scale(
    prints=40, records=20_000, runs=5, sizes=(1_000, 10_000, 100_000), changes=15, searched=5_000
)
QUICK = Scale(
    prints=10, records=2_000, runs=3, sizes=(500, 1_500, 5_000), changes=5, searched=2_000
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line; met is None where nothing was promised."""

    what: str
    ours: str
    beside: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = "" if self.met is None else "met" if self.met else "missed"
        return (self.what, self.ours, self.beside, ratio, self.aim, verdict)


def milliseconds(seconds: Sequence[float]) -> str:
    return _spread([one * 1_000 for one in seconds], lambda one: f"{one:.1f}", " ms")


def rate(count: int, seconds: Sequence[float]) -> str:
    return _spread([count / one for one in seconds], lambda one: f"{one:,.0f}", "/s")


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(ours) / median(theirs)


def paired(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The usual ratio of one to the other in the same round, where each round does other work."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _spread(values: Sequence[float], written: Callable[[float], str], unit: str) -> str:
    return f"{written(median(values))}{unit} ({written(min(values))} to {written(max(values))})"


def drawn(rows: Iterable[Row]) -> str:
    """The table, in Markdown."""
    return markdown([_HEAD, *(row.cells() for row in rows)])


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """A table of these lines, the first of which is its head."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    lines = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "".join(
        f"| {' | '.join(c.ljust(w) for c, w in zip(line, widths, strict=True))} |\n"
        for line in lines
    )
