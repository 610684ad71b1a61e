"""What one text below all limits may cost the process that reads it, whichever way it comes in.

A heavy one is read apart: there it comes out well, or is ended and refused.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import process_time

import pytest

from store import (
    Place,
    Refused,
    SourceItem,
    Store,
    ingest,
    read_drafts,
    read_sent,
    read_webhook,
    record,
)
from store.text.weight import is_heavy
from tests.room import Room
from tests.wxr import HEAD, TAIL, post

INSTANT = 1.5  # seconds of CPU: one, and half as much again for a slow machine
LONG = 199_000  # characters: no body is apart for its length
PROSE = "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وقالوا إن الإقبال فاق ما توقعوا. "


def many(unit: str, size: int = LONG) -> str:
    return unit * (size // len(unit))


def as_markdown(text: str, _: Path) -> Iterable[SourceItem]:
    return [record.draft({"id": "1", "title": "عنوان", "markdown": text}, Place("x"))]


def as_text_file(text: str, folder: Path) -> Iterable[SourceItem]:
    return _as_file(f"عنوان\n{text}", folder / "a.txt")


def as_ndjson(text: str, folder: Path) -> Iterable[SourceItem]:
    line = json.dumps({"id": "1", "title": "عنوان", "html": text})
    return _as_file(line, folder / "a.ndjson")


def as_webhook(text: str, _: Path) -> Iterable[SourceItem]:
    return read_webhook(
        json.dumps({"ID": 7, "post_title": "عنوان", "post_content": text}).encode(), "x"
    )


def as_form(text: str, _: Path) -> Iterable[SourceItem]:
    return read_webhook(f"ID=7&post_title=x&post_content={text}".encode(), "x")


def as_terms(text: str, _: Path) -> Iterable[SourceItem]:
    """Names of authors, as the REST API of WordPress has them: each is HTML."""
    authors = [{"name": text}] * 1_500
    post = {"id": 7, "title": {"rendered": "عنوان"}, "_embedded": {"author": authors}}
    return read_webhook(json.dumps(post).encode(), "x")


def as_export(text: str, folder: Path) -> Iterable[SourceItem]:
    """Categories of a post, each of which is HTML within XML."""
    terms = f"<category><![CDATA[{text}]]></category>" * 700
    return _as_file(HEAD + post(1, meta=terms) + TAIL, folder / "a.wxr")


def as_linked_item(text: str, folder: Path) -> Iterable[SourceItem]:
    return _as_json_feed(folder, content_html=text)


def as_attachment(text: str, folder: Path) -> Iterable[SourceItem]:
    return _as_json_feed(folder, attachments=[{"url": text}] * 190_000)


def _as_json_feed(folder: Path, **fields: object) -> Iterable[SourceItem]:
    """An item without an address, whose relative ones are meant at the site."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "home_page_url": "https://a.example/",
        "items": [{"id": "1", "title": "عنوان", **fields}],
    }
    return _as_file(json.dumps(document), folder / "a.json")


def _as_file(text: str, path: Path) -> Iterable[SourceItem]:
    path.write_text(text, encoding="utf-8")
    return read_drafts([path])


Way = Callable[[str, Path], Iterable[SourceItem]]

HEAVY: Mapping[str, tuple[Way, str]] = {
    "an element that is not parsed, and never ends": (as_ndjson, f"<xmp>{many('</xmp ')}"),
    "brackets that never close": (as_markdown, many("![", 150_000)),
    "a table of short rows": (as_markdown, "a|b\n-|-\n" + many("a|b\n")),
    "lines of a letter": (as_text_file, many("x\n", 15_000_000)),
    "a long address, used a thousand times": (
        as_markdown,
        f"[x]: /{many('u', 90_000)}\n\n{many('[x] ', 20_000)}",
    ),
    "returns alone": (as_markdown, many("\r\ufe0f")),
    "quotation marks alone": (as_ndjson, many("«")),
    "relative links alone": (as_linked_item, many("href='a'", 10_000_000)),
    "attachments without end": (as_attachment, "a"),
    "a form of escapes": (as_form, many("%D8%A7", 15_900_000)),
    "authors of ampersands": (as_terms, many("&am", 9_999)),
    "categories of ampersands": (as_export, many("&am", 9_999)),
    "captions without end": (as_webhook, many("[caption]x[/caption]\n\n", 7_000_000)),
}


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


@pytest.mark.parametrize(("way", "text"), HEAVY.values(), ids=HEAVY.keys())
def test_a_heavy_text_costs_its_reader_an_instant(
    way: Way, text: str, room: Room, tmp_path: Path
) -> None:
    begun = process_time()
    (outcome,) = [one for batch in ingest(way(text, tmp_path), room.intake) for one in batch]
    assert process_time() - begun < INSTANT
    assert outcome.id or outcome.refused


@pytest.mark.parametrize(
    "part", ["{},", '{"a": 1},', "[],", "7,", "NaN,", '"",', '{"a": 1, "a": 2},', f"{10**20},"]
)
def test_a_request_of_endless_parts_costs_an_instant(part: str) -> None:
    begun = process_time()
    with pytest.raises(Refused):
        read_sent(f"[{many(part, 16_000_000)}oops".encode(), "api", 500)
    assert process_time() - begun < INSTANT


def test_a_list_of_thousands_is_refused_before_its_entries_are_looked_at() -> None:
    begun = process_time()
    with pytest.raises(Refused, match="tags: 390,000 entries; at most 100"):
        record.draft({"title": "عنوان", "tags": [7] * 390_000}, Place("x"))
    assert process_time() - begun < INSTANT


ORDINARY = {
    "a long article with many links": f'<p>{PROSE * 5}<a href="https://a.example/b">{PROSE}</a></p>'
    * 75,
    "a table of 300 rows": f"<table>{('<tr>' + '<td>خبر</td>' * 6 + '</tr>') * 300}</table>",
    "a live blog": f"<h3>10:30</h3>\n<p>{PROSE * 2}</p>\n<p><b>عاجل</b> {PROSE}</p>\n" * 150,
    "a gallery": '<figure class="a"><img src="/a.jpg" alt="b" width="1" height="2"></figure>' * 500,
    "Markdown": f"## عنوان\n\n{PROSE * 3}**عاجل** [رابط](https://a.example/b)\n\n- أول\n- ثان\n\n"
    * 120,
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY.keys())
def test_what_newsrooms_write_is_not_heavy(text: str) -> None:
    assert 20_000 < len(text) < 50_000
    assert not is_heavy(text)
