"""Texts that are HTML without a page around it, and pages that word processors save.

All of it is the article: its heading, or a first line that is short, is the title, and nothing is
left out as a page's furniture is.
"""

import re
from html import unescape
from typing import Any

from ...errors import Refused
from .bare import read_bare
from .mails import holds_mail

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr td th blockquote figure figcaption"
    " article section header main center hr pre dl dt dd br".split()
)
_MARKS = frozenset(
    "span b strong i em u s a font img small big sup sub mark bdi label o meta link title style"
    " script base".split()
)
HTML_NAMES = _BLOCKS | _MARKS
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = ("title", "style", "script")
_TOKEN = re.compile(
    r"<!--(?>(?:[^<-]|-(?!->)|<(?!!--))*)-->|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]*+>|[^<]++|<"
)
_FIRST = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?=[\s>/])")
_COMMENTS = 20  # that may stand above all elements
_BREAK = re.compile(r"<br\s*/?>[ \t]*$", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(r"<title\b[^<>]*+>([^<]*+)</title>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^<>]*+>", re.IGNORECASE)
_CLIPBOARD = ("<!--StartFragment-->", "<!--EndFragment-->")
_OF_WORD_PROCESSORS = re.compile(
    r"""(?i)generator["']?\s+content=["']?(?:microsoft word|libreoffice|openoffice|aspose|google)"""
    r"""|content=["'](?:microsoft word|libreoffice)[^"'<>]{0,60}["']\s+name=["']?generator"""
    r"|schemas-microsoft-com:office:word|doc-content|docs-internal-guid"
)
_HEAD = 4_000  # characters in which a program names itself
_REMARKS = re.compile(
    r"(?i)href=[\"']?#_?cmnt|mso-element:\s?comment|msocommenttext|<del[\s>]|mso-hide:\s?all"
    r"|display:\s?none"
)
_LONGEST_TITLE = 200  # characters of a first line that is no heading
_NO_TITLE = tuple(".،؛:,;")
_ENDS_LEAST = 2  # lines that end in a break, which only HTML has


def is_fragment(text: str) -> bool:
    """Whether a text is HTML, by how it begins and what parts its lines."""
    if _CLIPBOARD[0] in text[:_HEAD]:
        return True
    first = _FIRST.match(_without_comments(text))
    if first is None:
        return len(_BREAK.findall(text)) >= _ENDS_LEAST
    name = first[1].lower()
    if name not in HTML_NAMES or not _is_closed(text, name):
        return False
    return name in _BLOCKS or any(_tags_of(text, _BLOCKS)) or name in ("title", "style", "meta")


def _without_comments(text: str) -> str:
    """A text without the comments above all that it says."""
    rest = text.lstrip()
    for _ in range(_COMMENTS):
        if not rest.startswith("<!--"):
            break
        rest = rest.partition("-->")[2].lstrip()
    return rest


def _is_closed(text: str, name: str) -> bool:
    """Whether an element is closed, or is one that need not be."""
    return name in ("br", "img", "hr", "meta", "link", "base") or f"</{name}" in text.lower()


def _tags_of(text: str, names: frozenset[str]) -> list[str]:
    """The tags of a text that have one of these names."""
    tags = (match["name"] for match in _TOKEN.finditer(text))
    return [name for name in tags if name and name.lower() in names]


def is_document(page: str) -> bool:
    """Whether a page was saved by a word processor: then all of it is the article."""
    return _OF_WORD_PROCESSORS.search(page, 0, _HEAD) is not None


def read_document(page: str) -> dict[str, Any]:
    """The fields of a page that a word processor has saved. Raises Refused."""
    return read_fragment(page, set())


def read_fragment(text: str, named: set[str]) -> dict[str, Any]:
    """The fields of HTML; its title is left in where front matter has `named` one.

    Raises Refused where no title is told, or where people's remarks or addresses are within.
    """
    _refuse_hidden(text)
    body = _body_of(text)
    if "title" in named:
        return {"html": body}
    title, rest = _parted(body)
    if not title:
        told = _TITLE.search(text)
        title = " ".join(unescape(told[1]).split()) if told else ""
        rest = body
    if not title:
        raise Refused("is missing: the HTML begins with no heading", field="title")
    if not _tags_of(rest, _BLOCKS):
        return {"title": title} | read_bare(rest, named | {"title"})
    return {"title": title, "html": rest}


def _refuse_hidden(text: str) -> None:
    """Raise Refused for HTML that holds what no reader may see."""
    if _REMARKS.search(text):
        reason = "holds what is hidden, deleted or remarked: take that out, and save it anew"
        raise Refused(reason, field="html")
    if "@" in text and holds_mail(_lines_of(text)):
        reason = "holds the head of a mail, whose addresses nobody should read: take that out"
        raise Refused(reason, field="html")


def _lines_of(text: str) -> str:
    """The text of HTML, a block a line."""
    return unescape("".join(map(_seen, _TOKEN.finditer(text.replace("\n", " ")))))


def _seen(match: re.Match[str]) -> str:
    if match["name"]:
        return "\n" if match["name"].lower() in _BLOCKS else ""
    return "" if match[0].startswith("<!--") else match[0]


def _body_of(text: str) -> str:
    """What is shown of HTML: the body of a page, what a clipboard marks, else all."""
    begin, end = _CLIPBOARD
    if begin in text:
        return text.partition(begin)[2].partition(end)[0]
    body = _BODY.search(text)
    if body is None:
        return text
    return text[body.end() :].partition("</body>")[0]


def _parted(body: str) -> tuple[str, str]:
    """The title with which HTML begins, "" for none, and the rest."""
    words: list[str] = []
    tags: list[str] = []
    hidden = ""
    for match in _TOKEN.finditer(body):
        name = (match["name"] or "").lower()
        if name in _BLOCKS and "".join(words).strip():
            return _title(words, tags, body, match.start())
        if name in _UNSEEN:
            hidden = "" if match["end"] else name
        if name or match[0].startswith("<!--"):
            tags.append(match[0])
        elif not hidden:
            words.append(match[0])
    return _title(words, tags, body, len(body))


def _title(words: list[str], tags: list[str], body: str, end: int) -> tuple[str, str]:
    """A first line as the title, if it may be one, and what stands around and below it."""
    title = " ".join(unescape("".join(words)).split())
    is_heading = any(_is_heading(tag) for tag in tags)
    is_short = len(title) <= _LONGEST_TITLE and not title.endswith(_NO_TITLE)
    if not is_heading and not is_short:
        return "", body
    return title, "".join(tags) + body[end:]


def _is_heading(tag: str) -> bool:
    return tag[1:3].lower() in _HEADINGS
