"""Former ids: the article that a source has sent before, under another id or address.

A site goes from http to https, a counter in a guid moves: to its readers the story is the same, so
it stays one article. What the keys of a draft do not know is looked for by its title and moment.
"""

import re
from datetime import UTC, datetime

from ..article import Article, StoredArticle
from ..identity import id_key
from ..text.front_pages import is_front_page
from ..text.moving_parts import is_random, path, stem
from .candidate import Candidate, with_link
from .intake import Intake

_NUMBERED = re.compile(r"\A([^#]++)#[0-9]++\Z")
_Pair = tuple[Candidate, str, int]  # a draft, an article by its id and revision


class Former:
    """Which articles drafts were before, and under which links; each is found out before the lock.

    since  the revision at which the run began: what it has changed stands in its document
    """

    def __init__(self, intake: Intake, since: int) -> None:
        self._intake = intake
        self._since = since
        self._was: dict[_Pair, bool] = {}
        self._linked: dict[_Pair, Candidate] = {}

    def was(self, candidate: Candidate, stored: StoredArticle) -> bool:
        """Whether an article is what a draft was before."""
        pair = _pair(candidate, stored)
        if pair not in self._was:
            self._was[pair] = is_former(candidate, stored)
        return self._was[pair]

    def linked(self, candidate: Candidate, kept: StoredArticle | None) -> Candidate:
        """The candidate under the link of its article, where both are one but for moving parts."""
        if kept is None or kept.article.url is None:
            return candidate
        pair = _pair(candidate, kept)
        if pair not in self._linked:
            self._linked[pair] = with_link(candidate, kept, self._intake)
        return self._linked[pair]

    def is_recent(self, stored: StoredArticle) -> bool:
        """Whether an article has changed since the run began."""
        return stored.revision > self._since


def _pair(candidate: Candidate, stored: StoredArticle) -> _Pair:
    return candidate, stored.article.id, stored.revision


def is_former(candidate: Candidate, stored: StoredArticle) -> bool:
    """Whether an article of the same source is what a draft was before.

    Title and link agree, and the moment does, unless the id is the same but for its spelling. An
    article without a moment has to have the same text. The title may be another one where the ids
    count the versions of a page.
    """
    new = candidate.article
    old = stored.article
    if new.owner != old.owner or not _have_one_link(new, old):
        return False
    if not _have_one_title(candidate, stored):
        return _is_version(candidate, old)
    return _is_respelt(candidate, old) or (
        _have_one_moment(candidate, stored) and _may_be_one_id(new, old)
    )


def _have_one_title(candidate: Candidate, stored: StoredArticle) -> bool:
    """Whether the titles agree, or an editor has put another in the place of the source's."""
    corrected = stored.correction is not None and stored.correction.title is not None
    return corrected or candidate.title_key == stored.title_key


def _have_one_link(new: Article, old: Article) -> bool:
    """Whether the links agree but for moving parts and the host; a front page is no link."""
    link = _link(old)
    if new.url is None or link is None:
        return new.url == link
    if stem(new.url) == stem(link):
        return True
    return path(new.url) == path(link) != ""


def _is_version(candidate: Candidate, old: Article) -> bool:
    """Whether a draft is another version of an article by its id: its page, and a number.

    Where a page has several stories, such numbers tell these apart instead.
    """
    new = candidate.article
    if candidate.address_key is None or not _is_numbered(new) or not _is_numbered(old):
        return False
    is_dated = new.dated == old.dated == "explicit"
    if not is_dated or new.published != old.published or new.precision != "instant":
        return False
    return not _may_be_day(new.published)


def _may_be_day(moment: datetime) -> bool:
    """Whether a moment is midnight somewhere from Mauritania to Oman: some write so for a day."""
    utc = moment.astimezone(UTC)
    return utc.minute == utc.second == 0 and utc.hour in (20, 21, 22, 23, 0)


def _is_numbered(article: Article) -> bool:
    """Whether the id of an article is its link, without what that asks for, and a number."""
    page = _NUMBERED.fullmatch(article.source_id or "")
    link, _, _ = (article.url or "").partition("?")
    return page is not None and stem(page[1]) == stem(link)


def _link(old: Article) -> str | None:
    """The link of a kept article; a front page may have been kept as one."""
    return None if old.url is None or is_front_page(old.url) else old.url


def _is_respelt(candidate: Candidate, old: Article) -> bool:
    """Whether the id of a kept article is that of a draft in another spelling."""
    return old.source_id is not None and id_key(old.owner, old.source_id) in candidate.respelt


def _have_one_moment(candidate: Candidate, stored: StoredArticle) -> bool:
    """Whether both were published at one moment; where none is told, whether they are equal."""
    new = candidate.article
    old = stored.article
    if "explicit" in (new.dated, old.dated):
        if new.dated != old.dated or new.published != old.published:
            return False
        if new.precision == old.precision == "instant":
            return True
    return candidate.digest == stored.digest


def _may_be_one_id(new: Article, old: Article) -> bool:
    """Whether one id may have become the other; plain numbers are rows of a table, and do not."""
    first = new.source_id
    second = old.source_id
    if first is None or second is None:
        return True
    if first.isdigit() and second.isdigit():
        return False
    if new.url is not None or stem(first) == stem(second):
        return True
    return is_random(first) and is_random(second)
