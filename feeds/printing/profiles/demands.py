"""Demands that several partners make: each a function that makes one, in the partner's name. Pure.

Those of dates and pictures stand in `date_demands.py` and `picture_demands.py`. Only what partners
publish is asked.

partner  the partner's name in the sentences: `MSN`
is_hard  whether the partner would refuse the article, where partners differ
"""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from store import Article, plain

from ..feed import Feed
from .counting import (
    CHARACTERS,
    KILOBYTES,
    counted,
    counted_in_english,
    counted_object,
)
from .demand import Demand, Sentence, Value
from .finding import PartnerFinding
from .profile import Profile

_MARKS_OF_DIRECTION = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>«»\"]+", re.ASCII | re.IGNORECASE)


def demands_of(profile: Profile) -> tuple[Demand, ...]:
    """All that a profile asks of each article."""
    demands = profile.demands
    if profile.whole:
        demands = (_whole_text(profile.title), *demands)
    if profile.size_limit:
        demands = (*demands, fits_alone(profile.title, profile.size_limit))
    return demands


def broken_demands(profile: Profile, feed: Feed, article: Article) -> Iterator[PartnerFinding]:
    """What breaks the demands of a profile in an article of a feed."""
    for demand in demands_of(profile):
        value = demand.find(feed, article)
        if value is not None:
            yield PartnerFinding.of(demand, article, value)


# Titles


def title_at_least(partner: str, least: int, *, is_hard: bool = True) -> Demand:
    """The demand for a title of at least `least` characters."""
    return Demand(
        name="title-short",
        is_hard=is_hard,
        find=partial(_find_short_title, least),
        arabic=Sentence(
            wrong=f"العنوان {{value}}، ويطلب {partner} {least} على الأقل",
            mend="زد العنوان كلمة أو كلمتين",
            count=_in_arabic,
        ),
        english=Sentence(
            wrong=f"the title has {{value}}, and {partner} asks for {least} at least",
            mend="add a word or two to the title",
            count=_in_english,
        ),
    )


def _find_short_title(least: int, _feed: Feed, article: Article) -> Value | None:
    length = _length(article.title)
    return length if length < least else None


def title_at_most(partner: str, most: int, *, is_hard: bool = True) -> Demand:
    """The demand for a title of at most `most` characters."""
    return Demand(
        name="title-long",
        is_hard=is_hard,
        find=partial(_find_long_title, most),
        arabic=Sentence(
            wrong=f"العنوان {{value}}، ولا يقبل {partner} أكثر من {most}",
            mend="اختصر العنوان",
            count=_in_arabic,
        ),
        english=Sentence(
            wrong=f"the title has {{value}}, and {partner} takes {most} at most",
            mend="shorten the title",
            count=_in_english,
        ),
    )


def _find_long_title(most: int, _feed: Feed, article: Article) -> Value | None:
    length = _length(article.title)
    return length if length > most else None


def _length(text: str) -> int:
    """How many characters a reader sees, without the marks that only turn the text."""
    return len(_MARKS_OF_DIRECTION.sub("", text))


def _in_arabic(characters: int) -> str:
    return counted(characters, CHARACTERS)


def _in_english(characters: int) -> str:
    return counted_in_english(characters, "character")


def title_without_markup(partner: str) -> Demand:
    """The demand for a title without HTML."""
    return Demand(
        name="title-markup",
        is_hard=False,
        find=_find_markup_in_title,
        arabic=Sentence(
            wrong=f"في العنوان وسم من HTML ({{value}})، ولا يقبل {partner} الوسوم في العناوين",
            mend="احذف الوسم من العنوان",
        ),
        english=Sentence(
            wrong=f"the title has markup ({{value}}), which {partner} takes in no title",
            mend="take the markup out of the title",
        ),
    )


def _find_markup_in_title(_feed: Feed, article: Article) -> Value | None:
    match = _MARKUP.search(article.title)
    return match[0] if match else None


def title_without_address(partner: str) -> Demand:
    """The demand for a title without the address of a page."""
    return Demand(
        name="title-address",
        is_hard=False,
        find=_find_address_in_title,
        arabic=Sentence(
            wrong=f"في العنوان رابط ({{value}})، ولا يريد {partner} روابط في العناوين",
            mend="انقل الرابط من العنوان إلى نص الخبر",
        ),
        english=Sentence(
            wrong=f"the title has an address ({{value}}), which {partner} wants in no title",
            mend="move the address from the title to the text",
        ),
    )


def _find_address_in_title(_feed: Feed, article: Article) -> Value | None:
    match = _ADDRESS.search(article.title)
    return match[0] if match else None


# Texts


def _whole_text(partner: str) -> Demand:
    """The demand for the whole text, which the rights of an article may forbid to send."""
    return Demand(
        name="rights",
        is_hard=True,
        find=_find_withheld_text,
        arabic=Sentence(
            wrong=f"حقوق الخبر لا تسمح إلا بإرسال ملخصه، ويطلب {partner} النص كاملًا",
            mend="اسمح بإرسال النص كاملًا إن كانت حقوقه تسمح، وإلا فلن يصل الخبر إلى هذا الشريك",
        ),
        english=Sentence(
            wrong=f"only a summary of the article may be sent, and {partner} asks for all of it",
            mend="allow the whole text if its rights do; else the article does not go there",
        ),
    )


def _find_withheld_text(_feed: Feed, article: Article) -> Value | None:
    return None if article.syndicate == "full" else article.syndicate


def fits_alone(partner: str, most: int) -> Demand:
    """The demand for an article that fits into a document of `most` bytes.

    Only printing can find one that does not; the value is the kilobytes of its document.
    """
    kilobytes = most // 1000
    return Demand(
        name="article-large",
        is_hard=True,
        find=_find_nothing,
        arabic=Sentence(
            wrong=f"حجم الخبر وحده {{value}}، ولا يقبل {partner} ملفًا يزيد على"
            f" {counted_object(kilobytes, KILOBYTES)}",
            mend="اختصر نص الخبر",
            count=partial(counted, noun=KILOBYTES),
        ),
        english=Sentence(
            wrong=f"the article alone takes {{value}} kB, and {partner} takes no document"
            f" of more than {kilobytes} kB",
            mend="shorten the text",
        ),
    )


def _find_nothing(_feed: Feed, _article: Article) -> None:
    """What the article itself does not tell."""


def text(partner: str) -> Demand:
    """The demand for a text."""
    return Demand(
        name="text-missing",
        is_hard=True,
        find=_find_no_text,
        arabic=Sentence(
            wrong=f"الخبر بلا نص، ولا يقبل {partner} خبرًا بلا نص",
            mend="أضف نص الخبر",
        ),
        english=Sentence(
            wrong=f"the article has no text, and {partner} takes none without",
            mend="give the article a text",
        ),
    )


def _find_no_text(_feed: Feed, article: Article) -> Value | None:
    is_withheld = article.syndicate != "full"  # which is another demand's to say
    return None if is_withheld or plain(article.html) else ""


def text_at_least(partner: str, least: int) -> Demand:
    """The demand for a text of at least `least` characters, below which an article is demoted."""
    return Demand(
        name="text-short",
        is_hard=False,
        find=partial(_find_short_text, least),
        arabic=Sentence(
            wrong=f"نص الخبر {{value}}، ويقلل {partner} ظهور ما هو أقصر من {least}",
            mend="زد نص الخبر جملة أو جملتين",
            count=_in_arabic,
        ),
        english=Sentence(
            wrong=f"the text has {{value}}, and {partner} demotes those below {least}",
            mend="add a sentence or two to the text",
            count=_in_english,
        ),
    )


def _find_short_text(least: int, _feed: Feed, article: Article) -> Value | None:
    length = _length(plain(article.html))
    return length if 0 < length < least else None


def byline(partner: str) -> Demand:
    """The demand for an author."""
    return Demand(
        name="author-missing",
        is_hard=False,
        find=_find_no_author,
        arabic=Sentence(
            wrong=f"الخبر بلا كاتب، ويطلب {partner} اسم من كتبه",
            mend="اكتب اسم الكاتب أو القسم الذي أعدّ الخبر",
        ),
        english=Sentence(
            wrong=f"the article has no author, and {partner} asks for a byline",
            mend="name its author, or the desk that wrote it",
        ),
    )


def _find_no_author(_feed: Feed, article: Article) -> Value | None:
    return None if article.authors else ""


def language(partner: str) -> Demand:
    """The demand for the language of the feed, whatever the region."""
    return Demand(
        name="language",
        is_hard=True,
        find=_find_other_language,
        arabic=Sentence(
            wrong=f"لغة الخبر ({{value}}) غير لغة بقية الأخبار، ويطلب {partner} لغة واحدة",
            mend="صحّح لغة الخبر إن كانت خطأ، وإلا فأرسله إلى الشريك مع أخبار لغته",
        ),
        english=Sentence(
            wrong=f"the article is in another language ({{value}}), and {partner} asks for one",
            mend="correct the language if it is wrong; else send it in a feed of its language",
        ),
    )


def _find_other_language(feed: Feed, article: Article) -> Value | None:
    is_same = _primary(article.language) == _primary(feed.language)
    return None if is_same else article.language


def _primary(language: str) -> str:
    """A language without its region: `ar` of `ar-EG`."""
    return language.partition("-")[0].lower()


# Addresses


def link_without_utm(partner: str) -> Demand:
    """The demand for the address of an article without the parameters that count campaigns."""
    return Demand(
        name="link-utm",
        is_hard=False,
        find=_find_utm,
        arabic=Sentence(
            wrong=f"في رابط الخبر معاملات تتبع ({{value}})، ويطلب {partner} الرابط من دونها",
            mend="احذف معاملات utm من رابط الخبر",
        ),
        english=Sentence(
            wrong=f"the link has {{value}}, and {partner} asks for links without",
            mend="take the utm parameters out of the link",
        ),
    )


def _find_utm(_feed: Feed, article: Article) -> Value | None:
    query = urlsplit(article.url or "").query
    found = [name for name, _ in parse_qsl(query) if name.startswith("utm_")]
    return ", ".join(found) or None
