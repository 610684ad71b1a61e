"""Arabic text: normalise, fold, direction, digits, safe excerpt. Pure functions over `str`.

What is stored is only cleaned, never "corrected"; folded forms are derived, for comparison alone.
Does not know HTML beyond decoding entities in plain lines.
"""

import html
import re
from typing import Literal

import regex

from .normal_form import normal_form, without_marks
from .remembered import Remembered

LRM = "\u200e"
RLM = "\u200f"
_LRM_RLM = f"{LRM}{RLM}"

_DROP = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_PLANES = range(0x10000, 0x110000, 0x10000)
_LAST_TWO = "".join(chr(plane | end) for plane in _PLANES for end in (0xFFFE, 0xFFFF))
_NONCHARACTERS = re.compile(f"[{_LAST_TWO}]")
_RARE = re.compile("[\r\x0b\x0c\x1c-\x1f\x85\xa0\u2028\u2029\u200e\u200f\u2066-\u2069]")
# Most texts hold nothing to be looked for: this one pattern tells, and spares all the others.
_USUAL = re.compile(f"[^{''.join(odd.pattern[1:-1] for odd in (_DROP, _ASTRAL, _RARE))}]*+")
# Word, databases and mainframes end lines so: what stands there parts words.
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SEPARATOR_ENTITY = re.compile(
    r"&#(?:0*+(?:11|2[89]|3[01])(?![0-9])|[xX]0*+(?:[bB]|1[c-fC-F])(?![0-9a-fA-F]));?"
)
_CONTROL_ENTITY = re.compile(
    r"&#(?:0*+(?:[0-8]|1[4-9]|2[0-7])(?![0-9])|[xX]0*+(?:[0-8eE]|1[0-9abAB])(?![0-9a-fA-F]));?"
)
_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_POP_ISOLATE = "\u2069"
_LEADING_MARKS = re.compile(f"[\\s{_LRM_RLM}]*")
_TRAILING_MARKS = f" \t\n{_LRM_RLM}"
_NO_MARKS = dict.fromkeys(map(ord, _LRM_RLM))


def normalise(text: str) -> str:
    """Text as it may be stored: no character that XML, a database or a reader chokes on; NFC.

    Drops C0 (but TAB and LF), C1, surrogates, noncharacters, BOM, ZWSP, soft hyphens and
    U+202A..202E; separators among them become line ends, NBSP a space; isolates stay where they
    are balanced; LRM/RLM go at the ends. Idempotent.
    """
    usual = _USUAL.fullmatch(text)
    if not usual:
        text = _without_odd(text)
    text = normal_form("NFC", text)
    return text if usual else _trimmed(text)


def is_usual(text: str) -> bool:
    """Whether a text holds no character that `normalise` drops; NFC may still change it."""
    return _USUAL.fullmatch(text) is not None


def parted(html: str) -> str:
    """HTML for parsers that would drop separators, or stumble over controls that entities spell."""
    html = _SEPARATORS.sub(" ", html)
    if "&#" in html:
        html = _CONTROL_ENTITY.sub("", _SEPARATOR_ENTITY.sub(" ", html))
    return html


def _without_odd(text: str) -> str:
    if _RARE.search(text):
        text = _LINE_ENDS.sub("\n", text).replace("\xa0", " ")
        text = _balanced(text)
    if _DROP.search(text):
        text = _DROP.sub("", text)
    if _ASTRAL.search(text):
        text = _NONCHARACTERS.sub("", text)
    return text


def _trimmed(text: str) -> str:
    """The text without LRM/RLM at its ends, also behind white space that stands there."""
    if LRM not in text and RLM not in text:
        return text
    head = _LEADING_MARKS.match(text)
    start = head.end() if head else 0
    end = max(start, len(text.rstrip(_TRAILING_MARKS)))
    lead = text[:start].translate(_NO_MARKS)
    rest = text[end:].translate(_NO_MARKS)
    return f"{lead}{text[start:end]}{rest}"


def _balanced(text: str) -> str:
    """The text without isolates (U+2066..2069) that have no counterpart in their line."""
    if not _ISOLATES.search(text):
        return text
    return "\n".join([_balanced_line(line) for line in text.split("\n")])


def _balanced_line(line: str) -> str:
    opened: list[int] = []
    unopened: list[int] = []
    for match in _ISOLATES.finditer(line):
        if match[0] != _POP_ISOLATE:
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            unopened.append(match.start())
    odd = {*opened, *unopened}
    if not odd:
        return line
    return "".join([character for at, character in enumerate(line) if at not in odd])


def line(text: str) -> str:
    """One clean line: entities decoded (at most twice), normalised, white space made one space."""
    return flat(unescape(text) if "&" in text else text)


def flat(text: str) -> str:
    """One clean line of text whose entities are decoded already."""
    return _trimmed(" ".join(normalise(text).split()))


def unescape(text: str) -> str:
    """Text with its entities decoded, at most twice.

    Double escaping leaves `&amp;quot;` of a quote.
    """
    once = _unescape_once(text)
    if once == text or "&" not in once:
        return once
    return _unescape_once(once)


def _unescape_once(text: str) -> str:
    """Text with its entities decoded; Python drops separators such as `&#11;`."""
    if "&#" in text:
        text = _SEPARATOR_ENTITY.sub("\n", text)
    return html.unescape(text)


def digits(text: str) -> str:
    """Text with Arabic-Indic and Persian digits as ASCII; everything else as it is."""
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    return text.translate(_DIGITS)


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
_OTHER_LETTER = re.compile(rf"[^\W\d_{_ARABIC}]")
_RTL_FIRST = re.compile(rf"[{_ARABIC}\u0590-\u05ff\u200f]")


def direction(text: str) -> Literal["rtl", "ltr"]:
    """The direction by the share of Arabic-script letters: half or more is rtl.

    Text without letters is ltr.
    """
    if not _OTHER_LETTER.search(text):
        return "rtl" if _STRONG.search(text) else "ltr"
    letters = "".join(_LETTERS_RUN.findall(text))
    others = sum(map(len, _NOT_ARABIC.findall(letters)))
    arabic = len(letters) - others
    return "rtl" if arabic and arabic >= others else "ltr"


def guard(text: str) -> str:
    """The text, after a RLM if it is rtl by share but begins, for a bidi algorithm, as ltr."""
    first = _STRONG.search(text)
    if first is None or _RTL_FIRST.match(first[0]) or text.startswith(RLM):
        return text
    return f"{RLM}{text}" if direction(text) == "rtl" else text


# Comparison


_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff"
)
_INVISIBLE = re.compile(f"[{_MARKS}\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]")
_TATWEEL = re.compile("\u0640(?=[0-9٠-٩۰-۹A-Za-z\"'«“”‘’])")
_LETTERS = str.maketrans("أإآٱىیېکڪةۀہھەؤئ", "اااايييكك" + "ههههه" + "ءء") | _DIGITS
# Letters that have one form alone: whatever else may be written needs all of the rules below.
_PLAIN_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_BOUNDARY = re.compile(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The form by which titles, names and labels are compared: one spelling for all.

    In order: NFKC; tatweel before a digit, Latin letter or quote to space; marks, tatweel and
    invisible characters out; one alef, ya, kaf, ha, hamza; ASCII digits; letter and digit parted;
    Latin accents off; casefold.
    """
    folded = map(_FOLDED.__getitem__, text.split())
    return " ".join(filter(None, folded))  # a word of marks alone folds to nothing


def _fold_word(word: str) -> str:
    if _PLAIN_WORD.fullmatch(word):
        return word.translate(_LETTERS)
    word = normal_form("NFKC", word).casefold()
    word = _INVISIBLE.sub("", _TATWEEL.sub(" ", word))
    # What parted a letter from its mark is gone, and so is the case of either.
    word = normal_form("NFKC", word).casefold().translate(_LETTERS)
    if _LATIN.search(word):
        word = without_marks(word).translate(_LETTERS)
    return " ".join(_BOUNDARY.sub(" ", word).split())


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
    """At most `limit` characters of plain text, and `…`.

    Words are whole, no particle dangles, quotes are balanced. Text that is short enough comes back
    as it is, on one line.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    whole = text[:end] if end > 0 else _whole_graphemes(text, limit - 1)
    return f"{_tidy(whole) or _whole_graphemes(text, limit - 1)}…"


def _whole_graphemes(text: str, limit: int) -> str:
    """The start of a text, in which no letter is parted from its marks."""
    end = 0
    for match in _GRAPHEME.finditer(text[: limit + 32]):
        if match.end() > limit:
            break
        end = match.end()
    return text[:end]


def _tidy(text: str) -> str:
    """The text without particles, opening marks and open quotations at its end."""
    before = None
    while text != before:
        before = text
        text = _closed(text.rstrip(_ENDINGS))
        head, _, last = text.rpartition(" ")
        if last in _DANGLING:
            text = head
    return text


def _closed(text: str) -> str:
    """The text with its quotations closed, or without one that has only begun."""
    for opening, closing in _PAIRS.items():
        at = text.rfind(opening)
        if at > text.rfind(closing):
            text = _closed_at(at, text, closing)
    if text.count('"') % 2:
        text = _closed_at(text.rfind('"'), text, '"')
    return text


def _closed_at(at: int, text: str, closing: str) -> str:
    has_only_begun = at > len(text) // 2
    return text[:at] if has_only_begun else f"{text}{closing}"
