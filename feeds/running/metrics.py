"""What machines watch: Prometheus' text format (version 0.0.4), made when it is asked for."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from store import Problem, Store, Transaction

from ..serving.newsstand import Newsstand
from ..settings.values import Settings

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics(Collector):
    """Requests and prints of all processes, as the store knows them; bytes and health of this
    one.
    """

    def __init__(
        self, settings: Settings, store: Store, newsstand: Newsstand, now: datetime
    ) -> None:
        self._settings, self._store, self._newsstand, self._now = settings, store, newsstand, now

    def collect(self) -> Iterator[Metric]:
        """A database that is gone leaves what this process knows."""
        gone = self._newsstand.degraded is not None
        found: list[Metric] = []
        try:
            with self._store.snapshot() as snapshot:
                found = [self._requests(snapshot), *self._feeds(snapshot), *self._trouble(snapshot)]
        except Problem:
            gone = True
        yield from found
        yield _gauge(
            "nashra_newsstand_bytes",
            "Bytes of editions held in this process.",
            self._newsstand.size,
        )
        yield _gauge(
            "nashra_degraded",
            "1 while the database is gone and the last good editions are served.",
            gone,
        )

    def _requests(self, snapshot: Transaction) -> Metric:
        made = CounterMetricFamily(
            "nashra_requests", "Requests for feeds.", labels=["feed", "format", "status"]
        )
        for (feed, format, status), count in snapshot.requests.totals().items():
            made.add_metric([feed, format, str(status)], count)
        return made

    def _feeds(self, snapshot: Transaction) -> Iterator[Metric]:
        states = snapshot.feeds.states([section.slug for section in self._settings.printed])
        prints = CounterMetricFamily("nashra_prints", "Prints of a feed.", labels=["feed"])
        seconds = CounterMetricFamily(
            "nashra_print_seconds", "Seconds spent on printing a feed.", labels=["feed"]
        )
        for key, state in sorted(states.items()):
            prints.add_metric([key], state.prints)
            seconds.add_metric([key], state.print_ms / 1000)
        waiting = [
            (self._now - state.dirty_since).total_seconds()
            for state in states.values()
            if state.dirty
        ]
        yield prints
        yield seconds
        yield _gauge("nashra_dirty_feeds", "Feeds that wait to be printed.", len(waiting))
        yield _gauge(
            "nashra_lag_seconds", "How long the first of them has waited.", max(0.0, *waiting, 0.0)
        )

    def _trouble(self, snapshot: Transaction) -> Iterator[Metric]:
        yield _gauge(
            "nashra_quarantine_drafts", "Drafts that were refused.", snapshot.quarantine.count()
        )
        failing = GaugeMetricFamily(
            "nashra_wire_failing", "1 while a wire cannot be read.", labels=["wire"]
        )
        text = "How long a wire has failed."
        seconds = GaugeMetricFamily("nashra_wire_failing_seconds", text, labels=["wire"])
        states = snapshot.wires.states()
        for wire in self._settings.wires:
            state = states.get(wire.name)
            failing.add_metric([wire.name], float(state is not None and bool(state.error)))
            since = state.failing_since if state else None
            seconds.add_metric([wire.name], (self._now - since).total_seconds() if since else 0.0)
        yield failing
        yield seconds


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=float(value))


def render(metrics: Metrics) -> bytes:
    """The page of `/metrics`."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(metrics)
    return generate_latest(registry)
