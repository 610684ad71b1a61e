"""What a page shows its readers beside the text: heading, byline and date, as they are printed.

Only short texts are looked at, and of each a few elements: a page may hold any number.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ...text import dates
from ...text.arabic import fold

_LONGEST = 120  # characters of a byline or date with its labels
_MOST = 20_000  # elements of a page
_LOOKED_AT = 400  # elements that may be one
_PARTS = 12  # elements within each
_APART = frozenset("nav aside footer".split())
_OTHERS = re.compile(r"(?i)relat|comment|sidebar|menu|widget|latest|most|footer|share|copyright")
_DATE = re.compile(r"(?i)date|time|publish|posted|تاريخ")
_WRITER = re.compile(r"(?i)author|byline|by-line|writer|reporter|كاتب|محرر")
_CHANGED = re.compile(r"(?i)آخر تحديث|تحديث|تعديل|updated|modified")
_DATE_LABEL = re.compile(
    r"(?i)\A(?:ن[\u064b-\u0652]?ش[\u064b-\u0652]?رت?|تاريخ النشر|النشر|تم النشر"
    r"|ك[\u064b-\u0652]?ت[\u064b-\u0652]?بت?|أضيف|التاريخ|published|posted|date)?"
    r"(?: (?:في|بتاريخ|يوم|on))?\s*+[:/|-]?\s*+"
)
_DATE_PARTS = re.compile(r"[|•·\n]")

# Words before a name, and places in which it was written, folded.
_VERBS = frozenset(
    "كتب كتبت كتبه كتبها يكتب تكتب بقلم اعداد اعد اعدت اعده اعدها تحرير تقرير حوار حاوره حاورها"
    " متابعه متابعات ترجمه بواسطه نشر نشرت المصدر الكاتب الكاتبه المحرر المحرره المراسل مراسلنا"
    " تصوير by written".split()
)
_PLACES = frozenset(
    fold(place)
    for place in (
        "القاهرة,الجيزة,الإسكندرية,بورسعيد,السويس,أسوان,الأقصر,الرياض,جدة,مكة,مكة المكرمة"
        ",المدينة المنورة,الدمام,دبي,أبوظبي,أبو ظبي,الشارقة,عجمان,الدوحة,الكويت,المنامة,مسقط"
        ",صنعاء,عدن,تعز,بغداد,البصرة,أربيل,الموصل,دمشق,حلب,حمص,بيروت,طرابلس,صيدا,عمان,إربد"
        ",القدس,القدس المحتلة,رام الله,غزة,نابلس,الخليل,الخرطوم,أم درمان,بنغازي,تونس,صفاقس"
        ",الجزائر,وهران,قسنطينة,الرباط,الدار البيضاء,فاس,مراكش,طنجة,نواكشوط,مقديشو,جيبوتي"
        ",واشنطن,نيويورك,لندن,باريس,برلين,بروكسل,جنيف,روما,مدريد,موسكو,أنقرة,إسطنبول,طهران"
        ",بكين,طوكيو,نيودلهي,إسلام أباد,كابول,أديس أبابا,نيروبي,لاهاي,فيينا,أثينا,كييف"
    ).split(",")
)
_BETWEEN = re.compile(r" ?[|:/،,;•·()] ?| [-–—] |[-–—] ")
_DASHES = " -–—"
_OF_A_DATE = frozenset(fold(word) for word in ("في", "بتاريخ", "يوم"))
_FIGURE = re.compile(r"[0-9٠-٩]")
_WORDS_OF_A_NAME = 6


def heading(tree: Any) -> str:
    """The one heading of the article, else of the page; "" where there are several or none."""
    within = [h1 for article in tree.iter("article") for h1 in article.iter("h1")]
    for headings in (within, list(tree.iter("h1"))):
        if len(headings) == 1:
            return " ".join(_short_text(headings[0]).split())
    return ""


def byline(tree: Any) -> tuple[list[str], str]:
    """The names that the page's byline shows, and the text in which they stand."""
    for element in _hinted(tree, _WRITER, ("author",)):
        text = " ".join(_short_text(element).split())
        names = names_in(text)
        if names:
            return names, text
    return [], ""


def names_in(text: str) -> list[str]:
    """The names in a byline, without verbs and places: `كتبت - منى السيد - القاهرة`."""
    parts = (_without_verbs(part) for part in _parts(text))
    return [part for part in parts if _is_name(part)]


def _parts(text: str) -> list[str]:
    """The parts of a byline."""
    return _BETWEEN.split(" ".join(text.split()).strip(_DASHES))


def told_names(name: str) -> list[str]:
    """The names in what is told as one, which is taken apart only if it holds a verb or place."""
    parts = _parts(name)
    if any(fold(part) in _PLACES or _without_verbs(part) != _spaced(part) for part in parts):
        return names_in(name)
    return [name]


def _without_verbs(text: str) -> str:
    """A part of a byline without the words that say who has written, and without its date."""
    words = _FIGURE.split(text)[0].strip(_DASHES).split()
    while words and fold(words[0]) in _VERBS:
        words.pop(0)
    while words and fold(words[-1]) in _OF_A_DATE:
        words.pop()
    return " ".join(words)


def _spaced(text: str) -> str:
    """A text with single spaces, up to its first figure."""
    return " ".join(_FIGURE.split(text)[0].strip(_DASHES).split())


def _is_name(text: str) -> bool:
    """Whether a part of a byline may be a name."""
    words = text.split()
    if not 0 < len(words) <= _WORDS_OF_A_NAME:
        return False
    return fold(text) not in _PLACES and any(letter.isalpha() for letter in text)


def shown_date(tree: Any) -> tuple[str, str] | None:
    """The date that the page shows of its article, and the text in which it stands."""
    for element in _hinted(tree, _DATE, ("datePublished",)):
        text = " ".join(_short_text(element).split())
        date = _date_in(text)
        if date:
            return date, text
    return None


def _date_in(text: str) -> str | None:
    """The date of publication in a short text; that of a change is none."""
    for part in _DATE_PARTS.split(text):
        date = _DATE_LABEL.sub("", part.strip(), count=1).strip()
        if date and not _CHANGED.search(part) and dates.moment(date):
            return date
    return None


def _hinted(tree: Any, hint: re.Pattern[str], properties: tuple[str, ...]) -> Iterator[Any]:
    """The elements that a class, an id or a property says to be something of the article."""
    found = (element for element in _around_heading(tree) if _is_hinted(element, hint, properties))
    return islice(found, _LOOKED_AT)


def _is_hinted(element: Any, hint: re.Pattern[str], properties: tuple[str, ...]) -> bool:
    if element.tag == "time" and hint is _DATE:
        return True
    if element.get("itemprop") in properties or element.get("rel") in properties:
        return True
    return hint.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _around_heading(tree: Any) -> Iterator[Any]:
    """The elements of the article, else of the page, but for what is about other stories."""
    articles = list(islice(tree.iter("article"), 2))
    root = articles[0] if len(articles) == 1 else tree
    return islice(_own_elements(root), _MOST)


def _own_elements(root: Any) -> Iterator[Any]:
    """The elements below one, in their order, without those that stand apart."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        children = [child for child in element if isinstance(child.tag, str)]
        waiting += [child for child in reversed(children) if not _is_apart(child)]


def _is_apart(element: Any) -> bool:
    """Whether an element is about other stories, or about the site."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _APART or _OTHERS.search(names) is not None


def _short_text(element: Any) -> str:
    """The text of an element, "" where that is long."""
    texts: list[str] = []
    for part in islice(element.iter(), _PARTS):
        texts += _texts_of(part, own=part is element)
    text = " ".join(texts)
    return text if len(text) <= _LONGEST else ""


def _texts_of(part: Any, *, own: bool) -> Iterable[str]:
    """The text at the beginning of an element, and that behind it unless it is the `own` one."""
    if isinstance(part.tag, str) and part.text:
        yield part.text
    if not own and part.tail:
        yield part.tail
