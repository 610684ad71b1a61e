"""Furniture of pages within bodies goes, whatever brings them; sentences of an article stay."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.reading import take
from tests.room import Room

LEAD = "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد أعمال صيانة استمرت شهرين."
LAST = "وقال مدير الهيئة إن الحركة عادت إلى طبيعتها، وإن الرسوم لم تتغير منذ العام الماضي."
BEFORE = f"<p>{LEAD}</p>\n"
BEHIND = f"\n<p>{LAST}</p>"
HARBOUR = '<a href="https://sahifa.example/1">الميناء يستقبل أول سفينة</a>'
BOOKS = '<a href="https://sahifa.example/2">سوق الكتب يعود إلى ضفة النهر</a>'
SHARE = '<a href="https://www.facebook.com/sharer/sharer.php?u=x"><i class="fa"></i>فيسبوك</a>'
TWEET = '<a href="https://twitter.com/intent/tweet?text=x&amp;url=y">تويتر</a>'
JETPACK = (
    '<div class="sharedaddy sd-sharing-enabled"><div class="sd-block sd-social sd-sharing">'
    '<h3 class="sd-title">شارك هذا الموضوع:</h3><div class="sd-content"><ul>'
    '<li class="share-facebook"><a class="share-facebook sd-button share-icon"'
    ' href="https://sahifa.example/1?share=facebook" title="شارك"><span>فيس بوك</span></a></li>'
    '<li class="share-end"></li></ul></div></div></div>'
)

FURNITURE = {
    "a line with a link": f"<p>اقرأ أيضًا: {HARBOUR}</p>",
    "a bold line": f"<p><strong>اقرأ أيضاً: {HARBOUR}</strong></p>",
    "a line without a colon": f"<p>اقرأ أيضا {HARBOUR}</p>",
    "a label in the link": '<p><a href="https://sahifa.example/1">طالع أيضا | الميناء</a></p>',
    "a heading above a list": (
        f"<h3>موضوعات متعلقة</h3><ul><li>{HARBOUR}</li><li>{BOOKS}</li></ul>"
    ),
    "a heading above paragraphs": f"<h4>اقرأ أيضا</h4><p>{HARBOUR}</p><p>{BOOKS}</p>",
    "a bold label above a list": f"<p><strong>شاهد أيضًا:</strong></p><ul><li>{HARBOUR}</li></ul>",
    "a box with a heading": f"<div><h3>أخبار ذات صلة</h3><ul><li>{HARBOUR}</li></ul></div>",
    "a list with dates": (
        f"<h3>مقالات ذات صلة</h3><ul><li>{HARBOUR} <span>12 نوفمبر 2026</span></li></ul>"
    ),
    "a quotation that is none": f"<blockquote><p>اقرأ أيضا: {HARBOUR}</p></blockquote>",
    "a table": f"<table><tr><td>اقرأ أيضا</td><td>{HARBOUR}</td></tr></table>",
    "lines of one paragraph": f"<p>قد يهمك أيضًا<br>{HARBOUR}<br>{BOOKS}</p>",
    "a label with signs": f"<p>🔴 اقرأ أيضاً 👇 {HARBOUR}</p>",
    "a label with the site": f"<p>اقرأ أيضًا على موقعنا: {HARBOUR}</p>",
    "a label in English": f"<p>Read also: {HARBOUR}</p>",
    "a label in French": f"<p>À lire aussi : {HARBOUR}</p>",
    "a list of buttons": f"<ul><li>{SHARE}</li><li>{TWEET}</li></ul>",
    "a line of buttons": f"<p>شارك الخبر: {SHARE} {TWEET}</p>",
    "a heading above buttons": f"<h4>شارك</h4><div>{SHARE} {TWEET}</div>",
    "buttons of WhatsApp and Telegram": (
        '<p><a href="https://wa.me/?text=x">واتساب</a>'
        ' <a href="https://t.me/share/url?url=x">تليجرام</a></p>'
    ),
    "a mail and a print button": (
        '<p><a href="mailto:?subject=x&amp;body=y">أرسل لصديق</a>'
        ' | <a href="https://sahifa.example/print/1">طباعة</a></p>'
    ),
    "Jetpack": JETPACK,
    "Jetpack's empty box": (
        '<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline">'
        "<em>مرتبط</em></h3></div>"
    ),
    "YARPP": (
        "<div class='yarpp yarpp-related yarpp-related-rss'><h3>Related posts:</h3>"
        f"<ol><li>{HARBOUR}</li></ol></div>"
    ),
    "Contextual Related Posts": f'<div class="crp_related"><ul><li>{HARBOUR}</li></ul></div>',
    "AddToAny": (
        '<p><a class="a2a_button_x" href="https://www.addtoany.com/add_to/x?linkurl=y"></a>'
        '<a class="a2a_dd" href="https://www.addtoany.com/share#url=y">Share</a></p>'
    ),
    "AddThis and ShareThis": (
        '<div class="addthis_toolbox"></div><div class="sharethis-inline-share-buttons"></div>'
    ),
    "Newspaper": (
        '<div class="td-post-sharing"><div class="td-social-but-text">Share</div>'
        f'<div class="td-default-sharing">{SHARE}{TWEET}</div></div>'
    ),
    "Social Warfare": f'<div class="swp_social_panel swp_horizontal_panel">{SHARE}</div>',
    "Monarch": (
        '<div class="et_social_inline et_social_mobile_on"><ul class="et_social_icons_container">'
        f"<li>{SHARE}</li></ul></div>"
    ),
    "social links of a theme": (
        '<ul class="wp-block-social-links"><li class="wp-social-link">'
        '<a href="https://facebook.com/sahifa"><span>Facebook</span></a></li></ul>'
    ),
    "tags": '<div class="post-tags">الوسوم: <a href="/tag/a">بحر</a>, <a href="/b">طرق</a></div>',
    "an author's box": (
        '<div class="saboxplugin-wrap"><a href="/a">منى السيد</a>'
        "<p>كاتبة صحفية تهتم بشؤون المدن والطرق منذ عشرين عامًا.</p></div>"
    ),
    "Google News": (
        '<p>تابعونا على <a href="https://news.google.com/publications/X">أخبار جوجل</a></p>'
    ),
    "a channel": (
        '<p><strong>انضم إلى قناتنا على <a href="https://whatsapp.com/channel/0029">واتساب</a>'
        " ليصلك كل جديد.</strong></p>"
    ),
    "a line without a link": "<p>تابعونا على أخبار جوجل</p>",
    "an advertisement": "<p>إعلان</p>",
    "a place of advertisements": (
        '<div class="ads"><a href="https://ads.example"><img src="https://ads.example/i.png"></a>'
        "</div>"
    ),
    "a rating": '<div class="kk-star-ratings"><div>5/5 - (3 أصوات)</div></div>',
    "a form": (
        '<form action="/s"><p>اشترك في النشرة البريدية</p><input type="email">'
        "<button>اشترك</button></form>"
    ),
    "a letter with a sentence": (
        '<div class="newsletter-box"><p>اشترك ليصلك جديدنا كل صباح في رسالة واحدة قصيرة.</p>'
        '<form><input type="email"></form></div>'
    ),
    "a button": (
        '<div class="wp-block-buttons"><div class="wp-block-button">'
        '<a href="https://sahifa.example/sub">اشترك الآن</a></div></div>'
    ),
    "empty paragraphs between": f"<p>اقرأ أيضا</p><p>&nbsp;</p><p>{HARBOUR}</p>",
    "a label that is a link": f'<p><a href="https://sahifa.example/1">اقرأ أيضا: </a>{HARBOUR}</p>',
    "a whole heading": f"<h2>اقرأ أيضا: {HARBOUR}</h2>",
    "a bracket": f"<p>(اقرأ أيضا: {HARBOUR})</p>",
    "an inline box of a plugin": (
        '<div style="clear:both"><a href="https://sahifa.example/1"><style>.u12 {}</style>'
        "<div><span>اقرأ أيضا:</span>&nbsp; <span>الميناء يستقبل أول سفينة</span></div></a></div>"
    ),
    "Jannah": (
        '<div id="inline-related-post" class="mag-box"><h3>مقالات ذات صلة</h3><ul>'
        f'<li><a href="https://sahifa.example/1"><img src="/x.jpg"></a>{HARBOUR}'
        "<span>21 نوفمبر، 2026</span></li></ul></div>"
    ),
    "two labels in one paragraph": f"<p>اقرأ أيضا: {HARBOUR}<br>شاهد أيضا: {BOOKS}</p>",
    "a label with what it is about": f"<p>◾️ اقرأ أيضًا عن الموانئ: {HARBOUR}</p>",
    "a group of blocks": (
        '<div class="wp-block-group has-background"><div><p><strong>مقالات قد تعجبك</strong></p>'
        f'<ul class="wp-block-list"><li>{HARBOUR}</li></ul></div></div>'
    ),
    "a letter": '<p>اشترك في <a href="https://sahifa.example/newsletter">نشرتنا البريدية</a></p>',
    "the time to read": '<p><span class="rt-reading-time">مدة القراءة: 3 دقائق</span></p>',
    "a reader of news": (
        '<p>تابع آخر الأخبار عبر <a href="https://news.google.com/publications/x">Google</a></p>'
    ),
    "the picture of one": (
        '<p><a href="https://news.google.com/publications/x"><img src="/g.png"></a></p>'
    ),
    "a counter of plugins": (
        '<div class="post-views entry-meta"><span>عدد المشاهدات: </span><span>1,234</span></div>'
    ),
    "stars": '<div class="post-ratings"><img src="/r.gif"> (3 أصوات)</div>',
    "a short address": (
        '<p>رابط مختصر: <a href="https://sahifa.example/?p=1">https://sahifa.example/?p=1</a></p>'
    ),
    "comments": '<p><a href="https://sahifa.example/1#respond">اترك تعليقًا</a></p>',
    "ways through a site": (
        '<nav class="post-navigation"><a href="https://sahifa.example/0">السابق: عنوان</a></nav>'
    ),
    "buttons of a builder": (
        '<div class="elementor-share-buttons"><div class="elementor-share-btn">'
        "<span>Facebook</span></div></div>"
    ),
    "FeedBurner": (
        '<div class="feedflare"><a href="http://feeds.feedburner.com/~ff/n?a=x">'
        '<img src="http://feeds.feedburner.com/~ff/n?d=1" border="0"></a></div>'
        '<img src="http://feeds.feedburner.com/~r/n/~4/x" height="1" width="1" alt="">'
    ),
}

INNOCENTS = {
    "a sentence that begins so": "<p>اقرأ أيضًا في تاريخ المنطقة ما كتبه الرحالة عن الطريق.</p>",
    "a sentence with a link": f"<p>اقرأ أيضًا {HARBOUR} وفيه تفاصيل الرحلة.</p>",
    "a sentence that ends in a link": f"<p>اقرأ أيضًا {HARBOUR}.</p>",
    "what the author promises": "<p>تابعونا غدًا في الجزء الثاني.</p>",
    "sources": f"<h3>المصادر</h3><ul><li>{HARBOUR}</li><li>{BOOKS}</li></ul>",
    "a round-up": (
        f"<h3>موضوعات متعلقة</h3><ul><li>{HARBOUR}: وصلت السفينة أمس.</li>"
        f"<li>{BOOKS}: وعاد الباعة إلى أماكنهم.</li></ul>"
    ),
    "news of a channel": (
        '<p>انضم أكثر من مليون مستخدم إلى <a href="https://t.me/road">القناة</a> على تليجرام.</p>'
    ),
    "an article about buttons": (
        '<p>يقود الزر إلى <a href="https://www.facebook.com/sharer/sharer.php?u=x">'
        "facebook.com/sharer</a> ثم يفتح نافذة.</p>"
    ),
    "a post of somebody": (
        '<div class="social-embed"><a href="https://twitter.com/a/status/1">منشور على إكس</a></div>'
    ),
    "a text in a box": (
        '<div class="related-posts"><p>هذه فقرة كاملة من نص المقال وضعها المحرر في إطار.</p>'
        f"<p>{HARBOUR}</p></div>"
    ),
    "a heading and its text": "<h2>إعلان</h2><p>تعلن الشركة عن مناقصة لتوريد السيارات.</p>",
    "a verb that shares": "<p>شارك في الندوة عدد من الباحثين.</p>",
    "a paragraph that is a link": f"<p>{HARBOUR}</p>",
    "a heading above text": "<h3>اقرأ أيضا</h3><p>ثلاثة كتب رشحها القراء لهذا الشتاء.</p>",
    "a form elsewhere": (
        '<p>للتسجيل في الدورة <a href="https://sahifa.example/form">اضغط هنا</a></p>'
    ),
    "more elsewhere": '<p>للمزيد: <a href="https://who.example/x">اضغط هنا</a></p>',
    "the author's account": (
        '<p>للتواصل مع الكاتبة: <a href="https://twitter.com/mona">حسابها على تويتر</a></p>'
    ),
    "a quoted invitation": "<blockquote><p>تابعونا على فيسبوك</p></blockquote>",
    "a rating that is reviewed": (
        '<div class="rating-table"><table><tr><td>الفيلم</td><td>8</td></tr></table></div>'
    ),
    "what was carried": (
        '<p>حمل المتظاهرون لافتات أمام <a href="https://facebook.com/hall">القاعة</a>.</p>'
    ),
    "a channel of others": (
        '<p>يمكنكم التسجيل عبر <a href="https://t.me/course">قناة الدورة</a>.</p>'
    ),
    "a letter that is the article": (
        '<div class="newsletter-content"><p>زارت لجنة من هيئة البريد مكاتب الميناء أمس الأول.</p>'
        '<p><a href="https://sahifa.example/port">الميناء</a></p></div>'
    ),
    "a price": '<div class="subscription">سعر الاشتراك 50 جنيها</div>',
    "a film": (
        '<div class="social-video"><p><a href="https://vimeo.com/1234">فيلم الميناء</a></p></div>'
    ),
    "an author's text in a frame": (
        '<div class="author-box"><p>هكذا تذكر الكاتبة أيامها الأولى على هذا الطريق.</p></div>'
    ),
    "a heading in the middle": "<h3>مواضيع أخرى</h3><p>ناقش المجلس كذلك ميزانية المدارس.</p>",
    "notes": '<h3>هوامش</h3><ol><li id="n1">كتاب الطرق <a href="#r1">عودة</a></li></ol>',
    "a file": (
        '<div class="wp-block-buttons"><a href="https://sahifa.example/r.pdf">التقرير</a></div>'
    ),
    "a guest": (
        '<p>انضم إلينا في هذه الحلقة <a href="https://x.com/mona">الباحثة منى السيد</a>.</p>'
    ),
    "what reporters followed": (
        '<p>تابعنا <a href="https://x.com/port">حساب الميناء</a> طوال شهر كامل.</p>'
    ),
    "where to follow somebody": (
        '<p>لمتابعة أخبار النادي عبر <a href="https://x.com/club">حسابه الرسمي</a>.</p>'
    ),
    "a word with a class": '<p>رفعت الهيئة <span class="ads">الإعلان</span> من الطريق أمس.</p>',
    "a tag that is told of": '<p>تصدر وسم <span class="tags">الطريق</span> أمس.</p>',
    "a price of a share": '<div class="share-price">120.50</div>',
    "a table of shares": '<table class="shares"><tr><td>2025</td><td>1200</td></tr></table>',
    "ways within a text": (
        '<ul class="social-issues"><li><a href="#a">قضايا الطرق</a></li></ul>'
        '<ul class="related-parts"><li><a href="#b">رسوم العبور</a></li></ul>'
    ),
    "a button of somebody else": (
        '<div class="wp-block-button"><a href="https://roads.example/app">حمل جدول الرسوم</a></div>'
        '<div class="wp-block-button"><a href="https://roads.example/x">سجل الآن</a></div>'
    ),
    "a number to write to": (
        '<p><a href="https://api.whatsapp.com/send?phone=201000">الإبلاغ عبر واتساب</a></p>'
        '<p><a href="mailto:?subject=x&amp;to=road@sahifa.example">بريد الهيئة</a></p>'
    ),
    "details at an office": (
        '<p>لمزيد من التفاصيل: <a href="https://roads.example/1">بوابة هيئة الطرق</a></p>'
    ),
    "the place of a report": (
        '<p>رابط الخبر: <a href="https://agency.example/1">وكالة الأنباء</a></p>'
    ),
    "addresses of offices": (
        '<h3>روابط أخرى</h3><ul><li><a href="https://roads.example/1">بوابة الطرق</a></li></ul>'
    ),
    "a label above a film": (
        '<p>شاهد أيضا:</p><p><a href="https://www.youtube.com/watch?v=x1">فيديو</a></p>'
    ),
}


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def rss(html: str) -> str:
    return (
        '<rss version="2.0"><channel><title>الصحيفة</title><item><title>فتح الطريق</title>'
        "<link>https://sahifa.example/road</link><guid>https://sahifa.example/road</guid>"
        f"<description>{escape(html)}</description></item></channel></rss>"
    )


def rest(html: str) -> str:
    post = {
        "id": 7,
        "link": "https://sahifa.example/road",
        "date_gmt": "2026-11-24T08:00:00",
        "status": "publish",
        "type": "post",
        "title": {"rendered": "فتح الطريق"},
        "content": {"rendered": html, "protected": False},
    }
    return json.dumps([post])


def record(html: str) -> str:
    return json.dumps([{"title": "فتح الطريق", "html": html, "published": "2026-11-24"}])


SOURCES = {"feed.rss": rss, "posts.json": rest, "records.json": record}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
def test_furniture_between_paragraphs_goes(room: Room, tmp_path: Path, furniture: str) -> None:
    taken = take(room, tmp_path, "feed.rss", rss(f"{BEFORE}{furniture}{BEHIND}"))
    assert "".join(taken.article.html.split("\n")) == f"<p>{LEAD}</p><p>{LAST}</p>"


@pytest.mark.parametrize("innocent", INNOCENTS.values(), ids=INNOCENTS)
def test_what_may_be_of_the_article_stays(room: Room, tmp_path: Path, innocent: str) -> None:
    taken = take(room, tmp_path, "feed.rss", rss(f"{BEFORE}{innocent}{BEHIND}"))
    plain = take(room, tmp_path, "text.rss", rss("<p>نص آخر</p>").replace("/road", "/plain"))
    assert not plain.article.related + taken.article.related
    assert taken.article.html.count("<a ") == innocent.count("<a ")
    words = [word for part in innocent.split("<") for word in part.partition(">")[2].split()]
    assert [word for word in words if word not in taken.text] == []


@pytest.mark.parametrize("name", SOURCES)
def test_it_goes_whatever_brings_it(room: Room, tmp_path: Path, name: str) -> None:
    body = f"{BEFORE}<h3>اقرأ أيضا</h3><ul><li>{HARBOUR}</li></ul>{BEHIND}{JETPACK}"
    article = take(room, tmp_path, name, SOURCES[name](body)).article
    assert "".join(article.html.split("\n")) == f"<p>{LEAD}</p><p>{LAST}</p>"
    assert [(one.title, one.url) for one in article.related] == [
        ("الميناء يستقبل أول سفينة", "https://sahifa.example/1")
    ]


def test_the_related_stories_of_a_page_go(room: Room, tmp_path: Path) -> None:
    page = (
        '<html lang="ar"><head><title>فتح الطريق</title>'
        '<link rel="canonical" href="https://sahifa.example/road"></head><body><article>'
        f"<h1>فتح الطريق</h1>{BEFORE}{BEHIND}<p>اقرأ أيضًا: {HARBOUR}</p></article></body></html>"
    )
    article = take(room, tmp_path, "page.html", page).article
    assert HARBOUR not in article.html
    assert LAST in article.html


@pytest.mark.parametrize(
    "whole", [f"<p>اقرأ أيضًا: {HARBOUR}</p>", f"<ul><li>{SHARE}</li></ul>", "<p>إعلان</p>"]
)
def test_a_text_that_would_be_nothing_without_it_stays(
    room: Room, tmp_path: Path, whole: str
) -> None:
    assert take(room, tmp_path, "feed.rss", rss(whole)).text


def test_a_round_up_keeps_all_of_its_lists(room: Room, tmp_path: Path) -> None:
    lists = [
        f"<h3>{heading}</h3>\n<ul><li>{HARBOUR}</li><li>{BOOKS}</li></ul>"
        for heading in ("محليات", "أخبار أخرى")
    ]
    body = "\n".join(["<p>أبرز العناوين</p>", *lists, f"<p>{SHARE}</p>"])
    article = take(room, tmp_path, "feed.rss", rss(body)).article
    assert article.html == "\n".join(["<p>أبرز العناوين</p>", *lists])
    assert article.related == ()


def test_a_label_whose_stories_a_script_loads_goes_from_the_end(room: Room, tmp_path: Path) -> None:
    body = f"<p>{LEAD}</p><h3>موضوعات متعلقة</h3><div id='stories'></div>"
    assert take(room, tmp_path, "feed.rss", rss(body)).article.html == f"<p>{LEAD}</p>"


def test_a_line_of_a_paragraph_goes_with_its_break(room: Room, tmp_path: Path) -> None:
    body = f"<p>{LEAD}<br><br><b>اقرأ أيضا: {HARBOUR}</b></p>"
    assert take(room, tmp_path, "feed.rss", rss(body)).article.html == f"<p>{LEAD}</p>"


def test_related_stories_that_a_record_names_stand_first(room: Room, tmp_path: Path) -> None:
    body = f"{BEFORE}<p>اقرأ أيضا: {HARBOUR}</p><p>اقرأ أيضا: {BOOKS}</p>{BEHIND}"
    given = [{"title": "رحلة إلى الواحة"}, {"title": "الميناء يستقبل أول سفينة"}]
    text = json.dumps([{"title": "فتح الطريق", "html": body, "related": given}])
    article = take(room, tmp_path, "records.json", text).article
    assert [story.title for story in article.related] == [
        "رحلة إلى الواحة",
        "الميناء يستقبل أول سفينة",
        "سوق الكتب يعود إلى ضفة النهر",
    ]


URL = "https://sahifa.example/road"
CUT_OFF = "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي"
ENDINGS = {
    f"<p>{CUT_OFF} [&hellip;]</p>": f"<p>{CUT_OFF}…</p>",
    f"<p>{LEAD} [&#8230;]</p>": f"<p>{LEAD}</p>",
    f'{CUT_OFF} [...] <a href="{URL}">اقرأ المزيد</a>': f"<p>{CUT_OFF}…</p>",
    f'<p>{LEAD}</p><p><a href="{URL}" rel="nofollow">اقرأ المزيد »</a></p>': f"<p>{LEAD}</p>",
    f'<p>{LEAD}</p><p>لقراءة الخبر كاملا <a href="{URL}">اضغط هنا</a></p>': f"<p>{LEAD}</p>",
    f'<p>{LEAD}</p><div><a href="{URL}/">التفاصيل من هنا</a></div>': f"<p>{LEAD}</p>",
    f'<p>{LEAD} <a class="more-link" href="/road#more-3">تابع القراءة ←</a></p>': f"<p>{LEAD}</p>",
    f"<p>{LEAD}</p><p>للمزيد اضغط هنا</p>": f"<p>{LEAD}</p>",
}


@pytest.mark.parametrize(("body", "right"), ENDINGS.items())
def test_a_call_to_read_on_here_goes(room: Room, tmp_path: Path, body: str, right: str) -> None:
    assert "".join(take(room, tmp_path, "feed.rss", rss(body)).article.html.split("\n")) == right


@pytest.mark.parametrize(
    "ending",
    [
        '<p><a href="https://other.example/x">اقرأ المزيد</a></p>',
        f'<p>يمكنك <a href="{URL}">قراءة المزيد</a>.</p>',
        "<p>يريد الناس معرفة المزيد</p>",
        "<p>قال الشاعر: ومضى الركب (…)</p>",
    ],
)
def test_the_end_of_a_text_stays(room: Room, tmp_path: Path, ending: str) -> None:
    article = take(room, tmp_path, "feed.rss", rss(f"<p>{LEAD}</p>\n{ending}")).article
    assert article.html == f"<p>{LEAD}</p>\n{ending}"


@pytest.mark.parametrize(
    "call",
    [
        *("التفاصيل من هنا", "للمزيد اضغط هنا", "لقراءة الخبر كاملا", "اضغط هنا لقراءة المزيد"),
        *("لمتابعة الخبر كاملاً اضغط هنا", "طالع التفاصيل كاملة", "المزيد على الرابط التالي"),
        *("... المزيد", "تابع القراءة ←", "View more", "Read the full article here"),
    ],
)
def test_a_summary_loses_its_call_in_any_wording(room: Room, tmp_path: Path, call: str) -> None:
    for summary in (f"{LEAD} {call}", f'<p>{LEAD}</p><p><a href="{URL}">{call}</a></p>'):
        post = json.loads(rest(f"<p>{LAST}</p>"))[0] | {"excerpt": {"rendered": summary}}
        assert take(room, tmp_path, "posts.json", json.dumps([post])).article.summary == LEAD


@pytest.mark.parametrize(
    "credit",
    [
        'The post <a href="/1">Road</a> first appeared on <a href="/">Sahifa</a>.',
        'L’article <a href="/1">Route</a> est apparu en premier sur <a href="/">Sahifa</a>.',
        'ظهرت المقالة <a href="/1">فتح الطريق</a> أولاً على <a href="/">الصحيفة</a>.',
        'التدوينة <a href="/1">فتح الطريق</a> ظهرت أولاً على <a href="/">الصحيفة</a>.',
    ],
)
def test_where_it_appeared_first_is_its_credit(room: Room, tmp_path: Path, credit: str) -> None:
    body = f"{BEFORE}<p>{credit}</p><p>{SHARE}</p>"
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "الصحيفة"}
    item = {"id": "json", "title": "فتح الجسر", "content_html": body}
    for name, text in {"a.rss": rss(body), "b.json": json.dumps(feed | {"items": [item]})}.items():
        article = take(room, tmp_path, name, text).article
        assert article.html == f"<p>{LEAD}</p>"
        assert article.credit


def test_nothing_is_looked_for_in_what_is_nested_as_no_page_is(room: Room, tmp_path: Path) -> None:
    body = f"{BEFORE}{'<div>' * 70}<p>{SHARE}</p>{'</div>' * 70}{BEHIND}"
    assert "فيسبوك" in take(room, tmp_path, "feed.rss", rss(body)).text
