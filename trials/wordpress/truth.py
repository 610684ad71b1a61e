"""What WordPress itself shows its readers, by its own functions: what feeds are compared with."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .site import WordPress
from .story import Story, all_of, original, pictures, plain, readable, words

TAGS_LIMIT = 100  # of a post; the first ones are taken

# The sections of the newspaper, each with what its site calls it.
SECTIONS = {
    "politics": ("سياسة",),
    "economy": ("اقتصاد",),
    "sports": ("رياضة",),
    "football": ("كرة القدم", "كرة-القدم"),
    "culture": ("ثقافة",),
    "governorates": ("المحافظات",),
    "opinion": ("مقالات",),
}
OTHERS = "misc"  # the section of what is filed nowhere else


def stories(site: WordPress) -> list[Story]:
    """All stories that anybody may read on the site now."""
    return [_story(number, post) for number, post in json.loads(site.php("truth.php")).items()]


def _story(number: str, post: Mapping[str, Any]) -> Story:
    labels = all_of(label for pair in post["labels"] for label in pair)
    sections = _sections(labels)
    return Story(
        guid=post["guid"],
        link=readable(post["link"]),
        title=plain(post["title"]),
        words=words(post["html"]),
        summary=plain(" ".join(words(post["summary"]))),
        authors=tuple(post["authors"]),
        sections=sections,
        tags=all_of(post["tags"]),
        picture=original(post["picture"]),
        pictures=pictures(post["html"]),
        published=datetime.fromisoformat(post["published"]),
        enclosures=frozenset(value.splitlines()[0] for value in post["enclosures"]),
        number=number,
        labels=labels | sections,  # each is called by its slug
    )


def _sections(labels: Iterable[str]) -> frozenset[str]:
    """The sections of a post: those that one of its categories, or of their parents, names."""
    told = set(labels)
    found = {slug for slug, names in SECTIONS.items() if told & {slug, *names}}
    return frozenset(found or {OTHERS})
