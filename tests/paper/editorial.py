"""What a WordPress keeps: posts, terms, users, media; and the verbs of its editors.

A verb does to dates what WordPress does. Most set `modified` to the present; a cron that publishes,
a renamed category, a picture with other words leave it alone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo

_SLUG_LENGTH = 200  # bytes

CATEGORY = "category"
TAG = "post_tag"


@dataclass(slots=True)
class Term:
    """A category or a tag; `parent` is the id of another category, 0 for none."""

    id: int
    taxonomy: str
    name: str
    slug: str
    parent: int = 0


@dataclass(slots=True)
class User:
    """An author by the name that readers see."""

    id: int
    login: str
    name: str


@dataclass(slots=True)
class Media:
    """An attachment: a picture, or with another `kind` a sound."""

    id: int
    file: str
    alt: str = ""
    caption: str = ""
    width: int = 1200
    height: int = 800
    parent: int = 0
    kind: str = "image/jpeg"
    length: int = 0


@dataclass(slots=True, kw_only=True)
class Post:
    """A row of `wp_posts` with its terms. Dates have no zone: they are kept twice, as there."""

    id: int
    title: str
    content: str
    excerpt: str = ""
    slug: str
    status: str = "publish"
    type: str = "post"
    password: str = ""
    author: int = 1
    date: datetime
    date_gmt: datetime
    modified: datetime
    modified_gmt: datetime
    terms: list[int] = field(default_factory=list)
    picture: int = 0
    sound: int = 0
    guid: str = ""
    was: str = ""


class Paper:
    """The newspaper at `url`; `clock` tells the moment, `zone` is that of its editors."""

    def __init__(self, clock: Callable[[], datetime], url: str = "") -> None:
        self.url = url
        self.clock = clock
        self.zone: tzinfo = ZoneInfo("Africa/Cairo")
        self.permalinks = "/%year%/%monthnum%/%postname%/"
        self.per_feed = 10
        self.hides_users = False
        self.shows_enclosures = True  # registered for the API, which WordPress alone does not do
        self.posts: dict[int, Post] = {}
        self.terms: dict[int, Term] = {}
        self.users: dict[int, User] = {}
        self.media: dict[int, Media] = {}
        self._number = 0
        self.add_user("laila", "ليلى حداد")
        self.add_term("غير مصنف", "uncategorized")

    # Making things

    def _next(self) -> int:
        self._number += 1
        return self._number

    def add_user(self, login: str, name: str) -> int:
        number = len(self.users) + 1
        self.users[number] = User(number, login, name)
        return number

    def add_term(self, name: str, slug: str = "", parent: int = 0, taxonomy: str = CATEGORY) -> int:
        """Add a category or tag; a slug is made of the name as `sanitize_title` does."""
        number = len(self.terms) + 1
        self.terms[number] = Term(number, taxonomy, name, slugged(slug or name), parent)
        return number

    def add_tags(self, *names: str) -> list[int]:
        """The ids of tags of these names, made where there are none yet."""
        known = {term.name: term.id for term in self.terms.values() if term.taxonomy == TAG}
        return [known.get(name) or self.add_term(name, taxonomy=TAG) for name in names]

    def add_media(self, name: str, **fields: object) -> int:
        number = self._next()
        file = fields.pop("file", f"2026/11/{name}.jpg")
        self.media[number] = Media(number, str(file), **fields)  # type: ignore[arg-type]
        return number

    def add(
        self,
        title: str,
        content: str,
        terms: Iterable[int] = (),
        date: datetime | None = None,
        **fields: object,
    ) -> Post:
        """Insert a post. One with a date of its own is `modified` then, as `wp_insert_post` has it.

        A date that lies ahead makes it scheduled. Its guid is its number, as that of the editor's
        screen: what a plugin publishes at once has its address for a guid, see `by_plugin`.
        """
        now = self.clock()
        moment = date or now
        number = self._next()
        post = Post(
            id=number,
            title=title,
            content=content,
            slug=slugged(str(fields.pop("slug", title))),
            terms=list(terms) or [1],
            date=self.local(moment),
            date_gmt=naive(moment),
            modified=self.local(moment),
            modified_gmt=naive(moment),
            **fields,  # type: ignore[arg-type]
        )
        if moment > now and post.status == "publish":
            post.status = "future"
        post.guid = post.guid or self.address(f"/?p={number}")
        self.posts[number] = post
        return post

    def by_plugin(self, post: Post) -> Post:
        """Let a post be one that a plugin has published at once: its guid is its address then."""
        post.guid = self.link(post)
        return post

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock on the editors' wall shows it."""
        return moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    # Verbs of an editor

    def touch(self, post: Post) -> None:
        """Update a post, as each save does."""
        post.modified = self.local(self.clock())
        post.modified_gmt = naive(self.clock())

    def edit(self, post: Post, **fields: object) -> None:
        """Save a post with other fields."""
        for name, value in fields.items():
            setattr(post, name, value)
        self.touch(post)

    def move(self, post: Post, moment: datetime) -> None:
        """Give a post another date; ahead, it is scheduled."""
        post.date = self.local(moment)
        post.date_gmt = naive(moment)
        post.status = "future" if moment > self.clock() else "publish"
        self.touch(post)

    def trash(self, post: Post) -> None:
        post.was = post.slug
        self.edit(post, status="trash", slug=f"{post.slug}__trashed")

    def untrash(self, post: Post) -> None:
        """Take a post out of the trash: it is a draft then, until somebody publishes it."""
        self.edit(post, status="draft", slug=post.was)

    def delete(self, post: Post) -> None:
        """Delete a post for good."""
        del self.posts[post.id]

    def cron(self) -> list[Post]:
        """Publish what has fallen due; `wp_publish_post` leaves `modified` alone."""
        now = naive(self.clock())
        due = [
            post for post in self.posts.values() if post.status == "future" and post.date_gmt <= now
        ]
        for post in due:
            post.status = "publish"
        return due

    # Looking

    def address(self, path: str) -> str:
        return f"{self.url}{path}"

    def link(self, post: Post) -> str:
        if not self.permalinks or post.status in ("draft", "trash", "future"):
            return self.address(f"/?p={post.id}")
        path = self.permalinks
        for name, value in (
            ("%year%", f"{post.date:%Y}"),
            ("%monthnum%", f"{post.date:%m}"),
            ("%day%", f"{post.date:%d}"),
            ("%post_id%", str(post.id)),
            ("%postname%", post.slug),
        ):
            path = path.replace(name, value)
        return self.address(path)

    def file(self, media: Media) -> str:
        return self.address(f"/wp-content/uploads/{media.file}")

    def terms_of(self, post: Post, taxonomy: str) -> list[Term]:
        """Its terms by name, as `get_the_terms` has them."""
        found = [self.terms[number] for number in post.terms if number in self.terms]
        return sorted(
            (term for term in found if term.taxonomy == taxonomy), key=lambda term: term.name
        )

    def public(self) -> list[Post]:
        """The posts that the site lists, also those with a password; the newest first."""
        found = [
            post for post in self.posts.values() if post.status == "publish" and post.type == "post"
        ]
        return sorted(found, key=lambda post: (post.date, post.id), reverse=True)

    def readable(self) -> list[Post]:
        """The posts that all readers may read."""
        return [post for post in self.public() if not post.password]


def naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def slugged(name: str) -> str:
    """A slug as WordPress keeps it: dashes between words, percent-encoded in small letters."""
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return re.sub("%[0-9a-f]?$|(%d[89])$", "", quote("-".join(words)).lower()[:_SLUG_LENGTH])


def enclosure(paper: Paper, sound: Media) -> str:
    """What WordPress keeps in the field `enclosure`: address, length and type."""
    return f"{paper.file(sound)}\n{sound.length}\n{sound.kind}\n"


def ago(moment: datetime, **parts: float) -> datetime:
    return moment - timedelta(**parts)
