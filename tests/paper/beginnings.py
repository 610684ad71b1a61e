"""Beginnings that many tests go on from: each is made once, every test has a copy of its own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from store import Store
from tests.paper.editorial import Paper
from tests.paper.edits import Desk
from tests.paper.follower import Follower
from tests.paper.site import Site
from tests.room import START

Kind = TypeVar("Kind", bound=Store)
Steps = Callable[[Follower, Desk, Path], object]


@dataclass
class Beginnings(Generic[Kind]):
    """What has been begun, by name, beside newspapers that one site serves in turn.

    Addresses of a newspaper have the port of its site: copies stay there.
    """

    site: Site
    template: Path
    folder: Path
    open: Callable[[str], Kind]
    _begun: dict[str, tuple[Follower, Desk, Path]] = field(default_factory=dict)

    @contextmanager
    def copy(self, name: str, steps: Steps, folder: Path) -> Iterator[tuple[Follower, Desk, Kind]]:
        """A newsroom over a store in this folder, beside a newspaper, after these steps."""
        if name not in self._begun:
            self._begun[name] = self._begin(name, steps)
        begun, desk, file = self._begun[name]
        desk = deepcopy(desk)
        self.site.paper = desk.paper
        with closing(self.open(f"sqlite:///{shutil.copy(file, folder / 'copy.db')}")) as store:
            yield begun.copy(store, desk.paper), desk, store

    def _begin(self, name: str, steps: Steps) -> tuple[Follower, Desk, Path]:
        folder = self.folder / name
        folder.mkdir()
        file = Path(shutil.copy(self.template, folder / "begun.db"))
        self.site.paper = Paper(lambda: START, self.site.url)
        desk = Desk(self.site.paper)
        with closing(Store(f"sqlite:///{file}")) as store:
            follower = Follower(store, self.site.paper)
            steps(follower, desk, folder)
        return follower, desk, file
