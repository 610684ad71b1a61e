"""What is tried: every fault, on which database, for how long, and what must come of it."""

from .crowds import frozen_among_people, writing
from .deaths import (
    holder_stopped,
    supervisor_killed,
    web_killed,
    web_worker_killed,
    work_killed,
    writer_killed,
    writer_stopped,
)
from .faults import (
    clock_astray,
    clock_set,
    dropping,
    forgetting,
    nothing,
    refusing,
    restarted,
    silent_peer,
    vanished_writer,
)
from .files import disk_full, file_moved_away, file_replaced
from .forgetting import forgotten_beginning, forgotten_commits, forgotten_within_the_second
from .imports import import_killed
from .needs import CLOCK, DISK, EARLY, PROXY, WIRES
from .promises import Trial

_HOUR = 3_600
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY
_CROWD_SECONDS = 35  # in which each wire is polled twice

NOTHING = Trial("nothing", nothing, seconds=_CROWD_SECONDS, within=True)
INNOCENT = Trial("four innocent writers", writing("innocent"), seconds=_CROWD_SECONDS, within=True)

CLOCKS = (
    Trial("clock set back 10 s", clock_set(-10), needs=[CLOCK]),
    Trial("clock set back 60 s", clock_set(-60), needs=[CLOCK]),
    Trial("clock an hour back for 6 s", clock_astray(-_HOUR), seconds=6, needs=[CLOCK]),
    Trial("clock an hour ahead", clock_set(_HOUR), needs=[CLOCK]),
    Trial("clock a day ahead for 6 s", clock_astray(_DAY), 6, within=True, needs=[CLOCK]),
    Trial("clock a year ahead for 6 s", clock_astray(_YEAR), 6, within=True, needs=[CLOCK]),
)

DEATHS = (
    Trial("kill -9 of the supervisor", supervisor_killed, closed=True),
    Trial("kill -9 of web", web_killed, closed=True),
    Trial("kill -9 of web's worker", web_worker_killed, closed=True),
    Trial("kill -9 of web's writer", writer_killed),
    Trial("web's writer stands still", writer_stopped, within=True),
    Trial("kill -9 of work", work_killed),
    Trial("kill -9 of an import, 5 times", import_killed),
    Trial("the lease's holder stands still", holder_stopped, 60, within=True, article=30),
)

CROWDS = (
    INNOCENT,
    Trial(
        "four hostile writers, two hostile wires",
        writing("hostile"),
        seconds=_CROWD_SECONDS,
        within=True,
        crowd=True,
        needs=[WIRES],
    ),
)

NETWORK = (
    Trial("a silent peer", silent_peer, seconds=20, said=True, needs=[PROXY]),
    Trial("a forgetting proxy", forgetting, needs=[PROXY]),
    Trial("a network that drops for 12 s", dropping, seconds=12, said=True, needs=[PROXY]),
    Trial("a network that drops for 30 s", dropping, seconds=30, said=True, needs=[PROXY]),
    Trial("connections refused for 12 s", refusing, seconds=12, said=True, needs=[PROXY]),
)

SERVER = (
    Trial("PostgreSQL frozen, 20 people", frozen_among_people, seconds=20, said=True),
    Trial("a writer that vanished", vanished_writer, within=True, said=True),
    Trial("the beginning forgotten", forgotten_beginning, needs=[EARLY]),
    Trial(
        "commits forgotten within the second",
        forgotten_within_the_second,
        often=3,
        needs=[PROXY],
    ),
    Trial("commits forgotten, back at once", forgotten_commits(0), often=3),
    Trial("commits forgotten, back after 3 s", forgotten_commits(3), often=3),
    Trial("50 restarts of PostgreSQL", restarted, often=50),
)

FILES = (
    Trial("the file is moved away, and back", file_moved_away, seconds=12, said=True),
    Trial("another file in its place", file_replaced, seconds=12, said=True, closed=True),
    Trial("a full disk", disk_full, seconds=12, said=True, needs=[DISK]),
)

ON_POSTGRESQL = (NOTHING, *CLOCKS, *NETWORK, *SERVER, *DEATHS, *CROWDS)
ON_SQLITE = (NOTHING, *CLOCKS, *FILES, *DEATHS, *CROWDS)
