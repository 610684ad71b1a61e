"""Old addresses of feeds, WordPress's above all: what each of them asked for.

Pure: which of it is published here, `redirects.py` knows. Whoever is moved is moved for good, so an
address means the whole newspaper only where it says nothing else: each parameter either tells
nothing, or narrows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlencode

from werkzeug.datastructures import MultiDict

from store import is_moving

from ..links import API_PATH, ARTICLES_PATH

OURS = frozenset((API_PATH.split("/")[1], ARTICLES_PATH.strip("/"), "static"))

# WordPress's words behind the address of all that has a feed: `/category/{name}/feed/`, `/rss2/`.
_FEED = "feed"
_FORMS = frozenset((_FEED, "rdf", "rss", "rss2", "atom"))
_ONE_FEED = re.compile(
    r"(?P<stem>feed|index|rss2?|rdf|atom)\.(?P<ending>xml|rss|rdf|atom|json)"
    r"|wp-(?P<script>feed|rss2?|rdf|atom|commentsrss2)\.php"
)
_SEPARATOR = re.compile("[,+]")  # of words in a list: any of them, all of them
_LANGUAGE = re.compile("[a-z]{2}(?:-[a-z]{2})?")
_YEAR = re.compile("[0-9]{4}")
_OF_COMMENTS = "comments-"  # what begins the forms of comments
_ONE_DAY = 3  # segments of an archive: year, month, day


class Narrowing(Enum):
    """What a word of an old address narrows a feed to.

    CATEGORY    a section, by one of its names or a category's number
    TAG, AUTHOR a tag or an author; or a section that has its name from it
    NAMESAKE    something else that a section may have its name from: a folder
    LANGUAGE    the edition in a language, of a newspaper in several
    COMMENTS    the comments of a post, or of all
    ELSE        whatever else: a search, a month, a type of posts
    """

    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    NAMESAKE = "namesake"
    LANGUAGE = "language"
    COMMENTS = "comments"
    ELSE = "else"


_NAMESAKES = (Narrowing.TAG, Narrowing.AUTHOR, Narrowing.NAMESAKE)

Narrowed = tuple[Narrowing, str]

_PARAMETERS = {
    "cat": Narrowing.CATEGORY,
    "category_name": Narrowing.CATEGORY,
    "tag": Narrowing.TAG,
    "author_name": Narrowing.AUTHOR,
    "lang": Narrowing.LANGUAGE,
} | dict.fromkeys(
    ("p", "page_id", "attachment_id", "name", "pagename", "attachment", "withcomments"),
    Narrowing.COMMENTS,
)
# Parameters of feeds that narrow nothing, where they have these values.
_IDLE = {
    "withoutcomments": re.compile(".*", re.DOTALL),
    "post_type": re.compile("post"),
    "max-results": re.compile("[0-9]*"),
    "redirect": re.compile("false"),
}
_PAGE = "paged"
# `full` is our own: agents that get summaries alone ask for them at each address.
_NO_NARROWING = ("feed", "alt", "full", _PAGE)


@dataclass(frozen=True, slots=True)
class OldFeed:
    """What the old address of a feed asked for.

    form        its format, in the words of the old address
    narrowed    to what; nothing for the whole newspaper
    page        which page of it, in the words of the old address; empty for the current one
    """

    form: str
    narrowed: tuple[Narrowed, ...]
    page: str = ""


def old_feed(path: str, query: MultiDict[str, str]) -> OldFeed | None:
    """What an address asked for as the old one of a feed; None for any other address."""
    segments = [segment for segment in path.split("/") if segment]
    if segments[:1] == ["index.php"]:
        del segments[0]
        path = path if segments else "/"
    if segments and segments[0] in OURS:
        return None
    parameters = parameters_of(query)
    if segments[:1] == ["feeds"]:
        return _of_blogger(segments, parameters)
    place, form = _place_and_form(segments)
    if "feed" in parameters and (form or path.endswith("/")):
        form = parameters["feed"]
    elif form is None:
        return None
    return _old_feed(form, narrowed_by_path(place), parameters)


def parameters_of(query: MultiDict[str, str]) -> dict[str, str]:
    """The parameters of an address; of one that stands twice the last, as in PHP.

    An address that was copied from a page may have its `&` spelt `&amp;`.
    """
    return {name.removeprefix("amp;"): value for name, value in query.items(multi=True)}


def _old_feed(form: str, place: Iterable[Narrowed], parameters: Mapping[str, str]) -> OldFeed:
    """What a format, a path and parameters ask for together."""
    form = form.lower()
    narrowed = (*place, *_of_parameters(parameters))
    if form.startswith(_OF_COMMENTS):
        return OldFeed(form.removeprefix(_OF_COMMENTS), (*narrowed, (Narrowing.COMMENTS, form)))
    return OldFeed(form, narrowed, parameters.get(_PAGE, ""))


def _of_blogger(segments: Sequence[str], parameters: Mapping[str, str]) -> OldFeed | None:
    """`/feeds/posts/default`, `/feeds/posts/summary/-/{label}`, `/feeds/comments/default`."""
    narrowed: list[Narrowed] = []
    match segments[1:]:
        case ["posts", "default" | "summary"]:
            pass
        case ["posts", "default" | "summary", "-", label]:
            narrowed.append((Narrowing.CATEGORY, label))
        case ["comments", "default" | "summary"] | [_, "comments", "default" | "summary"]:
            narrowed.append((Narrowing.COMMENTS, "comments"))
        case _:
            return None
    return _old_feed(parameters.get("alt", "atom"), narrowed, parameters)


def _place_and_form(segments: list[str]) -> tuple[list[str], str | None]:
    """What a path is the feed of, and the format; None for a path that does not name one.

    `/tag/rss/` is the page of a tag, and `/index` a page.
    """
    match segments:
        case [name] if match := _ONE_FEED.fullmatch(name):
            return [], _form_of_file(match)
        case ["category" | "tag" | "author" | "search", _]:
            return segments, None
        case [*place, "feed", form]:
            return place, form
        case [*place, form] if form in _FORMS:
            return place, form
    return segments, None


def _form_of_file(match: re.Match[str]) -> str:
    """Format of the one feed that many systems have, and of WordPress's oldest addresses."""
    script: str | None = match["script"]
    if script == "commentsrss2":
        return f"{_OF_COMMENTS}rss2"
    if script:
        return script
    stem: str = match["stem"]
    ending: str = match["ending"]
    if ending != "xml":
        return ending
    return _FEED if stem == "index" else stem


def narrowed_by_path(segments: Sequence[str]) -> Iterator[Narrowed]:
    """What the path before the format narrows a feed to, behind a language if it begins so."""
    if segments and _LANGUAGE.fullmatch(segments[0]):
        yield Narrowing.LANGUAGE, segments[0]
        segments = segments[1:]
    yield from _of_place(segments)


def _of_place(place: Sequence[str]) -> Iterator[Narrowed]:
    """What a path narrows a feed to; an empty one to nothing."""
    match place:
        case [*_, "page", number]:
            yield Narrowing.ELSE, f"page {number}"
        case ["comments"] | ["archives", _]:
            yield Narrowing.COMMENTS, place[-1]
        case ["category", *_, name]:
            yield from _named(Narrowing.CATEGORY, name)
        case ["tag" | "author" as kind, name]:
            yield from _named(Narrowing(kind), name)
        case ["category" | "tag" | "author" | "search", *_]:
            yield Narrowing.ELSE, "/".join(place)
        case [first, *_]:
            yield from _of_date_or_name(first, place)


def _of_date_or_name(first: str, place: Sequence[str]) -> Iterator[Narrowed]:
    """What another path narrows a feed to: one that begins with a year, or names something."""
    if _YEAR.fullmatch(first):
        yield _of_date(place)
    else:
        yield from _named(Narrowing.NAMESAKE, place[-1])


def _of_date(place: Sequence[str]) -> Narrowed:
    """A month or a day; or a post, `/2026/11/{name}`, whose feed is that of its comments."""
    is_archive = len(place) <= _ONE_DAY and all(map(_is_number, place))
    kind = Narrowing.ELSE if is_archive else Narrowing.COMMENTS
    return kind, "/".join(place)


def _of_parameters(parameters: Mapping[str, str]) -> Iterator[Narrowed]:
    """What the parameters narrow a feed to. An empty one is none, as in WordPress."""
    for name, value in parameters.items():
        if value and name not in _NO_NARROWING and not _tells_nothing(name, value):
            yield from _named(_PARAMETERS.get(name, Narrowing.ELSE), value)


def _tells_nothing(name: str, value: str) -> bool:
    """Whether a parameter counts, tracks, or says what is so anyway."""
    if name in _IDLE:
        return _IDLE[name].fullmatch(value) is not None
    return name not in _PARAMETERS and is_moving(urlencode({name: value}))


def _named(kind: Narrowing, value: str) -> Iterator[Narrowed]:
    """What one word narrows to, or a list of words: all of them.

    Of a path of categories the last is meant. A number, with which nothing but a category is
    named, is no namesake; with a minus it is one to leave out.
    """
    if kind is not Narrowing.CATEGORY and kind not in _NAMESAKES:
        yield kind, value
        return
    for part in _SEPARATOR.split(value):
        name = unquote(part).rstrip("/").rpartition("/")[2].strip()
        is_other = name.startswith("-") or (kind in _NAMESAKES and _is_number(name))
        yield (Narrowing.ELSE if is_other else kind), name


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
