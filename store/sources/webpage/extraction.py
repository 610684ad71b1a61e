"""The only module that drives trafilatura: the tree of a page, its metadata, and the text of its
article.
"""

import re
from html import unescape
from typing import Any

import trafilatura

from ...errors import Refused

TEXT_LEAST = 60  # characters: less is a notice, or the stub before a paywall
NO_TEXT = "holds no article text"
_EXPLICIT = {"original_date": True, "extensive_search": False}
_SHAPE: dict[str, Any] = dict.fromkeys(
    ("include_formatting", "include_images", "include_links"), True
)
_SHOWN = re.compile(
    r"""<(figure|iframe|video|audio)\b[^<>]*+>(?:[^<]|<(?!/?\1\b))*+</\1\s*+>|<img\b(?:[^<>"']|"[^"]*+"|'[^']*+')*+>""",
    re.IGNORECASE,
)
_MARK = re.compile(r'<img src="/shown-([0-9]+)\.jpg"/?>')
_JOINERS = re.compile(
    "&(?:zwn?j|[lr]rm|#820[4-7]|#[xX]200[c-fC-F]);|[\u061c\u200c-\u200f\u2066-\u2069]"
)
_KEPT = {
    code: 0xE01E0 + code % 16 for code in (0x61C, *range(0x200C, 0x2010), *range(0x2066, 0x206A))
}
_BACK = {stand_in: code for code, stand_in in _KEPT.items()}
_HEADING = re.compile(r"(<body>\s*)<h([12])>(.*?)</h\2>", re.DOTALL)
_LINK_OR_TAG = re.compile(r"<a [^>]*>.*?</a>|<[^>]*>", re.DOTALL)


def load(html: str) -> Any:
    """The tree of a page, None where there is none."""
    return trafilatura.load_html(html)


def metadata(tree: Any, address: str | None) -> Any:
    """What trafilatura finds that a page says of itself."""
    return trafilatura.extract_metadata(tree, address, _EXPLICIT)


def article_html(html: str, title: str, *, free: bool) -> str:
    """What is shown stands as a plain picture while the text is found, and joiners, which would go,
    as other marks.
    """
    shown: list[str] = []

    def marked(found: re.Match[str]) -> str:
        shown.append(found[0])
        return f"<img src=/shown-{len(shown) - 1}.jpg>"

    text = _JOINERS.sub(lambda found: unescape(found[0]).translate(_KEPT), _SHOWN.sub(marked, html))
    made = trafilatura.extract(text, output_format="html", include_comments=False, **_SHAPE) or ""
    if (first := _HEADING.search(made)) and (
        first[2] == "1" or unescape(first[3]).split() == title.split()
    ):
        made = made.replace(first[0], first[1], 1)
    if len(" ".join(_LINK_OR_TAG.sub("", made).split())) < TEXT_LEAST:
        raise Refused(NO_TEXT if free else "is for subscribers: it shows no text", field="html")
    return _MARK.sub(lambda mark: shown[int(mark[1])], made.translate(_BACK))
