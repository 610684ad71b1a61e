"""What else is saved as a text: tables, subtitles, cards, chats, programs, XML of other kinds."""

import csv
import re
from itertools import islice

from ...text.arabic import digits
from ..prolog import past_prolog
from .fieldlines import UNSEEN
from .fragment import HTML_NAMES

_SAVE = "save it as plain text in UTF-8"
_BEGINNINGS = (
    ("{\\rtf", f"is RTF, which may hold what was deleted: {_SAVE}"),
    ("%PDF-", f"is a PDF: {_SAVE}"),
    ("%!PS", f"is PostScript: {_SAVE}"),
    ("PK\x03\x04", f"is a document of a word processor or an archive: {_SAVE}"),
    ("BEGIN:VCARD", "is a card with addresses of people: give the text of an article"),
    ("BEGIN:VCALENDAR", "is a calendar with addresses of people: give the text of an article"),
    ("WEBVTT", f"is subtitles: {_SAVE}, without times"),
    ("[Script Info]", f"is subtitles: {_SAVE}, without times"),
    ("<?php", f"is a program: {_SAVE} what it shows"),
    ("#!/", f"is a program: {_SAVE} what it shows"),
    ("\\documentclass", f"is LaTeX: {_SAVE}"),
)
_SUBTITLES = re.compile(
    r"(?:[0-9]{1,6}\s{1,4})?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[,.][0-9]{1,3} {0,3}--> "
)
_CALL = re.compile(r"[A-Za-z_$][\w$.]{0,60}\(\s{0,20}[{\[]")
_MESSAGE = re.compile(
    r"\[?[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[^\n:]{0,6}"
    r"(?:\] | - )[^\n]"
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s>/]")
_LOOKED_AT = 20  # rows and lines
_TABLE = 200_000  # characters
_MESSAGES = 2
_COLUMNS = 3
_INVISIBLE = dict.fromkeys(map(ord, UNSEEN))
_LONGEST_NAME = 40  # characters of the name of a column


def other_kind(text: str) -> str:
    """What a text is, if it certainly is no article, with a word on what to do; else ""."""
    beginning = text[:_TABLE].lstrip(UNSEEN + " \t\r\n\xa0")
    for sign, words in _BEGINNINGS:
        if beginning[: len(sign)].lower() == sign.lower():
            return words
    if _SUBTITLES.match(beginning):
        return f"is subtitles: {_SAVE}, without times"
    if _CALL.match(beginning) and text.rstrip().endswith((")", ");")):
        return "is a program: give the JSON that it holds"
    if _is_chat(beginning):
        return "is a chat, with the names of people: give the text of an article"
    if _is_table(beginning):
        return "is a table: save it as JSON, a record a row"
    root = _root_of_xml(text)
    if root:
        return f"is XML of another kind, <{root}>: give it as RSS, Atom or plain text"
    return ""


def _is_chat(beginning: str) -> bool:
    """Whether a text begins with a message of a chat, and another one stands below."""
    plain = digits(beginning.translate(_INVISIBLE))
    if _MESSAGE.match(plain) is None:
        return False
    lines = islice(plain.split("\n"), _LOOKED_AT)
    return sum(_MESSAGE.match(line) is not None for line in lines) >= _MESSAGES


def _is_table(beginning: str) -> bool:
    """Whether a text is rows of as many columns each, below their names.

    No blank stands behind a separator there, as it does in a sentence.
    """
    first = beginning.partition("\n")[0].strip()
    for separator in ",;\t|":
        names = first.split(separator)
        if len(names) >= _COLUMNS and all(map(_may_be_column, names)):
            return _has_rows(beginning, separator, len(names))
    return False


def _may_be_column(name: str) -> bool:
    is_short = 0 < len(name) <= _LONGEST_NAME
    return is_short and not name.startswith(" ") and not name.endswith((" ", ".", "؟"))


def _has_rows(beginning: str, separator: str, columns: int) -> bool:
    """Whether all rows but the last, which may be cut off, have as many columns."""
    lines = beginning.strip("\n").split("\n")
    try:
        rows = list(islice(csv.reader(lines, delimiter=separator), _LOOKED_AT))
    except csv.Error:
        return False
    filled = [row for row in rows if row]
    return len(filled) > 1 and all(len(row) == columns for row in filled)


def _root_of_xml(text: str) -> str:
    """The root of a document of XML; "" for a text that only begins with a sign."""
    start = past_prolog(text, 0)
    while text.startswith("<!", start) and text.find(">", start) > 0:  # a DOCTYPE
        start = past_prolog(text, text.find(">", start) + 1)
    match = _ROOT.match(text, start)
    if match is None:
        return ""
    is_declared = text.lstrip(UNSEEN + " \t\r\n").startswith("<?xml")
    is_closed = text.rstrip().endswith((f"</{match[1]}>", "/>"))
    is_xml = is_declared or (is_closed and match[1].lower() not in HTML_NAMES)
    return match[1] if is_xml else ""
