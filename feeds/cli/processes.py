"""The processes of a newsroom: `flask serve`, `web` and `work`; and `flask refresh`, one round."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from threading import Event

import click

from store import Unavailable, load

from ..niceness import NICENESS
from ..printing.press import PrintResult
from ..running import supervisor
from ..running.beats import Beats, beats_of
from ..running.leadership import own_name
from ..running.watchdog import watch
from .group import CommandGroup, open_newsroom
from .output import print_json, say

VAIN_ROUNDS = 5  # of `refresh` in a row, in which no feed could be printed
PAUSE_SECONDS = 0.2

commands = CommandGroup()


@commands.command("refresh")
@click.option(
    "--json", "as_json", is_flag=True, help="A line of JSON for each feed that was printed."
)
def refresh_feeds(as_json: bool) -> None:
    """Print dirty feeds now, and name what was printed.

    Beside a scheduler this only lends a hand; without one it also does what falls due, makes the
    archives of an older database, and reads its words for the search.

    \b
    Example:
      flask refresh --json
    """
    beats = beats_of(open_newsroom(), own_name())
    count = 0
    try:
        for result in _until_clean(beats):
            count += 1
            _print_result(result, as_json=as_json)
    finally:
        beats.release_leases()
    if not count and not as_json:
        say("nothing was dirty")


def _print_result(result: PrintResult, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(result))
    else:
        say(f"{result.feed}: {result.outcome}, revision {result.revision}")


def _until_clean(beats: Beats) -> Iterator[PrintResult]:
    """Print until nothing is dirty, and yield what was printed.

    A feed that was stored in this very second waits for the next one. Raises Unavailable where
    nothing could be printed several times in a row.
    """
    pause = Event()
    vain = 0
    while results := beats.run_once():
        yield from (result for result in results if result.outcome in ("printed", "same"))
        if all(result.outcome in ("beaten", "failed") for result in results):
            vain += 1
        else:
            vain = 0
        if vain > VAIN_ROUNDS:
            names = ", ".join(result.feed for result in results)
            raise Unavailable(
                f"{names}: not printed; the log says why, or the scheduler has another"
                " configuration"
            )
        pause.wait(PAUSE_SECONDS)


def _address_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where the web is served, and by how many processes."""
    count = click.IntRange(1, 64)
    command = click.option(
        "--workers", default=1, show_default=True, type=count, help="Web processes."
    )(command)
    command = click.option(
        "--port", default=8000, show_default=True, type=click.IntRange(1, 65535)
    )(command)
    return click.option("--host", default="127.0.0.1", show_default=True)(command)


@commands.command("serve")
@_address_options
def serve_node(host: str, port: int, workers: int) -> None:
    """Run web and work together: all that one machine needs.

    A supervisor starts either again when it dies, and stops both.

    \b
    Example:
      flask serve --host 0.0.0.0 --port 8080 --workers 2
    """
    open_newsroom()
    address = supervisor.free_address(host, port)
    web = ["--host", address, "--port", str(port), "--workers", str(workers)]
    children = supervisor.Supervisor(web=web, work=["--holder", own_name()])
    sys.exit(children.run())


@commands.command("web")
@_address_options
def serve_web(host: str, port: int, workers: int) -> None:
    """Serve the feeds, without a scheduler.

    This is for several machines; one machine needs `flask serve` alone.

    \b
    Example:
      flask web --port 8080
    """
    open_newsroom()
    address = supervisor.free_address(host, port)
    load("feeds.web.face")  # before Granian forks: its workers share what is loaded
    load("feeds.running.server").serve(address, port, workers)


@commands.command("work")
@click.option(
    "--holder",
    default=own_name,
    hidden=True,
    help="The name under which the scheduler's lease is held.",
)
def run_scheduler(holder: str) -> None:
    """Run the scheduler, without the web.

    It releases what is due, prints what is dirty and polls the wires. Several may run: one of
    them works, the others take over when it falls silent.

    \b
    Example:
      flask work
    """
    beats = beats_of(open_newsroom(), holder)
    os.nice(NICENESS)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    watch([beats.pulse])
    load("feeds.running.scheduler").work(beats, stop)
