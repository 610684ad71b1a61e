"""The text of an entry: its whole text, a summary beside it, and the credit below it."""

import re
from html import escape, unescape
from typing import Any

from ..articletext.credit import is_credit
from ..common import with_absolute_links
from .xml import XHTML

SUMMARY_LIMIT = 64_000
_TAG = re.compile("<[^>]*>")


def entry_body(entry: Any) -> dict[str, str | None]:
    """The whole text and, beside it, a summary; where there is no whole text, what there is stands
    for it.
    """
    contents = [one for one in entry.get("content", ()) if one["value"]]
    short = entry.get("summary_detail") or {}
    best = next(
        (one for one in contents if one.get("type") != "text/plain"),
        contents[0] if contents else short,
    )
    html, credit = _without_credit(_markup(best))
    summary = "" if best is short else _without_credit(_markup(short))[0]
    return {
        "html": html or None,
        "summary": summary if 0 < len(summary) <= SUMMARY_LIMIT else None,
        "credit": credit,
    }


def _markup(content: Any) -> str:
    """As HTML: plain text is escaped, `<br></br>` is not two of them, and what xml:base means is
    made absolute.
    """
    value, base = content.get("value") or "", content.get("base")
    if content.get("type") == "text/plain":
        return escape(value, quote=False)
    if content.get("type") == XHTML:
        value = value.replace("</br>", "")
    return with_absolute_links(value, base)


def _without_credit(html: str) -> tuple[str, str | None]:
    """Without a last paragraph `The post ... appeared first on ...`, which is credit."""
    at = html.rfind("<p") if "<p" in html else html.rstrip().rfind("\n") + 1
    said = " ".join(unescape(_TAG.sub("", html[at:])).split())
    if not is_credit(said):
        return html, None
    return (html[:at] + html[at:].partition("</p>")[2]).strip(), said
