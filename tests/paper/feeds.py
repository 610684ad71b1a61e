"""The feeds of a newspaper as WordPress prints them: the ten newest posts, guids by number."""

from urllib.parse import urlsplit

from tests.paper.editorial import CATEGORY, TAG, Paper, Post
from tests.paper.export import cdata, rfc822
from tests.paper.rendered import content_of_feed, excerpt, texturized
from tests.paper.rest import Answer

_LOCKED = "<p>لا يوجد ملخص لأن هذه المقالة محمية.</p>\n"
_FORM = (
    '<form action="{url}/wp-login.php?action=postpass" class="post-password-form" method="post">'
    "<p>هذا المحتوى محمي بكلمة مرور. لإظهار المحتوى يتعين عليك كتابة كلمة المرور:</p></form>"
)


def answer(paper: Paper, target: str) -> Answer | None:
    """The answer to a GET of a feed; None for an address of none."""
    path = urlsplit(target).path.rstrip("/")
    if path == "/feed":
        return 200, "application/rss+xml; charset=UTF-8", rss(paper).encode(), {}
    if path == "/feed/atom":
        return 200, "application/atom+xml; charset=UTF-8", atom(paper).encode(), {}
    return None


def rss(paper: Paper) -> str:
    items = "".join(_item(paper, post) for post in paper.public()[: paper.per_feed])
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:atom="http://www.w3.org/2005/Atom"
>
<channel>
\t<title>صحيفة المرسى</title>
\t<atom:link href="{paper.url}/feed/" rel="self" type="application/rss+xml" />
\t<link>{paper.url}</link>
\t<description>أخبار الميناء والمدينة</description>
\t<language>ar</language>
\t<generator>https://wordpress.org/?v=6.1</generator>
{items}</channel>
</rss>
"""


def _item(paper: Paper, post: Post) -> str:
    terms = [*paper.terms_of(post, CATEGORY), *paper.terms_of(post, TAG)]
    categories = "".join(f"\t\t<category>{cdata(term.name)}</category>\n" for term in terms)
    sound = paper.media.get(post.sound)
    enclosure = ""
    if sound and not post.password:
        enclosure = (
            f'\t\t<enclosure url="{paper.file(sound)}" length="{sound.length}"'
            f' type="{sound.kind}" />\n'
        )
    return f"""\t<item>
\t\t<title>{_title(post)}</title>
\t\t<link>{paper.link(post)}</link>
\t\t<dc:creator>{cdata(paper.users[post.author].name)}</dc:creator>
\t\t<pubDate>{rfc822(post.date_gmt)}</pubDate>
{categories}\t\t<guid isPermaLink="false">{post.guid}</guid>
\t\t<description>{cdata(_LOCKED if post.password else excerpt(paper, post))}</description>
\t\t<content:encoded>{cdata(_content(paper, post))}</content:encoded>
{enclosure}\t</item>
"""


def _title(post: Post) -> str:
    """A title; that of a locked post says so."""
    title = texturized(post.title.replace("&", "&amp;").replace("&amp;#", "&#"))
    return f"محمي: {title}" if post.password else title


def _content(paper: Paper, post: Post) -> str:
    if post.password:
        return _FORM.format(url=paper.url)
    return content_of_feed(paper, post)


def atom(paper: Paper) -> str:
    entries = "".join(_entry(paper, post) for post in paper.public()[: paper.per_feed])
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">
\t<title type="text">صحيفة المرسى</title>
\t<updated>{paper.clock():%Y-%m-%dT%H:%M:%SZ}</updated>
\t<id>{paper.url}/feed/atom/</id>
{entries}</feed>
"""


def _entry(paper: Paper, post: Post) -> str:
    return f"""\t<entry>
\t\t<author><name>{paper.users[post.author].name}</name></author>
\t\t<title type="html">{cdata(_title(post))}</title>
\t\t<link rel="alternate" type="text/html" href="{paper.link(post)}" />
\t\t<id>{post.guid}</id>
\t\t<updated>{post.modified_gmt:%Y-%m-%dT%H:%M:%SZ}</updated>
\t\t<published>{post.date_gmt:%Y-%m-%dT%H:%M:%SZ}</published>
\t\t<content type="html" xml:base="{paper.link(post)}">{cdata(_content(paper, post))}</content>
\t</entry>
"""
