"""What WordPress tells beside a page of posts: terms, those above them, authors, pictures."""

import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from store import Draft
from store.outbound import Response
from store.sources.wordpress.posts import draft
from store.wires.fetch import UnexpectedStatus
from store.wires.wordpress_terms import Completion
from tests.wordpress import post

API = "https://press.example.com/wp-json/wp/v2"


def term(number: int, name: str, taxonomy: str = "category", parent: int = 0) -> dict[str, Any]:
    slug = quote(name.replace(" ", "-")).lower()
    return {"id": number, "name": name, "slug": slug, "taxonomy": taxonomy, "parent": parent}


class Beside:
    """A site's collections; one that is a number is answered with that status."""

    def __init__(self, **collections: Any) -> None:
        self.collections = collections
        self.asked: list[str] = []

    def ask(self, url: str, expected: frozenset[int]) -> Response:
        where = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        collection = where.path.rpartition("/")[2]
        self.asked.append(f"{collection} {query['include']}")
        held = self.collections.get(collection, [])
        if isinstance(held, int):
            if held not in expected:
                raise UnexpectedStatus(f"{url} answers {held}")
            return answer(url, held, {"code": "rest_user_cannot_view", "message": "ممنوع"})
        wanted = query["include"].split(",")
        assert len(wanted) <= int(query["per_page"])
        return answer(url, 200, [thing for thing in held if str(thing["id"]) in wanted])


def answer(url: str, status: int, value: object) -> Response:
    return Response(status, {}, json.dumps(value).encode(), url)


def bare(number: int, **fields: Any) -> dict[str, Any]:
    """A post as it comes where `_embed` is not heeded."""
    return post(number) | {"_embedded": {}, "categories": [], "tags": []} | fields


def completed(site: Beside, *posts: dict[str, Any]) -> tuple[Completion, list[Draft]]:
    completion = Completion(API, site.ask)
    drafts = [draft(told, "site") for told in completion.complete(list(posts))]
    assert all(isinstance(made, Draft) for made in drafts)
    return completion, drafts  # type: ignore[return-value]


SPORTS = term(1, "رياضة")
BALL = term(2, "كرة القدم", parent=1)
LEAGUE = term(3, "دوري المحترفين", parent=2)
TAGS = [term(number, f"وسم {number}", "post_tag") for number in range(101, 113)]


def test_a_category_brings_all_above_it() -> None:
    site = Beside(categories=[SPORTS, BALL, LEAGUE])
    _, (made,) = completed(site, bare(1, categories=[3]))
    assert {"دوري المحترفين", "كرة القدم", "رياضة"} <= set(made.sections)
    assert site.asked == ["categories 3", "categories 2", "categories 1"]


def test_a_circle_of_categories_ends() -> None:
    circle = [term(1, "أولى", parent=2), term(2, "ثانية", parent=1)]
    _, (made,) = completed(Beside(categories=circle), bare(1, categories=[1]))
    assert [name for name in made.sections if "%" not in name] == ["أولى", "ثانية"]


def test_all_tags_come_in_the_order_of_the_post() -> None:
    site = Beside(tags=TAGS)
    numbers = [tag["id"] for tag in reversed(TAGS)]
    told = bare(1, tags=numbers, _embedded={"wp:term": [TAGS[:10]]})
    _, (made,) = completed(site, told)
    assert made.tags == tuple(tag["name"] for tag in reversed(TAGS))
    assert site.asked == ["tags 111,112"], "those that were embedded are not asked for"


def test_a_post_that_is_whole_costs_nothing() -> None:
    site = Beside()
    completion, (made,) = completed(site, post(1))
    assert site.asked == []
    assert made.tags == ("كتب",)
    assert completion.lacks("before") == ""


def test_terms_are_remembered_from_page_to_page() -> None:
    site = Beside(categories=[SPORTS, BALL], tags=TAGS)
    completion = Completion(API, site.ask)
    for number in range(1, 4):
        completion.complete([bare(number, categories=[2], tags=[101, 102])])
    assert site.asked == ["categories 2", "categories 1", "tags 101,102"]


def test_a_hundred_are_asked_for_at_once() -> None:
    many = [term(number, f"وسم {number}", "post_tag") for number in range(1, 151)]
    site = Beside(tags=many)
    _, (made, _) = completed(
        site, bare(1, tags=list(range(1, 76))), bare(2, tags=list(range(76, 151)))
    )
    assert len(site.asked) == 2
    assert len(made.tags) == 75


def test_what_the_site_refuses_is_asked_once_and_what_it_embeds_is_used() -> None:
    site = Beside(categories=404, tags=401)
    first = post(1) | {"categories": [9], "tags": [5, 6]}
    second = post(2) | {"categories": [8], "tags": [7]}
    completion = Completion(API, site.ask)
    made = draft(completion.complete([first])[0], "site")
    completion.complete([second])
    assert isinstance(made, Draft)
    assert made.sections[0] == "إقتصاد &amp; مال"
    assert made.tags == ("كتب",)
    assert site.asked == ["categories 9", "tags 5,6"]
    assert completion.refused == {
        "categories": "categories: answers 404",
        "tags": "tags: answers 401",
    }
    assert completion.lacks("") == (
        "the site does not show all terms (categories: answers 404, tags: answers 401)"
    )


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_is_busy_is_asked_again_later(status: int) -> None:
    with pytest.raises(UnexpectedStatus):
        completed(Beside(categories=status), bare(1, categories=[1]))


def test_an_author_and_a_picture_that_are_not_embedded_are_asked_for() -> None:
    picture = {
        "id": 77,
        "source_url": "https://press.example.com/wp-content/uploads/2026/10/جسر.jpg",
        "alt_text": "الجسر",
        "media_details": {"width": 1200, "height": 800},
    }
    site = Beside(users=[{"id": 3, "name": "ليلى حداد"}], media=[picture])
    _, (made,) = completed(site, bare(1, author=3, featured_media=77))
    assert [author.name for author in made.authors] == ["ليلى حداد"]
    assert made.image is not None
    assert (made.image.alt, made.image.width) == ("الجسر", 1200)


def test_authors_whom_a_site_hides_are_said_to_be_missing() -> None:
    posts = [bare(1, author=3), bare(2, author=3, byline="سلمى نور")]
    completion, _ = completed(Beside(users=401), *posts)
    assert completion.lacks("") == (
        "authors are missing in 1 of the last 2 posts:"
        " the site hides its users (users: answers 401)"
    )


def test_a_poll_without_posts_says_what_the_last_one_said() -> None:
    completion = Completion(API, Beside().ask)
    completion.complete([])
    assert completion.lacks("authors are missing") == "authors are missing"


def test_odd_shapes_do_no_harm() -> None:
    odd = bare(1, categories=["x", None, True, 4], tags=None, author="7", featured_media="x")
    _, (made,) = completed(Beside(categories=[term(4, "ثقافة", parent=4)]), odd)
    assert made.sections[0] == "ثقافة"


# Co-Authors Plus


def byline(number: int, login: str, *description: object) -> dict[str, Any]:
    """A term as Co-Authors Plus keeps it."""
    words = " ".join(map(str, description))
    return {"id": number, "name": login, "slug": f"cap-{login}", "description": words}


SALMA = byline(21, "salma", "سلمى", "", "", "salma", 7, "salma@example.com")
GUEST = byline(22, "rim", "ريم الشاذلي", "ريم", "الشاذلي", "rim", 7, "")
USER = {"id": 7, "name": "سلمى نور", "slug": "salma"}


def test_all_authors_are_named_users_as_they_are_called_now() -> None:
    """The number of a guest is that of another thing: here of a user who did not write it."""
    site = Beside(coauthors=[SALMA, GUEST], users=[USER])
    _, (made,) = completed(site, post(1) | {"coauthors": [22, 21]})
    assert [author.name for author in made.authors] == ["ريم الشاذلي", "سلمى نور"]
    assert site.asked == ["coauthors 21,22", "users 7"]


def test_where_users_are_hidden_authors_are_called_as_their_terms_say() -> None:
    site = Beside(coauthors=[SALMA, GUEST], users=401)
    _, (made,) = completed(site, post(1) | {"coauthors": [21, 22]})
    assert [author.name for author in made.authors] == ["سلمى", "ريم الشاذلي"]


def test_where_terms_of_authors_are_hidden_the_first_author_is_named() -> None:
    _, (made,) = completed(Beside(coauthors=404), post(1) | {"coauthors": [21, 22]})
    assert [author.name for author in made.authors] == ["ليلى حداد"]
    assert "authors" not in made.unnamed


def test_a_post_without_terms_of_authors_asks_for_none() -> None:
    site = Beside(coauthors=[SALMA])
    _, (made,) = completed(site, post(1) | {"coauthors": []})
    assert [author.name for author in made.authors] == ["ليلى حداد"]
    assert site.asked == []
