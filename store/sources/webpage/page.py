"""Web pages: one news page is one Draft. trafilatura finds its text and most of what it says of
itself.

Read here is only what that would lose: the spelling of addresses, moments with their zone, the size
of the picture, and that there is no article. It is given text, in a process that can be ended; what
plays is left to clean().
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from ...draft import SourceItem
from ...errors import Place, Refused
from ...text import addresses
from ...text.charset import decode
from ...text.sandbox import run_isolated
from .. import record
from ..file import File
from ..syndication.feed import LANGUAGE, resolved

FILE_LIMIT = 5_000_000
TEXT_LEAST = 60  # characters: less is a notice, or the stub before a paywall
NAME_LIMIT, LIST_LIMIT = 200, 100
NO_TEXT = "holds no article text"
_EXPLICIT = {"original_date": True, "extensive_search": False}
_SHAPE: dict[str, Any] = dict.fromkeys(
    ("include_formatting", "include_images", "include_links"), True
)
_ERROR = re.compile(
    r"(?i)\W*[45]\d\d\W*$|.*((error|خطأ)\W*[45]\d\d|غير موجودة|not found)|access denied|just a"
    r" moment"
)
_SHOWN = re.compile(
    r"""<(figure|iframe|video|audio)\b[^<>]*+>(?:[^<]|<(?!/?\1\b))*+</\1\s*+>|<img\b(?:[^<>"']|"[^"]*+"|'[^']*+')*+>""",
    re.IGNORECASE,
)
_MARK = re.compile(r'<img src="/shown-([0-9]+)\.jpg"/?>')
_JOINERS = re.compile(
    "&(?:zwn?j|[lr]rm|#820[4-7]|#[xX]200[c-fC-F]);|[\u061c\u200c-\u200f\u2066-\u2069]"
)
_KEPT = {
    code: 0xE01E0 + code % 16 for code in (0x61C, *range(0x200C, 0x2010), *range(0x2066, 0x206A))
}
_BACK = {stand_in: code for code, stand_in in _KEPT.items()}
_HEADING = re.compile(r"(<body>\s*)<h([12])>(.*?)</h\2>", re.DOTALL)
_LINK_OR_TAG = re.compile(r"<a [^>]*>.*?</a>|<[^>]*>", re.DOTALL)


def read(file: File) -> Iterator[SourceItem]:
    """The article of a page, known by its address, else by its file; Refused where it holds
    none.
    """
    place = Place(file.name)
    try:
        data = file.stream.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise Refused("the page is larger than 5 MB")
        found = run_isolated(fields, decode(data, file.charset), file.address)
        yield record.draft(
            found | {"id": None if found["url"] else file.identity or None}, place, file.folder
        )
    except Refused as refused:
        yield refused.at(place)


def fields(html: str, address: str | None) -> dict[str, Any]:
    """The record of a page that was found at an address. Raises Refused where it is no article."""
    tree = trafilatura.load_html(html)
    if tree is None:
        raise Refused(NO_TEXT, field="html")
    about = trafilatura.extract_metadata(tree, address, _EXPLICIT)
    given = [
        (one.get("property") or one.get("name") or "", one.get("content") or "")
        for one in tree.iter("meta")
    ]
    metas = {name.lower(): text.strip() for name, text in reversed(given) if text.strip()}
    canonical = [
        one.get("href") for one in tree.iter("link") if one.get("rel", "").lower() == "canonical"
    ]
    url = next(
        (one for text in (*canonical, metas.get("og:url")) if (one := _url(text, address))), address
    )
    said = _article(tree, url)
    site = metas.get("og:site_name") or next(iter(_names(said.get("publisher"))), about.sitename)
    title = _text(said.get("headline")) or metas.get("og:title") or about.title or ""
    title = re.sub(rf"\s+[-|–—•»]\s+{re.escape(site)}\s*$", "", title) if site else title
    kind, several = metas.get("og:type"), len(list(tree.iter("article"))) > 2
    sure = bool(said) or kind == "article" or "article:published_time" in metas
    if not sure and (
        several or kind == "website" or urlsplit(url or "x").path in "/" or _ERROR.match(title)
    ):
        raise Refused(f"is no article, but a front page, a list or an error: {title[:60]!r}")
    free = str(_text(said.get("isAccessibleForFree"))).lower() != "false"
    times = [
        text
        for one in tree.iter("time")
        if (text := one.get("datetime", "")).startswith(about.date or " ")
    ]
    when = [*said.get("datePublished", ()), metas.get("article:published_time"), *times, about.date]
    language = _text(said.get("inLanguage")) or tree.get("lang") or ""
    return {
        "url": url,
        "title": title,
        "html": resolved(_body(html, title, free=free), address or url),
        "summary": _text(
            [*said.get("description", ()), metas.get("og:description"), about.description]
        ),
        "authors": _names(said.get("author")) or _names((about.author or "").split("; ")),
        "sections": _names(said.get("articleSection")) or about.categories,
        "tags": _names(said.get("keywords")) or _names(about.tags),
        "published": _text(when),
        "updated": _text(said.get("dateModified")) or metas.get("article:modified_time"),
        "language": language if LANGUAGE.fullmatch(language) else None,
        "image": _image(said, metas, url) or _url(about.image, url),
        "source": site,
    }


def _body(html: str, title: str, *, free: bool) -> str:
    """What is shown stands as a plain picture while the text is found, and joiners, which would go,
    as other marks.
    """
    shown: list[str] = []

    def marked(found: re.Match[str]) -> str:
        shown.append(found[0])
        return f"<img src=/shown-{len(shown) - 1}.jpg>"

    text = _JOINERS.sub(lambda found: unescape(found[0]).translate(_KEPT), _SHOWN.sub(marked, html))
    made = trafilatura.extract(text, output_format="html", include_comments=False, **_SHAPE) or ""
    if (first := _HEADING.search(made)) and (
        first[2] == "1" or unescape(first[3]).split() == title.split()
    ):
        made = made.replace(first[0], first[1], 1)
    if len(" ".join(_LINK_OR_TAG.sub("", made).split())) < TEXT_LEAST:
        raise Refused(NO_TEXT if free else "is for subscribers: it shows no text", field="html")
    return _MARK.sub(lambda mark: shown[int(mark[1])], made.translate(_BACK))


# JSON-LD, of which nothing is sure


def _article(tree: Any, url: str | None) -> dict[str, list[Any]]:
    """The one article that is told of, or that of this address: a list tells of many. Each value is
    a list.
    """
    scripts = [one.text or "" for one in tree.iter("script") if "ld+json" in one.get("type", "")]
    things = [thing for text in scripts for thing in _things(text)]
    known = {_id(one): one for one in reversed(things) if "@id" in one}
    found = [one for one in things if re.search(r"(Article|BlogPosting)\b", str(one.get("@type")))]
    own = [one for one in found if url and _url(_text(one.get("url")), url) == url]
    article = next(iter(own or (found if len(found) < 3 else [])), {})
    listed = ((name, record.listed(value)) for name, value in article.items())
    return {name: [known.get(_id(one), one) for one in values] for name, values in listed}


def _id(thing: Any) -> str:
    return str(thing.get("@id")) if isinstance(thing, dict) else ""


def _things(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a block, which may be a list, a graph, or the page of one."""
    try:
        todo = record.listed(json.loads(text, strict=False))
    except ValueError:
        return
    for one in todo:
        if isinstance(one, dict):
            yield one
            todo += record.listed(one.get("@graph")) + record.listed(one.get("mainEntity"))


def _text(value: Any) -> str | None:
    """The first text, or truth, of a value or a list."""
    found = (str(one).strip() for one in record.listed(value) if isinstance(one, str | bool))
    return next(filter(None, found), None)


def _names(value: Any) -> list[str]:
    """Texts, and the names of things; a text of several, as keywords are, is taken apart."""
    texts = [
        _text(one.get("name") if isinstance(one, dict) else one) or ""
        for one in record.listed(value)
    ]
    parts = [part.strip() for text in texts if "://" not in text for part in re.split("[,،]", text)]
    return [part for part in parts if 0 < len(part) <= NAME_LIMIT][:LIST_LIMIT]


def _image(
    said: dict[str, list[Any]], metas: dict[str, str], base: str | None
) -> dict[str, Any] | None:
    """With size and words, where JSON-LD or Open Graph says them of the same picture."""
    named = {"url": "", "width": ":width", "height": ":height", "caption": ":alt"}
    shared = {name: metas.get(f"og:image{part}") for name, part in named.items()}
    one = next(iter(said.get("image", [])), shared)
    one = one if isinstance(one, dict) else {"url": one}
    url = _url(_text(one.get("url") or one.get("contentUrl")), base)
    if url == _url(shared["url"], base):
        one = shared | {name: part for name, part in one.items() if part}
    sides = {side: _pixels(one.get(side)) for side in ("width", "height")}
    return {"url": url, "alt": _text(one.get("caption"))} | sides if url else None


def _pixels(value: Any) -> int | None:
    found = re.match("[0-9]{1,5}", str(value.get("value") if isinstance(value, dict) else value))
    return int(found[0]) if found else None


def _url(text: str | None, base: str | None) -> str | None:
    """An http address as it is spelt, made absolute, else None."""
    found = addresses.absolute(text or "", base)
    return found if (addresses.link(found, None) or "").startswith("http") else None
