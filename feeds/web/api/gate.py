"""Who asks: the token of a request, compared in constant time. What is kept is its digest alone."""

import hashlib
import hmac
from collections.abc import Sequence

from werkzeug.datastructures import Headers

from ...settings.values import Token

HEADER = "X-Nashra-Token"


def authenticate(tokens: Sequence[Token], headers: Headers) -> Token | None:
    """The token that a request shows, `Authorization: Bearer ...` or `X-Nashra-Token: ...`; None if
    it is not ours.

    Every token is compared: how long it takes tells nothing.
    """
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    shown = given.strip() if scheme.lower() == "bearer" else headers.get(HEADER, "")
    digest = hashlib.sha256(shown.encode("utf-8", "surrogateescape")).hexdigest()
    found = [token for token in tokens if hmac.compare_digest(token.digest, digest)]
    return found[0] if found and shown else None
