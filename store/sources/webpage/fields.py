"""The fields of a page's record, each from where the page is most to be trusted."""

import re
from typing import Any
from urllib.parse import urlsplit

from ...errors import Refused
from ..common import LANGUAGE, http_address, with_absolute_links
from . import extraction
from .jsonld import article_of, first_text, names_of

_ERROR = re.compile(
    r"(?i)\W*[45]\d\d\W*$|.*((error|خطأ)\W*[45]\d\d|غير موجودة|not found)|access denied|just a"
    r" moment"
)


def page_record(html: str, address: str | None) -> dict[str, Any]:
    """The record of a page that was found at an address. Raises Refused where it is no article."""
    tree = extraction.load(html)
    if tree is None:
        raise Refused(extraction.NO_TEXT, field="html")
    about = extraction.metadata(tree, address)
    given = [
        (one.get("property") or one.get("name") or "", one.get("content") or "")
        for one in tree.iter("meta")
    ]
    metas = {name.lower(): text.strip() for name, text in reversed(given) if text.strip()}
    canonical = [
        one.get("href") for one in tree.iter("link") if one.get("rel", "").lower() == "canonical"
    ]
    url = next(
        (one for text in (*canonical, metas.get("og:url")) if (one := http_address(text, address))),
        address,
    )
    said = article_of(tree, url)
    site = metas.get("og:site_name") or next(iter(names_of(said.get("publisher"))), about.sitename)
    title = first_text(said.get("headline")) or metas.get("og:title") or about.title or ""
    title = re.sub(rf"\s+[-|–—•»]\s+{re.escape(site)}\s*$", "", title) if site else title
    kind, several = metas.get("og:type"), len(list(tree.iter("article"))) > 2
    sure = bool(said) or kind == "article" or "article:published_time" in metas
    if not sure and (
        several or kind == "website" or urlsplit(url or "x").path in "/" or _ERROR.match(title)
    ):
        raise Refused(f"is no article, but a front page, a list or an error: {title[:60]!r}")
    free = str(first_text(said.get("isAccessibleForFree"))).lower() != "false"
    times = [
        text
        for one in tree.iter("time")
        if (text := one.get("datetime", "")).startswith(about.date or " ")
    ]
    when = [*said.get("datePublished", ()), metas.get("article:published_time"), *times, about.date]
    language = first_text(said.get("inLanguage")) or tree.get("lang") or ""
    return {
        "url": url,
        "title": title,
        "html": with_absolute_links(
            extraction.article_html(html, title, free=free), address or url
        ),
        "summary": first_text(
            [*said.get("description", ()), metas.get("og:description"), about.description]
        ),
        "authors": names_of(said.get("author")) or names_of((about.author or "").split("; ")),
        "sections": names_of(said.get("articleSection")) or about.categories,
        "tags": names_of(said.get("keywords")) or names_of(about.tags),
        "published": first_text(when),
        "updated": first_text(said.get("dateModified")) or metas.get("article:modified_time"),
        "language": language if LANGUAGE.fullmatch(language) else None,
        "image": image_of(said, metas, url) or http_address(about.image, url),
        "source": site,
    }


def image_of(
    said: dict[str, list[Any]], metas: dict[str, str], base: str | None
) -> dict[str, Any] | None:
    """With size and words, where JSON-LD or Open Graph says them of the same picture."""
    named = {"url": "", "width": ":width", "height": ":height", "caption": ":alt"}
    shared = {name: metas.get(f"og:image{part}") for name, part in named.items()}
    one = next(iter(said.get("image", [])), shared)
    one = one if isinstance(one, dict) else {"url": one}
    url = http_address(first_text(one.get("url") or one.get("contentUrl")), base)
    if url == http_address(shared["url"], base):
        one = shared | {name: part for name, part in one.items() if part}
    sides = {side: _pixels(one.get(side)) for side in ("width", "height")}
    return {"url": url, "alt": first_text(one.get("caption"))} | sides if url else None


def _pixels(value: Any) -> int | None:
    found = re.match("[0-9]{1,5}", str(value.get("value") if isinstance(value, dict) else value))
    return int(found[0]) if found else None
