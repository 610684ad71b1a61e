"""What newsrooms really send, and worse: each input with its named outcome, in one table.

A row is a file and what is promised of the last record in it. tests/test_hostile.py holds the
service to it.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import product
from typing import Literal

TITLE = "فتح الطريق الساحلي"
LEAD = "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد أعمال صيانة استمرت شهرين."
NEXT = "وقال مدير الهيئة إن الحركة عادت إلى طبيعتها، وإن الرسوم لم تتغير."
HTML = f"<p>{LEAD}</p>\n<p>{NEXT}</p>"
SITE = "https://example.com"


@dataclass(frozen=True)
class Row:
    """A file, and what is promised of the last record in it.

    right     kept as it was meant: `seen` are fields of its article
    cleaned   the same, but `gone` is nowhere in the article any longer
    refused   held in quarantine as `seen` says; `beside` is how many good records stand in the file
              before it
    """

    file: str
    data: bytes
    outcome: Literal["right", "cleaned", "refused"]
    seen: Mapping[str, object]
    gone: tuple[str, ...] = ()
    beside: int = 0


def lines(*given: str, charset: str = "utf-8", end: str = "\n", last: str | None = None) -> bytes:
    """A text file; `last` is what ends its last line, if that is not what ends the others."""
    return (end.join(given) + (end if last is None else last)).encode(charset)


def record(**fields: object) -> bytes:
    """A good record of one line; fields replace its own, and are its id if they name none."""
    made = {
        "id": f"{zlib.crc32(repr(fields).encode(errors='replace')):08x}",
        "title": TITLE,
    } | fields
    return json.dumps({name: value for name, value in made.items() if value is not None}).encode()


def right(file: str, data: bytes, **seen: object) -> Row:
    return Row(file, data, "right", seen)


def cleaned(file: str, data: bytes, *gone: str, **seen: object) -> Row:
    return Row(file, data, "cleaned", seen, gone)


def refused(
    file: str,
    data: bytes,
    reason: str,
    *,
    field: str = "",
    at: int | None = None,
    code: int | None = None,
    line: int | None = None,
    beside: int = 0,
) -> Row:
    """`reason` is a part of it; the rest is exact, None too."""
    seen = {"reason": reason, "field": field, "at": at, "code": code, "line": line}
    return Row(file, data, "refused", seen, beside=beside)


# One field of a record each: what becomes of it.


def title(given: str, kept: str, *gone: str) -> Row:
    return Row(
        "خبر.json", record(title=given), "cleaned" if gone else "right", {"title": kept}, gone
    )


def headline(given: str, kept: str, *gone: str) -> Row:
    """A title of a feed, which is HTML there; that of a record is text."""
    item = f"<item><guid>{zlib.crc32(given.encode())}</guid><title>{escape(given)}</title></item>"
    data = f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    return Row("خبر.xml", data, "cleaned" if gone else "right", {"title": kept}, gone)


def address(given: str, kept: str) -> Row:
    return right("خبر.json", record(url=given), url=kept, url_given=given)


def body(given: str, kept: str, *gone: str) -> Row:
    data = record(html=given, url=f"{SITE}/{zlib.crc32(given.encode())}")
    return Row("خبر.json", data, "cleaned" if gone else "right", {"html": kept}, gone)


def date(given: str, moment: str, precision: str = "instant") -> Row:
    return right("خبر.json", record(published=given), published=moment, precision=precision)


def no(
    field: str,
    value: object,
    reason: str,
    at: int | None = None,
    code: int | None = None,
    **more: object,
) -> Row:
    """A value of one field that is refused, on the first line of its file."""
    return refused(
        "خبر.json", record(**{field: value}, **more), reason, field=field, at=at, code=code, line=1
    )


def json_text(data: bytes, reason: str, at: int | None = None, code: int | None = None) -> Row:
    return refused("خبر.json", data, reason, at=at, code=code, line=1)


def front_matter(*given: str) -> bytes:
    return lines("---", *given, "---", LEAD)


CHARSETS = {
    "UTF-8": "utf-8",
    "UTF-8 with its mark": "utf-8-sig",
    "UTF-16 with its mark": "utf-16",
    "UTF-16 of the other order without a mark": "utf-16-be",
    "UTF-16 without a mark": "utf-16-le",
    "UTF-32 with its mark": "utf-32",
    "windows-1256 without a label": "windows-1256",
    "ISO-8859-6 without a label": "iso-8859-6",
}
ENDS = {
    "LF": ("\n", None),
    "CRLF": ("\r\n", None),
    "CR": ("\r", None),
    "no end of its last line": ("\n", ""),
}
NFD = "\u0627\u0654\u062e\u0628\u0627\u0631"  # أخبار with its hamza apart
NFD_ESCAPED = "%D8%A7%D9%94%D8%AE%D8%A8%D8%A7%D8%B1"
STORY = lines(TITLE, LEAD, NEXT)
MILLION = f"<p>{'0123 ' * 199_998}012</p>"
BROKEN = b"[\n" + record(title="قبل الكسر") + b',\n{"title": oops}]'
ALIASES = [f"x-{n}: &n{n} [{', '.join([f'*n{n - 1}'] * 9)}]" for n in range(1, 10)]

HOSTILE: dict[str, Row] = {
    # Bytes
    **{
        f"{charset} with {end} is read": right(
            "خبر.txt",
            lines(
                TITLE, LEAD, NEXT, charset=CHARSETS[charset], end=ENDS[end][0], last=ENDS[end][1]
            ),
            title=TITLE,
            html=HTML,
        )
        for charset, end in product(CHARSETS, ENDS)
    },
    "windows-1256 whose front matter says so is read": right(
        "خبر.txt",
        lines("---", "charset: windows-1256", f"title: {TITLE}", "---", "محمد", charset="cp1256"),
        title=TITLE,
        html="<p>محمد</p>",
    ),
    "windows-1256 that claims to be UTF-8 is read": right(
        "خبر.txt",
        lines("---", "charset: utf-8", f"title: {TITLE}", "---", LEAD, charset="cp1256"),
        html=f"<p>{LEAD}</p>",
    ),
    "UTF-8 that claims to be windows-1256 is read": right(
        "خبر.txt",
        lines("---", "charset: windows-1256", f"title: {TITLE}", "---", LEAD),
        html=f"<p>{LEAD}</p>",
    ),
    "windows-1256 with letters of Persian is read": right(
        "خبر.md",
        lines(f"{TITLE} في پاريس وگوتنبرگ", LEAD, charset="cp1256"),
        title=f"{TITLE} في پاريس وگوتنبرگ",
    ),
    "HTML with a meta charset in windows-1256 is read": right(
        "خبر.txt",
        lines(TITLE, '<p><meta charset="windows-1256">محمد</p>', charset="cp1256"),
        html="<p>محمد</p>",
    ),
    "a letter cut in half is refused with its byte": refused(
        "خبر.txt", STORY[:-3], "is not UTF-8", at=len(STORY) - 4, code=0xD8
    ),
    "a lost byte in the middle is refused with what follows it": refused(
        "خبر.txt", STORY[:52] + STORY[53:], "is not UTF-8", at=52, code=STORY[53]
    ),
    "a title in UTF-8 above a text in windows-1256 is refused": refused(
        "خبر.txt",
        lines(TITLE) + lines(LEAD, NEXT, charset="cp1256"),
        "is not UTF-8",
        at=len(lines(TITLE)),
        code=0xC3,
    ),
    "a text in windows-1256 above one in UTF-8 is refused": refused(
        "خبر.txt",
        lines(TITLE, LEAD, charset="cp1256") + lines(NEXT),
        "nor certainly any other charset",
        at=0,
        code=0xDD,
    ),
    "windows-1256 that might as well be ISO-8859-6 is refused": refused(
        "خبر.txt", "خبر عاجل".encode("cp1256"), "nor certainly any other charset", at=0, code=0xCE
    ),
    "Cyrillic of windows-1251 is refused": refused(
        "خبر.txt",
        "сегодня в городе".encode("cp1251"),
        "nor certainly any other charset",
        at=0,
        code=0xF1,
    ),
    "UTF-16 that lost its last byte is refused with the one before": refused(
        "خبر.txt",
        lines(TITLE, charset="utf-16-le")[:-1],
        "is not UTF-16",
        at=2 * len(TITLE),
        code=0x0A,
    ),
    "an empty file is refused": refused("خبر.txt", b"", "the file is empty"),
    "a file of blanks is refused": refused(
        "خبر.md", " \t\r\n\u00a0\n\u3000\n".encode(), "the file is empty"
    ),
    "a file of invisible characters has no title": refused(
        "خبر.txt", "\u200b\u200f\ufeff\n".encode(), "is missing", field="title"
    ),
    # Characters
    "a NUL goes": title("فتح\u0000 الطريق", "فتح الطريق", "\u0000"),
    "a NUL in a text file goes": cleaned(
        "خبر.txt", lines("فتح\u0000 الطريق", LEAD), "\u0000", title="فتح الطريق"
    ),
    "control characters of old word processors go": title(
        "فتح\u001a الط\u0085ريق\u0007", "فتح الط ريق", "\u001a", "\u0085", "\u0007"
    ),
    "a noncharacter goes": title(
        "فتح\ufffe الطريق\U0001ffff", "فتح الطريق", "\ufffe", "\U0001ffff"
    ),
    "half of a surrogate pair goes": title("فتح \ud83dالطريق", "فتح الطريق", "\ud83d"),
    "a whole surrogate pair stays": title("فتح الطريق \U0001f6a7", "فتح الطريق \U0001f6a7"),
    "an override of the direction goes": title(
        "فتح \u202eالطريق\u202c", "فتح الطريق", "\u202e", "\u202c"
    ),
    "an embedding goes": title(
        "\u202bفتح\u202c الطريق \u202aSTC\u202c", "فتح الطريق STC", "\u202a", "\u202b", "\u202c"
    ),
    "an isolate that is not closed goes": title("فتح \u2067الطريق", "فتح الطريق", "\u2067"),
    "the end of an isolate that was not opened goes": title(
        "فتح\u2069 الطريق", "فتح الطريق", "\u2069"
    ),
    "a closed isolate stays": title(
        "فتح \u2066HTML 5\u2069 الطريق", "فتح \u2066HTML 5\u2069 الطريق"
    ),
    "marks at the ends go": title(
        "\u200f\u200eفتح الطريق \u200f", "فتح الطريق", "\u200e", "\u200f"
    ),
    "a mark in the middle stays": title("فتح C++\u200f: الطريق", "فتح C++\u200f: الطريق"),
    "zero-width spaces, soft hyphens and byte order marks go": title(
        "فتح\u200b الط\xadريق\ufeff اليوم", "فتح الطريق اليوم", "\u200b", "\xad", "\ufeff"
    ),
    "a no-break space becomes a space": title("فتح\xa0الطريق", "فتح الطريق", "\xa0"),
    "a line separator in a title becomes a space": title("فتح\u2028الطريق", "فتح الطريق", "\u2028"),
    "a joiner and a non-joiner stay": title("می\u200cخواهم هـ\u200d", "می\u200cخواهم هـ\u200d"),
    "tashkeel stays": title("مُحَمَّدٌ يفتتحُ الطريقَ", "مُحَمَّدٌ يفتتحُ الطريقَ"),
    "tatweel stays": title("فتح الطريق لـ65 ألف ســيارة", "فتح الطريق لـ65 ألف ســيارة"),
    "two dots stay": title("الطريق..ماذا تغير؟", "الطريق..ماذا تغير؟"),
    "presentation forms stay": title("ﻻ طريق اﻵن ﷺ", "\ufefb طريق ا\ufef5ن \ufdfa"),
    "no hamza is corrected": title("افتتاح الطريق الى اسيوط", "افتتاح الطريق الى اسيوط"),
    "all kinds of digits stay": title("طريق ٢٠ و۳۰ و40", "طريق ٢٠ و۳۰ و40"),
    "decomposed letters are composed": title("فتح ال\u0627\u0654بواب", "فتح الأبواب", "\u0654"),
    "characters of markup stay text": title("قارن 5 < 6 & 7 > 3 ]]>", "قارن 5 < 6 & 7 > 3 ]]>"),
    # Titles, names and lists
    "an entity is decoded": headline("&quot;الطريق&quot; &#1601;تح", '"الطريق" فتح'),
    "an entity that was escaped twice is decoded": headline(
        "&amp;quot;الطريق&amp;quot; فتح", '"الطريق" فتح'
    ),
    "an entity is never decoded a third time": headline(
        "&amp;amp;quot;الطريق&amp;amp;quot;", "&quot;الطريق&quot;"
    ),
    "tags in a title go": headline(
        "<b>عاجل</b>: فتح<br/> الطريق", "عاجل: فتح الطريق", "<b>", "<br"
    ),
    "escaped tags in a title go": headline(
        "&lt;em&gt;عاجل&lt;/em&gt;: الطريق", "عاجل: الطريق", "em&gt;", "<em>"
    ),
    "a script in a title goes with its text": headline(
        "الطريق<script>alert(1)</script>", "الطريق", "script", "alert"
    ),
    "line breaks in a title become spaces": title(
        "فتح\r\n\tالطريق", "فتح الطريق", "\r", "\n", "\t"
    ),
    "a title of 1,000 characters is kept": title("ع" * 1000, "ع" * 1000),
    "a title of 1,001 characters is refused": no(
        "title", "ع" * 1001, "1,001 characters; at most 1,000"
    ),
    "a title of blanks is refused": no("title", " \u00a0\u200b", "is missing"),
    "a number for a title is refused": no("title", 2026, "should be text, got the number 2026"),
    "a hundred tags are kept": right(
        "خبر.json",
        record(tags=[f"وسم {n}" for n in range(100)]),
        tags=tuple(f"وسم {n}" for n in range(100)),
    ),
    "of 101 tags the first hundred are kept": right(
        "خبر.json",
        record(tags=[f"وسم {n}" for n in range(101)]),
        tags=tuple(f"وسم {n}" for n in range(100)),
    ),
    "101 authors are refused": no(
        "authors", [f"كاتب {n}" for n in range(101)], "101 entries; at most 100"
    ),
    "a tag that is given twice stands once": right(
        "خبر.json", record(tags=["طرق", " طرق"]), tags=("طرق",)
    ),
    "a tag of HTML in a typed title stays": title("قارن 5 < 6 <b>", "قارن 5 < 6 <b>"),
    "an entity in a typed title stays": title("اكتب &amp; أو &amp;lt;", "اكتب &amp; أو &amp;lt;"),
    "a break in a title parts words": headline("عاجل<br>الطريق", "عاجل الطريق", "<br>"),
    "a line end of Word parts words": title(
        "فتح\x0bالطريق\x0cاليوم", "فتح الطريق اليوم", "\x0b", "\x0c"
    ),
    "an object among tags is refused": no(
        "tags", ["طرق", {"name": "نقل"}], "entry 2: should be text, got an object"
    ),
    "a summary of 64,001 characters is refused": no(
        "summary", "ع" * 64_001, "64,001 characters; at most 64,000"
    ),
    "an id of 2,049 bytes is refused": no("id", "x" * 2049, "2,049 bytes; at most 2,048"),
    "a language that the text contradicts is ignored": right(
        "خبر.json", record(language="en-US", text=LEAD), language="ar", direction="rtl"
    ),
    "a language with an underscore is understood": right(
        "خبر.json", record(language="AR_eg", text=LEAD), language="ar-EG"
    ),
    "a language that is none is refused": no("language", "بالعربية", "is no language tag"),
    # Addresses
    "an Arabic address is escaped and its spelling kept": address(
        f"{SITE}/أخبار/طريق", f"{SITE}/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%B7%D8%B1%D9%8A%D9%82"
    ),
    "an escaped address is not escaped again": address(
        f"{SITE}/%d8%a3%D8%AE?q=%20", f"{SITE}/%D8%A3%D8%AE?q=%20"
    ),
    "a half-escaped address is escaped in its other half": address(
        f"{SITE}/%D8%A3خ/100%", f"{SITE}/%D8%A3%D8%AE/100%25"
    ),
    "a decomposed address is not composed": address(f"{SITE}/{NFD}", f"{SITE}/{NFD_ESCAPED}"),
    "an Arabic question mark is no query": address(
        f"{SITE}/لماذا؟page=2", f"{SITE}/%D9%84%D9%85%D8%A7%D8%B0%D8%A7%D8%9Fpage=2"
    ),
    "a mark within an address is a part of it": address(
        f"{SITE}/a\u200fب", f"{SITE}/a%E2%80%8F%D8%A8"
    ),
    "a mark at the end of an address is none": address(
        f"\u200f{SITE}/mark\u200f\u202c", f"{SITE}/mark"
    ),
    "an Arabic host is encoded": address(
        "HTTPS://أخبار.مصر:8443/a", "https://xn--igbicxr.xn--wgbh1c:8443/a"
    ),
    "spaces, quotes and angles in an address are escaped": address(
        f'{SITE}/a b"<c>|', f"{SITE}/a%20b%22%3Cc%3E%7C"
    ),
    "a user and password are refused at the sign": no(
        "url", "https://ali:secret@example.com/", "a user name stands in the address", 18, 0x40
    ),
    "a line break in an address is refused with its place": no(
        "url", f"{SITE}/a\nb", "a control character", 21, 0x0A
    ),
    "an address that runs code is refused": no(
        "url", "javascript:alert(1)", "the scheme 'javascript' is not accepted"
    ),
    "an address that hides its scheme behind a mark is refused": no(
        "url", "\u200fjavascript:alert(1)", "the scheme 'javascript'"
    ),
    "an address that holds its data is refused": no(
        "url", "data:text/html,<b>x</b>", "the scheme 'data' is not accepted"
    ),
    "an address of a file is refused": no(
        "image", "file:///etc/passwd", "the scheme 'file' is not accepted"
    ),
    "an address without a host is refused": no("url", "https:///a", "the address has no host"),
    "a port that cannot be is refused with its place": no(
        "url", "https://example.com:99999/", "the port '99999' cannot be", 20
    ),
    "an address of 2,049 characters is refused": no(
        "url", f"{SITE}/{'a' * 2029}", "2,049 characters as a URI; at most 2,048"
    ),
    "a picture without a scheme is https": right(
        "خبر.json", record(image="//cdn.example.com/a.jpg"), image="https://cdn.example.com/a.jpg"
    ),
    "a relative picture is meant beside the article": right(
        "خبر.json",
        record(url=f"{SITE}/2026/story", image="صور/a.jpg"),
        image=f"{SITE}/2026/%D8%B5%D9%88%D8%B1/a.jpg",
    ),
    "a path of no article address is one of the site": right(
        "خبر.json",
        record(image="/صور/a.jpg"),
        image="https://news.example.com/%D8%B5%D9%88%D8%B1/a.jpg",
    ),
    "a relative picture of no article address is refused": no(
        "image", "a.jpg", "is no absolute http or https address"
    ),
    "a picture of impossible size is refused": no(
        "image", {"url": f"{SITE}/a.jpg", "width": -1, "height": 5}, "a size of -1 x 5 pixels"
    ),
    # HTML
    "a script goes": body(
        "<p>طريق</p><script>steal('<p>')</script>", "<p>طريق</p>", "script", "steal"
    ),
    "a style goes": body(
        "<style>p{color:red}</style><p style='color:red'>طريق</p>", "<p>طريق</p>", "style", "color"
    ),
    "a frame goes": body(
        "<p>طريق</p><iframe src=//bad.example>بديل</iframe>", "<p>طريق</p>", "iframe", "bad.example"
    ),
    "a handler goes": body(
        '<p onclick="x()">طريق<a onerror=alert(1)></a></p>', "<p>طريق</p>", "onclick", "onerror"
    ),
    "a drawing goes with its script": body(
        "<svg><script>x()</script><text>رسم</text></svg><p>طريق</p>", "<p>طريق</p>", "svg", "رسم"
    ),
    "a formula that hides a picture goes": body(
        "<p>طريق</p><math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1"
        " onerror=x&gt;'>",
        "<p>طريق</p>",
        "math",
        "onerror",
    ),
    "a comment goes": body("<p>طريق<!-- <p>سر</p> --></p>", "<p>طريق</p>", "سر"),
    "a form leaves its text": body(
        "<form action=/x><p>طريق</p><input name=q></form>", "<p>طريق</p>", "form", "input"
    ),
    "a link that runs code loses its target": body(
        "<p><a href='java&#10;script:x()'>طريق</a></p>", "<p><a>طريق</a></p>", "script"
    ),
    "a picture that holds its data goes": body(
        "<p>طريق<img src='data:image/png;base64,AA=='></p>", "<p>طريق</p>", "data:", "img"
    ),
    "a picture of a file goes": body(
        "<p>طريق<img src='file:///etc/passwd'></p>", "<p>طريق</p>", "file:", "img"
    ),
    "a picture without a scheme in a body is https": body(
        "<p><img src='//cdn.example.com/a.jpg'></p>",
        '<p><img src="https://cdn.example.com/a.jpg" alt=""></p>',
    ),
    "a lazy picture becomes a real one": body(
        f"<p><img src='data:image/gif;base64,R0' data-src='{SITE}/a.jpg'></p>",
        f'<p><img src="{SITE}/a.jpg" alt=""></p>',
        "data:",
        "data-src",
    ),
    "a tracking pixel goes": body(
        f"<p>طريق<img src='{SITE}/t.gif' width=1 height=1></p>", "<p>طريق</p>", "t.gif"
    ),
    "a picture of a set alone is its largest": body(
        f"<p><img srcset='{SITE}/a-300.jpg 300w, {SITE}/a-780.jpg 780w'></p>",
        f'<p><img src="{SITE}/a-780.jpg" alt=""></p>',
        "srcset",
        "a-300",
    ),
    "decomposed addresses in a body are not composed": body(
        f"<p><a href='{SITE}/{NFD}'>طريق</a></p>", f'<p><a href="{SITE}/{NFD_ESCAPED}">طريق</a></p>'
    ),
    "what was escaped in an address of a body is not escaped again": body(
        f"<p><a href='{SITE}/%d8%a3؟a=1&amp;b=2'>طريق</a></p>",
        f'<p><a href="{SITE}/%D8%A3%D8%9Fa=1&amp;b=2">طريق</a></p>',
    ),
    "direction and language stay": body(
        '<p dir="ltr" lang="en">STC</p>', '<p dir="ltr" lang="en">STC</p>'
    ),
    "an override in a body goes, an entity too": body(
        "<p>ا\u202eلطر&#x202E;يق</p>", "<p>الطريق</p>", "\u202e", "202E"
    ),
    "a control character in a body goes, an entity too": body(
        "<p>الطر\u0000يق&#26;</p>", "<p>الطريق</p>", "\u0000", "\u001a"
    ),
    "a decomposed letter of a body is composed": body(
        "<p>\u0627\u0654بواب</p>", "<p>أبواب</p>", "\u0654"
    ),
    "presentation forms in a body stay": body("<p>\ufefb</p>", "<p>\ufefb</p>"),
    "tags that are not closed are closed": body(
        "<p>فتح <b>الطريق<p>اليوم", "<p>فتح <b>الطريق</b></p><p><b>اليوم</b></p>"
    ),
    "text without blocks becomes paragraphs": body(
        "فتح الطريق\n\nاليوم", "<p>فتح الطريق</p><p>اليوم</p>"
    ),
    "200 nested elements are kept": right(
        "خبر.json",
        record(html=f"{'<div>' * 200}طريق{'</div>' * 200}"),
        html=f"{'<div>' * 200}طريق{'</div>' * 200}",
    ),
    "300 nested elements are refused with the first too many": no(
        "html", "<div>" * 300, "nested deeper than 256 elements", 256 * 5
    ),
    "a body of a million characters is kept": right("خبر.json", record(html=MILLION), html=MILLION),
    "a body of a million and one is refused": no(
        "html", f"{MILLION}!", "1,000,001 characters; at most 1,000,000"
    ),
    "a body beside a body is refused": no(
        "text", LEAD, "is given beside html: a record has one body", html="<p>طريق</p>"
    ),
    # Dates; the newsroom is in Cairo
    "EET is two hours ahead": date("Tue, 17 Nov 2026 10:00:00 EET", "2026-11-17T08:00:00Z"),
    "EEST is three hours ahead": date("wed, 17 JUN 2026 10:00 eest", "2026-06-17T07:00:00Z"),
    "GMT+2 is two hours ahead": date("17 Nov 2026 10:00 GMT+2", "2026-11-17T08:00:00Z"),
    "a date without a zone is in the newsroom's": date("2026-11-17 09:30", "2026-11-17T07:30:00Z"),
    "months as in Egypt": date("17 نوفمبر 2026", "2026-11-16T22:00:00Z", "day"),
    "months as in the Levant": date("17 تشرين الثاني 2026", "2026-11-16T22:00:00Z", "day"),
    "months as in Algeria": date("17 جويلية 2026", "2026-07-16T21:00:00Z", "day"),
    "months as in Morocco": date("17 غشت 2026", "2026-08-16T21:00:00Z", "day"),
    "a month in two families": date("17 كانون الثاني/يناير 2026", "2026-01-16T22:00:00Z", "day"),
    "Arabic-Indic digits": date("١٧ نوفمبر ٢٠٢٦", "2026-11-16T22:00:00Z", "day"),
    "Persian digits": date("۱۷/۱۱/۲۰۲۶", "2026-11-16T22:00:00Z", "day"),
    "a Hijri date": date("٥ رمضان ١٤٤٦ هـ", "2025-03-04T22:00:00Z", "day"),
    "an hour of the evening": date("الثلاثاء، 17 نوفمبر 2026 - 10:30 م", "2026-11-17T20:30:00Z"),
    "midnight is twelve in the morning": date("17 نوفمبر 2026 12:05 ص", "2026-11-16T22:05:00Z"),
    "day first": date("5/11/2026", "2026-11-04T22:00:00Z", "day"),
    "marks between the numbers": date("17\u200f/11\u200f/2026", "2026-11-16T22:00:00Z", "day"),
    "tashkeel and a weekday": date("يومَ الثلاثاء 17 نُوفَمْبِر 2026", "2026-11-16T22:00:00Z", "day"),
    "seconds since 1970": date("1763366400", "2025-11-17T08:00:00Z"),
    "a month alone": date("نوفمبر 2025", "2025-10-31T22:00:00Z", "month"),
    "a date that no month has is refused": no("published", "31 فبراير 2026", "is no date"),
    "a thirteenth month is refused": no("published", "13/13/2026", "is no date"),
    "a year of two digits is refused": no(
        "published", "17/11/26", "it has no single year of four digits"
    ),
    "a Hijri month in a Gregorian year is refused": no("published", "5 رمضان 2026", "is no date"),
    "the year 9999 is refused": no("published", "9999-12-31T23:59:59Z", "more than a year ahead"),
    "a word for a date is refused with its place": no(
        "published", "17 نوفمبر 2026 قريبًا", "what is 'قريبًا'", 15, 0x642
    ),
    "an unknown zone is refused with its place": no(
        "published", "17 Nov 2026 10:00 XYZ", "what is 'XYZ'", 18, 0x58
    ),
    "an hour of 15 in the evening is refused": no(
        "published", "17 نوفمبر 2026 15:00 م", "15 is no hour of half a day"
    ),
    # JSON
    "JSON with a byte order mark is read": right(
        "خبر.json", b"\xef\xbb\xbf" + record(title="طريق بعلامة"), title="طريق بعلامة"
    ),
    "JSON over several lines is read": right(
        "خبر.json", json.dumps({"id": "سطور", "title": TITLE}, indent=2).encode(), title=TITLE
    ),
    "keys of others are passed over": right(
        "خبر.json", b'{"id": "keys", "title": "a", "__proto__": {}, "x-views": [1e400]}', title="a"
    ),
    "UTF-16 JSON is refused with its first byte": json_text(
        record().decode().encode("utf-16"), "is not UTF-8", 0, 0xFF
    ),
    "UTF-16 JSON without a mark is refused": json_text(
        record().decode().encode("utf-16-le"), "is no JSON", 1, 0
    ),
    "windows-1256 JSON is refused with its byte": json_text(
        '{"title": "طريق"}'.encode("cp1256"), "is not UTF-8", 11, 0xD8
    ),
    "NaN is refused": json_text(b'{"title": NaN}', "NaN is no JSON number"),
    "Infinity is refused": json_text(
        b'{"title": "a", "_x": -Infinity}', "-Infinity is no JSON number"
    ),
    "a number beyond all numbers is refused": refused(
        "خبر.json", b'{"title": "a", "id": 1e400}', "should be a whole number", field="id", line=1
    ),
    "a number of 6,000 digits is refused": json_text(
        b'{"title": "a", "id": ' + b"9" * 6000 + b"}", "6,000 digits"
    ),
    "a number of 16 digits is refused": no("id", 2**53, "more than 15 digits"),
    "a key that stands twice is refused": json_text(
        b'{"title": "a", "image": {"url": "a", "url": "b"}}', "the key 'url' stands twice"
    ),
    "a field and its other spelling are refused": no(
        "published", "2026-11-17", "given twice, the second time as 'date'", date="2026-11-17"
    ),
    "33 levels are refused": json_text(
        b'{"title": "a", "_x": ' + b"[" * 33 + b"]" * 33 + b"}", "nested deeper than 32 levels"
    ),
    "100,000 levels are refused": json_text(b"[" * 100_000, "nested deeper than 32 levels"),
    "a control character in a string goes, as in any text": cleaned(
        "خبر.json", b'{"title": "a\x01b", "text": "x"}', "\x01", title="ab"
    ),
    "JSON that ends too early is refused": json_text(b'{"title": "a"', "it ends too early", 13),
    "garbage behind a record is refused": json_text(
        b'{"title": "a"} </html>', "Extra data", 15, 0x3C
    ),
    "a text is no record": json_text(b'"a text"', "is no object"),
    "a list is no record": json_text(b'[["a"]]', "entry 1 is no object"),
    "an error page of HTML is no record": json_text(
        b"<html><body>502</body></html>", "is no JSON", 0, 0x3C
    ),
    "an array that breaks is read up to there": refused(
        "خبر.json",
        BROKEN,
        "is no JSON: Expecting value",
        at=BROKEN.index(b"oops"),
        code=0x6F,
        line=3,
        beside=1,
    ),
    "a broken line does not touch the line before": refused(
        "خبر.ndjson",
        record(title="سطر سليم") + b'\n\n{"title": ',
        "it ends too early",
        at=9,
        line=3,
        beside=1,
    ),
    "a misspelt field is refused with the right one": no(
        "titel", TITLE, "is no field of a record; did you mean 'title'?"
    ),
    "a misspelt part of a field is refused": no(
        "image", {"url": f"{SITE}/a.jpg", "hieght": 5}, "did you mean 'height'?"
    ),
    # Front matter
    "values of front matter stay text": right(
        "خبر.txt",
        front_matter("title: 2026", "id: 007", "tags: [no, 1.50, 2026-11-17, 0x10]"),
        title="2026",
        tags=("no", "1.50", "2026-11-17", "0x10"),
    ),
    "front matter in CRLF is read": right(
        "خبر.txt",
        front_matter(f"title: {TITLE}").replace(b"\n", b"\r\n"),
        title=TITLE,
        html=f"<p>{LEAD}</p>",
    ),
    "an alias of front matter is read": right(
        "خبر.txt", front_matter(f"title: &a {TITLE}", "summary: *a"), summary=TITLE
    ),
    "a bomb of aliases that nobody reads does nothing": right(
        "خبر.txt", front_matter("x-0: &n0 [lol]", *ALIASES, f"title: {TITLE}"), title=TITLE
    ),
    "a bomb of aliases for tags is refused": refused(
        "خبر.txt",
        front_matter("x-0: &n0 [lol]", *ALIASES, f"title: {TITLE}", "tags: *n9"),
        "entry 1: should be text, got a list",
        field="tags",
    ),
    "an alias that holds itself is refused": refused(
        "خبر.txt", front_matter(f"title: {TITLE}", "tags: &a [*a]"), "recursive node", line=3
    ),
    "a tag of Python is only a list": refused(
        "خبر.txt",
        front_matter("title: !!python/object/apply:os.getcwd []"),
        "should be text, got a list",
        field="title",
    ),
    "front matter that is not closed is refused": refused(
        "خبر.txt", lines("---", f"title: {TITLE}", LEAD), "no line --- closes it", line=1
    ),
    "a tab before a field is refused": refused(
        "خبر.txt",
        front_matter(f"title: {TITLE}", "image:", f"\turl: {SITE}/a.jpg"),
        "indent with spaces",
        line=4,
    ),
    "a field that stands twice is refused": refused(
        "خبر.txt", front_matter("title: أول", "title: ثان"), "'title' stands twice", line=3
    ),
    "a colon without quotes is refused": refused(
        "خبر.txt", front_matter("title: الطريق: الساحل"), "into quotes", line=2
    ),
    "a control character in front matter is refused": refused(
        "خبر.txt",
        front_matter("tags: [طرق]", "title: الطر\u0001يق"),
        "control character",
        code=1,
        line=3,
    ),
    "a list for a title is refused": refused(
        "خبر.txt", front_matter("title: [فتح, الطريق]"), "should be text, got a list", field="title"
    ),
    "front matter without fields is refused": refused(
        "خبر.txt",
        front_matter("- draft: true", "- title: الطريق"),
        "lines of the form `field: value`",
        line=2,
    ),
    # Text files
    "a title alone is an article": right(
        "خبر.txt", lines(TITLE, last=""), title=TITLE, html="", summary=TITLE
    ),
    "a picture alone has no title": refused(
        "خبر.txt", lines(f"![طريق]({SITE}/a.jpg)"), "is missing", field="title"
    ),
    "a line that is an address is a paragraph": right(
        "خبر.txt",
        lines(TITLE, f"{SITE}/أخبار?a=1&b=2", LEAD),
        html=f"<p>{SITE}/أخبار?a=1&amp;b=2</p>\n<p>{LEAD}</p>",
    ),
    "an image whose address has spaces and parentheses is read": right(
        "خبر.txt",
        lines(TITLE, f"![طريق]({SITE}/طريق (1) جديد.jpg)", LEAD),
        image=f"{SITE}/%D8%B7%D8%B1%D9%8A%D9%82%20(1)%20%D8%AC%D8%AF%D9%8A%D8%AF.jpg",
        html=f"<p>{LEAD}</p>",
    ),
    "a second image keeps its decomposed address": right(
        "خبر.txt",
        lines(TITLE, f"![ا]({SITE}/a.jpg)", LEAD, f"![ب]({SITE}/{NFD}.jpg)"),
        html=f'<p>{LEAD}</p>\n<figure><img src="{SITE}/{NFD_ESCAPED}.jpg" alt="ب"></figure>',
    ),
    "a related title in the middle is taken out": right(
        "خبر.txt",
        lines(TITLE, LEAD, "اقرأ أيضًا: تأجيل فتح الجسر", NEXT),
        html=HTML,
        related=("تأجيل فتح الجسر",),
    ),
    "a related title stands below its line": right(
        "خبر.txt",
        lines(TITLE, LEAD, "طالع ايضا", "تأجيل فتح الجسر", NEXT),
        html=HTML,
        related=("تأجيل فتح الجسر",),
    ),
    "a credit line is taken out": right(
        "خبر.txt",
        lines(TITLE, LEAD, NEXT, f"ظهرت المقالة {TITLE} أولاً على الصحيفة."),
        html=HTML,
        credit=f"ظهرت المقالة {TITLE} أولاً على الصحيفة.",
    ),
    "an English credit line is taken out": right(
        "خبر.txt",
        lines(TITLE, LEAD, NEXT, f"The post {TITLE} appeared first on Paper."),
        html=HTML,
        credit=f"The post {TITLE} appeared first on Paper.",
    ),
    "HTML below a title is HTML": cleaned(
        "خبر.txt",
        lines(TITLE, f"<p onclick=x>{LEAD}</p><script>x</script>"),
        "onclick",
        "script",
        html=f"<p>{LEAD}</p>",
    ),
    "HTML within bare text is text": right(
        "خبر.txt",
        lines(TITLE, "اكتب <script> في السطر الأول."),
        html="<p>اكتب &lt;script&gt; في السطر الأول.</p>",
    ),
    "HTML in Markdown is cleaned": cleaned(
        "خبر.md",
        lines(f"# {TITLE}", "", "**فتح** <script>x</script><a href='javascript:x'>الطريق</a>"),
        "script",
        html="<p><strong>فتح</strong> <a>الطريق</a></p>",
    ),
    "tabs, spaces and marks around lines go": cleaned(
        "خبر.txt",
        lines(f"\u200f{TITLE} ", f"\t {LEAD}  "),
        "\u200f",
        "\t",
        title=TITLE,
        html=f"<p>{LEAD}</p>",
    ),
}
