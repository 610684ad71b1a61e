"""Names lose the mail addresses beside them, and nothing else."""

import pytest

from store.text.mails import without_mails

NAMES = {
    "desk@example.com (منى السيد)": "منى السيد",
    "منى السيد <mona.elsayed+news@mail.example.com>": "منى السيد",
    "منى السيد (mailto:mona@example.com)": "منى السيد",
    "منى السيد - mona@example.com": "منى السيد",
    "mona@example.com | منى السيد، القاهرة": "منى السيد، القاهرة",
    "منى السيد mona＠example.com": "منى السيد",
    "منى السيد «mona@صحيفة.example»": "منى السيد",
    "mona@example.com": "",
    "mailto:mona@example.com": "",
    "<mona@example.com>": "",
    "a@b.co (منى) (القاهرة)": "(منى) (القاهرة)",
    # No address
    "منى السيد @mona": "منى السيد @mona",
    "منى السيد/@mona": "منى السيد/@mona",
    "@mona": "@mona",
    "منى (القاهرة)": "منى (القاهرة)",
    "وكالة - ": "وكالة - ",
}


@pytest.mark.parametrize(("told", "name"), NAMES.items())
def test_a_name_loses_its_address(told: str, name: str) -> None:
    assert without_mails(told) == name
