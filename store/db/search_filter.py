"""What a question asks of an article beside its words, as SQL that both databases know."""

from collections.abc import Iterator

from ..query import Query

_LIVE = "entry.listing = 'live'"
_IN_SECTION = """EXISTS (
    SELECT 1 FROM placements AS placement
    WHERE placement.article_id = entry.article_id AND placement.feed = :section
    AND placement.standing
)"""


def conditions(query: Query) -> str:
    """The conditions on an entry; `parameters` are those of them."""
    return " AND ".join(_conditions(query))


def parameters(query: Query) -> dict[str, object]:
    """The values that the conditions name."""
    values = {
        "section": query.section,
        "since": int(query.since.timestamp()) if query.since else None,
        "until": int(query.until.timestamp()) if query.until else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def conditions_of_withdrawn(query: Query) -> str:
    """The conditions on the entry of an article that stands nowhere any more."""
    return " AND ".join(("entry.listing = 'withdrawn'", *_conditions_of_dates(query)))


def dates(query: Query) -> str:
    """The conditions on the date of an entry, of a question that names any."""
    return " AND ".join(_conditions_of_dates(query))


def _conditions(query: Query) -> Iterator[str]:
    yield _LIVE
    if query.section is not None:
        yield _IN_SECTION
    yield from _conditions_of_dates(query)


def _conditions_of_dates(query: Query) -> Iterator[str]:
    if query.since:
        yield "entry.published >= :since"
    if query.until:
        yield "entry.published < :until"
