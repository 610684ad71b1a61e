"""What webhook plugins of WordPress send when a post changes, in the ways of several of them."""

from collections.abc import Callable
from typing import Any

from tests.paper.editorial import CATEGORY, TAG, Paper, Post
from tests.paper.rest import post_value

Message = dict[str, Any]
Form = Callable[[Paper, Post], Message]


def rest(paper: Paper, post: Post) -> Message:
    """The answer of the REST API with all that is embedded."""
    return post_value(paper, post)


def rest_bare(paper: Paper, post: Post) -> Message:
    """The answer of the REST API without `_embed`: terms, author and picture are numbers."""
    value = post_value(paper, post)
    del value["_embedded"]
    return value


def wp_post(_: Paper, post: Post) -> Message:
    """A `WP_Post` as PHP makes JSON of it: no terms, no picture, no link."""
    return {
        "ID": post.id,
        "post_author": str(post.author),
        "post_date": f"{post.date:%Y-%m-%d %H:%M:%S}",
        "post_date_gmt": f"{post.date_gmt:%Y-%m-%d %H:%M:%S}",
        "post_content": post.content,
        "post_title": post.title,
        "post_excerpt": post.excerpt,
        "post_status": post.status,
        "comment_status": "open",
        "ping_status": "open",
        "post_password": post.password,
        "post_name": post.slug,
        "post_modified": f"{post.modified:%Y-%m-%d %H:%M:%S}",
        "post_modified_gmt": f"{post.modified_gmt:%Y-%m-%d %H:%M:%S}",
        "post_parent": 0,
        "guid": post.guid,
        "menu_order": 0,
        "post_type": post.type,
        "post_mime_type": "",
        "comment_count": "0",
        "filter": "raw",
    }


def wp_webhooks(paper: Paper, post: Post) -> Message:
    """WP Webhooks: the post, its terms by slugs, the address of its picture."""
    picture = paper.media.get(post.picture)
    return {
        "post_id": post.id,
        "post": wp_post(paper, post),
        "post_meta": {},
        "post_thumbnail": paper.file(picture) if picture else False,
        "post_permalink": paper.link(post),
        "taxonomies": {
            taxonomy: {
                term.slug: {
                    "term_id": term.id,
                    "name": term.name.replace("&", "&amp;"),
                    "slug": term.slug,
                    "taxonomy": taxonomy,
                    "parent": term.parent,
                }
                for term in paper.terms_of(post, taxonomy)
            }
            for taxonomy in (CATEGORY, TAG)
        },
    }


def three_fields(_: Paper, post: Post) -> Message:
    """HookPress with three chosen fields."""
    return {"ID": str(post.id), "post_title": post.title, "hook": "save_post"}


def gone(post: Post) -> Message:
    """HookPress of a post that is trashed or deleted."""
    return {"ID": str(post.id), "hook": "wp_trash_post"}


FORMS: tuple[Form, ...] = (
    rest,
    rest_bare,
    wp_post,
    wp_webhooks,
    three_fields,
)


def message(form: Form, paper: Paper, post: Post) -> Message:
    """What a plugin says of a post; of one that is trashed or deleted, that it is gone."""
    if post.status == "trash" or post.id not in paper.posts:
        return gone(post)
    return form(paper, post)
