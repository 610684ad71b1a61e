"""What is marked of a text, in its own spelling, and the few lines that are shown of it."""

from zoneinfo import ZoneInfo

import pytest

from feeds.pages.highlights import Snippet, marked, snippet
from store import Query

CAIRO = ZoneInfo("Africa/Cairo")


def ask(text: str, *, prefix: bool = False) -> Query:
    return Query.parse(text, zone=CAIRO, prefix=prefix)


def hits(text: str, question: str, *, prefix: bool = False) -> list[str]:
    pieces = marked(text, ask(question, prefix=prefix))
    assert "".join(piece.text for piece in pieces) == text
    return [piece.text for piece in pieces if piece.hit]


@pytest.mark.parametrize(
    ("text", "question", "wanted"),
    [
        ("عبرت السفن القناةَ فجرًا", "قناة", ["القناةَ"]),
        ("وبالمدرسةِ طلاب", "المدرسه", ["وبالمدرسةِ"]),
        ("مُحَمَّدٌ يصل", "محمد", ["مُحَمَّدٌ"]),
        ("قنـــاة السويس", "قناة", ["قنـــاة"]),
        ("أداء HTML و Html", "html", ["HTML", "Html"]),
        ("لا شيء هنا", "قناة", []),
        ("", "قناة", []),
    ],
)
def test_a_word_is_marked_as_it_is_spelt(text: str, question: str, wanted: list[str]) -> None:
    assert hits(text, question) == wanted


def test_a_phrase_is_marked_where_it_stands_whole() -> None:
    text = "القناة قديمة، وقناة السويس أشهر من السويس"
    assert hits(text, '"قناة السويس"') == ["وقناة", "السويس"]
    assert hits(text, "قناة السويس") == ["القناة", "وقناة", "السويس", "السويس"]


def test_a_word_that_is_left_out_is_not_marked() -> None:
    assert hits("قناة في بنما", "قناة -بنما") == ["قناة"]


def test_the_beginning_of_the_last_word_is_enough_where_it_was_asked_for() -> None:
    assert hits("السويسري عاد", "السويس") == []
    assert hits("السويسري عاد", "السويس", prefix=True) == ["السويسري"]


def words(number: int) -> str:
    return " ".join(f"كلمة{index}" for index in range(number))


def test_a_snippet_holds_the_first_hit_and_whole_words() -> None:
    text = f"{words(60)} قناة السويس\n\n{words(60)}"
    pieces = snippet(text, ask("السويس"))
    assert (pieces[0], pieces[-1]) == (Snippet("…"), Snippet("…"))
    shown = "".join(piece.text for piece in pieces[1:-1])
    assert shown in " ".join(text.split())
    assert set(shown.split()) <= set(text.split())
    assert 100 < len(shown) <= 240
    assert [piece.text for piece in pieces if piece.hit] == ["السويس"]


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("في قناة السويس", ask("قناة")) == [
        Snippet("في "),
        Snippet("قناة", hit=True),
        Snippet(" السويس"),
    ]


def test_there_is_no_snippet_where_nothing_is_found() -> None:
    assert snippet(words(50), ask("قناة")) == []


def test_an_endless_word_is_cut() -> None:
    pieces = snippet("ا" * 5_000 + " قناة " + "ب" * 5_000, ask("قناة"))
    assert sum(len(piece.text) for piece in pieces) < 300
