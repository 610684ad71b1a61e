"""Elements of feeds by their names, as far as they are kept apart: what each list is for."""

from . import named_picture

# Elements that tell a moment, each list in order of trust.
DATES = (
    "pubdate published issued dcterms:issued dc:date created dcterms:created date publishdate"
    " publish_date publicationdate publication_date".split()
)
CHANGES = "dcterms:modified updated modified moddate".split()
EXPIRIES = "mi:expirationdate expirationdate prism:expirationdate dcterms:valid".split()

# Elements of some dialects that hold the whole text; then those that may stand for a missing one.
FULL_TEXTS = (
    "yandex:full-text turbo:content full-text fulltext full_text story details articlebody"
    " article_body bodytext".split()
)
GROUP_TEXT = "group:description"  # media:description of a media:group, which tells of no one medium
SPARE_TEXTS = ["itunes:summary", "itunes:subtitle"]

KEYWORDS = ["itunes:keywords", "media:keywords", "keywords"]
BYLINES = ["itunes:author", "authors", "writer", "byline"]  # of an entry that has no author
EPISODE = "itunes:title"

# Elements of no standard under whose names feedparser, or this parser, keeps what it has read.
TAKEN = frozenset("links enclosures own line lang base atom guidislink".split())

# Elements that are kept apart for their text; feedparser would mix them up with others.
_OTHER_TEXTS = (
    "lastbuilddate dc:source feedburner:origlink media:credit media:description media:title"
    " itunes:title".split()
)
TEXTS = frozenset(
    [*DATES, *CHANGES, *EXPIRIES, *FULL_TEXTS, *SPARE_TEXTS, *KEYWORDS, *BYLINES, *_OTHER_TEXTS]
)

# Elements that are kept apart for their attributes.
FACTS = frozenset(
    "media:content media:thumbnail media:player media:status itunes:image"
    " access:restriction".split()
)

NAMES_OF_PICTURES = named_picture.NAMES | named_picture.SMALL_NAMES
