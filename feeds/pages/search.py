"""The page of the search: its form, what was found, or why nothing can be looked for.

Values in, HTML out; what it looks like is in `feeds/templates/search.html`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from store import ALL, QUERY_LIMIT, Article, Query, Section, Site, plain

from ..links import SEARCH_KEY, feed_address, question_query
from ..printing.question import Question
from .feed_pages import FeedLink, feed_link
from .highlights import Snippet, marked, snippet
from .render import render

_SUMMARY = 240  # characters that are shown of a text in which no word was found


@dataclass(frozen=True)
class Hit:
    """An article that was found.

    label  the name that it is filed under, "" for none
    """

    article: Article
    label: str
    query: Query

    @cached_property
    def title(self) -> list[Snippet]:
        """Its title, with the words that were asked for."""
        return marked(self.article.title, self.query)

    @cached_property
    def excerpt(self) -> list[Snippet]:
        """What stands around the first of these words; else how its summary begins.

        Nothing of a text that its source does not let out.
        """
        article = self.article
        around = []
        if article.syndicate == "full" and not self.query.in_title:
            around = snippet(plain(article.html), self.query)
        return around or snippet(article.summary, self.query) or _beginning(article.summary)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """One page of what was found.

    number  of the page, from 1 on
    more    whether another page follows
    """

    items: Sequence[Hit]
    number: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """The form as it was filled in.

    given     the parameters of a question by their names
    sections  those that may be chosen
    """

    given: Mapping[str, str]
    sections: Sequence[Section]

    def value(self, name: str) -> str:
        """What was filled in, "" for nothing, as far as the form takes it."""
        return self.given.get(name, "")[:QUERY_LIMIT]

    @property
    def is_narrowed(self) -> bool:
        """Whether more than words was filled in."""
        return any(value for name, value in self.given.items() if name != "q")


def empty_page(site: Site, form: SearchForm) -> str:
    """The form alone."""
    return _page(site, form)


def error_page(site: Site, form: SearchForm, error: str) -> str:
    """The form, and what is wrong with it."""
    return _page(site, form, error=error)


def found_page(site: Site, form: SearchForm, question: Question, found: HitPage) -> str:
    """What was found, the best first, and the feeds of the question."""
    return _page(site, form, question=question, found=found)


def page_query(question: Question, number: int) -> str:
    """What stands behind the address of a page of what was found."""
    if number == 1:
        return question.page_query
    return question_query({**question.parameters, "page": str(number)})


def _page(
    site: Site,
    form: SearchForm,
    *,
    error: str = "",
    question: Question | None = None,
    found: HitPage | None = None,
) -> str:
    link = _link(site, question) if question else None
    return render(
        "search.html",
        site,
        form=form,
        error=error,
        question=question,
        found=found,
        link=link,
        page_query=page_query,
        limit=QUERY_LIMIT,
        feeds=(link or feed_link(site, ALL, site.title, site.description),),
    )


def _link(site: Site, question: Question) -> FeedLink:
    """The feed of a question as pages name it."""
    link = feed_link(site, SEARCH_KEY, question.looks.title, "", question.looks.language)
    return replace(link, page=feed_address(site, SEARCH_KEY), query=question.page_query)


def _beginning(text: str) -> list[Snippet]:
    """How a text begins, without a torn word."""
    if len(text) <= _SUMMARY:
        return [Snippet(text)] if text else []
    return [Snippet(text[:_SUMMARY].rpartition(" ")[0] or text[:_SUMMARY]), Snippet("…")]
