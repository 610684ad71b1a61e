"""The tokens that open partners' feeds, as digests in memory. They outlive the database.

Whoever looks what is current reads them anew; while nobody can, those that are known stay in force.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from store import Transaction

from ..settings.values import Partner

LONGEST = 512  # bytes of a token that are looked at


@dataclass(frozen=True, slots=True)
class _Digest:
    """SHA-256 of a token of a partner, in hex, and when it is over: None for never."""

    partner: str
    digest: str
    ends_at: datetime | None = None


class KnownTokens:
    """The tokens of all partners, as far as they are known. Safe to share between threads.

    were_read  whether those were ever read that were made here
    """

    def __init__(self, partners: Iterable[Partner], clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._set = [
            _Digest(partner.slug, digest) for partner in partners for digest in partner.tokens
        ]
        self._digests = self._set
        self.were_read = False

    def read(self, snapshot: Transaction) -> None:
        """Take the tokens that were made here beside those that are set."""
        made = snapshot.partner_tokens.in_force(self._clock())
        digests = [_Digest(token.partner, token.digest, token.ends_at) for token in made]
        self._digests = self._set + digests
        self.were_read = True

    def admits(self, partner: str, shown: bytes) -> bool:
        """Whether a token opens the feed of a partner.

        Every digest is compared, whosoever it is, so that the time it takes tells nothing.
        """
        digest = hashlib.sha256(shown[: LONGEST + 1]).hexdigest()
        equal = [known for known in self._digests if hmac.compare_digest(known.digest, digest)]
        if not equal or not 0 < len(shown) <= LONGEST:
            return False
        return any(self._opens(known, partner) for known in equal)

    def _opens(self, known: _Digest, partner: str) -> bool:
        is_over = known.ends_at is not None and known.ends_at <= self._clock()
        return known.partner == partner and not is_over
