"""Articles of the API: sent, put, shown, listed, withdrawn and restored.

What is answered is safely kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from werkzeug.exceptions import BadRequest, Conflict

from store import (
    REQUEST_BODY_LIMIT,
    ArticleFilter,
    BadQuestion,
    Draft,
    NotFound,
    Refused,
    StoredArticle,
    restore,
    withdraw,
)

from ...article_fields import full_fields, head_fields
from .answers import JsonAnswer, all_outcomes, answer, change_made, one_outcome
from .bodies import RequestBody, check_count, read_records, read_shape
from .caller import Caller
from .routes import Route
from .schemas import (
    ArticleFull,
    ArticleHead,
    ArticleList,
    Decision,
    Decisions,
    ListQuery,
    Name,
    NoticeQuery,
    Withdrawal,
)
from .search import check_list, find


def send(caller: Caller, content: bytes) -> JsonAnswer:
    """Send an article, or a list of up to 500: new ones and edits alike.

    207: some of the list were refused.
    """
    sent = read_records(content)
    if not sent.is_list:
        return one_outcome(caller.keep(sent.items))
    if not sent.items:
        raise BadRequest("the list is empty")
    check_count(sent.count)
    return all_outcomes(caller.keep(sent.items))


def put(caller: Caller, path: Name, content: bytes) -> JsonAnswer:
    """Send the article that you know by this id."""
    item = read_records(content).sole
    name = _own_id(caller, path.id)
    if isinstance(item, Draft):
        item = _named(item, name)
    return one_outcome(caller.keep([item]))


def _named(draft: Draft, name: str) -> Draft | Refused:
    """The draft under the id of its address; refused if it says another itself."""
    if draft.id not in (None, name):
        reason = f"is {str(draft.id)[:80]!r} here, and another in the address"
        return Refused(reason, field="id", place=draft.place)
    return replace(draft, id=name)


def _own_id(caller: Caller, name: str) -> str:
    """The caller's own id of an article, which may be named by ours.

    Raises Forbidden for an article of another source, and Conflict if no own id is known.
    """
    try:
        stored = caller.find(name)
    except NotFound:
        return name  # a new article
    if stored.article.id != name:
        return name  # an own id: of this article, or of the copy that the caller sent of it
    caller.check_owner(stored)
    if stored.article.source_id is None:
        raise Conflict("the article has no id of yours: send it by POST, with its url")
    return stored.article.source_id


def show(caller: Caller, path: Name) -> JsonAnswer:
    """An article as it is kept."""
    stored = caller.find(path.id)
    settings = caller.settings
    with caller.store.snapshot() as snapshot:
        fields = full_fields(stored, settings.site, settings.sections, snapshot)
    return answer(ArticleFull(**fields))


def take_back(caller: Caller, path: Name, query: NoticeQuery, content: bytes | None) -> JsonAnswer:
    """Withdraw an article: it leaves every feed, until you send it again.

    With a notice it keeps its place for seven days, as these words and nothing else.
    """
    notice = _notice(query, content)
    stored = caller.find_changeable(path.id)
    article_id = stored.article.id
    return change_made(withdraw(caller.intake, article_id, notice, by="source", insists=True))


def _notice(query: NoticeQuery, content: bytes | None) -> str | None:
    """The notice of a withdrawal, from its body or its query. Raises BadRequest."""
    body = Withdrawal() if content is None else read_shape(content, Withdrawal)
    if body.notice and query.notice and body.notice != query.notice:
        raise BadRequest("notice: the body gives another than the query")
    return body.notice or query.notice


def bring_back(caller: Caller, path: Name) -> JsonAnswer:
    """Restore an article that you have withdrawn.

    What an editor has withdrawn, and what has expired, a person restores by a command.
    """
    stored = caller.find_changeable(path.id)
    return change_made(restore(caller.intake, stored.article.id, by="source"))


def articles(caller: Caller, query: ListQuery) -> JsonAnswer:
    """List articles of all sources, newest first; with q those that answer it, the best first.

    Those under embargo are shown to their own source, and found by nobody.
    """
    if query.q is not None:
        found, following = find(caller, query)
        return answer(_page(caller, found, following))
    check_list(query)
    with caller.store.snapshot() as snapshot:
        listed = snapshot.articles.listed(caller.source, query.limit + 1, _filter(caller, query))
    page = listed[: query.limit]
    return answer(_page(caller, page, _cursor(page[-1]) if len(listed) > len(page) else None))


def _filter(caller: Caller, query: ListQuery) -> ArticleFilter:
    """What is listed."""
    zone = caller.settings.site.zone
    return ArticleFilter(
        section=query.section,
        source=query.source,
        since=_moment(query.since, zone),
        until=_moment(query.until, zone, days=1),
        state=query.state,
        after=_position(query.cursor) if query.cursor is not None else None,
    )


def _moment(when: datetime | date | None, zone: ZoneInfo, days: int = 0) -> datetime | None:
    """A moment; of a day its beginning in that zone, or that of a day so many days later."""
    if when is None or isinstance(when, datetime):
        return when
    return datetime.combine(when, time(), zone) + timedelta(days=days)


def _page(caller: Caller, page: Sequence[StoredArticle], following: str | None) -> ArticleList:
    """One page of a list, and the cursor of the next one."""
    settings = caller.settings
    heads = [
        ArticleHead(**head_fields(stored, settings.site, settings.sections)) for stored in page
    ]
    return ArticleList(items=heads, next=following)


# A cursor is the place of the last article of a page, so that nothing new moves the next.


def _cursor(stored: StoredArticle) -> str:
    return f"{int(stored.article.published.timestamp())}_{stored.article.id}"


def _position(cursor: str) -> tuple[datetime, str]:
    seconds, _, article_id = cursor.partition("_")
    if not article_id:
        raise BadQuestion("is of a list with q", field="cursor")
    return datetime.fromtimestamp(int(seconds), UTC), article_id


ROUTES = (
    Route(
        "POST",
        "/articles",
        send,
        answers={200: Decisions, 201: Decisions, 207: Decisions},
        body=RequestBody(["Record", "Records"]),
    ),
    Route(
        "PUT",
        "/articles/<path:id>",
        put,
        answers={200: Decisions, 201: Decisions},
        body=RequestBody(["Record"]),
    ),
    Route("GET", "/articles/<path:id>", show, answers={200: ArticleFull}),
    Route(
        "DELETE",
        "/articles/<path:id>",
        take_back,
        answers={200: Decision},
        body=RequestBody(["Withdrawal"], required=False, limit=REQUEST_BODY_LIMIT),
    ),
    Route("POST", "/articles/<path:id>/restore", bring_back, answers={200: Decision}),
    Route("GET", "/articles", articles, answers={200: ArticleList}),
)
