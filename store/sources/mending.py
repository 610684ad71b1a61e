"""The root of a document that may be a feed, and the mending of XML that can be done without loss.

Parses nothing: xml does, before and after.
"""

import re
from collections.abc import Mapping
from html import escape
from html.entities import html5

from ..errors import Refused
from ..limits import FEED_NAMESPACE_LIMIT
from ..text.arabic import unescape
from .prolog import past_notices, past_prolog

_ROOTS = ("rss", "feed", "rdf")
_OPEN = "<![CDATA["
_CLOSE = "]]>"

_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]*+(?>(\[)?)[^>]*+>?+", re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w.-]+:)?([\w.-]+))")  # the name, and its part behind the prefix

# Places that may need mending: the ends of CDATA, `&` bare or with a number or name behind it, and
# `<` that begins no tag.
_TOKEN = re.compile(
    r"<!\[CDATA\[|\]\]>|&(?:(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{0,31};))?|<(?![A-Za-z_:!?]|/[A-Za-z_:])"
)
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")  # XML 1.0, section 2.2
_SEPARATOR = re.compile("[\x0b\x0c\x1c-\x1f]")  # as illegal, but they part words

# Comments, and declarations that stand in the middle; tags that have attributes, and those of lines
# that HTML does not end. What is text in CDATA is passed over with it.
_MARKUP = re.compile(
    r"<!\[CDATA\[(?>[^\]]*(?:\](?!\]>)[^\]]*)*)(?:\]\]>)?"
    r"|(<!--(?>[^-]*(?:-(?!->)[^-]*)*)(?:-->)?|<\?xml\s[^<>]*+>|<!DOCTYPE\b[^<>\[]*+>|</(?:br|hr|wbr)\s*+>)"
    r"""|<([A-Za-z_:][\w:.-]*+)(\s(?>(?:[^<>"']|"[^"<]*"|'[^'<]*')*))?>""",
    re.IGNORECASE,
)
_WHOLE_ATTRIBUTES = re.compile(
    r"""\A(?>(?:\s++[A-Za-z_:][\w:.-]*+\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*)\s*+/?\Z"""
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([A-Za-z_:][\w:.-]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=<>]++))?(?=[\s/]|\Z)"""
)
_LINES = frozenset(["br", "hr", "wbr"])

# Prefixes of elements and attributes, and those that the root declares.
_PREFIX = re.compile(r"""(?:</?|\s(?=[\w.:-]+\s*=\s*["']))([A-Za-z_][\w.-]*):""")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")


def root_of(text: str) -> tuple[int, str]:
    """The position of the root element, and its name. Raises Refused unless it is a feed's.

    A document type is passed over, and never opened; so are notices that a program printed above.
    """
    start = _past_doctype(text, past_notices(text))
    if start == len(text):
        raise Refused("the file is empty")
    match = _ROOT.match(text, start)
    if match is None:
        raise Refused(f"is no feed: it begins {text[start : start + 40]!r}")
    name = match[2].lower()
    if name == "html":
        raise Refused("is a web page, not a feed")
    if name not in _ROOTS:
        raise Refused(f"is no feed: it begins <{name[:40]}>")
    return start, match[1]


def _past_doctype(text: str, start: int) -> int:
    """The end of a document type and the comments behind it. Raises Refused if it has entities."""
    match = _DOCTYPE.match(text, start)
    if match is None:
        return start
    if match[1]:
        raise Refused(
            "declares entities of its own (<!DOCTYPE ... [), which may be a bomb or open files"
        )
    return past_prolog(text, match.end())


def mended(text: str, root: str, namespaces: Mapping[str, str]) -> str:
    """A document from its root on as XML that may be well-formed.

    Mended are control characters (separators become spaces), bare `&` and `<`, HTML's entities,
    CDATA in CDATA, attributes without quotes or that stand twice, comments, declarations in the
    middle, undeclared prefixes, and a tail. `namespaces` are the known ones: prefix by address.
    """
    text = _without_tail(text, root)
    text = _ILLEGAL.sub("", _TOKEN.sub(_TokenMender(), text))
    text = _MARKUP.sub(_markup, text)
    text = _SEPARATOR.sub(" ", text)
    return with_prefixes_declared(text, root, namespaces)


def _without_tail(text: str, root: str) -> str:
    """The document up to the end of its root: scripts and notices stand behind it."""
    end = text.rfind(f"</{root}")
    if end <= 0:
        return text
    closing = text.find(">", end)
    return text if closing < 0 else text[: closing + 1]


class _TokenMender:
    """Mends the tokens of a document one after the other, minding the CDATA around each."""

    def __init__(self) -> None:
        self._depth = 0

    def __call__(self, match: re.Match[str]) -> str:
        """The text that stands for a match of _TOKEN."""
        token = match[0]
        if token == _OPEN:
            return self._opened()
        if token == _CLOSE:
            return self._closed()
        if self._depth:  # within CDATA all is text already
            return token
        return escape(_meaning(match).replace("\ufffd", ""))

    def _opened(self) -> str:
        """The outermost opening stays, those within would be text."""
        self._depth += 1
        return _OPEN if self._depth == 1 else ""

    def _closed(self) -> str:
        """The outermost close stays; one without an opening is dropped."""
        if self._depth == 0:
            return ""
        self._depth -= 1
        return _CLOSE if self._depth == 0 else ""


def _meaning(match: re.Match[str]) -> str:
    """The characters that an entity means; a name that HTML does not know is text."""
    token, number, name = match.group(0, 1, 2)
    if number:
        return unescape(token)
    if name:
        return html5.get(name, token)
    return token


def _markup(match: re.Match[str]) -> str:
    """The markup that stands for a match of _MARKUP."""
    dropped, name, attributes = match.groups()
    if dropped:
        return "" if dropped.endswith(">") else dropped
    if name is None:
        return match[0]
    return _tag(name, attributes or "")


def _tag(name: str, attributes: str) -> str:
    """A tag whose attributes all have quotes, each once; the first counts, as in HTML."""
    is_closed = attributes.rstrip().endswith("/")
    if not _WHOLE_ATTRIBUTES.match(attributes) or _stand_twice(attributes):
        attributes = _attributes(attributes)
        attributes += "/" if is_closed else ""
    if name.lower() in _LINES and not is_closed:
        attributes += "/"
    return f"<{name}{attributes}>"


def _stand_twice(attributes: str) -> bool:
    """Whether one attribute stands twice."""
    names = [match[1] for match in _ATTRIBUTE.finditer(attributes)]
    return len(set(names)) < len(names)


def _attributes(attributes: str) -> str:
    """Attributes as XML writes them."""
    values: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        values.setdefault(match[1], (match[2] or "").strip("\"'"))
    return "".join(
        f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in values.items()
    )


def with_prefixes_declared(text: str, root: str, namespaces: Mapping[str, str]) -> str:
    """A document whose root declares all prefixes: a known one as ours, another as its own."""
    declared = {"xml", "xmlns", *_DECLARED.findall(text[: text.find(">")])}
    used = set(_PREFIX.findall(text))
    known = {prefix or "atom": address for address, prefix in namespaces.items()}
    added = ""
    for prefix in sorted(used - declared)[:FEED_NAMESPACE_LIMIT]:
        address = known.get(prefix, f"urn:undeclared:{prefix}")
        added += f' xmlns:{prefix}="{address}"'
    return f"<{root}{added}{text[len(root) + 1 :]}"
