"""What commands say: lines of JSON, the report of an ingest, and its progress on a terminal."""

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from store import GuidLoss, Kind, Outcome, Refusals, Refused, Remarks, load, rfc3339

from ..lines import json_line, one_line

Tell = Callable[[int], None]

_log = logging.getLogger("nashra.ingest")


def say(text: str, *, err: bool = False) -> None:
    """Print one line for a person, whatever the text of others in it holds."""
    click.echo(one_line(text), err=err)


def print_json(fields: object) -> None:
    """Print one line of JSON; moments are written by RFC 3339."""
    click.echo(to_json(fields))


def to_json(value: object) -> str:
    """One line of JSON, with Arabic as it is."""
    return json_line(value, _jsonable)


def _jsonable(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value)
    return str(value)


def counted(counts: Iterable[tuple[object, int]]) -> str:
    """Counts in one line: `new: 2, edited: 1`."""
    return ", ".join(f"{name}: {count}" for name, count in counts)


class Report:
    """The report of an ingest: the first refusals, then the counts.

    With `--json` there is a line for each record as well, once it is kept, refused ones too.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.counts: Counter[Kind] = Counter()
        self.left_out: Counter[str] = Counter()
        self.guids_lost: Counter[GuidLoss] = Counter()
        self.refusals = Refusals()
        self.remarks = Remarks()
        self._as_json = as_json

    @property
    def has_refused(self) -> bool:
        """Whether any draft went to quarantine."""
        return self.counts[Kind.QUARANTINED] > 0

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count the outcomes of one batch, and say those that are to be said."""
        for outcome in outcomes:
            self._add(outcome)
        sys.stdout.flush()

    def _add(self, outcome: Outcome) -> None:
        self.counts[outcome.kind] += 1
        if outcome.guid_lost:
            self.guids_lost[outcome.guid_lost] += 1
        if outcome.kind is Kind.OMITTED:
            self.left_out[outcome.state] += 1
        elif self._as_json:
            print_json(_outcome_fields(outcome))
        if outcome.refused:
            line = describe_refusal(outcome.refused)
            if self.refusals.add(outcome.refused, line):
                _log.warning("refused: %s", line)
        for remark in outcome.remarks:
            self.remarks.add(remark, outcome.source_id)

    def end(self) -> None:
        """Say the counts."""
        for line in self.refusals.rest():
            _log.warning("refused: %s", line)
        for line in self.remarks.lines():
            _log.warning("taken in part: %s", line)
        if self._as_json:
            self._print_json()
        else:
            self._print()

    def _print_json(self) -> None:
        report: dict[str, object] = {kind.value: self.counts[kind] for kind in self._kinds()}
        if self.left_out:
            report["left_out"] = dict(sorted(self.left_out.items()))
        if self.guids_lost:
            report["guids_not_kept"] = {why.name.lower(): n for why, n in self.guids_lost.items()}
        if self.remarks.ids:
            report["in_part"] = self.remarks.ids
        print_json({"report": report})

    def _print(self) -> None:
        say(counted((kind, self.counts[kind]) for kind in self._kinds()))
        if self.left_out:
            states = ", ".join(f"{count} {state}" for state, count in sorted(self.left_out.items()))
            say(f"left out: {states}")
        if self.guids_lost:
            say(counted(self.guids_lost.items()))
        if self.has_refused:
            say("`flask quarantine list` names what was refused, and why", err=True)

    def _kinds(self) -> list[Kind]:
        """The kinds that are counted aloud; the rare ones only where there were any."""
        rare = [kind for kind in (Kind.COPY, Kind.WITHDRAWN, Kind.RESTORED) if self.counts[kind]]
        return [Kind.NEW, Kind.EDITED, Kind.SAME, *rare, Kind.QUARANTINED]


def _outcome_fields(outcome: Outcome) -> dict[str, object]:
    fields: dict[str, object] = {
        "outcome": outcome.kind.value,
        "file": outcome.place.file,
        "line": outcome.place.line,
        "id": outcome.id,
        "source_id": outcome.source_id,
    }
    if outcome.feeds:
        fields["feeds"] = outcome.feeds
    if outcome.guid_lost:
        fields["guid_not_kept"] = outcome.guid_lost.name.lower()
    if outcome.refused:
        fields |= outcome.refused.members
    if outcome.remarks:
        fields["remarks"] = [str(remark) for remark in outcome.remarks]
    return fields


def describe_refusal(refused: Refused) -> str:
    """A refusal in one line: its place, field, reason, and the offending character if one is."""
    place = refused.place
    at = f"{place.file}:{place.line}" if place.line else place.file
    if refused.code_point is None:
        return f"{at}: {refused}"
    where = "" if refused.offset is None else f" at {refused.offset}"
    return f"{at}: {refused} (U+{refused.code_point:04X}{where})"


@contextmanager
def progress(*, is_terminal: bool) -> Iterator[Tell]:
    """Progress on a terminal, silence in a pipe; its value is told how many records came."""
    if not is_terminal:
        yield _say_nothing
        return
    console = load("rich.console")  # heavy, and of no use to a pipe
    bar = load("rich.progress")
    columns = (
        bar.SpinnerColumn(),
        bar.TextColumn("{task.completed:,} records"),
        bar.TimeElapsedColumn(),
    )
    with bar.Progress(*columns, console=console.Console(stderr=True), transient=True) as shown:
        task = shown.add_task("ingest", total=None)
        yield lambda count: shown.advance(task, count)


def _say_nothing(_count: int) -> None:
    """What a pipe is told of progress."""
