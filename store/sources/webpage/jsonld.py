"""JSON-LD of a page (schema.org): the article it tells of, and the texts and names in its values.

Nothing in it is sure to have its shape: a value may be one or a list, a text or an object, or the
`@id` of an object elsewhere on the page.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...limits import LIST_LIMIT, NAME_LIMIT
from ..common import as_list, http_address
from .ld_mending import mended

Thing = dict[str, Any]
Properties = dict[str, list[Any]]

_ARTICLE = re.compile(r"(Article|BlogPosting)\b")  # NewsArticle, ReportageNewsArticle ...
_LEFT_OPEN = re.compile(r"(?:\{\{|\{%|<%|\$\{)[^{}<>]*+(?:\}\}|%\}|%>|\})")  # by a template
_PAGE = re.compile(r"(?:WebPage|ItemPage)\b")
_COMMAS = re.compile("[,،]")
_SURE = 2  # a page that tells of more articles is a list of them


def things_of(tree: Any) -> list[Thing]:
    """The objects that the JSON-LD of a page tells of."""
    return [thing for text in _blocks(tree) for thing in _things(text)]


def article_of(things: list[Thing], url: str | None) -> Properties:
    """The properties of the article among the objects of a page, each as a list of values.

    An article with the address of the page wins; else a page that tells of many has none.
    """
    return _properties(_own_article(things, url), things)


def page_of(things: list[Thing]) -> Properties:
    """The properties of the one page that the objects tell of, which says less of an article."""
    pages = [thing for thing in things if _PAGE.search(str(thing.get("@type")))]
    return _properties(pages[0], things) if len(pages) == 1 else {}


def _properties(article: Thing, things: list[Thing]) -> Properties:
    """The properties of an object, each as a list of values; `@id` stands for what it names."""
    by_id = _by_id(things)
    return {
        name: [by_id.get(_id(value), value) for value in as_list(values)]
        for name, values in article.items()
    }


def own_addresses(article: Properties, base: str | None) -> list[str]:
    """The addresses of its page that an article tells, made absolute; fragments name its parts."""
    values = [*article.get("url", ()), *article.get("mainEntityOfPage", ())]
    texts = (_place(value).partition("#")[0] for value in values)
    addresses = (http_address(text, base) for text in texts if text)
    return [address for address in addresses if address]


def _place(value: Any) -> str:
    """An address, or that of an object."""
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return first_text(value) or ""


def mend(tree: Any) -> None:
    """Mend the JSON-LD of a page; what stays broken is emptied, since other readers guess at it."""
    for script in _scripts(tree):
        text = script.text or ""
        if _is_json(text):
            continue
        whole = mended(text)
        script.text = whole if _is_json(whole) else ""


def _is_json(text: str) -> bool:
    """Whether a text is JSON; raw line ends in its strings do no harm."""
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    return True


def _own_article(things: list[Thing], url: str | None) -> Thing:
    """The article with the address of the page, else the first of few that has a headline."""
    articles = [thing for thing in things if _ARTICLE.search(str(thing.get("@type")))]
    if url:
        for article in articles:
            if http_address(first_text(article.get("url")), url) == url:
                return article
    if not articles or len(articles) > _SURE:
        return {}
    titled = (article for article in articles if first_text(article.get("headline")))
    return next(titled, articles[0])


def _scripts(tree: Any) -> Iterator[Any]:
    """The scripts of a page that are JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            yield script


def _blocks(tree: Any) -> Iterator[str]:
    """The texts of the page's JSON-LD scripts."""
    for script in _scripts(tree):
        yield script.text or ""


def _things(text: str) -> Iterator[Thing]:
    """The objects of a block, which may be a list, a graph, or the page of an article."""
    try:
        queue = as_list(json.loads(text, strict=False))  # raw line ends in a text do no harm
    except ValueError:
        return
    for thing in queue:  # grows while it is walked
        if isinstance(thing, dict):
            yield thing
            queue += as_list(thing.get("@graph"))
            queue += as_list(thing.get("mainEntity"))
        elif isinstance(thing, list):
            queue += thing


def _by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    """The objects that have an `@id`, by it; the first of each."""
    by_id: dict[str, Thing] = {}
    for thing in things:
        if "@id" in thing:
            by_id.setdefault(_id(thing), thing)
    return by_id


def _id(value: Any) -> str:
    """The `@id` by which a value names an object."""
    return str(value.get("@id")) if isinstance(value, dict) else ""


def first_text(value: Any) -> str | None:
    """The first text, or truth as text, of a value or a list; None without any."""
    for part in as_list(value):
        if isinstance(part, dict):
            part = part.get("@value")  # with its language or type beside it
        if isinstance(part, str | bool):
            text = str(part).strip()
            if text and not _LEFT_OPEN.fullmatch(text):
                return text
    return None


def names_of(value: Any) -> list[str]:
    """Texts, and the names of objects; a text of several, as keywords are, is taken apart."""
    names: list[str] = []
    for part in as_list(value):
        text = _name(part)
        if "://" not in text:  # some give the address of an author's page as the author
            names += (name.strip() for name in _COMMAS.split(text))
    return [name for name in names if 0 < len(name) <= NAME_LIMIT][:LIST_LIMIT]


def _name(value: Any) -> str:
    """The name of an object, or the text itself."""
    named = value.get("name") if isinstance(value, dict) else value
    return first_text(named) or ""
