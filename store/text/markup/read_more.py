"""«اقرأ المزيد» and its like at the end of a summary: a button of the page it was written for."""

import re

from ..arabic import fold
from .words import words_of

_BUTTONS = frozenset(
    name.replace("_", " ")
    for name in (
        "المزيد للمزيد اقرا_المزيد اقراء_المزيد قراءه_المزيد لقراءه_المزيد اقرا_المزيد_هنا"
        " اكمل_القراءه لاكمال_القراءه اكمال_القراءه متابعه_القراءه لمتابعه_القراءه تابع_القراءه"
        " التفاصيل اقرا_التفاصيل المزيد_من_التفاصيل لمزيد_من_التفاصيل لقراءه_التفاصيل"
        " للتفاصيل اقرا_اكثر لقراءه_الخبر_كاملا لقراءه_الخبر_كاملا_اضغط_هنا"
        " اقرا_الخبر_كاملا اقرا_المقال_كاملا اقرا_بقيه_الخبر بقيه_الخبر باقي_الخبر عرض_المزيد"
        " continue_reading read_more keep_reading read_the_full_story read_the_rest"
        " read_full_article more lire_la_suite lire_plus"
    ).split()
)
_LONGEST = 4  # words of a button
_BEGINNINGS = ("continue reading ", "read more ", "متابعه القراءه ", "اقرا المزيد ")
_SIGNS = " \n\t»«→←›‹>.…:“”\"'()[]-–—"
_ENDS_SENTENCE = (".", "!", "؟", "?", "…", "]", ")", "»", ":", "\n")
_ELLIPSIS = re.compile(r"\s?(?:\[|\()\s?(?:…|\.\.\.)\s?(?:\]|\))\Z")
_LINK = re.compile(r"<a\b[^<>]*+>((?>(?:[^<]|<(?!/?a\b))*))</a\s*+>", re.IGNORECASE)
_NO_TEXT = re.compile(rf"(?>(?:[{re.escape(_SIGNS)}]|&nbsp;|&raquo;|&rarr;|<[^<>]*+>)*)")


def without_button(html: str) -> str:
    """The HTML of a summary without a last link that only says to read on."""
    links = list(_LINK.finditer(html))
    if not links or not _NO_TEXT.fullmatch(html, links[-1].end()):
        return html
    last = links[-1]
    words = fold(words_of(re.sub("<[^<>]*+>", " ", last[1])).strip(_SIGNS))
    if words in _BUTTONS or words.startswith(_BEGINNINGS):
        return f"{html[: last.start()]}\n{html[last.end() :]}"
    return html


def without_call(text: str) -> str:
    """The text of a summary without a call to read on, which stands behind a sentence of its own.

    Nor is the sign kept that something was left out, unless it was in the middle of a sentence.
    """
    words = text.split()
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        call = fold(" ".join(words[-count:]).strip(_SIGNS))
        if call in _BUTTONS and words[-count - 1].endswith(_ENDS_SENTENCE):
            return without_sign(" ".join(words[:-count]))
    return text


def without_sign(text: str) -> str:
    """The text without `[…]` at its end; a sentence that is cut off ends in `…`."""
    whole = _ELLIPSIS.sub("", text)
    if whole == text or whole.endswith((".", "!", "؟", "?", "…", "»")):
        return whole
    return f"{whole}…"
