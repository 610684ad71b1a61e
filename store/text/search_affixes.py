"""What Arabic writes before and behind a word: articles, particles, plurals and pronouns.

Tables alone, over folded text (`arabic.fold`), in which ة is ه, ى is ي, and every hamza seat is
one. A cost tells how doubtful an analysis is: of several the cheapest is taken.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

# What an ending says of its word; grammar forbids it behind some beginnings. They are plain bits,
# since those of an enum are slow.
PLAIN = 0
NOMINATIVE = 1  # not behind a preposition: بمدرسون is no word
ATTACHED = 2  # a pronoun or a construct: not behind the article
INDEFINITE = 4  # not behind the article, nor behind a preposition


class Beginning(NamedTuple):
    letters: str
    cost: int
    forbids: int
    leaves: int = 2  # letters of a listed word behind it, at least


class Ending(NamedTuple):
    letters: str
    instead: tuple[str, ...]  # what the bare word may have in its place, the likeliest first
    cost: int
    grammar: int
    shortest: int  # letters of the bare word
    of_plurals: bool = False  # whether broken plurals have it


Affix = TypeVar("Affix", bound=Beginning | Ending)

_BY_ARTICLE = ATTACHED | INDEFINITE
_BY_PREPOSITION = NOMINATIVE | INDEFINITE

ARTICLES = (
    Beginning("ال", 1, _BY_ARTICLE),
    Beginning("وال", 1, _BY_ARTICLE),
    Beginning("فال", 2, _BY_ARTICLE),
    Beginning("افال", 2, _BY_ARTICLE),
    Beginning("بال", 1, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("كال", 2, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("لل", 1, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("وبال", 2, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("وكال", 4, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("ولل", 2, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("فبال", 3, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("فكال", 4, _BY_ARTICLE | _BY_PREPOSITION),
    Beginning("فلل", 3, _BY_ARTICLE | _BY_PREPOSITION),
)
# لجنة and the article give للجنة: of its two ل the word may own one.
ARTICLES_WITH_LAM = ("لل", "ولل", "فلل")

PARTICLES = (
    Beginning("و", 2, PLAIN),
    Beginning("ف", 3, INDEFINITE),
    Beginning("ب", 3, _BY_PREPOSITION),
    Beginning("ل", 3, _BY_PREPOSITION),
    Beginning("ك", 4, _BY_PREPOSITION, 3),
    Beginning("وب", 4, _BY_PREPOSITION),
    Beginning("ول", 4, _BY_PREPOSITION),
    Beginning("وك", 5, _BY_PREPOSITION, 3),
    Beginning("فب", 5, _BY_PREPOSITION, 3),
    Beginning("فل", 5, _BY_PREPOSITION, 3),
)

NUMBERS = (
    Ending("ات", ("ة",), 2, PLAIN, 3),
    Ending("ات", ("",), 6, PLAIN, 4),
    Ending("وات", ("اة",), 2, PLAIN, 3),
    Ending("يات", ("اة",), 2, PLAIN, 4),
    Ending("ون", ("", "ي"), 2, NOMINATIVE, 4),
    Ending("ين", ("", "ي"), 2, PLAIN, 3),
    Ending("ان", ("",), 4, NOMINATIVE, 4),
    Ending("تان", ("ة",), 2, NOMINATIVE, 3),
    Ending("تين", ("ة",), 2, PLAIN, 3),
    Ending("ا", ("",), 3, INDEFINITE, 3, True),
    Ending("تا", ("ة",), 4, NOMINATIVE | ATTACHED, 4),
    Ending("تي", ("ة",), 4, ATTACHED, 3),
)
# Whoever has a plural in ون has these too: لاعبو الأهلي, لاعبيه.
CONSTRUCTS = (
    Ending("و", ("",), 4, NOMINATIVE | ATTACHED, 4),
    Ending("ي", ("",), 4, ATTACHED, 4),
)
PRONOUNS = (
    Ending("ه", ("",), 2, ATTACHED, 2, True),
    Ending("ها", ("",), 2, ATTACHED, 2, True),
    Ending("هم", ("",), 2, ATTACHED, 2, True),
    Ending("هما", ("",), 2, ATTACHED, 2, True),
    Ending("نا", ("",), 2, ATTACHED, 2, True),
    Ending("هن", ("",), 3, ATTACHED, 3, True),
    Ending("كم", ("",), 4, ATTACHED, 3, True),
    Ending("ك", ("",), 4, ATTACHED, 3, True),
)


def grouped(affixes: Iterable[Affix], letter: int) -> dict[str, list[Affix]]:
    """Group affixes by one of their letters, the first (0) or the last (-1), in their order."""
    groups: dict[str, list[Affix]] = {}
    for affix in affixes:
        groups.setdefault(affix.letters[letter], []).append(affix)
    return groups
