"""Write the expected documents of the reference cases anew.

`python -m tests.feeds.printing.formats.rewrite [NAME...]`.

For a change of the formats that is meant. Read `git diff` before it is committed: nothing else
judges it.
"""

import sys
import tempfile
from pathlib import Path

from store import Store
from tests.conftest import NAMESPACE
from tests.feeds.printing.formats.reference import cases, documents, readable


def main(names: list[str]) -> None:
    known = {case.name: case for case in cases()}
    unknown = set(names) - known.keys()
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}; known are: {', '.join(known)}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        store = Store(f"sqlite:///{folder / 'template.db'}")
        store.migrate(NAMESPACE)
        store.close()
        for name in names or known:
            for format, document in documents(known[name], folder / "template.db", folder).items():
                known[name].expected(format).write_text(
                    readable(format, document), encoding="utf-8"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
