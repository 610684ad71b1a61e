"""What Apple News gets: the common feed, in which every article says when it was changed."""

import pytest

from feeds.printing.profiles.apple import PROFILE
from tests.feeds.printing.profiles.values import CHANGED, GOOD, article, entry, item, texts


@pytest.mark.parametrize(
    ("updated", "said"),
    [(GOOD.updated, "2026-11-24T08:00:00.000007Z"), (CHANGED, "2026-11-24T09:00:00Z")],
    ids=["as it came", "corrected"],
)
def test_every_article_says_when_it_was_changed(updated: object, said: str) -> None:
    found = item(PROFILE, entry(article(updated=updated)))
    assert texts(found, "dcterms:modified") == [said]
    assert texts(found, "pubDate") == ["Tue, 24 Nov 2026 08:00:00 +0000"]
