"""Partners follow a day of two hundred changes by their own rules, and end with the right view."""

from collections.abc import Iterator
from random import Random

import pytest

from store import Store, StoredArticle
from tests.partners.day import BEFORE, HOURS, Day, Story, state
from tests.partners.document import words
from tests.partners.following import Follower, follow, newspaper
from tests.partners.newsletter import Newsletter
from tests.partners.reading import Taken, Violation
from tests.partners.validity import errors
from tests.room import START

# The advice of partners that stories break on purpose, by how they do so.
ADVICE = {
    "body-length": ("text-short",),
    "byline": ("no-author",),
    "excerpt": ("text-short",),
    "picture": ("no-picture", "small-picture"),
    "title-length": ("title-short", "title-long"),
}
REFUSED = {"msn": ("title-short", "title-long")}  # such an article must not come at all
REPEATING = ("msn", "smartnews")
EDITING = ("apple", "flipboard")
WITHDRAWN = "سُحب: "
GONE = "لم يعد متاحًا: "
# The words in the place of a withdrawn article are by nobody, and have the title that it has last.
OF_NOTICES = ("byline", "excerpt", "picture", "silent-edit", "title-length")


# What SmartNews asks for to take an article down is no element that the validator knows.
INVALID = {"smartnews": {"{http://search.yahoo.com/mrss/}status in item"}}


@pytest.mark.parametrize(
    ("database", "seed", "hours"),
    [("sqlite", 7, HOURS), ("postgresql", 8, HOURS // 2)],
    indirect=["database"],
)
def test_partners_end_a_day_with_what_the_store_says(store: Store, seed: int, hours: int) -> None:
    day, followers = newspaper(store, Random(seed))
    follow(day, followers, hours)
    for follower in followers:
        assert list(_unexpected(day, follower)) == []
        assert list(_wrong(day, follower)) == []
        assert _invalid(follower) == INVALID.get(follower.name, set())
    sent = next(one.reader.sent for one in followers if isinstance(one.reader, Newsletter))
    back = [day.kept(story).article.id for story in day.stories if story.came_back]
    assert len(sent) > BEFORE
    assert {id for id in sent if sent.count(id) > 1} <= set(back)


def _unexpected(day: Day, follower: Follower) -> Iterator[Violation]:
    """The rules that were broken, but by stories that do so on purpose."""
    stories = {day.kept(story).article.id: story for story in day.stories}
    for violation in follower.reader.violations:
        story = stories.get(violation.entry)
        if story is None:
            is_meant = violation.rule == "hub"  # older guidelines ask for one, and there is none
        else:
            is_meant = _is_meant(follower.name, story, day.kept(story), violation.rule)
        if not is_meant:
            yield violation


def _is_meant(name: str, story: Story, kept: StoredArticle, rule: str) -> bool:
    """Whether a story breaks a rule by what was made of it, and by no fault of its feed."""
    if story.breaks in ADVICE.get(rule, ()):
        return True
    if rule == "twice":
        return story.came_back
    if rule == "body-length":  # where rights have ended, the takedown shows no more than a summary
        return kept.article.syndicate == "none"
    is_edited = name in EDITING and state(kept) == "gone"
    return is_edited and rule in OF_NOTICES


def _invalid(follower: Follower) -> set[str]:
    """What makes the last document no valid RSS."""
    return set() if follower.name == "generic" else set(errors(follower.document))


def _wrong(day: Day, follower: Follower) -> Iterator[tuple[str, str, Taken | None]]:
    """The stories of which a partner has not what it should have at last."""
    for story in day.stories:
        kept = day.kept(story)
        taken = follower.reader.standing.get(kept.article.id)
        if not _is_right(follower.name, story, kept, taken):
            yield f"{follower.name} {story.name} {state(kept)}", story.breaks, taken


def _is_right(name: str, story: Story, kept: StoredArticle, taken: Taken | None) -> bool:
    if story.breaks in REFUSED.get(name, ()) or kept.released is None:
        return taken is None
    if state(kept) == "stands":
        return _stands(name, story, kept, taken)
    if state(kept) == "gone":
        return _is_gone(name, kept, taken)
    return True  # what has moved elsewhere a partner keeps as it was


def _stands(name: str, story: Story, kept: StoredArticle, taken: Taken | None) -> bool:
    """Whether a partner has the last words of an article that stands."""
    article = kept.article
    if taken is None:  # no page reaches as far back as to the days before
        return story.number < BEFORE and article.updated < START
    has_last_words = (taken.title, taken.body) == (article.title, words(article.html))
    return has_last_words or name == "newsletter"


def _is_gone(name: str, kept: StoredArticle, taken: Taken | None) -> bool:
    """Whether a partner no longer shows an article that was withdrawn, if it can be told."""
    if taken is None or name == "newsletter":
        return True
    if name in REPEATING:
        return False
    if name in EDITING or kept.notice:
        told = WITHDRAWN if kept.reason == "withdrawn" else GONE
        return taken.title.startswith(told) and "الحديقة" not in taken.body
    return kept.reason != "withdrawn"  # Atom tells of withdrawals alone
