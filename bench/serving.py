"""`python -m bench.serving`: polls answered by the fast lane, with and without a query, and by
nginx from a file; then those of a partner that shows a password beside those of an open feed.

One worker each, the same bytes, in turn within one run. Needs wrk and nginx (Debian: apt-get
install wrk nginx-light). Talks to loopback only, and ends by itself.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from flask import Flask

from feeds.newsroom import Newsroom
from feeds.settings.load import load as load_settings
from feeds.web import face
from store import Store

from .corpus import LABELS, Corpus
from .newsroom import write
from .processes import flask, free_port, until_answering, web, worker
from .table import Row, drawn, megabytes, paired, rate

AIM, AIM_P99, AIM_BYTES = 0.6, 2.0, 150_000_000
AIM_PARTNER = 0.5
FEED = "all.rss"
CROWDS = (32, 1_000)
_POLLS = 50_000
_LATENCY = re.compile(r"^ +(50|99)% +([0-9.]+)(us|ms|s)$", re.MULTILINE)
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
_NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; default_type application/rss+xml; types {{ }}
  sendfile on; gzip_static on; open_file_cache max=100; keepalive_requests 10000000;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/static; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """One way to the same bytes."""

    name: str
    address: str
    etag: str
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: requests a second, and seconds within which half and 99 of 100 were
    answered.
    """

    rate: float
    p50: float
    p99: float


def load(lane: Lane, crowd: int, seconds: int, *, unchanged: bool) -> Load:
    """Poll for some seconds over `crowd` connections; every answer must be the one that is
    meant.
    """
    fields = ["Accept-Encoding: gzip", *lane.headers]
    if unchanged:
        fields.append(f"If-None-Match: {lane.etag}")
    headers = [part for field in fields for part in ("-H", field)]
    command = ["wrk", "-t1", f"-c{crowd}", f"-d{seconds}s", "--latency", *headers, lane.address]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 60
    ).stdout
    if "Non-2xx" in said and not unchanged:
        raise RuntimeError(f"{lane.name} failed:\n{said}")
    found = re.search(r"Requests/sec: +([0-9.]+)", said)
    if not found:
        raise RuntimeError(f"wrk said nothing of its rate:\n{said}")
    times = {which: float(value) * _UNITS[unit] for which, value, unit in _LATENCY.findall(said)}
    return Load(float(found[1]), times["50"], times["99"])


@contextmanager
def nginx(folder: Path, content: bytes, packed: bytes) -> Iterator[str]:
    """nginx with one worker, and the same bytes as files."""
    port = free_port()
    (folder / "static").mkdir()
    (folder / "static" / FEED).write_bytes(content)
    (folder / "static" / f"{FEED}.gz").write_bytes(packed)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port), encoding="utf-8")
    folder.chmod(0o755)
    process = subprocess.Popen(
        ["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
    )
    try:
        until_answering(f"http://127.0.0.1:{port}/{FEED}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


# Two partners are given the same articles: one by a password, one without.
_PASSWORD = "a-password-of-forty-three-characters-or-so"
_PARTNERS = f"""
[[partner]]
slug = "open"
title = "شريك"
profile = "generic"
[[partner]]
slug = "basic"
title = "شريك"
profile = "generic"
access = "basic"
token = "{hashlib.sha256(_PASSWORD.encode()).hexdigest()}"
"""
_AUTHORIZATION = f"Basic {b64encode(f'basic:{_PASSWORD}'.encode()).decode()}"


def newsroom(folder: Path, sections: int, articles: int) -> Path:
    """A printed newspaper in this folder; its configuration."""
    names = [(slug, names[0]) for slug, names in LABELS.items()]
    names += [(f"section-{number}", f"قسم {number}") for number in range(len(names), sections)]
    blocks = [
        f'[[section]]\nslug = "{slug}"\ntitle = "{title}"\n' for slug, title in names[:sections]
    ]
    configuration = folder / "nashra.toml"
    text = (
        f'[site]\ntitle = "صحيفة نشرة"\n[feeds]\nsize = 50\nhours = 0\n{"".join(blocks)}{_PARTNERS}'
    )
    configuration.write_text(text, encoding="utf-8")
    records = write(Corpus().samples(articles), folder / "records.ndjson")
    if sections > len(LABELS):
        _spread(records, sections)
    for command in (["migrate"], ["ingest", "--backfill", str(records)], ["refresh"]):
        flask(*command, NASHRA_CONFIG=str(configuration))
    return configuration


def _spread(records: Path, sections: int) -> None:
    """File the records under all sections in turn."""
    lines = records.read_text(encoding="utf-8").splitlines()
    with records.open("w", encoding="utf-8") as file:
        for at, line in enumerate(lines):
            number = at % (sections - len(LABELS)) + len(LABELS)
            file.write(
                json.dumps(
                    json.loads(line) | {"sections": [f"section-{number}"]}, ensure_ascii=False
                )
                + "\n"
            )


def fetched(address: str, coding: str, **headers: str) -> tuple[bytes, str]:
    """The bytes and the ETag of a feed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding, **headers})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read(), answer.headers["ETag"]


def rows(folder: Path, rounds: int, seconds: int) -> Iterator[Row]:
    """Rates and latencies of three lanes, one after the other in each round; then the worker's
    memory.
    """
    configuration = newsroom(folder, len(LABELS), 600)
    with web(NASHRA_CONFIG=str(configuration)) as (base, pid):
        content, _ = fetched(f"{base}/{FEED}", "identity")
        packed, etag = fetched(f"{base}/{FEED}", "gzip")
        with nginx(folder, content, packed) as files:
            lanes = [
                Lane("fast lane", f"{base}/{FEED}", etag),
                Lane("fast lane, with a query", f"{base}/{FEED}?utm_source=x", etag),
                Lane("nginx", f"{files}/{FEED}", fetched(f"{files}/{FEED}", "gzip")[1]),
            ]
            for unchanged in (False, True):
                for crowd in CROWDS:
                    yield from _compared(lanes, crowd, rounds, seconds, unchanged=unchanged)
        yield from _of_partners(base, rounds, seconds)
        held = worker(pid)
        yield counting(configuration, 1 / load(lanes[0], CROWDS[0], seconds, unchanged=True).rate)
        yield Row(
            "memory of the worker after it",
            megabytes(held),
            "",
            None,
            "at most 150 MB",
            held <= AIM_BYTES,
        )


def _compared(
    lanes: Sequence[Lane], crowd: int, rounds: int, seconds: int, *, unchanged: bool
) -> Iterator[Row]:
    seen: dict[str, list[Load]] = {lane.name: [] for lane in lanes}
    for _ in range(rounds):
        for lane in lanes:
            seen[lane.name].append(load(lane, crowd, seconds, unchanged=unchanged))
    what = f"{'304' if unchanged else '200 gzip'}, {crowd:,} connections"
    files = seen.pop("nginx")
    rates = [1 / one.rate for one in files]
    for name, loads in seen.items():
        share = paired([one.rate for one in loads], [one.rate for one in files])
        judged = name == "fast lane" and crowd == CROWDS[0]
        aim, met = (f"at least {AIM}", share >= AIM) if judged else ("", None)
        yield Row(
            f"{what}: {name}",
            rate(1, [1 / one.rate for one in loads]),
            f"nginx {rate(1, rates)}",
            share,
            aim,
            met,
        )
    fast = seen["fast lane"]
    late = paired([one.p99 for one in fast], [one.p99 for one in files])
    far = crowd == CROWDS[-1]
    yield Row(
        f"{what}: p50 / p99 of the fast lane",
        _times(fast),
        f"nginx {_times(files)}",
        late,
        f"p99 at most {AIM_P99:.0f}" if far else "",
        late <= AIM_P99 if far else None,
    )


def _of_partners(base: str, rounds: int, seconds: int) -> Iterator[Row]:
    """Rates of a partner that shows a password in each poll, beside those of an open feed."""
    free, gated = (f"{base}/partner/{slug}.rss" for slug in ("open", "basic"))
    _, tag = fetched(gated, "gzip", Authorization=_AUTHORIZATION)
    lanes = [
        Lane("basic", gated, tag, (f"Authorization: {_AUTHORIZATION}",)),
        Lane("open", free, fetched(free, "gzip")[1]),
    ]
    for unchanged in (False, True):
        seen: dict[str, list[float]] = {lane.name: [] for lane in lanes}
        for _ in range(rounds):
            for lane in lanes:
                polled = load(lane, CROWDS[0], seconds, unchanged=unchanged)
                seen[lane.name].append(1 / polled.rate)
        share = 1 / paired(seen["basic"], seen["open"])
        yield Row(
            f"{'304' if unchanged else '200 gzip'}, {CROWDS[0]} connections: a partner by Basic",
            rate(1, seen["basic"]),
            f"an open feed {rate(1, seen['open'])}",
            share,
            f"at least {AIM_PARTNER}",
            share >= AIM_PARTNER,
        )


def counting(configuration: Path, served: float) -> Row:
    """What a count costs, on the fast lane and in its own thread, against a whole served request
    (seconds).
    """
    settings = load_settings({"NASHRA_CONFIG": str(configuration)}, configuration)
    app, store = Flask("bench"), Store(settings.database)
    face.register(app, Newsroom(settings, store), threads=True)
    lane = app.wsgi_app._application  # behind the gate of partners
    count = lane._count
    asked = {
        "PATH_INFO": f"/{FEED}",
        "REQUEST_METHOD": "GET",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_USER_AGENT": "x",
    }

    def polls(counted: Callable[..., None]) -> float:
        lane._count = counted
        started = time.perf_counter()
        for _ in range(_POLLS):
            lane(asked, lambda *_: None)
        count.__self__.drain()
        return (time.perf_counter() - started) / _POLLS

    polls(count)
    costs = [polls(count) - polls(lambda *_: None) for _ in range(7)]
    share = median(costs) / served
    store.close()
    what = f"{median(costs) * 1e6:.2f} us"
    return Row(
        "counting a request",
        what,
        f"{served * 1e6:.1f} us a served 304",
        share,
        "at most 0.03",
        share <= 0.03,
    )


def _times(loads: Sequence[Load]) -> str:
    half, most = (
        median(values) * 1000 for values in zip(*((one.p50, one.p99) for one in loads), strict=True)
    )
    return f"{half:.1f} / {most:.1f} ms"


def many(folder: Path, sections: int) -> Iterator[Row]:
    """The worker with very many feeds, each asked for once."""
    configuration = newsroom(folder, sections, sections * 5)
    with web(NASHRA_CONFIG=str(configuration)) as (base, pid):
        for number in range(len(LABELS), sections):
            fetched(f"{base}/section-{number}.rss", "gzip")
        yield Row(f"memory of a worker with {sections:,} sections", megabytes(worker(pid)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="short and small: for a look, not for a claim"
    )
    options = parser.parse_args(arguments)
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name)]
    if missing:
        raise SystemExit(f"{' and '.join(missing)} is missing: apt-get install wrk nginx-light")
    found = []
    for part in (
        partial(rows, rounds=1 if options.quick else 5, seconds=1 if options.quick else 3),
        partial(many, sections=100 if options.quick else 1_000),
    ):
        with tempfile.TemporaryDirectory(prefix="nashra-bench-") as name:
            for row in part(Path(name)):
                found.append(row)
                sys.stderr.write(f"{row.what}: {row.ours} {row.beside}\n")
    sys.stdout.write(drawn(found))


if __name__ == "__main__":
    main()
