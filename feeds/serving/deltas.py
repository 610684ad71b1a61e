"""Deltas of printed feeds (RFC 3229), each made once for all who have the same edition.

Whoever asks first reads and renders, one of a process at a time. Where that cannot be done now, or
is not worth it, nothing is said but that: the whole page is always at hand.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from store import Body, KnownEdition, Section, Site, Store, Transaction, Unavailable, Variant

from ..printing.delta import delta, read_delta
from ..printing.feed import PrintOptions, Sheet
from ..printing.fingerprint import looks
from ..printing.formats.cache import EntryCache
from ..printing.formats.format import Format
from .answer import Answer, delta_answer
from .codings import CODINGS, encode, etag
from .negotiation import tags, takes_deltas
from .newsstand import EncodedEdition

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LIMIT = 16_000_000  # bytes that are kept
MOST = 2_000  # deltas that are kept, with those that are none
_PATIENCE = 1.0  # seconds that one may wait while another one is made
# rss2email asks for deltas under either name, and takes one for an error, for good.
_MISLED = ("feedparser/", "rss2email/")

_log = logging.getLogger("nashra.deltas")


@dataclass(frozen=True, slots=True)
class DeltaWish:
    """A delta that somebody would take.

    revision and hash  those of the current edition, to which it leads
    bases              hashes of the editions that the client has
    """

    feed: str
    format: Format
    revision: int
    hash: str
    bases: tuple[str, ...]


@dataclass(slots=True)
class MadeDelta:
    """A delta with what it was encoded into; without a body where the whole page is the answer.

    base  hash of the edition at which it begins
    """

    base: str = ""
    body: Body | None = None
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of the document and all its variants."""
        variants = list(self.variants.values())
        own = len(self.body.content) if self.body else 0
        return own + sum(len(variant.content) for variant in variants)

    def variant(self, coding: str) -> Variant | None:
        """The bytes in a coding; two threads may make them at once, and make the same."""
        variant = self.variants.get(coding)
        if variant is None and self.body:
            variant = encode(self.body, coding)
            self.variants[coding] = variant
        return variant


def wish_for(reply: Answer, format: Format, environ: "WSGIEnvironment") -> DeltaWish | None:
    """The delta that a client would take instead of the page; None for one that takes none."""
    accept = environ.get("HTTP_A_IM")
    if not accept or not _may_take_deltas(environ) or not takes_deltas(accept):
        return None
    bases = tuple(tags(environ.get("HTTP_IF_NONE_MATCH") or ""))
    if not bases:
        return None
    edition = reply.edition
    return DeltaWish(edition.feed, format, edition.revision, reply.variant.hash, bases)


def _may_take_deltas(environ: "WSGIEnvironment") -> bool:
    """Whether a delta can answer the request, whatever it takes.

    A part of a page is nothing that one could have of a delta.
    """
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ:
        return False
    return not environ.get("HTTP_USER_AGENT", "").startswith(_MISLED)


def shortened(
    site: Site, wish: DeltaWish, page: Answer, made: MadeDelta, environ: "WSGIEnvironment"
) -> Answer:
    """The answer with a delta in the place of a page; the page itself where there is none."""
    variant = made.variant(page.variant.coding)
    if variant is None:
        return page
    browsing = environ.get("HTTP_SEC_FETCH_DEST") == "document"
    base = _base_tag(made.base, environ)
    return delta_answer(site, wish.format, page, variant, base=base, browsing=browsing)


def _base_tag(hash: str, environ: "WSGIEnvironment") -> str:
    """The tag under which the client was given the edition of that hash."""
    coding = tags(environ.get("HTTP_IF_NONE_MATCH") or "").get(hash, "")
    return etag(hash, coding if coding in CODINGS else "")


class Deltas:
    """The deltas that a process made. Safe to share between threads."""

    def __init__(self, store: Store, options: PrintOptions, printed: Iterable[Section]) -> None:
        self._store = store
        self._options = options
        self._sections = {section.slug: section for section in printed}
        self._cache = EntryCache(limit=1_000)
        self._made: OrderedDict[DeltaWish, MadeDelta] = OrderedDict()
        self._changing = Lock()  # held while `_made` changes: never while anything waits
        self._making = Lock()

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return sum(made.size for made in list(self._made.values()))

    def kept(self, wish: DeltaWish) -> MadeDelta | None:
        """What was made for a wish like this; None where nothing was yet."""
        with self._changing:
            made = self._made.get(wish)
            if made is not None:
                self._made.move_to_end(wish)
            return made

    def find(self, wish: DeltaWish, held: EncodedEdition) -> MadeDelta | None:
        """What is wished for, made now if need be; None where that cannot be done now.

        held  the current edition
        """
        made = self.kept(wish)
        if made is not None or not self._making.acquire(timeout=_PATIENCE):
            return made
        try:
            made = self.kept(wish) or self._make_or_say_why(wish, held)
        finally:
            self._making.release()
        if made is not None:
            self._keep(wish, made)
        return made

    def _make_or_say_why(self, wish: DeltaWish, held: EncodedEdition) -> MadeDelta | None:
        """Make a delta; whatever keeps it from being made, there is the page."""
        try:
            return self._make(wish, held)
        except Unavailable:
            return None
        except Exception:
            _log.exception("no delta of feed %s can be made", wish.feed)
            return MadeDelta()

    def _make(self, wish: DeltaWish, held: EncodedEdition) -> MadeDelta:
        """Make a delta. Raises Unavailable where that cannot be done now."""
        section = self._sections[wish.feed]
        with self._store.snapshot() as snapshot:
            base = snapshot.editions.known(wish.feed, wish.format.name, wish.bases)
            if base is None or base.looks != looks(section, self._options):
                return MadeDelta()
            sheet = self._read(snapshot, section, held, base)
        feed = delta(section, self._options, sheet, base, wish.format)
        if feed is None:
            return MadeDelta()
        return _if_short(wish, held, base, wish.format.render(feed, self._cache))

    def _read(
        self, snapshot: Transaction, section: Section, held: EncodedEdition, base: KnownEdition
    ) -> Sheet:
        """Read what a delta is made of. Raises Unavailable while the feed shows another edition."""
        head = snapshot.editions.head(section.slug)
        if head != held.head or held.edition.looks != base.looks:
            raise Unavailable(f"the feed {section.slug!r} shows another edition by now")
        return read_delta(snapshot, section, self._options, held.edition, base)

    def _keep(self, wish: DeltaWish, made: MadeDelta) -> None:
        """Keep a delta, and let go those that were longest not asked for."""
        with self._changing:
            self._made[wish] = made
            self._made.move_to_end(wish)
            # Strangers may ask for thousands that are none: those need no counting of bytes.
            excess = self.size - LIMIT if made.body else 0
            while excess > 0 or len(self._made) > MOST:
                _, oldest = self._made.popitem(last=False)
                excess -= oldest.size


def _if_short(
    wish: DeltaWish, held: EncodedEdition, base: KnownEdition, content: bytes
) -> MadeDelta:
    """The delta of that content, unless it is over half as long as the page."""
    if 2 * len(content) > len(held.body(wish.format.name).content):
        return MadeDelta()
    # It goes out under the tag of the page, which the client has with it.
    return MadeDelta(base.hash, Body(wish.hash, content))
