"""The search: `/search`, a page for people, and the feeds of a question beside it.

A question has one address, so that caches share it: empty parameters are left out, the others stand
in one order. Whatever else is given (`utm_source=x`) changes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from store import (
    QUERY_LIMIT,
    QUERY_WORDS_LIMIT,
    BadQuestion,
    NotFound,
    StoredArticle,
)

from ..links import SEARCH_KEY, feed_address, question_query
from ..newsroom import Newsroom
from ..pages.search import (
    Hit,
    HitPage,
    SearchForm,
    empty_page,
    error_page,
    found_page,
    page_query,
)
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..printing.question import PARAMETERS, Question
from ..serving.on_demand import Inquiry
from ..serving.turn import Turn
from .feeds import FeedView
from .pages import as_asked
from .parameters import read_parameters
from .places import leave
from .problems import is_for_machine
from .responses import moved, search_page, unlisted

PAGE_SIZE = 20  # articles
PAGES = 50  # that may be turned: whoever looks for more asks more closely

_PAGE = "page"
_FULL = "full"
_OWN = (*PARAMETERS, _PAGE)
_TOO_LONG = f"البحث أطول من {QUERY_LIMIT} حرف. اختصره ثم أعد المحاولة."
_NO_WORDS = "اكتب كلمة واحدة على الأقل تبحث عنها؛ فالعلامات وحدها، والكلمات التي تستبعدها، لا تكفي."
_TOO_MANY = f"في البحث أكثر من {QUERY_WORDS_LIMIT} كلمة. احذف بعضها ثم أعد المحاولة."
_REASONS = {
    "section": "لا يوجد قسم بهذا الاسم. اختر قسمًا من القائمة.",
    "since": "تاريخ البداية غير مفهوم. اكتبه هكذا: 2026-11-24.",
    "until": "تاريخ النهاية غير مفهوم. اكتبه هكذا: 2026-11-24.",
    "in": "يمكن حصر البحث في العناوين وحدها، لا في غيرها.",
    _PAGE: "لا توجد صفحة نتائج بهذا الرقم.",
}
_UNCLEAR = "في عنوان البحث ما لا يُفهم. اكتب ما تبحث عنه من جديد."


def blueprint(newsroom: Newsroom, feeds: FeedView, turn: Turn) -> Blueprint:
    """`/search`, `/search.rss`, `.atom` and `.json`."""
    blueprint = Blueprint("search", __name__)
    blueprint.teardown_request(leave)
    view = SearchView(newsroom, feeds, turn)
    blueprint.add_url_rule(f"/{SEARCH_KEY}", "page", view.show, methods=["GET"])
    for format in FORMATS.values():
        show = partial(view.show_feed, format)
        path = f"/{SEARCH_KEY}{format.suffix}"
        blueprint.add_url_rule(path, format.name, show, methods=["GET"])
    return blueprint


@dataclass(frozen=True, slots=True)
class SearchView:
    """The view of all questions.

    turn  whose turn it is to ask what the database has to look for
    """

    newsroom: Newsroom
    feeds: FeedView
    turn: Turn

    def show_feed(self, format: Format) -> Response:
        """Answer with the newest articles that answer a question. Raises BadQuestion."""
        given = read_parameters(_OWN)
        inquiry = Inquiry(
            self.newsroom.questions.read(given), format, summaries=given.get(_FULL) == "0"
        )
        if inquiry.question.page_query != _asked(given, PARAMETERS):
            return self._moved(inquiry.query, format.suffix)
        response = self.feeds.made(inquiry)
        if response is None:
            raise NotFound("the feed that is searched has not been printed yet")
        return unlisted(response)

    def show(self) -> Response:
        """Answer with the page of a question, or the form alone."""
        site = self.newsroom.settings.site
        try:
            given = read_parameters(_OWN)
            if not any(given.get(name) for name in PARAMETERS):
                return search_page(site, empty_page(site, self._form({})))
            return self._answer(given)
        except BadQuestion as error:
            if is_for_machine():
                raise
            form = self._form(request.args.to_dict())
            return search_page(site, error_page(site, form, _explain(error)), 400)

    def _answer(self, given: dict[str, str]) -> Response:
        """The page of what was found. Raises BadQuestion."""
        question = self.newsroom.questions.read(given)
        number = _page_number(given.get(_PAGE) or "1")
        asked = page_query(question, number)
        if asked != _asked(given, _OWN):
            return self._moved(asked)
        self.feeds.readers.admit()
        site = self.newsroom.settings.site
        with self.turn.take():
            found = self._find(question, number)
            html = found_page(site, self._form(question.parameters), question, found)
        return search_page(site, html)

    def _find(self, question: Question, number: int) -> HitPage:
        """One page of what answers a question, the best first. Raises NotFound beyond the last."""
        start = PAGE_SIZE * (number - 1)
        with self.newsroom.store.snapshot() as snapshot:
            ids = snapshot.search.find(question.query, PAGE_SIZE + 1, start)
            stored = snapshot.articles.load(ids[:PAGE_SIZE])
        if start and not ids:
            raise NotFound("nothing stands on this page of what was found")
        return HitPage(
            items=[self._hit(stored[name], question) for name in ids[:PAGE_SIZE]],
            number=number,
            more=len(ids) > PAGE_SIZE and number < PAGES,
        )

    def _hit(self, stored: StoredArticle, question: Question) -> Hit:
        article = as_asked(stored.shown)
        labels = self.newsroom.settings.sections.labels(article)
        return Hit(article, labels[0] if labels else "", question.query)

    def _form(self, given: Mapping[str, str]) -> SearchForm:
        return SearchForm(given=given, sections=self.newsroom.settings.sections.all)

    def _moved(self, query: str, suffix: str = "") -> Response:
        """The way to the one address of a question."""
        address = feed_address(self.newsroom.settings.site, SEARCH_KEY, suffix)
        return unlisted(moved(f"{address}{query}"))


def _asked(given: Mapping[str, str], names: Collection[str]) -> str:
    """The parameters of these names as they were given, in the spelling of our own addresses."""
    return question_query({name: value for name, value in given.items() if name in names})


def _page_number(text: str) -> int:
    """The number of a page of what was found. Raises BadQuestion."""
    if not text.isdecimal() or len(text) > len(str(PAGES)) or not 1 <= int(text) <= PAGES:
        raise BadQuestion(f"is no number from 1 to {PAGES}", field=_PAGE)
    return int(text)


def _explain(error: BadQuestion) -> str:
    """What is wrong with a question, for people."""
    if error.field != "q":
        return _REASONS.get(error.field, _UNCLEAR)
    typed = request.args.get("q", "")
    if len(request.args.getlist("q")) > 1:
        return _UNCLEAR
    if len(typed) > QUERY_LIMIT:
        return _TOO_LONG
    return _TOO_MANY if len(typed.split()) > QUERY_WORDS_LIMIT else _NO_WORDS
