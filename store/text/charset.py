"""Bytes to text: the ladder of charsets. Exact or refused: never a replacement character, never a
guess among equals.

Byte order marks and the pattern of UTF-16 first, then strict UTF-8; then the label and the two
Arabic charsets of eight bits, judged by how the text reads. A label that the bytes contradict
counts for nothing.
"""

import codecs
import re

from ..errors import Refused

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
_HEAD, _SAMPLE = 2_048, 100_000
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UTF_8_WORD = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf]){3}")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0621-\u06d3]+")
_ACCENTED = re.compile("[\xc0-\u024f]")
_COMMON = frozenset(
    "في من على إلى الى عن أن ان مع هذا هذه التي الذي كان كما قال بعد قبل بين خلال غير أو ثم قد لم"
    " لا ما".split()
)


def decode(data: bytes, label: str | None = None) -> str:
    """The text of `data`; `label` is the charset that its sender claims, else one is looked for in
    its first 2 KB.

    Raises Refused, with the offset and the byte, where it is no text in any one charset for
    certain.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name, len(mark))
    if wide := _wide(data):
        return _strict(data, wide, 0)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if (
            not _is_broken_utf8(data)
            and (text := _eight_bits(data, label or _said(data))) is not None
        ):
            return text
        reason = "is not UTF-8, nor certainly any other charset: save it as UTF-8"
        raise Refused(reason, offset=error.start, code_point=data[error.start]) from error


def _strict(data: bytes, name: str, start: int) -> str:
    try:
        return data[start:].decode(name)
    except UnicodeDecodeError as error:
        at = start + error.start
        raise Refused(f"is not {name[:6].upper()}", offset=at, code_point=data[at]) from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: of each pair one byte is 0x00 or 0x06 (ASCII or Arabic), as in no
    other charset.
    """
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = data[first:_SAMPLE:2]
        if len(data) > 3 and high.count(0) + high.count(6) > 0.7 * len(high):
            return name
    return None


def _is_broken_utf8(data: bytes) -> bool:
    """UTF-8 with a few bytes lost, or beside another charset: in that hardly two letters in a row
    are good UTF-8.
    """
    if _UTF_8_WORD.search(data):
        return True
    lost = data[:_SAMPLE].decode("utf-8", "replace").count("\ufffd")
    return lost * 4 < len(data[:_SAMPLE].translate(None, bytes(range(128))))


def _said(data: bytes) -> str | None:
    found = _LABEL.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def _eight_bits(data: bytes, label: str | None) -> str | None:
    """The one reading that reads best; None where none reads well, or two that differ read
    alike.
    """
    said = _known(label)
    scores: dict[str, float] = {}
    for name in dict.fromkeys((*([said] if said else []), *_UNLABELLED)):
        text = _reading(data, name)
        if text is not None:
            scores[text] = max(
                scores.get(text, -1.0), _score(text) + (0.05 if name == said else 0.0)
            )
    best = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    if not best or scores[best[0]] <= 0 or (len(best) == 2 and scores[best[0]] == scores[best[1]]):
        return None
    return best[0]


def _known(label: str | None) -> str | None:
    try:
        name = codecs.lookup(label).name if label else ""
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
    """From -1 to 1: words that only Arabic has speak for it, letters of two scripts in one word
    against it.
    """
    words = _WORD.findall(text[:_SAMPLE])
    return sum(map(_weight, words)) / len(words) if words else 0.0


def _weight(word: str) -> float:
    if _ARABIC.fullmatch(word):
        return (
            1.0
            if word in _COMMON or (word.startswith("ال") and len(word) > 3)
            else 0.1 * (len(word) > 1)
        )
    return -1.0 if _ARABIC.search(word) or len(_ACCENTED.findall(word)) * 2 > len(word) else 0.0
