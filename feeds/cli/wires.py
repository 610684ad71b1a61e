"""`flask wires` and `flask poll`: how each wire is doing, and one poll now."""

from datetime import datetime
from typing import Any

import click

from store import NotFound, Unavailable, Wire, poll, report_wire

from ..lines import one_line
from ..newsroom import Newsroom
from ..running.leadership import own_name
from .group import CommandGroup, open_newsroom
from .output import counted, print_json, say

commands = CommandGroup()


@commands.command("wires")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each wire.")
def list_wires(as_json: bool) -> None:
    """List the wires, and how each is doing.

    Each has its last success, its next poll, what it brought so far, what its last comparison with
    the site found, what is amiss there, and any error.

    \b
    Example:
      flask wires
    """
    newsroom = open_newsroom()
    with newsroom.store.snapshot() as snapshot:
        states = snapshot.wires.states()
    for wire in newsroom.settings.wires:
        report = report_wire(wire, states.get(wire.name))
        if as_json:
            print_json(report)
        else:
            _print_wire(report)


def _print_wire(report: dict[str, Any]) -> None:
    last = _moment(report["succeeded_at"], "never")
    following = _moment(report["next_at"], "at once")
    counts = counted(report["counts"].items()) or "nothing yet"
    say(f"{report['name']}  {report['kind']}  {report['source']}")
    say(f"  last success {last}; next poll {following}; {counts}")
    if report["comparison"]:
        _print_comparison(report["comparison"])
    for remark in report["remarks"]:
        say(f"  {remark}")
    if report["error"]:
        say(f"  fails for the {report['failures']}. time: {report['error']}")


def _print_comparison(found: dict[str, Any]) -> None:
    """Say what the last comparison found."""
    counts = f"{found['listed']:,} listed there, {found['known']:,} known here"
    differences = f"{found['missing']:,} were missing, {found['gone']:,} gone"
    say(f"  compared {_moment(found['at'], 'never')}: {counts}; {differences}")
    if found["differs_since"]:
        say(f"  they differ since {_moment(found['differs_since'], 'never')}")


def _moment(moment: datetime | None, otherwise: str) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else otherwise


@commands.command("poll")
@click.argument("name")
def poll_wire(name: str) -> None:
    """Poll one wire now, whenever its time would be.

    The exit code is 1 where that failed.

    \b
    Example:
      flask poll agency
    """
    newsroom = open_newsroom()
    wire = _find(newsroom, name)
    done = poll(newsroom.intake, wire, newsroom.outbound, own_name())
    if done.busy:
        raise Unavailable(f"another process is polling {name!r}: try again in some minutes")
    say(counted(done.counts.items()) or "nothing new")
    if done.error:
        raise click.ClickException(one_line(done.error))


def _find(newsroom: Newsroom, name: str) -> Wire:
    """The wire of this name. Raises NotFound, which names those there are."""
    wires = {wire.name: wire for wire in newsroom.settings.wires}
    if name not in wires:
        known = ", ".join(wires) or "none is set"
        raise NotFound(f"no wire is called {name!r}, known are: {known}")
    return wires[name]
