"""What partners find of pictures when they fetch them, judged by the headers of the answers. Pure.

None of it is hard: a server may have failed for a moment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from store import Article, pictures

from ..feed import Feed
from .counting import BYTES, PICTURES, counted, counted_in_english
from .demand import Sentence, Value
from .demands import broken_demands
from .finding import PartnerFinding
from .profile import Profile


@dataclass(frozen=True, slots=True)
class PictureAnswer:
    """How a server answered whoever asked for a picture.

    status   of HTTP, None where there was no answer
    type     its media type in small letters, empty where it names none
    length   bytes of the picture, None where it does not say
    problem  why there was no answer
    """

    status: int | None = None
    type: str = ""
    length: int | None = None
    problem: str = ""


def picture_addresses(article: Article) -> list[str]:
    """The addresses of an article's pictures, its lead picture first, each once."""
    lead = [article.image.url] if article.image else []
    return list(dict.fromkeys([*lead, *(picture.url for picture in pictures(article.html))]))


def picture_findings(
    profile: Profile, feed: Feed, article: Article, answers: Mapping[str, PictureAnswer]
) -> Iterator[PartnerFinding]:
    """What the answers of servers say of the pictures of an article that were asked for."""
    for url in picture_addresses(article):
        if url in answers:
            yield from _judge(article, url, answers[url])
    yield from _of_true_type(profile, feed, article, answers)


def unasked(count: int) -> PartnerFinding:
    """What is found where too many pictures stand in a feed to ask for them all."""
    return PartnerFinding(
        name="pictures-unasked",
        is_hard=False,
        value=count,
        arabic=Sentence(
            wrong="بقيت {value} في النشرة بلا فحص",
            mend="أعد الفحص لهذا الشريك وحده أو في وقت لاحق",
            count=partial(counted, noun=PICTURES),
        ),
        english=Sentence(
            wrong="{value} of the feed had to be left unasked",
            mend="check this partner alone, or later",
            count=partial(counted_in_english, noun="picture"),
        ),
    )


def _judge(article: Article, url: str, answer: PictureAnswer) -> Iterator[PartnerFinding]:
    """What is wrong with one answer: at most the first of what can be, or its two last."""
    if answer.status is None:
        yield _unreachable(article, url, answer.problem)
    elif not 200 <= answer.status < 300:
        yield _no_success(article, url, answer.status)
    elif not answer.type.startswith("image/"):
        yield _no_picture(article, url, answer.type)
    elif answer.length == 0:
        yield _empty(article, url)
    else:
        yield from _not_as_said(article, url, answer)


def _not_as_said(article: Article, url: str, answer: PictureAnswer) -> Iterator[PartnerFinding]:
    """What the article says of its lead picture, and is not so."""
    image = article.image
    if image is None or image.url != url:
        return
    if image.type and image.type != answer.type:
        yield _other_type(article, image.type, answer.type)
    if image.length and answer.length and image.length != answer.length:
        yield _other_length(article, image.length, answer.length)


def _of_true_type(
    profile: Profile, feed: Feed, article: Article, answers: Mapping[str, PictureAnswer]
) -> Iterator[PartnerFinding]:
    """Demands that the lead picture breaks by its true type, and not by what was said of it."""
    image = article.image
    answer = answers.get(image.url) if image else None
    if image is None or answer is None or not answer.type.startswith("image/"):
        return
    known = {finding.name for finding in broken_demands(profile, feed, article)}
    true = replace(article, image=replace(image, type=answer.type))
    for finding in broken_demands(profile, feed, true):
        if finding.name not in known:
            yield replace(finding, article=article)


def _unreachable(article: Article, url: str, problem: str) -> PartnerFinding:
    return _finding(
        "picture-unreachable",
        article,
        url,
        Sentence(
            wrong="تعذّر الوصول إلى الصورة {value}",
            mend="تأكد من أن رابط الصورة صحيح ومن أنه يفتح من خارج شبكة الصحيفة",
        ),
        Sentence(
            wrong=f"the picture {{value}} cannot be fetched: {_as_it_stands(problem)}",
            mend="see that its address is right, and opens outside of the newspaper's network",
        ),
    )


def _no_success(article: Article, url: str, status: int) -> PartnerFinding:
    return _finding(
        "picture-status",
        article,
        url,
        Sentence(
            wrong=f"لا تصل الصورة {{value}}، فخادمها يرد بالرمز {status}",
            mend="صحّح رابط الصورة أو ارفعها من جديد",
        ),
        Sentence(
            wrong=f"the picture {{value}} does not come, its server answers {status}",
            mend="correct its address, or upload it again",
        ),
    )


def _no_picture(article: Article, url: str, type: str) -> PartnerFinding:
    shown = _as_it_stands(type)
    return _finding(
        "picture-not-image",
        article,
        url,
        Sentence(
            wrong=f"ما على الرابط {{value}} ليس صورة، {_said_of(shown)}",
            mend="ضع رابط الصورة نفسها لا رابط صفحتها",
        ),
        Sentence(
            wrong=f"{{value}} is no picture, its server calls it {shown or 'nothing'}",
            mend="take the address of the picture itself, not of a page that shows it",
        ),
    )


def _said_of(type: str) -> str:
    return f"فخادمه يصفه بأنه {type}" if type else "فخادمه لا يذكر له نوعًا"


def _empty(article: Article, url: str) -> PartnerFinding:
    return _finding(
        "picture-empty",
        article,
        url,
        Sentence(wrong="ملف الصورة {value} فارغ", mend="ارفع الصورة من جديد"),
        Sentence(wrong="the picture {value} is empty", mend="upload it again"),
    )


def _other_type(article: Article, said: str, true: str) -> PartnerFinding:
    return _finding(
        "picture-type-said",
        article,
        true,
        Sentence(
            wrong=f"نوع الصورة {{value}}، والمذكور في الخبر {_as_it_stands(said)}",
            mend="صحّح نوع الصورة في الخبر",
        ),
        Sentence(
            wrong=f"the picture is of type {{value}}, and the article says {_as_it_stands(said)}",
            mend="correct the type in the article",
        ),
    )


def _other_length(article: Article, said: int, true: int) -> PartnerFinding:
    return _finding(
        "picture-length-said",
        article,
        true,
        Sentence(
            wrong=f"حجم الصورة {{value}}، والمذكور في الخبر {counted(said, BYTES)}",
            mend="صحّح حجم الصورة في الخبر أو احذفه",
            count=partial(counted, noun=BYTES),
        ),
        Sentence(
            wrong=f"the picture has {{value}}, and the article says {said}",
            mend="correct the length in the article, or take it out",
            count=partial(counted_in_english, noun="byte"),
        ),
    )


def _finding(
    name: str, article: Article, value: Value, arabic: Sentence, english: Sentence
) -> PartnerFinding:
    return PartnerFinding(
        name=name, is_hard=False, value=value, arabic=arabic, english=english, article=article
    )


def _as_it_stands(text: str) -> str:
    """A text of others within a sentence, whose braces are no places."""
    return text.replace("{", "{{").replace("}", "}}")
