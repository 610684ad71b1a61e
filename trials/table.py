"""What was seen, as a person reads it: a line for each trial, and one table of all."""

from collections.abc import Iterable

from bench.table import markdown

from .promises import Result, after, told

_HEAD = (
    "what goes wrong",
    "on",
    "article in its feed",
    "polls",
    "p99, slowest",
    "other answers",
    "who said so",
    "",
)
_LOG_LINES = 20
_WIDTH = 300  # characters of a line


def drawn(results: Iterable[Result]) -> str:
    """The table, in Markdown."""
    return markdown([_HEAD, *(_cells(result) for result in results)])


def line(result: Result) -> str:
    """One trial, with all that it has to say."""
    cells = [cell for cell in _cells(result) if cell]
    lines = [" | ".join(cells)]
    lines += [f"readyz after {at:.1f} s: {text}" for at, text in result.said.ready.values()]
    lines += [f"doctor: {text}" for text in result.said.doctor]
    lines += result.notes
    if result.broken:
        lines += [f"log: {text}" for text in result.log[-_LOG_LINES:]]
    return "\n    ".join(text[:_WIDTH] for text in lines) + "\n"


def _cells(result: Result) -> tuple[str, ...]:
    trial = result.trial
    if result.skipped:
        return (trial.name, result.database, "", "", "", "", "", f"NOT TRIED: {result.skipped}")
    return (
        trial.name,
        result.database,
        _articles(result.articles),
        f"{len(result.polls.all):,}",
        f"{1000 * result.polls.share(99):.0f}, {1000 * result.polls.slowest:.0f} ms",
        told(result.polls.others()),
        str(result.said),
        "; ".join(result.broken) or "kept",
    )


def _articles(seconds: list[float]) -> str:
    """How soon each article was there; of many the slowest."""
    if len(seconds) > 2:
        return f"slowest {after(max(seconds))}, of {len(seconds)}"
    return ", then ".join(after(one) for one in seconds)
