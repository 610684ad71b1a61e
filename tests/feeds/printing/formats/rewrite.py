"""Write the expected documents of the reference cases anew.

`python -m tests.feeds.printing.formats.rewrite [NAME...]`.

For a change of the formats that is meant. It refuses other bytes under the print version that the
cases carry. Read `git diff` before it is committed: nothing else judges it.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from store import Store
from tests.conftest import NAMESPACE
from tests.feeds.printing.formats import carried
from tests.feeds.printing.formats.reference import Case, cases, documents, readable


def main(names: list[str]) -> None:
    known = {case.name: case for case in cases()}
    unknown = set(names) - known.keys()
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}; known are: {', '.join(known)}")
    chosen = {name: known[name] for name in names or known}
    printed = print_anew(chosen)
    digests = {name: carried.digests(chosen[name].fields, made) for name, made in printed.items()}
    try:
        renewed = carried.renewed(carried.load(), digests)
    except ValueError as error:
        sys.exit(str(error))
    for name, made in printed.items():
        for format, document in made.items():
            text = readable(format, document)
            chosen[name].expected(format).write_text(text, encoding="utf-8")
    carried.save(renewed)


def print_anew(chosen: Mapping[str, Case]) -> dict[str, dict[str, bytes]]:
    """The documents of each case, in databases that are gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        template = folder / "template.db"
        store = Store(f"sqlite:///{template}")
        store.migrate(NAMESPACE)
        store.close()
        return {name: documents(case, template, folder) for name, case in chosen.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
