"""Spelling of HTML: text is normalised, and no address is respelt by that."""

import re
from urllib.parse import quote

from ..arabic import is_usual, normalise
from ..normal_form import normal_form
from .images import LAZY, SETS
from .tags import one_of

_OVERLAY = "\u0338"
_TAG_WITH_ADDRESS = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"""(?:\s|["'])(?:href|src|{one_of((*SETS, *LAZY))})"""
    r"""\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
_HOST_OR_LETTERS = re.compile(
    r"""(?<=[:=\s"'])//[^/?#\s"']*"""
    "|([^\x00-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]+)"
)
"""A host, which is IDNA and stays; or (the group) letters, without the marks around them."""


def normalised(html: str) -> str:
    """HTML as it may be stored, before the parser; and after it, for what entities hid.

    NFC would join U+0338 to the `>` of a tag and so break the tag open; only `≠` is ever meant by
    it. An address keeps its spelling: letters that NFC would compose in it are escaped before.
    """
    if _OVERLAY in html:
        html = html.replace(f"={_OVERLAY}", "≠").replace(_OVERLAY, "")
    if normal_form("NFC", html) != html:
        html = _TAG_WITH_ADDRESS.sub(_with_addresses_escaped, html)
    elif is_usual(html):  # so it is normalised already
        return html
    return normalise(html)


def _with_addresses_escaped(tag: re.Match[str]) -> str:
    return _ADDRESS.sub(_escaped, tag[0])


def _escaped(address: re.Match[str]) -> str:
    """An address whose letters are escaped, if NFC would change any."""
    if normal_form("NFC", address[0]) == address[0]:
        return address[0]
    return _HOST_OR_LETTERS.sub(_escaped_letters, address[0])


def _escaped_letters(match: re.Match[str]) -> str:
    return quote(match[1]) if match[1] else match[0]
