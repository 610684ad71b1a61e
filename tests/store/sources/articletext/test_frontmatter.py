"""Front matter gives fields, or is refused with the line that must be mended."""

import pytest

from store.draft import DraftAuthor, DraftImage
from tests.store.sources.articletext.samples import (
    CREDITS,
    FRONT,
    SENTENCE,
    draft,
    refused,
)


def test_front_matter_gives_fields() -> None:
    found = draft(f"{FRONT}{SENTENCE}\nملفات الزيارة\n{SENTENCE}")
    assert (found.id, found.title, found.published, found.summary) == (
        "politics-7",
        "عنوان",
        "2026-11-08",
        None,
    )
    assert (found.authors, found.sections, found.tags) == (
        (DraftAuthor(name="منى"),),
        ("سياسة",),
        ("قمة", "مياه"),
    )
    assert found.image == DraftImage(url="/a.jpg", width=780)
    assert found.correction
    assert found.html == f"<p>{SENTENCE}</p>\n<h2>ملفات الزيارة</h2>\n<p>{SENTENCE}</p>"


def test_below_front_matter_without_title_the_first_line_is_the_title() -> None:
    found = draft(f"---\nsection: سياسة\n---\nعنوان\n{SENTENCE}")
    assert (found.title, found.html) == ("عنوان", f"<p>{SENTENCE}</p>")


def test_what_the_body_holds_stands_beside_what_front_matter_gives() -> None:
    found = draft(
        "---\ntitle: عنوان\nimage: /a.jpg\nrelated: أول\ncredit:"
        f" وكالة\n---\n![ب](/b.jpg)\n{SENTENCE}\n{CREDITS[0]}\nاقرأ أيضا\nثان"
    )
    assert found.image == DraftImage(url="/a.jpg")
    assert '<img src="/b.jpg" alt="ب">' in (found.html or "")
    assert [one.title for one in found.related] == ["أول", "ثان"]
    assert found.credit == f"وكالة {CREDITS[0]}"


BROKEN: dict[str, tuple[str, int | None, str]] = {
    "a colon in a value": ("---\nid: 7\ntitle: قمة: ختام\n---\n", 3, "put a value that holds `: `"),
    "a sign at the start of a value": ("---\ntitle: @خبر\n---\n", 2, "into quotes"),
    "an open quote": ('---\ntitle: "خبر\n---\n', 2, "into quotes"),
    "a tab before a field": ("---\ntitle: خبر\nimage:\n\turl: x\n---\n", 4, "indent with spaces"),
    "a list that holds itself": ("---\ntags: &a [*a]\n---\n", 2, "recursive node; put a value"),
    "a control character": ("---\nid: 7\ntitle: خبر \x07\n---\n", 3, "holds a control character"),
    "no end": ("---\ntitle: خبر\n", 1, "no line --- closes it"),
    "no end in time": ("---\n" + "# ملاحظة\n" * 20_000 + "---\n", 1, "within 64 KB"),
    "no fields": ("---\nخبر\n---\n", 2, "`field: value`"),
    "depth": ("---\n" + "[\n" * 10_000 + "\n---\n", 1, "no YAML"),
    "depth in a block": ("---\n" + "- " * 10_000 + "\n---\n", 1, "no YAML"),
    "an unknown field": ("---\ntitel: خبر\n---\n", None, "did you mean 'title'?"),
    "two bodies": ("---\ntitle: خبر\ntext: نص\n---\nنص آخر.", None, "another one below it"),
    "nothing": (" \n\n", None, "the file is empty"),
}


@pytest.mark.parametrize(("data", "line", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_refused_with_its_line(
    data: str, line: int | None, said: str
) -> None:
    found = refused(data)
    assert said in found.reason
    assert found.place.line == line


def test_aliases_in_front_matter_stay_small() -> None:
    levels = "".join(f"_{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))
    found = refused(f"---\n_0: &a0 [x]\n{levels}title: *a11\n---\n")
    assert found.reason == "should be text, got a list"


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    for head in ("title: أ\nauthor: ب\ntitle: ج", "image: {url: /a, alt: b, alt: c}\ntitle: أ"):
        found = refused(f"---\n{head}\n---\nنص.")
        assert "stands twice" in found.reason
        assert (
            found.place.line
            == head[: head.rindex("title" if head[0] == "t" else "alt")].count("\n") + 2
        )


def test_front_matter_may_name_the_charset() -> None:
    assert draft("---\ncharset: windows-1256\n---\nمحمد".encode("windows-1256")).title == "محمد"


def test_long_front_matter_is_read_as_a_short_one_is() -> None:
    """It is read apart; what is wrong with it keeps its line."""
    tags = "".join(f"  - وسم {number}\n" for number in range(90))
    filler = "".join(f"x-{number}: {'قيمة ' * 9}\n" for number in range(100))
    long = f"---\ntitle: عنوان\ntags:\n{tags}{filler}---\n{SENTENCE}"
    found = draft(long)
    assert (found.title, len(found.tags), found.tags[89]) == ("عنوان", 90, "وسم 89")
    assert refused(long.replace("x-99: ", "x-98: ").encode()).place.line == 193
