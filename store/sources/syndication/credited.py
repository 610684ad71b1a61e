"""The credit below the text of an entry: where it appeared first, as WordPress's plugins say."""

from collections.abc import Iterator

from ..articletext.credit import is_credit
from .repeated import text_of

_END = "</p>"
_LAST = 3  # paragraphs among which the credit stands


def without_credit(html: str) -> tuple[str, str | None]:
    """HTML without a paragraph `The post ... appeared first on ...` at its end, and that paragraph.

    Buttons and counters of other plugins may stand behind it.
    """
    for start, end in _last_paragraphs(html):
        text = text_of(html[start:end])
        if is_credit(text):
            return (html[:start] + html[end:]).strip(), text
    return html, None


def _last_paragraphs(html: str) -> Iterator[tuple[int, int]]:
    """Where the last paragraphs stand, the last first; the last line of a text without any."""
    if "<p" not in html:
        yield html.rstrip().rfind("\n") + 1, len(html)
        return
    start = len(html)
    for _ in range(_LAST):
        start = html.rfind("<p", 0, start)
        if start < 0:
            return
        end = html.find(_END, start)
        yield start, end + len(_END) if end >= 0 else len(html)
