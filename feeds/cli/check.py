"""`flask check`: what partners would refuse, or not like, said before they do."""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from store import Article

from ..newsroom import Newsroom
from ..printing.formats.cache import EntryCache
from ..printing.partner import PartnerPage, ProfiledPartner
from ..printing.printed import PartnerFeed
from ..printing.profiles.counting import ARTICLES, counted, counted_in_english
from ..printing.profiles.feed_demands import feed_findings, unmade
from ..printing.profiles.fetched_pictures import picture_addresses, picture_findings, unasked
from ..printing.profiles.finding import PartnerFinding
from ..running.picture_round import PictureRound
from .group import CommandGroup, open_newsroom
from .output import print_json, say

commands = CommandGroup()


@commands.command("check")
@click.argument("partner", required=False)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each finding.")
@click.option("--pictures", "with_pictures", is_flag=True, help="Ask for the pictures, too.")
def check_partners(partner: str | None, as_json: bool, with_pictures: bool) -> None:
    """Say what partners would refuse, and how to mend it.

    Each demand that an article breaks is said in Arabic and in English. Articles that would be
    refused are left out of the feed. The exit code is 1 if there are any, else 0.

    \b
    Example:
      flask check msn
    """
    newsroom = open_newsroom()
    partners = [newsroom.find_profiled(partner)] if partner else newsroom.partners
    if not partners:
        say("no partners are set, a [[partner]] in nashra.toml makes one", err=as_json)
    round = PictureRound(newsroom.outbound) if with_pictures else None
    is_refused = [_check(newsroom, one, round, as_json=as_json) for one in partners]
    sys.exit(1 if any(is_refused) else 0)


def _check(
    newsroom: Newsroom, partner: ProfiledPartner, round: PictureRound | None, *, as_json: bool
) -> bool:
    """Say all that is found of a partner's feed; return whether an article is left out of it."""
    report = _Report(partner, as_json=as_json)
    page = _page(newsroom, partner)
    if page is None:
        report.say([unmade(partner.profile)])
        return False
    report.say(page.findings, page.left_out)
    if round:
        report.say(_of_pictures(partner, page, round))
    standing = len(page.standing)
    report.say(feed_findings(partner.profile, standing, page.dropped))
    report.say_counts(standing, len(page.left_out))
    return bool(page.left_out)


def _of_pictures(
    partner: ProfiledPartner, page: PartnerPage, round: PictureRound
) -> Iterator[PartnerFinding]:
    """What is found of the pictures of a page, once they were asked for."""
    articles = [entry.article for entry in page.standing if not entry.is_notice]
    left = round.ask(url for article in articles for url in picture_addresses(article))
    for article in articles:
        yield from picture_findings(partner.profile, page.feed, article, round.answers)
    if left:
        yield unasked(left)


def _page(newsroom: Newsroom, partner: ProfiledPartner) -> PartnerPage | None:
    """The page that would be printed for a partner now; None where its feed was never made."""
    feed = PartnerFeed(partner, newsroom.options)
    with newsroom.store.snapshot() as snapshot:
        if feed.key not in snapshot.feeds.states([feed.key]):
            return None
        sheet = feed.read(snapshot)
    return feed.page(sheet, EntryCache())


class _Report:
    """What is said of one partner."""

    def __init__(self, partner: ProfiledPartner, *, as_json: bool) -> None:
        self._partner = partner.partner.slug
        self._profile = partner.profile
        self._as_json = as_json

    def say(
        self, findings: Iterable[PartnerFinding], left_out: frozenset[str] = frozenset()
    ) -> None:
        """Say findings, those of one article together. `left_out` has ids of articles."""
        for article, of_article in groupby(findings, key=lambda finding: finding.article):
            is_left_out = article is not None and article.id in left_out
            if self._as_json:
                for finding in of_article:
                    print_json(self._fields(finding, is_left_out=is_left_out))
            else:
                say(self._heading(article, is_left_out=is_left_out))
                for finding in of_article:
                    _print_sentences(finding)

    def _fields(self, finding: PartnerFinding, *, is_left_out: bool) -> dict[str, object]:
        article = finding.article
        return {
            "partner": self._partner,
            "demand": finding.name,
            "hard": finding.is_hard,
            "id": article.id if article else None,
            "title": article.title if article else None,
            "left_out": is_left_out,
            "value": finding.value,
            **{
                language: {"wrong": sentence.describe(finding.value), "mend": sentence.mend}
                for language, sentence in (("ar", finding.arabic), ("en", finding.english))
            },
        }

    def _heading(self, article: Article | None, *, is_left_out: bool) -> str:
        if article is None:
            return f"{self._partner}: the feed"
        mark = "  (left out of the feed)" if is_left_out else ""
        return f"{self._partner}: {article.id}  {article.title}{mark}"

    def say_counts(self, standing: int, left_out: int) -> None:
        """Say how many articles stand, and how many were left out."""
        if self._as_json:
            counts = {"partner": self._partner, "standing": standing, "left_out": left_out}
            print_json({"report": counts})
            return
        for line in _count_lines(standing, left_out):
            say(f"{self._partner}: {line}")


def _print_sentences(finding: PartnerFinding) -> None:
    """Say one finding, a line in each language."""
    for sentence, stop in ((finding.arabic, "؛"), (finding.english, ";")):
        say(f"  {sentence.describe(finding.value)}{stop} {sentence.mend}.")


def _count_lines(standing: int, left_out: int) -> Iterator[str]:
    """How many articles stand, and how many were left out, in both languages."""
    stand = counted(standing, ARTICLES) if standing else "لا أخبار"
    refused = counted(left_out, ARTICLES) if left_out else "خبر"
    verb = "واستُبعد منها" if left_out else "ولم يُستبعد منها"
    yield f"في النشرة {stand}، {verb} {refused}."
    yield f"{counted_in_english(standing, 'article')} in the feed, {left_out} left out of it."
