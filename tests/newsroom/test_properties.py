"""What holds of every reader, whatever document it is given.

No exception; no paragraph is lost; nothing is published that its source keeps from readers; and
nobody's address is printed.

`EXAMPLES=2000` tries that many of each, which takes minutes.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Kind, Outcome, Store, ingest
from tests.newsroom import stories
from tests.newsroom.documents import FORMATS
from tests.newsroom.hidden import HIDDEN
from tests.newsroom.spoilt import spoilt, spoilt_as_a_whole
from tests.newsroom.stories import Choices, Piece, Story
from tests.newsroom.taken import accepted, articles, live, read, unforeseen, unsheltered
from tests.room import Room

EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
some = settings(max_examples=EXAMPLES or 12, derandomize=not EXAMPLES, database=None)

SHORTCODES = (
    *(("", ""), ("", "")),
    ('[vc_row][vc_column width="1/2"]', "[/vc_column][/vc_row]"),
    ('[et_pb_text admin_label="نص"]', "[/et_pb_text]"),
    ("<!-- wp:paragraph -->\n", "\n<!-- /wp:paragraph -->"),
)
PROSE = (
    "فتح باعة الكتب أكشاكهم صباح اليوم بعد توقف دام عامين، وتوافد القراء على السوق القديمة منذ"
    " ساعات الفجر الأولى."
)
CANARY = "كناري"
TEXTS = ("yaml", "toml", "json")  # of no WordPress
SENT_WHOLE = {"form", "php"}  # what is cut off of them is no part of the request's length
BYTES = st.binary(min_size=1, max_size=60)


def body(format: str, choices: Choices) -> Piece:
    """The body of a story, such as a format may hold."""
    if format == "bare":
        return stories.plain_body(choices, "\n")
    if FORMATS[format].plain:
        return stories.plain_body(choices, "\n\n")
    if format == "page":
        return stories.page_body(choices, PROSE)
    return stories.body(choices, () if format in TEXTS else SHORTCODES)


def story(format: str, data: bytes, number: int = 7) -> Story:
    choices = Choices(data)
    title = f"{stories.sentence(choices)} {number}"
    return Story(number, title, body(format, choices))


def secret(format: str, data: bytes, number: int = 5) -> Story:
    """A story that its source keeps from readers; all that it shows is the canary's."""
    canary = f"{CANARY}{number}"
    text = Piece(f"{PROSE}\n{PROSE} {canary}", ())
    if not FORMATS[format].plain:
        text = Piece(f"<p>{PROSE}</p><p>{PROSE} {canary}</p>", ())
    said = HIDDEN[format](Choices(data))
    return Story(number, f"خبر عن {canary} في الواحة", text, author=canary, said=said)


@pytest.mark.parametrize("format", FORMATS)
@some
@given(data=st.binary(min_size=40, max_size=150))
def test_no_paragraph_is_lost(tmp_path: Path, format: str, data: bytes) -> None:
    one = story(format, data)
    (article,) = articles(format, FORMATS[format].write([one]), tmp_path)
    assert article.title == one.title
    assert stories.lost(one.body.paragraphs, stories.words_of(article.html)) == []


@pytest.mark.parametrize("format", FORMATS)
@some
@given(said=BYTES)
def test_nothing_is_published_that_its_source_keeps_from_readers(
    tmp_path: Path, format: str, said: bytes
) -> None:
    hidden = secret(format, said)
    beside = [story(format, said, 3), story(format, said[::-1], 9)] if FORMATS[format].many else []
    found = live(format, FORMATS[format].write([*beside[:1], hidden, *beside[1:]]), tmp_path)
    assert [article.title for article in found] == [one.title for one in beside]
    assert CANARY not in str(found)


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - SENT_WHOLE))
@some
@given(said=BYTES, way=BYTES)
def test_nor_is_it_where_the_document_is_spoilt(
    tmp_path: Path, format: str, said: bytes, way: bytes
) -> None:
    """Whatever is done to all of a document, but to what says that few may read."""
    documents = [secret(format, said)]
    if FORMATS[format].many:
        documents.append(story(format, said, 9))
    data = spoilt_as_a_whole(FORMATS[format].write(documents), Choices(way))
    assert CANARY not in str(live(format, data, tmp_path))


@pytest.mark.parametrize("format", FORMATS)
@some
@given(data=st.binary(max_size=60), way=BYTES, said=st.none() | BYTES)
def test_no_document_makes_reading_fail(
    tmp_path: Path, format: str, data: bytes, way: bytes, said: bytes | None
) -> None:
    one = story(format, data)
    if said is not None:
        one = replace(one, said=HIDDEN[format](Choices(said)))
    many = [one, story(format, way, 9)] if FORMATS[format].many else [one]
    spoiling = Choices(way)
    document = FORMATS[format].write(many)
    for _ in range(spoiling.count(1, 3)):
        document = spoilt(document, spoiling)
    assert unforeseen(accepted(read(format, document, tmp_path))) == []


MAILS = (
    *("mona@paper.example (منى السيد)", "منى السيد <mona@paper.example>", "mona@paper.example"),
    *(
        "منى السيد - mona@paper.example",
        "mailto:mona@paper.example",
        "منى السيد, mona@paper.example",
    ),
    *(
        "MONA.S+desk@mail.paper.example",
        "(mona@paper.example) منى السيد",
        "منى mona＠paper.example",
    ),
)


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"bare"}))
@pytest.mark.parametrize("author", MAILS)
def test_no_address_of_a_mailbox_is_a_byline(tmp_path: Path, format: str, author: str) -> None:
    one = replace(story(format, b"\x01\x02"), author=author)
    (article,) = articles(format, FORMATS[format].write([one]), tmp_path)
    assert not {"@", "＠"}.intersection(str(article.authors))
    assert not article.authors or article.authors[0].name.startswith("منى")


ODD_TEXTS = (
    *("سعر الذهب & الفضة", "5 < 6 <b>", "&nbsp;قال", "a\x00b", "a\x0bb", "\ufffe", "]]>"),
    *("&#x1F600; &bogus;", "\u202eعكس", "[gallery ids=1]", "---", '"', "\\", "{{x}}", "%d8%b3"),
)


@pytest.mark.parametrize("format", [name for name in FORMATS if FORMATS[name].many])
@some
@given(text=st.sampled_from(ODD_TEXTS), data=BYTES, said=st.none() | BYTES)
def test_one_bad_item_costs_no_other(
    tmp_path: Path, format: str, text: str, data: bytes, said: bytes | None
) -> None:
    """A text that no program should send, and whatever else an item may say."""
    bad = story(format, data, 6)
    bad = replace(bad, title=f"{bad.title}{text}", author=text)
    bad = replace(bad, body=Piece(f"{text}{bad.body.html}{text}", ()))
    bad = replace(bad, said={"elements": "<x:note>أ & ب &nbsp; &#1; 5 < 6</x:note>"})
    if said is not None:
        bad = replace(bad, said=HIDDEN[format](Choices(said)))
    good = [story(format, data, 4), story(format, data[::-1], 8)]
    document = FORMATS[format].write([good[0], bad, good[1]])
    made = articles(format, document, tmp_path)
    titles = [article.title for article in made]
    assert [one.title for one in good if one.title not in titles] == []
    assert sum(article.title not in (good[0].title, good[1].title) for article in made) <= 1


def _ingested(room: Room, format: str, one: Story, folder: Path) -> list[Outcome]:
    """What becomes of a story in the store."""
    with unsheltered():
        items = read(format, FORMATS[format].write([one]), folder)
        return [one for batch in ingest(items, room.intake) for one in batch]


def _printed(room: Room) -> str:
    """All that feeds show."""
    room.refresh()
    return "".join(room.text(format=kind) for kind in ("rss", "atom", "json"))


@pytest.mark.parametrize("format", FORMATS)
def test_no_feed_prints_what_is_hidden(sqlite: str, tmp_path: Path, format: str) -> None:
    """Through the store: from the first day on; and after all have read it, where it is left out.

    What is refused says nothing of what was sent before.
    """
    room = Room(Store(sqlite))
    secrets = [secret(format, bytes([way, way * 7 % 251, way % 5]), way) for way in range(100, 108)]
    for hidden in secrets:
        _ingested(room, format, hidden, tmp_path)
    assert CANARY not in _printed(room)
    for hidden in secrets:
        _ingested(room, format, replace(hidden, said={}), tmp_path)
        again = _ingested(room, format, hidden, tmp_path)
        if any(one.kind in (Kind.OMITTED, Kind.WITHDRAWN) for one in again):
            assert f"{CANARY}{hidden.number}" not in _printed(room), (hidden.said, again)
