"""Notices: an editor's words that stand in the place of a withdrawn article for some days.

An edit reaches every reader that has the article already, a withdrawal hardly one. So the entry
keeps its id, its link and its place, is newer than all that feeds have told of it, and says why it
was withdrawn; nothing of the old text, its authors and its pictures is left.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ..article import Article, Notice, StoredArticle, WithdrawnBy
from ..draft import Draft
from ..errors import Refused
from ..limits import NOTICE_LIMIT
from ..text.arabic import line, normalise
from ..text.markup.make import element
from ..text.markup.read import plain
from ..text.markup.tags import SafeHtml
from .changes import Change, Kind, next_updated, withdrawal
from .intake import Intake
from .last_word import stronger
from .prepare_body import body
from .prepare_rules import Base, within
from .prepare_text import language

NOTICE_TERM = timedelta(days=7)
TOMBSTONE_TERM = timedelta(days=30)

_WITHDRAWN = {
    "ar": "سُحب",
    "en": "Withdrawn",
    "es": "Retirado",
    "fa": "پس گرفته شد",
    "fr": "Retiré",
    "tr": "Geri çekildi",
    "ur": "واپس لیا گیا",
}
_WITHDRAWN_ARTICLE = {
    "ar": "سُحب هذا الخبر.",
    "en": "This article has been withdrawn.",
    "es": "Este artículo ha sido retirado.",
    "fa": "این خبر پس گرفته شد.",
    "fr": "Cet article a été retiré.",
    "tr": "Bu haber geri çekildi.",
    "ur": "یہ خبر واپس لے لی گئی ہے۔",
}
# Of an article that has expired, or may no longer be sent: nobody has retracted it.
_GONE = {
    "ar": "لم يعد متاحًا",
    "en": "No longer available",
    "es": "Ya no disponible",
    "fa": "دیگر در دسترس نیست",
    "fr": "Plus disponible",
    "tr": "Artık yayında değil",
    "ur": "اب دستیاب نہیں",
}
_GONE_ARTICLE = {
    "ar": "لم يعد هذا الخبر متاحًا.",
    "en": "This article is no longer available.",
    "es": "Este artículo ya no está disponible.",
    "fa": "این خبر دیگر در دسترس نیست.",
    "fr": "Cet article n’est plus disponible.",
    "tr": "Bu haber artık yayında değil.",
    "ur": "یہ خبر اب دستیاب نہیں ہے۔",
}


def make_notice(kept: StoredArticle, words: str, intake: Intake) -> Notice:
    """The notice that an editor's plain words make for an article. Raises Refused.

    Slow where the words are many, so it is made before a transaction opens.
    """
    text = normalise(within("notice", words, NOTICE_LIMIT)).strip()
    if not line(text):
        raise Refused("is empty: say why the article is withdrawn, or leave it out", field="notice")
    return Notice(text=text, article=_article(kept, text, intake), until=intake.now() + NOTICE_TERM)


def _article(kept: StoredArticle, text: str, intake: Intake) -> Article:
    """The entry that readers see in the place of an article, without its new `updated` yet."""
    article = kept.article
    html = body(Draft(text=text), Base(None, intake.site.base_url)).html
    words = plain(html)
    tag, direction = language(Draft(language=article.language), intake.site, "", words)
    return replace(
        _emptied(article, html),
        title=_title(kept, tag),
        summary=line(words),
        language=tag,
        direction=direction,
    )


def without_words(kept: StoredArticle, updated: datetime) -> Article:
    """The entry in the place of an article that has gone without a word of an editor.

    It is for readers who know no other word for that than an edit. An article that was withdrawn
    says so; one that has expired, or may no longer be sent, only that it is not there.
    """
    is_withdrawn = kept.reason == "withdrawn"
    article = kept.article
    words = _word(_WITHDRAWN_ARTICLE if is_withdrawn else _GONE_ARTICLE, article.language)
    what = _word(_WITHDRAWN if is_withdrawn else _GONE, article.language)
    html = SafeHtml(element("p", words))
    title = f"{what}: {article.title}"
    return replace(_emptied(article, html), title=title, summary=words, updated=updated)


def _emptied(article: Article, html: SafeHtml) -> Article:
    """An article with another text, without anything else of what it said but its title."""
    return replace(
        article,
        html=html,
        authors=(),
        tags=(),
        expires_at=None,
        image=None,
        enclosures=(),
        related=(),
        source=None,
        syndicate="full",
        credit=None,
    )


def _title(kept: StoredArticle, tag: str) -> str:
    """The title under which readers know the article; before it, that it was withdrawn.

    That is said in the language of the notice, which the entry names as its own.
    """
    title = kept.article.title
    if kept.notice:
        title = kept.notice.article.title.partition(": ")[2]
    return f"{_word(_WITHDRAWN, tag)}: {title}"


def _word(words: Mapping[str, str], tag: str) -> str:
    """What is said in a language, by its tag; in English where we do not speak it."""
    return words.get(tag.split("-")[0], words["en"])


def announcement(kept: StoredArticle, notice: Notice, now: datetime, by: WithdrawnBy) -> Change:
    """The change that puts a notice in the place of an article, withdrawn before or not."""
    by = stronger(kept.withdrawn_by, by)
    updated = next_updated(kept, now)
    if kept.reason != "withdrawn" or _outlives_tombstone(kept, notice):
        kept = withdrawal(kept, now, "withdrawn", by).kept
    article = replace(kept.article, updated=updated)
    return Change(Kind.WITHDRAWN, replace(kept, article=article, notice=notice, withdrawn_by=by))


def _outlives_tombstone(kept: StoredArticle, notice: Notice) -> bool:
    """Whether feeds would be silent about the withdrawal before the notice ends.

    Then a notice withdraws the article anew, or no feed would say that it went.
    """
    return kept.withdrawn is not None and notice.until >= kept.withdrawn + TOMBSTONE_TERM


def end_of_notice(kept: StoredArticle, notice: Notice) -> Change:
    """The change by which a notice leaves the feeds; the page of the article still has it."""
    return Change(Kind.WITHDRAWN, replace(kept, notice=replace(notice, standing=False)))
