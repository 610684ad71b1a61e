"""Arabic text: normalise, fold, direction, digits, safe excerpt. Pure functions over `str`.

What is stored is only cleaned, never "corrected"; folded forms are derived, for comparison alone.
Does not know HTML beyond decoding entities in plain lines.
"""

import html
import re
import unicodedata
from typing import Literal

import regex

from .remembered import Remembered

RLM = "\u200f"
_LRM_RLM = "\u200e\u200f"

_DROP = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_PLANES = range(0x10000, 0x110000, 0x10000)
_LAST_TWO = "".join(chr(plane | end) for plane in _PLANES for end in (0xFFFE, 0xFFFF))
_NONCHARACTERS = re.compile(f"[{_LAST_TWO}]")
_RARE = re.compile("[\r\x85\xa0\u2028\u2029\u200e\u200f\u2066-\u2069]")
_USUAL = re.compile(f"[^{''.join(one.pattern[1:-1] for one in (_DROP, _ASTRAL, _RARE))}]*+")
_ISOLATES = re.compile("[\u2066-\u2069]")


def normalise(text: str) -> str:
    """Text as it may be stored: no character that XML, a database or a reader chokes on; NFC.

    Drops C0 (but TAB and LF), C1, surrogates, noncharacters, BOM, ZWSP, soft hyphens and
    U+202A..202E; NBSP becomes a space; isolates stay where they are balanced; LRM/RLM go at the
    ends. Idempotent.
    """
    usual = _USUAL.fullmatch(text)
    if not usual:
        text = _without_odd(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text if usual else _trimmed(text)


def _without_odd(text: str) -> str:
    if _RARE.search(text):
        text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\xa0", " ")
        text = _balanced(text)
    if _DROP.search(text):
        text = _DROP.sub("", text)
    if _ASTRAL.search(text):
        text = _NONCHARACTERS.sub("", text)
    return text


def _trimmed(text: str) -> str:
    """Without LRM/RLM at the ends, also behind white space that stands there."""
    if "\u200e" not in text and RLM not in text:
        return text
    head = re.match(f"[\\s{_LRM_RLM}]*", text)
    start = head.end() if head else 0
    end = len(text.rstrip(f" \t\n{_LRM_RLM}"))
    lead = text[:start].translate({0x200E: None, 0x200F: None})
    if end <= start:
        return lead
    return lead + text[start:end] + text[end:].translate({0x200E: None, 0x200F: None})


def _balanced(text: str) -> str:
    """Without isolates (U+2066..2069) that open and do not close in their line, or close and were
    not opened.
    """
    if not _ISOLATES.search(text):
        return text
    return "\n".join(_balanced_line(one) for one in text.split("\n"))


def _balanced_line(text: str) -> str:
    open_at: list[int] = []
    odd: set[int] = set()
    for found in _ISOLATES.finditer(text):
        if found.group() != "\u2069":
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
        else:
            odd.add(found.start())
    odd.update(open_at)
    return "".join(character for at, character in enumerate(text) if at not in odd) if odd else text


def line(text: str) -> str:
    """One clean line: entities decoded (at most twice), normalised, white space runs made one
    space.
    """
    return flat(unescape(text) if "&" in text else text)


def flat(text: str) -> str:
    """The same of text whose entities are decoded already."""
    return _trimmed(" ".join(normalise(text).split()))


def unescape(text: str) -> str:
    """Entities decoded, at most twice: `&amp;quot;` is what double escaping leaves of a quote."""
    once = html.unescape(text)
    return html.unescape(once) if once != text and "&" in once else once


def digits(text: str) -> str:
    """Arabic-Indic and Persian digits as ASCII; everything else as it is."""
    return text.translate(_DIGITS) if _FOREIGN_DIGIT.search(text) else text


_DIGITS = {
    ord(digit): str(value)
    for digits_ in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for value, digit in enumerate(digits_)
}
_FOREIGN_DIGIT = re.compile("[٠-٩۰-۹]")


# Direction


_STRONG = re.compile(r"[^\W\d_]")
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_LETTERS_RUN = re.compile(r"[^\W\d_]+")
_NOT_ARABIC = re.compile(f"[^{_ARABIC}]+")
_RTL_FIRST = re.compile(rf"[{_ARABIC}\u0590-\u05ff\u200f]")


def direction(text: str) -> Literal["rtl", "ltr"]:
    """By the share of Arabic-script letters: half or more is rtl. Text without letters is ltr."""
    letters = "".join(_LETTERS_RUN.findall(text))
    arabic = len(letters) - sum(map(len, _NOT_ARABIC.findall(letters)))
    return "rtl" if arabic and arabic * 2 >= len(letters) else "ltr"


def guard(text: str) -> str:
    """A RLM before text that is rtl by share but begins, for a bidi algorithm, left to right."""
    first = _STRONG.search(text)
    if first is None or _RTL_FIRST.match(first.group()) or text.startswith(RLM):
        return text
    return RLM + text if direction(text) == "rtl" else text


# Comparison


_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff"
)
_INVISIBLE = re.compile(f"[{_MARKS}\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]")
_TATWEEL = re.compile("\u0640+(?=[0-9٠-٩۰-۹A-Za-z\"'«“”‘’])")
_LETTERS = str.maketrans("أإآٱىیېکڪةۀہھەؤئ", "اااايييكك" + "ههههه" + "ءء") | _DIGITS
_BOUNDARY = re.compile(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The form by which titles, names and labels are compared: one spelling for all, characters
    only.

    In order: NFKC; tatweel before a digit, Latin letter or quote to space; marks, tatweel and
    invisible characters out; one alef, ya, kaf, ha, hamza; ASCII digits; letter and digit parted;
    Latin accents off; casefold.
    """
    return " ".join([folded for word in text.split() if (folded := _FOLDED[word])])


def _fold_word(word: str) -> str:
    word = unicodedata.normalize("NFKC", word)
    word = _INVISIBLE.sub("", _TATWEEL.sub(" ", word)).translate(_LETTERS)
    if _LATIN.search(word):
        bare = "".join(
            c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)
        )
        word = unicodedata.normalize(
            "NFC", bare
        )  # scripts that are written in parts, such as Hangul, stay whole
    return " ".join(_BOUNDARY.sub(" ", word).casefold().split())


_FOLDED = Remembered(_fold_word, most=100_000, longest=64)


def words(text: str) -> tuple[str, ...]:
    """The folded words, without punctuation: for labels, tags, names and keywords."""
    return tuple(_WORD.findall(fold(text)))


# Excerpt


_DANGLING = frozenset(
    "و في من على إلى الى عن أن ان إن التي الذي الذين ثم أو ما لا قد كما بعد قبل بين مع".split()
)
_ENDINGS = " ،؛:-–—(«“[{/…,;"
_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]"}
_GRAPHEME = regex.compile(r"\X")


def excerpt(text: str, limit: int) -> str:
    """At most `limit` characters of plain text: whole words, no dangling particle, quotes balanced,
    `…`.

    Text that is short enough comes back as it is, on one line.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    room = text[:limit]
    cut = room.rfind(" ")
    kept = _tidy(room[:cut] if cut > 0 else _whole_graphemes(text, limit - 1))
    return f"{kept}…" if kept else _whole_graphemes(text, limit - 1) + "…"


def _whole_graphemes(text: str, limit: int) -> str:
    kept = ""
    for found in _GRAPHEME.finditer(text[: limit + 32]):
        if found.end() > limit:
            break
        kept = text[: found.end()]
    return kept


def _tidy(text: str) -> str:
    """Without what must not stand last: particles, opening marks, a quotation that is not
    closed.
    """
    while True:
        before = text
        text = _closed(text.rstrip(_ENDINGS))
        head, _, last = text.rpartition(" ")
        if last in _DANGLING:
            text = head
        if text == before:
            return text


def _closed(text: str) -> str:
    for opening, closing in _PAIRS.items():
        at = text.rfind(opening)
        if at > text.rfind(closing):
            text = text[:at] if at > len(text) // 2 else text + closing
    if text.count('"') % 2:
        at = text.rfind('"')
        text = text[:at] if at > len(text) // 2 else text + '"'
    return text
