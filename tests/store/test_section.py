"""Sections that look at others: what they take and leave out, and when all is placed anew."""

from dataclasses import replace

import pytest

from store import Article, Author, Exceptions, Section, Sections, choice
from tests.feeds.pages.values import ARTICLE

POLITICS = Section(slug="politics", title="سياسة", aliases=("السياسة",), keywords=("البرلمان",))
SPORTS = Section(slug="sports", title="رياضة", tags=("كرة القدم",))
WEEKEND = Section(slug="weekend", title="نهاية الأسبوع", sections=("sports", "culture"))
CULTURE = Section(slug="culture", title="ثقافة")
QUIET = Section(
    slug="quiet",
    title="بلا ضجيج",
    sections=("all",),
    exceptions=Exceptions(
        sections=("politics",), tags=("عاجل",), authors=("قسم الحوادث",), keywords=("انفجار",)
    ),
)
SECTIONS = Sections((POLITICS, SPORTS, WEEKEND, CULTURE, QUIET))


def filed(*labels: str, **fields: object) -> Article:
    plain = replace(ARTICLE, sections=labels, tags=(), authors=(), title="خبر", summary="خلاصة")
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("article", "slugs"),
    [
        (filed("رياضة"), ("sports", "weekend", "quiet")),
        (filed("ثقافة"), ("weekend", "culture", "quiet")),
        (filed(tags=("كره القدم",)), ("sports", "weekend", "quiet")),
        (filed("سياسة"), ("politics",)),
        (filed(summary="جلسة البرلمان اليوم"), ("politics",)),
        (filed("رياضة", tags=("عاجل",)), ("sports", "weekend")),
        (filed("رياضة", authors=(Author(name="قسم الحوادث"),)), ("sports", "weekend")),
        (filed("ثقافة", title="انفجار في المسرح"), ("weekend", "culture")),
        (filed(), ("quiet",)),
        (filed("نهاية الأسبوع"), ("weekend", "quiet")),
        # An editor's choice is final, and what a section takes stands in it whoever chose.
        (filed("رياضة", tags=("عاجل",), filed=True), ("sports", "weekend", "quiet")),
        (filed("سياسة", "رياضة", filed=True), ("politics", "sports", "weekend", "quiet")),
    ],
)
def test_a_section_takes_what_stands_in_others_but_its_exceptions(
    article: Article, slugs: tuple[str, ...]
) -> None:
    assert SECTIONS.of(article) == slugs


def test_sections_may_take_from_each_other_in_a_row_and_in_a_circle() -> None:
    a = Section(slug="a", title="أولى", sections=("b",))
    b = Section(slug="b", title="ثانية", sections=("c",))
    c = Section(slug="c", title="ثالثة", sections=("a",))
    for label in ("أولى", "ثانية", "ثالثة"):
        assert Sections((a, b, c)).of(filed(label)) == ("a", "b", "c")
    assert Sections((a, b, replace(c, sections=()))).of(filed("أولى")) == ("a",)


def test_two_sections_may_leave_each_other_out() -> None:
    a = Section(slug="a", title="أولى", exceptions=Exceptions(sections=("b",)))
    b = Section(slug="b", title="ثانية", exceptions=Exceptions(sections=("a",)))
    assert Sections((a, b)).of(filed("أولى", "ثانية")) == ()
    assert Sections((a, b)).of(filed("أولى")) == ("a",)


def test_a_section_leaves_out_what_another_takes_from_a_third() -> None:
    calm = Section(
        slug="calm",
        title="هدوء",
        sections=("all",),
        exceptions=Exceptions(sections=("weekend",)),
    )
    sections = Sections((calm, SPORTS, WEEKEND, CULTURE))
    assert sections.of(filed("رياضة")) == ("sports", "weekend")
    assert sections.of(filed("علوم")) == ("calm",)


def test_a_section_leaves_out_only_what_stands_in_the_other() -> None:
    loud = Section(
        slug="loud",
        title="ضجيج",
        sections=("all",),
        exceptions=Exceptions(sections=("quiet",)),
    )
    sections = Sections((POLITICS, QUIET, loud))
    assert sections.of(filed("سياسة")) == ("politics", "loud")
    assert sections.of(filed(tags=("عاجل",))) == ("loud",)
    assert sections.of(filed("ثقافة")) == ("quiet",)


def test_sections_of_a_circle_leave_out_the_same() -> None:
    exceptions = Exceptions(sections=("politics",))
    a = Section(slug="a", title="أولى", sections=("b", "sports"), exceptions=exceptions)
    b = Section(slug="b", title="ثانية", sections=("a",), exceptions=exceptions)
    sections = Sections((a, b, POLITICS, SPORTS))
    assert sections.of(filed("رياضة")) == ("a", "b", "sports")
    assert sections.of(filed("رياضة", "سياسة")) == ("politics", "sports")


def test_the_choice_of_a_section_that_looks_at_none_is_what_it_was() -> None:
    assert SECTIONS.choices["sports"] == choice(SPORTS)
    assert SECTIONS.choices["weekend"] != choice(WEEKEND)


def test_other_rules_of_a_part_place_the_articles_of_the_whole_anew() -> None:
    other = Sections((POLITICS, replace(SPORTS, tags=()), WEEKEND, CULTURE, QUIET))
    changed = {slug for slug in other.choices if other.choices[slug] != SECTIONS.choices[slug]}
    assert changed == {"sports", "weekend", "quiet"}


def test_each_exception_is_part_of_the_choice() -> None:
    for name in ("sections", "tags", "authors", "keywords"):
        other = replace(QUIET, exceptions=replace(QUIET.exceptions, **{name: ()}))
        assert choice(other) != choice(QUIET)
    assert choice(replace(QUIET, sections=())) != choice(QUIET)
