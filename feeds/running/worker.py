"""What a web worker does beside answering: it follows the store, counts, looks out, and has others
write.
"""

import sys
from multiprocessing.util import Finalize

from ..clock import now
from ..newsroom import Newsroom
from ..pulse import Pulse
from ..serving.deltas import Deltas
from ..serving.newsstand import Newsstand
from ..serving.partner_tokens import KnownTokens
from ..serving.tally import Tally
from .lookout import Lookout
from .server import QUARTER
from .writer import Writer

# Whoever answers a poll waits so long for a thread that computes to let go of the interpreter. The
# usual 5 ms are as much as ten polls take; shorter ones cost a busy worker no answers.
SWITCH_SECONDS = 0.0005


class WebWorker:
    """Newsstand, partners' tokens, deltas, tally, lookout and writer of one process.

    Their threads, and the process of the last, begin with start(), in the process that answers:
    threads do not survive a fork.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        settings = newsroom.settings
        self.tokens = KnownTokens(settings.partners, now)
        self.newsstand = Newsstand(newsroom.store, settings.keys, read=self.tokens.read)
        self.deltas = Deltas(newsroom.store, newsroom.options, settings.printed)
        self.tally = Tally(newsroom.store, now)
        self.lookout = Lookout(newsroom, self.newsstand, self.tally)
        self.writer = Writer(newsroom, QUARTER)

    @property
    def pulses(self) -> tuple[Pulse, Pulse]:
        """The pulses of its threads, which move as long as every wait for the database ends."""
        return self.newsstand.pulse, self.lookout.pulse

    def start(self) -> None:
        """Begin all of them, and end them with the process."""
        sys.setswitchinterval(SWITCH_SECONDS)
        # Granian's workers end as multiprocessing's do, without atexit.
        self._end = Finalize(None, self._close, exitpriority=1)
        self.lookout.start()
        self.newsstand.start()
        self.writer.start()

    def close(self) -> None:
        """End all of them; the last counts are kept first."""
        self._end()

    def _close(self) -> None:
        self.writer.close()
        self.lookout.close()
        self.newsstand.close()
