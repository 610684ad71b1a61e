"""light10, the light stemmer for Arabic that searches are most often compared with.

Written from its published rules: Larkey, Ballesteros and Connell, "Light Stemming for Arabic
Information Retrieval" (2007), sections 3.1 (normalisation) and 3.2 (the stemmer).
"""

import re

_ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_NO_LETTER = re.compile("[^\u0621-\u063a\u0641-\u064a0-9A-Za-z]")
_NORMAL = str.maketrans("أإآ", "ااا")
_ENDS = {"ى": "ي", "ة": "ه"}


def light10(word: str) -> str:
    """The stem of a word."""
    return _without_suffixes(_without_article(_without_and(_normal(word))))


def _normal(word: str) -> str:
    """Marks and tatweel off, one alef, and at the end ي for ى and ه for ة."""
    word = _NO_LETTER.sub("", word).translate(_NORMAL)
    return word[:-1] + _ENDS.get(word[-1], word[-1]) if word else word


def _without_and(word: str) -> str:
    return word[1:] if word.startswith("و") and len(word) >= 4 else word


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            return word[len(article) :]
    return word


def _without_suffixes(word: str) -> str:
    """The list is gone through once, and every suffix that is found goes."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word
