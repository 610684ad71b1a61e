"""Writers at the API, hostile or innocent.

`python -m trials.hostile PORT SENDER KIND` is one writer, in a process of his own that goes behind
all others: he stands for a machine elsewhere, and takes no time from the readers who are measured.
"""

import os
import sys
import time
from itertools import count

from .mortal import end_with_parent
from .newspaper import article, post

WRITERS = ("writer-0", "writer-1", "writer-2", "writer-3")
SECONDS = 180  # after which a writer ends in any case
NICENESS = 19
_PAUSE = 0.25  # a token may send 300 in a minute
_MARKS = "\u0301\u0323"

# Bodies below all limits, each made for one kind of work.
BODIES: tuple[dict[str, str], ...] = (
    {"html": "<div>" * 38_000},
    {"html": "<" * 190_000},
    {"html": f"<p>م{_MARKS * 95_000}</p>"},
    {"html": f"<p>{'ـ' * 190_000}ا</p>"},
    {"html": "</xmp " * 33_000},
    {"html": "</textarea" * 19_000},
    {"html": "<b><i>" * 30_000},
    {"html": "<p>" + "&amp" * 47_000},
    {"markdown": "[" * 150_000},
    {"markdown": "| أ |\n|---|\n" + "| ب |\n" * 30_000},
    {"markdown": "*أ _ب " * 30_000},
    {"text": "اقرأ أيضا " * 19_000},
    {"text": "http:" * 38_000},
    {"text": " \n" * 95_000 + "."},
)


def poisoned(number: int) -> dict[str, object]:
    """A record that is made to cost; every other one claims the title of all others."""
    body = BODIES[number % len(BODIES)]
    fields = {name: value for name, value in article(number).items() if name != "html"} | body
    if number % 2:
        fields["title"] = "خبر واحد يرسله الجميع في اللحظة نفسها"
    if number % 3 == 0:
        fields["summary"] = "س" + _MARKS * 31_000
    return fields


def write(port: int, sender: str, kind: str) -> None:
    """Send one record after another until the process is ended."""
    make = {"hostile": poisoned, "innocent": article}[kind]
    os.nice(NICENESS)
    first = 100_000 * (1 + WRITERS.index(sender))
    end = time.monotonic() + SECONDS
    for number in count(first):
        if time.monotonic() > end:
            return
        post(port, sender, make(number))
        time.sleep(_PAUSE)


if __name__ == "__main__":
    end_with_parent()
    write(int(sys.argv[1]), sys.argv[2], sys.argv[3])
