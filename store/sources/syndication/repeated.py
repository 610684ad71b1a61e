"""What a template prints around a text though its entry tells it: title, author and date again.

Drupal does so in spans that have a line of their own; articles made for Facebook, which come as
whole pages, in their header.
"""

import re
from collections.abc import Container
from datetime import datetime, timedelta
from html import unescape

_TAG = re.compile("<[^<>]*+>")
_LINE = re.compile(
    r"^[ \t]*+(?:<(?:span|time|a)\b[^<>]*+>)+([^<>]*+)(?:</(?:span|time|a)>)+[ \t]*+$", re.MULTILINE
)
_NUMBER = re.compile("[0-9]+")
_NUMBERS = 6  # of a date with its time
_INSTANT = "op:markup_version"


def text_of(html: str) -> str:
    """Short HTML as text in one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def first_line(html: str) -> str:
    """The text of the first line that is a span, or ""; a template begins with the title."""
    first = _LINE.search(html) if "<span" in html else None
    return text_of(first[1]) if first else ""


def without_repeated(html: str, told: Container[str], date: datetime | None) -> str:
    """A text without the lines that are but what its entry has told, or its date."""
    return _LINE.sub(
        lambda line: "" if text_of(line[1]) in told or _is_date(line[1], date) else line[0], html
    )


def _is_date(text: str, date: datetime | None) -> bool:
    """Whether a text is this date, in whatever order and zone it is printed."""
    numbers = set(map(int, _NUMBER.findall(text[:100])[:_NUMBERS]))
    days = [date + timedelta(days=shift) for shift in (-1, 0, 1)] if date else []
    return any({day.year, day.month, day.day} <= numbers for day in days)


def without_ends(html: str) -> str:
    """A page made for Facebook without its header, of which the picture stays, and its footer."""
    if _INSTANT not in html:
        return html
    before, header, rest = html.partition("<header")
    head, end, body = rest.partition("</header>")
    if not header or not end:
        return html
    text, _, _ = body.partition("<footer")
    return before + _picture(head) + text


def _picture(head: str) -> str:
    """The picture of a header, with its caption."""
    figure = head[head.find("<figure") :] if "<figure" in head else ""
    return figure[: figure.rfind("</figure>") + len("</figure>")] if "</figure>" in figure else ""
