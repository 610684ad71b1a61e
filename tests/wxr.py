"""Exports of a WordPress that never was: as many posts as a test wants, in the ways real exports
have.
"""

from collections.abc import Iterator
from unicodedata import normalize
from urllib.parse import quote

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>مجلة الضفة</title><link>https://bank.example.com</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[huda]]></wp:author_login>
<wp:author_display_name><![CDATA[هدى سالم]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>economy</wp:category_nicename><wp:cat_name><![CDATA[مال]]></wp:cat_name></wp:category>
"""
TAIL = "</channel></rss>\n"
CONTENT = """<!-- wp:paragraph -->
افتتح سوق الكتب رقم {number} أبوابه صباح اليوم.
وحضر الافتتاح عدد من الناشرين.

[caption id="a" width="600"]<img src="/wp-content/uploads/{number}.jpg" alt="سوق"> مدخل السوق[/caption]

قال المنظمون [المصدر] إن السوق يستمر أسبوعا، وفيه ]]]]><![CDATA[> خصومات.

[embed]https://www.youtube.com/watch?v=x{number}[/embed]
[gallery ids="1,2"][vc_row el="x"]ويختتم يوم الجمعة.[/vc_row]
<!-- /wp:paragraph -->"""  # noqa: E501


def post(number: int, status: str = "publish", size: int = 0, **fields: str) -> str:
    """A post; every third has an address with a decomposed letter, every other one a
    percent-encoded one.
    """
    slug = normalize("NFD", f"أسواق-{number}") if number % 3 == 0 else f"سوق-{number}"
    slug = quote(slug) if number % 2 else slug
    day, hour = 1 + number // 24 % 28, number % 24
    date = f"2025-{1 + number // 672 % 12:02}-{day:02} {hour:02}"
    said = {
        "title": f"افتتاح سوق الكتب رقم {number} &amp; تفاصيله",
        "content": CONTENT.format(number=number) + "\n\nكتب قديمة ونادرة." * size,
        "meta": (
            f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[{900_000 + number}]]>"  # noqa: E501
            "</wp:meta_value></wp:postmeta>"
        ),
        "type": "post",
        "password": "",
        "guid": f"https://bank.example.com/?p={number}",
        "tag": "كتب",
    } | fields
    return f"""<item><title>{said["title"]}</title><link>https://bank.example.com/2025/{slug}/</link>
<pubDate>Wed, 01 Jan 2025 00:00:00 +0000</pubDate><dc:creator><![CDATA[huda]]></dc:creator>
<guid isPermaLink="false">{said["guid"]}</guid><description></description>
<content:encoded><![CDATA[{said["content"]}]]></content:encoded>
<excerpt:encoded><![CDATA[خبر السوق رقم {number}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date><![CDATA[{date}:00:00]]></wp:post_date><wp:post_date_gmt><![CDATA[{date}:30:00]]></wp:post_date_gmt>
<wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{said["type"]}]]></wp:post_type>
<wp:post_password><![CDATA[{said["password"]}]]></wp:post_password>
<category domain="category" nicename="economy"><![CDATA[مال وأعمال]]></category>
<category domain="post_tag" nicename="books"><![CDATA[{said["tag"]}]]></category>{said["meta"]}</item>
"""  # noqa: E501


def attachment(number: int) -> str:
    sizes = 'a:4:{s:5:"width";i:1200;s:6:"height";i:800;s:5:"sizes";a:1:{s:9:"thumbnail";a:2:{s:5:"width";i:150;}}}'  # noqa: E501
    return f"""<item><title>صورة</title><wp:post_id>{900_000 + number}</wp:post_id><wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://bank.example.com/wp-content/uploads/2025/سوق-{number}.jpg</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>رفوف السوق</wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value><![CDATA[{sizes}]]></wp:meta_value>
</wp:postmeta></item>
"""  # noqa: E501


def export(posts: int, size: int = 0) -> Iterator[str]:
    """Posts with a draft, a private and a protected one among each hundred; the pictures behind
    them all.
    """
    yield HEAD
    for number in range(1, posts + 1):
        yield post(number, size=size)
        if number % 100 == 0:
            yield post(100_000 + number, "draft") + post(200_000 + number, "private")
            yield post(300_000 + number, password="سر") + post(400_000 + number, type="page")
    yield from map(attachment, range(1, posts + 1))
    yield TAIL
