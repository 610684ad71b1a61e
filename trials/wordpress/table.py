"""What was tried and what differed, as a person reads it: one table of all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from bench.table import markdown

from .move import Step

_EXAMPLES = 5  # of a step's differences of one kind


def drawn(orders: Mapping[str, Sequence[Step]]) -> str:
    """The table, in Markdown: a line for each thing that was done, a column for each order."""
    names = dict.fromkeys(step.name for steps in orders.values() for step in steps)
    rows = [(name, *(_cell(name, steps) for steps in orders.values())) for name in names]
    return markdown([("what was done", *orders), *rows])


def line(step: Step) -> str:
    """One thing that was done, and what differs since then, with examples."""
    counts = Counter(difference.what for difference in step.differs)
    told = ", ".join(f"{what} {count}" for what, count in counts.items())
    lines = [f"{step.name} ({step.way}), {step.seconds:.1f} s: {told or 'equal'}"]
    for what, differences in groupby(step.differs, lambda difference: difference.what):
        lines += [f"{what}: {difference.told}" for difference in list(differences)[:_EXAMPLES]]
    return "\n    ".join(lines) + "\n"


def _cell(name: str, steps: Sequence[Step]) -> str:
    """By which ways it came, how soon, and how much differed then."""
    return ", ".join(_way(step) for step in steps if step.name == name)


def _way(step: Step) -> str:
    differs = f"{len(step.differs)} DIFFER" if step.differs else "equal"
    return f"{step.way} {step.seconds:.1f} s: {differs}"
