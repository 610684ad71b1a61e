"""Byline and picture that plugins for search engines put into a post's head: JSON-LD, `og:`, cards.

They tell them though the site hides its users and its media. A head comes as an object or as HTML;
nothing in it is sure to have its shape, and what cannot be read says nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...errors import Refused
from ...text.arabic import fold
from ...text.markup.pictures import attributes_as_written
from ..common import as_list
from ..records.strict_json import parse_text
from .values import text_of, value_at

Post = dict[str, Any]
Thing = dict[str, Any]

_OBJECTS = (
    "yoast_head_json",
    "aioseo_head_json",
    "rank_math_head_json",
    "seopress_head_json",
    "seo",
    "open_graph",
    "og",
    "meta",
)
_PAGES = ("yoast_head", "aioseo_head", "rank_math_head", "seopress_head", "seo_head", "head")
_SCHEMAS = ("schema", "json_ld", "jsonld", "ld_json", "structured_data")
_PAGE_LENGTH = 200_000  # characters of a head in HTML
_THINGS = 1_000  # of JSON-LD

# Names under which a head tells an author, without their signs; and the site.
_AUTHORS = ("author", "articleauthor", "ogarticleauthor", "ogauthor", "dccreator", "dcauthor")
_SITES = ("ogsitename", "sitename", "applicationname")
# Names of pictures, and of their sides: what a site shows where a link to the post is shared.
_PICTURES = ("ogimagesecureurl", "ogimageurl", "ogimage", "twitterimage", "twitterimagesrc")
_LABELS = frozenset(
    fold(label)
    for label in (
        "written by,author,by,كُتب بواسطة,كتب بواسطة,بواسطة,بقلم,كتبه,كتبها,الكاتب,الكاتبة,المؤلف"
        ",écrit par,auteur,par,publié par"
    ).split(",")
)
_NO_LETTER = re.compile("[^a-z0-9]+")
_META = re.compile(r"""<meta\b((?>(?:[^<>"']|"[^"]*+"|'[^']*+')*))>""", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^<>]*+)>((?>(?:[^<]|<(?!/?script\b))*))</script", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:Article|Posting)\b")
_PAGE = re.compile("WebPage")


def names_in_head(post: Post) -> list[str]:
    """The names of the authors of a post, as its head tells them first."""
    facts = [fact for head in _heads(post) for fact in head.items()]
    graph = list(_graph(post))
    sites = {text for name, text in facts if name in _SITES} | set(_publishers(graph))
    told = [list(_of_graph(graph)), [text for name, text in facts if name in _AUTHORS]]
    told.append(list(_of_cards(post, facts)))
    names = ([name for name in some if is_name(name) and name not in sites] for some in told)
    return next(filter(None, names), [])


def is_name(text: str) -> bool:
    """Whether a text may be a name: some tell the address of a profile, or a number."""
    return bool(text) and not text.isdigit() and "://" not in text and "@" not in text


def picture_in_head(post: Post) -> Thing | None:
    """The picture that the head of a post tells, with its size where it does."""
    facts = {name: text for head in _heads(post) for name, text in head.items()}
    address = next((facts[name] for name in _PICTURES if facts.get(name)), "")
    if address:
        sides = {side: _pixels(facts.get(f"ogimage{side}")) for side in ("width", "height")}
        return {"url": address, "alt": facts.get("ogimagealt"), **sides}
    return next(_pictures_of_graph(list(_graph(post))), None)


def _pixels(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _pictures_of_graph(graph: list[Thing]) -> Iterator[Thing]:
    """The pictures of the article, then those of its page."""
    by_id = {str(thing.get("@id")): thing for thing in graph if thing.get("url")}
    for kind in (_ARTICLE, _PAGE):
        for thing in (thing for thing in graph if kind.search(str(thing.get("@type")))):
            for name in ("image", "primaryImageOfPage", "thumbnailUrl"):
                yield from filter(None, (_shown(one, by_id) for one in as_list(thing.get(name))))


def _shown(picture: object, by_id: dict[str, Thing]) -> Thing | None:
    """A picture of a graph: an address, an object, or one that is told elsewhere by an `@id`."""
    address = text_of(picture) or text_of(value_at(picture, "url"))
    return {"url": address} if address else by_id.get(str(value_at(picture, "@id")))


# What a head tells by name


def _heads(post: Post) -> Iterator[dict[str, str]]:
    """The texts of all heads by their names, without signs."""
    for name in _OBJECTS:
        head = post.get(name)
        if isinstance(head, dict):
            yield {_plain(key): text.strip() for key, text in head.items() if text_of(text)}
    yield {_plain(key): post[key].strip() for key in post if ":" in key and text_of(post[key])}
    for page in _pages(post):
        metas = [attributes_as_written(meta) for meta in _META.findall(page)]
        yield {_meta_name(meta): meta.get("content", "").strip() for meta in reversed(metas)}


def _meta_name(meta: dict[str, str]) -> str:
    """The name of a meta element, without signs."""
    return _plain(meta.get("property") or meta.get("name", ""))


def _plain(name: object) -> str:
    """A name without signs and capitals: `og:site_name` is `ogsitename`."""
    return _NO_LETTER.sub("", str(name).lower())


def _pages(post: Post) -> Iterator[str]:
    """The heads of a post that are HTML."""
    for name in _PAGES:
        page = post.get(name)
        if isinstance(page, str) and len(page) <= _PAGE_LENGTH:
            yield page


def _of_cards(post: Post, facts: list[tuple[str, str]]) -> Iterator[str]:
    """What cards for sharing say behind `Written by`."""
    misc = value_at(post, "yoast_head_json", "twitter_misc")
    for label, text in misc.items() if isinstance(misc, dict) else ():
        if fold(str(label)) in _LABELS and isinstance(text, str):
            yield text.strip()
    told = dict(facts)
    for number in "12":
        if fold(told.get(f"twitterlabel{number}", "")) in _LABELS:
            yield told.get(f"twitterdata{number}", "")


# JSON-LD


def _graph(post: Post) -> Iterator[Thing]:
    """All objects of the JSON-LD of a post."""
    queue: list[Any] = [value_at(post, name, schema) for name in _OBJECTS for schema in _SCHEMAS]
    queue += [post.get(schema) for schema in _SCHEMAS]
    scripts = [script for page in _pages(post) for script in _SCRIPT.findall(page)]
    queue += [_parsed(text) for attributes, text in scripts if "ld+json" in attributes]
    for thing in queue:  # grows while it is walked
        if isinstance(thing, str):
            thing = _parsed(thing)
        if isinstance(thing, list) and len(queue) < _THINGS:
            queue += thing
        elif isinstance(thing, dict):
            yield thing
            if len(queue) < _THINGS:
                queue += as_list(thing.get("@graph"))


def _parsed(text: str) -> Any:
    """The value of a script; None for what is no JSON."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return parse_text(text)
    except Refused:
        return None


def _of_graph(graph: list[Thing]) -> Iterator[str]:
    """The authors of the article, else of its page."""
    by_id = {str(thing.get("@id")): thing for thing in reversed(graph) if thing.get("name")}
    articles = [thing for thing in graph if _ARTICLE.search(str(thing.get("@type")))]
    pages = [thing for thing in graph if _PAGE.search(str(thing.get("@type")))]
    for thing in articles or pages:
        yield from (_name(author, by_id) for author in as_list(thing.get("author")))


def _name(author: object, by_id: dict[str, Thing]) -> str:
    """The name of an author, who may be told elsewhere by an `@id`."""
    named = by_id.get(str(value_at(author, "@id")), author)
    name = text_of(value_at(author, "name")) or text_of(value_at(named, "name"))
    return (name or text_of(author) or "").strip()


def _publishers(graph: list[Thing]) -> Iterator[str]:
    """The names of the site."""
    for thing in graph:
        if str(thing.get("@type")) in ("WebSite", "Organization", "NewsMediaOrganization"):
            yield str(thing.get("name") or "").strip()
