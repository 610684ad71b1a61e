"""A newspaper to begin with, and the kinds of edits that its editors make.

An edit changes the newspaper, and returns the posts of which WordPress would tell its hooks.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone

from tests.paper.editorial import CATEGORY, TAG, Paper, Post, ago, slugged

Edit = Callable[["Desk"], Iterable[Post]]
EDITS: dict[str, Edit] = {}


def kind(name: str) -> Callable[[Edit], Edit]:
    """Enter an edit in the table."""

    def enter(edit: Edit) -> Edit:
        EDITS[name] = edit
        return edit

    return enter


class Desk:
    """The editors of a newspaper, with the posts they begin with by their names."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.posts: dict[str, Post] = {}
        self.state = paper.add_term("السياسة")
        self.house = paper.add_term("البرلمان", parent=self.state)
        self.money = paper.add_term("مال وأعمال")
        self.sport = paper.add_term("رياضة")
        self.salem = paper.add_user("salem", "سالم نصر")
        self._write()

    @property
    def now(self) -> datetime:
        return self.paper.clock()

    def _write(self) -> None:
        paper = self.paper
        port = paper.add_media("port", alt="أرصفة الميناء عند الفجر")
        self.post(
            "port",
            "الميناء يستقبل أول سفينة من خط الشمال",
            "<!-- wp:paragraph -->\n<p>رست صباح اليوم في الميناء أول سفينة من خط الشمال، وعلى متنها"
            ' ألفا حاوية، كما <a href="https://port.example.org/news">أعلنت الهيئة</a>.</p>\n'
            "<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>وينتظر أن تصل السفينة الثانية"
            " مطلع الشهر.</p>\n<!-- /wp:paragraph -->",
            [self.money, *paper.add_tags("الميناء", "الملاحة")],
            excerpt="رست أول سفينة من خط الشمال وعلى متنها ألفا حاوية.",
            picture=port,
        )
        self.post(
            "house",
            "البرلمان يبدأ مناقشة قانون المياه الجوفية",
            "بدأ النواب مناقشة قانون ينظم حفر الآبار في القرى.\n\nوتستمر الجلسات أسبوعين، ثم يجري"
            " التصويت على مواده واحدة بعد أخرى.",
            [self.house],
            author=self.salem,
        )
        views = [paper.add_media(f"view-{number}", alt=f"مشهد {number}") for number in (1, 2, 3)]
        self.post(
            "gallery",
            "معرض للصور القديمة في بيت التراث",
            "يضم المعرض صورًا للمدينة قبل مئة عام، جمعها هواة من بيوت الجيران.\n\n"
            f'[gallery ids="{",".join(map(str, views))}"]',
            [self.sport],
        )
        only = self.post("only", "جولة مصورة بين بساتين الوادي", "[gallery]", [self.money])
        for number in (1, 2):
            paper.add_media(f"orchard-{number}", alt=f"بستان {number}", parent=only.id)
        sound = paper.add_media(
            "talk", file="2026/11/talk.mp3", kind="audio/mpeg", length=4_100_200
        )
        self.post(
            "sound",
            "حديث الصباح: كيف تعود الطيور إلى البحيرة",
            _talk(paper, sound),
            [self.sport],
            sound=sound,
        )
        self.post(
            "smile",
            "أطفال الحي يزرعون حديقة المدرسة 🌱",
            "زرع تلاميذ المدرسة خمسين شتلة في ساحتها 🌳 ووعدوا بأن يسقوها كل صباح :)\n\n"
            "وقالت المعلمة إن الحديقة ستكون درسًا في الصبر.",
            [self.sport, *paper.add_tags("مدارس")],
        )
        self.post(
            "quotes",
            'مدير المتحف: "الترميم ينتهي في الربيع" - ولا تأجيل',
            'قال مدير المتحف إن "كل قاعة ستفتح في موعدها"، وإن القطع عادت من المختبر سالمة.',
            [self.state, self.money],
        )
        self.post(
            "many",
            "دليل القارئ إلى مهرجان المدينة في عشرة أيام",
            "يبدأ المهرجان مساء الخميس، وفيه مسرح وموسيقى وأسواق للحرفيين على امتداد الشاطئ.",
            [self.sport, *paper.add_tags(*(f"يوم {number:02}" for number in range(1, 13)))],
        )
        self.post(
            "plugin",
            "أسعار الخضار في سوق الجملة هذا الصباح",
            "تراجعت أسعار الطماطم في سوق الجملة، وبقيت أسعار البطاطا على حالها منذ أسبوع.",
            [self.money],
        )
        paper.by_plugin(self.posts["plugin"])
        self.post(
            "locked",
            "مسودة التقرير السنوي للأعضاء",
            "أرقام التقرير السنوي قبل نشره على الجمهور، وهي للأعضاء وحدهم.",
            [self.money],
            password="ميناء",
        )
        self.post(
            "private",
            "ملاحظات اجتماع التحرير يوم الأحد",
            "تقرر في الاجتماع أن يصدر العدد الخاص بعد أسبوعين.",
            [self.state],
            status="private",
        )
        self.post(
            "draft",
            "مشروع الحافلات الكهربائية يبدأ من وسط المدينة",
            "تبدأ ست حافلات كهربائية رحلاتها بين المحطة والجامعة مطلع العام.",
            [self.state],
            status="draft",
        )
        self.post(
            "later",
            "فتح باب التسجيل في دورات الخط العربي",
            "يفتح بيت الثقافة باب التسجيل في دورات الخط العربي للكبار والصغار.",
            [self.sport],
            date=self.now + timedelta(hours=2),
        )

    def post(
        self,
        name: str,
        title: str,
        content: str,
        terms: Iterable[int],
        date: datetime | None = None,
        **fields: object,
    ) -> Post:
        """Write a post; each of those to begin with has another hour of the days before."""
        before = ago(self.now, hours=3 * (len(self.posts) + 1), minutes=20)
        post = self.paper.add(title, content, terms, date or before, **fields)
        self.posts[name] = post
        return post

    def __getitem__(self, name: str) -> Post:
        return self.posts[name]


def _talk(paper: Paper, sound: int) -> str:
    """A text with a block of sound, from which WordPress itself makes an `enclosure`."""
    file = paper.file(paper.media[sound])
    return (
        "<!-- wp:paragraph -->\n<p>نستضيف في هذه الحلقة مربي الطيور عادل منصور، ويروي كيف عادت"
        " اللقالق إلى أعشاشها.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:audio -->\n"
        f'<figure class="wp-block-audio"><audio controls src="{file}"></audio></figure>\n'
        "<!-- /wp:audio -->"
    )


# Words


@kind("nothing")
def _nothing(_: Desk) -> list[Post]:
    return []


@kind("a title")
def _title(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], title="الميناء يستقبل سفينتين من خط الشمال في يوم واحد")
    return [desk["port"]]


@kind("a slug")
def _slug(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["house"], slug=slugged("قانون المياه الجوفية"))
    return [desk["house"]]


@kind("a title and its slug")
def _title_and_slug(desk: Desk) -> list[Post]:
    title = "النواب يتفقون على قانون الآبار بعد جلسة ليلية"
    desk.paper.edit(desk["house"], title=title, slug=slugged(title))
    return [desk["house"]]


@kind("a text")
def _text(desk: Desk) -> list[Post]:
    desk.paper.edit(
        desk["house"], content="أنهى النواب مناقشة المادة الأولى.\n\nوتستأنف الجلسات غدًا."
    )
    return [desk["house"]]


@kind("an excerpt")
def _excerpt(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], excerpt="سفينة أولى من خط الشمال، والثانية مطلع الشهر.")
    return [desk["port"]]


@kind("emoji")
def _emoji(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["smile"], content="نبتت أولى الشتلات 🌻 :mrgreen: وفرح بها الصغار 🎉")
    return [desk["smile"]]


@kind("a new post")
def _new(desk: Desk) -> list[Post]:
    post = desk.paper.add(
        "افتتاح خط الحافلات الليلي بين المرفأ والجامعة",
        "بدأ مساء اليوم خط ليلي للحافلات بين المرفأ والجامعة، ويعمل حتى الثانية فجرًا.",
        [desk.state],
    )
    return [post]


# Terms


@kind("another category")
def _moved(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], terms=[desk.house])
    return [desk["port"]]


@kind("a renamed category")
def _renamed(desk: Desk) -> list[Post]:
    desk.paper.terms[desk.state].name = "شؤون الدولة"
    return []


@kind("a renamed category that is no section")
def _renamed_other(desk: Desk) -> list[Post]:
    desk.paper.terms[desk.sport].name = "ملاعب"
    return []


@kind("a category with another slug")
def _category_slug(desk: Desk) -> list[Post]:
    desk.paper.terms[desk.money].slug = "money"
    return []


@kind("a category below another one")
def _parent(desk: Desk) -> list[Post]:
    desk.paper.terms[desk.sport].parent = desk.money
    return []


@kind("a category above none any more")
def _no_parent(desk: Desk) -> list[Post]:
    desk.paper.terms[desk.house].parent = 0
    return []


@kind("a deleted category")
def _deleted_category(desk: Desk) -> list[Post]:
    """Its posts fall to the category of all that have none."""
    del desk.paper.terms[desk.sport]
    for post in desk.paper.posts.values():
        if desk.sport in post.terms:
            post.terms.remove(desk.sport)
            if not desk.paper.terms_of(post, CATEGORY):
                post.terms.append(1)
    return []


@kind("tags")
def _tags(desk: Desk) -> list[Post]:
    desk.paper.edit(
        desk["port"], terms=[desk.money, *desk.paper.add_tags("سفن", "الحاويات", "خط الشمال")]
    )
    return [desk["port"]]


@kind("a renamed tag")
def _renamed_tag(desk: Desk) -> list[Post]:
    (tag,) = (term for term in desk.paper.terms.values() if term.name == "مدارس")
    tag.name = "التعليم"
    return []


@kind("a hundred and twenty tags")
def _many_tags(desk: Desk) -> list[Post]:
    names = [f"حكاية {number:03}" for number in range(120)]
    desk.paper.edit(desk["many"], terms=[desk.sport, *desk.paper.add_tags(*names)])
    return [desk["many"]]


# Authors and media


@kind("another author")
def _author(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], author=desk.salem)
    return [desk["port"]]


@kind("a renamed author")
def _renamed_author(desk: Desk) -> list[Post]:
    desk.paper.users[1].name = "ليلى حداد منصور"
    return []


@kind("another picture")
def _picture(desk: Desk) -> list[Post]:
    other = desk.paper.add_media("crane", alt="رافعة فوق الرصيف", width=1600, height=900)
    desk.paper.edit(desk["port"], picture=other)
    return [desk["port"]]


@kind("no picture any more")
def _no_picture(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], picture=0)
    return [desk["port"]]


@kind("a gallery")
def _gallery(desk: Desk) -> list[Post]:
    paper = desk.paper
    ids = [paper.add_media(f"lane-{number}", alt=f"زقاق {number}") for number in range(4)]
    paper.edit(
        desk["gallery"],
        content=f'أضاف المنظمون صورًا من الأزقة.\n\n[gallery ids="{",".join(map(str, ids))}"]',
    )
    return [desk["gallery"]]


@kind("a podcast")
def _sound(desk: Desk) -> list[Post]:
    other = desk.paper.add_media(
        "second", file="2026/11/second.mp3", kind="audio/mpeg", length=5_000_000
    )
    desk.paper.edit(desk["sound"], sound=other, content=_talk(desk.paper, other))
    return [desk["sound"]]


# Who may see it


@kind("a password")
def _password(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], password="سر")
    return [desk["port"]]


@kind("a password taken off")
def _no_password(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["locked"], password="")
    return [desk["locked"]]


@kind("private")
def _private(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], status="private")
    return [desk["port"]]


@kind("private no more")
def _public(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["private"], status="publish")
    return [desk["private"]]


@kind("a draft again")
def _drafted(desk: Desk) -> list[Post]:
    desk.paper.edit(desk["port"], status="draft")
    return [desk["port"]]


@kind("a draft that is published")
def _published(desk: Desk) -> list[Post]:
    desk.paper.move(desk["draft"], desk.now)
    return [desk["draft"]]


@kind("trash")
def _trash(desk: Desk) -> list[Post]:
    desk.paper.trash(desk["port"])
    return [desk["port"]]


@kind("a post deleted for good")
def _deleted(desk: Desk) -> list[Post]:
    desk.paper.delete(desk["house"])
    return [desk["house"]]


# Dates


@kind("a scheduled post")
def _scheduled(desk: Desk) -> list[Post]:
    desk.paper.add(
        "موعد إغلاق الجسر القديم للصيانة",
        "يغلق الجسر القديم أمام السيارات ثلاث ليال متتالية بدءًا من يوم الجمعة.",
        [desk.state],
        desk.now + timedelta(days=2),
    )
    return []


@kind("a post made with an older date")
def _back_dated(desk: Desk) -> list[Post]:
    post = desk.paper.add(
        "من الأرشيف: يوم وصل القطار إلى المدينة",
        "وصل القطار إلى المدينة في ربيع بعيد، واستقبله الناس على الرصيف بالأعلام.",
        [desk.sport],
        ago(desk.now, days=20),
    )
    return [post]


@kind("a date moved back")
def _moved_back(desk: Desk) -> list[Post]:
    desk.paper.move(desk["quotes"], ago(desk["quotes"].date_gmt.replace(tzinfo=UTC), days=3))
    return [desk["quotes"]]


@kind("a date moved ahead")
def _moved_ahead(desk: Desk) -> list[Post]:
    desk.paper.move(desk["quotes"], desk.now + timedelta(days=1))
    return [desk["quotes"]]


@kind("a zone moved back")
def _zone(desk: Desk) -> list[Post]:
    """Local times of what is written now lie before those of what was written this morning."""
    desk.paper.zone = timezone(timedelta(hours=-5))
    post = desk.paper.add(
        "مكتب الصحيفة الجديد يفتح أبوابه وراء البحر",
        "فتحت الصحيفة مكتبًا لها وراء البحر، ويعمل فيه أربعة من محرريها.",
        [desk.state],
    )
    desk.paper.edit(desk["house"], title="البرلمان يرجئ مناقشة قانون المياه الجوفية")
    return [post, desk["house"]]


# Many at once


@kind("a bulk edit")
def _bulk(desk: Desk) -> list[Post]:
    posts = desk.paper.readable()[:6]
    for post in posts:
        terms = [*(one for one in post.terms if one != desk.sport), desk.state]
        desk.paper.edit(post, terms=terms, author=desk.salem)
    return posts


@kind("other permalinks")
def _permalinks(desk: Desk) -> list[Post]:
    desk.paper.permalinks = "/%postname%/"
    return []


@kind("permalinks by number")
def _numbers(desk: Desk) -> list[Post]:
    desk.paper.permalinks = "/archives/%post_id%"
    return []


@kind("terms set behind the editor's back")
def _quiet(desk: Desk) -> list[Post]:
    """`wp_set_post_terms` of a plugin, which changes no date."""
    tags = [one for one in desk["port"].terms if desk.paper.terms[one].taxonomy == TAG]
    desk["port"].terms = [desk.house, *tags]
    return []
