"""Connections to PostgreSQL of which every wait ends, on our side and on the server's.

It imports psycopg, so only an engine for PostgreSQL loads it.
"""

import logging
import time
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Engine, ExceptionContext, event

from .patience import Patience

# How the server is told from a dead one, by the machines at both ends of a connection.
_OUR_TCP = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20000,
}
_SERVERS_TCP = {
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 10000,
}
_LOOK_SECONDS = 0.1  # between two looks at the time
_WAITED_IN_VAIN = frozenset({"55P03", "57014"})  # for a lock; for the end of a statement

# A session that waits for its client in the middle of a message, or of a pipeline (of many rows),
# is "active": no timeout of the server ends it, before PostgreSQL 17 has one for transactions.
_END_SILENT_SESSIONS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user
AND application_name = %(name)s AND state = 'active' AND wait_event_type = 'Client'
AND query_start < now() - %(idle)s * interval '1 second'
"""

_log = logging.getLogger("nashra.database")


class AnsweringConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server falls silent.

    To SQLAlchemy it is then a lost one, so all others of its pool are tried, or made, anew.
    """

    patience: Patience

    def wait(
        self, gen: PQGen[RV], interval: float = _LOOK_SECONDS, timeout: float | None = None
    ) -> RV:
        """Do what `gen` says. Raises OperationalError where nothing is answered for too long.

        A wait that has an end of its own, for notifications, is left alone.
        """
        if timeout is None:
            gen = self._until_silent(gen)
        return super().wait(gen, interval, timeout)

    def _until_silent(self, gen: PQGen[RV]) -> PQGen[RV]:
        """Go on with `gen` as long as the socket is ready for it now and then."""
        seconds = self.patience.ping if self.autocommit else self.patience.answer
        try:
            wanted = next(gen)
            last = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    last = time.monotonic()
                elif time.monotonic() - last >= seconds:
                    self.close()
                    raise psycopg.OperationalError(f"it has not answered for {seconds:g} s")
                wanted = gen.send(ready)
        except StopIteration as ended:
            result: RV = ended.value
            return result


def options(_url: URL, patience: Patience) -> dict[str, object]:
    """What the engine factory needs to know."""
    return {
        "pool_pre_ping": True,
        "pool_timeout": patience.answer,
        "connect_args": _parameters(patience),
    }


def prepare(engine: Engine, patience: Patience, **_: object) -> None:
    """Let an engine make connections of this kind; a migration needs no others.

    Where one waits in vain for others, those of them that are silent are ended.
    """

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, arguments: Any, parameters: Any) -> object:
        return _connect(arguments, parameters, patience)

    event.listen(engine, "before_cursor_execute", _read_bytes_as_they_are)

    @event.listens_for(engine, "handle_error")
    def end_silent_sessions(context: ExceptionContext) -> None:
        """The error itself is raised to whoever waited, whatever comes of this."""
        if getattr(context.original_exception, "sqlstate", None) not in _WAITED_IN_VAIN:
            return
        try:
            _end_silent_sessions(engine, patience)
        except psycopg.Error as error:
            _log.warning("silent sessions cannot be ended: %s", str(error).split("\n", 1)[0])


def _read_bytes_as_they_are(*asked: Any) -> None:
    """Ask for bytes as such, where many are read: as text they are spelt in hex.

    To read 2 MB of that holds the interpreter for 5 ms.
    """
    _, cursor, _, _, context, _ = asked
    if context.execution_options.get("reads_bytes"):
        cursor.format = psycopg.pq.Format.BINARY


def _connect(arguments: Any, parameters: Any, patience: Patience) -> AnsweringConnection:
    connection = AnsweringConnection.connect(*arguments, **parameters)
    connection.patience = patience
    return connection


def _end_silent_sessions(engine: Engine, patience: Patience) -> None:
    """End sessions that may hold locks, and whose client has said nothing for too long.

    It takes a connection of its own: all those of the pool may be waiting.
    """
    arguments, parameters = engine.dialect.create_connect_args(engine.url)
    parameters = {**parameters, **_parameters(patience), "autocommit": True}
    with _connect(arguments, parameters, patience) as connection:
        names = {"name": patience.name, "idle": patience.idle}
        ended = connection.execute(_END_SILENT_SESSIONS, names).fetchall()[0][0]
    if ended:
        _log.warning("ended %d silent sessions that held others up", ended)


def _parameters(patience: Patience) -> dict[str, str | int]:
    """What is asked of libpq, and of the server for our sessions."""
    settings = {
        **_SERVERS_TCP,
        "statement_timeout": _milliseconds(patience.statement),
        "lock_timeout": _milliseconds(patience.lock),
        "idle_in_transaction_session_timeout": _milliseconds(patience.idle),
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {
        **_OUR_TCP,
        "connect_timeout": patience.connect,
        "options": f"{options} -c timezone=UTC -c jit=off",  # what we ask is sooner answered
        "application_name": patience.name,
    }


def _milliseconds(seconds: float) -> int:
    return round(1000 * seconds)
