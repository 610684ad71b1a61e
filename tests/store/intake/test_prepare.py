"""What becomes of a draft: every field is cleaned, derived or refused by its rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from store import Article, Refused, Sections, Site, record
from store.draft import SHORT_TEXTS
from store.errors import Place
from store.intake.prepare import prepare
from store.text import sandbox
from store.text.markup.read import plain
from tests.room import POLITICS, SITE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PROSE = "افتتحت البلدية صباح اليوم الجسر بعد عامين من العمل المتواصل."
UPLOAD = "https://paper.example/wp-content/uploads/2025/02/صورة-780x470.jpg"


def made(
    site: Site = SITE,
    default: str | None = None,
    folder: str | None = None,
    markup: frozenset[str] = frozenset(),
    **fields: Any,
) -> Article:
    draft = record.draft({"title": "افتتاح الجسر"} | fields, Place("x"), folder, markup)
    return prepare(
        draft, owner="files", site=site, sections=Sections([POLITICS]), section=default, now=NOW
    )


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("<b>عاجل</b>: افتتاح <br/>الجسر", "عاجل: افتتاح الجسر"),
        ("عاجل<br>افتتاح الجسر", "عاجل افتتاح الجسر"),
        ("عاجل&lt;br/&gt;افتتاح الجسر", "عاجل افتتاح الجسر"),
        ("<h2 class='a>b'>عاجل</h2>افتتاح الجسر", "عاجل افتتاح الجسر"),
        ("<ul><li>عاجل<li>افتتاح</ul>الجسر", "عاجل افتتاح الجسر"),
        ("<table><tr><td>عاجل<td>افتتاح</table>الجسر", "عاجل افتتاح الجسر"),
        ("عاجل<img src='/a.png' alt='شعار'>افتتاح", "عاجل افتتاح"),
        ("<b>ا</b>لجسر <!-- <p> -->الجديد", "الجسر الجديد"),
        ("&lt;em&gt;عاجل&lt;/em&gt;", "عاجل"),
        ("<section>عاجل</section><article>افتتاح</article>الجسر", "عاجل افتتاح الجسر"),
        ("عاجل<address>افتتاح</address>الجسر", "عاجل افتتاح الجسر"),
        ("<cite>عاجل</cite>: <time datetime='2026'>افتتاح</time> ا<wbr>لجسر", "عاجل: افتتاح الجسر"),
        ("<svg viewBox='0 0 1 1'><path d='M0'/></svg>عاجل<input type='hidden'>", "عاجل"),
        ("<iframe src='//e.example/x'></iframe><picture><img src=a></picture>عاجل", "عاجل"),
        ("شرح وسمي <section> و<cite> في HTML", "شرح وسمي <section> و<cite> في HTML"),
        ("خبر<script>alert(1)</script>", "خبر"),
        ("5 < 6 و a<b", "5 < 6 و a<b"),
        ("قارن 5 &lt; 6 و&lt;b&gt;", "قارن 5 < 6 و<b>"),
        ("شرح وسم <video> في HTML", "شرح وسم <video> في HTML"),
        ("مصر &amp;quot;تفوز&amp;quot;", 'مصر "تفوز"'),
        ("مصر&#11;تفوز&amp;#x1F;اليوم&#110;", "مصر تفوز اليومn"),
        ("كيف تكتب &amp;amp;lt; في صفحتك", "كيف تكتب &lt; في صفحتك"),
        ("بوتين..ماذا يريد؟ لـ65 عامًا", "بوتين..ماذا يريد؟ لـ65 عامًا"),
    ],
)
def test_a_title_in_html_is_its_words_and_never_corrected(given: str, title: str) -> None:
    assert made(markup=SHORT_TEXTS, title=given).title == title


@pytest.mark.parametrize(
    "text",
    [
        "قارن 5 < 6 <b>",
        "كيف تكتب &amp; و&amp;amp; في صفحتك",
        "الفرق بين <br> و<p></p>",
        "شرح <script>alert(1)</script>",
    ],
)
def test_a_title_that_a_person_typed_is_the_text_it_is(text: str) -> None:
    article = made(
        title=text,
        authors=[text],
        tags=[text],
        image={"url": UPLOAD, "alt": text, "credit": text},
        source=text,
        related=[text],
        credit=text,
    )
    assert article.title == article.authors[0].name == article.tags[0] == article.credit == text
    assert article.image
    assert article.source
    assert article.image.alt == article.image.credit == article.source.name == text
    assert article.related[0].title == text


@pytest.mark.parametrize(
    "separator", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029"]
)
def test_words_that_a_separator_parts_stay_apart(separator: str) -> None:
    words = f"فتح{separator}الطريق"
    article = made(
        title=words,
        authors=[words],
        tags=[words],
        summary=words,
        html=f"<p>{words}</p><p><img src='{UPLOAD}' alt='{words}'></p>",
    )
    assert article.title == article.authors[0].name == article.tags[0] == article.summary
    assert article.title == "فتح الطريق"
    assert plain(article.html) == "فتح الطريق"
    assert article.image
    assert str(article.image.alt).split() == ["فتح", "الطريق"]
    for field in ("text", "markdown"):
        assert plain(made(**{field: words}).html).split() == ["فتح", "الطريق"]


def test_names_and_tags_in_html_are_their_words_too() -> None:
    article = made(
        markup=SHORT_TEXTS,
        authors=["منى <b>السيد</b>", "سامي<br>حداد"],
        tags=["<i>جسور</i>", "جسور", "<p>مدن</p><p>وقرى</p>"],
        image={"url": UPLOAD, "alt": "<p>الجسر</p>ليلًا", "credit": "رويترز &amp; أ ف ب"},
    )
    assert [one.name for one in article.authors] == ["منى السيد", "سامي حداد"]
    assert article.tags == ("جسور", "مدن وقرى")
    assert article.image
    assert (article.image.alt, article.image.credit) == ("الجسر ليلًا", "رويترز & أ ف ب")


@pytest.mark.parametrize(
    ("given", "markup", "summary"),
    [
        ("<p>افتتح&nbsp;الجسر</p><p>اليوم</p>", SHORT_TEXTS, "افتتح الجسر اليوم"),
        ("مصر &amp;quot;تفوز&amp;quot; &lt; 5", SHORT_TEXTS, 'مصر "تفوز" < 5'),
        ("<p>افتتح الجسر</p><p>اليوم</p>", frozenset(), "افتتح الجسر اليوم"),
        (
            "<p>افتتح الجسر. [&#8230;]</p><p><a href='/1'>اقرأ المزيد</a></p>",
            SHORT_TEXTS,
            "افتتح الجسر.",
        ),
        (
            "افتتح الجسر اليوم [&hellip;] <a href='/1'>اقرأ المزيد »</a>",
            SHORT_TEXTS,
            "افتتح الجسر اليوم…",
        ),
        (
            "<p>The bridge <a href='/1'>Continue reading <b>Bridge</b></a></p>",
            SHORT_TEXTS,
            "The bridge",
        ),
        ("افتتح الجسر. أكمل القراءة", SHORT_TEXTS, "افتتح الجسر."),
        (
            "افتتح الجسر. <a href='/1'>لقراءة الخبر كاملًا اضغط هنا</a>",
            SHORT_TEXTS,
            "افتتح الجسر.",
        ),
        ("افتتح الجسر.<br><a href='/1'>اقرأ أكثر...</a>", SHORT_TEXTS, "افتتح الجسر."),
        ("زوروا الموقع لقراءة المزيد", SHORT_TEXTS, "زوروا الموقع لقراءة المزيد"),
        ("<p>نص <a href='/1'>التقرير</a></p>", SHORT_TEXTS, "نص التقرير"),
        ("<p><a href='/1'>المزيد</a> من الأمطار غدًا</p>", SHORT_TEXTS, "المزيد من الأمطار غدًا"),
        ("افتتح الجسر. اقرأ المزيد", frozenset(), "افتتح الجسر. اقرأ المزيد"),
        ("افتتح الجسر [&#8230;]", SHORT_TEXTS, "افتتح الجسر…"),
        ("قارن 5 < 6 <b> و&amp;", frozenset(), "قارن 5 < 6 <b> و&amp;"),
    ],
)
def test_a_summary_is_the_text_that_its_source_means(
    given: str, markup: frozenset[str], summary: str
) -> None:
    assert made(markup=markup, summary=given).summary == summary


def test_a_sub_heading_that_a_summary_leaves_out_parts_the_words_around_it() -> None:
    assert made(html="افتتح الجسر<h2>تفاصيل</h2>اليوم").summary == "افتتح الجسر اليوم"
    assert made(html="<h3>تفاصيل</h3><p>افتتح الجسر</p>").summary == "افتتح الجسر"


@pytest.mark.parametrize(
    ("markup", "alt"),
    [(SHORT_TEXTS, "فتح الطريق للسير"), (frozenset(), "فتح<br>الطريق للسير")],
)
def test_the_description_of_a_picture_in_a_body_is_one_line(
    markup: frozenset[str], alt: str
) -> None:
    html = f"<p>نص</p><img src='{UPLOAD}' alt='فتح&lt;br&gt;الطريق&#11;للسير'>"
    image = made(markup=markup, html=html).image
    assert image
    assert image.alt == alt


def test_a_body_that_is_but_a_summary_keeps_its_link_to_read_on() -> None:
    html = f"<p>{PROSE}</p><p><a href='https://example.com/1'>اقرأ المزيد</a></p>"
    article = made(markup=SHORT_TEXTS, html=html)
    assert article.summary == PROSE
    assert "اقرأ المزيد" in article.html


def test_the_lead_of_a_body_is_decoded_once() -> None:
    assert made(text="كيف تكتب &amp;lt; في صفحتك").summary == "كيف تكتب &amp;lt; في صفحتك"


SLUG = quote("سياسة").lower()
CUT = quote("أخبار-المحافظات-والأقاليم-والقرى-البعيدة").lower()[:170]
NAMES_WITH_SLUGS = {
    "beside its label": (["السياسة العامة", SLUG], ("السياسة العامة", "سياسة")),
    "that says what its label says": (["سياسة", SLUG.upper()], ("سياسة",)),
    "with hyphens": (["كرة القدم", quote("كرة-القدم")], ("كرة القدم",)),
    "that was cut": (
        [CUT, "أخبار المحافظات والأقاليم والقرى البعيدة"],
        ("أخبار المحافظات والأقاليم والقرى البعيدة",),
    ),
    "alone": ([quote(SLUG)], ("سياسة",)),
    "longer than a name": ([quote(quote("كتب-" * 12))], ("كتب-" * 12,)),
    "unreadable": (["سياسة", "%d3%ed%c7"], ("سياسة",)),
    "in Latin": (["سياسة", "politics"], ("سياسة", "politics")),
}


@pytest.mark.parametrize(("names", "expected"), NAMES_WITH_SLUGS.values(), ids=NAMES_WITH_SLUGS)
def test_a_slug_is_read_and_says_no_label_again(
    names: list[str], expected: tuple[str, ...]
) -> None:
    article = made(sections=names, tags=names)
    assert (article.sections, article.tags) == (expected, expected)


def test_the_summary_is_the_lead_without_sub_headings() -> None:
    html = f"<h2>عنوان فرعي</h2><p>{PROSE}</p><h3>آخر</h3><p>وبدأت الحركة عليه فورًا.</p>"
    assert made(html=html).summary == f"{PROSE} وبدأت الحركة عليه فورًا."


FRAME = "<iframe src='https://www.youtube.com/embed/AbCdEf12345'%s></iframe>"


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        (f"{FRAME % ''}<p>{PROSE}</p>", PROSE),
        (f"<p>{PROSE}</p><video src='https://cdn.example.com/a.mp4'></video>", PROSE),
        (f"افتتح{FRAME % ''}الجسر", "افتتح الجسر"),
        (FRAME % "", "افتتاح الجسر الجديد"),
        (f"""{FRAME % " title='جولة في الجسر'"}<p>{PROSE}</p>""", f"جولة في الجسر {PROSE}"),
        (
            "<p><a href='https://youtu.be/AbCdEf12345'>فيديو على يوتيوب</a> يظهر الجسر</p>",
            "فيديو على يوتيوب يظهر الجسر",
        ),
    ],
)
def test_the_words_that_stand_for_a_player_are_no_summary(html: str, summary: str) -> None:
    assert made(title="افتتاح الجسر الجديد", html=html).summary == summary


@pytest.mark.parametrize(
    ("fields", "language", "direction"),
    [
        ({"html": f"<p>{PROSE}</p>"}, "ar", "rtl"),
        ({"html": f"<p>{PROSE}</p>", "language": "ar_eg"}, "ar-EG", "rtl"),
        ({"html": f"<p>{PROSE}</p>", "language": "en-US"}, "ar", "rtl"),
        ({"title": "A bridge opens", "html": "<p>After two years.</p>"}, "en", "ltr"),
        ({"title": "A bridge opens", "language": "fr"}, "fr", "ltr"),
        ({"title": "٢٠٢٥", "text": "١٢٣"}, "ar", "rtl"),
        ({"text": f"تفاصيل الخبر https://example.com/{'long-path/' * 20}"}, "ar", "rtl"),
    ],
)
def test_language_and_direction_follow_the_text(
    fields: dict[str, str], language: str, direction: str
) -> None:
    article = made(**fields)
    assert (article.language, article.direction) == (language, direction)


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("/img/a.jpg", "https://example.com/img/a.jpg"),
        ("a.jpg", "https://example.com/2026/a.jpg"),
        ("//cdn.example.com/a.jpg", "https://cdn.example.com/a.jpg"),
        (
            "https://cdn.example.com/صورة.jpg",
            "https://cdn.example.com/%D8%B5%D9%88%D8%B1%D8%A9.jpg",
        ),
    ],
)
def test_a_relative_picture_is_meant_beside_the_article(address: str, uri: str) -> None:
    article = made(
        url="https://example.com/2026/story",
        image=address,
        enclosures=[{"url": address, "type": "a/b"}],
    )
    assert article.image
    assert (article.image.url, article.image.url_given) == (uri, address)
    assert article.enclosures[0].url == uri


@pytest.mark.parametrize("base_url", ["https://news.example.com", "https://example.com/news"])
def test_without_an_article_address_a_path_is_one_of_the_site(base_url: str) -> None:
    html = "<p><img src='/img/b.jpg' alt='صورة'> <a href=' /politics '>سياسة</a></p>"
    article = made(
        replace(SITE, base_url=base_url),
        image="/img/a.jpg",
        html=html,
        enclosures=[{"url": "/a.mp3"}],
    )
    assert article.image
    assert (article.image.url, article.image.url_given) == (f"{base_url}/img/a.jpg", "/img/a.jpg")
    assert f'src="{base_url}/img/b.jpg"' in article.html
    assert f'href="{base_url}/politics"' in article.html
    assert article.enclosures[0].url == f"{base_url}/a.mp3"


def test_without_an_article_address_another_host_is_no_path() -> None:
    article = made(image="//cdn.example.com/a.jpg", html="<p><a href='#note'>حاشية</a></p>")
    assert article.image
    assert article.image.url == "https://cdn.example.com/a.jpg"
    assert 'href="#note"' in article.html


@pytest.mark.parametrize("address", ["img/a.jpg", "../a.jpg", "?a.jpg", "//[a.jpg"])
def test_without_an_article_address_nothing_else_relative_means_anything(address: str) -> None:
    with pytest.raises(Refused, match=r"image: .* is no absolute http or https address|IPv6"):
        made(image=address)
    assert "<img" not in made(html=f"<p>نص <img src='{address}' alt='صورة'></p>").html


@pytest.mark.parametrize("field", ["url", "authors", "source"])
def test_the_address_of_an_article_a_person_or_a_source_is_never_relative(field: str) -> None:
    value: dict[str, Any] = {
        "url": "/story",
        "authors": [{"name": "منى", "url": "/mona"}],
        "source": {"name": "وكالة", "url": "/agency"},
    }
    with pytest.raises(Refused, match=rf"{field}: .* is no absolute http or https address"):
        made(**{field: value[field]})


def test_a_large_body_knows_the_site_too() -> None:
    html = f"<p>{PROSE}</p>" * 4_000 + "<p><img src='/img/a.jpg' alt='صورة'></p>"
    assert f'src="{SITE.base_url}/img/a.jpg"' in made(html=html).html


def test_an_uploaded_picture_tells_month_size_type_and_source() -> None:
    article = made(image=UPLOAD)
    assert article.image
    assert (article.image.width, article.image.height, article.image.type) == (
        780,
        470,
        "image/jpeg",
    )
    assert (article.precision, article.dated) == ("month", "derived")
    assert article.published == datetime(2025, 2, 28, 21, 59, 59, tzinfo=UTC)
    assert article.source
    assert (article.source.name, article.source.url) == ("paper.example", "https://paper.example/")


@pytest.mark.parametrize(
    "fields",
    [
        {"image": UPLOAD, "authors": ["منى السيد"]},
        {"image": UPLOAD, "url": "https://example.com/story"},
        {"image": "https://cdn.example.com/pictures/a.jpg"},
        {"image": UPLOAD.replace("paper.example", "news.example.com")},
    ],
)
def test_the_host_of_a_picture_is_no_source_where_the_article_may_be_ours(
    fields: dict[str, Any],
) -> None:
    assert made(**fields).source is None


@pytest.mark.parametrize(
    ("fields", "section", "folder", "sections"),
    [
        ({"section": "سياسة"}, "politics", "politics", ("سياسة",)),
        ({}, "politics", "culture", ("politics",)),
        ({}, None, "السياسة", ("السياسة",)),
        ({"section": "غير مصنف"}, "politics", "culture", ("غير مصنف", "politics")),
        ({"section": "غير مصنف"}, None, "no section", ("غير مصنف",)),
        ({"sections": ["غير مصنف", "السياسة"]}, "culture", "culture", ("غير مصنف", "السياسة")),
        ({}, None, "no section", ()),
    ],
)
def test_a_section_is_the_records_own_the_commands_or_the_folders(
    fields: dict[str, str], section: str | None, folder: str, sections: tuple[str, ...]
) -> None:
    assert made(default=section, folder=folder, **fields).sections == sections


@pytest.mark.parametrize("zero", ["0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "Invalid Date"])
def test_a_zero_date_counts_as_missing(zero: str) -> None:
    article = made(published=zero, updated=zero, publish_at=zero, expires_at=zero)
    assert (article.published, article.dated, article.due) == (NOW, "ingest", None)
    assert (article.updated, article.expires_at) == (NOW, None)


def test_a_date_that_cannot_be_read_is_passed_over_beside_a_good_one() -> None:
    good = NOW - timedelta(hours=3)
    article = made(published=good.isoformat(), updated="أمس ليلا")
    assert (article.published, article.updated) == (good, good)
    article = made(published="أول أمس", updated=good.isoformat())
    assert (article.published, article.dated) == (good, "explicit")
    article = made(published="أول أمس", updated=(NOW + timedelta(days=3)).isoformat())
    assert (article.published, article.due) == (NOW, None)
    embargo = NOW + timedelta(days=1)
    article = made(publish_at=embargo.isoformat(), updated="أمس ليلا")
    assert (article.published, article.due) == (embargo, embargo)
    for fields in (
        {"published": "أول أمس"},
        {"updated": "أول أمس"},
        {"published": good.isoformat(), "publish_at": "غدًا"},
        {"published": good.isoformat(), "expires_at": "غدًا"},
    ):
        with pytest.raises(Refused, match="is no date that can be read"):
            made(**fields)


def test_the_last_day_of_all_is_no_date_beside_a_good_one() -> None:
    good = NOW - timedelta(hours=3)
    for last in ("9999-12-31T23:59:59Z", "31/12/9999", "9999-12-31T23:59:59.9999999+03:00"):
        assert made(published=last, updated=good.isoformat()).published == good
        for fields in (
            {"published": last},
            {"published": last, "updated": last},
            {"published": good.isoformat(), "publish_at": last},
            {"published": last, "publish_at": last, "updated": good.isoformat()},
        ):
            with pytest.raises(Refused, match="is more than a year ahead"):
                made(**fields)


def test_a_last_change_in_the_last_year_of_all_says_nothing() -> None:
    good = NOW - timedelta(hours=3)
    article = made(published=good.isoformat(), updated="9999-12-31T23:59:59Z")
    assert (article.published, article.updated) == (good, good)
    ahead = NOW + timedelta(hours=3)
    assert made(published=good.isoformat(), updated=ahead.isoformat()).updated == NOW


def test_a_date_ahead_is_an_embargo_and_a_year_ahead_a_mistake() -> None:
    soon = NOW + timedelta(hours=2)
    assert made(published=soon.isoformat()).due == soon
    assert made(published=(NOW + timedelta(minutes=5)).isoformat()).published == NOW
    with pytest.raises(Refused, match="published: '9999-01-01' is more than a year ahead"):
        made(published="9999-01-01")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "title: is missing"),
        ({"title": "ع" * 1001}, "title: 1,001 characters; at most 1,000"),
        ({"id": "ع" * 1100}, "id: 2,200 bytes; at most 2,048"),
        ({"url": "ftp://example.com/"}, "url: the scheme 'ftp' is not accepted"),
        ({"language": "عربي"}, "language: 'عربي' is no language tag"),
        ({"syndicate": "some"}, "syndicate: 'some' is none of full, summary, none"),
        ({"image": {"url": UPLOAD, "width": 0, "height": 5}}, None),
        (
            {"image": {"url": UPLOAD, "width": 200_000, "height": 5}},
            "image: a size of 200000 x 5 pixels cannot be",
        ),
        ({"enclosures": [{"url": "https://example.com/x"}]}, "enclosures: the type None of"),
        ({"related": [{"title": " "}]}, "related: an entry has no title"),
        ({"summary": "ع" * 64_001}, "summary: 64,001 characters"),
        ({"text": "ع" * 1_000_001}, "text: 1,000,001 characters"),
        ({"authors": ["و"] * 101}, "authors: 101 entries; at most 100"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(fields: dict[str, Any], said: str | None) -> None:
    if said is None:
        assert made(**fields).image
        return
    with pytest.raises(Refused) as caught:
        made(**fields)
    assert str(caught.value).startswith(said)


def test_a_large_body_is_cleaned_as_a_small_one_is_in_another_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = f"<p>{PROSE} <a href='/جسر' onclick='x()'>تفاصيل</a></p>" * 3_000
    outside = made(url="https://paper.example/a", html=large).html
    assert 'href="https://paper.example/%D8%AC%D8%B3%D8%B1"' in outside
    monkeypatch.setattr(
        sandbox, "run_isolated", lambda function, *args: pytest.fail("asked another process")
    )
    assert made(html=f"<p>{PROSE}</p>").html == f"<p>{PROSE}</p>"
    monkeypatch.setattr(sandbox, "is_heavy", lambda text: False)
    assert made(url="https://paper.example/a", html=large).html == outside


@pytest.mark.parametrize("field", ["html", "markdown", "text"])
def test_every_kind_of_body_is_bounded_before_and_after_it_is_written_as_html(field: str) -> None:
    with pytest.raises(Refused, match=f"{field}: 1,000,001 characters; at most 1,000,000"):
        made(**{field: "ا" * 1_000_001})
    if field != "html":
        with pytest.raises(Refused, match=f"{field}: 1,200,0.. characters; at most 1,000,000"):
            made(**{field: "<" * 300_001})
