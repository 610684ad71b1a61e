"""Wires of the API: what is polled, and how that goes. Nothing is polled from here."""

from store import report_wire

from .answers import JsonAnswer, answer
from .caller import Caller
from .routes import Route
from .schemas import WireReport, WireReports


def wires(caller: Caller) -> JsonAnswer:
    """The sources that are polled, and how their polls went."""
    with caller.store.snapshot() as snapshot:
        states = snapshot.wires.states()
    reports = [
        WireReport(**report_wire(wire, states.get(wire.name))) for wire in caller.settings.wires
    ]
    return answer(WireReports(items=reports))


ROUTES = (Route("GET", "/wires", wires, answers={200: WireReports}),)
