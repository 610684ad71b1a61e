"""The text of an entry: the whole of it, a summary beside it, and the credit below it."""

import re
from html import escape
from typing import Any

from ...limits import SUMMARY_LIMIT
from ...text import dates
from ..common import with_absolute_links
from ..wordpress.shortcodes import without_shortcodes
from .credited import without_credit
from .entry import FeedEntry
from .labels import without_labels
from .names import DATES, FULL_TEXTS, GROUP_TEXT, SPARE_TEXTS
from .repeated import first_line, text_of, without_ends, without_repeated
from .xml import XHTML

_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")


def entry_body(entry: FeedEntry) -> dict[str, str | None]:
    """The html, summary and credit of an entry; the summary of one without text is its text."""
    brief = entry.parsed.get("summary_detail") or {}
    content = _whole_text(entry)
    if content is None:
        content = brief if brief.get("value") else _spare_text(entry)
        brief = {}
    html, credit = without_credit(_without_repeated(_markup(content), entry))
    is_plain = entry.is_plain("summary")
    summary, _ = without_credit(brief.get("value") or "" if is_plain else _markup(brief))
    if len(summary) > SUMMARY_LIMIT:
        summary = ""
    return {"html": html or None, "summary": summary or None, "credit": credit}


def _without_repeated(html: str, entry: FeedEntry) -> str:
    """The text without what a template repeats of the entry around it."""
    html = without_ends(html)
    first = first_line(html)
    title = text_of(entry.parsed.get("title") or "") if first else ""
    if not first or first != title:
        return html
    names = [author.get("name") or "" for author in entry.parsed.get("authors", ())]
    told = {title, *map(text_of, names)}
    return without_repeated(html, told, dates.moment(entry.first_date(DATES)))


def _whole_text(entry: FeedEntry) -> Any:
    """The content of an entry that is no plain text, else any; None without content."""
    contents = [content for content in entry.parsed.get("content", ()) if content["value"]]
    for content in contents:
        if content.get("type") != "text/plain":
            return content
    if contents:
        return contents[0]
    whole = entry.first(FULL_TEXTS)
    return {"value": whole, "base": entry.base} if whole else None


def _spare_text(entry: FeedEntry) -> Any:
    """What stands for the text of an entry that has none: words on a film, or on an episode."""
    words = entry.first([GROUP_TEXT])
    if words:
        return {"value": _lines_apart(words), "type": "text/plain"}
    return {"value": _lines_apart(entry.first(SPARE_TEXTS) or ""), "base": entry.base}


def _markup(content: Any) -> str:
    """The content as HTML: plain text is escaped, what xml:base means is made absolute."""
    value: str = content.get("value") or ""
    if content.get("type") == "text/plain":
        return _paragraphs(escape(value, quote=False))
    if content.get("type") == XHTML:
        value = value.replace("</br>", "")  # feedparser closes what HTML does not: two breaks
    value = without_shortcodes(value)
    if "<" not in value:
        return _paragraphs(value)
    return with_absolute_links(without_labels(value), content.get("base"))


def _paragraphs(text: str) -> str:
    """A text without tags as HTML: blank lines part its paragraphs, as nothing else can."""
    parts = [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
    if len(parts) < 2:
        return text
    return "\n".join(f"<p>{part}</p>" for part in parts)


def _lines_apart(text: str) -> str:
    """A text whose lines are its paragraphs, unless it holds tags."""
    return text if "</" in text else "\n\n".join(text.splitlines())
