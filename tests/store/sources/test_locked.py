"""The form that WordPress shows in place of a locked post is no article, whichever way it comes."""

import io
import json
from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from store import Draft, Refused, Store, ingest
from store.draft import Deletion, Omitted, SourceItem
from store.errors import Place
from store.sources import record
from store.sources.audience import asks_password
from store.sources.file import File
from store.sources.syndication import feed
from store.sources.wordpress import wxr
from store.sources.wordpress.answers import answer_items
from store.sources.wordpress.webhooks import read_webhook
from tests.room import Room
from tests.wordpress import post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported

FORM = (
    '<form action="https://press.example.com/wp-login.php?action=postpass"'
    ' class="post-password-form" method="post"><p>هذا المحتوى محمي بكلمة مرور.</p>'
    '<p><label>كلمة المرور: <input name="post_password" type="password"></label></p></form>'
)
LOCKED = {
    "the form": FORM,
    "the words of the form": "<p>This content is password protected. To view it please enter"
    " your password below:</p><p>كلمة المرور:</p>",
    "in Arabic": "<p>هذه التدوينة محمية بكلمة مرور. لمشاهدتها قم بكتابة كلمة المرور هنا:</p>",
    "in French": "<p>Cet article est protégé par un mot de passe. Pour le lire, veuillez saisir"
    " votre mot de passe ci-dessous&nbsp;:</p>",
    "in place of an excerpt": "لا يوجد مختصر لأن هذه التدوينة محمية بكلمة مرور.",
    "and in English": "There is no excerpt because this is a protected post.",
    "and in French": "Il n&rsquo;y a pas d&rsquo;extrait, car cette publication est protégée.",
}
OPEN = {
    "a form of another kind": "<p>اشترك في النشرة</p><form action='/signup'><input></form>",
    "an article on passwords": "<p>هذا المحتوى محمي بكلمة مرور، عبارة يراها زوار مواقع كثيرة، فما"
    " الذي تعنيه؟ يشرح هذا التقرير كيف تعمل كلمات المرور في منصات النشر.</p>" + "<p>نص.</p>" * 60,
    "a sentence within one": "<p>قال المهندس إن هذا المحتوى محمي بكلمة مرور.</p>",
    "a form that is shown as text": f"<p>نموذج:</p><pre>{escape(FORM)}</pre>",
}


def of_rest(html: str) -> list[SourceItem]:
    told = post(7, content={"rendered": html, "protected": False}, excerpt={"rendered": ""})
    if html == FORM:  # a saved answer withdraws what has not been changed since
        told["modified_gmt"] = "2026-11-24T09:45:00"
    return list(answer_items(told, Place("a.json", 1), File(io.BytesIO(b""), "a.json", "")))


def of_hook(html: str) -> list[SourceItem]:
    return read_webhook(json.dumps(post(7, content={"rendered": html})).encode(), "hook")


def of_export(html: str) -> list[SourceItem]:
    text = HEAD + exported(7, content=html) + TAIL
    return list(wxr.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def of_feed(html: str) -> list[SourceItem]:
    text = (
        '<rss version="2.0"><channel><title>ص</title><item><title>محمي: خبر</title><guid>7</guid>'
        f"<description>{escape(html)}</description></item></channel></rss>"
    )
    return list(feed.read(File(io.BytesIO(text.encode()), "a.xml", "")))


def of_json_feed(html: str) -> list[SourceItem]:
    item: dict[str, Any] = {"id": "7", "title": "خبر", "content_html": html}
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    return list(feed.read(File(io.BytesIO(text.encode()), "a.json", "")))


def of_record(html: str) -> list[SourceItem]:
    return list(record.items({"id": "7", "title": "خبر", "html": html}, Place("a", 1)))


WAYS = (of_rest, of_hook, of_export, of_feed, of_json_feed, of_record)


@pytest.mark.parametrize("html", LOCKED.values(), ids=LOCKED)
@pytest.mark.parametrize("way", WAYS)
def test_a_locked_post_is_left_out(way: Callable[[str], list[SourceItem]], html: str) -> None:
    items = way(html)
    assert items
    assert all(isinstance(item, Omitted | Deletion) for item in items), items


@pytest.mark.parametrize("html", OPEN.values(), ids=OPEN)
@pytest.mark.parametrize("way", WAYS)
def test_what_readers_may_see_comes_in(way: Callable[[str], list[SourceItem]], html: str) -> None:
    assert any(isinstance(item, Draft) for item in way(html))


@pytest.mark.parametrize("way", [of_rest, of_hook, of_feed, of_record])
def test_a_post_that_is_locked_later_is_withdrawn(
    way: Callable[[str], list[SourceItem]], store: Store
) -> None:
    room = Room(store)
    list(ingest(way("<p>فتحت الهيئة الجسر.</p>"), room.intake))
    room.pass_time(hours=1)
    kinds = [outcome.kind for some in ingest(way(FORM), room.intake) for outcome in some]
    assert "withdrawn" in kinds


def test_a_record_that_is_sent_with_the_form_is_refused() -> None:
    with pytest.raises(Refused, match="password"):
        record.draft({"title": "خبر", "html": FORM}, Place("api"))


def test_a_long_page_is_not_searched_for_the_words() -> None:
    assert not asks_password("<p>This content is password protected</p>" + " " * 3_000)
