"""The text of an entry: the whole of it, a summary beside it, and the credit below it."""

import re
from html import escape, unescape
from typing import Any

from ...limits import SUMMARY_LIMIT
from ..articletext.credit import is_credit
from ..common import with_absolute_links
from ..wordpress.shortcodes import without_shortcodes
from .entry import FeedEntry
from .xml import XHTML

_TAG = re.compile("<[^<>]*+>")


def entry_body(entry: FeedEntry) -> dict[str, str | None]:
    """The html, summary and credit of an entry; the summary of one without text is its text."""
    brief = entry.parsed.get("summary_detail") or {}
    content = _whole_text(entry)
    if content is None:
        content = brief
        brief = {}
    html, credit = _without_credit(_markup(content))
    is_plain = entry.is_plain("summary")
    summary, _ = _without_credit(brief.get("value") or "" if is_plain else _markup(brief))
    if len(summary) > SUMMARY_LIMIT:
        summary = ""
    return {"html": html or None, "summary": summary or None, "credit": credit}


def _whole_text(entry: FeedEntry) -> Any:
    """The content of an entry that is no plain text, else any; None without content."""
    contents = [content for content in entry.parsed.get("content", ()) if content["value"]]
    for content in contents:
        if content.get("type") != "text/plain":
            return content
    return contents[0] if contents else None


def _markup(content: Any) -> str:
    """The content as HTML: plain text is escaped, what xml:base means is made absolute."""
    value: str = content.get("value") or ""
    if content.get("type") == "text/plain":
        return escape(value, quote=False)
    if content.get("type") == XHTML:
        value = value.replace("</br>", "")  # feedparser closes what HTML does not: two breaks
    if "[" in value:
        value = without_shortcodes(value)
    return with_absolute_links(value, content.get("base"))


def _without_credit(html: str) -> tuple[str, str | None]:
    """HTML without a last paragraph `The post ... appeared first on ...`, and that paragraph."""
    start = _last_paragraph(html)
    text = " ".join(unescape(_TAG.sub("", html[start:])).split())
    if not is_credit(text):
        return html, None
    _, _, behind = html[start:].partition("</p>")
    return (html[:start] + behind).strip(), text


def _last_paragraph(html: str) -> int:
    """The beginning of the last paragraph, or of the last line of a text without paragraphs."""
    if "<p" in html:
        return html.rfind("<p")
    return html.rstrip().rfind("\n") + 1
