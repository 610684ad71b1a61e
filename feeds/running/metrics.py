"""What machines watch: Prometheus' text format (version 0.0.4), made of what is in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from store import FeedState, WireState

from ..printing.profiles import PROFILES
from ..printing.profiles.demand import Demand
from ..printing.profiles.demands import demands_of
from ..settings.values import Settings
from .lookout import Lookout, Sighting
from .readiness import can_write, is_silent

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics(Collector):
    """Requests and prints of all processes, as last seen; bytes and health of this one."""

    def __init__(self, settings: Settings, lookout: Lookout, now: datetime) -> None:
        self._settings = settings
        self._lookout = lookout
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """All metrics; only those of this process before the store was ever seen."""
        self._lookout.look_unless_started()
        if self._lookout.sighting:
            yield from self._of_store(self._lookout.sighting)
        yield from self._of_process()

    def _of_process(self) -> Iterator[Metric]:
        lookout = self._lookout
        yield _gauge(
            "nashra_newsstand_bytes",
            "Bytes of editions held in this process.",
            lookout.newsstand.size,
        )
        yield _gauge(
            "nashra_degraded",
            "1 while the database is gone and the last good editions are served.",
            is_silent(lookout) or lookout.problem is not None,
        )
        yield _gauge(
            "nashra_can_write", "1 while the database keeps what is written.", can_write(lookout)
        )
        yield _gauge(
            "nashra_look_age_seconds",
            "How long ago this process last saw which editions are current.",
            lookout.newsstand.looked.age,
        )
        yield _gauge(
            "nashra_beat_age_seconds",
            "How long ago a scheduler was last seen to work.",
            lookout.beat.age,
        )

    def _of_store(self, sighting: Sighting) -> Iterator[Metric]:
        yield _requests(sighting.requests)
        yield from _prints(sighting.states)
        yield from self._waiting(sighting.states.values())
        yield _gauge("nashra_quarantine_drafts", "Drafts that were refused.", sighting.quarantined)
        yield from self._wires(sighting.wires)
        yield from self._partners(sighting.findings)

    def _waiting(self, states: Iterable[FeedState]) -> Iterator[Metric]:
        """How many feeds wait to be printed, and how long the first of them has waited."""
        lags = [(self._now - state.dirty_since).total_seconds() for state in states if state.dirty]
        yield _gauge("nashra_dirty_feeds", "Feeds that wait to be printed.", len(lags))
        yield _gauge(
            "nashra_lag_seconds", "How long the first of them has waited.", max([0.0, *lags])
        )

    def _wires(self, states: Mapping[str, WireState]) -> Iterator[Metric]:
        failing = GaugeMetricFamily(
            "nashra_wire_failing", "1 while a wire cannot be read.", labels=["wire"]
        )
        seconds = GaugeMetricFamily(
            "nashra_wire_failing_seconds", "How long a wire has failed.", labels=["wire"]
        )
        for wire in self._settings.wires:
            state = states.get(wire.name)
            is_failing = state is not None and bool(state.error)
            since = state.failing_since if state else None
            failing.add_metric([wire.name], float(is_failing))
            seconds.add_metric([wire.name], self._seconds_since(since))
        yield failing
        yield seconds
        yield self._posts(states)

    def _posts(self, states: Mapping[str, WireState]) -> Metric:
        """The posts of each site that was compared."""
        posts = GaugeMetricFamily(
            "nashra_wire_posts",
            "Posts of a site as the last comparison found them: listed there, known here.",
            labels=["wire", "where"],
        )
        for wire in self._settings.wires:
            state = states.get(wire.name)
            if state and state.comparison:
                posts.add_metric([wire.name, "listed"], state.comparison.listed)
                posts.add_metric([wire.name, "known"], state.comparison.known)
        return posts

    def _partners(self, findings: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Metric]:
        """How many articles break each demand of a partner; of those whose feed was printed."""
        broken = GaugeMetricFamily(
            "nashra_partner_findings",
            "Articles that break a demand of a partner, as its feed was printed last.",
            labels=["partner", "demand"],
        )
        left_out = GaugeMetricFamily(
            "nashra_partner_left_out",
            "Articles that a partner would refuse, left out of its feed.",
            labels=["partner"],
        )
        for partner in self._settings.partners:
            found = findings.get(partner.key)
            if found is not None:
                demands = demands_of(PROFILES[partner.profile])
                for name, count in _broken(demands, found):
                    broken.add_metric([partner.slug, name], count)
                left_out.add_metric([partner.slug], _refused(demands, found))
        yield broken
        yield left_out

    def _seconds_since(self, moment: datetime | None) -> float:
        return (self._now - moment).total_seconds() if moment else 0.0


def _broken(
    demands: Iterable[Demand], findings: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, int]]:
    """How many articles break each demand."""
    counts = Counter(name for _, name in findings)
    for demand in demands:
        yield demand.name, counts[demand.name]


def _refused(demands: Iterable[Demand], findings: Iterable[tuple[str, str]]) -> int:
    """How many articles break a hard demand."""
    hard = {demand.name for demand in demands if demand.is_hard}
    return len({article for article, name in findings if name in hard})


def _requests(totals: Mapping[tuple[str, str, int], int]) -> Metric:
    requests = CounterMetricFamily(
        "nashra_requests", "Requests for feeds.", labels=["feed", "format", "status"]
    )
    for (feed, format, status), count in totals.items():
        requests.add_metric([feed, format, str(status)], count)
    return requests


def _prints(states: Mapping[str, FeedState]) -> Iterator[Metric]:
    """How often each feed was printed, and how long that took altogether."""
    prints = CounterMetricFamily("nashra_prints", "Prints of a feed.", labels=["feed"])
    seconds = CounterMetricFamily(
        "nashra_print_seconds", "Seconds spent on printing a feed.", labels=["feed"]
    )
    for key, state in sorted(states.items()):
        prints.add_metric([key], state.prints)
        seconds.add_metric([key], state.print_ms / 1000)
    yield prints
    yield seconds


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(name, documentation, value=float(value))


def render(metrics: Metrics) -> bytes:
    """The page of `/metrics`."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(metrics)
    return generate_latest(registry)
