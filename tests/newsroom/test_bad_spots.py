"""One bad spot in an export or a feed: the post that holds it is mended, or refused alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import Taken, take
from tests.room import Room

BODY = "<p>افتتحت البلدية صباح اليوم الجسر الجديد بعد عامين من العمل المتواصل.</p>"
EXPORT = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>مجلة الضفة</title>
<link>https://bank.example.com</link><wp:wxr_version>1.2</wp:wxr_version>
"""
RSS = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>مجلة الضفة</title><link>https://bank.example.com</link>
"""
BLOGGER = """<?xml version="1.0" encoding="UTF-8" ?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>مدونة الضفة</title><id>tag:bank,2026:feed</id>
<updated>2026-11-20T10:00:00Z</updated>
"""


def post(number: int, title: str, body: str, extra: str, *, draft: bool) -> str:
    return f"""<item><title>{title}</title><link>https://bank.example.com/2026/{number}/</link>
<guid isPermaLink="false">https://bank.example.com/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>{extra}<wp:post_id>{number}</wp:post_id>
<wp:post_date>2026-11-20 10:00:00</wp:post_date>
<wp:status>{"draft" if draft else "publish"}</wp:status><wp:post_type>post</wp:post_type></item>
"""


def item(number: int, title: str, body: str, extra: str, *, draft: bool) -> str:
    return f"""<item><title>{title}</title><link>https://bank.example.com/2026/{number}/</link>
<guid isPermaLink="false">bank-{number}</guid><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
<content:encoded><![CDATA[{body}]]></content:encoded>{extra}
<status>{"draft" if draft else "published"}</status></item>
"""


def entry(number: int, title: str, body: str, extra: str, *, draft: bool) -> str:
    kind = "http://schemas.google.com/blogger/2008/kind#post"
    control = '<control xmlns="http://purl.org/atom/app#"><draft>yes</draft></control>'
    return f"""<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><title>{title}</title>
<updated>2026-11-20T10:00:00Z</updated><content type="html"><![CDATA[{body}]]></content>{extra}
<category scheme="http://schemas.google.com/g/2005#kind" term="{kind}"/>
{control if draft else ""}<link rel="alternate" href="https://bank.example.com/{number}"/></entry>
"""


@dataclass(frozen=True)
class Family:
    """What documents of a kind are made of."""

    name: str
    head: str
    entry: Callable[..., str]
    tail: str

    def document(self, bad: int = 2, **spot: str) -> str:
        """Five posts, of which the third is a draft and another one has the bad spot."""
        return self.head + "".join(self.part(at, bad, spot) for at in range(1, 6)) + self.tail

    def part(self, at: int, bad: int = 0, spot: dict[str, str] | None = None) -> str:
        parts = {"title": f"خبر الجسر رقم {at}", "body": BODY, "extra": ""}
        if at == bad and spot:
            parts |= spot
        return self.entry(at, draft=at == 3, **parts)


FAMILIES = [
    Family("export.xml", EXPORT, post, "</channel></rss>\n"),
    Family("feed.rss", RSS, item, "</channel></rss>\n"),
    Family("blogger.xml", BLOGGER, entry, "</feed>\n"),
]
TITLES = {at: f"خبر الجسر رقم {at}" for at in (1, 2, 4, 5)}


@pytest.fixture(params=FAMILIES, ids=lambda family: family.name)
def family(request: pytest.FixtureRequest) -> Family:
    chosen: Family = request.param
    return chosen


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def titles(taken: Taken) -> list[str]:
    return sorted(article.title for article in taken.articles)


def others(bad: int = 2) -> list[str]:
    return [title for at, title in TITLES.items() if at != bad]


MENDED = {
    "an ampersand": ({"title": "الذهب & الفضة"}, "الذهب & الفضة"),
    "entities of HTML": ({"title": "الذهب&nbsp;&laquo;اليوم&raquo;"}, "الذهب «اليوم»"),
    "an unknown entity": ({"title": "الذهب &zahab; اليوم"}, "الذهب &zahab; اليوم"),
    "controls": ({"title": "الذهب\x01 اليوم\x1f"}, "الذهب اليوم"),
    "controls by number": ({"title": "الذهب&#8; &#xD800;&#0;اليوم"}, "الذهب اليوم"),
    "a prefix of an element": ({"extra": "<yoast:x>1</yoast:x>"}, None),
    "a prefix of an attribute": ({"extra": "<x xlink:href='y' foo:bar=2/>"}, None),
    "an attribute twice": ({"extra": "<x a='1' a='2'/>"}, None),
    "attributes without quotes": ({"extra": "<x a=1 b=نعم checked/>"}, None),
    "a comment with dashes": ({"extra": "<!-- أ -- ب --->"}, None),
    "items in a comment": ({"extra": "<!-- <item><title>قديم</title></item> -->"}, None),
    "a notice of PHP": (
        {"extra": "<br />\n<b>Notice</b>: Undefined index: x & y in <b>a.php</b><br />\n"},
        None,
    ),
    "a break in a title": ({"title": "عاجل<br>الذهب اليوم"}, "عاجل الذهب اليوم"),
    "a name in angles": ({"title": "الذهب <اليوم>"}, "الذهب <اليوم>"),
    "a CDATA within another": ({"body": f"<![CDATA[{BODY}]]>"}, None),
}


@pytest.mark.parametrize(("spot", "title"), MENDED.values(), ids=MENDED)
def test_what_is_certain_is_mended(
    room: Room, tmp_path: Path, family: Family, spot: dict[str, str], title: str | None
) -> None:
    taken = take(room, tmp_path, family.name, family.document(**spot))
    assert titles(taken) == sorted([*others(), title or TITLES[2]])
    assert taken.refusals == []
    assert taken.left_out == ["draft"]


TORN = {
    "an element that never closes": {"extra": "<b>نص"},
    "an end of nothing": {"extra": "</b>"},
    "a wrong end": {"extra": "<b>نص</i>"},
    "a CDATA that ends too early": {"body": f"<script>//]]></script>{BODY}"},
    "a comment that never ends": {"extra": "<!-- قديم "},
    "half a tag": {"extra": "<b a="},
}


@pytest.mark.parametrize("bad", [2, 3], ids=["a post", "a draft"])
@pytest.mark.parametrize("spot", TORN.values(), ids=TORN)
def test_what_is_torn_is_refused_alone(
    room: Room, tmp_path: Path, family: Family, spot: dict[str, str], bad: int
) -> None:
    taken = take(room, tmp_path, family.name, family.document(bad, **spot))
    assert titles(taken) == others(bad)
    assert len(taken.refusals) == 1
    assert taken.left_out == (["draft"] if bad == 2 else [])


def halved(part: str) -> str:
    return part[: part.index("بعد عامين")]


LOST = {
    "a CDATA that never ends": lambda part: part.replace("]]>", ""),
    "the second half of it": halved,
    "a byte of Windows": lambda part: part.replace("الجسر", "\udce5"),
    "a smart quote of Windows": lambda part: part.replace("الجسر", "\udc93الجسر\udc94"),
    "half a letter": lambda part: part.replace("صباح", "\udcd8"),
}


@pytest.mark.parametrize("bad", [2, 3], ids=["a post", "a draft"])
@pytest.mark.parametrize("spoil", LOST.values(), ids=LOST)
def test_what_is_half_lost_takes_no_other_with_it(
    room: Room, tmp_path: Path, family: Family, spoil: Callable[[str], str], bad: int
) -> None:
    """Nor does it take the status of the next one for its own."""
    part = family.part(bad)
    text = family.document().replace(part, spoil(part))
    data = text.encode("utf-8", "surrogateescape")
    taken = take(room, tmp_path, family.name, data)
    assert titles(taken) == others(bad)
    drafts = 1 if bad == 2 else 0
    assert len(taken.refusals) + len(taken.left_out) == 1 + drafts
    assert not any(TITLES[4] in article.html for article in taken.articles)


def unclosed(part: str) -> str:
    return part.replace("]]>", "")


def ended(part: str) -> str:
    """An entry that ends behind its text, before its status, and once more."""
    end = part[part.rindex("</") :]
    return part.replace("]]></content:encoded>", f"]]></content:encoded>{end}")


# What becomes of the draft, and of the entry behind it.
TWICE_SPOILT = {
    "an end before its status": (ended, lambda part: part.replace("</title>", "")),
    "a text that takes a torn one": (unclosed, lambda part: part.replace("</title>", "</b>")),
    "a text that takes one without a beginning": (
        unclosed,
        lambda part: part.replace("<item>", ""),
    ),
    "a CDATA that begins twice": (
        lambda part: part.replace("<![CDATA[", "<![CDATA[<![CDATA["),
        lambda part: part.replace("<![CDATA[", ""),
    ),
    "an entry within it": (lambda part: part.replace("<status>", "<item/><status>"), str),
}


# In an export, the part that follows may have lost the beginning or the end of its text as well.
EXPORT_TWICE_SPOILT = {
    name: TWICE_SPOILT[name]
    for name in ("a text that takes one without a beginning", "a CDATA that begins twice")
} | {
    f"a text that takes one without {tag}": (unclosed, lambda part, tag=tag: part.replace(tag, ""))
    for tag in ("<content:encoded>", "</content:encoded>")
}


@pytest.mark.parametrize(
    ("at_family", "changes"),
    [
        *(pytest.param(1, changes, id=name) for name, changes in TWICE_SPOILT.items()),
        *(
            pytest.param(0, changes, id=f"{name} in an export")
            for name, changes in EXPORT_TWICE_SPOILT.items()
        ),
    ],
)
def test_no_draft_is_published_by_two_bad_spots(
    room: Room, tmp_path: Path, at_family: int, changes: tuple[Callable[[str], str], ...]
) -> None:
    family = FAMILIES[at_family]
    text = family.document()
    for at, change in zip((3, 4), changes, strict=True):
        part = family.part(at)
        text = text.replace(part, change(part))
    taken = take(room, tmp_path, family.name, text)
    told = "".join(f"{article.title} {article.html}" for article in taken.articles)
    assert "رقم 3" not in told
    assert {TITLES[1], TITLES[2], TITLES[5]} <= {*titles(taken)}
    assert taken.refusals or taken.left_out


NOTICE = (
    "<br />\n<b>Warning</b>:  Undefined variable $x & y in <b>/www/a.php</b> on line <b>3</b>\n"
)
PLAIN = "PHP Warning:  Undefined variable $x in /www/a.php on line 3\n"
WHOLE: dict[str, Callable[[str], str | bytes]] = {
    "a notice above": lambda text: NOTICE + text,
    "a notice in words above": lambda text: PLAIN + text,
    "a notice below the declaration": lambda text: text.replace("?>\n", f"?>\n{PLAIN}", 1),
    "a notice behind": lambda text: text + NOTICE + PLAIN,
    "a script behind": lambda text: f"{text}<!-- 80 queries --><script>x()</script>",
    "a byte order mark twice": lambda text: f"\ufeff\ufeff{text}",
    "nul bytes": lambda text: text.replace("\n", "\0\n\0"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "UTF-8 that says windows-1256": lambda text: text.replace("UTF-8", "windows-1256"),
    "UTF-8 that says UTF-16": lambda text: text.replace("UTF-8", "utf-16"),
    "windows-1256 that says UTF-8": lambda text: text.encode("cp1256"),
    "windows-1256 that says so": lambda text: text.replace("UTF-8", "cp1256").encode("cp1256"),
    "UTF-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("bent", WHOLE.values(), ids=WHOLE)
def test_a_document_is_read_whatever_stands_around_it(
    room: Room, tmp_path: Path, family: Family, bent: Callable[[str], str | bytes]
) -> None:
    taken = take(room, tmp_path, family.name, bent(family.document()))
    assert titles(taken) == sorted(TITLES.values())
    assert taken.refusals == []


def test_parts_that_were_joined_are_read_as_one(room: Room, tmp_path: Path, family: Family) -> None:
    first = family.head + family.part(1) + family.part(2) + family.tail
    second = family.head + "".join(map(family.part, (3, 4, 5))) + family.tail
    taken = take(room, tmp_path, family.name, f"{first}\ufeff{second}")
    assert titles(taken) == sorted(TITLES.values())
    assert taken.refusals == []


@pytest.mark.parametrize("lost", [20, 200, 400])
def test_of_a_file_that_breaks_off_all_that_is_whole_is_read(
    room: Room, tmp_path: Path, family: Family, lost: int
) -> None:
    data = family.document().encode()
    taken = take(room, tmp_path, family.name, data[:-lost])
    assert set(others(5)) <= set(titles(taken))
    assert len(taken.refusals) == 1
    assert "breaks off" in taken.refusals[0]


def test_items_that_a_text_shows_are_text(room: Room, tmp_path: Path, family: Family) -> None:
    shown = "<pre><item><title>مثال</title></item>\n<item><title>آخر</title></item></pre>"
    taken = take(room, tmp_path, family.name, family.document(body=BODY + shown))
    assert titles(taken) == sorted(TITLES.values())
    assert taken.refusals == []


def test_items_within_a_comment_are_none(room: Room, tmp_path: Path, family: Family) -> None:
    hidden = f"<!-- {family.part(1)}{family.part(2)} -->"
    text = family.head + family.part(4) + hidden + family.part(5) + family.tail
    taken = take(room, tmp_path, family.name, text)
    assert titles(taken) == [TITLES[4], TITLES[5]]
    assert taken.refusals == []


@pytest.mark.parametrize("control", ["\n", "\t", "\x01", "\x0b"])
def test_controls_that_stand_in_json_as_they_are_cost_no_item(
    room: Room, tmp_path: Path, control: str
) -> None:
    items = ",".join(
        f'{{"id": "{at}", "title": "خبر{control} الجسر رقم {at}", "content_html": "{BODY}"}}'
        for at in TITLES
    )
    version = "https://jsonfeed.org/version/1.1"
    text = f'{{"version": "{version}", "title": "الضفة", "items": [{items}]}}'
    taken = take(room, tmp_path, "feed.json", text)
    assert titles(taken) == sorted(TITLES.values())
    assert taken.refusals == []


def test_a_last_entry_that_never_closes_costs_no_other(room: Room, tmp_path: Path) -> None:
    family = FAMILIES[1]
    last = family.part(5)
    text = family.document().replace(last, unclosed(last))
    assert titles(take(room, tmp_path, family.name, text)) == [TITLES[1], TITLES[2], TITLES[4]]
