"""Players in elements of their own: AMP, light players, posts of Facebook and Instagram.

Those in an element of HTML that a script turns into a player are told in facades.

Each becomes the `iframe` that it stands for, of which `embeds` knows what to make.
"""

import re
from html import escape, unescape

from .facades import with_frames
from .pictures import attributes_as_written

_VIDEO_IDS = ("data-videoid", "videoid", "video-id")

# Elements by the attributes that may name what they play, and its page.
_PAGES = {
    "amp-youtube": (_VIDEO_IDS, "https://www.youtube.com/watch?v={}"),
    "lite-youtube": (_VIDEO_IDS, "https://www.youtube.com/watch?v={}"),
    "youtube-video": ((*_VIDEO_IDS, "src"), "https://www.youtube.com/watch?v={}"),
    "youtube-embed": ((*_VIDEO_IDS, "src"), "https://www.youtube.com/watch?v={}"),
    "vimeo-video": ((*_VIDEO_IDS, "src"), "https://vimeo.com/{}"),
    "amp-vimeo": (_VIDEO_IDS, "https://vimeo.com/{}"),
    "lite-vimeo": (_VIDEO_IDS, "https://vimeo.com/{}"),
    "amp-dailymotion": (_VIDEO_IDS, "https://www.dailymotion.com/video/{}"),
    "lite-tiktok": (_VIDEO_IDS, "https://www.tiktok.com/video/{}"),
    "amp-twitter": (("data-tweetid",), "https://x.com/i/status/{}"),
    "amp-instagram": (("data-shortcode",), "https://www.instagram.com/p/{}/"),
    "amp-tiktok": (("data-src",), "https://www.tiktok.com/video/{}"),
    "amp-soundcloud": (("data-trackid",), "https://api.soundcloud.com/tracks/{}"),
    "amp-facebook": (("data-href",), "{}"),
    "amp-facebook-video": (("data-href",), "{}"),
    "fb:post": (("href",), "{}"),
    "fb:video": (("href",), "{}"),
}
_KINDS = {  # elements by what they are like
    "hls-video": "video",
    "dash-video": "video",
    "videojs-video": "video",
    "media-player": "video",
    "amp-iframe": "iframe",
    "amp-video-iframe": "iframe",
    "amp-video": "video",
    "amp-audio": "audio",
}

_ELEMENT = re.compile(
    r"""<((?:amp-|lite-|fb:)[a-z-]{3,20}|[a-z]{2,15}-(?:video|audio|player|embed))\b((?>(?:"[^"<]*+"|'[^'<]*+'|[^<>"'])*))>"""
    r"""((?>(?:[^<]|<(?!/?\1\b))*))</\1\s*+>""",
    re.IGNORECASE,
)
_SUBSTITUTE = re.compile(r"""\ssrcdoc\s*+=\s*+(?:"[^"]*+"|'[^']*+')""", re.IGNORECASE)
_POST = re.compile(
    r"<(div|blockquote)\b([^<>]*+)>((?>(?:[^<]|<(?!/?\1\b))*))</\1\s*+>", re.IGNORECASE
)
_POST_CLASSES = frozenset(
    "fb-post fb-video instagram-media tiktok-embed twitter-tweet rll-youtube-player".split()
)
_POST_ADDRESSES = ("data-href", "data-instgrm-permalink", "cite", "data-src")
_BARE_LINK = re.compile(
    r"""\A\s*+<a\s++href=["']?(https://[^"'<>\s]++)["']?[^<>]*+>\s*+</a>\s*+\Z"""
)
_SCRIPT = re.compile(r"<script\b([^<>]*+)>\s*+</script\s*+>", re.IGNORECASE)
_TELEGRAM = re.compile(r"\w{3,40}/[0-9]{1,12}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def framed(html: str) -> str:
    """HTML with a frame in the place of each player that is no frame."""
    if "srcdoc" in html:
        html = _SUBSTITUTE.sub("", html)
    if "-" not in html and "fb:" not in html:
        return with_frames(html)
    html = with_frames(_ELEMENT.sub(_frame, html))
    if any(name in html for name in _POST_CLASSES):
        html = _POST.sub(_with_frame, html)
    if "data-telegram-post" in html:
        html = _SCRIPT.sub(_telegram, html)
    return html


def _frame(element: re.Match[str]) -> str:
    """The frame of a player, or the element itself where it plays nothing that is known."""
    name = element[1].lower()
    attributes = attributes_as_written(element[2])
    if name in _KINDS:
        kind = _KINDS[name]
        return f"<{kind}{element[2]}>{element[3]}</{kind}>"
    names, page = _PAGES.get(name, ((), ""))
    value = next((attributes[name].strip() for name in names if name in attributes), "")
    if value.startswith(("https://", "http://")):
        return _iframe(value, attributes)
    if page == "{}" or not _ID.fullmatch(value):
        return element[0]
    return _iframe(page.format(value), attributes)


def _with_frame(post: re.Match[str]) -> str:
    """What a post holds, and a frame for the post, unless its own link leads there."""
    attributes = attributes_as_written(post[2])
    if _POST_CLASSES.isdisjoint(attributes.get("class", "").split()):
        return post[0]
    for name in _POST_ADDRESSES:
        address = attributes.get(name, "").strip().partition("?")[0]
        if address.startswith("https://") and address not in post[3]:
            return f"{post[0]}{_iframe(attributes[name].strip(), attributes)}"
    link = _BARE_LINK.match(post[3])
    return _iframe(unescape(link[1]), attributes) if link else post[0]


def _telegram(script: re.Match[str]) -> str:
    """The frame of a post that a script of Telegram would show."""
    post = attributes_as_written(script[1]).get("data-telegram-post", "").strip()
    return _iframe(f"https://t.me/{post}", {}) if _TELEGRAM.fullmatch(post) else script[0]


def _iframe(address: str, attributes: dict[str, str]) -> str:
    title = attributes.get("title") or attributes.get("playlabel", "")
    return f'<iframe src="{escape(address)}" title="{escape(title)}"></iframe>'
