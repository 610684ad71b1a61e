"""Partners that follow a day: who they are, and when each asks for its feed."""

from dataclasses import replace
from random import Random

from flask import Flask
from flask.testing import FlaskClient

from feeds.newsroom import Newsroom
from feeds.settings.values import Partner, ProfileName
from feeds.web import face
from store import PartnerChoice, Section, Store
from tests.feeds.web.client import make_settings
from tests.partners.apple import Apple
from tests.partners.day import CHANGES, DESKS, HOURS, Day
from tests.partners.flipboard import Flipboard
from tests.partners.generic import Generic
from tests.partners.msn import Msn
from tests.partners.newsletter import Newsletter
from tests.partners.reading import PartnerReader
from tests.partners.smartnews import SmartNews
from tests.room import ECONOMY, POLITICS, SITE, Room

STEP = (600, 4000)  # seconds between two questions of a partner
SPORTS = Section(slug="sports", title="رياضة")
SECTIONS = tuple(replace(one, size=5, hours=0) for one in (POLITICS, ECONOMY, SPORTS))
PAPER = replace(SITE, logo="https://news.example.com/logo.png")
READERS: dict[ProfileName, type[PartnerReader]] = {
    "apple": Apple,
    "flipboard": Flipboard,
    "generic": Generic,
    "msn": Msn,
    "newsletter": Newsletter,
    "smartnews": SmartNews,
}


class Follower:
    """A partner that asks for its feed at irregular moments."""

    def __init__(self, name: ProfileName, client: FlaskClient, seed: int) -> None:
        self.name = name
        self.reader = READERS[name]()
        self.client = client
        self.luck = Random(seed)
        self.next = self.luck.uniform(0, STEP[0])
        self.document = b""
        self.address = f"/partner/{name}.{'atom' if name == 'generic' else 'rss'}"

    def ask(self, day: Day) -> None:
        """Fetch the feed, and read it."""
        answer = self.client.get(self.address)
        assert answer.status_code == 200, self.address
        self.document = answer.data
        self.reader.poll(self.document, day.room.now)
        self.next += self.luck.uniform(*STEP)


def partner(name: ProfileName) -> Partner:
    """A partner of this profile, which is given two of three sections."""
    return Partner(
        slug=name,
        title=f"صحيفة الاختبار: {name}",
        profile=name,
        language="ar-EG" if name == "apple" else None,
        choice=PartnerChoice(feed=f"partner/{name}", sections=tuple(DESKS)),
        by_arrival=name == "newsletter",
    )


def newspaper(store: Store, luck: Random) -> tuple[Day, list[Follower]]:
    """A newspaper before its day, and a partner of each profile."""
    partners = [partner(name) for name in READERS]
    room = Room(store, SECTIONS, PAPER, partners)
    settings = replace(
        make_settings(*SECTIONS, site=PAPER), sections=room.sections, partners=tuple(partners)
    )
    app = Flask("nashra")
    face.register(app, Newsroom(settings, store))
    day = Day(room, luck)
    day.begin()
    client = app.test_client()
    return day, [Follower(name, client, seed) for seed, name in enumerate(READERS)]


def follow(day: Day, followers: list[Follower], hours: int = HOURS) -> None:
    """Let so many hours of a day pass; all ask once more at their end."""
    start = day.room.now
    seconds = hours * 60 * 60
    moments = sorted(day.luck.uniform(0, seconds) for _ in range(CHANGES * hours // HOURS))
    moments.append(seconds)
    for moment in moments:
        while (first := min(followers, key=lambda one: one.next)).next < moment:
            _pass_to(day, start.timestamp() + first.next)
            day.print()
            first.ask(day)
        _pass_to(day, start.timestamp() + moment)
        day.live()
    day.print()
    for follower in followers:
        follower.ask(day)


def _pass_to(day: Day, moment: float) -> None:
    day.room.pass_time(seconds=max(0.0, moment - day.room.now.timestamp()))
