"""For machines that look after this one: /healthz says it lives, /readyz that it can serve feeds."""

from datetime import timedelta

from flask import Blueprint, Response, json

from store import FeedState, Problem, Store

from ..newsstand import Newsstand
from ..schedule import now
from ..settings import Settings

LATE = timedelta(seconds=60)


def blueprint(settings: Settings, store: Store, newsstand: Newsstand) -> Blueprint:
    """`/healthz` and `/readyz`."""
    face = Blueprint("probes", __name__)
    slugs = [section.slug for section in settings.printed]

    @face.get("/healthz")
    def alive() -> Response:
        return _answer({"alive": True}, 200)

    @face.get("/readyz")
    def ready() -> Response:
        missing = [slug for slug in slugs if newsstand.find(slug) is None]
        unprinted = [f"feed {slug} was never printed" for slug in missing] if not newsstand.degraded else []
        degraded = unprinted + _degraded(store, slugs)
        return _answer({"ready": not missing, "degraded": degraded}, 503 if missing else 200)

    return face


def _degraded(store: Store, slugs: list[str]) -> list[str]:
    """What is not as it should be; a lost database alone does not take a node out."""
    try:
        with store.snapshot() as snapshot:
            states = snapshot.feeds.states(slugs)
    except Problem as problem:
        return [str(problem)]
    return [f"feed {state.key} is dirty for over 60 s" for state in states.values() if _late(state)]


def _late(state: FeedState) -> bool:
    return state.dirty and state.dirty_since < now() - LATE


def _answer(fields: dict[str, object], status: int) -> Response:
    answer = Response(json.dumps(fields, ensure_ascii=False) + "\n", status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
