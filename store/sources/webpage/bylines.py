"""The names in a byline as it is printed, without verbs, places, jobs and addresses."""

import re
from collections.abc import Iterable, Iterator

from ...text.arabic import fold
from ...text.mails import without_mails


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split(","))


# Words before a name, folded.
_VERBS = frozenset(
    "كتب كتبت كتبه كتبها يكتب تكتب بقلم اعداد اعد اعدت اعده اعدها تحرير تقرير حوار حاوره حاورها"
    " متابعه متابعات ترجمه بواسطه نشر نشرت المصدر الكاتب الكاتبه المحرر المحرره المراسل المراسله"
    " مراسل مراسله مراسلنا مراسلتنا موفد موفدنا الصحفي تصوير عدسه خاص تغطيه اجري اجرت by written"
    " par".split()
)
_PENS = ("بقلم", "بواسطه", "by")  # no sentence begins with one of these and a name
_PHOTO = ("تصوير", "عدسة", "ترجمة", "تحرير", "إعداد", "مونتاج")
_CAMERAS = frozenset("تصوير عدسه".split())  # which made a picture, and no text
_JOBS = frozenset(
    "كاتب كاتبه صحفي صحفيه صحافي صحافيه باحث باحثه محلل محلله خبير خبيره استاذ استاذه محرر محرره"
    " رئيس رئيسه مدير مديره مراسل مراسله journalist reporter editor".split()
)
_PLACES = _folded(
    "القاهرة,الجيزة,الإسكندرية,بورسعيد,السويس,أسوان,الأقصر,شرم الشيخ,كفر الشيخ,بني سويف"
    ",البحر الأحمر,الوادي الجديد,شمال سيناء,جنوب سيناء,مرسى مطروح,العاصمة الإدارية,الرياض,جدة,مكة"
    ",مكة المكرمة,المدينة المنورة,خميس مشيط,حفر الباطن,الدمام,دبي,أبوظبي,أبو ظبي,الشارقة,عجمان"
    ",رأس الخيمة,أم القيوين,الدوحة,الكويت,المنامة,مسقط,صنعاء,عدن,تعز,بغداد,البصرة,أربيل,الموصل"
    ",دمشق,حلب,حمص,دير الزور,بيروت,طرابلس,صيدا,عمان,إربد,القدس,القدس المحتلة,رام الله,غزة,قطاع غزة"
    ",خان يونس,بيت لحم,الضفة الغربية,تل أبيب,نابلس,الخليل,الخرطوم,أم درمان,بنغازي,تونس,سيدي بوزيد"
    ",صفاقس,الجزائر,وهران,تيزي وزو,سيدي بلعباس,قسنطينة,الرباط,الدار البيضاء,فاس,مراكش,طنجة"
    ",نواكشوط,مقديشو,جيبوتي,واشنطن,نيويورك,سان فرانسيسكو,لوس أنجلوس,الأمم المتحدة,لندن,باريس,برلين"
    ",بروكسل,جنيف,روما,مدريد,موسكو,أنقرة,إسطنبول,طهران,بكين,طوكيو,نيودلهي,نيو دلهي,إسلام أباد"
    ",كابول,أديس أبابا,نيروبي,لاهاي,فيينا,أثينا,كييف,مصر,السعودية,لبنان,سوريا,العراق,الأردن,فلسطين"
    ",اليمن,ليبيا,المغرب,السودان,الإمارات,قطر,البحرين,موريتانيا,cairo,beirut,riyadh,dubai,london"
)
_AGENCIES = _folded(
    "رويترز,أ ف ب,ا ف ب,د ب أ,أ ش أ,أ ب,فرانس برس,أسوشيتد برس,الأناضول,شينخوا,سبوتنيك,وكالات,وام"
    ",واس,قنا,كونا,بنا,سانا,واج,وات,بترا,reuters,afp,ap"
)
# Names that begin with the letter of «and»; the list is short, since few do.
_WITH_WAW = _folded(
    "وليد,وائل,وسام,وسيم,وفاء,وفيق,وردة,ورد,وجدي,وجيه,وحيد,وحيدة,وداد,وديع,وديعة,وصال,وصفي,وضاح,وعد"
    ",ولاء,ولي,ونيس,وهيب,وهبة,وهبي,وهدان,واصف,وافي,والي,والد,واثق,واجد,وارف,وائلة,وجد,وجدان,ورقة"
    ",وزير,وكيل,وكيع,ولادة,وهاب,وهب,وئام,وتد,وطفة"
)
_DAYS = _folded("السبت,الأحد,الاثنين,الإثنين,الاتنين,الثلاثاء,الأربعاء,الخميس,الجمعة")
_OF_A_DATE = _DAYS | _folded("في,بتاريخ,يوم,الساعة,on")
_FROM = _folded("من,في,لدى,from,in")

_BETWEEN = re.compile(r" ?[|:/()•·] ?| ?[،,;؛] ?| [-–—] |[-–—] ")
_LIST = re.compile(r" ?[،,;؛] ?")
_AND = re.compile(r"(?i) و | (?:and|et|&) ")
_PHOTOGRAPHER = re.compile(rf" (?=(?:{'|'.join(_PHOTO)}) ?[:/-])")
_LABEL_ENDS = re.compile(r"\s?[:/|–—-]")
_DASHES = " -–—:/|"
_FIGURE = re.compile(r"[0-9٠-٩۰-۹]")
_END_OF_SENTENCE = tuple(".!؟?…")
_WORDS_OF_A_NAME = 6
_WORDS_OF_ONE = 4  # of the name of a person


def names_in(text: str) -> list[str]:
    """The names in a byline, without verbs and places: `كتبت - منى السيد - القاهرة`."""
    parts = [_without_verbs(part) for part in _parts(text)]
    names = [part for part in parts if _is_name(part)]
    parts_of_list = len(_LIST.split(text))
    if parts_of_list > 1:
        names = [*names[:1], *map(_without_waw, names[1:])]
    names = _without_affiliations(names, parts_of_list)
    return list(dict.fromkeys(name for part in names for name in _apart(part)))


def told_names(name: str) -> list[str]:
    """The names in what is told as one, which is taken apart only if it holds a verb or place."""
    name = _without_addresses(name).strip(_DASHES)
    parts = _parts(name)
    if any(fold(part) in _PLACES or _without_verbs(part) != _spaced(part) for part in parts):
        return names_in(name)
    return [name] if name else []


def signed_names(text: str, verb_stands_apart: bool) -> list[str]:
    """The names in a line that is certainly a byline, whatever the page calls it; else none.

    It begins with a verb and a sign, or with a verb that stands apart, or is a place and an
    agency.
    """
    line = " ".join(text.split())
    if line.endswith(_END_OF_SENTENCE):
        return []
    names = names_in(line)
    if not all(map(_may_be_person, names)):
        return []
    return names if _is_signed(line, verb_stands_apart) or _is_of_agency(line, names) else []


def _may_be_person(name: str) -> bool:
    """Whether a name may be a person's, whose first one has no article, or an agency's."""
    is_short = len(name.split()) <= _WORDS_OF_ONE
    return fold(name) in _AGENCIES or (is_short and not name.startswith("ال"))


def _is_signed(line: str, verb_stands_apart: bool) -> bool:
    """Whether a line begins with a verb, and a sign or an end behind it."""
    verb, _, rest = line.partition(" ")
    if fold(verb.rstrip(":")) in _CAMERAS:
        return False
    if fold(verb) in _PENS or (verb_stands_apart and _is_verb(verb)):
        return bool(rest)
    before, *behind = _LABEL_ENDS.split(line, maxsplit=1)
    return bool(before and behind) and all(map(_is_verb, before.split()))


def _is_of_agency(line: str, names: list[str]) -> bool:
    """Whether a line is a place and an agency."""
    first = _parts(line)[0]
    return fold(first) in _PLACES and bool(names) and all(fold(name) in _AGENCIES for name in names)


def _parts(text: str) -> list[str]:
    """The parts of a byline."""
    text = _PHOTOGRAPHER.sub(" - ", _without_addresses(text))
    return _BETWEEN.split(text.strip(_DASHES))


def _without_addresses(text: str) -> str:
    """A text with single spaces, without addresses of mail and names of accounts."""
    return " ".join(word for word in without_mails(text).split() if "@" not in word)


def _without_verbs(text: str) -> str:
    """A part of a byline without verbs before the name, and without place or date behind it."""
    words = _FIGURE.split(text)[0].strip(_DASHES).split()
    while words and (_is_verb(words[0]) or fold(words[0]) in _FROM):
        if fold(words.pop(0)) in _FROM:
            return ""
    while words and fold(words[-1]) in _OF_A_DATE:
        words.pop()
    for at, word in enumerate(words):
        if at and fold(word) in _FROM:
            return " ".join(words[:at])
    return " ".join(words)


def _is_verb(word: str) -> bool:
    """Whether a word says who has written, be it the second of two: `إعداد وتحرير`."""
    plain = fold(word.rstrip(":/-"))
    return plain in _VERBS or (plain[:1] == "و" and plain[1:] in _VERBS)


def _spaced(text: str) -> str:
    """A text with single spaces, up to its first figure."""
    return " ".join(_FIGURE.split(text)[0].strip(_DASHES).split())


def _is_name(text: str) -> bool:
    """Whether a part of a byline may be a name."""
    words = text.split()
    if not 0 < len(words) <= _WORDS_OF_A_NAME or all(fold(word) in _JOBS for word in words):
        return False
    return fold(text) not in _PLACES and any(letter.isalpha() for letter in text)


def _without_waw(name: str) -> str:
    """A name of a list without the letter of «and» before it."""
    first = name.split()[0]
    is_joined = first.startswith("و") and len(first) > 3 and fold(first) not in _WITH_WAW
    return name.removeprefix("و") if is_joined else name


def _without_affiliations(names: list[str], parts_of_list: int) -> list[str]:
    """Names without the jobs beside them, and the places that stand beside names of two words.

    A person is seldom printed with one name, a place that we do not know mostly is.
    """
    people = [name for name in names if fold(name.split()[0]) not in _JOBS] or names
    if parts_of_list > 1:
        return people
    whole = [name for name in people if " " in name or fold(name) in _AGENCIES]
    return whole or people


def _apart(name: str) -> Iterator[str]:
    """The names that `and` joins; its letter in Arabic only where both are whole names."""
    for part in _AND.split(name):
        yield from _joined_by_waw(part.split())


def _joined_by_waw(words: list[str]) -> Iterable[str]:
    for at in range(2, len(words) - 1):
        word = words[at]
        if word.startswith("و") and len(word) > 3 and fold(word) not in _WITH_WAW:
            return (" ".join(words[:at]), *_joined_by_waw([word[1:], *words[at + 1 :]]))
    return (" ".join(words),)
