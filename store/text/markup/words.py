"""Short texts that come as HTML: the words of titles, names and captions, without their tags.

Knows no article. A text that is none of HTML must not come here: its `<b>` would be lost.
"""

import re

from ..arabic import unescape
from .elements import PARTING_BLOCKS
from .emoji import with_emoji
from .tags import HIDDEN, TAGS, one_of

# The tags of HTML and of Word. Where one parts words, a space stands.
_PARTS = one_of(["br", "img", *(name for name, tag in TAGS.items() if tag.block), *PARTING_BLOCKS])
_MARKS = one_of(
    [
        *(name for name, tag in TAGS.items() if not tag.block and not tag.void),
        *sorted(HIDDEN - {"title"}),
        *"acronym bdo big data font input label nobr picture rb rp rt ruby source tt wbr".split(),
        r"(?:o|w|st1):[a-z]{1,20}",
    ]
)
_UNSEEN = one_of(sorted(HIDDEN - {"embed", "title"}))
_VOID = "br|hr|img|wbr"
_ATTRIBUTES = r"""(?:\s(?:(?>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*)/?>|[^<>]*+>)|/?>)"""
_MARKUP = re.compile(
    rf"<(?P<hidden>{_UNSEEN})\b[^<]*+(?>(?:<(?!/?(?P=hidden)\b)[^<]*+)*)</(?P=hidden)\s*+>"
    r"|<!--(?>(?:[^<-]|-(?!->)|<(?!!--))*)-->"
    rf"|</?(?:{_MARKS}){_ATTRIBUTES}"
    rf"|(?P<break></?(?:{_PARTS}){_ATTRIBUTES})",
    re.IGNORECASE,
)
# An end of an element, what breaks lines, an attribute or a comment: a headline that is about a tag
# has none of these.
_EVIDENCE = re.compile(
    rf"</(?:{_MARKS}|{_PARTS})\s*+>|<(?:{_VOID}|p|div|li|h[1-6])(?:\s[^<>]*+>|/?>)"
    rf"|<(?:{_MARKS})\s[^<>=]*+=|<!--(?>(?:[^<-]|-(?!->)|<(?!!--))*)-->",
    re.IGNORECASE,
)


def words_of(html: str) -> str:
    """The text that a title or name in HTML means; where blocks and breaks stood, spaces stand.

    Entities are decoded at most twice. Some escape their tags once too often: these go, too.
    """
    text = _without_tags(with_emoji(html))
    if "&" not in text:
        return text
    return _without_tags(unescape(text))


def is_html(text: str) -> bool:
    """Whether a text plainly is HTML: `5 < 6 <b>` is not."""
    return "<" in text and _EVIDENCE.search(text) is not None


def _without_tags(text: str) -> str:
    return _MARKUP.sub(_in_place, text) if is_html(text) else text


def _in_place(match: re.Match[str]) -> str:
    return " " if match["break"] else ""
