"""Partners' choices: which articles each is given, and what makes a choice another."""

from dataclasses import replace

import pytest

from store import Article, Author, Exceptions, PartnerChoice, Section, Sections
from store.section import RememberingSections
from tests.feeds.pages.values import ARTICLE

POLITICS = Section(slug="politics", title="سياسة", keywords=("البرلمان",))
SPORTS = Section(slug="sports", title="رياضة")
WEEKEND = Section(slug="weekend", title="نهاية الأسبوع", sections=("sports",))
PAPER = (POLITICS, SPORTS, WEEKEND)

EVERYTHING = PartnerChoice(feed="partner/everything")
OF_SPORTS = PartnerChoice(feed="partner/sports", sections=("sports",), keywords=("كأس العالم",))
TAGGED = PartnerChoice(feed="partner/tagged", tags=("الاقتصاد الرقمي",))
OF_AGENCY = PartnerChoice(feed="partner/agency", sources=("agency",), sections=("all",))
CAREFUL = PartnerChoice(
    feed="partner/careful",
    exceptions=Exceptions(
        sections=("politics",), tags=("إعلان",), authors=("قسم الحوادث",), keywords=("انفجار",)
    ),
)
PARTNERS = (EVERYTHING, OF_SPORTS, TAGGED, OF_AGENCY, CAREFUL)
SECTIONS = Sections(PAPER, partners=PARTNERS)


def filed(*labels: str, **fields: object) -> Article:
    plain = replace(ARTICLE, sections=labels, tags=(), authors=(), title="خبر", summary="خلاصة")
    return replace(plain, **fields)  # type: ignore[arg-type]


def chosen(article: Article, sections: Sections = SECTIONS) -> list[str]:
    """The partners that are given an article."""
    feeds = [feed.partition("/") for feed in sections.feeds(article)]
    return [slug for kind, _, slug in feeds if kind == "partner"]


@pytest.mark.parametrize(
    ("article", "partners"),
    [
        (filed(), ["everything", "careful"]),
        (filed("رياضة"), ["everything", "sports", "careful"]),
        (filed("سياسة"), ["everything"]),
        (filed(summary="جلسة البرلمان اليوم"), ["everything"]),
        (filed(title="نتائج كأس العالم"), ["everything", "sports", "careful"]),
        (filed(tags=("الإقتصاد الرقمى",)), ["everything", "tagged", "careful"]),
        (filed("رياضة", tags=("اعلان",)), ["everything", "sports"]),
        (filed(title="انفجار في مصنع"), ["everything"]),
        (filed(authors=(Author(name="قسم الحوادث"),)), ["everything"]),
        (filed(owner="agency"), ["everything", "agency", "careful"]),
        (filed("رياضة", owner="agency"), ["everything", "sports", "agency", "careful"]),
        # An editor's choice of sections says nothing of who is given the article.
        (filed("رياضة", tags=("إعلان",), filed=True), ["everything", "sports"]),
        (filed(title="نتائج كأس العالم", filed=True), ["everything", "sports", "careful"]),
        (filed("رياضة", syndicate="summary"), ["everything", "sports", "careful"]),
        (filed("رياضة", syndicate="none"), []),
    ],
)
def test_a_partner_is_given_what_it_chooses_but_its_exceptions(
    article: Article, partners: list[str]
) -> None:
    assert chosen(article) == partners
    assert chosen(article, RememberingSections(SECTIONS)) == partners


def test_a_partner_takes_what_a_section_takes_from_another() -> None:
    weekend = PartnerChoice(feed="partner/weekend", sections=("weekend",))
    assert chosen(filed("رياضة"), Sections(PAPER, partners=[weekend])) == ["weekend"]


def test_articles_that_differ_in_their_source_alone_are_told_apart_in_a_batch() -> None:
    remembering = RememberingSections(SECTIONS)
    assert "agency" not in chosen(filed(), remembering)
    assert "agency" in chosen(filed(owner="agency"), remembering)


def test_partners_leave_the_feeds_of_an_article_and_their_order_as_they_are() -> None:
    article = filed("رياضة", tags=("جسور",))
    feeds = Sections(PAPER).feeds(article)
    assert SECTIONS.feeds(article)[: len(feeds)] == feeds


def test_a_partner_leaves_the_choices_of_sections_as_they_are() -> None:
    own = Sections(PAPER).choices
    assert {feed: SECTIONS.choices[feed] for feed in own} == own
    assert set(SECTIONS.choices) == {*own, *(partner.feed for partner in PARTNERS)}


def test_other_rules_of_sections_place_anew_what_partners_that_name_some_are_given() -> None:
    other = Sections((replace(POLITICS, keywords=()), SPORTS, WEEKEND), partners=PARTNERS)
    changed = {feed for feed in other.choices if other.choices[feed] != SECTIONS.choices[feed]}
    assert changed == {
        "politics",
        "weekend",
        "partner/sports",
        "partner/agency",
        "partner/careful",
    }


def test_each_rule_is_part_of_a_partners_choice() -> None:
    whole = replace(OF_SPORTS, tags=("أ",), sources=("ب",), exceptions=CAREFUL.exceptions)
    others = [replace(whole, **{name: ()}) for name in ("sections", "tags", "keywords", "sources")]
    others += [
        replace(whole, exceptions=replace(whole.exceptions, **{name: ()}))
        for name in ("sections", "tags", "authors", "keywords")
    ]
    digests = {Sections(PAPER, partners=[one]).choices[one.feed] for one in (whole, *others)}
    assert len(digests) == 9
