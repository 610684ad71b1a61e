"""The API for newsrooms, /api/v1: articles in, edited, withdrawn, restored and listed; quarantine
and wires.

A token is asked for before anything else is done, and before a body is read. What is answered is
safely kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil
from threading import BoundedSemaphore
from typing import NoReturn

from flask import Blueprint, Flask, Response, g, json, request
from flask_openapi3.blueprint import APIBlueprint
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    BadRequest,
    Conflict,
    RequestEntityTooLarge,
    ServiceUnavailable,
    TooManyRequests,
    Unauthorized,
    UnsupportedMediaType,
)

from store import (
    API,
    BATCH,
    Change,
    Draft,
    Forbidden,
    Intake,
    Kind,
    NotFound,
    Outcome,
    Place,
    Refused,
    SourceItem,
    Store,
    StoredArticle,
    find_own,
    for_wire,
    ingest,
    parse_json,
    read_webhook,
    record,
    report_wire,
    restore,
    withdraw,
)

from ...clock import now
from ...links import API_PATH
from ...pages.feed_pages import api_page
from ...running.server import THREADS
from ...settings.values import Settings
from ..health import as_json
from ..pages import html
from . import schemas
from .gate import authenticate
from .schemas import HeldQuery, ListQuery, Name, Number

MAX_BODY = 16_000_000
READS, WRITES = (
    RateLimitItemPerMinute(1_200),
    RateLimitItemPerMinute(300),
)  # of one token, in one process
_JSON = ("application/json",)
_HOOK = (*_JSON, "application/x-www-form-urlencoded")


def register(app: Flask, settings: Settings, store: Store) -> None:
    """The API, its document, and the page that shows it."""
    # what flask-openapi3 asks of its application
    app.validation_error_callback = _invalid  # type: ignore[attr-defined]
    face = _face(settings, store)
    app.register_blueprint(face)
    app.register_blueprint(_documents(settings, face))


def _documents(settings: Settings, face: APIBlueprint) -> Blueprint:
    pages = Blueprint("api_documents", __name__, url_prefix=API_PATH)
    document = schemas.document(face, settings.site)

    @pages.get("/openapi.json")
    def openapi() -> Response:
        return as_json(json.dumps(document, ensure_ascii=False))

    @pages.get("")
    def page() -> Response:
        return html(settings, api_page(settings.site, document))

    return pages


def _invalid(error: ValidationError) -> NoReturn:
    """What is wrong with a query or an address."""
    first = error.errors(include_url=False, include_context=False)[0]
    said = first["msg"].removeprefix("Value error, ")
    raise BadRequest(f"{first['loc'][0]}: {said[0].lower()}{said[1:]}")


def _face(settings: Settings, store: Store) -> APIBlueprint:
    face = APIBlueprint(
        "api",
        __name__,
        url_prefix=API_PATH,
        abp_security=schemas.SECURITY,
        abp_responses=schemas.problems(),
        operation_id_callback=lambda *, name, **_: name,
    )
    lanes = BoundedSemaphore(THREADS // 4)
    counter = FixedWindowRateLimiter(MemoryStorage())

    @face.before_request
    def admit() -> None:
        """Who it is, how often, and how many at once: senders may be slow, and readers must not
        wait for them.
        """
        g.token = authenticate(settings.tokens, request.headers)
        if g.token is None:
            raise Unauthorized(
                "show a token of the API", www_authenticate=WWWAuthenticate("bearer")
            )
        writes = request.method not in ("GET", "HEAD")
        rate = WRITES if writes else READS
        if not counter.hit(rate, g.token.name):
            wait = counter.get_window_stats(rate, g.token.name).reset_time - now().timestamp()
            raise TooManyRequests(
                f"more than {rate.amount:,} in a minute", retry_after=max(1, ceil(wait))
            )
        if writes and not lanes.acquire(blocking=False):
            raise ServiceUnavailable("as many send now as may at once", retry_after=1)
        g.lane = writes

    @face.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("lane", False):
            lanes.release()

    whole = Intake(store=store, site=settings.site, sections=settings.sections, clock=now)
    intakes = {wire.name: for_wire(whole, wire) for wire in settings.wires}

    def intake() -> Intake:
        """A token of one section files there what names none; one of a wire follows the rules of
        its polls.
        """
        scope, own = g.token.sections, intakes.get(g.token.name, whole)
        section = next(iter(scope)) if scope and len(scope) == 1 else own.section
        return replace(own, owner=g.token.name, section=section, scope=scope)

    def keep(drafts: Iterable[SourceItem]) -> list[Outcome]:
        return [outcome for batch in ingest(drafts, intake()) for outcome in batch]

    def own(name: str) -> StoredArticle:
        kept = find_own(intake(), name)
        if kept.article.owner != g.token.name:
            raise Forbidden(
                f"the article belongs to the source {kept.article.owner!r}, which alone may"
                " change it"
            )
        return kept

    @face.post(
        "/articles",
        openapi_extensions=schemas.body("Record", "Records"),
        responses={200: schemas.Decisions, 201: schemas.Decisions, 207: schemas.Decisions},
    )
    def send() -> Response:
        """Send an article, or a list of up to 500: new ones and edits alike. 207: some of the list
        were refused.
        """
        found = _body()
        if not isinstance(found, list):
            return _one(keep([_draft(found)]))
        if not found:
            raise BadRequest("the list is empty")
        _check_count(found)
        return _several(keep([_draft(one, at) for at, one in enumerate(found, 1)]))

    @face.put(
        "/articles/<path:id>",
        openapi_extensions=schemas.body("Record"),
        responses={200: schemas.Decisions, 201: schemas.Decisions},
    )
    def put(path: Name) -> Response:
        """Send the article that you know by this id."""
        sent, name = _draft(_body()), _own_id(path.id)
        if isinstance(sent, Draft) and sent.id not in (None, name):
            sent = Refused(
                f"is {str(sent.id)[:80]!r} here, and another in the address",
                field="id",
                place=sent.place,
            )
        return _one(keep([replace(sent, id=name) if isinstance(sent, Draft) else sent]))

    def _own_id(name: str) -> str:
        """The sender's own id, where ours is given."""
        try:
            kept = find_own(intake(), name)
        except NotFound:
            return name
        known = (
            own(name).article.source_id if kept.article.id == name else name
        )  # which may be that of a copy
        if known is None:
            raise Conflict("the article has no id of yours: send it by POST, with its url")
        return known

    @face.get("/articles/<path:id>", responses={200: schemas.ArticleFull})
    def show(path: Name) -> Response:
        """An article as it is kept."""
        kept = find_own(intake(), path.id)
        if kept.released is None and kept.article.owner != g.token.name:
            raise NotFound(f"no article has the id {path.id[:80]!r}")
        with store.snapshot() as snapshot:
            placed = snapshot.placements.of([kept.article.id]).get(kept.article.id, {})
        feeds = sorted(key for key, one in placed.items() if one.standing)
        return _model(schemas.full(kept, settings.site, settings.sections, feeds))

    @face.delete("/articles/<path:id>", responses={200: schemas.Decision})
    def take_back(path: Name) -> Response:
        """Withdraw an article: it leaves every feed, and stays withdrawn whatever is sent."""
        return _changed(withdraw(intake(), own(path.id).article.id))

    @face.post("/articles/<path:id>/restore", responses={200: schemas.Decision})
    def bring_back(path: Name) -> Response:
        """Restore a withdrawn article."""
        return _changed(restore(intake(), own(path.id).article.id))

    @face.get("/articles", responses={200: schemas.ArticleList})
    def articles(query: ListQuery) -> Response:
        """List articles of all sources, newest first; those under embargo are shown to their own
        source.
        """
        after = _position(query.cursor) if query.cursor is not None else None
        asked = query.model_dump(exclude={"limit", "cursor"})
        with store.snapshot() as snapshot:
            found = snapshot.articles.listed(g.token.name, query.limit + 1, after=after, **asked)
        page = found[: query.limit]
        heads = [
            schemas.ArticleHead(**schemas.head(kept, settings.site, settings.sections))
            for kept in page
        ]
        following = _cursor(page[-1]) if len(found) > len(page) else None
        return _model(schemas.ArticleList(items=heads, next=following))

    @face.get("/quarantine", responses={200: schemas.HeldDrafts})
    def quarantine(query: HeldQuery) -> Response:
        """What you sent and was refused, oldest first."""
        with store.snapshot() as snapshot:
            found = snapshot.quarantine.of(g.token.name, query.after, query.limit)
        return _model(schemas.HeldDrafts(items=[schemas.held(one) for one in found]))

    @face.delete("/quarantine/<number>", responses={200: schemas.HeldDraft})
    def drop(path: Number) -> Response:
        """Throw a refused draft of yours away for good."""
        with store.transaction() as transaction:
            found = [
                one
                for one in transaction.quarantine.all([path.number])
                if one.owner == g.token.name
            ]
            if not found:
                raise NotFound(f"quarantine holds no draft {path.number} of yours")
            transaction.quarantine.drop([path.number])
        return _model(schemas.held(found[0]))

    @face.get("/wires", responses={200: schemas.WireReports})
    def wires() -> Response:
        """The sources that are polled, and how their polls went."""
        with store.snapshot() as snapshot:
            states = snapshot.wires.states()
        reports = [
            schemas.WireReport(**report_wire(wire, states.get(wire.name)))
            for wire in settings.wires
        ]
        return _model(schemas.WireReports(items=reports))

    @face.post(
        "/hooks/wordpress",
        openapi_extensions=schemas.body("Hook", "Hooks", types=_HOOK),
        responses={200: schemas.Decisions, 201: schemas.Decisions, 207: schemas.Decisions},
    )
    def wordpress() -> Response:
        """Send what a webhook plugin of WordPress says of a post; what is about no post changes
        nothing.
        """
        said = read_webhook(_bytes(_HOOK), API)
        _check_count(said)
        outcomes = keep(said)
        return _one(outcomes) if len(outcomes) == 1 else _several(outcomes)

    return face


# What comes in


def _bytes(types: tuple[str, ...]) -> bytes:
    if (
        request.mimetype not in types
        or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8"
    ):
        raise UnsupportedMediaType(f"expected {' or '.join(types)}, in UTF-8")
    request.max_content_length = MAX_BODY
    return request.get_data(cache=False)


def _body() -> object:
    try:
        return parse_json(_bytes(_JSON))
    except Refused as refused:
        raise BadRequest(f"the body {refused}") from refused


def _check_count(several: Sequence[object]) -> None:
    """All of a request is kept in one transaction, or nothing is."""
    if len(several) > BATCH:
        raise RequestEntityTooLarge(f"{len(several):,} articles; at most {BATCH} at once")


def _draft(found: object, at: int = 1) -> Draft | Refused:
    """As `flask ingest` reads a record."""
    place = Place(API, at)
    if not isinstance(found, dict):
        return Refused("is no object: a record is written { ... }", place=place)
    return record.draft_or_refused(found, place)


# What goes out


def _one(outcomes: list[Outcome]) -> Response:
    """Of one record; a refusal is a problem, and stands in quarantine."""
    if outcomes[0].refused:
        raise outcomes[0].refused
    return _several(outcomes)


def _several(outcomes: list[Outcome]) -> Response:
    kinds = {outcome.kind for outcome in outcomes}
    status = 207 if Kind.QUARANTINED in kinds else 201 if Kind.NEW in kinds else 200
    return _model(schemas.Decisions(items=[schemas.decision(one) for one in outcomes]), status)


def _changed(change: Change) -> Response:
    article = change.kept.article
    said = schemas.Decision(
        decision=change.kind, id=article.id, source_id=article.source_id, feeds=list(change.feeds)
    )
    return _model(said)


def _model(model: BaseModel, status: int = 200) -> Response:
    return as_json(model.model_dump_json(), status)


# A cursor is the place of the last article of a page, so that nothing new moves the next.


def _cursor(kept: StoredArticle) -> str:
    return f"{int(kept.article.published.timestamp())}_{kept.article.id}"


def _position(cursor: str) -> tuple[datetime, str]:
    seconds, _, article_id = cursor.partition("_")
    return datetime.fromtimestamp(int(seconds), UTC), article_id
