"""Sections and tags that stand as links below a text, where these say what they are (SPIP)."""

import re
from html import unescape

_SIGNS = "-/,|·•\xa0 \t\r\n"
_SECTION = "directory"  # rel of a link to the section that holds an article
_LABELS = (_SECTION, "tag")
_REL = re.compile(r"""\srel\s*+=\s*+["']?([\w-]+)""", re.IGNORECASE)
_MOST = 20


def without_labels(html: str) -> str:
    """HTML without the sections and tags at its end."""
    text, labels = _parted(html)
    return text if labels else html


def labels_below(html: str) -> list[str]:
    """The sections and tags at the end of HTML, in their order."""
    _, labels = _parted(html)
    return [label for label in labels if label]


def _parted(html: str) -> tuple[str, list[str]]:
    """HTML up to the labels at its end, and these."""
    labels: list[str] = []
    if _SECTION not in html:
        return html, labels
    text = html.rstrip(_SIGNS)
    while len(labels) < _MOST and text.endswith("</a>"):
        start = text.rfind("<a ")
        tag, _, name = text[start:-4].partition(">")
        rel = _REL.search(tag)
        if start < 0 or "<" in name or rel is None or rel[1].lower() not in _LABELS:
            break
        labels.insert(0, unescape(name).strip())
        text = text[:start].rstrip(_SIGNS)
    return text, labels
