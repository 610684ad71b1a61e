"""Mails within texts: their heads, whether sent, forwarded, answered or copied out of a program.

The addresses of people are in them, which nobody should read.
"""

import re
from collections.abc import Iterable

from .fieldlines import UNSEEN

# Names of headers, as servers write them and programs show them, in small letters.
_KINDS = {
    name: kind
    for kind, names in (
        ("sender", "from,sender,reply-to,return-path,من,المرسل,de,von"),
        ("receiver", "to,cc,bcc,delivered-to,إلى,الى,نسخة,نسخة مخفية,à,an"),
        ("subject", "subject,الموضوع,objet,betreff"),
        ("date", "date,sent,التاريخ,تاريخ الإرسال,تم الإرسال,أرسلت,envoyé,gesendet"),
        ("server", "received,message-id,mime-version,dkim-signature"),
        ("other", "content-type,content-transfer-encoding,importance,attachments,المرفقات"),
    )
    for name in names.split(",")
}
_LONGEST_NAME = 40
_OF_SERVERS = ("received", "return-path", "delivered-to", "message-id", "mime-version")
_ADDRESS = re.compile(r"[\w.+-]@[\w-]")
_PARTS = re.compile("[;,،]")
_WRITER = re.compile(r"<[\w.+-]{1,64}@[\w.-]{1,200}>[^\n<:]{0,20}:\s*\Z")
_AROUND = UNSEEN + " \t\xa0>*_"
_DASHES = "----"
_LONGEST_PARTING = 60
_FEWEST = 2  # lines in a row that make the head of a mail, one of them a mail's for sure
_OF_NO_ADDRESS = 3  # lines that make one by themselves, a sender and a subject among them
_SIGNATURE = ("--", "-- ")
_LINES_OF_SIGNATURE = 8
_WORDS_OF_A_NAME = 6


def holds_mail(text: str) -> bool:
    """Whether lines of a text are the head of a mail, its answer or its signature."""
    return _holds_head(text.split("\n")) or _has_signature(text)


def _holds_head(lines: Iterable[str]) -> bool:
    head = _Head()
    is_parted = False
    for line in lines:
        if is_parted and _kind_of(line.strip(_AROUND)):
            return True
        is_parted = line.startswith(_DASHES) and _is_parting(line.rstrip())
        if ":" not in line and not head.count:
            continue
        plain = line.strip(_AROUND)
        if _WRITER.search(plain[-300:]):
            return True
        head.take(line, plain)
        if head.is_sure:
            return True
    return False


def _is_parting(line: str) -> bool:
    """Whether a line is what programs write above a mail that is sent on: words in dashes."""
    words = line.strip("-").strip()
    return line.endswith(_DASHES) and 0 < len(words) <= _LONGEST_PARTING and "-" not in words


class _Head:
    """Lines in a row that may be the head of a mail."""

    def __init__(self) -> None:
        self.count = 0
        self.is_sure = False
        self._kinds: set[str] = set()
        self._is_addressed = False

    def take(self, line: str, plain: str) -> None:
        """Count one line, or begin anew where it is none of a head."""
        kind = _kind_of(plain)
        is_folded = self.count > 0 and line[:1].isspace() and plain != ""
        if not kind and not is_folded:
            self.count = 0
            self._kinds = set()
            self._is_addressed = False
            return
        self.count += 1
        self._kinds.add(kind)
        self._is_addressed = self._is_addressed or _is_of_mail(plain)
        self.is_sure = self._is_head() or _is_addressee(plain, kind)

    def _is_head(self) -> bool:
        if self.count >= _FEWEST and self._is_addressed:
            return True
        return self.count >= _OF_NO_ADDRESS and {"sender", "subject"} <= self._kinds


def _is_of_mail(line: str) -> bool:
    """Whether a line of a head is a mail's for sure, by an address or what servers write."""
    return _ADDRESS.search(line) is not None or line.lower().startswith(_OF_SERVERS)


def _kind_of(line: str) -> str:
    """The kind of header that a line is, "" for none."""
    name = line[:_LONGEST_NAME].partition(":")[0].rstrip(" \t*_").lower()
    if name == line.lower():
        return ""
    return "other" if name.startswith("x-") and name.isascii() else _KINDS.get(name, "")


def _is_addressee(line: str, kind: str) -> bool:
    """Whether a line says nothing but to whom a mail goes, or from whom it comes."""
    if kind not in ("sender", "receiver") or "@" not in line:
        return False
    people = [part for part in _PARTS.split(line.partition(":")[2]) if part.strip()]
    return all(map(_is_addressed, people))


def _is_addressed(person: str) -> bool:
    """Whether a part of a line is an address, with a name before it or none."""
    *name, last = person.split()
    return len(name) <= _WORDS_OF_A_NAME and _ADDRESS.search(last) is not None


def _has_signature(text: str) -> bool:
    """Whether a text ends as mails do: two dashes, and an address in the few lines below."""
    lines = text.rstrip().split("\n")[-_LINES_OF_SIGNATURE:]
    marks = [at for at, line in enumerate(lines) if line.rstrip("\r") in _SIGNATURE]
    return bool(marks) and any(map(_ADDRESS.search, lines[marks[-1] :]))
