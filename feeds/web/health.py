"""Probes and measurements, for the machines that look after this one: at once, from memory.

`/healthz` says that the process lives, `/readyz` that it can serve feeds, `/metrics` how well.
"""

from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, json, request

from store import NotFound

from ..clock import now
from ..running.lookout import Lookout
from ..running.metrics import CONTENT_TYPE, Metrics, render
from ..running.readiness import readiness
from ..settings.values import Settings
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
# What proxies add, in lower case, to say for whom they ask.
_PROXY_HEADERS = {
    "cf-connecting-ip",
    "fastly-client-ip",
    "forwarded",
    "true-client-ip",
    "via",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-real-ip",
}


def blueprint(settings: Settings, lookout: Lookout) -> Blueprint:
    """`/healthz`, `/readyz` and `/metrics`."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> Response:
        return responses.json_document('{"alive": true}')

    @health.get("/readyz")
    def ready() -> Response:
        return _readiness(lookout)

    @health.get("/metrics")
    def metrics() -> Response:
        return _metrics(settings, lookout)

    return health


def _readiness(lookout: Lookout) -> Response:
    """200 where every feed can be served, else 503; and what is wrong all the same."""
    state = readiness(lookout, now())
    text = json.dumps(state.fields(), ensure_ascii=False)
    return responses.json_document(text, 200 if state.ready else 503)


def _metrics(settings: Settings, lookout: Lookout) -> Response:
    """Prometheus' page, for near machines and for holders of a token.

    Raises NotFound for anybody else, so that the page cannot be told from one that is not there.
    """
    if not _is_near() and not authenticate(settings.tokens, request.headers):
        raise NotFound(
            "metrics are for machines of this network that ask directly, and for holders of a token"
        )
    page = render(Metrics(settings, lookout, now()))
    return responses.metrics(page, CONTENT_TYPE)


def _is_near() -> bool:
    """Whether this machine or one of a private network asks, and no proxy in between.

    A proxy stands near and passes on whoever asks it.
    """
    if _is_forwarded():
        return False
    try:
        asker = ip_address((request.remote_addr or "").removeprefix("::ffff:"))
    except ValueError:
        return False
    return any(asker in network for network in _NEAR)


def _is_forwarded() -> bool:
    """Whether any header says that a proxy asks for somebody else."""
    names = [name.lower() for name, _ in request.headers]
    return any(name in _PROXY_HEADERS or name.startswith("x-forwarded-") for name in names)
