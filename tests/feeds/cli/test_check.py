"""`flask check`: what partners would refuse, named before they do."""

import json
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from feeds.printing.profiles.fetched_pictures import unasked
from feeds.running.picture_round import PictureRound
from store import Article, Outbound
from tests.feeds.cli.support import Newsroom, Open, assert_one_line
from tests.feeds.cli.test_hostile_text import assert_harmless
from tests.feeds.printing.profiles.values import TEXT
from tests.feeds.test_lines import HOSTILE
from tests.process import ROOT, environment
from tests.room import START
from tests.store.test_outbound import Server, serving

PROFILES = ("msn", "smartnews", "flipboard", "apple", "newsletter", "generic")
PICTURE = {
    "url": "https://img.example.com/port.jpg",
    "width": 1200,
    "height": 675,
}
Record = dict[str, Any]


def partner(slug: str, **settings: object) -> str:
    """A partner, in nashra.toml, of the articles that are tagged with its slug."""
    given = {"slug": slug, "title": slug, "profile": slug, "tags": [slug]} | settings
    lines = [f"{name} = {value!r}" for name, value in given.items()]
    return "\n[[partner]]\n" + "\n".join(lines) + "\n"


def every_partner() -> list[str]:
    """A partner of each profile."""
    settings = {"apple": {"language": "ar-EG"}}
    return [partner(slug, **settings.get(slug, {})) for slug in PROFILES]


@pytest.fixture
def giving(opened: Open, sqlite: str, tmp_path: Path) -> Any:
    """giving(partner...) is a newsroom with these partners, that has printed their empty feeds."""

    def open_(*partners: str, head: str = "", is_printed: bool = True) -> Newsroom:
        path = tmp_path / "nashra.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(head + text + "".join(partners), encoding="utf-8")
        newsroom = opened(sqlite)
        if is_printed:
            newsroom.well("refresh")
        return newsroom

    return open_


def good(name: str, *tags: str, **fields: object) -> Record:
    """A record that breaks no demand of any partner; fields replace its own."""
    return {
        "id": name,
        "url": f"https://news.example.com/{name}",
        "title": f"افتتاح ميناء {name} أمام سفن الركاب",
        "html": TEXT,
        "authors": ["هدى سالم"],
        "image": PICTURE,
        "tags": list(tags),
        "published": (START - timedelta(hours=1)).isoformat(),
    } | fields


def moment(**parts: float) -> str:
    return (START + timedelta(**parts)).isoformat()


def pictured(**fields: object) -> Record:
    return {"image": PICTURE | fields}


WITHHELD = {"syndicate": "summary", "summary": "رست أول سفينة صباح اليوم."}
NO_TEXT = {"html": '<figure><img src="https://img.example.com/a.jpg" alt="سفينة"></figure>'}
UTM = {"url": "https://news.example.com/p?utm_source=x"}
TITLE = {
    "markup": {"title": "افتتاح <b>الميناء</b> الجديد أمام السفن"},
    "address": {"title": "افتتاح الميناء الجديد www.example.com/port أمام السفن"},
}

# What an article has that breaks a demand of a profile, by the demand, twice for some. No article
# that is taken in has a date to come, which MSN asks for, too.
BROKEN: dict[str, list[tuple[str, Record]]] = {
    "msn": [
        ("rights", WITHHELD),
        ("title-short", {"title": "افتتاح ميناء العقبة"}),
        ("title-short", {"title": "خبر"}),
        ("title-long", {"title": "ميناء " * 25 + "ا"}),
        ("title-long", {"title": "ميناء الركاب " * 20}),
        ("title-markup", TITLE["markup"]),
        ("title-address", TITLE["address"]),
        ("title-address", {"title": "افتتاح الميناء الجديد https://news.example.com/p أمام السفن"}),
        ("text-missing", NO_TEXT),
        ("text-short", {"html": f"<p>{'ميناء ' * 74}الآن.</p>"}),
        ("text-short", {"html": "<p>رست السفينة.</p>"}),
        ("language", {"language": "fa"}),
        ("language", {"language": "ur"}),
        ("date-old", {"published": moment(days=-402)}),
        ("date-old", {"published": moment(days=-366)}),
        ("picture-missing", {"image": None, "title": "افتتاح الميناء الجديد أمام السفن"}),
        ("expiry-soon", {"expires_at": moment(minutes=20)}),
        ("expiry-soon", {"expires_at": moment(minutes=55)}),
        ("picture-missing", {"image": None}),
        ("picture-address", pictured(url="http://img.example.com/port.jpg")),
        ("picture-type", pictured(url="https://img.example.com/port.svg")),
        ("picture-type", pictured(url="https://img.example.com/port.avif")),
        ("picture-small", pictured(width=640, height=360)),
        ("picture-small", pictured(width=2, height=2)),
        ("picture-shape", pictured(width=1200, height=400)),
        ("picture-shape", pictured(width=300, height=1200)),
    ],
    "smartnews": [
        ("rights", WITHHELD),
        ("text-missing", NO_TEXT),
        ("link-utm", UTM),
        ("picture-missing", {"image": None}),
    ],
    "flipboard": [
        ("rights", WITHHELD),
        ("text-missing", NO_TEXT),
        ("title-markup", TITLE["markup"]),
        ("author-missing", {"authors": []}),
        ("picture-missing", {"image": None}),
        ("picture-small", pictured(width=600, height=399)),
        ("picture-small", pictured(width=11, height=900)),
    ],
    "apple": [
        ("rights", WITHHELD),
        ("text-missing", NO_TEXT),
        ("title-short", {"title": "افتتاح الميناء"}),
        ("title-short", {"title": "أُف"}),
        ("title-long", {"title": "ميناء " * 11}),
        ("title-markup", TITLE["markup"]),
        ("language", {"language": "fa"}),
        ("link-utm", UTM),
        ("picture-missing", {"image": None}),
    ],
    "newsletter": [
        ("picture-missing", {"image": None}),
        ("picture-missing", {"image": None, "title": "افتتاح الميناء الجديد"}),
        ("picture-address", pictured(url="http://img.example.com/port.jpg")),
        ("picture-address", pictured(url="http://img.example.com/quay.jpg")),
    ],
}
HARD = {"rights", "text-missing", "date-old"}
HARD_BY_PROFILE = {"msn": {"title-short", "title-long", "language"}, "apple": {"language"}}


def broken_records() -> dict[str, tuple[str, str, Record]]:
    """50 articles that break one demand each: by name the partner, the demand and the record."""
    return {
        f"{slug}-{number}": (slug, demand, good(f"{slug}-{number}", slug, **fields))
        for slug, cases in BROKEN.items()
        for number, (demand, fields) in enumerate(cases)
    }


def test_each_of_50_broken_demands_is_named_and_none_more(giving: Any) -> None:
    newsroom = giving(*every_partner())
    records = broken_records()
    assert len(records) == 50
    sound = [good(f"sound-{slug}", slug) for slug in PROFILES]
    newsroom.ingest(*sound, *(record for _, _, record in records.values()))
    result = newsroom.run("check", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    found, reports = parted(result.stdout)
    names = {newsroom.kept(name).article.id: name for name in records}
    seen = {(names.get(one["id"]), one["partner"], one["demand"]) for one in found if one["id"]}
    assert seen == {(name, slug, demand) for name, (slug, demand, _) in records.items()}
    assert len([one for one in found if one["id"]]) == 50
    for one in found:
        hard = HARD | HARD_BY_PROFILE.get(one["partner"], set())
        assert one["left_out"] == one["hard"] == (one["demand"] in hard), one
    of_feeds = [(one["partner"], one["demand"]) for one in found if one["id"] is None]
    assert of_feeds == [("flipboard", "feed-few"), ("apple", "feed-few")]
    left_out = Counter(one["partner"] for one in found if one["left_out"])
    assert reports == [
        {
            "partner": slug,
            "standing": 1 + len(BROKEN.get(slug, ())) - left_out[slug],
            "left_out": left_out[slug],
        }
        for slug in PROFILES
    ]


def parted(stdout: str) -> tuple[list[Record], list[Record]]:
    """The findings and the reports of what was said as JSON."""
    lines = [json.loads(line) for line in stdout.splitlines()]
    reports = [line["report"] for line in lines if "report" in line]
    return [line for line in lines if "report" not in line], reports


def test_an_editor_reads_what_is_wrong_and_how_to_mend_it(giving: Any) -> None:
    newsroom = giving(partner("msn"))
    short = good("short", "msn", title="افتتاح ميناء العقبة", image=None)
    newsroom.ingest(
        good("sound", "msn"), short, good("small", "msn", **pictured(width=640, height=360))
    )
    ids = {name: newsroom.kept(name).article.id for name in ("short", "small")}
    result = newsroom.run("check", "msn")
    assert (result.exit_code, result.stderr) == (1, "")
    said = result.stdout.splitlines()
    of_short = [
        f"msn: {ids['short']}  افتتاح ميناء العقبة  (left out of the feed)",
        "  العنوان 19 حرفًا، ويطلب MSN 20 على الأقل؛ زد العنوان كلمة أو كلمتين.",
        "  the title has 19 characters, and MSN asks for 20 at least;"
        " add a word or two to the title.",
        "  الخبر بلا صورة، فلن ينشره MSN من تلقاء نفسه؛ أضف إلى الخبر صورة رئيسية.",
        "  the article has no picture, so MSN will not publish it by itself;"
        " give the article a lead picture.",
    ]
    at = said.index(of_short[0])
    assert said[at : at + 5] == of_short
    assert f"msn: {ids['small']}  افتتاح ميناء small أمام سفن الركاب" in said
    assert said[-2:] == [
        "msn: في النشرة خبران، واستُبعد منها خبر واحد.",
        "msn: 2 articles in the feed, 1 left out of it.",
    ]


def test_advice_alone_is_no_failure(giving: Any) -> None:
    newsroom = giving(partner("msn"), partner("generic"))
    newsroom.ingest(good("plain", "msn", image=None), good("short", "generic", title="خبر"))
    (advice, *_), _ = parted(newsroom.well("check", "--json"))
    assert (advice["demand"], advice["left_out"]) == ("picture-missing", False)
    assert newsroom.well("check", "generic").splitlines() == [
        "generic: في النشرة خبر واحد، ولم يُستبعد منها خبر.",
        "generic: 1 article in the feed, 0 left out of it.",
    ]


def test_all_that_the_samples_break_is_named_and_none_more(giving: Any) -> None:
    asking = ("msn", "smartnews", "flipboard", "apple", "newsletter")
    newsroom = giving(
        *(partner(slug, tags=[], limit=200, language="ar-EG") for slug in asking[:4]),
        partner("newsletter", tags=[]),
    )
    newsroom.run("ingest", ROOT / "samples")
    with newsroom.store.snapshot() as snapshot:
        rows = snapshot.placements.window("all", 200)
        loaded = snapshot.articles.load(row.article_id for row in rows)
    kept = [stored.article for stored in loaded.values()]
    assert len(kept) > 40
    found, _ = parted(newsroom.run("check", "--json").stdout)
    said = Counter((one["partner"], one["demand"]) for one in found if one["id"])
    assert said == Counter(
        (slug, demand) for slug in asking for article in kept for demand in broken(slug, article)
    )


def broken(partner: str, article: Article) -> Iterator[str]:
    """The demands that a sample breaks, by the partners' rules as they are published."""
    length, text = len(article.title), len(" ".join(strip(article.html).split()))
    vector = article.image is not None and article.image.url.endswith(".svg")
    rules = {
        "rights": (article.syndicate != "full", "msn smartnews flipboard apple"),
        "picture-missing": (article.image is None, "msn smartnews flipboard apple newsletter"),
        "picture-type": (vector, "msn"),
        "author-missing": (not article.authors, "flipboard"),
        "title-short": (length < {"msn": 20, "apple": 15}.get(partner, 0), "msn apple"),
        "title-long": (length > {"msn": 150, "apple": 60}.get(partner, 0), "msn apple"),
        "text-short": (text < 450, "msn"),
        "language": (article.language.split("-")[0] != "ar", "msn apple"),
    }
    for demand, (is_broken, partners) in rules.items():
        if is_broken and partner in partners.split():
            yield demand


def strip(html: str) -> str:
    return unescape(re.sub("<[^>]+>", " ", html))


def test_the_check_finds_what_the_print_keeps(giving: Any) -> None:
    newsroom = giving(*every_partner())
    newsroom.ingest(*(record for _, _, record in broken_records().values()))
    newsroom.run("refresh")
    found, reports = parted(newsroom.run("check", "--json").stdout)
    with newsroom.store.snapshot() as snapshot:
        editions = {slug: snapshot.editions.current(f"partner/{slug}") for slug in PROFILES}
    for report in reports:
        slug = report["partner"]
        kept = [(one["id"], one["demand"]) for one in found if one["partner"] == slug and one["id"]]
        assert list(editions[slug].findings) == kept
        assert len(editions[slug].shown) == report["standing"]


def test_a_feed_as_a_whole_may_lack_something(giving: Any) -> None:
    newsroom = giving(partner("flipboard"), partner("smartnews"))
    long = f"<p>{'سفينة ' * 9000}</p>"
    newsroom.ingest(
        good("one", "flipboard"),
        *(good(f"long-{number}", "smartnews", html=long) for number in range(14)),
    )
    said = newsroom.well("check").splitlines()
    assert said[:3] == [
        "flipboard: the feed",
        "  عدد أخبار النشرة 1، ويطلب Flipboard 30 خبرًا على الأقل؛"
        " وسّع اختيار الأخبار لهذا الشريك في ملف الإعدادات.",
        "  the feed has 1 article, and Flipboard asks for 30 at least;"
        " let the partner have more sections or tags in nashra.toml.",
    ]
    dropped = said.index("smartnews: the feed")
    assert said[dropped + 1].startswith("  سقط من النشرة ")
    assert "إذ لا يقبل SmartNews ملفًا يزيد على 1000 كيلوبايت؛" in said[dropped + 1]
    assert "since SmartNews takes no document of more than 1000 kB;" in said[dropped + 2]
    (finding,), (report,) = parted(newsroom.well("check", "smartnews", "--json"))
    assert (finding["demand"], finding["id"]) == ("feed-large", None)
    assert finding["value"] + report["standing"] == 14
    assert finding["value"] > 0


def test_an_article_that_is_too_large_alone_is_left_out_and_named(giving: Any) -> None:
    newsroom = giving(partner("smartnews"))
    long = f"<p>{'سفينة ' * 95_000}</p>"
    newsroom.ingest(good("long", "smartnews", html=long), good("short", "smartnews"))
    newsroom.run("refresh")
    result = newsroom.run("check", "--json")
    assert result.exit_code == 1
    (finding,), (report,) = parted(result.stdout)
    assert (finding["demand"], finding["left_out"]) == ("article-large", True)
    assert finding["id"] == newsroom.kept("long").article.id
    kilobytes = finding["value"]
    assert kilobytes > 1000
    said = finding["ar"]
    assert said["wrong"].startswith(f"حجم الخبر وحده {kilobytes} كيلوبايت")
    assert said["wrong"].endswith("، ولا يقبل SmartNews ملفًا يزيد على 1000 كيلوبايت")
    assert said["mend"] == "اختصر نص الخبر"
    assert (report["standing"], report["left_out"]) == (1, 1)
    with newsroom.store.snapshot() as snapshot:
        edition = snapshot.editions.current("partner/smartnews")
    assert [article for article, _ in edition.shown] == [newsroom.kept("short").article.id]
    assert edition.findings == ((finding["id"], "article-large"),)


def test_a_feed_that_was_never_made_is_said(giving: Any) -> None:
    newsroom = giving(partner("msn"), is_printed=False)
    (finding,), reports = parted(newsroom.well("check", "--json"))
    assert finding["demand"] == "feed-unmade"
    assert finding["en"]["mend"] == "run `flask refresh`, then check again"
    assert reports == []


def test_without_partners_one_line_says_so(newsroom: Newsroom) -> None:
    line = "no partners are set, a [[partner]] in nashra.toml makes one\n"
    assert newsroom.well("check") == line
    result = newsroom.run("check", "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", line)


def test_an_unknown_partner_is_named_with_those_there_are(giving: Any) -> None:
    assert_one_line(giving(partner("msn")).run("check", "msm"), "'msm'", "known are: msn")


def test_texts_of_others_are_harmless(giving: Any) -> None:
    newsroom = giving(partner("msn"))
    newsroom.ingest(good("planted", "msn", title=HOSTILE, image=None))
    for arguments in ([], ["--json"], ["\x1b[2J"]):
        result = newsroom.run("check", *arguments)
        assert_harmless(result.stdout + result.stderr)


def test_a_closed_pipe_ends_it_quietly(giving: Any, tmp_path: Path, sqlite: str) -> None:
    newsroom = giving(partner("msn"))
    newsroom.ingest(*(good(f"a-{number}", "msn", image=None) for number in range(3)))
    with subprocess.Popen(
        [sys.executable, "-m", "flask", "check"],
        cwd=ROOT,
        env=environment(sqlite, NASHRA_CONFIG=str(tmp_path / "nashra.toml")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


# Pictures

ALLOWED = 'outbound_allow = "127.0.0.1"\n'


def answering(connection: socket.socket, request: bytes) -> None:
    """Answer as the path says: `/200/12/image/png/a.png` is a success, a length and a type."""
    status, length, *kind, _ = request.split()[1].decode().strip("/").split("/")
    headers = [f"Content-Length: {length}"] if length.isdigit() else []
    headers += [f"Content-Type: {'/'.join(kind)}; charset=utf-8"] if kind else []
    head = "\r\n".join([f"HTTP/1.1 {status} Said", *headers])
    connection.sendall(f"{head}\r\n\r\n".encode())
    connection.recv(1)  # what is answered never comes, and nobody waits for it


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        one.script = answering
        yield one


def test_pictures_are_asked_for_and_judged_by_the_headers_of_answers(
    giving: Any, server: Server
) -> None:
    newsroom = giving(partner("generic"), head=ALLOWED)
    base = server.url.rstrip("/")
    pictures = {
        "sound": {"url": f"{base}/200/12/image/png/a.png", "length": 12},
        "silent": {"url": f"{base}/200/none/image/png/a.png", "length": 12},
        "gone": {"url": f"{base}/404/9/text/html/a.png"},
        "page": {"url": f"{base}/200/90/text/html/a"},
        "untyped": {"url": f"{base}/200/90/a"},
        "empty": {"url": f"{base}/200/0/image/png/a.png"},
        "other": {"url": f"{base}/200/1000000000/image/webp/a.jpg"},
        "longer": {"url": f"{base}/200/13/image/png/a.png", "length": 12},
        "private": {"url": "http://10.1.2.3/port.jpg"},
    }
    for name, image in pictures.items():
        newsroom.ingest(good(name, "generic", image=image))
    found, _ = parted(newsroom.well("check", "--pictures", "--json"))
    names = {newsroom.kept(name).article.id: name for name in pictures}
    said = {
        names[one["id"]]: (one["demand"], one["ar"]["wrong"], one["en"]["wrong"]) for one in found
    }
    assert len(found) == len(said)
    at = {name: image["url"] for name, image in pictures.items()}
    assert said == {
        "gone": (
            "picture-status",
            f"لا تصل الصورة {at['gone']}، فخادمها يرد بالرمز 404",
            f"the picture {at['gone']} does not come, its server answers 404",
        ),
        "page": (
            "picture-not-image",
            f"ما على الرابط {at['page']} ليس صورة، فخادمه يصفه بأنه text/html",
            f"{at['page']} is no picture, its server calls it text/html",
        ),
        "untyped": (
            "picture-not-image",
            f"ما على الرابط {at['untyped']} ليس صورة، فخادمه لا يذكر له نوعًا",
            f"{at['untyped']} is no picture, its server calls it nothing",
        ),
        "empty": (
            "picture-empty",
            f"ملف الصورة {at['empty']} فارغ",
            f"the picture {at['empty']} is empty",
        ),
        "other": (
            "picture-type-said",
            "نوع الصورة image/webp، والمذكور في الخبر image/jpeg",
            "the picture is of type image/webp, and the article says image/jpeg",
        ),
        "longer": (
            "picture-length-said",
            "حجم الصورة 13 بايتًا، والمذكور في الخبر 12 بايتًا",
            "the picture has 13 bytes, and the article says 12",
        ),
        "private": (
            "picture-unreachable",
            f"تعذّر الوصول إلى الصورة {at['private']}",
            f"the picture {at['private']} cannot be fetched: 10.1.2.3 is 10.1.2.3,"
            " which is not public: NASHRA_OUTBOUND_ALLOW may name it",
        ),
    }


def test_a_private_server_is_not_asked_unless_it_is_allowed(giving: Any, server: Server) -> None:
    newsroom = giving(partner("generic"))
    newsroom.ingest(good("one", "generic", image={"url": f"{server.url}200/1/image/png/a"}))
    (finding,), _ = parted(newsroom.well("check", "--pictures", "--json"))
    assert finding["demand"] == "picture-unreachable"
    assert server.requests == []


def test_each_address_is_asked_for_once_and_those_in_texts_too(giving: Any, server: Server) -> None:
    newsroom = giving(partner("generic"), partner("newsletter"), head=ALLOWED)
    lead = f"{server.url}200/1/image/png/a"
    inner = f"{server.url}404/1/image/png/a"
    html = f'{TEXT}<img src="{inner}" alt="سفينة"><img src="{lead}" alt="سفينة">'
    for name in ("one", "two"):
        newsroom.ingest(good(name, "generic", "newsletter", image={"url": lead}, html=html))
    found, _ = parted(newsroom.well("check", "--pictures", "--json"))
    gone = [one["value"] for one in found if one["demand"] == "picture-status"]
    assert gone == [inner] * 4
    assert len(server.requests) == 2
    assert all(request.startswith(b"GET /") for request in server.requests)


def test_the_true_type_of_a_picture_is_held_against_the_demands(
    giving: Any, server: Server
) -> None:
    newsroom = giving(partner("msn"), head=ALLOWED)
    newsroom.ingest(good("one", "msn", **pictured(url=f"{server.url}200/1/image/avif/a.jpg")))
    found, _ = parted(newsroom.well("check", "--pictures", "--json"))
    assert [
        (one["demand"], one["value"]) for one in found if one["demand"] != "picture-address"
    ] == [
        ("picture-type-said", "image/avif"),
        ("picture-type", "image/avif"),
    ]


def test_a_round_is_bounded_in_addresses_and_in_time(server: Server) -> None:
    outbound = Outbound(allow=[ip_network("127.0.0.1")])
    urls = [f"{server.url}200/{number}/image/png/a" for number in range(1, 6)]
    few = PictureRound(outbound, addresses=3)
    assert (few.ask(urls[:2]), few.ask(urls), list(few.answers)) == (0, 2, urls[:3])
    assert len(server.requests) == 3
    late = PictureRound(outbound, seconds=0)
    assert (late.ask(urls), late.answers) == (5, {})
    assert len(server.requests) == 3


def test_what_was_not_asked_for_is_said() -> None:
    sentences = unasked(12)
    assert sentences.arabic.describe(12) == "بقيت 12 صورة في النشرة بلا فحص"
    assert sentences.english.describe(12) == "12 pictures of the feed had to be left unasked"
