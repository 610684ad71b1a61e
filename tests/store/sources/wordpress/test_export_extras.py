"""What plugins and blocks add to an export: many authors, galleries, embeds."""

import io
import re

import pytest

from store import Draft
from store.draft import Deletion, Omitted
from store.sources.file import File
from store.sources.wordpress import pictures, wxr
from tests.wxr import HEAD, TAIL, attachment, post


def only(text: str) -> Draft:
    items = list(wxr.read(File(io.BytesIO(text.encode()), "export.xml", "export.xml")))
    (found,) = [item for item in items if not isinstance(item, Omitted | Deletion)]
    assert isinstance(found, Draft), found
    return found


def term(nicename: str, label: str, domain: str = "author") -> str:
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{label}]]></category>'


def guest(slug: str, name: str, login: str = "") -> str:
    return (
        f"<item><title>{name}</title><wp:post_id>7</wp:post_id><wp:post_name>cap-{slug}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>guest-author</wp:post_type><wp:postmeta>"
        f"<wp:meta_key>cap-user_login</wp:meta_key><wp:meta_value>{login}</wp:meta_value>"
        "</wp:postmeta></item>"
    )


AUTHORS = {
    "their names": (
        term("cap-salma", "سلمى نور") + term("cap-huda", "huda"),
        ["سلمى نور", "هدى سالم"],
    ),
    "a guest alone": (term("cap-salma", "سلمى نور"), ["سلمى نور"]),
    "a slug of a guest": (term("cap-zayd-omar", "zayd-omar"), ["زيد عمر"]),
    "a login of a guest": (term("cap-x", "zayd"), ["زيد عمر"]),
    "a nicename of an author": (term("cap-huda", "huda-s"), ["هدى سالم"]),
    "an encoded name": (term("cap-x", "%d8%b3%d9%84%d9%85%d9%89"), ["سلمى"]),
    "PublishPress": (term("salma", "سلمى نور", "ppma_author"), ["سلمى نور"]),
    "no plugin": (term("x", "سلمى", "series"), ["هدى سالم"]),
}


@pytest.mark.parametrize(("terms", "names"), AUTHORS.values(), ids=AUTHORS)
def test_all_authors_of_a_post_are_told(terms: str, names: list[str]) -> None:
    found = only(HEAD + post(1, meta=terms) + guest("zayd-omar", "زيد عمر", "zayd") + TAIL)
    assert [author.name for author in found.authors] == names
    assert found.tags == ("كتب",)


def picture(number: int, parent: int = 1, suffix: str = "jpg") -> str:
    return (
        attachment(number)
        .replace("<wp:status>", f"<wp:post_parent>{parent}</wp:post_parent><wp:status>")
        .replace(".jpg", f".{suffix}")
    )


GALLERIES = {
    '[gallery ids="900002,900003" columns="2"]': [2, 3],
    "[gallery columns='3' ids='900003, 900002']": [3, 2],
    '[gallery include="900004"]': [4],
    "[gallery]": [2, 3],
    '[gallery exclude="900002"]': [3],
    '[gallery ids="900002,900002,77"]': [2],
    "[gallery ids=900002 link=file][gallery ids=900003]": [2, 3],
    '[gallery ids="900005"]': [],
    "[galleria] [المعرض]": [],
}


@pytest.mark.parametrize(("shortcode", "numbers"), GALLERIES.items())
def test_a_gallery_shows_all_its_pictures(shortcode: str, numbers: list[int]) -> None:
    files = picture(2) + picture(3) + picture(4, parent=9) + picture(5, parent=9, suffix="pdf")
    html = only(HEAD + post(1, content=f"قبل.\n\n{shortcode}\n\nبعد.") + files + TAIL).html or ""
    shown = [
        number
        for part in html.split("<img ")[1:]
        for number in (2, 3, 4, 5)
        if f"-{number}." in part
    ]
    assert shown == numbers
    assert html.count('alt="رفوف السوق" width="1200" height="800"') == len(numbers)
    assert "[gallery" not in html
    assert html.startswith("<p>قبل.</p>")
    assert html.endswith("<p>بعد.</p>")


CAPTIONS = {
    "words": ("رصيف\nالميناء", "رصيف الميناء"),
    "a link": ('رصيف <a href="https://example.com/pier">الميناء</a>', None),
    "nothing": ("", ""),
    "too much": ("كلمة " * 300, ""),
}


@pytest.mark.parametrize(("told", "shown"), CAPTIONS.values(), ids=CAPTIONS)
def test_a_gallery_shows_what_stands_below_its_pictures(told: str, shown: str | None) -> None:
    excerpt = f"<excerpt:encoded><![CDATA[{told}]]></excerpt:encoded>"
    file = picture(2).replace("<wp:status>", f"{excerpt}<wp:status>")
    html = only(HEAD + post(1, content='قبل. [gallery ids="900002"]') + file + TAIL).html or ""
    below = told if shown is None else shown
    assert (f"<figcaption>{below}</figcaption>" in html) == bool(below)
    assert ("figcaption" in html) == bool(below)


URL = "https://bank.example.com/wp-content/uploads/2025/سوق-2.jpg"
TAGS = {
    "of the site": (f'<img src="{URL}" class="wp-image-900002"/>', True),
    "without a number": (f'<img src="{URL}"/>', False),
    "of another size": (
        f'<img src="{URL.replace("-2.", "-2-300x200.")}" class="wp-image-900002"/>',
        False,
    ),
    "with a side": (f'<img width="80" src="{URL}" class="wp-image-900002"/>', False),
    "that the export lacks": (f'<img src="{URL}" class="wp-image-900009"/>', False),
}


@pytest.mark.parametrize(("tag", "is_given"), TAGS.values(), ids=TAGS)
def test_a_picture_of_the_text_has_the_sides_that_the_site_gives_it(
    tag: str, is_given: bool
) -> None:
    html = only(HEAD + post(1, content=f"<figure>{tag}</figure>") + picture(2) + TAIL).html or ""
    assert ('width="1200" height="800"' in html) == is_given


def test_blocks_keep_the_white_space_between_them() -> None:
    blocks = "<!-- wp:paragraph -->\n<p>نص</p>\n<!-- /wp:paragraph -->"
    shown = only(HEAD + post(1, content=f"{blocks}\n\n{blocks}") + TAIL).html or ""
    assert shown.strip() == "<p>نص</p>\n\n\n\n<p>نص</p>"
    beside = only(HEAD + post(1, content=f"سطر\n\n{blocks}") + TAIL).html
    assert beside == "<p>سطر</p>\n<p>نص</p>"


def test_a_post_is_told_in_the_signs_that_its_site_shows() -> None:
    told = post(1, title='قال: "نعم"', content='نص "قديم"...')
    found = only(HEAD + told.replace("خبر السوق رقم 1", "") + TAIL)
    assert (found.title, found.html, found.summary) == (
        "قال: “نعم”",
        "<p>نص “قديم”…</p>",
        "<p>نص “قديم”…</p>",
    )
    assert only(HEAD + told + TAIL).summary == "خبر السوق رقم 1"


def test_what_a_post_knows_by_number_is_kept_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "PICTURES_LIMIT", 1_000)
    text = HEAD + "".join(guest(f"g-{at}", "اسم") for at in range(9)) + TAIL
    found = pictures.read_pictures(io.BytesIO(text.encode()))
    assert not found.whole
    assert len(found.guests) < 4


LINK = '<a href="https://youtu.be/x1">فيديو على يوتيوب</a>'
EMBEDS = {
    "a block": (
        '<!-- wp:embed {"url":"https://youtu.be/x1"} -->\n<figure class="wp-block-embed"><div'
        ' class="wp-block-embed__wrapper">\nhttps://youtu.be/x1\n</div><figcaption>لقاء</figcaption>'
        "</figure>\n<!-- /wp:embed -->",
        1,
    ),
    "a block of its own": ('<!-- wp:core-embed/youtube {"url":"https://youtu.be/x1"} /-->', 1),
    "a line of a paragraph": ("قال الوزير:\nhttps://youtu.be/x1\nثم عاد.", 1),
    "a paragraph": ("<p>https://youtu.be/x1</p>", 1),
    "an address among words": ("قال إن https://youtu.be/x1 عنوانه.", 0),
    "an attribute": ('<p><img\nsrc="https://youtu.be/x1"></p>', 0),
}


@pytest.mark.parametrize(("content", "links"), EMBEDS.values(), ids=EMBEDS)
def test_an_address_that_is_embedded_is_a_link(content: str, links: int) -> None:
    html = only(HEAD + post(1, content=f"<p>نص</p>\n\n{content}") + TAIL).html or ""
    assert html.count(LINK) == links
    assert "wp:" not in html


@pytest.mark.parametrize("bad", ["9999-99-99 00:00:00", "غير معروف", "0000-00-00 00:00:00", ""])
def test_a_bad_date_of_a_post_is_passed_over_beside_a_good_one(bad: str) -> None:
    def dated(names: str) -> str | None:
        spoilt = re.sub(rf"(<{names}><!\[CDATA\[)[^\]]*", rf"\g<1>{bad}", post(7))
        return only(HEAD + spoilt + TAIL).published

    assert dated("wp:post_date_gmt") == "2025-01-01 07:00:00"
    assert dated("wp:post_date") == "2025-01-01 07:30:00Z"
    assert dated("wp:post_date(?:_gmt)?") == "Wed, 01 Jan 2025 00:00:00 +0000"
