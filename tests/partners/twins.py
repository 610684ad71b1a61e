"""Broken twins of the good documents: for each rule of each partner one that breaks it alone.

A twin is what the partner fetches, poll after poll: each document is the good one with some of
its text replaced.
"""

from collections.abc import Mapping

from tests.partners.documents import BODY, DOCUMENTS, SENTENCE

Change = tuple[str, str]
Twin = tuple[tuple[Change, ...], ...]

TITLE = "توسعة الكورنيش تنتهي قبل موسم الصيف 03"
NEW_TITLE = "توسعة الكورنيش تتأخر إلى ما بعد الصيف 03"
ID = '<guid isPermaLink="false">urn:example:03</guid>'
LINK = "<link>https://example.com/news/03</link>"
CREATOR = "<dc:creator>سلمى رضا</dc:creator>"
DATE = "Tue, 24 Nov 2026 08:47:00 GMT"
LATER = "Tue, 24 Nov 2026 09:05:00 GMT"
W3C = "2026-11-24T08:47:00Z"
W3C_LATER = "2026-11-24T09:05:00Z"
MODIFIED = f"<dcterms:modified>{W3C}</dcterms:modified>"
NEWER = f"<dcterms:modified>{W3C_LATER}</dcterms:modified>"
UPDATED = f"<atom:updated>{W3C}</atom:updated>"
CONTENT = f"<content:encoded>&lt;p&gt;{BODY}&lt;/p&gt;</content:encoded>"
VALID = f"<dcterms:valid>start={W3C}; end=2026-11-24T09:00:00Z; scheme=W3C-DTF</dcterms:valid>"
EXPIRED = "<mi:expirationDate>2026-11-24T09:00:00Z</mi:expirationDate>"


def once(*changes: Change) -> Twin:
    """A partner that fetches one document."""
    return (changes,)


def then(*changes: Change) -> Twin:
    """A partner that fetches the good document, and the broken one later."""
    return (), changes


def _item(name: str, number: int = 3) -> str:
    """An item of the good document."""
    start = DOCUMENTS[name]().split("\n<item>")[number + 1]
    return "\n<item>" + start.removesuffix("</channel></rss>")


_BODY_OF_3 = f"{DATE}</pubDate><description>{SENTENCE * 4}</description>{CONTENT}"


def _text(markup: str) -> Change:
    """Another text of the article."""
    escaped = markup.replace("<", "&lt;").replace(">", "&gt;")
    encoded = f"<content:encoded>{escaped}</content:encoded>"
    return _BODY_OF_3, _BODY_OF_3.replace(CONTENT, encoded)


def _excerpt(text: str) -> Change:
    return _BODY_OF_3, _BODY_OF_3.replace(f">{SENTENCE * 4}<", f">{text}<")


_UTF8 = once(('encoding="UTF-8"', 'encoding="ISO-8859-6"'))
_NO_ID = once((ID, '<guid isPermaLink="false">خبر-3</guid>'))
_TWICE = once((ID, ID.replace("03", "02")))
_MARKUP = once((TITLE, f"{TITLE} &lt;b&gt;عاجل&lt;/b&gt;"))
_NO_LINK = once((LINK, "<link>/news/03</link>"))
_UTM = once((LINK, LINK.replace("/03", "/03?utm_source=partner")))
_NO_TITLE = once((TITLE, ""))
_NO_HEAD_TITLE = once(("<title>صحيفة المرفأ</title>", ""))
_NO_HEAD_LINK = once(("<link>https://example.com/</link>", ""))
_ARABIC_DATE = once((DATE, "الثلاثاء، 24 نوفمبر 2026 08:47:00 GMT"))
_HTTP_PICTURE = once(("https://example.com/03.jpg", "http://example.com/03.jpg"))
_SILENT_EDIT = then((TITLE, NEW_TITLE))
_XML = once(("</channel>", ""))
_MODIFIED_BACK = "2026-11-24T08:40:00Z"
_DELETED = "<media:status>deleted</media:status>"
_TOMBSTONE = '<at:deleted-entry ref="urn:example:99" when="2026-11-24T08:00:00Z"/>'

TWINS: Mapping[str, Mapping[str, Twin]] = {
    "msn": {
        "xml": _XML,
        "utf-8": _UTF8,
        "size": once(("</channel>", f"<!--{'x' * 10_000_000}--></channel>")),
        "items": once(
            *(
                ("</channel>", f"{_item('msn').replace('03<', f'{number}<')}</channel>")
                for number in range(20, 26)
            )
        ),
        "unique-id": _TWICE,
        "feed-language": once(("<language>ar<", "<language>en<")),
        "id": _NO_ID,
        "title-length": once((TITLE, "عاجل: وصول الوفود")),
        "title-markup": _MARKUP,
        "body": once(_text(f"<p>{SENTENCE * 6000}</p>")),
        "body-length": once(_text(f"<p>{SENTENCE * 3}</p>")),
        "tags": once(_text(f"<p>{BODY}</p><script>go()</script>")),
        "link": _NO_LINK,
        "published": _ARABIC_DATE,
        "modified": once((MODIFIED, "")),
        "utc": once((DATE, "Tue, 24 Nov 2026 10:47:00 +0200")),
        "language": once((CREATOR + MODIFIED, f"{CREATOR}<dc:language>en</dc:language>{MODIFIED}")),
        "pictures": _HTTP_PICTURE,
        "valid": then((MODIFIED, NEWER + EXPIRED)),
        "expiration": then((MODIFIED, NEWER + VALID)),
        "silent-edit": _SILENT_EDIT,
        "silent-takedown": then((MODIFIED, MODIFIED + VALID + EXPIRED)),
        "needless-update": then((MODIFIED, NEWER)),
        "date-back": then((W3C, _MODIFIED_BACK)),
    },
    "smartnews": {
        "xml": _XML,
        "utf-8": _UTF8,
        "size": once(("</channel>", f"<!--{'x' * 1_000_000}--></channel>")),
        "unique-id": _TWICE,
        "channel-title": _NO_HEAD_TITLE,
        "channel-link": _NO_HEAD_LINK,
        "channel-description": once((">أخبار المدينة<", f">{SENTENCE}<")),
        "channel-date": once(
            ("Tue, 24 Nov 2026 08:50:00 GMT</pubDate><language>", "2026-11-24</pubDate><language>")
        ),
        "channel-language": once(("<language>ar</language>", "")),
        "logo": once(("<snf:logo><url>https://example.com/logo.png</url></snf:logo>", "")),
        "id": _NO_ID,
        "title": _NO_TITLE,
        "title-markup": _MARKUP,
        "link": _NO_LINK,
        "utm": _UTM,
        "published": _ARABIC_DATE,
        "body": once((CONTENT, "")),
        "status": once((ID, f"{ID}<media:status>gone</media:status>")),
        "thumbnail": once(
            _text(f'<p>{BODY}</p><img src="https://example.com/x.jpg" alt=""/>'),
            ('<media:thumbnail url="https://example.com/03.jpg"/>', ""),
        ),
        "silent-edit": _SILENT_EDIT,
        "silent-takedown": then((ID, ID + _DELETED)),
        "needless-update": then((DATE, LATER)),
        "date-back": then((DATE, DATE.replace("08:47", "08:20"))),
    },
    "flipboard": {
        "xml": _XML,
        "utf-8": _UTF8,
        "unique-id": _TWICE,
        "channel-title": _NO_HEAD_TITLE,
        "channel-link": _NO_HEAD_LINK,
        "channel-description": once(("<description>أخبار المدينة</description>", "")),
        "channel-language": once(("<language>ar-EG</language>", "")),
        "hub": once(('<atom:link rel="hub" href="https://example.com/hub"/>', "")),
        "items": once((_item("flipboard"), "")),
        "id": _NO_ID,
        "title": _NO_TITLE,
        "title-markup": _MARKUP,
        "link": _NO_LINK,
        "published": _ARABIC_DATE,
        "modified": once((UPDATED, "")),
        "full-text": once(_text(f"<p>{SENTENCE}</p>")),
        "byline": once((CREATOR + UPDATED, UPDATED)),
        "excerpt": once(_excerpt(SENTENCE)),
        "picture": once(
            ('03.jpg" medium="image" width="800"', '03.jpg" medium="image" width="320"')
        ),
        "pictures": _HTTP_PICTURE,
        "silent-edit": _SILENT_EDIT,
        "needless-update": then((W3C, W3C_LATER)),
        "date-back": then((W3C, _MODIFIED_BACK)),
    },
    "apple": {
        "xml": _XML,
        "utf-8": _UTF8,
        "unique-id": _TWICE,
        "channel-title": _NO_HEAD_TITLE,
        "channel-link": _NO_HEAD_LINK,
        "region": once(("<language>ar-EG<", "<language>ar<")),
        "items": once((_item("apple"), "")),
        "id": _NO_ID,
        "title-markup": _MARKUP,
        "link": _NO_LINK,
        "canonical-link": _UTM,
        "published": _ARABIC_DATE,
        "modified": once((UPDATED, "")),
        "body": once((CONTENT, "")),
        "title-length": once((TITLE, f"{TITLE}، كما قالت البلدية صباح اليوم في بيان لها")),
        "silent-edit": _SILENT_EDIT,
        "needless-update": then((W3C, W3C_LATER)),
        "date-back": then((W3C, _MODIFIED_BACK)),
    },
    "newsletter": {
        "xml": _XML,
        "unique-id": once((LINK, LINK.replace("03", "02"))),
        "id": _NO_ID,
        "title": _NO_TITLE,
        "link": _NO_LINK,
        "published": once((f"<pubDate>{DATE}</pubDate>", "")),
        "lost": (((_item("newsletter"), ""),), ()),
        "twice": then((DATE, LATER)),
        "date-back": then((DATE, DATE.replace("08:47", "08:20"))),
    },
    "generic": {
        "xml": once(("</feed>", "")),
        "unique-id": once(("<id>urn:example:03</id>", "<id>urn:example:02</id>")),
        "tombstones": once((_TOMBSTONE, _TOMBSTONE * 2)),
        "id": once(("<id>urn:example:03</id>", "")),
        "title": _NO_TITLE,
        "title-markup": _MARKUP,
        "link": once(("https://example.com/news/03", "/news/03")),
        "published": once((f"<published>{W3C}</published>", "")),
        "tombstone-and-entry": once(
            (_TOMBSTONE, _TOMBSTONE.replace("99", "03").replace("08:00", "08:47"))
        ),
        "silent-edit": _SILENT_EDIT,
        "needless-update": then((f"<updated>{W3C}", f"<updated>{W3C_LATER}")),
        "date-back": then((f"<updated>{W3C}", f"<updated>{_MODIFIED_BACK}")),
    },
}

_EDITED = (TITLE, NEW_TITLE)

EDITS: Mapping[str, Twin] = {
    "apple": then(_EDITED, (W3C, W3C_LATER)),
    "flipboard": then(_EDITED, (W3C, W3C_LATER)),
    "generic": then(_EDITED, (f"<updated>{W3C}", f"<updated>{W3C_LATER}")),
    "msn": then(_EDITED, (MODIFIED, NEWER)),
    "smartnews": then(_EDITED, (DATE, LATER)),
}
TAKEDOWNS: Mapping[str, Twin] = {
    "generic": then(
        (_TOMBSTONE, _TOMBSTONE.replace("99", "03").replace("08:00", "08:55")),
        ("<id>urn:example:03</id>", "<id>urn:example:13</id>"),
        ("/news/03", "/news/13"),
    ),
    "msn": then((MODIFIED, NEWER + VALID + EXPIRED)),
    "smartnews": then((ID, ID + _DELETED), (DATE, LATER)),
}


def polls(name: str, twin: Twin) -> list[bytes]:
    """The documents of a twin; a text that is not there cannot be replaced."""
    found = []
    for changes in twin:
        text = DOCUMENTS[name]()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        found.append(text.encode("iso-8859-6" if "ISO-8859-6" in text[:60] else "utf-8"))
    return found
