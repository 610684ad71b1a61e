"""The words of dates, in Arabic, English and French, as `fold` spells them."""

import re
from collections.abc import Iterator

from .arabic import fold

WORD = r"(?:[^\W\d_][\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]*)+"


def _numbered(*names: str) -> dict[str, int]:
    """Each name, of several in a line, by the number of its line."""
    return {name: number for number, line in enumerate(names, 1) for name in line.split()}


MONTHS = _numbered(
    "jan january janvier janv يناير جانفي كانون_الثاني كانون_ثاني كانون_2",
    "feb february fevrier fevr fev فبراير فيفري شباط",
    "mar march mars مارس اذار",
    "apr april avril avr ابريل افريل نيسان",
    "may mai مايو ماي ايار مايس",
    "jun june juin يونيو جوان حزيران يونيه",
    "jul july juillet juil يوليو جويليه تموز يوليوز يوليه",
    "aug august aout اغسطس اوت اب غشت",
    "sep sept september septembre سبتمبر ايلول شتنبر",
    "oct october octobre اكتوبر اوكتوبر تشرين_الاول تشرين_اول تشرين_1",
    "nov november novembre نوفمبر تشرين_الثاني تشرين_ثاني تشرين_2 نونبر",
    "dec december decembre ديسمبر ديسيمبر كانون_الاول كانون_اول كانون_1 دجنبر",
)
HIJRI_MONTHS = _numbered(
    "محرم المحرم",
    "صفر",
    "ربيع_الاول ربيع_اول ربيع_1",
    "ربيع_الاخر ربيع_الثاني ربيع_اخر ربيع_ثاني ربيع_2",
    "جمادي_الاولي جمادي_الاول جمادي_اول جمادي_1",
    "جمادي_الاخره جمادي_الثانيه جمادي_الثاني جمادي_اخر جمادي_2",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو_القعده ذي_القعده",
    "ذو_الحجه ذي_الحجه",
)
HIJRI_MARKS = frozenset("ه هجري هجريه للهجره".split())
IGNORED = frozenset(
    "mon tue tues wed weds thu thur thurs fri sat sun"
    " monday tuesday wednesday thursday friday saturday sunday"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim le er a"
    " st nd rd th publie publiee poste postee mis mise jour"
    " السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه يوم الساعه الموافق في سنه عام"
    " سبت احد اثنين ثلاثاء اربعاء خميس جمعه عند"
    " الاتنين الثلثاء الثلوثاء الاربعا من لعام لسنه الموافقه نحو تمام علي"
    " نشر النشر تاريخ بتاريخ ميلادي ميلاديه للميلاد م بتوقيت توقيت ت at of t".split()
)
_FIRST_HALVES = frozenset(
    name.partition("_")[0] for name in (*MONTHS, *HIJRI_MONTHS) if "_" in name
)
_SHORT = ("1", "2")  # «كانون 2» is the second of two months of that name


def whole_name(word: str, tokens: Iterator[re.Match[str]]) -> str:
    """A name of two words, such as «ربيع الأول», joined by `_`; else the word itself."""
    if word not in _FIRST_HALVES:
        return word
    second = next(tokens, None)
    if second is None:
        return word
    number, name = second.groups()
    return f"{word}_{number if number in _SHORT else fold(name or '')}"
