"""The front door of the store: the names that other rooms may import."""

from .article import Article, Author, Draft, Enclosure, Image, Related, Source, Tombstone
from .errors import (
    BadSetting,
    NotFound,
    Place,
    Problem,
    Refused,
    Unavailable,
    Withdrawn,
    WrongSchema,
)
from .markup import SafeHtml
from .site import Site
