"""Bytes to text: the ladder of charsets.

Exact or refused: never a replacement character, never a guess among equals. Byte order marks and
the pattern of UTF-16 first, then strict UTF-8; then the label and the two Arabic charsets of eight
bits, judged by how the text reads. A label that the bytes contradict counts for nothing.
"""

import codecs
import re

from ..errors import Refused

SPOILT = "\ufdd0"  # stands for a byte that is none of the charset; no text has this noncharacter

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABEL = re.compile(
    rb"(?:charset|encoding)[ \t]*[=:][ \t]*[\"']?([A-Za-z0-9_.-]{2,40})", re.IGNORECASE
)
_LABELLED = frozenset("cp1256 iso8859-6 cp720 mac-arabic cp1252 iso8859-1 iso8859-15".split())
_UNLABELLED = ("cp1256", "iso8859-6")
_HEAD = 2_048
_SAMPLE = 100_000
_LABEL_BONUS = 0.05
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UTF_8_WORD = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf]){3}")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0621-\u06d3]+")
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_ACCENTED = re.compile("[\xc0-\u024f]")
_COMMON = frozenset(
    "في من على إلى الى عن أن ان مع هذا هذه التي الذي كان كما قال بعد قبل بين خلال غير أو ثم قد لم"
    " لا ما".split()
)


def decode(data: bytes, label: str | None = None) -> str:
    """The text of `data`; `label` is the charset that its sender claims.

    Without one, a label is looked for in the first 2 KB. Raises Refused, with the offset and the
    byte, where it is no text in any one charset for certain.
    """
    sure = _sure_charset(data)
    if sure:
        return _strict(data, *sure)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not _is_broken_utf8(data):
            text = _eight_bits(data, label or _label_in(data))
            if text is not None:
                return text
        reason = "is not UTF-8, nor certainly any other charset: save it as UTF-8"
        raise Refused(reason, offset=error.start, code_point=data[error.start]) from error


def decode_with_spoilt(data: bytes, label: str | None = None) -> str:
    """The text of `data` as `decode` has it; SPOILT stands for bytes that are not UTF-8 beside it.

    Raises Refused as that does.
    """
    try:
        return decode(data, label)
    except Refused:
        if _sure_charset(data) or not _is_broken_utf8(data):
            raise
        return marked(data.decode("utf-8", "surrogateescape"))


def marked(text: str) -> str:
    """A text in which surrogates stand for bytes (`surrogateescape`), with SPOILT for each."""
    try:
        text.encode()  # quicker than any search for surrogates
    except UnicodeEncodeError:
        return _BAD_BYTE.sub(SPOILT, text)
    return text


def charset_of_stream(beginning: bytes) -> str:
    """The charset of a text that goes on behind its beginning, as far as that tells.

    It is UTF-8 unless a mark, a label that the bytes do not contradict, or without one the sense of
    its words says otherwise.
    """
    sure = _sure_charset(beginning)
    if sure:
        return sure[0]
    if _is_utf8(beginning) or _is_broken_utf8(beginning):
        return "utf-8"
    return _known(_label_in(beginning)) or _eight_bit_charset(beginning) or "utf-8"


def _is_utf8(beginning: bytes) -> bool:
    """Whether this is UTF-8, though its last letter may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _sure_charset(data: bytes) -> tuple[str, int] | None:
    """The charset that a mark or the pattern of UTF-16 tells, and the length of its mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    wide = _wide(data)
    return (wide, 0) if wide else None


def _strict(data: bytes, name: str, start: int) -> str:
    try:
        return data[start:].decode(name)
    except UnicodeDecodeError as error:
        at = start + error.start
        raise Refused(f"is not {name[:6].upper()}", offset=at, code_point=data[at]) from error


def _wide(data: bytes) -> str | None:
    """The name of UTF-16 without a mark, little or big end first.

    One byte of each pair is 0x00 or 0x06 there (ASCII or Arabic), as in no other charset.
    """
    if len(data) < 4:
        return None
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = data[first:_SAMPLE:2]
        if high.count(0) + high.count(6) > 0.7 * len(high):
            return name
    return None


def _is_broken_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few bytes lost, or beside another charset.

    Hardly two letters in a row are good UTF-8 in another charset.
    """
    if _UTF_8_WORD.search(data):
        return True
    sample = data[:_SAMPLE]
    lost = sample.decode("utf-8", "replace").count("\ufffd")
    beyond_ascii = sample.translate(None, bytes(range(128)))
    return lost * 4 < len(beyond_ascii)


def _label_in(data: bytes) -> str | None:
    match = _LABEL.search(data[:_HEAD])
    return match[1].decode("ascii") if match else None


def _eight_bits(data: bytes, label: str | None) -> str | None:
    """The one reading that reads best; None where none reads well, or two differ and read alike."""
    scores = _scores(data, _known(label))
    if not scores:
        return None
    best, *others = sorted(scores, key=scores.__getitem__, reverse=True)
    if scores[best] <= 0:
        return None
    if others and scores[others[0]] == scores[best]:
        return None
    return best


def _eight_bit_charset(beginning: bytes) -> str | None:
    """The charset of eight bits in which a beginning certainly is Arabic, if there is one."""
    text = _eight_bits(beginning, None)
    names = (name for name in _UNLABELLED if text and _reading(beginning, name) == text)
    return next(names, None)


def _scores(data: bytes, label: str | None) -> dict[str, float]:
    """Every reading by how well it reads; its label speaks a little for it."""
    names = _UNLABELLED if label is None else (label, *_UNLABELLED)
    scores: dict[str, float] = {}
    for name in dict.fromkeys(names):
        text = _reading(data, name)
        if text is not None:
            score = _score(text) + (_LABEL_BONUS if name == label else 0.0)
            scores[text] = max(score, scores.get(text, -1.0))
    return scores


def _known(label: str | None) -> str | None:
    """The name that Python gives a labelled charset, if it is one that newsrooms use."""
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return name if name in _LABELLED else None


def _reading(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _score(text: str) -> float:
    """From -1 to 1: words that only Arabic has speak for a text.

    Letters of two scripts in one word speak against it.
    """
    words = _WORD.findall(text[:_SAMPLE])
    return sum(map(_weight, words)) / len(words) if words else 0.0


def _weight(word: str) -> float:
    if _ARABIC.fullmatch(word):
        return _weight_of_arabic(word)
    is_mixed = _ARABIC.search(word) is not None
    is_accented = len(_ACCENTED.findall(word)) * 2 > len(word)
    return -1.0 if is_mixed or is_accented else 0.0


def _weight_of_arabic(word: str) -> float:
    has_article = word.startswith("ال") and len(word) > 3
    if has_article or word in _COMMON:
        return 1.0
    return 0.1 if len(word) > 1 else 0.0
