"""The REST API (wp/v2) of a newspaper, as WordPress 6.1 answers those who are not logged in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.paper.editorial import CATEGORY, TAG, Media, Paper, Post, Term, User, enclosure
from tests.paper.rendered import content, excerpt, texturized

Json = dict[str, Any]
Query = dict[str, str]
Answer = tuple[int, str, bytes, dict[str, str]]

API = "/wp-json/wp/v2/"
_TAXONOMIES = {"categories": CATEGORY, "tags": TAG}
_BASES = {taxonomy: base for base, taxonomy in _TAXONOMIES.items()}
_EMBED_TERM = "id link name slug taxonomy".split()
_EMBED_USER = "id name url description link slug avatar_urls".split()
_EMBED_MEDIA = (
    "id date slug type link title author caption alt_text media_type mime_type media_details"
    " source_url".split()
)
_ORDERS: dict[str, Callable[[Post], Any]] = {
    "date": lambda post: post.date,
    "modified": lambda post: post.modified,
    "id": lambda post: post.id,
    "title": lambda post: post.title,
    "slug": lambda post: post.slug,
    "author": lambda post: post.author,
}
_POSTS_FIELDS = frozenset(
    "context page per_page search after modified_after author author_exclude before"
    " modified_before exclude include offset order orderby slug status tax_relation categories"
    " categories_exclude tags tags_exclude sticky _fields _embed".split()
)


class Problem(Exception):
    """An error object in the place of an answer."""

    def __init__(self, status: int, code: str, message: str, **data: object) -> None:
        super().__init__(code)
        self.status = status
        self.value = {"code": code, "message": message, "data": {"status": status} | data}


def answer(paper: Paper, target: str) -> Answer | None:
    """The answer to a GET of the API; None for an address that is none of it."""
    where = urlsplit(target)
    if not where.path.startswith(API):
        return None
    query = {name: values[-1] for name, values in parse_qs(where.query, True).items()}
    try:
        value, headers = _routed(paper, where.path.removeprefix(API).strip("/"), query)
    except Problem as problem:
        return _json(problem.status, problem.value, {})
    return _json(200, value, headers)


def _json(status: int, value: object, headers: dict[str, str]) -> Answer:
    return status, "application/json; charset=UTF-8", json.dumps(value).encode(), headers


def _routed(paper: Paper, path: str, query: Query) -> tuple[object, dict[str, str]]:
    kind, _, number = path.partition("/")
    table = {
        "posts": (_posts, _one_post),
        "categories": (_terms, _one_term),
        "tags": (_terms, _one_term),
        "users": (_users, _one_user),
        "media": (_media, _one_media),
    }
    if kind not in table or (number and not number.isdigit()):
        raise Problem(404, "rest_no_route", "لم يتم العثور على أي مسار مطابق.")
    listing, one = table[kind]
    if number:
        return _view(one(paper, kind, int(number)), query), {}
    return listing(paper, kind, query)


# Lists


def _page(found: list[Any], query: Query) -> tuple[list[Any], dict[str, str], int]:
    """A page of what was found, the headers that count it, and its number."""
    size = _number(query, "per_page", 10, 1, 100)
    number = _number(query, "page", 1, 1, 10**9)
    pages = -(-len(found) // size)
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    start = _number(query, "offset", (number - 1) * size, 0, 10**9)
    return found[start : start + size], headers, number


def _number(query: Query, name: str, default: int, least: int, most: int) -> int:
    text = query.get(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        message = f"معلمات غير صالحة: {name}"
        raise Problem(400, "rest_invalid_param", message, params={name: message})
    return int(text)


def _ids(query: Query, name: str) -> list[int]:
    return [int(one) for one in query.get(name, "").replace(" ", "").split(",") if one]


def _posts(paper: Paper, _: str, query: Query) -> tuple[object, dict[str, str]]:
    if query.get("status", "publish") != "publish":
        raise Problem(400, "rest_invalid_param", "معلمات غير صالحة: status")
    found = [post for post in paper.public() if _is_asked_for(paper, post, query)]
    found = _ordered(found, query)
    some, headers, number = _page(found, query)
    if found and number > int(headers["X-WP-TotalPages"]):
        raise Problem(
            400,
            "rest_post_invalid_page_number",
            "رقم الصفحة المطلوب أكبر من عدد الصفحات المتاحة.",
        )
    return [_view(post_value(paper, post), query) for post in some], headers


def _is_asked_for(paper: Paper, post: Post, query: Query) -> bool:
    return (
        _is_between(paper, post.date, query, "after", "before")
        and _is_between(paper, post.modified, query, "modified_after", "modified_before")
        and ("include" not in query or post.id in _ids(query, "include"))
        and post.id not in _ids(query, "exclude")
        and ("slug" not in query or post.slug in query["slug"].split(","))
        and ("author" not in query or post.author in _ids(query, "author"))
        and all(
            name not in query or set(_ids(query, name)) & set(post.terms) for name in _TAXONOMIES
        )
    )


def _is_between(paper: Paper, moment: datetime, query: Query, after: str, before: str) -> bool:
    """Whether a local time lies between two moments; neither of them counts."""
    if after in query and not moment > _local(paper, query[after]):
        return False
    return before not in query or moment < _local(paper, query[before])


def _local(paper: Paper, text: str) -> datetime:
    """A moment of a parameter in the site's zone, where it names none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Problem(400, "rest_invalid_param", "معلمات غير صالحة: after") from None
    return moment if moment.tzinfo is None else paper.local(moment)


def _ordered(found: list[Post], query: Query) -> list[Post]:
    order = query.get("orderby", "date")
    if order == "include":
        ids = _ids(query, "include")
        return sorted(found, key=lambda post: ids.index(post.id))
    if order not in _ORDERS:
        raise Problem(400, "rest_invalid_param", "معلمات غير صالحة: orderby")
    key = _ORDERS[order]
    return sorted(found, key=key, reverse=query.get("order", "desc") == "desc")


def _terms(paper: Paper, kind: str, query: Query) -> tuple[object, dict[str, str]]:
    taxonomy = _TAXONOMIES[kind]
    found = [term for term in paper.terms.values() if term.taxonomy == taxonomy]
    if "include" in query:
        found = [term for term in found if term.id in _ids(query, "include")]
    if "parent" in query:
        found = [term for term in found if str(term.parent) == query["parent"]]
    if "slug" in query:
        slugs = [quote(unquote(one)).lower() for one in query["slug"].split(",")]
        found = [term for term in found if term.slug in slugs]
    if "post" in query:
        post = paper.posts.get(int(query["post"]))
        found = [term for term in found if post and term.id in post.terms]
    if query.get("hide_empty", "false") in ("1", "true"):
        found = [term for term in found if _count(paper, term)]
    order = query.get("orderby", "name")
    found.sort(
        key=lambda term: getattr(term, order if order in ("id", "slug") else "name"),
        reverse=query.get("order", "asc") == "desc",
    )
    some, headers, _ = _page(found, query)
    return [_view(term_value(paper, term), query) for term in some], headers


def _users(paper: Paper, _: str, query: Query) -> tuple[object, dict[str, str]]:
    if paper.hides_users:
        raise Problem(401, "rest_user_cannot_view", "عذرًا، غير مسموح لك بعرض المستخدمين.")
    found = [user for user in paper.users.values() if _has_written(paper, user)]
    if "include" in query:
        found = [user for user in found if user.id in _ids(query, "include")]
    some, headers, _ = _page(sorted(found, key=lambda user: user.name), query)
    return [_view(user_value(paper, user), query) for user in some], headers


def _media(paper: Paper, _: str, query: Query) -> tuple[object, dict[str, str]]:
    found = [one for one in paper.media.values() if _is_shown(paper, one)]
    if "include" in query:
        found = [one for one in found if one.id in _ids(query, "include")]
    if "parent" in query:
        found = [one for one in found if one.parent in _ids(query, "parent")]
    found.sort(key=lambda one: one.id, reverse=query.get("order", "desc") == "desc")
    some, headers, _ = _page(found, query)
    return [_view(media_value(paper, one), query) for one in some], headers


# One thing


def _one_post(paper: Paper, _: str, number: int) -> Json:
    post = paper.posts.get(number)
    if post is None or post.type != "post":
        raise Problem(404, "rest_post_invalid_id", "معرّف المقالة غير صالح.")
    if post.status != "publish":
        raise Problem(401, "rest_forbidden", "عذرًا، غير مسموح لك بالقيام بذلك.")
    return post_value(paper, post)


def _one_term(paper: Paper, kind: str, number: int) -> Json:
    term = paper.terms.get(number)
    if term is None or term.taxonomy != _TAXONOMIES[kind]:
        raise Problem(404, "rest_term_invalid", "العنصر غير موجود.")
    return term_value(paper, term)


def _one_user(paper: Paper, _: str, number: int) -> Json:
    user = paper.users.get(number)
    if user is None:
        raise Problem(404, "rest_user_invalid_id", "معرّف المستخدم غير صالح.")
    if paper.hides_users or not _has_written(paper, user):
        raise Problem(401, "rest_user_cannot_view", "عذرًا، غير مسموح لك بعرض المستخدمين.")
    return user_value(paper, user)


def _one_media(paper: Paper, _: str, number: int) -> Json:
    media = paper.media.get(number)
    if media is None:
        raise Problem(404, "rest_post_invalid_id", "معرّف المقالة غير صالح.")
    if not _is_shown(paper, media):
        raise Problem(401, "rest_forbidden", "عذرًا، غير مسموح لك بالقيام بذلك.")
    return media_value(paper, media)


def _has_written(paper: Paper, user: User) -> bool:
    return any(post.author == user.id for post in paper.public())


def _is_shown(paper: Paper, media: Media) -> bool:
    """Whether visitors may see it: what was uploaded to a post is seen with that post."""
    parent = paper.posts.get(media.parent)
    return parent is None or parent.status == "publish"


# Values


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def post_value(paper: Paper, post: Post) -> Json:
    """A post, with links, and embedded what they lead to."""
    locked = bool(post.password)
    return {
        "id": post.id,
        "date": _iso(post.date),
        "date_gmt": _iso(post.date_gmt),
        "guid": {"rendered": post.guid},
        "modified": _iso(post.modified),
        "modified_gmt": _iso(post.modified_gmt),
        "slug": post.slug,
        "status": post.status,
        "type": post.type,
        "link": paper.link(post),
        "title": {"rendered": texturized(post.title)},
        "content": {"rendered": "" if locked else content(paper, post), "protected": locked},
        "excerpt": {"rendered": "" if locked else excerpt(paper, post), "protected": locked},
        "author": post.author,
        "featured_media": post.picture,
        "comment_status": "open",
        "ping_status": "open",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": _meta(paper, post),
        "categories": [term.id for term in paper.terms_of(post, CATEGORY)],
        "tags": [term.id for term in paper.terms_of(post, TAG)],
        "_links": _links(paper, post),
        "_embedded": _embedded(paper, post),
    }


def _meta(paper: Paper, post: Post) -> object:
    """The fields that the site has registered for the API; PHP makes a list of none."""
    sound = paper.media.get(post.sound)
    if not paper.shows_enclosures:
        return []
    return {"enclosure": enclosure(paper, sound) if sound else ""}


def _links(paper: Paper, post: Post) -> Json:
    api = paper.address(API)
    links: Json = {
        "self": [{"href": f"{api}posts/{post.id}"}],
        "collection": [{"href": f"{api}posts"}],
        "about": [{"href": f"{api}types/post"}],
        "author": [{"embeddable": True, "href": f"{api}users/{post.author}"}],
        "wp:attachment": [{"href": f"{api}media?parent={post.id}"}],
        "wp:term": [
            {"taxonomy": taxonomy, "embeddable": True, "href": f"{api}{base}?post={post.id}"}
            for base, taxonomy in _TAXONOMIES.items()
        ],
        "curies": [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}],
    }
    if post.picture:
        href = f"{api}media/{post.picture}"
        links["wp:featuredmedia"] = [{"embeddable": True, "href": href}]
    return links


def _embedded(paper: Paper, post: Post) -> Json:
    """What `_embed` adds: the first ten terms of each taxonomy, whatever number the post has."""
    embedded: Json = {
        "author": [_tried(_one_user, paper, "users", post.author, _EMBED_USER)],
        "wp:term": [
            [
                _some(term_value(paper, term), _EMBED_TERM)
                for term in paper.terms_of(post, taxonomy)[:10]
            ]
            for taxonomy in _TAXONOMIES.values()
        ],
    }
    if post.picture:
        media = _tried(_one_media, paper, "media", post.picture, _EMBED_MEDIA)
        embedded["wp:featuredmedia"] = [media]
    return embedded


def _tried(
    one: Callable[[Paper, str, int], Json], paper: Paper, kind: str, number: int, names: list[str]
) -> Json:
    """A thing as it is embedded, or the error in its place."""
    try:
        return _some(one(paper, kind, number), names)
    except Problem as problem:
        return problem.value


def _some(value: Json, names: list[str]) -> Json:
    return {name: value[name] for name in (*names, "_links") if name in value}


def _view(value: Json, query: Query) -> Json:
    """A value without what was not asked for."""
    if "_embed" not in query:
        value = {name: part for name, part in value.items() if name != "_embedded"}
    if "_fields" not in query:
        return value
    chosen: Json = {}
    for path in query["_fields"].split(","):
        _choose(value, path.strip().split("."), chosen)
    return chosen


def _choose(value: Json, path: list[str], into: Json) -> None:
    """Copy what stands at a path."""
    name = path[0]
    if name not in value:
        return
    if len(path) == 1 or not isinstance(value[name], dict):
        into[name] = value[name]
    else:
        _choose(value[name], path[1:], into.setdefault(name, {}))


def term_value(paper: Paper, term: Term) -> Json:
    api = paper.address(API)
    base = _BASES[term.taxonomy]
    value: Json = {
        "id": term.id,
        "count": _count(paper, term),
        "description": "",
        "link": paper.address(f"/{'category' if base == 'categories' else 'tag'}/{term.slug}/"),
        "name": term.name.replace("&", "&amp;"),
        "slug": term.slug,
        "taxonomy": term.taxonomy,
        "meta": [],
        "_links": {"self": [{"href": f"{api}{base}/{term.id}"}]},
    }
    if term.taxonomy != CATEGORY:
        return value
    if term.parent:
        value["_links"]["up"] = [{"embeddable": True, "href": f"{api}{base}/{term.parent}"}]
    return value | {"parent": term.parent}


def _count(paper: Paper, term: Term) -> int:
    return sum(term.id in post.terms for post in paper.public())


def user_value(paper: Paper, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "url": "",
        "description": "",
        "link": paper.address(f"/author/{user.login}/"),
        "slug": user.login,
        "avatar_urls": {"96": "https://secure.gravatar.com/avatar/?s=96&d=mm&r=g"},
        "meta": [],
        "_links": {"self": [{"href": paper.address(f"{API}users/{user.id}")}]},
    }


def media_value(paper: Paper, media: Media) -> Json:
    moment = _iso(datetime(2026, 11, 1, tzinfo=UTC))
    is_picture = media.kind.startswith("image")
    details: Json = {"filesize": 90_000, "sizes": {}}
    if is_picture:
        details = {
            "width": media.width,
            "height": media.height,
            "file": media.file,
            "sizes": {
                "thumbnail": {
                    "file": media.file.rpartition("/")[2].replace(".jpg", "-150x150.jpg"),
                    "width": 150,
                    "height": 150,
                    "mime_type": media.kind,
                    "source_url": paper.file(media).replace(".jpg", "-150x150.jpg"),
                }
            },
            "image_meta": {},
        }
    return {
        "id": media.id,
        "date": moment,
        "slug": media.file.rpartition("/")[2].partition(".")[0],
        "status": "inherit",
        "type": "attachment",
        "link": paper.address(f"/?attachment_id={media.id}"),
        "title": {"rendered": media.file.rpartition("/")[2].partition(".")[0]},
        "author": 1,
        "caption": {"rendered": f"<p>{media.caption}</p>\n" if media.caption else ""},
        "alt_text": media.alt,
        "media_type": "image" if is_picture else "file",
        "mime_type": media.kind,
        "media_details": details,
        "post": media.parent or None,
        "source_url": paper.file(media),
        "_links": {"self": [{"href": paper.address(f"{API}media/{media.id}")}]},
    }
