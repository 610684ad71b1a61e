"""Stories of known paragraphs, for properties: words that must come out of a document in order.

Whatever markup, signs and furniture stand around them, the words of a paragraph are its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import TypeVar
from unicodedata import category, normalize

_WORDS = (
    "أعلنت البلدية صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد أعمال صيانة استمرت شهرين"
    " وقال مدير الهيئة إن الرسوم لم تتغيّر منذ العام الماضي ٢٠٢٥ مؤكّدًا أنّ ٪١٥ من الأعمال اكتملت"
    " Reuters COVID-19 3.5 مسؤولًا رأي شؤون الآن إيران لأجل می‌رود كتابٌ"
).split()
# Words of buttons and boxes, which sentences have as well.
_FURNITURE = (
    *("",) * 12,
    *("اقرأ المزيد", "اقرأ أيضا", "شارك", "إعلان", "مواضيع ذات صلة", "تابعنا على", "المصدر:"),
    *("read more", "draft", "embargo", "status: draft", "noindex", "[…]", "share this", "private"),
)
_SIGNS = (
    *("",) * 7,
    "\u200f",
    "\u200e",
    "\u2067و\u2069",
    "\u00ad",
    "\u202bنص\u202c",
    "&nbsp;",
    "&rlm;",
    "،",
)


_WAYS = (
    *("{}", "{}", "{}", "{}", "{}", "{}", "<b>{}</b>", "<strong>{}</strong>", "<em>{}</em>"),
    '<a href="https://paper.example/t?a=1&amp;b=2">{}</a>',
    *('<span style="color:red">{}</span>', "<bdi>{}</bdi>"),
    *('<font face="Arial">{}</font>', '<a href="/tag/x" rel="tag">{}</a>', "{}<br>"),
    *("decimal", "hexadecimal"),
)
_OF_PAGES = (*_WAYS[:9], *_WAYS[10:13], "{}<br>")  # text that is mostly links is a menu
_Option = TypeVar("_Option")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a body: its HTML, and the words of each paragraph in it."""

    html: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An article as a test means it; `number` is that of its id and of its address."""

    number: int
    title: str
    body: Piece
    author: str = "منى السيد"
    said: dict[str, object] = field(default_factory=dict)  # beside all that, by the writer's names

    @property
    def url(self) -> str:
        return f"https://paper.example/2026/11/{self.number}"


def letters(text: str) -> str:
    """The letters, marks and digits of a text, in order: no sign, space or joiner."""
    return "".join(sign for sign in normalize("NFC", text) if category(sign)[0] in "LMN")


def lost(story_paragraphs: tuple[str, ...], text: str) -> list[str]:
    """The paragraphs whose words a text does not hold whole, behind those of the one before."""
    whole = letters(text)
    at = 0
    missing = []
    for paragraph in story_paragraphs:
        words = letters(paragraph)
        found = whole.find(words, at)
        if found < 0:
            missing.append(paragraph)
        else:
            at = found + len(words)
    return missing


def words_of(html: str) -> str:
    """The text of HTML, with all that its tags enclose."""
    return unescape(re.sub("<[^<>]*>", "", html))


class Choices:
    """Choices that bytes make, one after the other; the first option, where they are at an end.

    Hypothesis draws all of a story at once, which takes a tenth of the time, and still shrinks it.
    """

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def of(self, options: Sequence[_Option]) -> _Option:
        return options[next(self._data, 0) % len(options)]

    def count(self, least: int, most: int) -> int:
        return least + next(self._data, 0) % (most - least + 1)


def _spelt(word: str, choices: Choices) -> str:
    """A word as some editor writes it: bare, marked, linked, or in entities."""
    way = choices.of(_WAYS)
    if way == "decimal":
        return "".join(f"&#{ord(sign)};" for sign in word)
    if way == "hexadecimal":
        return "".join(f"&#x{ord(sign):X};" for sign in word)
    return way.format(word)


def sentence(choices: Choices) -> str:
    """A sentence, with words of furniture within it."""
    words = [choices.of(_WORDS) for _ in range(choices.count(4, 9))]
    furniture = choices.of(_FURNITURE)
    if furniture:
        words.insert(choices.count(1, 3), furniture)
    return " ".join(words) + choices.of(("", "."))


def _inline(choices: Choices) -> str:
    """A paragraph with its markup."""
    words = sentence(choices).split()
    parts = [_spelt(word, choices) for word in words]
    sign = choices.of(_SIGNS)
    if sign:
        parts.insert(choices.count(0, len(parts)), sign)
    return " ".join(parts)


_WRAPPERS = (
    *("<p>{}</p>", "<p>{}</p>", "<p>{}</p>", '<p dir="rtl" style="text-align:right">{}</p>'),
    *("<div>{}</div>", "<h2>{}</h2>", "<h4>{}</h4>", "<blockquote><p>{}</p></blockquote>"),
    *("<section><p>{}</p></section>", '<div class="text"><div><p>{}</p></div></div>'),
    *("<p>{}", "<p><span>{}</span></p>", "<center>{}</center>", "<pre>{}</pre>"),
    '<figure><img src="https://cdn.example/a.jpg" alt=""><figcaption>{}</figcaption></figure>',
    "<ul><li>{}</li></ul>",
    "<ol><li><p>{}</p></li></ol>",
    "<details><summary>{}</summary></details>",
    "<table><tr><td>{}</td></tr></table>",
    "<dl><dt>{}</dt></dl>",
    "<address>{}</address>",
    "<article><header><p>{}</p></header></article>",
    "<p>{}<br/></p>",
)
# What stands between paragraphs, and is none.
_BETWEEN = (
    *("", "", "\n", "<br>", "<hr/>", "<!-- x -->", "<p>&nbsp;</p>", "<p></p>", "<div></div>"),
    '<img src="data:image/gif;base64,R0lGODlh" data-src="https://cdn.example/b.jpg" alt="صورة">',
    '<noscript><img src="https://cdn.example/b.jpg"></noscript>',
    '<figure><img data-lazy-src="https://cdn.example/c.jpg" src="x.gif"></figure>',
    "<script>var a = '<p>b</p>';</script>",
    "<style>p { color: red }</style>",
    '<iframe src="https://www.youtube.com/embed/AbCdEf12345"></iframe>',
    '<video src="https://cdn.example/v.mp4"></video>',
    '<amp-img src="https://cdn.example/d.jpg" width="600" height="400"></amp-img>',
    '<picture><source srcset="https://cdn.example/e.webp 2x"><img src="/e.jpg"></picture>',
)


def _joined(pieces: list[Piece], start: str = "", between: str = "\n", end: str = "") -> Piece:
    html = start + between.join(piece.html for piece in pieces) + end
    return Piece(html, tuple(words for piece in pieces for words in piece.paragraphs))


_NESTS = (
    *(None,) * 8,
    ("<ul><li>", "</li><li>", "</li></ul>"),
    ("<blockquote>", "\n", "</blockquote>"),
    ("<table><tbody><tr><td>", "</td><td>", "</td></tr></tbody></table>"),
    ("<table><tr><th>", "</th></tr><tr><td>", "</td></tr></table>"),
    ("<div><div>", "</div><div>", "</div></div>"),
    ("<ol>\n<li>", "</li>\n<li>", "</li>\n</ol>"),
    ('<div class="wp-block-group">', "\n", "</div>"),
    ("<div>", "<br><br>", "</div>"),
)


def _piece(choices: Choices, depth: int = 2) -> Piece:
    """A paragraph in its block, or some within each other."""
    nest = choices.of(_NESTS) if depth else None
    if nest:
        inner = [_piece(choices, depth - 1) for _ in range(choices.count(1, 3))]
        return _joined(inner, *nest)
    html = _inline(choices)
    return Piece(choices.of(_WRAPPERS).format(html), (words_of(html),))


def body(choices: Choices, around: Sequence[tuple[str, str]] = ()) -> Piece:
    """A body of pieces; `around` are what may open and close one of them, such as shortcodes."""
    pieces = []
    for _ in range(choices.count(1, 4)):
        piece = _piece(choices)
        opened, closed = choices.of(around or (("", ""),))
        html = f"{opened}{piece.html}{closed}\n{choices.of(_BETWEEN)}"
        pieces.append(Piece(html, piece.paragraphs))
    return _joined(pieces)


def plain_body(choices: Choices, between: str) -> Piece:
    """A body of paragraphs without markup."""
    paragraphs = [f"{sentence(choices)} ختام." for _ in range(choices.count(1, 5))]
    return Piece(between.join(paragraphs), tuple(paragraphs))


def page_body(choices: Choices, prose: str) -> Piece:
    """A body that is told from the rest of its page: prose around it, and few links within."""
    pieces = [Piece(f"<p>{prose}</p>", (prose,))]
    for _ in range(choices.count(1, 4)):
        words = [choices.of(_OF_PAGES).format(word) for word in sentence(choices).split()]
        html = choices.of(_WRAPPERS).format(" ".join([*words, choices.of(_SIGNS)]))
        pieces.append(Piece(html + choices.of(_BETWEEN), (words_of(html),)))
    return _joined([*pieces, Piece(f"<p>{prose} انتهى.</p>", (f"{prose} انتهى.",))])
