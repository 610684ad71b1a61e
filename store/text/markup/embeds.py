"""Embeds: a link in the place of everything that plays, since no reader of feeds plays frames.

Decides nothing about safety: its links are cleaned like all others.
"""

import re
from html import escape
from urllib.parse import SplitResult, parse_qs, urlsplit

from ..normal_form import with_short_runs
from ..uploads import is_stream
from .images import names_picture
from .pictures import attributes_as_written
from .players import framed
from .widgets import built

# No alternative passes over another beginning of its like: thousands of openings that never close
# would each be followed to the end of the text.
_PLAYED = re.compile(
    r"""<(iframe|video|audio)\b((?>(?:"[^"<]*+"|'[^'<]*+'|[^<>])*))>"""
    r"""((?>(?:[^<]|<(?!/?\1\b))*))</\1\s*+>""",
    re.IGNORECASE,
)
_HTTP = re.compile(r"\A(?:https?://|/|(?![a-z][a-z0-9+.-]*+:)\S)", re.IGNORECASE)
_REPEATED = re.compile(
    r'(<p><a href="([^"<>]*+)">[^<>]*+</a></p>)(?>(?:\s*+<p><a href="\2">[^<>]*+</a></p>)+)'
)
_SOURCE = re.compile(r"<source\b([^<>]*+)>", re.IGNORECASE)
_OWN_ADDRESSES = ("data-src", "data-lazy-src", "src")
_SIZES = ("size", "res", "label", "data-res", "data-quality", "data-label", "title", "media")
_LINES = re.compile(r"(?<![0-9])([0-9]{3,4})(?:p|\Z|\.[a-z0-9]{3,4}\Z)", re.IGNORECASE)
_PAGES_BY_PATH = {  # host and path of the player: page of what it plays
    re.compile(r"youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries|live_s)([\w-]{5,20})"): (
        "https://www.youtube.com/watch?v={}"
    ),
    re.compile(r"youtu\.be/([\w-]{5,20})"): "https://www.youtube.com/watch?v={}",
    re.compile(r"player\.vimeo\.com/video/(\d{1,15})"): "https://vimeo.com/{}",
    re.compile(r"dailymotion\.com/embed/video/(\w{1,20})"): "https://www.dailymotion.com/video/{}",
    re.compile(r"tiktok\.com/(?:embed|player)/v\d/(\d{1,25})"): "https://www.tiktok.com/video/{}",
    re.compile(r"t\.me/(?:s/)?(\w{3,40}/[0-9]{1,12})\Z"): "https://t.me/{}",
    re.compile(r"instagram\.com/((?:p|reel|tv)/[\w-]{3,40})/embed"): (
        "https://www.instagram.com/{}/"
    ),
}
_PAGES_BY_QUERY = {  # host of the player: the parameter that holds the page, or number; the page
    "www.facebook.com": ("href", "{}"),
    "w.soundcloud.com": ("url", "{}"),
    "platform.twitter.com": ("id", "https://x.com/i/status/{}"),
}
_TITLES_BY_KIND = {"audio": "استمع إلى التسجيل", "video": "شاهد الفيديو"}
_SUBDOMAIN = re.compile(r"\A(?:www|m|mobile|api|player)\.")
_TITLES_BY_HOST = {
    "youtube.com": "فيديو على يوتيوب",
    "youtu.be": "فيديو على يوتيوب",
    "vimeo.com": "فيديو على فيميو",
    "x.com": "منشور على إكس",
    "twitter.com": "منشور على إكس",
    "facebook.com": "منشور على فيسبوك",
    "tiktok.com": "فيديو على تيك توك",
    "dailymotion.com": "فيديو على ديلي موشن",
    "instagram.com": "منشور على إنستغرام",
    "soundcloud.com": "تسجيل على ساوند كلاود",
    "t.me": "منشور على تيليغرام",
}
TITLES = frozenset([*_TITLES_BY_KIND.values(), *_TITLES_BY_HOST.values()])
"""The titles that links to players have where their source gives them none."""


def linked(html: str) -> str:
    """HTML with a paragraph that links to it in the place of each frame, video and audio.

    One without an address goes, and one that plays the same as the one right before it.
    """
    if "</" not in html:  # nothing is closed, so nothing is played
        return html
    framed_html = framed(built(html))
    shown = _PLAYED.sub(_link, framed_html)
    if shown == framed_html:  # links that stand twice are the text's own
        return shown
    return _REPEATED.sub(r"\1", shown)


def _link(played: re.Match[str]) -> str:
    """A paragraph with a link to what is played, or "".

    A frame that is no known player and has no title is an advertisement, or counts visitors.
    """
    attributes = attributes_as_written(played[2])
    address = _address(attributes, inside=played[3])
    if address is None:
        return ""
    page = page_of(f"https:{address}" if address.startswith("//") else address)
    title = " ".join(attributes.get("title", "").split())
    if not title:
        title = title_of(page, played[1].lower())
    if not title and "data-embed" in attributes:
        title = page
    if not title:
        return ""
    return f'{_poster(attributes)}<p><a href="{escape(page)}">{escape(title)}</a></p>'


def _address(attributes: dict[str, str], inside: str) -> str | None:
    """The address that is played: a lazy loader's, the element's own, or its best source's.

    A stream plays in few readers, so a file beside it is better.
    """
    sources = [attributes_as_written(source) for source in _SOURCE.findall(inside)]
    own = _own_address(attributes)
    played = [(own, 0)] if own else []
    played += [(address, _lines(source)) for source in sources if (address := _own_address(source))]
    if not played:
        return None
    if own and not is_stream(own):
        return own
    best, _ = max(played, key=lambda one: (not is_stream(one[0]), one[1]))
    return best


def _own_address(attributes: dict[str, str]) -> str | None:
    """The address that an element itself names."""
    for name in _OWN_ADDRESSES:
        address = attributes.get(name, "").strip()
        if _HTTP.match(address):
            return address
    lazy = (text.strip() for name, text in attributes.items() if "src" in name.split("-"))
    return next((address for address in lazy if address.startswith(("https://", "//"))), None)


def _lines(source: dict[str, str]) -> int:
    """The lines of the picture of a film, as a source or its file tells them; else 0."""
    texts = [source.get(name, "").strip() for name in _SIZES]
    texts.append(source.get("src", "").partition("?")[0])
    matches = (_LINES.search(text) for text in texts)
    return max((int(match[1]) for match in matches if match), default=0)


def _poster(attributes: dict[str, str]) -> str:
    """The picture that stands for a film until it is played, or ""."""
    poster = attributes.get("poster") or attributes.get("data-poster", "")
    if not names_picture(poster):
        return ""
    return f'<p><img src="{escape(poster.strip())}" alt=""></p>'


def title_of(page: str, kind: str = "") -> str:
    """The title of a link to what is played, by its kind or its host; "" where neither is known."""
    if kind in _TITLES_BY_KIND:
        return _TITLES_BY_KIND[kind]
    parts = _split(page)
    host = parts.hostname if parts else None
    return _TITLES_BY_HOST.get(_SUBDOMAIN.sub("", host or ""), "")


def page_of(player: str) -> str:
    """The page of what a known player plays, else the player itself."""
    parts = _split(player)
    if parts is None:
        return player
    host = parts.hostname or ""
    for path, page in _PAGES_BY_PATH.items():
        match = path.match(f"{host.removeprefix('www.')}{parts.path}")
        if match:
            return page.format(match[1])
    name, page = _PAGES_BY_QUERY.get(host, ("", ""))
    query = parse_qs(parts.query)
    return page.format(query[name][0]) if name in query else player


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None for one that Python does not read, such as `http://[`."""
    try:
        return urlsplit(with_short_runs(address))
    except ValueError:
        return None
