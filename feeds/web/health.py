"""Probes and measurements, for the machines that look after this one. They only look.

`/healthz` says that the process lives, `/readyz` that it can serve feeds, `/metrics` how well.
"""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, json, request

from store import LATE, NotFound, Problem, Store

from ..clock import now
from ..newsroom import Newsroom
from ..running.metrics import CONTENT_TYPE, Metrics, render
from ..serving.newsstand import Newsstand
from . import responses
from .api.gate import authenticate

_NEAR = (  # this machine, and private networks
    ip_network("127.0.0.0/8"),
    ip_network("::1"),
    ip_network("10.0.0.0/8"),
    ip_network("172.16.0.0/12"),
    ip_network("192.168.0.0/16"),
    ip_network("fc00::/7"),
)
_PROXY_HEADERS = ("X-Forwarded-For", "Forwarded")


def blueprint(newsroom: Newsroom, newsstand: Newsstand) -> Blueprint:
    """`/healthz`, `/readyz` and `/metrics`."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> Response:
        return responses.json_document('{"alive": true}')

    @health.get("/readyz")
    def ready() -> Response:
        return _readiness(newsroom, newsstand)

    @health.get("/metrics")
    def metrics() -> Response:
        return _metrics(newsroom, newsstand)

    return health


def _readiness(newsroom: Newsroom, newsstand: Newsstand) -> Response:
    """Whether every feed can be served, and what is wrong all the same.

    A lost database alone does not take a node out: it serves what it holds.
    """
    slugs = [section.slug for section in newsroom.settings.printed]
    missing = newsstand.missing
    degraded = _trouble(newsroom.store, slugs)
    if not newsstand.degraded:
        degraded = [*(f"feed {slug} was never printed" for slug in missing), *degraded]
    text = json.dumps({"ready": not missing, "degraded": degraded}, ensure_ascii=False)
    return responses.json_document(text, 503 if missing else 200)


def _trouble(store: Store, slugs: Sequence[str]) -> list[str]:
    """Lines on what the store knows to be wrong: feeds that are late, or the store itself."""
    try:
        with store.snapshot() as snapshot:
            states = snapshot.feeds.states(slugs)
    except Problem as problem:
        return [str(problem)]
    moment = now()
    return [
        f"feed {state.key} is dirty for over {LATE.seconds} s"
        for state in states.values()
        if state.late(moment)
    ]


def _metrics(newsroom: Newsroom, newsstand: Newsstand) -> Response:
    """Prometheus' page, for near machines and for holders of a token.

    Raises NotFound for anybody else, so that the page cannot be told from one that is not there.
    """
    settings = newsroom.settings
    if not _is_near() and not authenticate(settings.tokens, request.headers):
        raise NotFound(
            "metrics are for machines of this network that ask directly, and for holders of a token"
        )
    page = render(Metrics(settings, newsroom.store, newsstand, now()))
    return responses.metrics(page, CONTENT_TYPE)


def _is_near() -> bool:
    """Whether this machine or one of a private network asks, and no proxy in between.

    A proxy stands near and passes on whoever asks it.
    """
    if any(name in request.headers for name in _PROXY_HEADERS):
        return False
    try:
        asker = ip_address((request.remote_addr or "").removeprefix("::ffff:"))
    except ValueError:
        return False
    return any(asker in network for network in _NEAR)
