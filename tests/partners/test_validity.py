"""Documents for partners have nothing that the W3C's feed validator calls an error."""

import pytest

from tests.partners.documents import DOCUMENTS
from tests.partners.twins import DATE, ID, LINK
from tests.partners.validity import errors, warnings

RSS = sorted(set(DOCUMENTS) - {"generic"})
SPOILT = {
    "an element of a known namespace that it does not have": (ID, f"{ID}<media:status/>"),
    "an element of its own that it does not have": (ID, f"{ID}<updated>{DATE}</updated>"),
    "a second date": (ID, f"{ID}<pubDate>{DATE}</pubDate>"),
    "a date of another day of the week": (DATE, DATE.replace("Tue", "Wed")),
    "a language with an underscore": ("<language>ar", "<language>ar_EG"),
    "an address in Arabic": (LINK, "<link>https://example.com/خبر</link>"),
    "an attribute that is not there": ("<channel", '<channel dir="rtl"'),
}


@pytest.mark.parametrize("name", RSS)
def test_a_document_by_the_rules_of_a_partner_is_valid(name: str) -> None:
    assert errors(DOCUMENTS[name]().encode()) == []


@pytest.mark.parametrize("case", sorted(SPOILT))
def test_what_is_no_valid_rss_is_an_error(case: str) -> None:
    document = DOCUMENTS["newsletter"]()
    old, new = SPOILT[case]
    assert old in document
    assert len(errors(document.replace(old, new).encode())) >= 1


def test_the_namespace_of_a_partner_is_a_warning() -> None:
    strange, itself = sorted(warnings(DOCUMENTS["smartnews"]().encode()), reverse=True)
    assert strange == "unknown namespace http://www.smartnews.be/snf"
    assert itself == "no atom:link to itself"
