"""Notes of what partners were answered with: an append on the hot path, like a count.

The tally keeps them, with its counts. Notes that are lost make a ledger say less, never more.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime

from store import USER_AGENT_LIMIT, Edition, Fetch

_QUEUE_LIMIT = 20_000  # fetches between two drains; beyond it the oldest are not noted
_NOTES_LIMIT = 10_000  # fetches of different kinds that wait for the store

Noted = tuple[str, int, str, str]  # feed, revision, format, agent


class FetchNotes:
    """Fetches that are not kept yet. Only note() may be called by several threads at once."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen: deque[tuple[Noted, datetime]] = deque(maxlen=_QUEUE_LIMIT)
        self._moments: dict[Noted, tuple[datetime, datetime]] = {}

    def note(self, edition: Edition, format: str, agent: str) -> None:
        """Note that an edition was given out, or that whoever asked has it already."""
        noted = (edition.feed, edition.revision, format, agent[:USER_AGENT_LIMIT])
        self._seen.append((noted, self._clock()))

    def drain(self) -> None:
        """Sort what was noted: of equal fetches the first and the last moment count."""
        for _ in range(len(self._seen)):
            (feed, revision, format, agent), moment = self._seen.popleft()
            noted = (feed, revision, format, _printable(agent))
            first_at, last_at = self._moments.get(noted, (moment, moment))
            if noted in self._moments or len(self._moments) < _NOTES_LIMIT:
                self._moments[noted] = (min(first_at, moment), max(last_at, moment))

    def fetches(self) -> list[Fetch]:
        """What was noted, for the store."""
        return [Fetch(*noted, *moments) for noted, moments in sorted(self._moments.items())]

    def clear(self) -> None:
        """Forget what is kept by now."""
        self._moments.clear()


def _printable(agent: str) -> str:
    """A User-Agent without what no database and no terminal takes."""
    return "".join(character for character in agent if character.isprintable())
