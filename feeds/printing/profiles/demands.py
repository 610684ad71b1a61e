"""Demands that several partners make: each a function that makes one, in the partner's name. Pure.

partner  the partner's name in the sentences: `MSN`
is_hard  whether the partner would refuse the article
"""

from store import Article

from ..feed import Feed
from .demand import Demand, Sentence, Value
from .profile import Profile


def demands_of(profile: Profile) -> tuple[Demand, ...]:
    """All that a profile asks of each article."""
    if profile.whole:
        return (_whole_text(profile.title), *profile.demands)
    return profile.demands


def _whole_text(partner: str) -> Demand:
    """The demand for the whole text, which the rights of an article may forbid to send."""
    return Demand(
        name="rights",
        is_hard=True,
        find=_find_withheld_text,
        arabic=Sentence(
            wrong=f"لا يُسمح إلا بإرسال ملخص الخبر، ويطلب {partner} النص كاملًا",
            mend="أرسل الخبر بنصه الكامل إن كانت حقوقه تسمح، وإلا بقي خارج خلاصة الشريك",
        ),
        english=Sentence(
            wrong=f"only a summary of the article may be sent, and {partner} asks for all of it",
            mend="send the whole article if its rights allow that; else it stays out of this feed",
        ),
    )


def _find_withheld_text(_feed: Feed, article: Article) -> Value | None:
    return None if article.syndicate == "full" else article.syndicate


def picture(partner: str, *, is_hard: bool) -> Demand:
    """The demand for a lead picture."""
    return Demand(
        name="picture-missing",
        is_hard=is_hard,
        find=_find_no_picture,
        arabic=Sentence(
            wrong=f"الخبر بلا صورة، ويطلب {partner} صورة لكل خبر",
            mend="أضف إلى الخبر صورة رئيسية",
        ),
        english=Sentence(
            wrong=f"the article has no picture, and {partner} asks for one",
            mend="give the article a lead picture",
        ),
    )


def _find_no_picture(_feed: Feed, article: Article) -> Value | None:
    return "" if article.image is None else None


def picture_over_https(partner: str, *, is_hard: bool) -> Demand:
    """The demand for a lead picture whose address begins with `https`."""
    return Demand(
        name="picture-address",
        is_hard=is_hard,
        find=_find_open_picture,
        arabic=Sentence(
            wrong=f"عنوان الصورة {{value}} لا يبدأ بـ https، وهذا ما يطلبه {partner}",
            mend="انشر الصورة على عنوان يبدأ بـ https",
        ),
        english=Sentence(
            wrong=f"the picture's address {{value}} has no https, which {partner} asks for",
            mend="publish the picture at an address that begins with https",
        ),
    )


def _find_open_picture(_feed: Feed, article: Article) -> Value | None:
    image = article.image
    if image is None or image.url.startswith("https://"):
        return None
    return image.url
