"""What a page shows its readers beside the text: heading, byline and dates, as they are printed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from ...text import dates
from ...text.arabic import fold
from .around import Around, around, heading_of, short_text
from .bylines import names_in, signed_names
from .lines import LONGEST, Line, is_inline

_MARKS = re.compile("[\u064b-\u0652\u0670\u200e\u200f]")
_BEHIND_LABEL = r"(?![^\W_])(?: (?:في|بتاريخ|يوم|on|le))?\s*+[:/|-]?\s*+"
_PUBLISHED = re.compile(
    r"(?i)\A(?:نشرت?|تم النشر|(?:تاريخ )?(?:النشر|الإضافة)|كتبت?|أضيفت?|أدرجت?|التاريخ|بتاريخ"
    rf"|published|posted|publiée? ?|date){_BEHIND_LABEL}"
)
_CHANGED = re.compile(
    r"(?i)\A(?:(?:آخر|اخر|تم|تاريخ|وقت) ?)?(?:ال)?(?:تحديث(?:ه|ها)?|تعديل(?:ه|ها)?|عدلت?|حدثت?"
    rf"|(?:last )?(?:updated|modified|update)|mise? à jour){_BEHIND_LABEL}"
)
_OF_TODAY = "اليوم"  # as the clock in the head of a site begins
_BETWEEN = re.compile(r" ?[|•·] ?| [-–—ـ] | (?=(?:آخر|اخر) (?:تحديث|تعديل))")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹]+")
_NUMBERS_OF_A_DATE = 2
_DASHES = " -–—"
_ATOMS = 12  # parts of a line
_WORDS_BESIDE = 5  # of what may stand beside a date in its line
_GLUED = re.compile(r"(?<=:[0-9٠-٩][0-9٠-٩])-(?=[0-9٠-٩])")  # «10:00-20 نوفمبر»
_LONGEST_CLOCK = 20
_CLOCK = re.compile(r"[0-9٠-٩۰-۹]{1,2}[:٫.][0-9٠-٩۰-۹]{2}")
_CHANGED_CLASS = re.compile(r"(?i)updated|modified")
_PUBLISHED_CLASS = re.compile(r"(?i)publish")
_MACHINES = ("datetime", "content", "title", "data-date", "data-datetime", "data-time")
_MACHINES_MORE = ("data-timestamp", "data-published")


@dataclass(slots=True)
class Told:
    """What a heading, "" for none, and the lines around it tell.

    lines  those above the text in which it stands
    """

    heading: str
    published: str | None = None
    updated: str | None = None
    authors: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Date:
    """A date in a line.

    is_changed   whether it is that of a change, is_labelled whether words say which it is
    is_sure      whether the page calls it a date
    """

    text: str
    is_changed: bool
    is_labelled: bool
    is_sure: bool
    has_clock: bool
    line: Line


def told(tree: Any, sites: list[str], titles: Iterable[str]) -> Told:
    """The heading of a page of these titles, and the dates and the byline that stand around it."""
    heading = heading_of(tree, sites, titles)
    lines = around(tree, heading)
    result = Told(short_text(heading))
    _take_dates(result, lines)
    _take_byline(result, lines, {fold(site) for site in sites})
    return result


# Dates


def _take_dates(result: Told, around: Around) -> None:
    """The first date of publication, and the first of a change."""
    spare = None
    for date in _dates(around):
        if not date.is_changed:
            result.published = result.published or date.text
        elif date.is_labelled:
            result.updated = result.updated or date.text
        else:
            spare = spare or date.text
        result.lines += [date.line.text, *(piece.text for piece in date.line.pieces)]
    if result.lines:  # what stands alone beside a date, where one was read with it
        texts = (line.text for line in around.below)
        result.lines += [text for text in texts if _is_label(text) or _is_clock(text)]
    # A theme calls the one date that it shows that of a change, and says no other.
    if result.published is None:
        result.published = spare
    else:
        result.updated = result.updated or spare


def _dates(around: Around) -> Iterator[_Date]:
    """The dates around a heading that are the article's."""
    for at, line in enumerate(around.below):
        label = around.below[at - 1].text if at else ""
        behind = around.below[at + 1].text if at + 1 < len(around.below) else ""
        is_above_text = at < around.lead
        for date in _dates_in(line, label, behind):
            if date.is_sure or date.is_labelled or is_above_text or date.has_clock:
                yield date
    for line in around.above:
        yield from _dates_in(line)
    for line in around.behind:
        yield from (date for date in _dates_in(line) if date.is_labelled or _is_alone(date))


def _is_alone(date: _Date) -> bool:
    """Whether nothing stands beside a date in its line, which the page calls so."""
    return date.is_sure and _letters(date.text) == _letters(date.line.text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _dates_in(line: Line, label: str = "", behind: str = "") -> Iterator[_Date]:
    """The dates in a line, with a label in the line above, and a clock in the line behind."""
    machine = _machine_dates(line)
    if machine:
        yield from machine
        return
    text = line.text
    is_today = fold(text).startswith(fold(_OF_TODAY))
    if is_today or line.is_heading or not _NUMBER.search(text) or len(text) > LONGEST:
        return
    atoms = _atoms(line)
    if _is_label(label):
        atoms = [label, *atoms]
    if _is_clock(behind):
        atoms = [*atoms, *_BETWEEN.split(behind)]
    yield from _dates_of(line, atoms)


def _is_clock(text: str) -> bool:
    """Whether a line is a time of day, which belongs to the date above."""
    return len(text) <= _LONGEST_CLOCK and _CLOCK.search(text) is not None


def _atoms(line: Line) -> list[str]:
    """The parts of a line, as signs and elements part them."""
    texts = (" ".join(piece.text.split()) for piece in line.pieces)
    parts = (part.strip(_DASHES) for text in texts for part in _BETWEEN.split(text))
    return list(islice(filter(None, parts), _ATOMS))


def _is_label(text: str) -> bool:
    plain = _MARKS.sub("", text)
    return bool(plain) and (_PUBLISHED.sub("", plain) == "" or _CHANGED.sub("", plain) == "")


def _dates_of(line: Line, atoms: list[str]) -> Iterator[_Date]:
    """The dates among the parts of a line, each as long as it may be."""
    at = 0
    found: list[_Date] = []
    beside: list[str] = []
    while at < len(atoms):
        end, date = _longest(line, atoms, at)
        if date:
            found.append(date)
        else:
            beside.append(atoms[at])
        at = end
    if all(len(text.split()) <= _WORDS_BESIDE for text in beside):
        yield from found


def _longest(line: Line, atoms: list[str], at: int) -> tuple[int, _Date | None]:
    """The longest date that begins with a part of a line, and the part behind it."""
    for end in range(len(atoms), at, -1):
        date = _date(line, " ".join(atoms[at:end]))
        if date:
            return end, date
    return at + 1, None


def _date(line: Line, text: str) -> _Date | None:
    """The date that a text is, with the label before it."""
    plain = _GLUED.sub(" ", _MARKS.sub("", text).strip(" ()[]"))
    date, count = _CHANGED.subn("", plain)
    is_changed = count > 0
    if not is_changed:
        date, count = _PUBLISHED.subn("", plain)
    if len(_NUMBER.findall(date)) < _NUMBERS_OF_A_DATE or not dates.moment(date):
        return None
    return _Date(
        text=date,
        is_changed=is_changed,
        is_labelled=count > 0,
        is_sure=any(piece.hint.date is not None for piece in line.pieces),
        has_clock=_CLOCK.search(date) is not None,
        line=line,
    )


def _machine_dates(line: Line) -> list[_Date]:
    """The dates that the elements of a line spell for machines."""
    elements = {id(piece.hint.date): piece.hint.date for piece in line.pieces}
    found = [_machine_date(line, element) for element in elements.values() if element is not None]
    return [date for date in found if date]


def _machine_date(line: Line, element: Any) -> _Date | None:
    """The date in the attributes of an element that is called a date."""
    values = (element.get(name) for name in (*_MACHINES, *_MACHINES_MORE))
    text = next((value for value in values if value and dates.moment(value)), None)
    if text is None:
        return None
    name = element.get("itemprop", "")
    names = f"{element.get('class', '')} {name}"
    words = _MARKS.sub("", line.text)
    is_said = _CHANGED.search(words) is not None or name == "dateModified"
    is_called = _CHANGED_CLASS.search(names) and not _PUBLISHED_CLASS.search(names)
    return _Date(
        text=text,
        is_changed=is_said or bool(is_called),
        is_labelled=is_said or name != "",
        is_sure=True,
        has_clock=True,
        line=line,
    )


# Bylines


def _take_byline(result: Told, around: Around, sites: set[str]) -> None:
    """The first names that the page calls its writer's, else those of a line that is a byline."""
    lines = (*around.below, *around.above)
    bylines = (*_hinted(lines), *_signed(lines), *_hinted(around.behind), *_signed(around.behind))
    for text, names in bylines:
        people = [name for name in names if fold(name) not in sites]
        if people:
            result.authors = people
            result.lines.append(text)
            return


def _hinted(lines: Iterable[Line]) -> Iterator[tuple[str, list[str]]]:
    """The names in elements that are called a writer, and the lines in which they stand."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for line in lines:
        for writer, pieces in groupby(line.pieces, lambda piece: piece.hint.writer):
            if writer is not None:
                text = " ".join(piece.text for piece in pieces)
                groups.setdefault(id(writer), []).append((line.text, text))
    for group in groups.values():
        text = " | ".join(text for _, text in group)
        if len(text) <= 2 * LONGEST:
            yield group[0][0], names_in(text)


def _signed(lines: Iterable[Line]) -> Iterator[tuple[str, list[str]]]:
    """The names in lines that are bylines by what they say."""
    for line in lines:
        if len(line.text) <= LONGEST and not line.is_heading:
            yield line.text, signed_names(_without_dates(line), _begins_apart(line))


def _begins_apart(line: Line) -> bool:
    """Whether the first word of a line is an element of its own."""
    first = next((piece for piece in line.pieces if piece.text.strip()), None)
    if first is None or not is_inline(first.element):
        return False
    return " " not in first.text.strip() and len(first.text.strip()) < len(line.text)


def _without_dates(line: Line) -> str:
    """A line without its dates, in the place of which signs stand."""
    text = line.text
    for atom in _atoms(line):
        if _date(line, atom):
            text = text.replace(atom, " | ", 1)
    return text.strip(" |")
