"""Articles that answer a question: what `q` makes of the list of articles."""

from collections.abc import Iterator, Sequence

from store import BadQuestion, StoredArticle

from ...printing.question import Question
from .caller import Caller
from .schemas import ListQuery

_NOT_SEARCHED_BY = ("source", "state")


def find(caller: Caller, query: ListQuery) -> tuple[Sequence[StoredArticle], str | None]:
    """The articles of one page, the best first, and the cursor of the next page.

    Raises BadQuestion. A cursor is the number of articles before its page.
    """
    question = _read(caller, query)
    start = _start(query.cursor or "0")
    with caller.store.snapshot() as snapshot:
        ids = snapshot.search.find(question.query, query.limit + 1, start)
        stored = snapshot.articles.load(ids[: query.limit])
    found = [stored[article_id] for article_id in ids[: query.limit]]
    more = len(ids) > query.limit
    return found, str(start + query.limit) if more else None


def check_list(query: ListQuery) -> None:
    """Raise BadQuestion for what asks a question without `q`."""
    for name, value in (("in", query.within), ("prefix", query.prefix)):
        if value is not None:
            raise BadQuestion("means nothing without q", field=name)


def _read(caller: Caller, query: ListQuery) -> Question:
    for name in _NOT_SEARCHED_BY:
        if getattr(query, name) is not None:
            raise BadQuestion("cannot be given together with q", field=name)
    return caller.newsroom.questions.read(dict(_parameters(query)))


def _parameters(query: ListQuery) -> Iterator[tuple[str, str]]:
    """The parameters of a question, as it is asked elsewhere."""
    yield "q", query.q or ""
    yield "section", query.section or ""
    yield "since", query.since.isoformat() if query.since else ""
    yield "until", query.until.isoformat() if query.until else ""
    yield "in", query.within or ""
    yield "prefix", query.prefix or ""


def _start(cursor: str) -> int:
    if not cursor.isdecimal():
        raise BadQuestion("is of a list without q", field="cursor")
    return int(cursor)
