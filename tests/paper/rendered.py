"""HTML as WordPress makes it of what editors write: blocks, paragraphs, galleries, smilies,
typographic quotes.
"""

import re
from collections.abc import Callable
from html import escape

from tests.paper.editorial import Media, Paper, Post

_BLOCK = re.compile(r"<!-- /?wp:.*?-->", re.DOTALL)
_GALLERY = re.compile(r"\[gallery(?P<said>[^\]]*)\]")
_IDS = re.compile(r'ids="(?P<ids>[\d,]+)"')
_MORE = re.compile(r"<!--more(?P<words>.*?)-->")
_TAGS = re.compile("<[^>]*>")
_STARTS_BLOCK = ("<p", "<h", "<figure", "<div", "<ul", "<ol", "<blockquote", "<table", "<dl")
_SMILIES = {":mrgreen:": "mrgreen.png", ":roll:": "rolleyes.png"}
_EXCERPT_WORDS = 55


def texturized(text: str) -> str:
    """Dashes, dots and quotes as `wptexturize` writes them."""
    text = re.sub(r'(^|[\s(])"', r"\1&#8220;", text)
    return text.replace('"', "&#8221;").replace(" - ", " &#8211; ").replace("...", "&#8230;")


def content(paper: Paper, post: Post) -> str:
    """The content of a post as REST has it; the part behind `more` included."""
    return _made(paper, post, _gallery)


def content_of_feed(paper: Paper, post: Post) -> str:
    """The content of a post as feeds have it: galleries are bare links, emoji pictures."""
    html = _made(paper, post, _gallery_of_feed)
    return _staticized(html.replace("<!--more-->", f'<span id="more-{post.id}"></span>'))


def _made(paper: Paper, post: Post, gallery: Callable[[Paper, list[Media], int], str]) -> str:
    """The content with all that filters do; shortcodes come after paragraphs."""
    text = _MORE.sub("<!--more-->", post.content)
    blocks = "<!-- wp:" in text
    text = _BLOCK.sub("", text)
    text = _smiled(paper, _texturized_between_tags(text))
    text = text if blocks else _paragraphs(text)
    text = re.sub(r"<p>(\[gallery[^\]]*\])</p>", r"\1", text)
    return _GALLERY.sub(
        lambda found: gallery(paper, _pictures(paper, post, found["said"]), post.id), text
    )


def _texturized_between_tags(html: str) -> str:
    pieces = re.split(r"(<[^>]*>|\[[^\]]*\])", html)
    return "".join(one if one.startswith(("<", "[")) else texturized(one) for one in pieces)


def _paragraphs(text: str) -> str:
    """`wpautop`: a paragraph for each text that stands between empty lines."""
    pieces = [piece.strip() for piece in text.strip().split("\n\n")]
    made = [
        piece if piece.startswith(_STARTS_BLOCK) else f"<p>{piece}</p>"
        for piece in (one.replace("\n", "<br />\n") for one in pieces)
        if piece
    ]
    return "\n".join(made) + "\n"


def _pictures(paper: Paper, post: Post, said: str) -> list[Media]:
    """The pictures that a gallery names, or those that were uploaded to the post."""
    ids = _IDS.search(said)
    if ids:
        numbers = [int(one) for one in ids["ids"].split(",")]
        pictures = [paper.media[one] for one in numbers if one in paper.media]
    else:
        pictures = [one for one in paper.media.values() if one.parent == post.id]
    return [one for one in pictures if one.kind.startswith("image")]


def _gallery(paper: Paper, pictures: list[Media], number: int) -> str:
    """A gallery as a theme for HTML5 has it."""
    items = "".join(_gallery_item(paper, one) for one in pictures)
    return (
        f"<div id='gallery-1' class='gallery galleryid-{number} gallery-columns-3"
        f" gallery-size-thumbnail'>{items}\n\t\t</div>\n"
    )


def _gallery_item(paper: Paper, one: Media) -> str:
    caption = (
        "\n\t\t\t\t<figcaption class='wp-caption-text gallery-caption'"
        f" id='gallery-1-{one.id}'>\n\t\t\t\t{one.caption}\n\t\t\t\t</figcaption>"
    )
    return (
        "<figure class='gallery-item'>\n\t\t\t<div class='gallery-icon landscape'>\n\t\t\t\t"
        f"{_thumbnail(paper, one)}\n\t\t\t</div>{caption if one.caption else ''}</figure>"
    )


def _gallery_of_feed(paper: Paper, pictures: list[Media], _: int) -> str:
    return "\n" + "".join(f"{_thumbnail(paper, one)}\n" for one in pictures)


def _thumbnail(paper: Paper, one: Media) -> str:
    """A small picture that leads to the page of the attachment."""
    small = paper.file(one).replace(".jpg", "-150x150.jpg")
    page = paper.address(f"/{one.file.rpartition('/')[2].replace('.', '-')}/")
    return (
        f'<a href=\'{page}\'><img width="150" height="150" src="{small}"'
        f' class="attachment-thumbnail size-thumbnail" alt="{escape(one.alt)}"'
        ' decoding="async" loading="lazy" /></a>'
    )


def _smiled(paper: Paper, html: str) -> str:
    """The few smilies that are no characters are pictures."""
    for sign, file in _SMILIES.items():
        address = paper.address(f"/wp-includes/images/smilies/{file}")
        html = html.replace(
            sign,
            f'<img src="{address}" alt="{sign}" class="wp-smiley"'
            ' style="height: 1em; max-height: 1em;" />',
        )
    return html.replace(":)", "\U0001f642")


def excerpt(paper: Paper, post: Post) -> str:
    """The excerpt that an editor wrote, or the first words of the content."""
    if post.excerpt:
        return f"<p>{texturized(post.excerpt)}</p>\n"
    made = _made(paper, post, lambda *_: "").partition("<!--more-->")[0]
    words = _TAGS.sub(" ", made).split()
    if len(words) <= _EXCERPT_WORDS:
        return f"<p>{' '.join(words)}</p>\n"
    return f"<p>{' '.join(words[:_EXCERPT_WORDS])} [&hellip;]</p>\n"


def _staticized(html: str) -> str:
    """Emoji as pictures of s.w.org, as feeds have them (`wp_staticize_emoji`)."""
    return re.sub("[\U0001f300-\U0001faff]", _emoji, html)


def _emoji(found: "re.Match[str]") -> str:
    sign = found[0]
    return (
        f'<img src="https://s.w.org/images/core/emoji/14.0.0/72x72/{ord(sign):x}.png"'
        f' alt="{sign}" class="wp-smiley" style="height: 1em; max-height: 1em;" />'
    )
