"""What several sources need, and no rule of text knows: addresses as a source spells them."""

import re

from ..text import addresses

LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
_RELATIVE = re.compile(
    r"""((?:href|src)\s*+=\s*+["'])(?![a-z][a-z0-9+.-]*:|#)([^"'<>]+)""", re.IGNORECASE
)


def http_address(text: str | None, base: str | None) -> str | None:
    """An address as it is spelt, made absolute; None where it is none that a reader could
    follow.
    """
    found = addresses.absolute(text or "", base)
    return found if (addresses.link(found, None) or "").startswith("http") else None


def with_absolute_links(html: str, base: str | None) -> str:
    """HTML whose relative addresses are meant beside `base`."""
    return (
        _RELATIVE.sub(lambda found: found[1] + addresses.absolute(found[2], base), html)
        if base
        else html
    )
