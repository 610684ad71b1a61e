"""The root of a document that may be a feed, and what is mended of its XML without loss.

Parses nothing: xml does, before and after.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from html.entities import html5

from ...errors import Refused

NAMESPACE_LIMIT = 100
_HEAD = re.compile(r"(?:[\s\ufeff]++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]*(\[)?[^>]*>?", re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w.-]+:)?([\w.-]+))")
_TOKEN = re.compile(
    r"<!\[CDATA\[|\]\]>|&(?:(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{0,31};))?|<(?![^\W\d]|[:/!?])"
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PREFIX = re.compile(r"""(?:</?|\s(?=[\w.:-]+\s*=\s*["']))([A-Za-z_][\w.-]*):""")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")


def root_of(text: str) -> tuple[int, str]:
    """Where the root element begins, and its name. A document type is passed over, and never
    opened.
    """
    at = _past_prolog(text, 0)
    if doctype := _DOCTYPE.match(text, at):
        if doctype[1]:
            raise Refused(
                "declares entities of its own (<!DOCTYPE ... [), which may be a bomb or open files"
            )
        at = _past_prolog(text, doctype.end())
    if at == len(text):
        raise Refused("the file is empty")
    found = _ROOT.match(text, at)
    if found is None:
        raise Refused(f"is no feed: it begins {text[at : at + 40]!r}")
    if (name := found[2].lower()) not in ("rss", "feed", "rdf"):
        raise Refused(
            "is a web page, not a feed"
            if name == "html"
            else f"is no feed: it begins <{name[:40]}>"
        )
    return at, found[1]


def _past_prolog(text: str, at: int) -> int:
    found = _HEAD.match(text, at)
    return found.end() if found else at


def mended(text: str, root: str, namespaces: Mapping[str, str]) -> str:
    """Control characters, bare `&` and `<`, HTML's entities, CDATA in CDATA, undeclared prefixes, a
    tail.
    """
    end = text.rfind(f"</{root}")
    closing = text.find(">", end) + 1 if end > 0 else 0
    depth = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal depth
        token, before = found[0], depth
        if token == "<![CDATA[":
            depth += 1
            return "" if before else token
        if token == "]]>":
            depth = max(0, depth - 1)
            return token if before == 1 else ""
        if before:
            return token
        meant = unescape(token) if found[1] else html5.get(found[2], token) if found[2] else token
        return escape(meant.replace("\ufffd", ""))

    text = _ILLEGAL.sub("", _TOKEN.sub(mend, text[: closing or None]))
    declared = {"xml", "xmlns", *_DECLARED.findall(text[: text.find(">")])}
    known = {prefix or "atom": address for address, prefix in namespaces.items()}
    prefixes = sorted(set(_PREFIX.findall(text)) - declared)[:NAMESPACE_LIMIT]
    given = "".join(f' xmlns:{one}="{known.get(one, f"urn:undeclared:{one}")}"' for one in prefixes)
    return f"<{root}{given}{text[len(root) + 1 :]}"
