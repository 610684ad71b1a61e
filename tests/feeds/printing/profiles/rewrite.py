"""Write the documents of the partners' histories anew.

`python -m tests.feeds.printing.profiles.rewrite`.

For a change of what all documents have in common, and for a first draft of a new history. Read `git
diff` before it is committed, beside the partner's rules: nothing else judges it.
"""

import tempfile
from pathlib import Path

from store import Store
from tests.conftest import NAMESPACE
from tests.feeds.printing.profiles.histories import History, histories, play


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        template = folder / "template.db"
        store = Store(f"sqlite:///{template}")
        store.migrate(NAMESPACE)
        store.close()
        for history in histories():
            _write(history, template, folder)


def _write(history: History, template: Path, folder: Path) -> None:
    documents = play(history, template, folder).documents
    for step in history.steps:
        path = history.expected(step)
        if step in documents:
            path.write_text(documents[step], encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
