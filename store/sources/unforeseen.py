"""Exceptions that nobody foresaw: that of one file or item is that one's refusal, in every source.

A library may raise anything over what others send. No other file or item is lost by it, and no
command ends with a traceback: that stands in the log, once.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ..draft import SourceItem
from ..errors import Place, Problem, Refused

_Read = TypeVar("_Read")
# A problem of the store, and whatever ends the program, is no fault of an item.
_PASSED: tuple[type[BaseException], ...] = (
    Problem,
    KeyboardInterrupt,
    SystemExit,
    GeneratorExit,
)
_WORDS = 100  # characters of what an exception says

_log = logging.getLogger("nashra.ingest")


def attempt(place: Place, read: Callable[..., _Read], *args: object) -> _Read | Refused:
    """The item that a function reads or cleans, or the refusal of one for which it raises."""
    try:
        return read(*args)
    except Refused as refused:
        return refused
    except _PASSED:
        raise
    except BaseException as error:
        return _refusal(error, place)


def guarded(
    items: Iterable[SourceItem], place: Place, passed: tuple[type[Exception], ...] = ()
) -> Iterator[SourceItem]:
    """The items of a reader; where it raises, a refusal of all that is left is the last.

    `passed` are exceptions that whoever opened the file wants to know of.
    """
    try:
        yield from items
    except Refused as refused:
        yield refused.at(place)
    except _PASSED + passed:
        raise
    except BaseException as error:
        yield _refusal(error, place)


def _refusal(error: BaseException, place: Place) -> Refused:
    """The refusal of what raised an exception, which is logged with its traceback."""
    words = f"{type(error).__name__}: {str(error)[:_WORDS]!r}"
    where = f"{place.file!r}, line {place.line}" if place.line else repr(place.file)
    _log.warning("%s cannot be read: %s", where, words, exc_info=error)
    return Refused(f"cannot be read: {words}", place=place)
