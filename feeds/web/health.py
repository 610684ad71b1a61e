"""For machines that look after this one: /healthz (it lives), /readyz (it can serve feeds) and
/metrics (how well).
"""

from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, json, request

from store import NotFound, Problem, Store

from ..clock import now
from ..running.metrics import CONTENT_TYPE, Metrics, render
from ..serving.newsstand import Newsstand
from ..settings.values import Settings
from .api.gate import authenticate

_NEAR = [
    ip_network(one)
    for one in "127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7".split()
]


def blueprint(settings: Settings, store: Store, newsstand: Newsstand) -> Blueprint:
    """`/healthz`, `/readyz` and `/metrics`."""
    face = Blueprint("probes", __name__)
    slugs = [section.slug for section in settings.printed]

    @face.get("/healthz")
    def alive() -> Response:
        return as_json('{"alive": true}')

    @face.get("/readyz")
    def ready() -> Response:
        missing = [slug for slug in slugs if not newsstand.knows(slug)]
        unprinted = (
            [f"feed {slug} was never printed" for slug in missing] if not newsstand.degraded else []
        )
        degraded = unprinted + _degraded(store, slugs)
        text = json.dumps({"ready": not missing, "degraded": degraded}, ensure_ascii=False)
        return as_json(text, 503 if missing else 200)

    @face.get("/metrics")
    def metrics() -> Response:
        if not _is_near() and not authenticate(settings.tokens, request.headers):
            raise NotFound(
                "metrics are for machines of this network that ask directly, and for holders of a"
                " token"
            )
        page = render(Metrics(settings, store, newsstand, now()))
        return Response(page, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    return face


def _is_near() -> bool:
    """Asked from this machine or a private network, and not through a proxy, which passes on
    whoever asks it.
    """
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        asker = ip_address((request.remote_addr or "").removeprefix("::ffff:"))
        return not passed_on and any(asker in network for network in _NEAR)
    except ValueError:
        return False


def _degraded(store: Store, slugs: list[str]) -> list[str]:
    """What is not as it should be; a lost database alone does not take a node out."""
    try:
        with store.snapshot() as snapshot:
            states = snapshot.feeds.states(slugs)
    except Problem as problem:
        return [str(problem)]
    return [
        f"feed {state.key} is dirty for over 60 s" for state in states.values() if state.late(now())
    ]


def as_json(text: str, status: int = 200) -> Response:
    """A document for machines, which is true for this moment alone."""
    answer = Response(text + "\n", status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
