"""What `/metrics` tells of the feeds of partners, read without an article."""

from dataclasses import replace
from datetime import timedelta

from feeds.newsroom import Newsroom
from feeds.running.lookout import Lookout
from feeds.running.metrics import Metrics, render
from feeds.serving.newsstand import Newsstand
from feeds.serving.tally import Tally
from feeds.settings.values import Partner
from store import PartnerChoice, Store
from tests.feeds.serving.test_tally import SETTINGS
from tests.room import START, Room, article

MSN = Partner(slug="msn", title="أخبار", profile="msn", choice=PartnerChoice(feed="partner/msn"))
SMART = Partner(
    slug="smart", title="أخبار", profile="smartnews", choice=PartnerChoice(feed="partner/smart")
)


def lines(store: Store) -> list[str]:
    settings = replace(SETTINGS, partners=(MSN, SMART))
    newsroom = Newsroom(settings, store)
    counted = Tally(store, lambda: START)
    lookout = Lookout(newsroom, Newsstand(store, settings.keys), counted)
    page = render(Metrics(settings, lookout, START + timedelta(minutes=1))).decode()
    return [line for line in page.splitlines() if line.startswith("nashra_partner")]


def test_metrics_count_the_articles_that_break_each_demand_of_a_partner(store: Store) -> None:
    room = Room(store, partners=[MSN])
    assert lines(store) == []
    room.ingest(article(1, title="خبر"), article(2, title="آخر"), article(3))
    room.refresh()
    said = lines(store)
    for line in (
        'nashra_partner_findings{demand="title-short",partner="msn"} 2.0',
        'nashra_partner_findings{demand="picture-missing",partner="msn"} 3.0',
        'nashra_partner_findings{demand="date-old",partner="msn"} 0.0',
        'nashra_partner_left_out{partner="msn"} 2.0',
    ):
        assert line in said
    assert not any('"smart"' in line for line in said)  # its feed was never printed
