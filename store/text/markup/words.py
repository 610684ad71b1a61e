"""Short texts that come as HTML: the words of titles, names and captions, without their tags.

Knows no article. A text that is none of HTML must not come here: its `<b>` would be lost.
"""

import re

from ..arabic import unescape

# The tags that sources leave in short texts. Others stay: a headline may be about them.
_MARKS = "a|abbr|b|bdi|bdo|big|del|em|font|i|ins|mark|o:p|s|small|span|strong|sub|sup|tt|u|wbr"
_BREAKS = (
    "p|div|br|h[1-6]|hr|img|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption"
    "|blockquote|center|figure|figcaption|pre"
)
_ATTRIBUTES = r"""(?:\s(?:(?>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*)/?>|[^<>]*+>)|/?>)"""
_MARKUP = re.compile(
    r"<(?P<hidden>script|style)\b[^<]*+(?>(?:<(?!/?(?P=hidden)\b)[^<]*+)*)</(?P=hidden)\s*+>"
    r"|<!--(?>(?:[^<-]|-(?!->)|<(?!!--))*)-->"
    rf"|</?(?:{_MARKS}){_ATTRIBUTES}"
    rf"|(?P<break></?(?:{_BREAKS}){_ATTRIBUTES})",
    re.IGNORECASE,
)
# An end of an element, what breaks lines, an attribute or a comment: a headline that is about a tag
# has none of these.
_EVIDENCE = re.compile(
    rf"</(?:{_MARKS}|{_BREAKS}|script|style)\s*+>|<(?:br|p|div|img|hr|li|h[1-6])(?:\s[^<>]*+>|/?>)"
    rf"|<(?:{_MARKS})\s[^<>=]*+=|<!--(?>(?:[^<-]|-(?!->)|<(?!!--))*)-->",
    re.IGNORECASE,
)


def words_of(html: str) -> str:
    """The text that a title or name in HTML means; where blocks and breaks stood, spaces stand.

    Entities are decoded at most twice. Some escape their tags once too often: these go, too.
    """
    text = _without_tags(html)
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
