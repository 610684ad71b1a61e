"""Front matter where none is looked for: below other text, in comments, without fences. Refused.

What says who may see an article must be heeded or refused, wherever it stands in the top of a text.
"""

import re
from collections.abc import Sequence
from itertools import islice

from ...errors import Place, Refused
from ...limits import FRONT_MATTER_LIMIT
from ...text.arabic import fold
from .fieldlines import UNSEEN, is_mark_of_draft, names_known_field, says_who_may_see
from .rules import rule_in

_UNFENCED = 5  # lines of a text in which a field may stand without a fence
_LOOKED_AT = 40  # lines in which rules may be fences
# What editors write above a text that nobody may read yet.
_NOTES_IN_ENGLISH = (
    *("embargo until", "embargoed until", "embargoed for", "under embargo", "strictly embargoed"),
    *("not for publication", "not for release", "do not publish"),
)
_NOTES_IN_ARABIC = (
    *("محظور حتى", "محظور النشر حتى", "محظور النشر قبل", "محظور نشره حتى", "محظور للنشر"),
    *("حظر حتى", "الحظر حتى", "حظر نشر حتى", "حظر النشر حتى", "تحت الحظر حتى", "تحت حظر النشر"),
    *("ممنوع النشر قبل", "ممنوع النشر حتى", "ممنوع من النشر قبل", "ممنوع من النشر حتى"),
    *("لا ينشر قبل", "لا تنشر قبل", "لا يجوز نشره قبل", "يمنع النشر قبل"),
    *("ليس للنشر", "غير مخصص للنشر", "غير قابل للنشر", "للنشر بعد الساعة", "للنشر يوم"),
)
_NOTES = tuple(map(fold, (*_NOTES_IN_ENGLISH, *_NOTES_IN_ARABIC)))
_DATED_NOTE = re.compile(r"embargo(?:ed)?\W{1,5}[0-9]")
_NOTE_LENGTH = 100  # characters that are looked at
_Line = tuple[int, str]
_BLANKS = UNSEEN + " \t\xa0"
_HELP = "put all fields between two lines --- at the top of the file"


def refuse_loose_fields(text: str, first: int = 1) -> None:
    """Raise Refused for a text that holds front matter; its first line has the number `first`."""
    lines = enumerate(text[:FRONT_MATTER_LIMIT].split("\n"), first)
    said = list(islice((line for line in lines if line[1].strip(_BLANKS)), _LOOKED_AT))
    if _begins_with_fields([line for _, line in said[:2]]):
        raise _refused(said[0])
    refuse_visibility(said[:_UNFENCED])
    for at, (_, line) in enumerate(said):
        if _is_fence(line):
            _refuse_fields_below(said, at)


def _begins_with_fields(lines: Sequence[str]) -> bool:
    """Whether the first two lines of a text name fields, or its first one a title."""
    if lines and lines[0].lstrip(_BLANKS).startswith("title:"):
        return True
    return len(lines) > 1 and all(map(names_known_field, lines))


def refuse_visibility(lines: Sequence[_Line]) -> None:
    """Raise Refused for the first of these lines that says who may see an article."""
    for line in lines:
        if any(map(says_who_may_see, _fields_of(line[1]))) or _is_note(line[1]):
            raise _refused(line)


def _fields_of(line: str) -> list[str]:
    """A line, in parts where it is an object of JSON."""
    return line.split(",") if "{" in line and '"' in line else [line]


def _is_note(line: str) -> bool:
    """Whether a line is a note of editors that nobody may read the text yet."""
    words = fold(line[:_NOTE_LENGTH].strip(_BLANKS + "*_#>([?؟"))
    is_note = words.startswith(_NOTES) or _DATED_NOTE.match(words) is not None
    return is_note or is_mark_of_draft(line)


def _refuse_fields_below(said: Sequence[_Line], at: int) -> None:
    """Raise Refused where fields stand below a rule, up to the next one."""
    below = said[at + 1 :]
    end = next((end for end, (_, line) in enumerate(below) if _is_fence(line)), None)
    block = below[:end]
    refuse_visibility(block)
    if end and end > 1 and all(names_known_field(line) for _, line in block):
        raise _refused(said[at])


def _is_fence(line: str) -> bool:
    """Whether a line may be a fence of YAML or TOML."""
    rule = rule_in(line)
    return rule is not None and bool(rule.language) and rule.is_bare


def _refused(line: _Line) -> Refused:
    """The refusal of a text for a line that looks like front matter."""
    reason = f"{line[1].strip()[:60]!r} looks like front matter, and stands where none is read: "
    return Refused(reason + _HELP, place=Place(line=line[0]))
