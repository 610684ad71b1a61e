"""The story to read first: one Arabic article, from a file to the feeds, edited, withdrawn, and
back.

Only the public face is used: commands, and HTTP over loopback.
"""

import json
from pathlib import Path

import feedparser
import pytest

from tests import process

STORY = """GPS يدل صيادي البحيرة على مواسم السمك
![قوارب صيد عند الفجر](https://example.com/wp-content/uploads/2026/10/قوارب-الصيد-1200x675.jpg)
بدأ صيادو البحيرة استخدام أجهزة تحديد المواقع في رحلاتهم الليلية، بعد أن كانوا يهتدون بالنجوم وبأضواء القرى البعيدة،
وقالوا إن الرحلة صارت أقصر وإن الوقود الذي يستهلكونه نقص إلى النصف.
خرائط يرسمها الصيادون
رسم الصيادون بأنفسهم خرائط لمواضع السمك في كل فصل، واتفقوا على ألا يُصطاد في مواضع التكاثر خلال الربيع.
وتقول جمعية الصيادين إن كميات الصيد زادت في العام الأول زيادة لم تعرفها البحيرة منذ سنوات.
اقرأ أيضًا
عودة الطيور المهاجرة إلى البحيرة
"""  # noqa: E501


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "economy"
    folder.mkdir()
    (folder / "lake.txt").write_text(STORY, encoding="utf-8")
    return folder / "lake.txt"


def ingest(database: str, path: Path) -> dict[str, object]:
    done = process.run(database, "ingest", str(path), "--json")
    assert done.returncode == 0, done.stderr
    return process.lines(done.stdout)[0]


def show(database: str, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(process.run(database, "show", name, "--json").stdout)
    return found


def test_one_article_from_file_to_feed_and_back(database: str, story: Path) -> None:
    with process.serving(database) as (base, _):
        # A file is ingested, and stands in its feeds without anybody asking.
        born = ingest(database, story)
        assert born["outcome"] == "new"
        assert born["feeds"] == ["all", "economy"]
        rss, atom = f"{base}/economy.rss", f"{base}/economy.atom"
        process.until(lambda: len(feedparser.parse(rss).entries) == 1, "the article is in no feed")

        # The feed says what the file said; the title is guarded, for it begins with a Latin word.
        feed = feedparser.parse(rss)
        entry = feed.entries[0]
        assert not feed.bozo
        assert entry.title == "\u200fGPS يدل صيادي البحيرة على مواسم السمك"
        assert entry.id == born["id"]
        assert "<h2" in entry.content[0].value
        assert entry.media_content[0]["width"] == "1200"
        assert entry.media_content[0]["url"].isascii()
        assert "الطيور" not in entry.content[0].value + entry.summary
        kept = show(database, "economy/lake.txt")
        assert kept["precision"] == "month"
        assert kept["related"] == [{"title": "عودة الطيور المهاجرة إلى البحيرة", "url": None}]

        # Who has it already is told so in a few bytes.
        assert feedparser.parse(rss, etag=feed.etag).status == 304
        assert feedparser.parse(rss, modified=feed.modified).status == 304

        # The same file again changes nothing.
        assert ingest(database, story)["outcome"] == "same"

        # An edited title is the same article: same guid, same date, newer `updated`.
        story.write_text(STORY.replace("مواسم السمك", "مواطن السمك"), encoding="utf-8")
        edited = ingest(database, story)
        assert (edited["outcome"], edited["id"]) == ("edited", born["id"])
        process.until(lambda: "مواطن".encode() in process.get(rss)[1], "no edit is seen")
        after, before = feedparser.parse(rss).entries[0], entry
        assert (after.id, after.published) == (before.id, before.published)
        assert feedparser.parse(atom).entries[0].updated_parsed > before.published_parsed

        # Withdrawn: gone from the feed and said so; the page answers 410. The file does not bring
        # it back.
        assert process.run(database, "withdraw", "economy/lake.txt").returncode == 0
        process.until(
            lambda: b"deleted-entry" in process.get(atom)[1], "the withdrawal is not said"
        )
        assert feedparser.parse(atom).entries == []
        page = str(kept["page"]).replace("http://127.0.0.1:8000", base)
        assert process.get(page)[0] == 410
        assert ingest(database, story)["outcome"] == "same"
        assert process.get(page)[0] == 410

        # With a notice: the entry is back at its place, in other words; the page has them too.
        notice = "سحبنا هذا الخبر لأن أرقامه غير صحيحة."
        given = process.run(database, "withdraw", "economy/lake.txt", "--notice", notice)
        assert given.returncode == 0
        process.until(lambda: notice.encode() in process.get(rss)[1], "the notice is not seen")
        told = feedparser.parse(rss).entries[0]
        assert (told.id, told.published) == (born["id"], after.published)
        assert told.title.startswith("سُحب: ")
        assert "<h2" not in told.content[0].value
        status, text, *_ = process.get(page)
        assert (status, notice.encode() in text) == (410, True)

        # Restored: back, with its guid.
        assert process.run(database, "restore", str(born["id"])).returncode == 0
        process.until(
            lambda: notice.encode() not in process.get(atom)[1], "the article does not come back"
        )
        assert feedparser.parse(atom).entries[0].id == born["id"]
        assert process.get(page)[0] == 200


def test_an_embargo_ends_and_an_expiry_falls_due_without_a_restart(sqlite: str) -> None:
    with process.serving(sqlite) as (base, _):
        record = {"id": "later", "title": "خبر مؤجل", "text": "نص الخبر.", "section": "politics"}
        due = process.from_now(10)
        embargoed = record | {"publish_at": due}
        process.run(sqlite, "ingest", "-", stdin=process.ndjson([embargoed]))
        page = str(show(sqlite, "later")["page"]).replace("http://127.0.0.1:8000", base)
        assert process.get(page)[0] == 404
        feeds = [f"{base}/{name}" for name in ("politics.rss", "all.atom", "all.json", "politics")]
        assert all("مؤجل" not in process.get(feed)[1].decode() for feed in feeds)
        process.until(lambda: process.get(page)[0] == 200, "the embargo does not end")
        process.until(
            lambda: all("مؤجل" in process.get(feed)[1].decode() for feed in feeds),
            "it is in no feed",
        )
        assert show(sqlite, "later")["published"] == due
        expiring = embargoed | {"expires_at": process.from_now(4)}
        process.run(sqlite, "ingest", "-", stdin=process.ndjson([expiring]))
        process.until(lambda: process.get(page)[0] == 410, "the article does not expire")
        process.until(
            lambda: not any(page in process.get(feed)[1].decode() for feed in feeds),
            "the feeds do not lose it",
        )
        assert b"deleted-entry" not in process.get(feeds[1])[1]
