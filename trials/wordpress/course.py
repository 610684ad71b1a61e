"""The two orders in which a newspaper moves: its export first, or its wire first."""

from collections.abc import Callable, Sequence

from .edits import BETWEEN, Edit
from .move import Move, Step

Told = Callable[[Step], None]
Course = Callable[[Move, Sequence[Edit], Told], None]


def export_first(move: Move, edits: Sequence[Edit], told: Told) -> None:
    """Import the archive; go on editing for a while; then start the wire and the webhook."""
    move.begin()
    export = move.save_export()
    move.ingest(export)
    for edit in BETWEEN:
        edit.act(move.editor)
    with move.serving():
        move.poll()
        told(move.compare("the wire after the export", "poll"))
        _edit(move, edits, told, parity=0)
        move.ingest(export)
        told(move.compare("the old export again", "export"))


def wire_first(move: Move, edits: Sequence[Edit], told: Told) -> None:
    """Let the wire bring what the site shows; then import the archive, and point the webhook."""
    move.begin()
    with move.serving():
        move.poll()
        told(move.compare("the wire alone", "poll"))
        export = move.save_export()
        move.ingest(export)
        told(move.compare("the export after the wire", "export"))
        _edit(move, edits, told, parity=1)
        move.ingest(export)
        told(move.compare("the old export again", "export"))


ORDERS: dict[str, Course] = {"export first": export_first, "wire first": wire_first}


def _edit(move: Move, edits: Sequence[Edit], told: Told, *, parity: int) -> None:
    """Do one thing after another. Every second webhook is lost, and the wire alone sees it."""
    for number, edit in enumerate(edits):
        if edit.compared:
            edit.act(move.editor)
            move.let_an_hour_pass()
        elif edit.hooked and number % 2 == parity:
            with move.hooked():
                edit.act(move.editor)
            told(move.compare(edit.name, "hook"))
        else:
            edit.act(move.editor)
        move.poll()
        told(move.compare(edit.name, "poll"))
