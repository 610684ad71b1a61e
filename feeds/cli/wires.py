"""`flask wires` and `flask poll`: how each wire is doing, and one poll now."""

from datetime import datetime
from typing import Any

import click

from store import (
    Forbidden,
    NotFound,
    Unavailable,
    Wire,
    adopt_site,
    adopt_source,
    poll,
    report_wire,
    site_of,
    site_of_wire,
)

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


@commands.command("adopt")
@click.argument("whose", metavar="SITE|SOURCE")
@click.argument("name", metavar="WIRE")
def adopt(whose: str, name: str) -> None:
    """Give the articles of a WordPress site to a wire.

    A wire takes what its own site has by itself: exports from before, and what came under the
    name of the site. This is for the rest. SITE is another address of the wire's WordPress, such
    as example.com or example.com/blog, from which exports come; all its posts belong to the wire
    from now on. SOURCE is another source that has posts of the wire's site, such as a feed that
    is polled no longer; its articles go to the wire if they lie on the site, and their ids are
    the numbers of posts, or guids such as https://example.com/?p=41.

    \b
    Example:
      flask adopt old.example.com magazine
      flask adopt magazine-rss magazine
    """
    newsroom = open_newsroom()
    wire = _find(newsroom, name)
    own = site_of_wire(wire)
    if own is None:
        raise NotFound(f"{name!r} polls no site: name a wire of kind wordpress or feed")
    site = _site(whose)
    if site:
        _check_is_free(newsroom, site, own)
        count = adopt_site(newsroom.intake, site, name)
    else:
        count = adopt_source(newsroom.intake, whose, own, name)
    say(f"{count} articles belong to {name} from now on")


def _check_is_free(newsroom: Newsroom, site: str, own: str) -> None:
    """Raise Forbidden for the site of another wire, whose numbers mean other posts."""
    other = newsroom.sites.get(site)
    if other and other.fetches and site != own:
        raise Forbidden(f"{site} is polled by the wire {other.name!r}, which has its posts")


def _site(text: str) -> str | None:
    """The site that a person names, None for the name of a source, which has no dot and no port."""
    if not any(mark in text for mark in ".:/"):
        return None
    return site_of(text if "://" in text else f"http://{text}")


def _find(newsroom: Newsroom, name: str) -> Wire:
    """The wire of this name. Raises NotFound, which names those there are."""
    wires = {wire.name: wire for wire in newsroom.settings.wires}
    if name not in wires:
        known = ", ".join(wires) or "none is set"
        raise NotFound(f"no wire is called {name!r}, known are: {known}")
    return wires[name]
