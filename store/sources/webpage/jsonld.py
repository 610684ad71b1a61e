"""JSON-LD of a page: the article it tells of, and the texts and names within."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ..common import as_list, http_address

NAME_LIMIT, LIST_LIMIT = 200, 100


def article_of(tree: Any, url: str | None) -> dict[str, list[Any]]:
    """The one article that is told of, or that of this address: a list tells of many. Each value is
    a list.
    """
    scripts = [one.text or "" for one in tree.iter("script") if "ld+json" in one.get("type", "")]
    things = [thing for text in scripts for thing in _things(text)]
    known = {_id(one): one for one in reversed(things) if "@id" in one}
    found = [one for one in things if re.search(r"(Article|BlogPosting)\b", str(one.get("@type")))]
    own = [one for one in found if url and http_address(first_text(one.get("url")), url) == url]
    article = next(iter(own or (found if len(found) < 3 else [])), {})
    listed = ((name, as_list(value)) for name, value in article.items())
    return {name: [known.get(_id(one), one) for one in values] for name, values in listed}


def _id(thing: Any) -> str:
    return str(thing.get("@id")) if isinstance(thing, dict) else ""


def _things(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a block, which may be a list, a graph, or the page of one."""
    try:
        todo = as_list(json.loads(text, strict=False))
    except ValueError:
        return
    for one in todo:
        if isinstance(one, dict):
            yield one
            todo += as_list(one.get("@graph")) + as_list(one.get("mainEntity"))


def first_text(value: Any) -> str | None:
    """The first text, or truth, of a value or a list."""
    found = (str(one).strip() for one in as_list(value) if isinstance(one, str | bool))
    return next(filter(None, found), None)


def names_of(value: Any) -> list[str]:
    """Texts, and the names of things; a text of several, as keywords are, is taken apart."""
    texts = [
        first_text(one.get("name") if isinstance(one, dict) else one) or ""
        for one in as_list(value)
    ]
    parts = [part.strip() for text in texts if "://" not in text for part in re.split("[,،]", text)]
    return [part for part in parts if 0 < len(part) <= NAME_LIMIT][:LIST_LIMIT]
