"""Embeds: what a page plays becomes a link to it, since no reader of feeds plays frames. Decides no
markup is safe.
"""

import re
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

_PLAYED = re.compile(
    r"""<(iframe|video|audio)\b((?:"[^"<]*+"|'[^'<]*+'|[^<>])*+)>((?:[^<]|<(?!/?\1\b))*+)</\1\s*+>""",
    re.IGNORECASE,
)  # which passes over no beginning of its like
_ATTRIBUTE = re.compile(
    r"""([a-z-]{1,30}+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_HTTP = re.compile(r"https?://|//|/|(?![a-z][a-z0-9+.-]*:)[^\s]", re.IGNORECASE)
_SOURCE = re.compile(r"<source\b([^<>]*+)>", re.IGNORECASE)
_PAGES = {  # host and path of the player: page of what it plays
    r"youtube(?:-nocookie)?\.com/embed/(?!videoseries|live_s)([\w-]{5,20})": (
        "https://www.youtube.com/watch?v={}"
    ),
    r"player\.vimeo\.com/video/(\d{1,15})": "https://vimeo.com/{}",
    r"dailymotion\.com/embed/video/(\w{1,20})": "https://www.dailymotion.com/video/{}",
    r"tiktok\.com/(?:embed|player)/v\d/(\d{1,25})": "https://www.tiktok.com/video/{}",
}
_QUERIES = {  # host of the player: the parameter that holds the page, or its number and the page
    "www.facebook.com": ("href", "{}"),
    "w.soundcloud.com": ("url", "{}"),
    "platform.twitter.com": ("id", "https://x.com/i/status/{}"),
}
_KINDS = {"audio": "استمع إلى التسجيل", "video": "شاهد الفيديو"}
_TITLES = {
    "www.youtube.com": "فيديو على يوتيوب",
    "vimeo.com": "فيديو على فيميو",
    "x.com": "منشور على إكس",
    "www.facebook.com": "منشور على فيسبوك",
    "www.tiktok.com": "فيديو على تيك توك",
}


def linked(html: str) -> str:
    """The same HTML with a paragraph that links in the place of each frame, video and audio that
    has an address.
    """
    return _PLAYED.sub(_link, html) if "</" in html else html


def _link(found: re.Match[str]) -> str:
    """A frame that is no known player and has no title is an advertisement, or counts visitors."""
    kind, given, inside = found[1].lower(), _attributes(found[2]), _SOURCE.search(found[3])
    sources = [given.get(name, "") for name in ("data-src", "data-lazy-src", "src")]
    sources += [_attributes(inside[1]).get("src", "")] if inside else []
    address = next((one for text in sources if _HTTP.match(one := text.strip())), None)
    if address is None:
        return ""
    page = _page(f"https:{address}" if address.startswith("//") else address)
    usual = _KINDS.get(kind) or _TITLES.get(_host(page), "")
    title = " ".join(given.get("title", "").split()) or usual
    return f'<p><a href="{escape(page)}">{escape(title)}</a></p>' if title else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _page(player: str) -> str:
    """The page of what a known player plays, else the player itself."""
    try:
        parts = urlsplit(player)
        host, query = parts.hostname or "", parse_qs(parts.query)
    except ValueError:
        return player
    for path, page in _PAGES.items():
        if found := re.match(path, f"{host.removeprefix('www.')}{parts.path}"):
            return page.format(found[1])
    name, page = _QUERIES.get(host, ("", ""))
    return page.format(query[name][0]) if name in query else player


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): unescape(one or other or bare)
        for name, one, other, bare in _ATTRIBUTE.findall(text)
    }
