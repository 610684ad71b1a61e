"""How long a database is waited for, in seconds. The numbers must fit together: they stand here.

* Every wait ends on our side, in `answer`: a proxy that forgot a connection, or a server that was
  frozen, accepts what is sent and never answers, and TCP finds nothing wrong with that.
* What the server can tell us itself, it tells before: `statement` ends before `answer`, and `lock`
  before `statement`, since waiting for a lock is a part of the statement. Whoever waits for other
  writers then waits again, as long as he has patience (`busy`).
* A writer that vanished within its transaction is let go before those who wait for its lock give
  up: `idle` ends before `lock`. The server does so itself where it waits for a statement; where it
  waits for the rest of one, whoever has waited for `lock` in vain ends the silent session.
* Nobody computes for as long as `idle` amid a transaction, a snapshot neither: what texts make slow
  is done before it opens, or behind it.
* What is asked outside a transaction (the pool's ping, LISTEN and its question) touches no table,
  so that a healthy server answers it at once: within `ping`, or the connection is a dead one.
* An article that is sent as the silence begins is in its feed within 15 s: a dead connection in
  the pool costs its beat 3 s, one in the middle of a statement 10 s, and those who follow by
  LISTEN look at their own connection every 5 s and lose it in 3 s.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the waits of one engine may take.

    name       what PostgreSQL calls its sessions; those of one name are equally patient
    busy       until the lock of all writers is free: on PostgreSQL in several waits of `lock`
    connect    until a new connection stands; libpq knows whole seconds, two at least
    ping       until anything is answered outside a transaction
    idle       between two statements of a transaction, as the server sees them
    lock       until a lock of others is free, as the server sees it
    statement  until one statement is done
    answer     until a server that is silent in a transaction is given up; any byte begins it anew
    """

    name: str
    busy: float
    connect: int
    ping: float
    idle: float
    lock: float
    statement: float
    answer: float


ORDINARY = Patience(
    name="nashra", busy=30, connect=3, ping=3, idle=5, lock=8, statement=9, answer=10
)
# Migrations, backup and restore read and write whole tables, and nobody waits for them.
LONG = replace(ORDINARY, name="nashra maintenance", idle=600, lock=60, statement=600, answer=610)
# The doctor says that others hold the lock, and does not wait until they have done.
BRIEF = replace(ORDINARY, busy=2, lock=2)
