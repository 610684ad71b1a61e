"""Realistic Arabic articles whose search truth is known: what was written where is remembered, not
found out.

Words are drawn by Zipf's law from the lexicon, inflected, with clitics and spelling variants;
sentences follow patterns of speech. Sample n of a seed is always the same. Knows records, not the
store.
"""

import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from .inflection import KINDS, Kind, Shape, Word, of, words, words_of
from .lexicon import (
    FIELDS,
    FIRST_NAMES,
    FUNCTION_WORDS,
    GENERAL,
    LAST_NAMES,
    LATIN_NAMES,
    NUMBERS,
    Field,
)

START = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)
MEDIAN, SPREAD, LONGEST = 1_400, 0.65, 20_000
LABELS = {
    "politics": ("سياسة", "السياسة", "سياسى"),
    "world": ("عرب وعالم", "العالم", "شؤون دولية", "شئون عربية"),
    "economy": ("اقتصاد", "إقتصاد", "الاقتصاد", "مال وأعمال"),
    "sports": ("رياضة", "الرياضة", "رياضه"),
    "culture": ("ثقافة وفن", "فنون", "ثقافة"),
    "technology": ("تكنولوجيا", "تقنية", "علوم وتكنولوجيا"),
    "accidents": ("حوادث", "حوادث وقضايا"),
    "health": ("صحة", "طب وصحة"),
    "governorates": ("محافظات", "أخبار المحافظات"),
    "misc": ("منوعات", "متفرقات", "لايف ستايل"),
    "opinion": ("رأي", "مقالات", "أعمدة"),
    "investigations": ("تحقيقات", "ملفات", "تقارير"),
}

Meaning = tuple[str, Shape]
Token = tuple[str, Meaning | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A record, and what stands in its title and in the text of its body: each lemma in its shapes.

    Tags are no part of them.
    """

    record: dict[str, object]
    in_title: frozenset[Meaning]
    in_body: frozenset[Meaning]

    @property
    def title_lemmas(self) -> frozenset[str]:
        return frozenset(lemma for lemma, _ in self.in_title)

    @property
    def body_lemmas(self) -> frozenset[str]:
        return frozenset(lemma for lemma, _ in self.in_body)


# Words


_NO_HAMZA = str.maketrans("أإآ", "ااا")
_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهي")
_SLOTS = 4_096
_LAST = _SLOTS - 1
_FLAT = 9  # Mandelbrot's correction: no word but function words is in every article


def variants(lemma: str, *shapes: Shape) -> tuple[str, ...]:
    """Every word by which the corpus may mean this lemma (in these shapes): what a reader may type
    to find it.
    """
    found = words_of(lemma)
    written = (word.written for word in found if not shapes or word.shape in shapes)
    return tuple(dict.fromkeys(spelling for form in written for spelling in _spellings(form)))


@cache
def _spellings(form: str) -> tuple[str, str, str, str, str]:
    """As an editor spells it; hamza dropped; ة/ه and ى/ي swapped at the end; with tatweel; with
    harakat.
    """
    ends = {"ة": "ه", "ى": "ي", "ي": "ى"}
    swapped = form[:-1] + ends.get(form[-1], form[-1])
    joint = next((at for at in range(1, len(form)) if form[at - 1] in _JOINING), len(form))
    stretched = form[:joint] + "ـ" * (joint < len(form)) + form[joint:]
    return (
        form,
        form.translate(_NO_HAMZA),
        swapped,
        stretched,
        f"{form[0]}َ{form[1:-1]}ّ{form[-1]}ُ",
    )


_SPELT = (92, 3, 3, 1, 1)


def _pool(rng: Random, kind: Kind, ranked: Sequence[str]) -> list[Token]:
    """Words in the shares of Zipf's law, each in its spelling: to draw a word is to draw a slot."""
    chosen = rng.choices(ranked, [1 / (rank + _FLAT) for rank in range(len(ranked))], k=_SLOTS)
    ways = rng.choices(range(len(_SPELT)), _SPELT, k=_SLOTS)
    choices = _choices(kind)
    pool: list[Token] = []
    for lemma, way in zip(chosen, ways, strict=True):
        found, weights = choices[lemma]
        word = found[bisect(weights, rng.random() * weights[-1])]
        pool.append((_spellings(word.written)[way], (lemma, word.shape)))
    return pool


@cache
def _choices(kind: Kind) -> dict[str, tuple[tuple[Word, ...], list[float]]]:
    """The words of each lemma, with their weights added up."""
    return {
        lemma: (found, list(accumulate(word.weight for word in found)))
        for lemma, found in words(kind).items()
    }


def _ranked(kind: Kind, own: Field | None) -> list[str]:
    """A field's own words and the general ones in turn, then those of all other fields."""
    general = _lemmas_of(GENERAL, kind)
    others = [_lemmas_of(field, kind) for field in FIELDS.values()]
    if own:
        first = _lemmas_of(own, kind)
    else:
        first = [word for words in zip(*(o[:8] for o in others), strict=False) for word in words]
    mixed = [word for pair in zip(first, general, strict=False) for word in pair]
    rest = (word for words in others for word in words)
    return list(dict.fromkeys([*mixed, *first, *general, *rest]))


def _lemmas_of(field: Field, kind: Kind) -> list[str]:
    return [entry.lemma for entry in of(field, kind)]


# Sentences: V verb, N noun, A adjective, F function word, D number, L Latin name; the rest is
# punctuation


_SENTENCES = (
    "V N A F N A , F F N A F N",
    "V N F N A F N N A , V F F N A V F N A F N .",
    "F N A V N F N , V N A F N N F D N",
    "V N N A « F N A F N N , V F N A »",
    "F F V N A F N A , V N F F N A F N N",
    "V N F D N F N A F N , F N A V N A F N N A",
    "V L F N A F N N , V F N A",
    "N A F N N F N A , N A F N F N N A F N",
    "F V N N A F N , F F N A F N N V A",
    "V N A F L N A F N D , F N N A",
    "V F N N A : « V N F N A »",
    "F N D V N A F N F N N , V N A F N N A F N A , V N F N",
)
_TITLES = (
    "N N A V N A F N",
    "N A : N N F N A F N",
    "L V N N A F N A",
    "V N N A F D N A",
    "N N A F N N .. V N",
    "« N A » V N F N A",
    "N A V N F N N A",
)
_HEADINGS = ("N A F N", "N N A", "N F N A")
_ALIKE = {",": "،", ":": ":", "«": "«", "»": "»", ".": ".", "..": ".."}

_OPENINGS = ("<p>",) * 12 + (
    '<p class="wp-block-paragraph">',
    '<p style="text-align: justify;">',
    '<p dir="rtl">',
    '<p class="MsoNormal" style="direction: rtl;">',
)


class _Voice:
    """How a section speaks: its pools of words, laid out for each pattern."""

    def __init__(self, rng: Random, own: Field | None) -> None:
        self._pools: dict[str, list[Token]] = {
            kind: _pool(rng, kind, _ranked(kind, own)) for kind in KINDS
        }
        for sign, others in (("F", FUNCTION_WORDS), ("L", LATIN_NAMES), ("D", NUMBERS)):
            self._pools[sign] = [(word, None) for word in rng.choices(others, k=_SLOTS)]
        for sign, written in _ALIKE.items():
            self._pools[sign] = [(written, None)] * _SLOTS
        self.titles, self.headings = (
            [self._laid_out(pattern) for pattern in patterns] for patterns in (_TITLES, _HEADINGS)
        )
        self.paragraphs = [
            self._laid_out(" . ".join(rng.sample(_SENTENCES, 1 + at % 3)) + " .")
            for at in range(60)
        ]
        self.tags = _ranked("N", own)[:60]

    def _laid_out(self, pattern: str) -> list[list[Token]]:
        return [self._pools[kind] for kind in pattern.split()]

    def say(
        self, rng: Random, pattern: Sequence[Sequence[Token]], said: set[Meaning | None]
    ) -> str:
        """A pattern filled with words; their meanings are noted in `said`."""
        slots = memoryview(rng.randbytes(2 * len(pattern))).cast("H")
        spoken, meant = zip(
            *[pool[slot & _LAST] for pool, slot in zip(pattern, slots, strict=True)], strict=True
        )
        said.update(meant)
        return _closed(" ".join(spoken))


def _closed(text: str) -> str:
    """Signs stand at their words."""
    text = text.replace(" ،", "،").replace(" .", ".")
    return (
        text.replace("« ", "«").replace(" »", "»").replace(" :", ":")
        if "«" in text or ":" in text
        else text
    )


class Corpus:
    """The articles of a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        rng = Random(seed)
        self._voices = {slug: _Voice(rng, FIELDS.get(slug)) for slug in LABELS}
        self._slugs = list(LABELS)

    def samples(self, count: int, first: int = 1) -> Iterator[Sample]:
        """Samples first, first + 1, ...: one every five minutes since START."""
        return (self.sample(number) for number in range(first, first + count))

    def sample(self, number: int) -> Sample:
        """The sample of this number, whichever were made before it."""
        rng = Random(self._seed << 32 | number)
        slug = rng.choice(self._slugs)
        voice = self._voices[slug]
        said: set[Meaning | None] = {None}
        title = voice.say(rng, rng.choice(voice.titles), said)
        in_title = _without_none(said)
        said = {None}
        html = self._body(rng, voice, number, said)
        record = _record(rng, slug, number, title) | {
            "html": html,
            "tags": rng.sample(voice.tags, rng.randrange(1, 5)),
        }
        return Sample(record, in_title, _without_none(said))

    def _body(self, rng: Random, voice: _Voice, number: int, said: set[Meaning | None]) -> str:
        """Paragraphs until the length is reached that chance has given this article."""
        left = min(rng.lognormvariate(math.log(MEDIAN), SPREAD), LONGEST - 500)
        parts: list[str] = []
        while left > 150 or not parts:
            chance = rng.random()
            if chance < 0.16 and parts:
                heading = voice.say(rng, rng.choice(voice.headings), said)
                parts.append(_furniture(chance, heading, number))
            text = voice.say(rng, rng.choice(voice.paragraphs), said)
            left -= len(text)
            parts.append(
                f"{rng.choice(_OPENINGS)}{_linked(text, number) if chance > 0.9 else text}</p>"
            )
        return "\n".join(parts)


def _without_none(said: Iterable[Meaning | None]) -> frozenset[Meaning]:
    return frozenset(meaning for meaning in said if meaning)


# HTML as content management systems write it


def _furniture(chance: float, text: str, number: int) -> str:
    """What stands between paragraphs; its text is the article's too."""
    if chance < 0.09:
        return f"<h2>{text}</h2>"
    if chance < 0.12:
        return "<ul>" + "".join(f"<li>{word}</li>" for word in text.split()) + "</ul>"
    if chance < 0.15:
        source = f"https://www.example.com/wp-content/uploads/2026/01/صورة-{number}-780x470.jpg"
        return (
            f'<figure class="wp-block-image"><img loading="lazy" src="{source}"'
            f' alt=""></figure>\n<h3>{text}</h3>'
        )
    return f'<p><strong>{text}</strong>&nbsp;</p><script>track("{number}")</script>'


def _linked(text: str, number: int) -> str:
    """The first three words lead to another article."""
    words = text.split(" ", 3)
    inner, rest = " ".join(words[:3]), " ".join(words[3:])
    return f'<a href="/خبر/{number - 7}?utm_source=body" target="_blank">{inner}</a> {rest}'


def _record(rng: Random, slug: str, number: int, title: str) -> dict[str, object]:
    """All fields but the body and the tags."""
    published = START + number * EVERY + timedelta(seconds=rng.randrange(240))
    path = f"{published:%Y/%m}"
    name = "-".join(title.translate(_NO_SIGNS).split())
    record: dict[str, object] = {
        "id": f"b-{number}",
        "url": f"https://www.example.com/{path}/{name}-{number}/",
        "title": title,
        "sections": [rng.choice(LABELS[slug])],
        "authors": [
            f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
            for _ in range(rng.choice((0, 1, 1, 1, 1, 2)))
        ],
        "published": published.isoformat(),
        "language": "ar",
    }
    chance = rng.random()
    if chance < 0.8:
        image = (
            f"https://www.example.com/wp-content/uploads/{path}/{name[:24].strip('-')}-1200x675.jpg"
        )
        record["image"] = {"url": image, "alt": title, "width": 1200, "height": 675}
    if chance > 0.9:
        record["updated"] = (published + timedelta(seconds=60)).isoformat()
    return record


_NO_SIGNS = str.maketrans(":«».,،%", "       ")
