"""Partial drafts: what a message does not name stays as it is kept. Absent is not empty.

What was made of the text, as a summary or a picture may be, is made of it again. All of it is done
before the lock is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..article import Article, Image, StoredArticle
from ..draft import BLOCKS, MEMBERS, PARENTS, PICTURES, Draft
from ..errors import Refused
from ..text.arabic import flat
from .candidate import Candidate, with_digests
from .intake import Intake
from .prepare import NO_TITLE
from .prepare_text import language, prose, summary
from .prepare_things import first_picture

# The fields of an article that stay with each field that a message does not name.
_STAYING = {
    "url": ("url", "url_given"),
    "title": ("title",),
    "html": ("html", "credit", "related"),
    "summary": ("summary",),
    "authors": ("authors",),
    "sections": ("sections",),
    "tags": ("tags",),
    "published": ("published", "precision", "dated"),
    "image": ("image",),
    "enclosures": ("enclosures",),
}
_NEVER_NAMED = ("source", "expires_at", "credit")  # by messages of posts
_TITLE = frozenset(("title",))
_NEEDED = frozenset(("title", "html", "status"))
# What a wire tells better than a guess would: a date never moves, a section has its readers.
_BETTER_FETCHED = frozenset(("sections", "published", "url", "type"))
_GUID = frozenset(("guid",))  # of an article that is to keep it
_NO_DOUBT = frozenset(("enclosures", "updated"))  # where these alone are not named, all is told
_MADE_THERE = frozenset(("summary", "excerpt"))
_NO_PICTURE = "its picture is not told: export all content, or start a wire of the site"
_NO_PICTURES = "pictures of a gallery are not told: export all content, or start a wire of the site"
_NO_BLOCKS = (
    "a reusable block is not told, and is left out of the text:"
    " export all content, or start a wire of the site"
)
_FOR_FEW = "a part of the text is for members alone, and is left out"
_ELSEWHERE = frozenset((PICTURES, BLOCKS))  # what stands in the text of a post by its number alone
_SIGN = "…"
_CUT = " .…[]"


class Partials:
    """The candidates of partial messages, filled with what is kept; each is filled once."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._filled: dict[tuple[Candidate, str, int, str], Candidate] = {}

    def filled(self, candidate: Candidate, kept: StoredArticle | None) -> Candidate:
        """The candidate with all that its message does not name, as its source's article has it."""
        if kept is None or not candidate.draft.unnamed:
            return candidate
        if kept.article.owner != candidate.article.owner:
            return candidate
        known = (candidate, kept.article.id, kept.revision, kept.digest)
        if known not in self._filled:
            self._filled[known] = _filled(candidate, kept, self._intake)
        return self._filled[known]

    def lacks(self, candidate: Candidate) -> list[str]:
        """The fields without which a message makes no article of a post that is not known."""
        draft = candidate.draft
        if _shows_nothing(draft):
            return ["html"]
        if not draft.message:
            return sorted(_TITLE & draft.unnamed)
        if not self._intake.fetches:
            return sorted(_NEEDED & draft.unnamed)
        lacking = (_NEEDED | _BETTER_FETCHED) & draft.unnamed
        if self._intake.keep_guid and draft.guid is None:
            lacking |= _GUID
        return sorted(lacking)

    def asks_again(self, candidate: Candidate, lacking: Sequence[str]) -> bool:
        """Whether the wire is to fetch a post of which a message says too little to be sure."""
        if not self._intake.fetches:
            return False
        draft = candidate.draft
        no_doubt = _NO_DOUBT if draft.message else _NO_DOUBT | {PARENTS}
        return bool(lacking) or not draft.unnamed <= no_doubt


def _shows_nothing(draft: Draft) -> bool:
    """Whether a draft has no text but galleries and blocks, of which it tells the numbers alone."""
    return not draft.html and not (_ELSEWHERE | {MEMBERS}).isdisjoint(draft.unnamed)


def refusal(draft: Draft, lacking: list[str]) -> Refused:
    """Why a message makes no article."""
    if _shows_nothing(draft):
        if MEMBERS in draft.unnamed:
            return Refused(_FOR_FEW, field="html")
        return Refused(_NO_BLOCKS if BLOCKS in draft.unnamed else _NO_PICTURES, field="html")
    if lacking == [*_TITLE]:
        return Refused(NO_TITLE, field="title")
    names = ", ".join(lacking)
    reason = (
        f"the message does not name {names} of a post that is not known here:"
        " let the plugin send the whole post, or poll its site with a wire of this name"
    )
    return Refused(reason, field=lacking[0])


def _filled(candidate: Candidate, stored: StoredArticle, intake: Intake) -> Candidate:
    """The candidate with what is kept in all that its message does not name."""
    draft = candidate.draft
    kept = stored.article
    article = replace(candidate.article, **dict(_staying(draft, candidate.article, kept)))
    if "published" in draft.unnamed:
        article = replace(article, due=None if stored.released else kept.due)
    if not draft.unnamed <= _NO_DOUBT:
        article = _with_derived(article, candidate, kept, intake)
    if article == candidate.article:
        return candidate
    filled = with_digests(article, draft, intake)
    return replace(
        filled,
        keys=filled.ladder.certain(candidate.doubtful),
        doubtful=candidate.doubtful,
        shared=candidate.shared,
    )


def _with_derived(merged: Article, candidate: Candidate, kept: Article, intake: Intake) -> Article:
    """The article with what its own text tells, as far as nothing else does."""
    declared = replace(candidate.draft, language=kept.language)
    tag, direction = language(declared, intake.site, merged.title, prose(merged.html))
    return replace(
        merged,
        summary=_summary(candidate, merged, kept),
        image=_image(candidate, merged, kept),
        language=tag,
        direction=direction,
    )


def _staying(draft: Draft, new: Article, kept: Article) -> Iterator[tuple[str, Any]]:
    """The values of a kept article that stay."""
    for name in _STAYING.keys() & draft.unnamed:
        yield from ((field, getattr(kept, field)) for field in _STAYING[name])
    for field in _NEVER_NAMED:
        if not getattr(new, field):
            yield field, getattr(kept, field)
    yield from _richer(draft, new, kept)
    if "updated" in draft.unnamed:
        appears = kept.published if "published" in draft.unnamed else new.published
        yield "updated", max(kept.updated, appears)


def _richer(draft: Draft, new: Article, kept: Article) -> Iterator[tuple[str, Any]]:
    """The values of a kept article that hold all that is told now, and more."""
    if PARENTS in draft.unnamed and set(new.sections) <= set(kept.sections):
        yield "sections", kept.sections
    if not _ELSEWHERE.isdisjoint(draft.unnamed) and _tells_all(kept, new):
        yield "html", kept.html


def _tells_all(kept: Article, new: Article) -> bool:
    """Whether a kept text holds all of a new one, which lacks pictures."""
    known = set(prose(kept.html).split("\n"))
    return known.issuperset(prose(new.html).split("\n"))


def missing(draft: Draft, old: StoredArticle | None, kept: Article) -> Iterator[Refused]:
    """What a draft does not tell of a post, and nothing that was kept before does."""
    if BLOCKS in draft.unnamed and (old is None or old.article.html != kept.html):
        yield Refused(_NO_BLOCKS, field="html", place=draft.place)
    if MEMBERS in draft.unnamed:
        yield Refused(_FOR_FEW, field="html", place=draft.place)
    if draft.export:
        yield from _missing_pictures(draft, old)


def _missing_pictures(draft: Draft, old: StoredArticle | None) -> Iterator[Refused]:
    """The pictures that an export of posts alone does not tell."""
    if "image" in draft.unnamed and (old is None or old.article.image is None):
        yield Refused(_NO_PICTURE, field="image", place=draft.place)
    if PICTURES in draft.unnamed and (old is None or "<img" not in old.article.html):
        yield Refused(_NO_PICTURES, field="html", place=draft.place)


def _summary(candidate: Candidate, merged: Article, kept: Article) -> str:
    """The summary: the source's own; else the beginning of the text, where that has changed."""
    draft = candidate.draft
    if draft.summary:
        return candidate.article.summary
    is_made = _is_beginning(kept)
    if "summary" in draft.unnamed and not is_made:
        return kept.summary
    if is_made and draft.unnamed & _MADE_THERE and _has_words_of(merged, kept):
        return kept.summary
    return summary(draft, prose(merged.html), merged.title)


def _is_beginning(article: Article) -> bool:
    """Whether a summary is but the beginning of the text, or the title.

    What WordPress has made of a text ends with this sign.
    """
    text = article.summary
    if text == article.title or text.endswith(_SIGN):
        return True
    return flat(prose(article.html)).startswith(text.rstrip(_CUT))


def _has_words_of(article: Article, kept: Article) -> bool:
    """Whether an article still has the words that the summary of a kept one is made of."""
    if kept.summary == kept.title != article.title:
        return False
    return flat(prose(article.html)) == flat(prose(kept.html))


def _image(candidate: Candidate, merged: Article, kept: Article) -> Image | None:
    """The picture: the source's own, else the first of the text."""
    draft = candidate.draft
    told = kept if "image" in draft.unnamed else candidate.article
    if told.image != first_picture(draft, told.html):
        return told.image
    return first_picture(draft, merged.html)
