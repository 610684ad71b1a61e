"""What MSN gets: articles, and takedowns that it takes."""

from datetime import timedelta

from feeds.printing.formats.generator import NAMESPACES
from feeds.printing.profiles.msn import PROFILE
from tests.feeds.printing.profiles.values import CHANGED, GOOD, article, entry, item, texts


def test_every_article_says_when_it_was_changed_last() -> None:
    found = item(PROFILE, entry())
    assert texts(found, "pubDate") == ["Tue, 24 Nov 2026 08:00:00 +0000"]
    assert texts(found, "dcterms:modified") == ["2026-11-24T08:00:00.000007Z"]
    assert texts(found, "dcterms:valid") == []
    assert texts(found, "mi:expirationDate") == []


def test_a_correction_moves_its_date_alone() -> None:
    found = item(PROFILE, entry(article(updated=CHANGED)))
    assert texts(found, "pubDate") == ["Tue, 24 Nov 2026 08:00:00 +0000"]
    assert texts(found, "dcterms:modified") == ["2026-11-24T09:00:00Z"]


def test_an_article_is_not_older_than_its_arrival() -> None:
    """Where dates are those of arrival, an article may be published after it was changed."""
    found = item(PROFILE, entry(article(published=CHANGED)))
    assert texts(found, "dcterms:modified") == ["2026-11-24T09:00:00Z"]


def test_an_expiry_to_come_is_said_as_a_period() -> None:
    found = item(PROFILE, entry(article(expires_at=CHANGED + timedelta(hours=6))))
    assert texts(found, "dcterms:valid") == [
        "start=2026-11-24T08:00:00Z; end=2026-11-24T15:00:00Z; scheme=W3C-DTF"
    ]
    assert texts(found, "mi:expirationDate") == ["2026-11-24T15:00:00Z"]
    assert texts(found, "dcterms:modified") == ["2026-11-24T08:00:00.000007Z"]


def test_a_takedown_is_the_whole_article_under_a_past_expiry_and_a_newer_date() -> None:
    shown, gone = item(PROFILE, entry()), item(PROFILE, entry(takedown=CHANGED))
    assert texts(gone, "dcterms:valid") == [
        "start=2026-11-24T08:00:00Z; end=2026-11-24T09:00:00Z; scheme=W3C-DTF"
    ]
    assert texts(gone, "mi:expirationDate") == ["2026-11-24T09:00:00Z"]
    assert texts(gone, "dcterms:modified") == ["2026-11-24T09:00:00Z"]
    for path in ("title", "link", "guid", "pubDate", "content:encoded"):
        assert texts(gone, path) == texts(shown, path) != []


def test_a_takedown_overrules_an_expiry_to_come() -> None:
    gone = item(PROFILE, entry(article(expires_at=CHANGED + timedelta(days=9)), takedown=CHANGED))
    assert texts(gone, "mi:expirationDate") == ["2026-11-24T09:00:00Z"]


def test_a_takedown_in_the_second_of_the_last_change_is_newer_all_the_same() -> None:
    last = CHANGED + timedelta(microseconds=41)
    gone = item(PROFILE, entry(article(updated=last), takedown=CHANGED))
    assert texts(gone, "dcterms:modified") == ["2026-11-24T09:00:01.000041Z"]
    assert texts(gone, "mi:expirationDate") == ["2026-11-24T09:00:00Z"]


def test_a_picture_has_a_title_a_text_in_its_place_and_the_right_to_be_shown() -> None:
    media = item(PROFILE, entry()).find("media:content", NAMESPACES)
    assert media is not None
    assert dict(media.attrib) == {
        "url": "https://img.example.com/port.jpg",
        "medium": "image",
        "type": "image/jpeg",
        "width": "1200",
        "height": "675",
    }
    assert texts(media, "media:title") == ["سفينة ترسو في الميناء"]
    assert texts(media, "media:text") == ["سفينة ترسو في الميناء"]
    assert texts(media, "media:credit") == ["تصوير: هدى سالم"]
    assert texts(media, "mi:hasSyndicationRights") == ["1"]


def test_an_article_without_a_picture_has_no_media() -> None:
    found = item(PROFILE, entry(article(image=None)))
    assert found.find("media:content", NAMESPACES) is None


def test_an_abstract_is_plain_text() -> None:
    found = item(PROFILE, entry(article(summary="قال إن 3 < 5 في تقرير AT&T")))
    assert texts(found, "description") == ["قال إن 3 < 5 في تقرير AT&T"]


def test_an_article_is_known_by_its_id() -> None:
    guid = item(PROFILE, entry()).find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (GOOD.id, "false")
