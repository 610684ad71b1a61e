"""A day of a newspaper for its partners: two hundred changes, and what must be left of them.

What happens is drawn by a seed; the clock stands still but for what the day lets pass.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from store import Correction, Problem, StoredArticle, correct, restore, withdraw
from tests.room import Room

CHANGES = 200
HOURS = 24
BEFORE = 40  # articles of the days before
DESKS = {"politics": "سياسة", "economy": "اقتصاد"}  # whose articles partners are given
AWAY = "رياضة"
PLACES = "المنصورة طنطا أسيوط دمياط الفيوم بنها سوهاج قنا الأقصر مطروح".split()
LINES = (
    "قال رئيس الحي إن العمل بدأ قبل موعده بأسبوعين، وإن المقاول تعهد بتسليمه كاملا قبل الشتاء. ",
    "وأضاف أن الحركة في الشوارع المجاورة ستتحول إلى طرق بديلة أعلنت عنها إدارة المرور أمس. ",
    "ورحب السكان بالخطوة التي طالبوا بها طويلا، وقال بعضهم إن الحي كان ينتظرها منذ سنوات. ",
    "وتبلغ كلفة المشروع أربعين مليون جنيه، تدفع المحافظة نصفها ويأتي الباقي من صندوق التنمية. ",
    "ومن المنتظر أن تفتتح المرحلة الثانية في الربيع، بعد أن تنتهي تجارب شبكة المياه الجديدة. ",
    "وتضم الحديقة ملعبين ومكتبة صغيرة ومسرحا مكشوفا يتسع لمئتي متفرج في ليالي الصيف. ",
)
NOTICE = "سحبنا هذا الخبر لخطأ في أرقامه، ونعتذر لقرائنا عن ذلك."


@dataclass
class Story:
    """An article as its source has it; `breaks` are the rules of partners that it breaks."""

    number: int
    record: dict[str, Any]
    breaks: str = ""
    was_away: bool = False
    came_back: bool = False

    @property
    def name(self) -> str:
        return f"p-{self.number}"


@dataclass
class Day:
    """A day in a newsroom."""

    room: Room
    luck: Random
    stories: list[Story] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    touched: Story | None = None
    is_printed: bool = False

    def begin(self) -> None:
        """Take in what came in the days before."""
        for number in range(BEFORE):
            story = self.story(self.room.now - timedelta(hours=2 + number))
            self.room.ingest(story.record, backfill=True)

    def events(self) -> list[Callable[[], None]]:
        """All that can happen, as often as it should."""
        common = [self.publish] * 8 + [self.edit] * 6
        rare = [self.correct, self.embargo, self.late, self.move, self.withdraw, self.notice]
        return [*common, *rare * 2, self.expire, self.narrow, self.restore, self.spoil]

    def live(self) -> None:
        """Let one thing happen."""
        event = self.luck.choice(self.events())
        try:
            event()
            self.log.append(event.__name__)
        except Problem:  # what stands is not restored, and so on
            self.log.append(f"not {event.__name__}")
        self.is_printed = False
        if self.touched:
            self.watch(self.touched)

    def watch(self, story: Story) -> None:
        """Note whether an article has left partners' feeds, or has come back, by a notice also."""
        kept = self.kept(story)
        is_noticed = kept.notice is not None and kept.notice.standing
        is_away = state(kept) == "away" or (state(kept) == "gone" and not is_noticed)
        story.came_back |= story.was_away and not is_away
        story.was_away |= is_away

    def print(self) -> None:
        """Do what is due, and print what has changed."""
        due = self.room.release()
        if due or not self.is_printed:
            self.room.refresh()
        self.is_printed = True

    def story(self, published: datetime | None = None, **fields: object) -> Story:
        """A new article that no partner could refuse, but for what `fields` say otherwise."""
        number = len(self.stories)
        place = PLACES[number % len(PLACES)]
        record = {
            "id": f"p-{number}",
            "url": f"https://example.com/city/{number}",
            "title": f"{place} تفتتح حديقتها العامة رقم {number} اليوم",
            "html": self.text(number),
            "summary": " ".join(f"{LINES[at]}" for at in range(4)) + f"الحديقة {number}.",
            "sections": [self.luck.choice(sorted(DESKS.values()))],
            "authors": [{"name": self.luck.choice(["سلمى رضا", "نادر كمال"])}],
            "published": (published or self.room.now).isoformat(),
            "image": {
                "url": f"https://img.example.com/{number}.jpg",
                "width": 1200,
                "height": 675,
                "alt": "الحديقة عند افتتاحها",
            },
        }
        self.stories.append(Story(number, record | fields))
        return self.stories[-1]

    def text(self, number: int) -> str:
        """A text of an article, other each time."""
        lines = self.luck.sample(LINES, len(LINES))
        start = f"افتتحت المدينة الحديقة {number} أمام زوارها للمرة {self.luck.randint(2, 99_999)}."
        return f"<p>{start}</p><p>{''.join(lines[:3])}</p><p>{''.join(lines[3:])}</p>"

    def send(self, story: Story) -> None:
        self.room.ingest(story.record)

    def one(self) -> Story:
        """An article of late, the one that something happens to."""
        self.touched = self.luck.choice(self.stories[-40:])
        return self.touched

    def publish(self) -> None:
        self.send(self.story())

    def edit(self) -> None:
        """Let the source change what readers see, or what they do not."""
        story = self.one()
        number = story.number
        title = f"{PLACES[number % len(PLACES)]} تؤجل افتتاح حديقتها العامة رقم {number} أسبوعا"
        fields = {"html": self.text(number), "title": title, "tags": ["حدائق", "مدن"]}
        for name in self.luck.sample(sorted(fields), self.luck.randint(1, 2)):
            if not (name == "title" and story.breaks):
                story.record[name] = fields[name]
        self.send(story)

    def correct(self) -> None:
        """Let an editor change the text, which outranks the source's."""
        lines = "\n\n".join(self.luck.sample(LINES, len(LINES)))
        text = f"صحح المحرر {self.luck.randint(2, 99_999)} خبر الحديقة.\n\n{lines}"
        correct(self.room.intake, self.one().name, Correction(text=text))

    def embargo(self) -> None:
        until = self.room.now + timedelta(minutes=self.luck.randint(15, 300))
        self.send(self.story(until))

    def late(self) -> None:
        """An article that comes long after its date."""
        self.send(self.story(self.room.now - timedelta(hours=self.luck.choice([1, 6, 30, 80]))))

    def expire(self) -> None:
        end = self.room.now + timedelta(minutes=self.luck.randint(20, 400))
        self.send(self.story(expires_at=end.isoformat()))

    def move(self) -> None:
        """Let a source move an article to another desk, or away from all that partners get."""
        story = self.one()
        story.record["sections"] = [self.luck.choice([*DESKS.values(), AWAY])]
        self.send(story)

    def withdraw(self) -> None:
        withdraw(self.room.intake, self.one().name)

    def notice(self) -> None:
        withdraw(self.room.intake, self.one().name, NOTICE)

    def restore(self) -> None:
        restore(self.room.intake, self.one().name)

    def narrow(self) -> None:
        """Let rights end, or be given again."""
        story = self.one()
        story.record["syndicate"] = self.luck.choice(["none", "none", "full"])
        self.send(story)

    def spoil(self) -> None:
        """An article that breaks a rule of one partner or several."""
        breaks: dict[str, dict[str, object]] = {
            "title-short": {"title": "افتتاح حديقة"},
            "title-long": {"title": "مدن كثيرة تفتتح حدائقها العامة الجديدة " * 5},
            "no-picture": {"image": None},
            "small-picture": {
                "image": {"url": "https://img.example.com/s.jpg", "width": 120, "height": 90}
            },
            "no-author": {"authors": []},
            "text-short": {"html": "<p>افتتحت المدينة حديقة صغيرة اليوم.</p>", "summary": ""},
        }
        name = self.luck.choice(sorted(breaks))
        story = self.story(**breaks[name])
        story.breaks = name
        if name == "title-short":
            story.record["title"] += f" {story.number}"
        self.send(story)

    def kept(self, story: Story) -> StoredArticle:
        return self.room.kept(story.name)


def state(kept: StoredArticle) -> str:
    """What partners must have of an article at last: `stands`, `gone`, `away` or `unborn`."""
    if kept.released is None:
        return "unborn"
    if kept.withdrawn or kept.article.syndicate == "none":
        return "gone"
    if kept.correction and kept.correction.sections is not None:
        return "away"
    return "away" if AWAY in kept.article.sections else "stands"
