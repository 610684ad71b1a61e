"""Faults: each is a function from a stage to a context in which something goes wrong.

Where the context ends, the fault is over, if it is of the kind that ends: a clock that was set
stays so, and a network that forgot a connection does not remember it.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from bench.processes import ROOT, environment

from .proxy import Proxy
from .stage import Stage, through

Fault = Callable[[Stage], AbstractContextManager[None]]


@contextmanager
def nothing(_stage: Stage) -> Iterator[None]:
    yield


# The clock


def clock_set(seconds: int) -> Fault:
    """The clock is set by so many seconds, and stays so."""

    @contextmanager
    def fault(stage: Stage) -> Iterator[None]:
        stage.clock.set(seconds)
        yield

    return fault


def clock_astray(seconds: int) -> Fault:
    """The clock is set by so many seconds, and right again."""

    @contextmanager
    def fault(stage: Stage) -> Iterator[None]:
        stage.clock.set(seconds)
        yield
        stage.clock.set(0)

    return fault


# The network between the newspaper and PostgreSQL


@contextmanager
def silent_peer(stage: Stage) -> Iterator[None]:
    """Connections are accepted and never answered, old ones too."""
    stage.proxy.swallow()
    yield
    stage.proxy.forward()


@contextmanager
def forgetting(stage: Stage) -> Iterator[None]:
    """The connections of now are silent for ever; new ones work."""
    stage.proxy.forget()
    yield


@contextmanager
def dropping(stage: Stage) -> Iterator[None]:
    """Nothing comes through; then all of it does."""
    stage.proxy.hold()
    yield
    stage.proxy.forward()


@contextmanager
def refusing(stage: Stage) -> Iterator[None]:
    """Connections are broken, and refused."""
    stage.proxy.refuse()
    yield
    stage.proxy.forward()


# PostgreSQL


@contextmanager
def frozen(stage: Stage) -> Iterator[None]:
    """All processes of PostgreSQL stand still."""
    stage.postgresql.freeze()
    try:
        yield
    finally:
        stage.postgresql.thaw()


_VANISHING = """
import sys
from store import Store
with Store(sys.argv[1]).transaction() as transaction:
    transaction.revision.number()
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def vanished_writer(stage: Stage) -> Iterator[None]:
    """A writer's machine vanishes within its transaction, and with it the lock of all writers."""
    proxy = Proxy(stage.postgresql.cluster.port)
    command = [sys.executable, "-c", _VANISHING, through(stage.url, proxy)]
    writer = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout
        assert writer.stdout.readline() == b"locked\n", "the writer cannot lock"
        proxy.swallow()
        writer.kill()
        yield
    finally:
        writer.kill()
        writer.communicate()
        proxy.close()


@contextmanager
def restarted(stage: Stage) -> Iterator[None]:
    """PostgreSQL is stopped as by a power failure, and started."""
    stage.postgresql.cluster.stop()
    stage.postgresql.cluster.start()
    yield
