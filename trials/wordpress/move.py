"""A newspaper that moves from WordPress to Nashra: what an editor does here, step by step, and
after each step what differs between the site and the feeds.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.processes import flask
from store import Store
from trials.newspaper import TOKEN, Newspaper, tokens

from . import truth
from .compare import Difference, differences
from .editor import Editor
from .printed import FORMATS, Feeds
from .site import WordPress
from .story import Story

WIRE = "harbour"
SHAPES = ("rest", "webhooks", "bare", "post", "guide", "three")  # of webhooks
_HOOK_SECONDS = 10
_POLL_SECONDS = 6
_BUSY_SECONDS = 60
_LOOK_SECONDS = 0.25
_HOUR = timedelta(hours=1)
_ACCEPTED = ("200", "201", "202")
_SITE = """
[site]
title = "جريدة المرفأ"

[feeds]
size = 200
hours = 8760
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, how it came here, how soon, and what differs since then."""

    name: str
    way: str
    seconds: float
    differs: list[Difference]


@dataclass
class Move:
    """The site, and the newspaper that it becomes."""

    folder: Path
    site: WordPress
    editor: Editor
    newspaper: Newspaper
    steps: list[Step] = field(default_factory=list)
    _known: set[Difference] = field(default_factory=set)
    _dates: dict[str, datetime] = field(default_factory=dict)
    _hooked: int = 0

    def __post_init__(self) -> None:
        self._feeds = Feeds(self.newspaper.base, (*truth.SECTIONS, truth.OTHERS))

    def begin(self) -> None:
        """Make the database; nobody serves it yet, and there is no wire."""
        self.configure(wire=False)
        flask("migrate", **self._settings())

    def configure(self, *, wire: bool) -> None:
        """Write the configuration, with a wire to the site or without one."""
        parts = [_SITE, *map(_section, (*truth.SECTIONS, truth.OTHERS))]
        if wire:
            parts.append(_wire(self.site.address))
        self._configuration.write_text("\n".join(parts), encoding="utf-8")

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The newspaper serves, with a wire to the site."""
        self.configure(wire=True)
        with self.newspaper:
            yield

    def save_export(self) -> Path:
        """Save all content of the site as it is now."""
        file = self.folder / "export.xml"
        file.write_bytes(self.site.export())
        return file

    def ingest(self, export: Path) -> None:
        """Import an export, as docs/wordpress.md says. Raises RuntimeError."""
        code, said = self.newspaper.run(
            "ingest", str(export), "--keep-guid", "--section", truth.OTHERS
        )
        if code:
            raise RuntimeError(f"the import ends with {code}: {said}")

    def poll(self) -> None:
        """Let the wire poll now. Raises RuntimeError."""
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            code, said = self.newspaper.run("poll", WIRE)
            if code == 0:
                return
            if time.monotonic() > deadline:
                last = "".join(self.newspaper.warnings()[-1:])
                raise RuntimeError(f"the poll ends with {code}: {said}{last}")
            time.sleep(1)

    def let_an_hour_pass(self) -> None:
        """Make the last comparison of all posts an hour older: renames are seen by the next."""
        store = Store(self.newspaper.database)
        try:
            with store.transaction() as transaction:
                state = transaction.wires.states()[WIRE]
                compared = datetime.fromisoformat(state.memory["compared"]) - _HOUR
                memory = state.memory | {"compared": compared.isoformat()}
                transaction.wires.note(replace(state, memory=memory))
        finally:
            store.close()

    @contextmanager
    def hooked(self) -> Iterator[None]:
        """Let plugins tell what is done meanwhile, each time in another shape."""
        shape = SHAPES[self._hooked % len(SHAPES)]
        self._hooked += 1
        self.site.hook(f"{shape} {self.newspaper.base}/api/v1/hooks/wordpress {TOKEN}{WIRE}")
        try:
            yield
        finally:
            self.site.hook("")

    def compare(self, name: str, way: str) -> Step:
        """Note what differs that did not differ before, once there is nothing or it takes long."""
        refused = [Difference("hook", line) for line in self.site.hook_answers() if _refused(line)]
        began = time.monotonic()
        deadline = began + (_HOOK_SECONDS if way == "hook" else _POLL_SECONDS)
        theirs = [self._as_first_seen(story) for story in truth.stories(self.site)]
        while new := (now := self._differences(theirs)) - self._known:
            if time.monotonic() > deadline:
                break
            time.sleep(_LOOK_SECONDS)
        self._known = now
        step = Step(name, way, time.monotonic() - began, [*sorted(new), *refused])
        self.steps.append(step)
        return step

    def _as_first_seen(self, story: Story) -> Story:
        """A story with the date that its readers saw first: that never moves here."""
        first = self._dates.setdefault(story.number, story.published)
        return replace(story, published=first)

    def _differences(self, theirs: list[Story]) -> set[Difference]:
        """What differs now, each with the formats in which it does."""
        formats: defaultdict[Difference, list[str]] = defaultdict(list)
        for form in FORMATS:
            for difference in differences(theirs, self._feeds.stories(form)):
                formats[difference].append(form)
        return {
            replace(difference, told=f"{difference.told} [{' '.join(forms)}]")
            for difference, forms in formats.items()
        }

    @property
    def _configuration(self) -> Path:
        return self.folder / "nashra.toml"

    def _settings(self) -> dict[str, str]:
        return settings(self.folder) | {"NASHRA_DATABASE": self.newspaper.database}


def settings(folder: Path) -> dict[str, str]:
    """The surroundings of every command of the newspaper."""
    return {
        "NASHRA_CONFIG": str(folder / "nashra.toml"),
        "NASHRA_OUTBOUND_ALLOW": "127.0.0.1",
        "NASHRA_API_TOKENS": tokens(WIRE),
    }


@contextmanager
def move(folder: Path, site: WordPress, posts: int) -> Iterator[Move]:
    """Fill the site, and prepare the newspaper."""
    editor = Editor(site, posts)
    newspaper = Newspaper(folder, f"sqlite:///{folder / 'nashra.db'}", settings(folder))
    yield Move(folder, site, editor, newspaper)


def _refused(line: str) -> bool:
    """Whether a line of the log of hooks tells of an answer other than that all is well."""
    return line.split()[2] not in _ACCEPTED


def _section(slug: str) -> str:
    aliases = truth.SECTIONS.get(slug, ())
    quoted = ", ".join(f'"{name}"' for name in aliases)
    return f'[[section]]\nslug = "{slug}"\ntitle = "{slug}"\naliases = [{quoted}]\n'


def _wire(address: str) -> str:
    """Polled by nobody but the trial, after the first time."""
    return (
        f'[[wire]]\nname = "{WIRE}"\nkind = "wordpress"\nurl = "{address}"\n'
        f'section = "{truth.OTHERS}"\nseconds = 86400\nkeep_guid = true\n'
    )
