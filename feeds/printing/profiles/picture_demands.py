"""Demands for the lead picture of an article, as those of `demands.py` are made. Pure.

What is not known of a picture, its size or its type, breaks no demand.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from store import Article

from ..feed import Feed
from .counting import PIXELS, counted, counted_in_english
from .demand import Demand, Sentence, Value


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


def picture_to_publish(partner: str) -> Demand:
    """The demand for a lead picture, without which the partner publishes only by hand."""
    demand = picture(partner, is_hard=False)
    return replace(
        demand,
        arabic=replace(demand.arabic, wrong=f"الخبر بلا صورة، فلن ينشره {partner} من تلقاء نفسه"),
        english=replace(
            demand.english,
            wrong=f"the article has no picture, so {partner} will not publish it by itself",
        ),
    )


def picture_over_https(partner: str, *, is_hard: bool) -> Demand:
    """The demand for a lead picture whose address begins with `https`."""
    return Demand(
        name="picture-address",
        is_hard=is_hard,
        find=_find_open_picture,
        arabic=Sentence(
            wrong=f"رابط الصورة ({{value}}) لا يبدأ بـ https كما يطلب {partner}",
            mend="انشر الصورة على رابط يبدأ بـ https",
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


def picture_type(partner: str, names: Sequence[str]) -> Demand:
    """The demand for a lead picture of one of these types, such as `JPEG`."""
    return Demand(
        name="picture-type",
        is_hard=False,
        find=partial(_find_other_type, frozenset(f"image/{name.lower()}" for name in names)),
        arabic=Sentence(
            wrong=f"نوع الصورة {{value}}، ولا يقبل {partner} إلا {' أو '.join(names)}",
            mend="احفظ الصورة بصيغة JPEG أو PNG",
        ),
        english=Sentence(
            wrong=f"the picture is of type {{value}}, and {partner} takes {', '.join(names)} alone",
            mend="save the picture as JPEG or PNG",
        ),
    )


def _find_other_type(types: frozenset[str], _feed: Feed, article: Article) -> Value | None:
    if article.image is None or article.image.type is None:
        return None
    return None if article.image.type in types else article.image.type


def picture_side(partner: str, least: int) -> Demand:
    """The demand for a lead picture whose longer side has at least `least` pixels."""
    return Demand(
        name="picture-small",
        is_hard=False,
        find=partial(_find_short_side, least),
        arabic=Sentence(
            wrong=f"أطول ضلعي الصورة {{value}}، ويوصي {partner} بما لا يقل عن {least}",
            mend="ضع صورة أكبر",
            count=partial(counted, noun=PIXELS),
        ),
        english=Sentence(
            wrong=f"the longer side of the picture has {{value}}, and {partner} wants {least}",
            mend="take a larger picture",
            count=partial(counted_in_english, noun="pixel"),
        ),
    )


def _find_short_side(least: int, _feed: Feed, article: Article) -> Value | None:
    size = _size(article)
    if size is None or max(size) >= least:
        return None
    return max(size)


def picture_shorter_side(partner: str, least: int) -> Demand:
    """The demand for a lead picture whose shorter side has at least `least` pixels."""
    return Demand(
        name="picture-small",
        is_hard=False,
        find=partial(_find_short_shorter_side, least),
        arabic=Sentence(
            wrong=f"أقصر ضلعي الصورة {{value}}، ويطلب {partner} {least} على الأقل",
            mend="ضع صورة أكبر",
            count=partial(counted, noun=PIXELS),
        ),
        english=Sentence(
            wrong=f"the shorter side of the picture has {{value}}, and {partner} wants {least}",
            mend="take a larger picture",
            count=partial(counted_in_english, noun="pixel"),
        ),
    )


def _find_short_shorter_side(least: int, _feed: Feed, article: Article) -> Value | None:
    size = _size(article)
    if size is None or min(size) >= least:
        return None
    return min(size)


def picture_shape(partner: str, least: float, most: float) -> Demand:
    """The demand for a lead picture whose width by its height is from `least` to `most`."""
    return Demand(
        name="picture-shape",
        is_hard=False,
        find=partial(_find_odd_shape, least, most),
        arabic=Sentence(
            wrong=f"قد لا تظهر الصورة ({{value}}) كما ينبغي: يوصي {partner} بأن يكون عرضها"
            f" بين {least} و{most} من ارتفاعها",
            mend="قصّ الصورة حتى تقترب من 16:9",
        ),
        english=Sentence(
            wrong=f"the picture ({{value}}) may be shown badly by {partner}, which wants a width of"
            f" {least} to {most} times the height",
            mend="crop the picture to about 16:9",
        ),
    )


def _find_odd_shape(least: float, most: float, _feed: Feed, article: Article) -> Value | None:
    size = _size(article)
    if size is None:
        return None
    width, height = size
    return None if least <= width / height <= most else f"{width}×{height}"


def _size(article: Article) -> tuple[int, int] | None:
    """Width and height of the picture, where both are known."""
    image = article.image
    if image is None or not image.width or not image.height:
        return None
    return image.width, image.height
