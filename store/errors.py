"""Problem and its kinds: everything that Nashra raises on purpose.

    Problem
    +-- BadSetting      a setting is unknown or malformed
    +-- Refused         a draft cannot be accepted; it goes to quarantine
    |   +-- BadQuestion nobody can look for this
    +-- Forbidden       whoever asks may not change this
    +-- NotFound        nothing here has that id, address or name
    +-- Withdrawn       it was here and was taken back
    |   +-- Expired     its time was over
    +-- WrongSchema     the database is older or newer than this program
    +-- Unavailable     the database is locked, full or gone; try again later
    +-- Unreachable     an address may not or cannot be asked

Each message is one sentence that names the offending value and says what to do.
"""

import re
from dataclasses import dataclass
from typing import Any

# What a reason says of one draft alone: a quoted text, an address, a number.
_PARTICULARS = re.compile(r"""'[^']*+'|"[^"]*+"|[a-z]{2,9}://\S++|\b[0-9][0-9.,]*+""")


class Problem(Exception):
    """Any error raised on purpose; its text is one line for a person."""


class BadSetting(Problem):
    """A setting is unknown or malformed; the text holds its path."""


class Forbidden(Problem):
    """The article may not be changed: it is another's, or stands in another section."""


class NotFound(Problem):
    """Nothing has that id, address or name."""


class Withdrawn(Problem):
    """The article or feed was published, then taken back."""


class Expired(Withdrawn):
    """The article was published for a time that is over."""


class WrongSchema(Problem):
    """The database does not have the schema of this program."""


class Unavailable(Problem):
    """The database cannot be used now; the same call may work later."""


class Unreachable(Problem):
    """An address may not be asked, or cannot; the text names its host and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a draft: the file as it was named, and its line (from 1), if it has one."""

    file: str = ""
    line: int | None = None


NOWHERE = Place()


class Refused(Problem):
    """A draft, or a part of one, cannot be accepted.

    field       the field of the draft, "" where the whole is meant
    reason      one clause for a person
    offset      the place of the offending character in the field's text (in characters; in bytes
                for undecodable input)
    code_point  that character (or byte)
    place       the file and line it came from
    """

    def __init__(
        self,
        reason: str,
        *,
        field: str = "",
        offset: int | None = None,
        code_point: int | None = None,
        place: Place | None = None,
    ) -> None:
        self.field = field
        self.reason = reason
        self.offset = offset
        self.code_point = code_point
        self.place = place or Place()
        super().__init__(f"{field}: {reason}" if field else reason)

    @property
    def kind(self) -> str:
        """The refusal without what it says of this draft alone, so that its like is counted."""
        return kind_of_refusal(self.field, self.reason)

    @property
    def members(self) -> dict[str, Any]:
        """The parts that a program may act upon, ready for JSON."""
        point = None if self.code_point is None else f"U+{self.code_point:04X}"
        return {
            "field": self.field,
            "reason": self.reason,
            "offset": self.offset,
            "code_point": point,
        }

    def of(self, field: str) -> "Refused":
        """The same refusal of a named field, since rules of text know no field names."""
        return Refused(
            self.reason,
            field=field,
            offset=self.offset,
            code_point=self.code_point,
            place=self.place,
        )

    def at(self, place: Place) -> "Refused":
        """The same refusal, with the place the draft came from."""
        return Refused(
            self.reason,
            field=self.field,
            offset=self.offset,
            code_point=self.code_point,
            place=place,
        )


class BadQuestion(Refused):
    """A question that cannot be asked; its field is a parameter of it."""


def kind_of_refusal(field: str, reason: str) -> str:
    """A refusal of this field without the values that its reason names."""
    kind = _PARTICULARS.sub("…", reason)
    return f"{field}: {kind}" if field else kind
