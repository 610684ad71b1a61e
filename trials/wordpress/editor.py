"""The editor of the site: what he has, and what he does to it."""

from collections import defaultdict
from typing import Any

from .site import WordPress


class Editor:
    """Does things to the site. `posts`, `categories`, `users` and `pictures` are ids."""

    def __init__(self, site: WordPress, posts: int) -> None:
        self.site = site
        filled = site.fill(posts)
        self.categories: dict[str, int] = filled["categories"]
        self.users: dict[str, int] = filled["users"]
        self.pictures: list[int] = filled["pictures"]
        self._posts: dict[str, list[int]] = filled["kinds"]
        self._remembered: defaultdict[str, list[int]] = defaultdict(list)

    def next(self, kind: str = "plain") -> int:
        """A post of a kind that nothing was done to; a new one in the middle of the archive."""
        posts = self._posts[kind]
        return posts.pop(len(posts) // 2)

    def do(self, verb: str, **fields: object) -> Any:
        """Do one thing. Returns what WordPress says of it."""
        return self.site.do(verb, **fields)

    def save(self, post: int | None = None, **fields: object) -> int:
        """Change a post, or make one."""
        named = {} if post is None else {"ID": post}
        number: int = self.do("save", **named, **fields)
        return number

    def remember(self, what: str, post: int) -> int:
        """Keep a post for a later edit."""
        self._remembered[what].append(post)
        return post

    def recall(self, what: str) -> int:
        """A post that was kept for this edit; any, where the edit before it was left out."""
        kept = self._remembered[what]
        return kept.pop(0) if kept else self.next()
