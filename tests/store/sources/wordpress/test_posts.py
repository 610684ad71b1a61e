"""Posts of the REST API: authors and pictures where plugins tell them, shortcodes left over."""

from typing import Any

import pytest

from store import Draft
from store.sources.wordpress.posts import draft
from tests.wordpress import post

HIDDEN_USER = {"code": "rest_user_invalid_id", "message": "معرّف غير صالح", "data": {"status": 404}}
HIDDEN_MEDIA = {"code": "rest_forbidden", "message": "ممنوع", "data": {"status": 401}}


def made(**fields: Any) -> Draft:
    found = draft(post(5) | fields, "site")
    assert isinstance(found, Draft)
    return found


def embedded(**fields: Any) -> dict[str, Any]:
    return {"_embedded": {"author": [HIDDEN_USER], "wp:featuredmedia": [HIDDEN_MEDIA]} | fields}


PEOPLE = {
    "the site's own": ({}, ["ليلى حداد"]),
    "Co-Authors Plus": (
        {"coauthors": [{"display_name": "سلمى نور"}, {"display_name": "زيد عمر"}]},
        ["سلمى نور", "زيد عمر"],
    ),
    "PublishPress": (
        {"authors": [{"term_id": 4, "display_name": "سلمى نور"}, {"name": "زيد &amp; عمر"}]},
        ["سلمى نور", "زيد &amp; عمر"],
    ),
    "numbers only": ({"coauthors": [12, 15], "authors": ["7"]}, ["ليلى حداد"]),
    "texts": ({"guest_authors": ["سلمى نور", "سلمى نور"]}, ["سلمى نور"]),
    "nothing": ({"coauthors": [], "authors": None}, ["ليلى حداد"]),
}
ELSEWHERE = {
    "Yoast": ({"yoast_head_json": {"author": "سلمى نور"}}, ["سلمى نور"]),
    "Yoast's card": (
        {"yoast_head_json": {"twitter_misc": {"كُتب بواسطة": "سلمى نور", "وقت القراءة": "دقيقة"}}},
        ["سلمى نور"],
    ),
    "a theme": ({"author_info": {"display_name": "سلمى نور"}}, ["سلمى نور"]),
    "a text": ({"byline": "سلمى نور"}, ["سلمى نور"]),
    "Parse.ly": ({"parsely": {"meta": {"creator": ["سلمى نور", "زيد"]}}}, ["سلمى نور", "زيد"]),
    "Yoast's JSON-LD": (
        {
            "yoast_head_json": {
                "og_site_name": "صحيفة الضفة",
                "schema": {
                    "@graph": [
                        {"@type": "NewsArticle", "author": {"@id": "#p", "name": ""}},
                        {"@type": "Organization", "name": "صحيفة الضفة"},
                        {"@type": "Person", "@id": "#p", "name": "سلمى نور"},
                    ]
                },
            }
        },
        ["سلمى نور"],
    ),
    "JSON-LD of a page": (
        {
            "aioseo_head_json": {
                "schema": {"@graph": [{"@type": "WebPage", "author": {"name": "سلمى نور"}}]}
            }
        },
        ["سلمى نور"],
    ),
    "a head in HTML": (
        {"yoast_head": '<title>خبر</title><meta name="author" content="سلمى نور" />'},
        ["سلمى نور"],
    ),
    "a card in HTML": (
        {
            "rank_math_head": '<meta name="twitter:label1" content="Written by" />'
            '<meta name="twitter:data1" content="سلمى نور" />'
        },
        ["سلمى نور"],
    ),
    "a script in HTML": (
        {
            "aioseo_head": '<script type="application/ld+json" class="x">{"@graph": [{"@type":'
            ' "BlogPosting", "author": [{"name": "سلمى نور"}, {"name": "زيد عمر"}]}]}</script>'
        },
        ["سلمى نور", "زيد عمر"],
    ),
    "og:": ({"aioseo_head_json": {"og:article:author": "سلمى نور"}}, ["سلمى نور"]),
    "og: beside the post": ({"og:author": "سلمى نور"}, ["سلمى نور"]),
    "a profile in place of a name": (
        {"yoast_head_json": {"article_author": "https://www.facebook.com/salma"}},
        [],
    ),
    "the site in place of a name": (
        {"yoast_head_json": {"og_site_name": "صحيفة الضفة", "article_author": "صحيفة الضفة"}},
        [],
    ),
    "a card about something else": (
        {"yoast_head_json": {"twitter_misc": {"وقت القراءة المُقدّر": "دقيقة واحدة"}}},
        [],
    ),
    "broken heads": (
        {
            "yoast_head": '<script type="application/ld+json">{"@graph": [</script><meta name=',
            "aioseo_head_json": {"schema": {"@graph": {"@type": 7, "author": [None, 5]}}},
            "seo": {"schema": "[" * 5_000},
        },
        [],
    ),
    "odd shapes": ({"yoast_head_json": ["x"], "author_info": 7, "byline": {"a": 1}}, []),
    "nobody": ({}, []),
}


@pytest.mark.parametrize(("fields", "names"), PEOPLE.values(), ids=PEOPLE)
def test_all_authors_are_told(fields: dict[str, Any], names: list[str]) -> None:
    assert [author.name for author in made(**fields).authors] == names


@pytest.mark.parametrize(("fields", "names"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_author_whom_the_site_hides_is_looked_for_elsewhere(
    fields: dict[str, Any], names: list[str]
) -> None:
    found = made(**embedded(), **fields)
    assert [author.name for author in found.authors] == names


def test_an_author_among_the_terms_is_one() -> None:
    terms = [[{"taxonomy": "author", "name": "سلمى نور", "slug": "cap-salma"}]]
    found = made(**embedded(**{"wp:term": terms}))
    assert [author.name for author in found.authors] == ["سلمى نور"]
    assert found.tags == ()


JPG = "https://press.example.com/wp-content/uploads/2026/10/جسر.jpg"
OG = {"yoast_head_json": {"og_image": [{"url": JPG, "width": 1200, "height": 675}]}}
PICTURES: dict[str, tuple[dict[str, Any], tuple[str, int | None] | None]] = {
    "Jetpack": ({"jetpack_featured_media_url": JPG}, (JPG, None)),
    "Jetpack without one": ({"jetpack_featured_media_url": ""}, None),
    "Better REST": (
        {"better_featured_image": {"source_url": JPG, "media_details": {"width": 800}}},
        (JPG, 800),
    ),
    "a list of PHP": ({"uagb_featured_image_src": {"full": [JPG, 1200, 675, False]}}, (JPG, 1200)),
    "a theme that says false": ({"featured_image_src": False, "fimg_url": JPG}, (JPG, None)),
    "Yoast": (OG | {"featured_media": 77}, (JPG, 1200)),
    "Yoast of a post without one": (OG | {"featured_media": 0}, None),
    "odd shapes": ({"jetpack_featured_media_url": 7, "featured_image_urls": {"full": [[]]}}, None),
}


@pytest.mark.parametrize(("fields", "expected"), PICTURES.values(), ids=PICTURES)
def test_a_picture_that_the_site_hides_is_looked_for_elsewhere(
    fields: dict[str, Any], expected: tuple[str, int | None] | None
) -> None:
    image = made(**embedded(), **fields).image
    assert (image and (image.url, image.width)) == expected


def test_a_picture_may_have_its_address_among_its_sizes_alone() -> None:
    media = {"alt_text": "جسر", "media_details": {"sizes": {"full": {"source_url": JPG}}}}
    image = made(**embedded(**{"wp:featuredmedia": [media]})).image
    assert image is not None
    assert (image.url, image.alt) == (JPG, "جسر")


LEFT_OVER = {
    "[vc_row][vc_column width=&#8221;1/1&#8243;]<p>نص</p>[/vc_column][/vc_row]": "<p>نص</p>",
    "<p>[et_pb_text _builder_version=&#8221;4.9&#8221;]نص[/et_pb_text]</p>": "<p>نص</p>",
    "<p>[fusion_text]نص[/fusion_text]</p>\n<p>[/fusion_row]</p>": "<p>نص</p>\n",
    '<p>[contact-form-7 id="12" title="اتصل"]</p><p>نص</p>': "<p>نص</p>",
    "<p>[quote]نص[/quote]</p>": "<blockquote><p>نص</p></blockquote>",
    "<p>[elementor-template id='7']نص</p>": "<p>نص</p>",
    "<p>نص [sic] و[video] و[PDF] و[المصدر]</p>": "<p>نص [sic] و[video] و[PDF] و[المصدر]</p>",
    "<p>إذا [x = 5] فاكتب a[i] = b[j]</p>": "<p>إذا [x = 5] فاكتب a[i] = b[j]</p>",
    '<pre>[vc_row el="x"]</pre>': '<pre>[vc_row el="x"]</pre>',
    "<p></p><p>نص [1]</p>": "<p></p><p>نص [1]</p>",
}


@pytest.mark.parametrize(("rendered", "html"), LEFT_OVER.items())
def test_a_shortcode_that_nobody_rendered_leaves_its_text(rendered: str, html: str) -> None:
    found = made(
        content={"rendered": rendered, "protected": False},
        excerpt={"rendered": rendered, "protected": False},
    )
    assert (found.html, found.summary) == (html, html)


def test_a_bad_date_of_a_post_is_passed_over_beside_a_good_one() -> None:
    own = made().published
    for bad in ("9999-99-99T00:00:00", "أمس", "0000-00-00T00:00:00", None):
        told = made(date="2026-10-01T10:00:00", date_gmt=bad)
        assert told.published == "2026-10-01T10:00:00"
        assert made(date=bad).published == own
    assert made(date="أمس", date_gmt="أمس").published == "أمسZ"
