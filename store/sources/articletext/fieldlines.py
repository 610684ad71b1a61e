"""Lines that name a field and its value, as those of front matter do. Reads no value."""

import re
from collections.abc import Iterable

from ...text.arabic import fold
from ..audience import NAMES, plain_name
from ..fields import ALIASES, RECORD_FIELDS
from ..visibility import PUBLIC

# What is not seen, and what stands around names and values: quotes, bullets, signs of comments.
UNSEEN = "".join(map(chr, (*range(9), *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0))))
UNSEEN += "\xad\u061c\u180e"
UNSEEN += "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))))
UNSEEN += "".join(map(chr, (*range(0x2060, 0x2070), 0xFEFF, 0xFE0E, 0xFE0F)))
_AROUND = UNSEEN + " \t\xa0\u3000?؟\"'`“”„‘’«»*_-–—•#<>!/%;,{}[]()|\\+@.~$"
_SIGNS = ":=：﹕"
_TAG = re.compile("</?[A-Za-z][^<>]*+>")  # of HTML
_NAME_LENGTH = 60  # characters, with what stands around a name
# Names that site generators and editors give beside those of a record.
_OF_GENERATORS = "charset layout slug permalink type weight subtitle series aliases toc".split()
_ARABIC = (
    *"عنوان العنوان كاتب الكاتب قسم القسم تاريخ التاريخ وسوم الوسوم حظر الحظر محظور النشر".split(),
    *("محظور حتى", "الحظر حتى", "موعد النشر", "تاريخ النشر"),
)
_IDENTIFIER = re.compile("[a-z][A-Za-z0-9_-]*")  # a capital begins the names of agencies, too
_NAMES = (*RECORD_FIELDS, *ALIASES, *PUBLIC, *_OF_GENERATORS, *_ARABIC)
_KNOWN = NAMES.union(map(plain_name, _NAMES))
_MOMENTS = frozenset(
    plain_name(name)
    for name in (*RECORD_FIELDS, *ALIASES)
    if ALIASES.get(name, name) in ("published", "publish_at", "expires_at") and name != "date"
)
_VISIBILITY = NAMES.union(map(plain_name, PUBLIC))
_STATE_WORDS = 2  # of a state, such as `in review`
_DRAFTS_IN_ENGLISH = ("draft", "confidential", "private", "embargo", "embargoed")
_DRAFTS_IN_ARABIC = (
    *("مسودة", "سري", "سري للغاية", "محظور النشر", "ممنوع النشر", "ممنوع من النشر"),
    "قيد المراجعة",
)
_MARKS_OF_DRAFTS = frozenset(map(fold, (*_DRAFTS_IN_ENGLISH, *_DRAFTS_IN_ARABIC)))


def field_in(line: str) -> tuple[str, str] | None:
    """The name and the value of a line that has both, however they are decorated."""
    plain = _TAG.sub("", line).lstrip(_AROUND + _SIGNS)
    ends = [end for sign in _SIGNS if (end := plain.find(sign, 0, _NAME_LENGTH)) > 0]
    if not ends or plain.startswith("//", min(ends) + 1):  # the address of a page
        return None
    name = plain[: min(ends)].strip(_AROUND)
    value = plain[min(ends) + 1 :].lstrip(_SIGNS).strip(_AROUND)
    is_name = name and name.isprintable()  # and no other program's end of a line within
    return (name, value) if is_name else None


def names_known_field(line: str) -> bool:
    """Whether a line names a field of ours, or one that other programs give beside them."""
    field = field_in(line)
    return field is not None and plain_name(field[0]) in _KNOWN


def may_name_field(line: str) -> bool:
    """Whether a line that stands where fields do names one, be it known or not."""
    field = field_in(line)
    if field is None:
        return False
    return names_known_field(line) or _IDENTIFIER.fullmatch(field[0]) is not None


def are_fields(lines: Iterable[str]) -> bool:
    """Whether these are two lines or more, and each names a field in one word."""
    fields = [field_in(line) for line in lines if line.strip(_AROUND)]
    return len(fields) > 1 and all(field and not field[0].count(" ") for field in fields)


def says_who_may_see(line: str) -> bool:
    """Whether a line says, as front matter does, who may see an article, or from when."""
    field = field_in(line)
    if field is None:
        return False
    name = plain_name(field[0])
    value = field[1]
    if name in _MOMENTS:
        return any(map(str.isdigit, value))
    return (
        name in _VISIBILITY and plain_name(value).isalnum() and len(value.split()) <= _STATE_WORDS
    )


def is_mark_of_draft(line: str) -> bool:
    """Whether a line is a word alone that marks a text as one which is not for readers."""
    word = line.strip(_AROUND + _SIGNS)
    return len(word) <= _NAME_LENGTH and fold(word) in _MARKS_OF_DRAFTS
