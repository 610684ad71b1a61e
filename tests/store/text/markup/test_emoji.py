"""Emoji that came as pictures: characters in the text, and never the picture of an article."""

import io

import pytest

from store import Draft, Sections
from store.draft import DraftImage
from store.intake.prepare import prepare
from store.sources.file import File
from store.sources.syndication import feed
from store.sources.wordpress.posts import draft
from store.text.emoji import is_emoji, is_emoji_address, named_emoji
from store.text.markup.read import plain
from store.text.markup.words import words_of
from tests.room import POLITICS, SITE, START
from tests.store.text.markup.cleaning import cleaned
from tests.wordpress import post

HOME = "https://s.w.org/images/core/emoji/14.0.0"
SMILE = f"{HOME}/72x72/1f600.png"
PHOTO = "https://press.example.com/wp-content/uploads/2026/10/jisr.jpg"

EMOJI = {
    "WordPress's own": (
        f'<img src="{SMILE}" alt="😀" class="wp-smiley" style="height: 1em" />',
        "😀",
    ),
    "as scripts draw it": (
        f'<img draggable="false" class="emoji" alt="🇪🇬" src="{HOME}/svg/1f1ea-1f1ec.svg">',
        "🇪🇬",
    ),
    "without its words": (f'<img src="{SMILE}">', "😀"),
    "in a loader": (f'<img src="data:image/gif;base64,R0" data-src="{SMILE}" alt="😀">', "😀"),
    "through another host": (
        '<img src="https://i0.wp.com/s.w.org/images/core/emoji/2.2.1/72x72/2764.png" alt="❤️">',
        "❤️",
    ),
    "an old smiley": (
        '<img src="/wp-includes/images/smilies/icon_smile.gif" alt=":-)" class="wp-smiley">',
        ":-)",
    ),
    "a smiley by its class": ('<img class="wp-smiley" src="/x/y.gif" alt=":smile:">', ":smile:"),
    "without an address": ('<img alt="😀">', "😀"),
    "by the name of its file": ('<img src="/img/1f44d.png" alt="👍🏽">', "👍🏽"),
    "Facebook's": (
        "<img src='https://static.xx.fbcdn.net/images/emoji.php/v9/t4c/1/16/1f44f.png' alt='👏'>",
        "👏",
    ),
    "of another make": ('<IMG SRC="https://cdn.example/twemoji/14/1f525.svg" ALT="🔥">', "🔥"),
}
PICTURES = {
    "a photograph": f'<img src="{PHOTO}" alt="الجسر الجديد">',
    "a photograph that is called by a sign": f'<img src="{PHOTO}" alt="📷">',
    "a photograph in a folder of that name": (
        '<img src="https://press.example.com/uploads/emoji/1-new.jpg" alt="رموز جديدة">'
    ),
    "a photograph with the class": f'<img class="emoji" src="{PHOTO}" alt="لوحة من الرموز">',
    "a file whose name is a year": (
        '<img src="https://press.example.com/uploads/2026.png" alt="تقويم العام">'
    ),
    "without words": f'<img src="{PHOTO}" alt="">',
}


@pytest.mark.parametrize(("image", "sign"), EMOJI.values(), ids=EMOJI)
def test_a_picture_of_an_emoji_is_a_character(image: str, sign: str) -> None:
    html = cleaned(f"<p>افتتح الجسر {image} صباح اليوم</p>")
    assert html == f"<p>افتتح الجسر {sign} صباح اليوم</p>"
    assert cleaned(html) == html


@pytest.mark.parametrize("image", PICTURES.values(), ids=PICTURES)
def test_any_other_picture_stays_one(image: str) -> None:
    assert "<img" in cleaned(f"<p>افتتح الجسر {image} صباح اليوم</p>")


def test_words_beside_an_emoji_do_no_harm() -> None:
    html = cleaned(f"<p>نص <img src='{SMILE}' alt='&lt;script&gt;x&lt;/script&gt;'></p>")
    assert "<script" not in html
    assert "<img" not in html


def test_a_title_keeps_its_emoji() -> None:
    assert words_of(f'هدف قاتل <img src="{SMILE}" alt="😀" class="wp-smiley"/>') == "هدف قاتل 😀"


def picture_of(made: object) -> str | None:
    assert isinstance(made, Draft)
    article = prepare(made, owner="press", site=SITE, sections=Sections([POLITICS]), now=START)
    return article.image.url if article.image else None


def test_the_picture_of_an_article_is_no_emoji_of_its_text() -> None:
    body = f'<p>أهلا <img src="{SMILE}" alt="😀"></p><p><img src="{PHOTO}" alt="الجسر"></p>'
    told = post(1) | {"_embedded": {}, "content": {"rendered": body}}
    assert picture_of(draft(told, "site")) == PHOTO
    none = post(1) | {"_embedded": {}, "content": {"rendered": body.split("<p><img")[0]}}
    assert picture_of(draft(none, "site")) is None


def test_a_shared_picture_that_is_an_emoji_is_none() -> None:
    shared = {"yoast_head_json": {"og_image": [{"url": SMILE}, {"url": PHOTO}]}}
    told = post(1) | {"_embedded": {}, "featured_media": 7, **shared}
    assert picture_of(draft(told, "site")) == PHOTO


def test_a_feed_that_offers_an_emoji_as_its_picture_offers_none() -> None:
    text = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>ص</title>'
        f'<item><title>خبر</title><guid>1</guid><media:content medium="image" url="{SMILE}"/>'
        f'<enclosure url="{SMILE}" type="image/png" length="1"/>'
        f"<description>&lt;p&gt;أهلا &lt;img src='{SMILE}' alt='😀'&gt;&lt;/p&gt;</description>"
        "</item></channel></rss>"
    )
    (made,) = feed.read(File(io.BytesIO(text.encode()), "a.xml", ""))
    assert isinstance(made, Draft)
    assert picture_of(made) is None
    assert made.enclosures == ()


def test_a_record_that_names_an_emoji_as_its_picture_names_none() -> None:
    made = Draft(title="خبر", html=f'<p><img src="{PHOTO}"></p>', image=DraftImage(url=SMILE))
    assert picture_of(made) == PHOTO


@pytest.mark.parametrize("text", ["😀", "❤️", "👨‍👩‍👧", "1️⃣", "🇪🇬 🇪🇬", "™️", "🫨"])
def test_emoji_are_known(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "نص 😀", "2026", "©", "...", "«»", "😀" * 60, "#"])
def test_other_texts_are_none(text: str) -> None:
    assert not is_emoji(text)


def test_the_name_of_a_file_may_be_an_emoji() -> None:
    assert named_emoji(SMILE) == "😀"
    assert named_emoji("/a/1f1ea-1f1ec.svg") == "🇪🇬"
    assert named_emoji("/a/0033-fe0f-20e3.png") == "3️⃣"
    for name in ("/a/2026.png", "/a/dead.png", "/a/jisr.jpg", "/a/d83d-de00.png", "/a/1f600.txt"):
        assert named_emoji(name) == ""
    assert not is_emoji_address(PHOTO)


def test_plain_text_has_the_character() -> None:
    assert plain(cleaned(f'<p>أهلا <img src="{SMILE}" alt="😀"></p>')) == "أهلا 😀"
