"""«اقرأ المزيد» and its like at the end of a summary: a button of the page it was written for.

A sentence may end in the same words. So a call to read on is taken off where it stands apart:
behind a sentence, as a link that the theme calls its button or that leads to the article itself,
behind an arrow, or with the title of the article behind it.
"""

import re
from html import unescape

from ..arabic import words
from .words import words_of

Words = tuple[str, ...]


def _phrases(text: str) -> frozenset[Words]:
    return frozenset(words(phrase) for phrase in text.split(","))


# Calls that say nothing but to read on; a sentence seldom ends in one.
_CALLS = _phrases(
    "اقراء المزيد,لمتابعة القراءة اضغط هنا,رابط الخبر,ادامه مطلب,continue reading,read more"
    ",read more here,keep reading,read on,read the full story,read the full article"
    ",read the full article here,read full article,read full story,full story,full article"
    ",read the rest,learn more,see more,view more,view full article,find out more"
    ",click here to read more,click here for more,lire la suite,lire plus,en savoir plus"
    ",continuer la lecture,poursuivre la lecture,lire l'article,lire la suite de l'article"
)
# Arabic joins them of few parts, folded: who is to do what with what, and where.
_HERE = "(?:(?:(?:اضغط|انقر|اضغطوا|انقروا) )?(?:(?:من )?هنا|(?:علي|عبر) الرابط(?: التالي)?))"
_READ = (
    "(?:اقرا|تابع|اكمل|طالع|شاهد|اعرف|واصل|استكمل|عرض|تصفح"
    "|ل?(?:قراءه|متابعه|مشاهده|معرفه|مطالعه|استكمال|اكمال|مواصله|تصفح))"
)
_STORY = "(?:الخبر|المقال|المقاله|الموضوع|التقرير|القصه|النص|التفاصيل|التدوينه)"
_WHOLE_STORY = (
    f"(?:القراءه|المزيد(?: من التفاصيل)?|اكثر|(?:قراءه )?(?:بقيه |باقي |كامل |تتمه )?{_STORY}"
    "(?: (?:كاملا|كامله|كامل|الكامل|الكامله|بالكامل))?(?: من المصدر)?)"
)
_FOR_MORE = "(?:(?:للمزيد|لمزيد|المزيد) من (?:التفاصيل|المعلومات)|التفاصيل الكامله|تفاصيل اكثر)"
_WEAK = "(?:المزيد|للمزيد|التفاصيل|للتفاصيل|بقيه الخبر|باقي الخبر)"
_ARABIC_CALL = re.compile(
    f"(?:{_HERE} )?(?:{_READ} {_WHOLE_STORY}|{_FOR_MORE})(?: {_HERE})?"
    f"|{_HERE} {_WEAK}|{_WEAK} {_HERE}"
)
# Words that say the same on a button, and anything in a sentence.
_WORDS = _phrases(
    "المزيد,للمزيد,التفاصيل,للتفاصيل,بقية الخبر,باقي الخبر,البقية,التتمة,more,details,suite"
    ",la suite,plus"
)
# What may stand before the title of the article, or a part of it.
_OPENINGS = _phrases(
    "continue reading,keep reading,متابعة القراءة,متابعة قراءة,تابع القراءة,تابع قراءة"
    ",أكمل القراءة,أكمل قراءة,واصل قراءة,lire la suite,lire la suite de,continuer la lecture"
    ",continuer la lecture de,poursuivre la lecture de"
)
# And what may do so, though it begins sentences as well.
_TITLED = _OPENINGS | _phrases(
    "read more,read more about,اقرأ المزيد,اقرأ المزيد عن,قراءة المزيد,قراءة المزيد عن,مواصلة قراءة"
)
_LONGEST = 8  # words of a call

_ENDS = (".", "!", "؟", "?", "…", "]")
_WEAK_ENDS = (*_ENDS, ")", "»", "”", '"')  # they end words as well
_ARROWS = tuple("→←⟶⟵➔›»>")
_DOTS = ("…", "...")
_SIGN = re.compile(r"(?:[\[(]\s?(?:…|\.{2,3})\s?[\])]|(?<=\s)…)\Z")
_SIGN_ENDS = ("]", ")", "…")
_CUT = re.compile(
    r"\[\s?(?:…|\.{3}|&hellip;|&#8230;|&#x2026;)\s?\](?=(?>(?:\s++|<[^<>]*+>)*)\Z)", re.IGNORECASE
)
_LONGEST_RUN = 3_000  # characters
_SHORT_TAIL = 300
_LONGEST_CALL = 60
_WHOLE = (".", "!", "؟", "?", "…", "»")

_LINK = re.compile(r"<a\b([^<>]*+)>((?>(?:[^<]|<(?!/?a\b))*))</a\s*+>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*+=\s*+["']?([^\s"'<>]++)""", re.IGNORECASE)
_BUTTON_CLASS = re.compile(
    r"""(?<=[\s"'])(?:(?:wp-block-post-excerpt__)?more-?link|link-?more|(?:wp-block-)?read-?more"""
    r"""|readmore|continue-?reading|more-?tag|excerpt-?more|entry-?more|btn-?more)"""
    r"""(?:-?(?:link|btn|button))?(?=[\s"'])""",
    re.IGNORECASE,
)
_TAG = re.compile("<[^<>]*+>")
_EDGE = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|section|article)\b[^<>]*+>", re.I)
_OPEN_SIGNS = " \t\n([«|–—-"
_SIGNS = " \n\t»«→←›‹>.…:“”\"'()[]-–—"
_NO_TEXT = re.compile(rf"(?>(?:[{re.escape(_SIGNS)}]|&nbsp;|&raquo;|&rarr;|<[^<>]*+>)*)")


# In HTML


def without_button(html: str, title: str = "", url: str | None = None) -> str:
    """The HTML of a summary without a last link that only says to read on.

    `title` and `url` are those of the article.
    """
    links = list(_LINK.finditer(html))
    if not links or not _NO_TEXT.fullmatch(html, links[-1].end()):
        return html
    last = links[-1]
    if not _is_button(last, title, url):
        return html
    tags = "".join(_TAG.findall(html[last.end() :]))
    return f"{html[: last.start()].rstrip(_OPEN_SIGNS)}\n{tags}"


def _is_button(link: re.Match[str], title: str, url: str | None) -> bool:
    """Whether a link at the end is a button, and no part of a sentence."""
    if _BUTTON_CLASS.search(f"{link[1]} "):
        return True
    behind = unescape(_TAG.sub("", link.string[link.end() :])).strip()
    is_apart = _stands_apart(link)
    if behind.startswith(".") and not is_apart:
        return False
    return _says_to_read_on(link, is_apart or _leads_to(link, url), title)


def _says_to_read_on(link: re.Match[str], is_apart: bool, title: str) -> bool:
    """Whether the text of a link is a call, if it is apart from the sentences or not."""
    text = words_of(_TAG.sub(" ", link[2]))
    call = words(text)
    if _is_call(call) or _begins(call, _OPENINGS):
        return True
    if _begins(call, _TITLED) and (is_apart or _rest(call) == words(title)):
        return True
    return call in _WORDS and (is_apart or _is_marked(text))


def _is_call(call: Words) -> bool:
    """Whether words say nothing but to read on."""
    return call in _CALLS or _ARABIC_CALL.fullmatch(" ".join(call)) is not None


def _stands_apart(link: re.Match[str]) -> bool:
    """Whether a link begins a block, or stands behind the end of a sentence."""
    edge = 0
    for match in _EDGE.finditer(link.string, 0, link.start()):
        edge = match.end()
    before = unescape(_TAG.sub("", link.string[edge : link.start()])).strip()
    return not before.strip(_SIGNS) or before.endswith(_ENDS)


def _leads_to(link: re.Match[str], url: str | None) -> bool:
    """Whether a link leads to the article itself."""
    href = _HREF.search(link[1])
    if href is None:
        return False
    target = unescape(href[1])
    return "#more-" in target or (url is not None and target.rstrip("/") == url.rstrip("/"))


def _begins(call: Words, openings: frozenset[Words]) -> bool:
    """Whether words begin with one of these phrases, and go on."""
    return any(call[:count] in openings for count in range(1, min(_LONGEST, len(call) - 1) + 1))


def _rest(call: Words) -> Words:
    """The words behind the longest phrase that may stand before a title."""
    for count in range(_LONGEST, 0, -1):
        if call[:count] in _TITLED:
            return call[count:]
    return call


# In bodies


def without_own_call(html: str, url: str | None) -> str:
    """The HTML of a body without a last call to read on at the article itself, and without `[…]`.

    Some feeds tell but the beginning of a text. A call that leads elsewhere stays: it may be the
    only way to what it names.
    """
    tail = html[-_SHORT_TAIL:]
    last = _last_text(tail)
    if "[" not in tail and len(last) > _LONGEST_CALL and not _may_be_in_link(last, tail):
        return html
    start, end = _last_run(html)
    run = html[start:end]
    less = _without_cut(_without_last_call(run, url))
    if less == run:
        return html
    left = f"{html[:start]}{less}{html[end:]}"
    return left if words(_TAG.sub(" ", left)) else html


def _may_be_in_link(last: str, tail: str) -> bool:
    """Whether the last text may be that of a link, or holds but signs behind one."""
    end = tail.rfind("</a")
    return end >= 0 and (end > tail.rfind(last) or _NO_TEXT.fullmatch(last) is not None)


def _last_text(html: str) -> str:
    """The last text that stands between tags."""
    return next(filter(str.strip, reversed(_TAG.split(html))), "")


def _last_run(html: str) -> tuple[int, int]:
    """Where the last text between blocks begins and ends; one that is long has no call."""
    end = len(html)
    start = max(0, end - _LONGEST_RUN)
    for edge in reversed(list(_EDGE.finditer(html, start))):
        if words(_TAG.sub(" ", html[edge.end() : end])) or "[" in html[edge.end() : end]:
            return edge.end(), end
        end = edge.start()
    return (end, end) if start else (0, end)


def _without_last_call(run: str, url: str | None) -> str:
    """A run of text without its last link, or without all, where that calls to read on."""
    is_call = _is_call(words(_TAG.sub(" ", run)))
    links = list(_LINK.finditer(run))
    if not links:
        return "" if is_call else run
    last = links[-1]
    if not _NO_TEXT.fullmatch(run, last.end()) or not _is_own(last, url):
        return run
    if is_call:
        return ""
    if not _is_button(last, "", url):
        return run
    tags = "".join(_TAG.findall(run[last.end() :]))
    return f"{run[: last.start()].rstrip(_OPEN_SIGNS)}{tags}"


def _is_own(link: re.Match[str], url: str | None) -> bool:
    """Whether a link leads to the article itself, or is what the theme calls its button."""
    return _leads_to(link, url) or _BUTTON_CLASS.search(f"{link[1]} ") is not None


def _without_cut(run: str) -> str:
    """A run of text without `[…]` at its end; a sentence that is cut off ends in `…`."""
    sign = _CUT.search(run)
    if sign is None:
        return run
    before = run[: sign.start()].rstrip()
    is_whole = _TAG.sub("", before).rstrip().endswith(_WHOLE)
    return f"{before}{'' if is_whole else '…'}{run[sign.end() :]}"


# In text


def without_call(text: str, title: str = "") -> str:
    """The text of a summary without a call to read on, which stands apart from its sentences.

    Nor is the sign kept that something was left out, unless it was in the middle of a sentence.
    """
    parts = text.split()
    for count in range(min(_LONGEST, len(parts) - 1), 0, -1):
        tail = " ".join(parts[-count:])
        if not _is_behind(parts[-count - 1], tail, text, is_sure=True):
            continue
        call = words(tail)
        is_sure = _is_call(call)
        if (is_sure or call in _WORDS) and _is_behind(parts[-count - 1], tail, text, is_sure):
            return without_sign(" ".join(parts[:-count]))
    return _without_titled_call(parts, title) or text


def _without_titled_call(parts: list[str], title: str) -> str:
    """The text before a call that names the article by its title; "" for none."""
    named = words(title)
    length = len(title.split())
    longest = length + _LONGEST + 1
    if not named or words(" ".join(parts[-longest:]))[-len(named) :] != named:
        return ""
    for count in range(length + 1, longest + 1):
        call = words(" ".join(parts[-count:])) if length > 0 and count < len(parts) else ()
        if call[-len(named) :] == named and call[: -len(named)] in _TITLED:
            return without_sign(" ".join(parts[:-count]))
    return ""


def _is_behind(before: str, tail: str, text: str, is_sure: bool) -> bool:
    """Whether a call stands behind a sentence, or is marked as a button."""
    if before.endswith(_WEAK_ENDS if is_sure else _ENDS):
        return True
    if tail.endswith(_ARROWS) and not (tail.endswith("»") and text.count("«") == text.count("»")):
        return True
    is_bracketed = tail[0] in "[(" and tail[-1] in "])"
    return is_bracketed and (is_sure or any(dots in tail for dots in _DOTS))


def _is_marked(text: str) -> bool:
    """Whether the text of a link has an arrow, brackets or dots, as a button has."""
    text = text.strip()
    return text.endswith((*_ARROWS, *_DOTS)) or text[:1] in ("(", "[")


def without_sign(text: str) -> str:
    """The text without `[…]` at its end; a sentence that is cut off ends in `…`."""
    whole = _SIGN.sub("", text).rstrip() if text.endswith(_SIGN_ENDS) else text.rstrip()
    if whole == text or not whole or whole.endswith(_WHOLE):
        return whole
    return f"{whole}…"
