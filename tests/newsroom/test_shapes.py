"""Feeds in the shapes of public ones, read by the store and by feedparser alone: they agree, or the
table says why ours is better.

The shapes are those of broadcasters, agencies, blogs, forums and newsletters: their elements, the
order of these, namespaces, charsets and oddities. The words are our own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from store import Article, Enclosure, Image, Origin, Store, uri
from tests.newsroom.agreement import Fields, entries_of, kept, letters, parts_of, text_of
from tests.newsroom.reading import take
from tests.room import START, Room


def _stands_below(theirs: Fields, ours: Fields) -> bool:
    """Whether the summary as it is told ends in the sections and tags that are kept."""
    text, _, below = theirs["summary"].rpartition("-")
    labels = below.split("/")
    return text in ("", ours["summary"]) and set(labels) == set(map(letters, ours["categories"]))


SHAPES = {path.name: path.read_bytes() for path in (Path(__file__).parent / "shapes").iterdir()}


@dataclass(frozen=True)
class Reason:
    """Why the store keeps something else than feedparser tells; `holds` proves it of an entry."""

    why: str
    holds: Callable[[Fields, Fields, Article], bool]


NO_SUMMARY = Reason(
    "a feed that tells no summary gets the beginning of its text, else the title",
    lambda theirs, ours, _: (
        not theirs["summary"] and ours["summary"][:12] in (ours["text"] or letters(ours["title"]))
    ),
)
NO_LANGUAGE = Reason(
    "where no language is told, the letters tell it",
    lambda theirs, ours, _: theirs["language"] is None and ours["language"] == "ar",
)
OTHER_LANGUAGE = Reason(
    "a language that the letters contradict is the default of a platform",
    lambda theirs, ours, _: theirs["language"].startswith("en") and ours["language"] == "ar",
)
CAPITALS = Reason(
    "regions are written in capitals",
    lambda theirs, ours, _: theirs["language"].lower() == ours["language"].lower(),
)
WITHIN_TEXT = Reason(
    "a feed that names no picture has the first one of its text",
    lambda theirs, ours, article: theirs["picture"] is None and ours["picture"] in article.html,
)
TINY = Reason(
    "a picture in the text is larger than a thumbnail that calls itself tiny",
    lambda theirs, ours, article: "/s72-" in theirs["picture"] and ours["picture"] in article.html,
)
AVATAR = Reason(
    "the portrait of a writer is no picture of an article",
    lambda theirs, ours, _: "gravatar.com" in theirs["picture"] and ours["picture"] is None,
)
PICTURE = Reason(
    "an enclosed picture is the picture of the article, and no file beside it",
    lambda theirs, ours, _: (
        ours["enclosures"] == [one for one in theirs["enclosures"] if one[1][:6] != "image/"]
        and ours["picture"] in [one[0] for one in theirs["enclosures"]]
    ),
)
ONCE = Reason(
    "an author who is told in two elements is one author",
    lambda theirs, ours, _: list(dict.fromkeys(theirs["authors"])) == ours["authors"],
)
BYLINE = Reason(
    "a byline in words is no name: its verb is taken off",
    lambda theirs, ours, _: theirs["authors"] == [f"كتبت – {name}" for name in ours["authors"]],
)
NAMES = Reason(
    "names are text: the markup of a template is taken off",
    lambda theirs, ours, _: [text_of(name) for name in theirs["authors"]] == ours["authors"],
)
LABELS_TEXT = Reason(
    "labels are text: an entity in CDATA is a sign",
    lambda theirs, ours, _: (
        [unescape(label) for label in theirs["categories"]] == ours["categories"]
    ),
)
COUNTER = Reason(
    "the address of a counter of clicks is not that of the article, which stands beside it",
    lambda theirs, ours, _: "feedproxy" in theirs["link"] and "feedproxy" not in ours["link"],
)
RELATED = Reason(
    "the link of a related story is not that of the article",
    lambda theirs, ours, _: theirs["id"] == ours["link"],
)
TIME_AS_ID = Reason(
    "a front page with a time is no id: it may be another one at the next poll",
    lambda theirs, ours, _: "/?t=" in theirs["id"] and ours["id"] is None,
)
DC_DATE = Reason(
    "dc:date is the date of publication",
    lambda theirs, ours, _: theirs["published"] is None and ours["published"] == ours["updated"],
)
FULL_TEXT = Reason(
    "the whole text stands in an element of a dialect, which feedparser passes over",
    lambda theirs, ours, _: (
        theirs["text"] == theirs["summary"] == ours["summary"]
        and len(ours["text"]) > len(theirs["text"])
    ),
)
REPEATED = Reason(
    "a template printed the entry's title, author and date again, which are no text",
    lambda theirs, ours, _: (
        theirs["text"].endswith(ours["text"]) and theirs["text"].startswith(letters(ours["title"]))
    ),
)
SHOW_NOTES = Reason(
    "the notes of an episode are its text, not the short words for a player",
    lambda theirs, ours, _: ours["text"].startswith(theirs["text"]),
)
EMPTY_TEXT = Reason(
    "where the whole text is empty, the summary is all there is",
    lambda theirs, ours, _: not theirs["text"] and ours["text"] == theirs["summary"],
)
OUTLET = Reason(
    "the name of the outlet is no part of a headline: the entry names it as its source",
    lambda theirs, ours, _: theirs["title"] == f"{ours['title']} - {theirs['source']}",
)
SECTIONS_BELOW = Reason(
    "links below a text that call themselves sections and tags are these, and no text",
    lambda theirs, ours, _: _stands_below(theirs, ours),
)
WHOLE_PAGE = Reason(
    "a text that is a whole page begins behind its header and ends before its footer",
    lambda theirs, ours, article: (
        letters(ours["title"]) in theirs["text"]
        and all(
            letters(part) in theirs["text"] or "يوتيوب" in part for part in parts_of(article.html)
        )
    ),
)
CALL = Reason(
    "a call to read on elsewhere is no text",
    lambda theirs, ours, article: (
        re.fullmatch(f"{re.escape(ours['text'])}(?:Continue)?[Rr]ead.*", theirs["text"]) is not None
        and theirs["summary"] in (theirs["text"], ours["summary"])
    ),
)
CHANGED = Reason(
    "modDate is the date of the last change",
    lambda theirs, ours, _: theirs["updated"] == ours["published"] < ours["updated"],
)
CUT_SIGN = Reason(
    "the sign of a cut is one sign",
    lambda theirs, ours, _: theirs["summary"].replace("[…]", "…") == ours["summary"],
)
CREDIT = Reason(
    "the line of a plugin on where an article appeared is kept apart as its credit",
    lambda theirs, ours, article: theirs["text"] == ours["text"] + letters(str(article.credit)),
)
PLAYER = Reason(
    "a player is lost to readers who show none: a link with a title stands for it",
    lambda theirs, ours, _: ours["text"].endswith(theirs["text"]) and "يوتيوب" in ours["text"],
)
PHOTOGRAPHER = Reason(
    "a source that is a © and a name tells who took the picture, not who published the text",
    lambda theirs, ours, _: (
        theirs["source"] == f"© {ours['credit']}" and theirs["credit"] is ours["source"] is None
    ),
)
HOST = Reason(
    "a source that tells its address alone is called by its host",
    lambda theirs, ours, _: theirs["source"] is None and ours["source"] in ours["link"],
)

TABLE: dict[str, dict[str, tuple[Reason, ...]]] = {
    "blogger.atom": {
        "summary": (NO_SUMMARY,),
        "picture": (TINY,),
        "language": (NO_LANGUAGE,),
    },
    "broadcaster.rss": {},
    "channel.rss": {"id": (TIME_AS_ID,), "summary": (NO_SUMMARY,)},
    "dotnet.rss": {
        "summary": (NO_SUMMARY,),
        "authors": (ONCE, BYLINE),
        "picture": (WITHIN_TEXT,),
        "language": (CAPITALS,),
    },
    "drupal.rss": {
        "summary": (REPEATED,),
        "text": (REPEATED,),
        "authors": (NAMES,),
        "picture": (WITHIN_TEXT,),
    },
    "feedburner.rss": {"link": (COUNTER,)},
    "forum.rss": {"picture": (WITHIN_TEXT,)},
    "full-text.rss": {"link": (RELATED,), "text": (FULL_TEXT,), "enclosures": (PICTURE,)},
    "ghost.rss": {"text": (EMPTY_TEXT,), "language": (NO_LANGUAGE,)},
    "google-alerts.atom": {"summary": (NO_SUMMARY,), "language": (NO_LANGUAGE,)},
    "google-news.rss": {"title": (OUTLET,)},
    "instant.rss": {
        "summary": (NO_SUMMARY,),
        "text": (WHOLE_PAGE,),
        "updated": (CHANGED,),
        "picture": (WITHIN_TEXT,),
    },
    "joomla.rss": {
        "summary": (NO_SUMMARY,),
        "picture": (WITHIN_TEXT,),
        "language": (CAPITALS,),
    },
    "medium.rss": {
        "summary": (NO_SUMMARY, CALL),
        "text": (CALL,),
        "picture": (WITHIN_TEXT,),
        "language": (NO_LANGUAGE,),
    },
    "microblog.json": {
        "summary": (NO_SUMMARY,),
        "picture": (WITHIN_TEXT,),
        "language": (NO_LANGUAGE,),
    },
    "netscape.rss": {"summary": (NO_SUMMARY,), "language": (CAPITALS,)},
    "organisation.rss": {"enclosures": (PICTURE,), "source": (HOST,)},
    "photo-credit.rss": {
        "summary": (NO_SUMMARY,),
        "source": (PHOTOGRAPHER,),
        "credit": (PHOTOGRAPHER,),
    },
    "podcast.rss": {"summary": (NO_SUMMARY,), "text": (SHOW_NOTES,)},
    "spip.rss": {
        "summary": (SECTIONS_BELOW,),
        "published": (DC_DATE,),
        "categories": (SECTIONS_BELOW,),
        "picture": (WITHIN_TEXT,),
    },
    "squarespace.rss": {"authors": (ONCE,), "language": (OTHER_LANGUAGE,)},
    "substack.rss": {"text": (CALL,), "enclosures": (PICTURE,)},
    "telegram.rss": {"picture": (WITHIN_TEXT,), "language": (OTHER_LANGUAGE,)},
    "wordpress-com.rss": {
        "summary": (CUT_SIGN, NO_SUMMARY),
        "text": (CREDIT, PLAYER),
        "categories": (LABELS_TEXT,),
        "picture": (AVATAR,),
    },
    "world-service.rdf": {"summary": (NO_SUMMARY,), "published": (DC_DATE,)},
    "youtube.atom": {"summary": (NO_SUMMARY,), "language": (NO_LANGUAGE,)},
}


@dataclass
class Comparison:
    """The entries of a feed as they are told and kept, with the reasons for what differs."""

    told: list[Fields]
    articles: list[Article]
    reasons: dict[str, tuple[Reason, ...]]

    def complaints(self) -> list[str]:
        """All that differs for no reason, and all reasons for nothing."""
        used: set[tuple[str, str]] = set()
        return [*self._unexplained(used), *self._unneeded(used)]

    def _unexplained(self, used: set[tuple[str, str]]) -> Iterator[str]:
        for at, (theirs, article) in enumerate(zip(self.told, self.articles, strict=True)):
            ours = kept(article)
            assert theirs.keys() == ours.keys()
            for field in theirs:
                if theirs[field] == ours[field]:
                    continue
                whys = [
                    reason.why
                    for reason in self.reasons.get(field, ())
                    if reason.holds(theirs, ours, article)
                ]
                used.update((field, why) for why in whys)
                if not whys:
                    yield f"{at} {field}: told {theirs[field]!r}, kept {ours[field]!r}"

    def _unneeded(self, used: set[tuple[str, str]]) -> Iterator[str]:
        for field, reasons in self.reasons.items():
            for reason in reasons:
                if (field, reason.why) not in used:
                    yield f"{field}: nothing is explained by {reason.why!r}"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def test_every_shape_stands_in_the_table() -> None:
    assert SHAPES.keys() == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_a_feed_is_kept_as_feedparser_tells_it_or_better(
    room: Room, tmp_path: Path, name: str
) -> None:
    taken = take(room, tmp_path, name, SHAPES[name])
    assert not taken.refusals + taken.left_out
    told = entries_of(name, SHAPES[name])
    assert 3 <= len(told) == len(taken.articles)
    complaints = Comparison(told, taken.articles, TABLE[name]).complaints()
    assert complaints == []
    for article in taken.articles:
        assert article.url == (uri(article.url_given) if article.url_given else None)


# What the comparison would notice


TAMPERED: dict[str, dict[str, Any]] = {
    "id": {"source_id": "http://students.example.com/?p=1"},
    "link": {"url_given": "https://students.example.com/"},
    "title": {"title": "المكتبة تمدد ساعاتها"},
    "summary": {"summary": "تفتح المكتبة أبوابها"},
    "text": {"html": "<p>تفتح المكتبة أبوابها حتى منتصف الليل طوال الشهر المقبل.</p>"},
    "authors": {"authors": ()},
    "published": {"published": START},
    "updated": {"updated": START},
    "categories": {"tags": ("أخبار",)},
    "picture": {"image": None},
    "enclosures": {"enclosures": (Enclosure(url="https://example.com/a.mp3", type="audio/mpeg"),)},
    "language": {"language": "fa"},
    "source": {"source": Origin(name="وكالة النهر")},
    "credit": {"image": Image(url="https://x.example", url_given="https://x.example", credit="س")},
}


@pytest.fixture
def comparison(room: Room, tmp_path: Path) -> Comparison:
    name = "wordpress-com.rss"
    articles = take(room, tmp_path, name, SHAPES[name]).articles
    return Comparison(entries_of(name, SHAPES[name]), articles, TABLE[name])


def test_a_field_that_differs_for_no_reason_is_noticed(comparison: Comparison) -> None:
    first, *others = comparison.articles
    assert kept(first).keys() == TAMPERED.keys()
    for field, changed in TAMPERED.items():
        tampered = replace(comparison, articles=[replace(first, **changed), *others])
        assert [one for one in tampered.complaints() if one.startswith(f"0 {field}:")]


def test_a_reason_for_nothing_is_noticed(comparison: Comparison) -> None:
    more = {"title": (OUTLET,), "picture": (AVATAR, WITHIN_TEXT)}
    complaints = sorted(replace(comparison, reasons=comparison.reasons | more).complaints())
    assert len(complaints) == 2
    assert WITHIN_TEXT.why in complaints[0]
    assert OUTLET.why in complaints[1]


def test_without_its_reasons_a_difference_is_noticed(comparison: Comparison) -> None:
    complaints = replace(comparison, reasons={}).complaints()
    assert {one.split()[1].rstrip(":") for one in complaints} == comparison.reasons.keys()
