"""One round of asking for the pictures of partners' pages, as partners ask for them.

Only the headers of each answer are read. The round is bounded: in addresses, each of which is asked
for once; in seconds; and in questions at a time.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from store import Outbound, Response, Unreachable

from ..printing.profiles.fetched_pictures import PictureAnswer

ADDRESSES = 300
SECONDS = 60.0
_SECONDS_EACH = 5.0
_AT_A_TIME = 8


class PictureRound:
    """Asks for pictures with the guarded client, and remembers the answers.

    answers  by address; without those of addresses that the round has no room or time for
    """

    def __init__(
        self, outbound: Outbound, *, addresses: int = ADDRESSES, seconds: float = SECONDS
    ) -> None:
        self._outbound = outbound
        self._room = addresses
        self._end = monotonic() + seconds
        self.answers: dict[str, PictureAnswer] = {}

    def ask(self, addresses: Iterable[str]) -> int:
        """Ask for the pictures at new addresses; return how many had to be left unasked."""
        new = [url for url in dict.fromkeys(addresses) if url not in self.answers]
        asked = new[: self._room]
        self._room -= len(asked)
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            answers = list(threads.map(self._ask, asked))
        self.answers |= {url: answer for url, answer in zip(asked, answers, strict=True) if answer}
        return len(new) - len(asked) + answers.count(None)

    def _ask(self, url: str) -> PictureAnswer | None:
        """The answer for one address, as long as there is time."""
        left = self._end - monotonic()
        if left <= 0:
            return None
        try:
            response = self._outbound.fetch(url, limit_bytes=None, seconds=min(left, _SECONDS_EACH))
        except Unreachable as problem:
            return PictureAnswer(problem=str(problem))
        return _read(response)


def _read(response: Response) -> PictureAnswer:
    content_type = response.headers.get("content-type", "")
    return PictureAnswer(
        status=response.status,
        type=content_type.partition(";")[0].strip().lower()[:80],
        length=_length(response),
    )


def _length(response: Response) -> int | None:
    """Bytes of the picture; those of a packed answer are not the picture's."""
    written = response.headers.get("content-length", "")
    is_packed = response.headers.get("content-encoding", "identity") != "identity"
    if is_packed or not (written.isascii() and written.isdecimal()):
        return None
    return int(written[:20])
