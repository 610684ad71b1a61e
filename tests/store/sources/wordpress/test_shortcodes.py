"""Content as WordPress stores it becomes the HTML that it shows."""

import pytest

from store.sources.wordpress.shortcodes import expand

EXPANDED = {
    "paragraphs and breaks": ("أول\nثان\n\nثالث", "<p>أول<br>\nثان</p>\n<p>ثالث</p>"),
    "blocks are left": ("<h2>عنوان</h2>\n\nنص", "<h2>عنوان</h2>\n<p>نص</p>"),
    "preformatted text is left": ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    "the editor's comments go": (
        '<!-- wp:image {"id":3} --><p>نص</p><!-- /wp:image --><!--more-->',
        "<p>نص</p>",
    ),
    "an Arabic word in brackets stays": ("قال [المصدر] اليوم", "<p>قال [المصدر] اليوم</p>"),
    "a quotation in brackets stays": ("[a note] b", "<p>[a note] b</p>"),
    "an old caption": (
        '[caption caption="سوق"]<img src="a.jpg">[/caption]',
        '<figure><img src="a.jpg"><figcaption>سوق</figcaption></figure>',
    ),
    "a caption": (
        '[caption id="x"]<a href="b"><img src="a.jpg"></a> سوق[/caption]',
        '<figure><a href="b"><img src="a.jpg"></a><figcaption>سوق</figcaption></figure>',
    ),
    "an embed": (
        "[embed]https://x.com/1[/embed]",
        '<p><a href="https://x.com/1">منشور على إكس</a></p>',
    ),
    "a player": (
        '[audio mp3="https://a.com/1.mp3"][/audio]',
        '<p><a href="https://a.com/1.mp3">استمع إلى التسجيل</a></p>',
    ),
    "a bare address": (
        "نص\n\nhttps://youtu.be/a?b=1&c=2",
        ('<p>نص</p>\n<p><a href="https://youtu.be/a?b=1&amp;c=2">فيديو على يوتيوب</a></p>'),
    ),
    "what a builder wraps": ('[vc_row w="1"]نص[/vc_row][gallery ids="1"]', "<p>نص</p>"),
    "a heading between lines": (
        "أول\nثان\n<h2>عنوان</h2>\nثالث\nرابع",
        "<p>أول<br>\nثان</p>\n<h2>عنوان</h2>\n<p>ثالث<br>\nرابع</p>",
    ),
    "a caption between lines": (
        'أول[caption]<img src="a.jpg"> سوق[/caption]\nثان\nثالث',
        (
            "<p>أول</p>\n<figure><img"
            ' src="a.jpg"><figcaption>سوق</figcaption></figure><p>ثان<br>\nثالث</p>'
        ),
    ),
    "a nested list": (
        "<ul>\n<li>أ\n<ul><li>ب</li></ul>\n</li>\n\n<li>ج</li></ul>\nنص",
        "<ul>\n<li>أ\n<ul><li>ب</li></ul>\n</li>\n<li>ج</li></ul>\n<p>نص</p>",
    ),
    "a bare word in capitals stays": ("تقرير [PDF] و[CNN]", "<p>تقرير [PDF] و[CNN]</p>"),
    "a shortcode in capitals": ('[TABS_R id="4"]نص[/TABS_R]', "<p>نص</p>"),
    "never closed": ('[caption id="x"]<b>سوق</b>', "<p><b>سوق</b></p>"),
}


@pytest.mark.parametrize(("content", "expected"), EXPANDED.values(), ids=EXPANDED.keys())
def test_content_becomes_the_html_that_was_shown(content: str, expected: str) -> None:
    assert expand(content) == expected


OPENINGS = (
    "[caption|[caption]س|<!-- wp:|<pre>|[embed]س|[video |<a |[a b=|[|<!-- wp:a|[youtube"
    " http://|[caption]<a س|<hr |</p>"
).split("|")


@pytest.mark.parametrize("opening", OPENINGS)
def test_openings_that_never_close_do_not_keep_us(opening: str) -> None:
    """What looked for the end of each anew would take hours over so many."""
    assert opening.rpartition("]")[2].strip() in expand(opening * 30_000)
