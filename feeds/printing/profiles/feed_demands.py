"""What partners ask of a feed as a whole, as its page breaks it. Pure.

None of it is hard: no article is left out for it.
"""

from collections.abc import Iterator
from functools import partial

from .counting import ARTICLES, KILOBYTES, counted, counted_in_english, counted_object
from .demand import Sentence
from .finding import PartnerFinding
from .profile import Profile

_in_arabic = partial(counted, noun=ARTICLES)
_in_english = partial(counted_in_english, noun="article")


def feed_findings(profile: Profile, standing: int, dropped: int) -> Iterator[PartnerFinding]:
    """What a feed breaks in which so many articles stand, after so many were dropped for size."""
    if standing < profile.least:
        yield _too_few(profile, standing)
    if dropped:
        yield _too_large(profile, dropped)


def _too_few(profile: Profile, standing: int) -> PartnerFinding:
    least = counted_object(profile.least, ARTICLES)
    return PartnerFinding(
        name="feed-few",
        is_hard=False,
        value=standing,
        arabic=Sentence(
            wrong=f"عدد أخبار النشرة {{value}}، ويطلب {profile.title} {least} على الأقل",
            mend="وسّع اختيار الأخبار لهذا الشريك في ملف الإعدادات",
            count=str,
        ),
        english=Sentence(
            wrong=f"the feed has {{value}}, and {profile.title} asks for {profile.least} at least",
            mend="let the partner have more sections or tags in nashra.toml",
            count=_in_english,
        ),
    )


def _too_large(profile: Profile, dropped: int) -> PartnerFinding:
    kilobytes = (profile.size_limit or 0) // 1000
    return PartnerFinding(
        name="feed-large",
        is_hard=False,
        value=dropped,
        arabic=Sentence(
            wrong=f"سقط من النشرة {{value}}، إذ لا يقبل {profile.title} ملفًا يزيد على"
            f" {counted_object(kilobytes, KILOBYTES)}",
            mend="اختصر أطول النصوص أو قلّل عدد أخبار هذا الشريك (limit) في ملف الإعدادات",
            count=_in_arabic,
        ),
        english=Sentence(
            wrong=f"{{value}} had to be dropped from the feed, since {profile.title}"
            f" takes no document of more than {kilobytes} kB",
            mend="shorten the longest texts, or lower the `limit` of the partner in nashra.toml",
            count=_in_english,
        ),
    )


def unmade(profile: Profile) -> PartnerFinding:
    """What is found of a feed that was never made."""
    return PartnerFinding(
        name="feed-unmade",
        is_hard=False,
        value="",
        arabic=Sentence(
            wrong=f"لم تُنشأ بعد نشرة {profile.title}",
            mend="شغّل «flask refresh» ثم أعد الفحص",
        ),
        english=Sentence(
            wrong=f"the feed for {profile.title} was never made",
            mend="run `flask refresh`, then check again",
        ),
    )
