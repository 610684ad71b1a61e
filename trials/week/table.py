"""The table of a week: what each kind of readers moved."""

from collections.abc import Iterable, Iterator

from bench.table import markdown

from .clients import ComposedReader, Reader, TagReader, Traffic
from .course import Report
from .programme import Scale

_HEAD = ("readers", "polls", "200", "226", "304", "bytes", "with gzip", "of full")
_MB = 1_000_000


def drawn(report: Report, scale: Scale) -> str:
    """The table, what happened, and in what any reader differs from the store."""
    happened = ", ".join(f"{verb} {count:,}" for verb, count in sorted(report.happened.items()))
    walked = ", ".join(f"{count:,} {what}" for what, count in sorted(report.walked.items()))
    lines = [f"\nhappened: {happened}\n", f"walked: {walked}\n", *_told(report.differences)]
    return markdown([_HEAD, *_rows(report, scale)]) + "".join(lines)


def _told(differences: list[str]) -> list[str]:
    if not differences:
        return ["every reader has what the store says\n"]
    return [f"DIFFERS: {difference}\n" for difference in differences]


def _rows(report: Report, scale: Scale) -> Iterator[tuple[str, ...]]:
    """A line a kind; those of a feed of two sections beside those who read both."""
    kinds = dict.fromkeys(kind for kind, _ in report.traffic if kind != ComposedReader.kind)
    full = _sum(report, Reader.kind, scale.keys)
    for kind in kinds:
        yield _row(kind, _sum(report, kind, scale.keys), full)
    parts = scale.keys[-2:]
    full_parts = _sum(report, Reader.kind, parts)
    joint = "+".join(sorted(parts))
    yield _row(f"ETag, {' and '.join(parts)}", _sum(report, TagReader.kind, parts), full_parts)
    yield _row(f"composed, {joint}", _sum(report, ComposedReader.kind, [joint]), full_parts)


def _sum(report: Report, kind: str, keys: Iterable[str]) -> Traffic:
    total = Traffic()
    for key in keys:
        total += report.traffic.get((kind, key), Traffic())
    return total


def _row(name: str, traffic: Traffic, full: Traffic) -> tuple[str, ...]:
    answers = traffic.answers
    return (
        name,
        f"{answers.total():,}",
        *(f"{answers[status]:,}" for status in (200, 226, 304)),
        f"{traffic.identity / _MB:,.1f} MB",
        f"{traffic.gzip / _MB:,.1f} MB",
        f"{100 * traffic.gzip / full.gzip:.1f}%" if full.gzip else "",
    )
