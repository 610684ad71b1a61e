"""Documents of every format that is read, made of stories: a writer each.

A writer takes stories and gives bytes. What a story has `said` is put where its format would say
it: as it stands among the elements, fields or head of that story.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from tests.newsroom.stories import Story

MOMENT = "2026-11-17T09:30:00+02:00"
_RFC_822 = "Tue, 17 Nov 2026 09:30:00 +0200"
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:x"'
    ' xmlns:app="http://www.w3.org/2007/app" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:access="http://www.bloglines.com/about/specs/fac-1.0"'
    ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    ' xmlns:blogger="http://schemas.google.com/blogger/2018"'
)
_FEED_SPACES = _SPACES.replace(' xmlns:wp="http://wordpress.org/export/1.2/"', "").replace(
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"', ""
)

Write = Callable[[Sequence[Story]], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document.

    write   its writer
    name    the name of a file of it; "" for what is no file
    many    whether it may hold several stories
    plain   whether its bodies are plain text
    """

    write: Write
    name: str
    many: bool = True
    plain: bool = False


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _elements(story: Story) -> str:
    return str(story.said.get("elements", ""))


def _attributes(story: Story) -> str:
    return str(story.said.get("attributes", ""))


def _fields(story: Story) -> dict[str, Any]:
    fields = story.said.get("fields", {})
    assert isinstance(fields, dict)
    return fields


# Feeds in XML


def rss(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"<item{_attributes(one)}><title>{escape(one.title)}</title><link>{one.url}</link>"
        f"<guid isPermaLink='false'>n-{one.number}</guid><pubDate>{_RFC_822}</pubDate>"
        f"<dc:creator>{_cdata(one.author)}</dc:creator><description>{_cdata(one.body.html)}"
        f"</description>{_elements(one)}</item>\n"
        for one in stories
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_FEED_SPACES}><channel>'
        f"<title>وكالة</title><link>https://paper.example</link>{items}</channel></rss>"
    ).encode()


def rss_in_full(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"<item{_attributes(one)}>{_elements(one)}<title>{escape(one.title)}</title>"
        f"<link>{one.url}</link><author>{escape(one.author)}</author>"
        f"<pubDate>{_RFC_822}</pubDate><description>موجز</description>"
        f"<content:encoded>{escape(one.body.html)}</content:encoded></item>\n"
        for one in stories
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_FEED_SPACES}><channel>'
        f"<title>وكالة</title><link>https://paper.example</link>{items}</channel></rss>"
    ).encode()


def rdf(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f'<item rdf:about="{one.url}"{_attributes(one)}><title>{escape(one.title)}</title>'
        f"<link>{one.url}</link><dc:date>{MOMENT}</dc:date>{_elements(one)}"
        f"<dc:creator>{escape(one.author)}</dc:creator>"
        f"<content:encoded>{_cdata(one.body.html)}</content:encoded></item>\n"
        for one in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        f' xmlns="http://purl.org/rss/1.0/" {_FEED_SPACES}>'
        '<channel rdf:about="https://paper.example/"><title>وكالة</title>'
        f"<link>https://paper.example</link></channel>{items}</rdf:RDF>"
    ).encode()


def atom(stories: Sequence[Story]) -> bytes:
    entries = "".join(
        f"<entry{_attributes(one)}><id>tag:paper.example,2026:{one.number}</id>"
        f'<title type="html">{escape(escape(one.title))}</title>{_elements(one)}'
        f'<link rel="alternate" href="{one.url}"/><published>{MOMENT}</published>'
        f"<updated>{MOMENT}</updated><author><name>{escape(one.author)}</name></author>"
        f'<content type="html">{escape(one.body.html)}</content></entry>\n'
        for one in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" {_FEED_SPACES}><title>وكالة</title>'
        f"<id>tag:paper.example,2026:</id><updated>{MOMENT}</updated>{entries}</feed>"
    ).encode()


def blogger(stories: Sequence[Story]) -> bytes:
    kind = 'scheme="http://schemas.google.com/g/2005#kind"'
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{one.number}</id><published>{MOMENT}"
        f"</published><updated>{MOMENT}</updated>"
        f"{one.said.get('kind', f'<category {kind} term=%s/>')}".replace(
            "%s", '"http://schemas.google.com/blogger/2008/kind#post"'
        )
        + f"<title type='text'>{escape(one.title)}</title>{_elements(one)}"
        f"<content type='html'>{escape(one.body.html)}</content>"
        f"<link rel='alternate' type='text/html' href='{one.url}'/>"
        f"<author><name>{escape(one.author)}</name><email>noreply@blogger.com</email></author>"
        "</entry>\n"
        for one in stories
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<feed xmlns='http://www.w3.org/2005/Atom' {_FEED_SPACES}>"
        f"<id>tag:blogger.com,1999:blog-7.archive</id><title>مدونة</title>{entries}</feed>"
    ).encode()


def takeout(stories: Sequence[Story]) -> bytes:
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{one.number}</id>"
        f"{one.said.get('kind', '<blogger:type>POST</blogger:type>')}"
        f"{one.said.get('status', '<blogger:status>LIVE</blogger:status>')}"
        f"<author><name>{escape(one.author)}</name></author><title>{escape(one.title)}</title>"
        f"<content type='html'>{escape(one.body.html)}</content>"
        f"<blogger:filename>/2026/11/{one.number}.html</blogger:filename>"
        f"<published>{MOMENT}</published><updated>{MOMENT}</updated>{_elements(one)}"
        "</entry>\n"
        for one in stories
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        f"<feed xmlns='http://www.w3.org/2005/Atom' {_FEED_SPACES}>"
        f"<id>tag:blogger.com,1999:blog-7</id><title>مدونة</title>{entries}</feed>"
    ).encode()


def wxr(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"<item><title>{_cdata(one.title)}</title><link>{one.url}</link>"
        f"<pubDate>{_RFC_822}</pubDate><dc:creator>{_cdata(one.author)}</dc:creator>"
        f'<guid isPermaLink="false">https://paper.example/?p={one.number}</guid>'
        f"<description></description><content:encoded>{_cdata(one.body.html)}</content:encoded>"
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{one.number}</wp:post_id>"
        "<wp:post_date>2026-11-17 09:30:00</wp:post_date>"
        "<wp:post_date_gmt>2026-11-17 07:30:00</wp:post_date_gmt>"
        f"{one.said.get('status', '<wp:status>publish</wp:status>')}"
        f"{one.said.get('kind', '<wp:post_type>post</wp:post_type>')}"
        f"{one.said.get('password', '<wp:post_password></wp:post_password>')}"
        f"{_elements(one)}</item>\n"
        for one in stories
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {_SPACES}><channel>'
        "<title>مجلة</title><link>https://paper.example</link>"
        "<wp:wxr_version>1.2</wp:wxr_version>"
        f"<wp:base_blog_url>https://paper.example</wp:base_blog_url>\n{items}</channel></rss>"
    ).encode()


# JSON


def record(story: Story, body: str = "html") -> dict[str, Any]:
    return {
        "id": f"n-{story.number}",
        "url": story.url,
        "title": story.title,
        body: story.body.html,
        "author": story.author,
        "published": MOMENT,
    } | _fields(story)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def ndjson(stories: Sequence[Story]) -> bytes:
    return b"\n".join(_json(record(one)) for one in stories)


def array(stories: Sequence[Story]) -> bytes:
    return json.dumps([record(one) for one in stories], indent=1).encode()


def json_feed(stories: Sequence[Story]) -> bytes:
    items = [
        {
            "id": f"n-{one.number}",
            "url": one.url,
            "title": one.title,
            "content_html": one.body.html,
            "date_published": MOMENT,
            "authors": [{"name": one.author}],
        }
        | _fields(one)
        for one in stories
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "وكالة"}
    return _json(head | {"home_page_url": "https://paper.example", "items": items})


def rest_post(story: Story) -> dict[str, Any]:
    return {
        "id": story.number,
        "status": "publish",
        "type": "post",
        "date": "2026-11-17T09:30:00",
        "date_gmt": "2026-11-17T07:30:00",
        "modified_gmt": f"2026-11-17T0{8 if story.said else 7}:30:00",
        "link": story.url,
        "title": {"rendered": escape(story.title)},
        "content": {"rendered": story.body.html, "protected": False},
        "excerpt": {"rendered": "<p>موجز</p>", "protected": False},
        "_embedded": {"author": [{"id": 3, "name": story.author}]},
    } | _fields(story)


def rest(stories: Sequence[Story]) -> bytes:
    return _json([rest_post(one) for one in stories])


def _wp_post(story: Story) -> dict[str, Any]:
    return {
        "ID": story.number,
        "post_title": story.title,
        "post_content": story.body.html,
        "post_excerpt": "",
        "post_date": "2026-11-17 09:30:00",
        "post_date_gmt": "2026-11-17 07:30:00",
        "post_status": "publish",
        "post_password": "",
        "post_type": "post",
    } | _fields(story)


def hook_of_wp_webhooks(stories: Sequence[Story]) -> bytes:
    messages = [
        {"post_id": one.number, "post": _wp_post(one), "post_permalink": one.url} for one in stories
    ]
    return _json(messages if len(messages) > 1 else messages[0])


def hook_of_fields(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    return _json(_wp_post(story) | {"post_url": story.url, "author": story.author})


def hook_of_form(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    fields = _wp_post(story) | {"hook": "publish_post", "post_url": story.url}
    return urlencode({name: _as_php(value) for name, value in fields.items()}).encode()


def hook_of_php(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    fields = {f"post[{name}]": _as_php(value) for name, value in _wp_post(story).items()}
    return urlencode(fields | {"post_id": story.number}).encode()


def _as_php(value: object) -> object:
    return ("1" if value else "") if isinstance(value, bool) else value


def hook_of_rest(stories: Sequence[Story]) -> bytes:
    return _json([rest_post(one) for one in stories])


def hook_in_envelope(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    return _json({"event": "post.updated", "data": rest_post(story)})


# Texts


def bare(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    above = str(story.said.get("above", ""))
    return f"{above}{story.title}\n{story.body.html}\n".encode()


def _front(story: Story) -> dict[str, Any]:
    fields = {"id": f"n-{story.number}", "title": story.title, "author": story.author}
    return fields | {"published": "2026-11-17 09:30"} | _fields(story)


def front_yaml(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    lines = [f"{name}: {_yaml(value)}" for name, value in _front(story).items()]
    lines += str(story.said.get("lines", "")).splitlines()
    return "\n".join(["---", *lines, "---", story.body.html, ""]).encode()


def front_toml(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    lines = [f"{_toml_name(name)} = {_yaml(value)}" for name, value in _front(story).items()]
    return "\n".join(["+++", *lines, "+++", story.body.html, ""]).encode()


def front_json(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    head = json.dumps(_front(story), ensure_ascii=False, indent=2)
    return f"{head}\n\n{story.body.html}\n".encode()


def _yaml(value: object) -> str:
    """A value as YAML and TOML spell it alike: in quotes, but for truths and numbers."""
    return json.dumps(value, ensure_ascii=False)


def _toml_name(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isascii() else json.dumps(name)


# Pages


def page(stories: Sequence[Story]) -> bytes:
    (story,) = stories
    said = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": MOMENT,
        "author": {"@type": "Person", "name": story.author},
    } | _fields(story)
    return (
        '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)}</title>{story.said.get('head', '')}"
        f'<link rel="canonical" href="{story.url}">'
        f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'
        f'</head><body{_attributes(story)}><nav><ul><li><a href="/">الرئيسية</a></li></ul></nav>'
        f"<main><article{story.said.get('classes', '')}><h1>{escape(story.title)}</h1>"
        f"{story.body.html}</article></main>"
        "<footer><p>جميع الحقوق محفوظة للصحيفة</p></footer></body></html>"
    ).encode()


FORMATS = {
    "rss": Format(rss, "a.rss"),
    "rss in full": Format(rss_in_full, "a.xml"),
    "rdf": Format(rdf, "a.rdf"),
    "atom": Format(atom, "a.atom"),
    "blogger": Format(blogger, "blog.xml"),
    "takeout": Format(takeout, "feed.atom"),
    "wxr": Format(wxr, "export.xml"),
    "ndjson": Format(ndjson, "a.ndjson"),
    "array": Format(array, "a.json"),
    "json feed": Format(json_feed, "feed.json"),
    "rest": Format(rest, "posts.json"),
    "wire": Format(rest, ""),
    "WP Webhooks": Format(hook_of_wp_webhooks, ""),
    "fields": Format(hook_of_fields, "", many=False),
    "form": Format(hook_of_form, "", many=False),
    "php": Format(hook_of_php, "", many=False),
    "hook of rest": Format(hook_of_rest, ""),
    "envelope": Format(hook_in_envelope, "", many=False),
    "bare": Format(bare, "خبر.txt", many=False, plain=True),
    "yaml": Format(front_yaml, "خبر.txt", many=False),
    "yaml of markdown": Format(front_yaml, "خبر.md", many=False, plain=True),
    "toml": Format(front_toml, "خبر.md", many=False),
    "json": Format(front_json, "خبر.txt", many=False),
    "page": Format(page, "page.html", many=False),
}
