"""A notice: an editor's words in the place of a withdrawn article, for seven days."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.printing.current import read_sheet
from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.printing.printed import make_edition
from store import (
    Kind,
    NotFound,
    Refused,
    Store,
    StoredArticle,
    Withdrawn,
    correct,
    restore,
    withdraw,
)
from store.article import Correction, Reason
from store.intake.notices import NOTICE_TERM, TOMBSTONE_TERM, without_words
from store.limits import NOTICE_LIMIT
from tests.forgetting import remember
from tests.room import ECONOMY, ON_BOTH, POLITICS, START, Room, article

WORDS = "سحبنا هذا الخبر لأن الأرقام الواردة فيه غير صحيحة.\n\nنعتذر لقرائنا."
OLD = {
    "title": "وصول الباخرة إلى المرفأ",
    "html": "<p>متن‌قديم عن <a href='https://example.com/oldlink'>الباخرة</a>.</p>",
    "summary": "خلاصة‌قديمة للخبر.",
    "authors": ["كاتب‌قديم"],
    "tags": ["وسم‌قديم"],
    "image": {"url": "https://example.com/old.jpg", "alt": "وصف‌قديم", "credit": "حق‌قديم"},
    "enclosures": [{"url": "https://example.com/old.mp3", "type": "audio/mpeg", "length": 7}],
    "related": [{"title": "صلة‌قديمة", "url": "https://example.com/oldrelated"}],
    "source": {"name": "مصدر‌قديم", "url": "https://oldsource.example.com/"},
    "credit": "إسناد‌قديم",
}
REMAINS = ("قديم", "/old", "oldsource", "oldlink", "oldrelated", "متن", "الباخرة.")


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for what a notice says; both keep when it falls due."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(3), article(1, **OLD), article(2))
    room.refresh()
    room.pass_time(minutes=10)
    return room


def entries(room: Room, feed: str = "politics", format: str = "atom") -> dict[str, Any]:
    """The entries of a feed by their ids, in its order."""
    return {entry.id: entry for entry in feedparser.parse(room.text(feed, format)).entries}


def at_end(room: Room) -> StoredArticle:
    """The article after the seven days of its notice."""
    room.pass_time(seconds=NOTICE_TERM.total_seconds())
    room.release()
    room.refresh()
    return room.kept("n-1")


@ON_BOTH
def test_a_notice_is_an_edit_of_the_entry_at_its_place(room: Room) -> None:
    before = entries(room)
    guid = room.kept("n-1").article.id
    change = withdraw(room.intake, "n-1", WORDS)
    assert change.kind is Kind.WITHDRAWN
    assert {"all", "politics"} < set(change.feeds)
    assert room.refresh() == {"all": "printed", "politics": "printed"}
    after = entries(room)
    assert list(after) == list(before)
    entry = after[guid]
    assert entry.title == f"سُحب: {OLD['title']}"
    assert (entry.link, entry.published) == (before[guid].link, before[guid].published)
    assert entry.updated_parsed > before[guid].updated_parsed
    paragraphs = [line for line in WORDS.splitlines() if line]
    assert all(f">{line}</p>" in entry.content[0].value for line in paragraphs)
    assert entry.summary == " ".join(paragraphs)


def test_nothing_of_the_old_text_is_left(room: Room) -> None:
    for format in FORMATS:
        assert all(part in room.text("politics", format) for part in ("قديم", "/old")), format
    withdraw(room.intake, "n-1", WORDS)
    room.refresh()
    for feed, format in product(("all", "politics"), FORMATS):
        text = room.text(feed, format)
        assert [part for part in REMAINS if part in text] == [], format
        assert "deleted" not in text, format  # it stands: nothing says that it went


@ON_BOTH
def test_it_leaves_by_itself_and_then_feeds_say_the_withdrawal(room: Room) -> None:
    guid = room.kept("n-1").article.id
    withdraw(room.intake, "n-1", WORDS)
    room.pass_time(seconds=NOTICE_TERM.total_seconds() - 1)
    room.release()
    room.refresh()
    assert guid in entries(room)
    with room.store.snapshot() as snapshot:
        number = snapshot.revision.number()
    room.pass_time(seconds=1)
    room.release()
    assert room.refresh() == {"all": "printed", "politics": "printed"}
    with room.store.snapshot() as snapshot:
        assert snapshot.revision.number() == number + 1
    assert guid not in room.text("politics", "rss")
    assert f'<at:deleted-entry ref="{guid}"' in room.text("politics", "atom")
    kept = room.kept("n-1")
    assert kept.notice
    assert not kept.notice.standing
    assert kept.notice.until > kept.notice.article.updated


@ON_BOTH
def test_the_tombstone_behind_a_notice_ends_thirty_days_after_the_withdrawal(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    at_end(room)
    room.pass_time(seconds=(TOMBSTONE_TERM - NOTICE_TERM).total_seconds())
    room.release()
    room.refresh()
    assert room.kept("n-1").article.id not in room.text("politics", "atom")


@ON_BOTH
def test_what_falls_due_long_after_is_done_at_once(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    room.pass_time(days=90)
    room.release()
    room.refresh()
    assert not room.kept("n-1").announced
    assert room.kept("n-1").article.id not in room.text("politics", "atom")


@ON_BOTH
def test_restoring_gives_the_old_article_back(room: Room) -> None:
    old = room.kept("n-1").article
    withdraw(room.intake, "n-1", WORDS)
    room.refresh()
    told = entries(room)[old.id].updated_parsed
    assert restore(room.intake, "n-1").kind is Kind.RESTORED
    room.refresh()
    kept = room.kept("n-1")
    assert kept.notice is None
    assert replace(kept.article, updated=old.updated) == old
    entry = entries(room)[old.id]
    assert entry.title == OLD["title"]
    assert entry.updated_parsed > told
    assert list(entries(room)) == list(entries(room, format="rss"))
    room.pass_time(days=8)
    room.release()
    assert room.refresh() == {}
    assert room.kept("n-1").live


def test_a_restored_article_is_newer_than_the_tombstone_behind_its_notice(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    kept = at_end(room)
    assert kept.notice
    room.set_clock(hours=-2)
    assert restore(room.intake, "n-1").kept.article.updated > kept.notice.until


def test_another_notice_takes_the_place_of_the_first_for_seven_days_more(room: Room) -> None:
    first = withdraw(room.intake, "n-1", WORDS).kept
    room.pass_time(days=6)
    second = withdraw(room.intake, "n-1", "نص آخر.").kept
    assert first.notice
    assert second.notice
    assert second.notice.article.updated > first.notice.article.updated
    assert second.notice.article.title == first.notice.article.title
    assert second.withdrawn == first.withdrawn
    room.pass_time(days=2)
    room.release()
    room.refresh()
    assert "نص آخر." in room.text("politics")
    assert "نعتذر" not in room.text("politics")


def test_the_same_notice_twice_changes_nothing_not_even_after_its_end(room: Room) -> None:
    revision = withdraw(room.intake, "n-1", WORDS).kept.revision
    assert withdraw(room.intake, "n-1", f"  {WORDS}\n").kind is Kind.SAME
    assert withdraw(room.intake, "n-1").kind is Kind.SAME
    assert room.kept("n-1").revision == revision
    at_end(room)
    assert withdraw(room.intake, "n-1", WORDS).kind is Kind.SAME


def test_what_was_withdrawn_without_a_word_may_be_given_a_notice(room: Room) -> None:
    """Whoever saw the tombstone must see the notice as newer."""
    guid = room.kept("n-1").article.id
    places = list(entries(room))
    gone = withdraw(room.intake, "n-1").kept
    room.refresh()
    assert guid in room.text("politics", "atom")
    change = withdraw(room.intake, "n-1", WORDS)
    assert change.kind is Kind.WITHDRAWN
    room.refresh()
    assert list(entries(room)) == places
    assert gone.withdrawn
    assert change.kept.article.updated > gone.withdrawn
    assert "deleted-entry" not in room.text("politics", "atom")


def test_a_notice_stands_where_the_article_stood_and_nowhere_else(room: Room) -> None:
    """In another section nobody has it: it would be news there."""
    room.ingest(article(1, **OLD, sections=["اقتصاد"]))
    withdraw(room.intake, "n-1")
    room.ingest(article(1, **OLD, sections=["سياسة"]))
    withdraw(room.intake, "n-1", WORDS)
    room.refresh()
    guid = room.kept("n-1").article.id
    assert guid in entries(room, "economy")
    assert guid not in entries(room, "politics")


def test_a_source_that_sends_it_again_changes_no_word_of_it(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    room.refresh()
    before = room.edition("politics").bodies
    room.pass_time(hours=1)
    edit = article(
        1,
        **OLD | {"title": "عنوان جديد", "html": "<p>متن جديد.</p>"},
        url="https://example.com/other",
    )
    assert [outcome.kind for outcome in room.ingest(edit)] == [Kind.EDITED]
    room.ingest(article(2, title="خبر آخر صُحح عنوانه"))
    room.refresh()
    text = room.text("politics")
    assert f"سُحب: {OLD['title']}" in text
    assert "جديد" not in text
    assert room.edition("politics").bodies != before
    restore(room.intake, "n-1")
    assert room.kept("n-1").article.title == "عنوان جديد"


@ON_BOTH
def test_an_expired_article_may_be_withdrawn_with_a_notice(room: Room) -> None:
    room.ingest(article(4, expires_at=(room.now + timedelta(hours=1)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    assert withdraw(room.intake, "n-4").kind is Kind.SAME
    withdraw(room.intake, "n-4", WORDS)
    room.refresh()
    kept = room.kept("n-4")
    assert (kept.state, kept.withdrawn is not None) == ("withdrawn", True)
    assert "نعتذر" in room.text("politics")


@ON_BOTH
def test_what_nobody_has_seen_is_withdrawn_without_its_notice(room: Room) -> None:
    later = (START + timedelta(days=2)).isoformat()
    room.ingest(article(5, publish_at=later))
    change = withdraw(room.intake, "n-5", WORDS)
    assert (change.kind, change.feeds, change.kept.notice) == (Kind.WITHDRAWN, (), None)
    assert room.refresh() == {}
    with pytest.raises(NotFound):
        withdraw(room.intake, "n-404", WORDS)


def test_what_may_not_be_syndicated_has_a_notice_in_no_feed(room: Room) -> None:
    room.ingest(article(6, syndicate="none"))
    change = withdraw(room.intake, "n-6", WORDS)
    assert (change.kind, change.feeds) == (Kind.WITHDRAWN, ())
    assert room.refresh() == {}
    room.pass_time(days=8)
    room.release()
    assert room.refresh() == {}
    assert not room.kept("n-6").announced


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("\u200b\ufeff", "is empty"),
        ("ط" * (NOTICE_LIMIT + 1), "at most"),
    ],
)
def test_words_that_cannot_be_withdraw_nothing(room: Room, words: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        withdraw(room.intake, "n-1", words)
    assert refused.value.field == "notice"
    assert room.kept("n-1").live


def test_words_are_plain_text(room: Room) -> None:
    withdraw(room.intake, "n-1", "5 < 6 & <b>خطأ</b>\u202e\x07")
    room.refresh()
    html = "5 &lt; 6 &amp; &lt;b&gt;خطأ&lt;/b&gt;</p>"
    assert html in entries(room)[room.kept("n-1").article.id].content[0].value
    notice = room.kept("n-1").notice
    assert notice
    assert notice.text == "5 < 6 & <b>خطأ</b>"


@pytest.mark.parametrize(
    ("given", "words", "word", "direction"),
    [
        ("en", "We withdraw this story: its figures are wrong.", "Withdrawn", "ltr"),
        ("en-GB", WORDS, "سُحب", "rtl"),
        ("fr", "Ce texte contenait des chiffres faux.", "Retiré", "ltr"),
        ("de", "Die Zahlen stimmten nicht.", "Withdrawn", "ltr"),
    ],
)
def test_the_title_speaks_the_language_of_the_notice(
    room: Room, given: str, words: str, word: str, direction: str
) -> None:
    english = "The ferry arrives at the harbour"
    text = "<p>It was on time this morning.</p>"
    room.ingest(article(7, title=english, html=text, language=given))
    notice = withdraw(room.intake, "n-7", words).kept.notice
    assert notice
    assert notice.article.title == f"{word}: {english}"
    assert notice.article.direction == direction


@pytest.mark.parametrize(
    ("words", "word", "language", "direction"),
    [
        ("We withdraw this story: its figures are wrong.", "Withdrawn", "en", "ltr"),
        ("سحبنا الخبر، راجع https://example.com/correction", "سُحب", "ar", "rtl"),
        ("2026", "سُحب", "ar", "rtl"),
    ],
)
def test_prefix_language_and_direction_of_a_notice_agree(
    room: Room, words: str, word: str, language: str, direction: str
) -> None:
    """The language of the notice decides all three, whatever the article's is."""
    withdraw(room.intake, "n-1", "نص أول: سحبنا الخبر.")
    notice = withdraw(room.intake, "n-1", words).kept.notice
    assert notice
    entry = notice.article
    assert entry.title == f"{word}: {OLD['title']}"
    assert (entry.language, entry.direction) == (language, direction)


@pytest.mark.parametrize(
    ("language", "reason", "title", "words"),
    [
        ("ar-EG", "withdrawn", "سُحب: الخبر", "سُحب هذا الخبر."),
        ("fr", "withdrawn", "Retiré: الخبر", "Cet article a été retiré."),
        ("sv", "withdrawn", "Withdrawn: الخبر", "This article has been withdrawn."),
        ("ar", "expired", "لم يعد متاحًا: الخبر", "لم يعد هذا الخبر متاحًا."),
        ("ar", None, "لم يعد متاحًا: الخبر", "لم يعد هذا الخبر متاحًا."),
        ("en-US", "expired", "No longer available: الخبر", "This article is no longer available."),
    ],
)
def test_without_a_word_of_an_editor_an_edit_says_that_it_has_gone_and_nothing_else(
    room: Room, language: str, reason: Reason | None, title: str, words: str
) -> None:
    picture = {"url": "https://e.com/a.jpg", "alt": "صورة"}
    room.ingest(article(title="الخبر", image=picture, tags=["ميناء"]))
    kept = replace(room.kept("n-1").article, language=language)
    moment = START + timedelta(hours=1)
    told = without_words(replace(room.kept("n-1"), article=kept, reason=reason), moment)
    assert (told.id, told.url, told.published) == (kept.id, kept.url, kept.published)
    assert (told.title, told.html, told.summary) == (title, f"<p>{words}</p>", words)
    assert (told.image, told.tags, told.authors) == (None, (), ())
    assert told.updated == moment


@pytest.mark.parametrize("days", [23, 25, 29.9, 31])
def test_a_late_notice_is_followed_by_the_withdrawal(room: Room, days: float) -> None:
    guid = room.kept("n-1").article.id
    withdraw(room.intake, "n-1")
    room.pass_time(days=days)
    room.release()
    withdraw(room.intake, "n-1", WORDS)
    room.pass_time(days=6.9)
    room.release()
    room.refresh()
    assert guid in entries(room)
    at_end(room)
    assert f'<at:deleted-entry ref="{guid}"' in room.text("politics", "atom")
    assert guid in room.text("politics", "json")
    room.pass_time(seconds=TOMBSTONE_TERM.total_seconds())
    room.release()
    room.refresh()
    assert guid not in room.text("politics", "atom")


def test_an_earlier_notice_lengthens_no_tombstone(room: Room) -> None:
    gone = withdraw(room.intake, "n-1").kept
    room.pass_time(days=22)
    assert withdraw(room.intake, "n-1", WORDS).kept.withdrawn == gone.withdrawn


def test_a_feed_of_summaries_says_the_whole_notice(store: Store) -> None:
    room = Room(store, (replace(POLITICS, full_text=False), ECONOMY))
    room.ingest(article(1, syndicate="summary"))
    words = "كلمة " * 200 + "الأخيرة."
    withdraw(room.intake, "n-1", words)
    room.refresh()
    for format in FORMATS:
        assert "الأخيرة." in room.text("politics", format)


def test_a_section_that_is_new_takes_no_notice(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    other = Room(room.store, (POLITICS, replace(ECONOMY, keywords=("الباخرة",))))
    other.now = room.now
    other.refresh()
    guid = room.kept("n-1").article.id
    assert guid not in entries(other, "economy")
    assert guid in entries(other, "politics")


def test_a_section_that_no_longer_takes_the_article_loses_its_notice(store: Store) -> None:
    room = Room(store, (replace(POLITICS, aliases=("محليات",)), ECONOMY))
    room.ingest(article(1, sections=["محليات"]), article(2))
    withdraw(room.intake, "n-1", WORDS)
    other = Room(store, (replace(POLITICS, aliases=()), ECONOMY))
    other.now = room.now
    other.refresh()
    assert room.kept("n-1").article.id not in entries(other, "politics")
    assert room.kept("n-1").article.id in entries(other, "all")


def test_a_withdrawn_article_is_not_corrected(room: Room) -> None:
    withdraw(room.intake, "n-1", WORDS)
    with pytest.raises(Withdrawn):
        correct(room.intake, "n-1", Correction(title="عنوان"))


def test_the_lists_of_two_editions_tell_the_notice_from_the_article(room: Room) -> None:
    """A delta is the page without what the older edition shows at the same revision."""
    before = dict(room.edition("politics").shown)
    withdraw(room.intake, "n-1", WORDS)
    room.refresh()
    after = dict(room.edition("politics").shown)
    guid = room.kept("n-1").article.id
    assert {name for name, revision in after.items() if before[name] != revision} == {guid}


def test_a_press_prints_the_notice_and_none_that_it_has_printed_before(room: Room) -> None:
    """Entries are kept between prints; a database that has forgotten its last commits gives the
    same revision and the same `updated` to other words.
    """
    forget = remember(room.store)
    now = room.now
    for words in ("نص أول.", "نص ثان."):
        room.now = now
        withdraw(room.intake, "n-1", words)
        room.refresh()
        room.refresh()
        assert words in room.text("politics")
        with room.store.snapshot() as snapshot:
            sheet = read_sheet(snapshot, POLITICS)
        fresh = make_edition(POLITICS, room.pages, sheet, EntryCache())
        assert fresh.bodies == room.edition("politics").bodies
        forget()


def test_a_backup_carries_it(room: Room, tmp_path: Path, empty_database: str) -> None:
    withdraw(room.intake, "n-1", WORDS)
    room.store.backup(tmp_path / "b.db")
    other = Store(empty_database)
    other.restore(tmp_path / "b.db")
    copied = Room(other)
    copied.now = room.now
    assert copied.kept("n-1") == room.kept("n-1")
    assert at_end(copied).announced
    other.close()
