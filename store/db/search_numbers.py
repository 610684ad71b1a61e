"""Numbers of articles in the order of `all`: the second of their place, and a slot within it.

Which slot says nothing: lists order the articles of one second by what they always go by.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, select

from .among import among
from .schema import search_entries

_SLOTS = 1 << 20  # of one second

_number = search_entries.c.number


def second_of(number: int) -> int:
    """The second in which the article of a number stands."""
    return number // _SLOTS


def first_number(moment: datetime) -> int:
    """The first number of a second."""
    return int(moment.timestamp()) * _SLOTS


def first_number_after(number: int) -> int:
    """The first number of the second that follows that of this one."""
    return (second_of(number) + 1) * _SLOTS


def give_numbers(
    connection: Connection, positions: Mapping[str, datetime], known: Mapping[str, int]
) -> dict[str, int]:
    """A number for each article at its place; it keeps a known one that is there already."""
    numbers: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for article_id, position in positions.items():
        first = first_number(position)
        if article_id in known and second_of(known[article_id]) == second_of(first):
            numbers[article_id] = known[article_id]
        else:
            waiting[article_id] = first + _slot(article_id)
    while waiting:
        taken = _taken(connection, waiting.values()).union(numbers.values())
        waiting = _settle(waiting, numbers, taken)
    return numbers


def _settle(waiting: Mapping[str, int], numbers: dict[str, int], taken: set[int]) -> dict[str, int]:
    """Give the articles that wait the numbers that are free; returns those that wait for others."""
    others = {}
    for article_id, number in waiting.items():
        if number in taken:
            others[article_id] = _next(number)
        else:
            numbers[article_id] = number
            taken.add(number)
    return others


def _taken(connection: Connection, numbers: Collection[int]) -> set[int]:
    query = select(_number).where(among(connection, _number, numbers))
    return set(connection.execute(query).scalars())


def _slot(article_id: str) -> int:
    """The slot that an article wishes for, the same in every history."""
    digest = blake2b(article_id.encode(), digest_size=4).digest()
    return int.from_bytes(digest) % _SLOTS


def _next(number: int) -> int:
    """The next slot of the same second; the first one behind the last."""
    return second_of(number) * _SLOTS + (number + 1) % _SLOTS
