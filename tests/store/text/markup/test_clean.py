"""HTML is made safe, stays Arabic, and is the same when it is cleaned again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Refused
from store.text.markup.direction import directed
from store.text.markup.read import plain
from tests.store.text.markup.cleaning import cleaned

CLEAN = {
    "a plain paragraph stays": ("<p>خبر</p>", "<p>خبر</p>"),
    "a script goes with its content": ("<p>خبر</p><script>alert('<p>')</script>", "<p>خبر</p>"),
    "a style goes with its content": (
        "<style>p{color:red}</style><p style='color:red'>خبر</p>",
        "<p>خبر</p>",
    ),
    "a frame goes": ("<p>خبر</p><iframe src='https://example.com/'>بديل</iframe>", "<p>خبر</p>"),
    "drawings and formulas go": (
        "<svg><title>رسم</title></svg><math><mi>س</mi></math><p>خبر</p>",
        "<p>خبر</p>",
    ),
    "a form leaves its text": (
        "<form><p>خبر</p><input><textarea>ملاحظة</textarea></form>",
        "<p>خبر</p>",
    ),
    "a handler goes": ('<p onclick="x()">خبر</p>', "<p>خبر</p>"),
    "a comment goes": ("<p>خبر<!-- <p>سر</p> --></p>", "<p>خبر</p>"),
    "direction and language stay": (
        '<p dir="ltr" lang="en">News</p>',
        '<p dir="ltr" lang="en">News</p>',
    ),
    "a direction that is none goes": ('<p dir="up">خبر</p>', "<p>خبر</p>"),
    "a first heading becomes a second": ('<h1 lang="ar">عنوان</h1>', '<h2 lang="ar">عنوان</h2>'),
    "empty paragraphs go": ("<p>خبر</p><p>&nbsp;<br></p><p></p>", "<p>خبر</p>"),
    "an Arabic link becomes a URI": (
        '<p><a href="/خبر">خبر</a></p>',
        '<p><a href="https://example.com/%D8%AE%D8%A8%D8%B1">خبر</a></p>',
    ),
    "an address keeps its decomposed letters, as text does not": (
        '<p><a title="ا\u0654" href="/ا\u0654">ا\u0654</a> <img alt=x src=/ا\u0654.jpg></p>',
        (
            '<p><a href="https://example.com/%D8%A7%D9%94" title="أ">أ</a>'
            ' <img src="https://example.com/%D8%A7%D9%94.jpg" alt="x"></p>'
        ),
    ),
    "so do those that entities spell, and those of other hosts": (
        (
            '<p><a href="&#x627;&#x654;">خبر</a> <a'
            ' href="https://أخبا\u0654ر.example/ا\u0654\u200f">خبر</a></p>'
        ),
        (
            '<p><a href="https://example.com/news/%D8%A7%D9%94">خبر</a>'
            ' <a href="https://xn--igbaoxr.example/%D8%A7%D9%94">خبر</a></p>'
        ),
    ),
    "a link that runs code loses its target": (
        "<p><a href='javascript:x()'>خبر</a></p>",
        "<p><a>خبر</a></p>",
    ),
    "a link that holds its data loses its target": (
        "<p><a href='data:text/html,x'>خبر</a></p>",
        "<p><a>خبر</a></p>",
    ),
    "mail is a link": (
        '<p><a href="mailto:news@example.com">بريد</a></p>',
        '<p><a href="mailto:news@example.com">بريد</a></p>',
    ),
    "a picture keeps what describes it": (
        '<p><img class="big" height="470" width="780px" alt="صورة" src="a.jpg" style="x"></p>',
        '<p><img src="https://example.com/news/a.jpg" alt="صورة" width="780" height="470"></p>',
    ),
    "a lazy picture becomes a real one": (
        '<p><img src="data:image/gif;base64,R0lG" data-src="/a.jpg" alt="صورة"></p>',
        '<p><img src="https://example.com/a.jpg" alt="صورة"></p>',
    ),
    "a lazy picture outranks its placeholder": (
        '<p><img src="/blank.gif" data-lazy-src="/a.jpg" alt=""></p>',
        '<p><img src="https://example.com/a.jpg" alt=""></p>',
    ),
    "a lazy loader may name its attribute without `data-`": (
        '<p><img src="/blank.gif" loading="lazy" nitro-lazy-src="/a.jpg" alt=""></p>',
        '<p><img src="https://example.com/a.jpg" alt=""></p>',
    ),
    "a lazy set outranks its placeholder, too": (
        '<p><img src="/blank.gif" data-lazy-srcset="/a-300.jpg 300w, /a-780.jpg 780w" alt=""></p>',
        '<p><img src="https://example.com/a-780.jpg" alt=""></p>',
    ),
    "the last of a set stands for a picture without source": (
        '<p><img srcset="/a-300.jpg 300w, /a-780.jpg 780w"></p>',
        '<p><img src="https://example.com/a-780.jpg" alt=""></p>',
    ),
    "the largest of a set is shown, in the shape of the picture": (
        (
            '<p><img src="/a-300x200.jpg" width="300" height="200" alt="صورة"'
            ' srcset="/a-300x200.jpg 300w, /a.jpg 1200w, /a-780x520.jpg 780w"></p>'
        ),
        '<p><img src="https://example.com/a.jpg" alt="صورة" width="1200" height="800"></p>',
    ),
    "the largest of a set is that of the most dots": (
        '<p><img src="/a.jpg" srcset="/a.jpg, /a@3x.jpg 3x,/a@1.5x.jpg 1.5x" alt=""></p>',
        '<p><img src="https://example.com/a@3x.jpg" alt=""></p>',
    ),
    "a comma within an address of a set parts nothing": (
        '<p><img srcset="/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w" alt=""></p>',
        '<p><img src="https://example.com/w_900,h_600/a.jpg" alt=""></p>',
    ),
    "a picture that is larger than its set stays": (
        '<p><img src="/a-1200x800.jpg" srcset="/a-300x200.jpg 300w" alt=""></p>',
        '<p><img src="https://example.com/a-1200x800.jpg" alt=""></p>',
    ),
    "the largest of a lazy set is shown": (
        (
            '<p><img src="/blank.gif" width="600" height="400" alt="" data-src="/a-600.jpg"'
            ' srcset="data:image/gif;base64,R0lGOD 1w" data-srcset="/a-900.jpg 900w, /a-600.jpg'
            ' 600w"></p>'
        ),
        '<p><img src="https://example.com/a-900.jpg" alt="" width="900" height="600"></p>',
    ),
    "of a set only what can be shown is": (
        '<p><img src="/a.jpg" srcset="ftp://example.com/b.jpg 2x" alt=""></p>',
        '<p><img src="https://example.com/a.jpg" alt=""></p>',
    ),
    "the largest source of a picture is shown": (
        (
            '<p><picture><source type="image/webp" srcset="/a-480.webp 480w, /a-960.webp 960w">'
            "<source media='(max-width: 600px)' srcset='/narrow.jpg'>"
            '<img src="/a-300.jpg" alt="صورة"></picture></p>'
        ),
        '<p><img src="https://example.com/a-960.webp" alt="صورة"></p>',
    ),
    "the source for the widest screens is shown": (
        (
            '<p><picture><source media="(min-width:1200px)" srcset="/l.jpg"><source'
            ' media="(min-width:600px)" srcset="/m.jpg"><img src="/s.jpg" alt=""></picture></p>'
        ),
        '<p><img src="https://example.com/l.jpg" alt=""></p>',
    ),
    "of two sources of one size the plainest is shown": (
        '<p><picture><source srcset="/a.webp"><img src="/a.jpg" alt=""></picture></p>',
        '<p><img src="https://example.com/a.jpg" alt=""></p>',
    ),
    "a source for narrow screens is not shown": (
        (
            '<p><picture><source media="(max-width: 600px)" srcset="/s.jpg">'
            '<img src="/l.jpg" alt=""></picture></p>'
        ),
        '<p><img src="https://example.com/l.jpg" alt=""></p>',
    ),
    "a picture without an image shows its source": (
        '<p><picture><source data-srcset="/a.jpg 1x, /b.jpg 2x"></picture></p>',
        '<p><img src="https://example.com/b.jpg" alt=""></p>',
    ),
    "an attribute of any loader names the picture": (
        '<p><img src="data:image/gif;base64,R0lG" data-any-loader="/a.jpg?x=1" alt=""></p>',
        '<p><img src="https://example.com/a.jpg?x=1" alt=""></p>',
    ),
    "an attribute that says whether to wait is no address": (
        '<p><img src="/a.jpg" data-lazy="true" data-large-file="/b.jpg" alt=""></p>',
        '<p><img src="https://example.com/a.jpg" alt=""></p>',
    ),
    "an override of the direction becomes an isolate": (
        '<p>رقم <bdo dir="rtl">STC 123</bdo> و<BDO>نص</BDO></p>',
        '<p>رقم <bdi dir="rtl">STC 123</bdi> و<bdi>نص</bdi></p>',
    ),
    "an isolate stays": (
        '<p>رقم <bdi dir="ltr">+20 2</bdi></p>',
        '<p>رقم <bdi dir="ltr">+20 2</bdi></p>',
    ),
    "the target of a link to a note stays, other ids go": (
        (
            '<p id="lead">نص<a href="#note" id="back">1</a></p>'
            '<h2 id="other">عنوان</h2><p dir="rtl" id="note">حاشية <a href="#back">↑</a></p>'
        ),
        (
            '<p>نص<a href="#note" id="back">1</a></p>'
            '<h2>عنوان</h2><p dir="rtl" id="note">حاشية <a href="#back">↑</a></p>'
        ),
    ),
    "an anchor without text stays where a link leads to it": (
        '<p><a href="#حاشية">1</a></p><a name="حاشية"></a><a name="x"></a><p>نص</p>',
        ('<p><a href="#%D8%AD%D8%A7%D8%B4%D9%8A%D8%A9">1</a></p><a id="حاشية"></a><p>نص</p>'),
    ),
    "words of elements that go stay apart": (
        "<section>كلمة</section><section>كلمة</section>",
        "<p>كلمة</p><p>كلمة</p>",
    ),
    "so do those of elements that stand in a paragraph": (
        "<p>كلمة<center>كلمة</center>كلمة</p>",
        "<p>كلمة\n</p>كلمة\nكلمة",
    ),
    "so do cells without a table": ("<p>كلمة<td>كلمة</td></p>", "<p>كلمة\nكلمة\n</p>"),
    "so do words around an empty block": (
        "<div>كلمة<p></p><p><br></p>كلمة</div>",
        "<div>كلمة كلمة</div>",
    ),
    "so do words around a line end of Word": (
        "<p>كلمة\x0bكلمة&#11;كلمة\x0cكلمة\u2028كلمة</p>",
        "<p>كلمة\nكلمة\nكلمة\nكلمة\nكلمة</p>",
    ),
    "parts of one word stay together": (
        "<p>كل<b>م</b>ة <span>و</span><font color=red>كلمة</font></p>",
        "<p>كل<b>م</b>ة <span>و</span>كلمة</p>",
    ),
    "a tracking pixel goes": ('<p>خبر<img src="/p.gif" width="1" height="1"></p>', "<p>خبر</p>"),
    "a picture without address goes, and what it leaves empty": (
        '<p>خبر</p><figure><a href="/x"><img src="ftp://example.com/a.jpg"></a></figure>',
        "<p>خبر</p>",
    ),
    "lines without blocks become paragraphs": (
        "سطر أول\nسطر ثان\n\n<b>فقرة</b> ثانية",
        "<p>سطر أول<br>سطر ثان</p><p><b>فقرة</b> ثانية</p>",
    ),
    "broken lines become paragraphs": (
        "سطر أول<br>\nسطر<br><br>فقرة",
        "<p>سطر أول</p><p>سطر</p><p>فقرة</p>",
    ),
    "a mark across paragraphs is closed and opened": (
        "<b>أول\n\nثان</b>",
        "<p><b>أول</b></p><p><b>ثان</b></p>",
    ),
    "hidden characters go, even as entities": (
        "<p>\u202bخبر&#x202b; &shy;عاجل&#xad;\x1a</p>",
        "<p>خبر عاجل</p>",
    ),
    "a no-break space is a space": ("<p>خبر&nbsp;عاجل\xa0الآن</p>", "<p>خبر عاجل الآن</p>"),
    "letters are composed": ("<p>سوريا\u0627\u0653 و e&#x301;</p>", "<p>سوريا\u0622 و é</p>"),
    "an overlay does not break a tag open": (
        "<p>&#x338; onmouseover=x() <b>خبر</b></p>",
        "<p> onmouseover=x() <b>خبر</b></p>",
    ),
    "a direction mark that is left over at the end goes": ("<p>خبر</p>&rlm;<p></p>", "<p>خبر</p>"),
    "unknown elements leave their text": ("<section><p>خبر</p></section>", "<p>خبر</p>"),
    "paragraphs are not left within each other": (
        "<p><button><p>خبر</p></button></p>",
        "<p>خبر</p>",
    ),
    "nothing is nothing": (" \n ", ""),
}


@pytest.mark.parametrize(("given_", "expected"), CLEAN.values(), ids=CLEAN.keys())
def test_html_is_cleaned(given_: str, expected: str) -> None:
    assert cleaned(given_) == expected


WIDE = {
    "paragraphs that are never closed": ("<p>فقرة" * 5_000, "<p>فقرة</p>" * 5_000),
    "items that are never closed": (
        f"<ul>{'<li>بند' * 5_000}",
        f"<ul>{'<li>بند</li>' * 5_000}</ul>",
    ),
    "line breaks": (f"<p>{'سطر<br>' * 5_000}سطر</p>", f"<p>{'سطر<br>' * 5_000}سطر</p>"),
    "nested lists": (
        "<ul><li>" * 100 + "بند" + "</li></ul>" * 100,
        "<ul><li>" * 100 + "بند" + "</li></ul>" * 100,
    ),
    "cells that are never closed": (
        "<table>" + "<tr><td>خانة<td>خانة" * 500 + "</table>",
        "<table><tbody>" + "<tr><td>خانة</td><td>خانة</td></tr>" * 500 + "</tbody></table>",
    ),
    "links, quotes and signs": (
        "<p><a href=\"/a?x=1&amp;y=2\">أ</a> 1 < 2 & 'ب'</p>" * 300,
        "<p><a href=\"https://example.com/a?x=1&amp;y=2\">أ</a> 1 &lt; 2 &amp; 'ب'</p>" * 300,
    ),
}


@pytest.mark.parametrize(("html", "expected"), WIDE.values(), ids=WIDE.keys())
def test_a_long_article_is_no_deep_one(html: str, expected: str) -> None:
    assert cleaned(html) == expected


def test_more_than_a_megabyte_is_refused() -> None:
    with pytest.raises(Refused, match="larger than 1 MB"):
        cleaned("ن" * 1_000_001)
    with pytest.raises(Refused, match="larger than 1 MB once it is cleaned"):
        cleaned("&" * 400_000)


_PIECES = st.one_of(
    st.sampled_from(
        "<p> </p> <div> </div> <b> </b> <a> <a/href=/x> </a> <table> </table> <tr> <td> </td> <ul>"
        " <li> </li> <h1> <h3> </h1> <pre> </pre> <img/src=/i> <img> <br> <button> </button>"
        " <select> <svg> <math> <style> <!-- --> <![CDATA[ <p/dir=rtl> <form> </form> <caption>"
        " <template> <textarea> &amp; &lt; &rlm; &#x338; &nbsp; &#10; < > \" ' = \u0338 \u200f"
        " \u202e خبر x <bdo> </bdo> <section> </section> <a/href=#x/id=y> <p/id=x> <picture>"
        " <source/srcset=a,b> </picture> <img/srcset=a/width=9/height=9> &#11;".split()
    ),
    st.sampled_from(
        ["\n", " ", "\n\n", "\x0b", '<p title="a>b">', '<img alt="\n" src=x width=1 height=1>']
    ),
    st.text(max_size=4),
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = cleaned(html)
    assert cleaned(once) == once


@given(st.lists(_PIECES, min_size=100, max_size=400).map("".join))
def test_cleaning_much_twice_changes_nothing(html: str) -> None:
    once = cleaned(html)
    assert cleaned(once) == once


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_what_is_clean_holds_no_danger(html: str) -> None:
    once = cleaned(html)
    tags = {name.lower() for name in re.findall(r"</?([a-zA-Z]+)", once)}
    assert not tags & {
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "form",
        "template",
        "textarea",
        "select",
        "h1",
    }
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", once)


@given(st.text())
def test_no_text_makes_cleaning_fail(text: str) -> None:
    made = cleaned(text)
    directed(made, "ar", "rtl", guard=True)
    plain(made)
