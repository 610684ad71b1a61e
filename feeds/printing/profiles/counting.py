"""Counted nouns: a number with its noun, as Arabic and English write it. Pure.

Figures are written, not words, and a reader supplies the words: what follows a figure depends on
its last two digits.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArabicNoun:
    """A noun in the forms that numbers ask for.

    one        singular, as after hundreds too: «حرف»
    two        dual of a subject: «حرفان»
    two_given  dual of an object: «حرفين»
    few        plural, after 3 to 10: «أحرف»
    many       singular after 11 to 99, and of an object: «حرفًا»
    single     what says that it is one, «واحد», and of an object, «واحدًا»
    """

    one: str
    two: str
    two_given: str
    few: str
    many: str
    single: tuple[str, str] = ("واحد", "واحدًا")


CHARACTERS = ArabicNoun(one="حرف", two="حرفان", two_given="حرفين", few="أحرف", many="حرفًا")
PIXELS = ArabicNoun(one="بكسل", two="بكسلان", two_given="بكسلين", few="بكسلات", many="بكسلًا")
DAYS = ArabicNoun(one="يوم", two="يومان", two_given="يومين", few="أيام", many="يومًا")
ARTICLES = ArabicNoun(one="خبر", two="خبران", two_given="خبرين", few="أخبار", many="خبرًا")
BYTES = ArabicNoun(one="بايت", two="بايتان", two_given="بايتين", few="بايتات", many="بايتًا")
PICTURES = ArabicNoun(
    one="صورة",
    two="صورتان",
    two_given="صورتين",
    few="صور",
    many="صورة",
    single=("واحدة", "واحدة"),
)
KILOBYTES = ArabicNoun(
    one="كيلوبايت",
    two="كيلوبايتان",
    two_given="كيلوبايتين",
    few="كيلوبايتات",
    many="كيلوبايتًا",
)
HOURS = ArabicNoun(
    one="ساعة",
    two="ساعتان",
    two_given="ساعتين",
    few="ساعات",
    many="ساعة",
    single=("واحدة", "واحدة"),
)


def counted(number: int, noun: ArabicNoun) -> str:
    """A number of things that is a subject, or said of one: «19 حرفًا», «حرفان», «حرف واحد»."""
    if number == 1:
        return f"{noun.one} {noun.single[0]}"
    return noun.two if number == 2 else _in_figures(number, noun)


def counted_object(number: int, noun: ArabicNoun) -> str:
    """A number of things that is an object: «20 حرفًا», «حرفين», «حرفًا واحدًا»."""
    if number == 1:
        return f"{noun.many} {noun.single[1]}"
    return noun.two_given if number == 2 else _in_figures(number, noun)


def _in_figures(number: int, noun: ArabicNoun) -> str:
    last = number % 100
    if 3 <= last <= 10:
        return f"{number} {noun.few}"
    if last >= 11:
        return f"{number} {noun.many}"
    return f"{number} {noun.one}"


def counted_in_english(number: int, noun: str) -> str:
    """A number of things, of a noun whose plural ends in `s`: `19 characters`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
