"""Readers of partners catch a document that breaks a rule, by the rule's name, and no other."""

from datetime import timedelta

import pytest

from tests.partners.apple import Apple
from tests.partners.documents import DOCUMENTS, NOW
from tests.partners.flipboard import Flipboard
from tests.partners.generic import Generic
from tests.partners.msn import Msn
from tests.partners.newsletter import Newsletter
from tests.partners.reading import PartnerReader
from tests.partners.smartnews import SmartNews
from tests.partners.twins import EDITS, NEW_TITLE, TAKEDOWNS, TWINS, polls

READERS: dict[str, type[PartnerReader]] = {
    "apple": Apple,
    "flipboard": Flipboard,
    "generic": Generic,
    "msn": Msn,
    "newsletter": Newsletter,
    "smartnews": SmartNews,
}


def _read(name: str, documents: list[bytes]) -> PartnerReader:
    reader = READERS[name]()
    for number, document in enumerate(documents):
        reader.poll(document, NOW + timedelta(minutes=15 * number))
    return reader


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_good_document_breaks_no_rule_however_often_it_is_read(name: str) -> None:
    document = DOCUMENTS[name]().encode()
    reader = _read(name, 3 * [document])
    assert reader.violations == []
    assert len(reader.standing) == document.count(b"<item>") + document.count(b"<entry>")


@pytest.mark.parametrize(
    ("name", "rule"),
    [(name, rule) for name, twins in sorted(TWINS.items()) for rule in sorted(twins)],
)
def test_a_document_that_breaks_one_rule_is_caught_by_its_name(name: str, rule: str) -> None:
    reader = _read(name, polls(name, TWINS[name][rule]))
    assert reader.broken() == {rule}


@pytest.mark.parametrize("name", sorted(READERS))
def test_there_is_a_broken_twin_of_every_rule(name: str) -> None:
    assert sorted(TWINS[name]) == sorted(READERS[name].rules())


@pytest.mark.parametrize("name", sorted(EDITS))
def test_a_correction_under_a_newer_date_is_taken(name: str) -> None:
    reader = _read(name, polls(name, EDITS[name]))
    assert reader.violations == []
    assert reader.standing["urn:example:03"].title == NEW_TITLE


@pytest.mark.parametrize("name", sorted(TAKEDOWNS))
def test_an_article_that_is_taken_down_by_the_rules_no_longer_stands(name: str) -> None:
    before, after = polls(name, TAKEDOWNS[name])
    assert "urn:example:03" in _read(name, [before]).standing
    reader = _read(name, [before, after])
    assert reader.violations == []
    assert "urn:example:03" not in reader.standing


def test_a_newsletter_is_sent_what_is_new_and_nothing_twice() -> None:
    (document,) = polls("newsletter", ((),))
    newest = document.split(b"\n<item>")[1]
    before = document.replace(b"\n<item>" + newest, b"")
    reader = _read("newsletter", [before, document, document])
    assert reader.violations == []
    assert isinstance(reader, Newsletter)
    assert reader.sent.count("urn:example:00") == 1
    assert sorted(reader.sent) == sorted(set(reader.sent))
