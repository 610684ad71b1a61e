"""What readers see of a newspaper, and what they are to see: the same fields from a feed in each
format, and from the newspaper itself.

Nothing here asks the product: expectations are made of what the editors wrote.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from tests.paper.editorial import CATEGORY, TAG, Media, Paper, Post, Term
from tests.paper.rendered import content

_SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
}
_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "\u200f": None,
        "\u200e": None,
        "\ufe0f": None,
        "…": "...",
    }
)
_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_SMILIES = {":mrgreen:", ":roll:"}
MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as readers see it. Addresses are decoded, typographic marks are plain."""

    link: str
    title: str
    published: datetime
    labels: frozenset[str]
    authors: tuple[str, ...]
    picture: tuple[str, str, int | None, int | None] | None
    text: str
    pictures: frozenset[str]
    links: frozenset[str]
    sounds: frozenset[str]
    summary: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: its id, and what it shows."""

    id: str
    shown: Shown


# What is to be seen


def expected(paper: Paper, post: Post, sections: Mapping[str, Iterable[str]]) -> Shown:
    """What readers are to see of a post. `sections` are names and aliases by the titles."""
    shown = html.fragment_fromstring(content(paper, post), create_parent="div")
    picture = paper.media.get(post.picture)
    sound = paper.media.get(post.sound)
    found = _pictures(shown)
    return Shown(
        link=_address(paper.link(post)),
        title=_plain(post.title),
        published=post.date_gmt.replace(tzinfo=UTC),
        labels=_labels(paper, post, sections),
        authors=(paper.users[post.author].name,),
        picture=_media(paper, picture) if picture else None,
        text=_text(shown),
        pictures=found | ({_stem(paper.file(picture))} if picture else set()),
        links=_links(shown),
        sounds=frozenset({_address(paper.file(sound))} if sound else ()),
        summary=_plain(post.excerpt),
    )


def _media(paper: Paper, media: Media) -> tuple[str, str, int | None, int | None]:
    return _stem(paper.file(media)), media.alt, media.width, media.height


def _labels(paper: Paper, post: Post, sections: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Titles of its sections, its categories that are none of them, and its first tags."""
    categories = paper.terms_of(post, CATEGORY)
    titles = {
        title
        for category in categories
        for term in [category, *_above(paper, category)]
        for title in _titles(term, sections)
    }
    others = {term.name for term in categories if not _titles(term, sections)}
    tags = [term.name for term in paper.terms_of(post, TAG)][:MOST_TAGS]
    return frozenset({*titles, *others, *tags})


def _above(paper: Paper, term: Term) -> list[Term]:
    if not term.parent:
        return []
    parent = paper.terms[term.parent]
    return [parent, *_above(paper, parent)]


def _titles(term: Term, sections: Mapping[str, Iterable[str]]) -> list[str]:
    """The sections that a category means, by its name or its slug."""
    names = {term.name, unquote(term.slug).replace("-", " "), unquote(term.slug)}
    return [title for title, aliases in sections.items() if names & {title, *aliases}]


def sections_of(paper: Paper, post: Post, sections: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The titles of its sections alone."""
    return _labels(paper, post, sections) & frozenset(sections)


# What is seen


def of_json(document: bytes) -> list[Entry]:
    return [_json_entry(item) for item in json.loads(document)["items"]]


def _json_entry(item: dict[str, Any]) -> Entry:
    about = item.get("_image", {})
    sides = about.get("width"), about.get("height")
    picture = (_stem(item["image"]), about.get("alt", ""), *sides) if "image" in item else None
    return _entry(
        item["id"],
        link=item["url"],
        title=item["title"],
        published=datetime.fromisoformat(item["date_published"]),
        labels=item.get("tags", ()),
        authors=[author["name"] for author in item.get("authors", ())],
        picture=picture,
        content=item.get("content_html") or escape(item["content_text"]),
        sounds=[one["url"] for one in item.get("attachments", ())],
        summary=item.get("summary", ""),
    )


def of_rss(document: bytes) -> list[Entry]:
    return [_rss_entry(item) for item in etree.fromstring(document).iter("item")]


def _rss_entry(item: Any) -> Entry:
    return _entry(
        item.findtext("guid"),
        link=item.findtext("link"),
        title=item.findtext("title"),
        published=parsedate_to_datetime(item.findtext("pubDate")),
        labels=[one.text for one in item.findall("category")],
        authors=[one.text for one in item.findall("dc:creator", _SPACES)],
        picture=_media_picture(item),
        content=item.findtext("content:encoded", None, _SPACES) or item.findtext("description", ""),
        sounds=[one.get("url") for one in item.findall("enclosure")],
        summary=item.findtext("description", ""),
    )


def of_atom(document: bytes) -> list[Entry]:
    root = etree.fromstring(document)
    return [_atom_entry(entry) for entry in root.findall("atom:entry", _SPACES)]


def _atom_entry(entry: Any) -> Entry:
    def texts(path: str) -> list[str]:
        return [one.text for one in entry.findall(path, _SPACES)]

    links = {}
    for link in entry.findall("atom:link", _SPACES):
        links.setdefault(link.get("rel"), []).append(link.get("href"))
    return _entry(
        texts("atom:id")[0],
        link=links["alternate"][0],
        title=texts("atom:title")[0],
        published=datetime.fromisoformat(texts("atom:published")[0]),
        labels=[one.get("term") for one in entry.findall("atom:category", _SPACES)],
        authors=texts("atom:author/atom:name"),
        picture=_media_picture(entry),
        content=texts("atom:content")[0],
        sounds=links.get("enclosure", []),
        summary=(texts("atom:summary") or [""])[0],
    )


def _media_picture(item: Any) -> tuple[str, str, int | None, int | None] | None:
    """The picture of an item of XML."""
    for one in item.findall("media:content", _SPACES):
        if one.get("medium") == "image":
            alt = one.findtext("media:description", "", _SPACES)
            sides = [int(one.get(side)) if one.get(side) else None for side in ("width", "height")]
            return _stem(one.get("url")), alt, sides[0], sides[1]
    return None


READERS: dict[str, Callable[[bytes], list[Entry]]] = {
    "rss": of_rss,
    "atom": of_atom,
    "json": of_json,
}


def _entry(id: str, *, link: str, content: str, **told: Any) -> Entry:
    """An entry; the picture that a feed puts before the text is none of the text's."""
    shown = html.fragment_fromstring(content or "", create_parent="div")
    picture = told["picture"]
    return Entry(
        id,
        Shown(
            link=_address(link),
            title=_plain(told["title"]),
            published=told["published"],
            labels=frozenset(told["labels"]),
            authors=tuple(told["authors"]),
            picture=picture,
            pictures=_pictures(shown) | ({picture[0]} if picture else set()),
            text=_text(shown, picture[0] if picture else ""),
            links=_links(shown),
            sounds=frozenset(map(_address, told["sounds"])),
            summary=_plain(told["summary"]),
        ),
    )


# Making both alike


@cache
def _address(url: str) -> str:
    return unquote(unescape(url))


def _stem(url: str) -> str:
    return _SIZE.sub("", _address(url))


def _plain(text: str) -> str:
    """A text, its marks plain, its white space single."""
    return " ".join(unescape(text).translate(_MARKS).split())


def _text(shown: Any, featured: str = "") -> str:
    """The words of a piece of HTML, without the figure of the featured picture."""
    for figure in list(shown.iter("figure")):
        pictures = [_stem(one.get("src", "")) for one in figure.iter("img")]
        if featured and pictures == [featured]:
            figure.drop_tree()
    for link in list(shown.iter("a")):
        if link.get("href", "").endswith(".mp3"):
            link.drop_tree()  # what plays in a browser is a link in a feed, with words of ours
    for picture in shown.iter("img"):
        if picture.get("class") == "wp-smiley":
            picture.tail = picture.get("alt") + (picture.tail or "")
    return _plain(" ".join(shown.itertext()))


def _pictures(shown: Any) -> frozenset[str]:
    """The pictures of a piece of HTML, whatever their size; smilies are none."""
    pictures = [one for one in shown.iter("img") if one.get("class") != "wp-smiley"]
    return frozenset(_stem(one.get("src", "")) for one in pictures)


def _links(shown: Any) -> frozenset[str]:
    """Where its words lead; pictures lead to pages of their own, which are no matter here."""
    return frozenset(_address(one.get("href", "")) for one in shown.iter("a") if _text(one))


# Comparing


def differences(post: Shown, seen: Shown, extra: frozenset[str] = frozenset()) -> list[str]:
    """The fields in which an article differs; labels of `extra` may stand there or not.

    An article without a featured picture may show one of its text as its own, one without words
    its title; and where nobody wrote an excerpt, the summary is made of the text.
    """
    told = []
    for field in fields(Shown):
        want = getattr(post, field.name)
        have = getattr(seen, field.name)
        if field.name == "labels":
            have = have - (extra - want)
        if field.name == "picture" and want is None and have and have[0] in post.pictures:
            continue
        if field.name == "summary" and not want:
            continue
        if field.name == "text" and not want and have == post.title:
            continue
        if want != have:
            told.append(f"{field.name}: {have!r} instead of {want!r}")
    return told
