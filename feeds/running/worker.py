"""What a web worker does beside answering: it follows the store, and counts."""

from multiprocessing.util import Finalize

from ..clock import now
from ..newsroom import Newsroom
from ..serving.newsstand import Newsstand
from ..serving.tally import Tally


class WebWorker:
    """The newsstand and the tally of one process.

    Their threads begin with start(), in the process that answers: threads do not survive a fork.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        slugs = [section.slug for section in newsroom.settings.printed]
        self.newsstand = Newsstand(newsroom.store, slugs)
        self.tally = Tally(newsroom.store, now)

    def start(self) -> None:
        """Begin all threads, and end them with the process."""
        # Granian's workers end as multiprocessing's do, without atexit.
        Finalize(None, self.close, exitpriority=1)
        self.tally.start()
        self.newsstand.start()

    def close(self) -> None:
        """End all threads; the last counts are kept first."""
        self.tally.close()
        self.newsstand.close()
