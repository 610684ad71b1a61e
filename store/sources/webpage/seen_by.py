"""Who may see a page, and until when, as far as the page says so: to robots, in JSON-LD, in metas.

Whoever asks not to be found by anybody is not spread in feeds either.
"""

import re
from collections.abc import Iterable, Mapping

from ..audience import (
    FOR_SUBSCRIBERS,
    WITH_PASSWORD,
    Fact,
    asks_password,
    embargo,
    hidden,
    shown_status,
)
from .jsonld import Properties, first_text, names_of

_NOT_FOUND = re.compile(r"(?<![:\w-])(?<!:\s)(?:noindex|none)\b(?!\s*:)")
_UNTIL = "unavailable_after:"
# Properties of schema.org, and metas, that say who may see an article.
_PROPERTIES = ("creativeWorkStatus", "isAccessibleForFree", "accessRights")
_METAS = ("dcterms.accessrights", "dc.rights.accessrights", "article:status", "visibility")
_EMBARGO_METAS = ("dcterms.available", "embargo", "article:embargo")
_END_METAS = ("article:expiration_time", "dcterms.expires", "unavailable_after")


def hidden_page(
    html: str, robots: Iterable[str], metas: Mapping[str, str], article: Properties
) -> str:
    """The reason why a page is not for all readers, or ""."""
    if any(_NOT_FOUND.search(said) for said in robots):
        return "noindex"
    if asks_password(html):
        return WITH_PASSWORD
    status = shown_status(html)
    if status:
        return status
    if metas.get("article:content_tier", "").lower() == "locked":
        return FOR_SUBSCRIBERS
    return hidden(_facts(metas, article))


def page_embargo(
    metas: Mapping[str, str], article: Properties, published: str | None
) -> str | None:
    """The moment before which nobody may see a page, if it is later than its date."""
    facts: list[Fact] = [
        (_last_part(name), metas[name]) for name in _EMBARGO_METAS if name in metas
    ]
    facts.append(("embargo", first_text(article.get("embargoDate"))))
    return embargo(facts, published)


def page_end(robots: Iterable[str], metas: Mapping[str, str], article: Properties) -> str | None:
    """The moment after which nobody may see a page."""
    for said in robots:
        _, told, moment = said.partition(_UNTIL)
        if told and moment.strip():
            return moment.strip()
    ends = (metas[name] for name in _END_METAS if name in metas)
    return first_text(article.get("expires")) or next(ends, None)


def _facts(metas: Mapping[str, str], article: Properties) -> Iterable[Fact]:
    """What the article, and the head of its page, say of who may see it."""
    for name in _PROPERTIES:
        told = article.get(name, [])
        yield name, first_text(told) or next(iter(names_of(told)), None)
        yield from ((name, part) for part in told if isinstance(part, int))  # PHP's 0 and 1
    for name in _METAS:
        yield _last_part(name), metas.get(name)


def _last_part(name: str) -> str:
    """The last part of the name of a meta: `dcterms.accessRights` is `accessRights`."""
    return name.rpartition(".")[2]
