"""Words of the news in all their forms, for tests of what a search finds.

Singulars and plurals stand in `search_families.txt`; what news texts write around them is put there
by the rules of grammar, not by those of the search.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from store.text.arabic import fold
from store.text.search_key import search_key

FILE = Path(__file__).with_suffix(".txt")
NOMINATIVE = ("", "و", "ف")
CLITICS = (*NOMINATIVE, "ب", "ل", "ك", "وب", "ول")
ARTICLES = ("ال", "وال", "فال")
ALL_ARTICLES = (*ARTICLES, "بال", "كال", "لل", "وبال", "ولل")
PRONOUNS = ("ه", "ها", "هم", "نا")


def families() -> dict[str, list[str]]:
    """Every word of the table with all of its forms."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    entries = (line.partition(":") for line in lines if line and line[0] != "#")
    return {word: list(_forms(word, plurals.split())) for word, _, plurals in entries}


def recall_and_precision(typed: dict[str, list[str]]) -> tuple[float, float]:
    """What share of its forms a search for words of a family finds, and how much of it is right."""
    truth = families()
    keys = {form: search_key(form) for forms in truth.values() for form in forms}
    owners = Counter(fold(form) for forms in truth.values() for form in set(forms))
    by_key: dict[str, list[tuple[str, str]]] = {}
    for word, forms in truth.items():
        for form in forms:
            by_key.setdefault(keys[form], []).append((form, word))
    right = wrong = wanted = 0
    for word, questions in typed.items():
        for question in questions:
            answers = by_key.get(search_key(question), [])
            right += sum(owner == word for _, owner in answers)
            # What two words share in spelling is no mistake of the search.
            wrong += sum(owner != word and owners[fold(form)] == 1 for form, owner in answers)
            wanted += len(truth[word])
    return right / wanted, right / (right + wrong)


def _forms(word: str, plurals: list[str]) -> Iterator[str]:
    for stem in (word, *plurals):
        nominative = stem.endswith("ون") and stem != word
        yield from (clitic + stem for clitic in (NOMINATIVE if nominative else CLITICS))
        yield from (
            _with_article(article, stem) for article in (ARTICLES if nominative else ALL_ARTICLES)
        )
        if stem == word or not stem.endswith(("ون", "ين")):
            yield from _owned(stem)


def _with_article(article: str, stem: str) -> str:
    doubled = article.endswith("لل") and stem.startswith("ل")
    return f"{article[:-1]}{stem}" if doubled else f"{article}{stem}"


def _owned(stem: str) -> Iterator[str]:
    for at, pronoun in enumerate(PRONOUNS):
        yield f"{_bound(stem, at)}{pronoun}"
        yield f"{CLITICS[at + 1]}{_bound(stem, at)}{pronoun}"


def _bound(stem: str, at: int) -> str:
    """A stem as it is written before a pronoun, with one seat of the hamza or another."""
    if stem.endswith("ة"):
        return f"{stem[:-1]}ت"
    if stem.endswith("اء"):
        return f"{stem[:-1]}{'ؤئءؤ'[at]}"
    return f"{stem[:-1]}ا" if stem.endswith("ى") else stem
