"""What a page plays: a link with a title, for readers that play nothing."""

import pytest

from store.text.markup.clean import clean
from store.text.markup.embeds import linked

EMBEDS = {
    "players of AMP and light ones": (
        '<amp-youtube data-videoid="abc-DEF_1"></amp-youtube><p>نص</p>'
        '<lite-youtube videoid="abc-DEF_2" playlabel="لقاء"></lite-youtube>'
        "<amp-twitter data-tweetid='1859'><div placeholder></div></amp-twitter>",
        '<p><a href="https://www.youtube.com/watch?v=abc-DEF_1">فيديو على يوتيوب</a></p><p>نص</p>'
        '<p><a href="https://www.youtube.com/watch?v=abc-DEF_2">لقاء</a></p>'
        '<p><a href="https://x.com/i/status/1859">منشور على إكس</a></p>',
    ),
    "the same video in two players, one behind the other": (
        '<amp-youtube data-videoid="abcde"></amp-youtube>'
        ' <lite-youtube videoid="abcde"></lite-youtube><p>نص</p>'
        '<lite-youtube videoid="abcde"></lite-youtube>',
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p><p>نص</p>'
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p>',
    ),
    "a video and a frame of AMP": (
        '<amp-video><source src="https://cdn.example/a.mp4" type="video/mp4"></amp-video>'
        '<amp-iframe src="https://www.youtube.com/embed/abcde"></amp-iframe>',
        '<p><a href="https://cdn.example/a.mp4">شاهد الفيديو</a></p>'
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p>',
    ),
    "a post of Facebook that its script would draw": (
        '<div class="fb-post" data-href="https://www.facebook.com/haia/posts/123"></div>',
        '<p><a href="https://www.facebook.com/haia/posts/123">منشور على فيسبوك</a></p>',
    ),
    "a post of Instagram that holds its own link": (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/x/">'
        '<a href="https://www.instagram.com/p/x/">منشور</a></blockquote>',
        '<blockquote><a href="https://www.instagram.com/p/x/">منشور</a></blockquote>',
    ),
    "Telegram": (
        '<iframe src="https://t.me/haia/15?embed=1"></iframe>',
        '<p><a href="https://t.me/haia/15">منشور على تيليغرام</a></p>',
    ),
    "a post of Telegram that its script would draw": (
        '<script async src="https://telegram.org/js/w.js" data-telegram-post="haia/15"></script>',
        '<p><a href="https://t.me/haia/15">منشور على تيليغرام</a></p>',
    ),
    "posts that hold no word of their own": (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@haia/video/7106"'
        ' data-video-id="7106"><section></section></blockquote>'
        '<blockquote class="twitter-tweet"><a href="https://x.com/haia/status/1859"></a>'
        '</blockquote><fb:post href="https://www.facebook.com/haia/posts/12"></fb:post>',
        '<p><a href="https://www.tiktok.com/@haia/video/7106">فيديو على تيك توك</a></p>'
        '<p><a href="https://x.com/haia/status/1859">منشور على إكس</a></p>'
        '<p><a href="https://www.facebook.com/haia/posts/12">منشور على فيسبوك</a></p>',
    ),
    "light players that spell the name of their video otherwise": (
        '<lite-vimeo video-id="27246366"></lite-vimeo><div class="rll-youtube-player"'
        ' data-src="https://www.youtube.com/embed/abcde" data-id="abcde"></div>',
        '<p><a href="https://vimeo.com/27246366">فيديو على فيميو</a></p>'
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p>',
    ),
    "a post that says what it says, a quotation and a script of another kind": (
        '<blockquote class="twitter-tweet"><p>نص</p><a href="https://x.com/haia/status/1">يوم</a>'
        '</blockquote><blockquote cite="https://a.example/1">قول</blockquote>'
        '<script data-telegram-post="haia"></script>',
        '<blockquote><p>نص</p><a href="https://x.com/haia/status/1">يوم</a></blockquote>'
        "<blockquote>قول</blockquote>",
    ),
    "an element of AMP that plays nothing": (
        '<amp-ad type="x">إعلان</amp-ad><p>سعر amp-youtube</p>',
        "إعلان<p>سعر amp-youtube</p>",
    ),
    "a picture of AMP": (
        '<amp-img src="https://cdn.example/a.jpg" alt="صورة" width="800" height="450"></amp-img>',
        '<p><img src="https://cdn.example/a.jpg" alt="صورة" width="800" height="450"></p>',
    ),
    "YouTube": (
        (
            '<iframe width="560" src="https://www.youtube.com/embed/abc-DEF_1?rel=0" title="لقاء'
            ' الوزير"></iframe>'
        ),
        '<p><a href="https://www.youtube.com/watch?v=abc-DEF_1">لقاء الوزير</a></p>',
    ),
    "YouTube, lazily and without a title": (
        (
            "<p><iframe src='about:blank'"
            " data-src='//www.youtube-nocookie.com/embed/abcde'></iframe></p>"
        ),
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p>',
    ),
    "a list on YouTube, which is no video": (
        '<iframe src="https://www.youtube.com/embed/videoseries?list=PLabc"></iframe>',
        (
            '<p><a href="https://www.youtube.com/embed/videoseries?list=PLabc">فيديو على'
            " يوتيوب</a></p>"
        ),
    ),
    "a title with an angle": (
        "<iframe title='أهلا > سهلا' src=\"https://www.youtube.com/embed/abcde\"></iframe>",
        '<p><a href="https://www.youtube.com/watch?v=abcde">أهلا &gt; سهلا</a></p>',
    ),
    "a quote that nobody closed": (
        '<iframe title=أهلا\' src="https://www.youtube.com/embed/abcde"></iframe>',
        '<p><a href="https://www.youtube.com/watch?v=abcde">أهلا</a></p>',
    ),
    "a post on X": (
        '<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=1&amp;id=1859"></iframe>',
        '<p><a href="https://x.com/i/status/1859">منشور على إكس</a></p>',
    ),
    "Facebook": (
        (
            "<iframe"
            ' src="https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fvideos%2F1"></iframe>'
        ),
        '<p><a href="https://www.facebook.com/a/videos/1">منشور على فيسبوك</a></p>',
    ),
    "SoundCloud": (
        (
            '<iframe title="نشرة المساء"'
            ' src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=red"></iframe>'
        ),
        '<p><a href="https://soundcloud.com/a/b">نشرة المساء</a></p>',
    ),
    "Vimeo": (
        '<iframe src="https://player.vimeo.com/video/76979871?h=8272103f6e"></iframe>',
        '<p><a href="https://vimeo.com/76979871">فيديو على فيميو</a></p>',
    ),
    "Dailymotion": (
        (
            '<iframe title="لقاء"'
            ' src="https://www.dailymotion.com/embed/video/x8abc?autoplay=1"></iframe>'
        ),
        '<p><a href="https://www.dailymotion.com/video/x8abc">لقاء</a></p>',
    ),
    "TikTok": (
        '<iframe src="https://www.tiktok.com/embed/v2/7106594312292453675"></iframe>',
        '<p><a href="https://www.tiktok.com/video/7106594312292453675">فيديو على تيك توك</a></p>',
    ),
    "another host that ends alike": (
        '<iframe title="x" src="https://www.youtube.com.evil.example/embed/abcde"></iframe>',
        '<p><a href="https://www.youtube.com.evil.example/embed/abcde">x</a></p>',
    ),
    "another frame with a title": (
        "<IFRAME TITLE=خريطة SRC=https://maps.example.com/x?a=1&amp;b=2></IFRAME>",
        '<p><a href="https://maps.example.com/x?a=1&amp;b=2">خريطة</a></p>',
    ),
    "an advertisement": ('<iframe src="https://ads.example.com/1"></iframe><p>نص</p>', "<p>نص</p>"),
    "a video with sources": (
        '<video controls><source src="https://v.example.com/1.mp4"><p>لا يعرض</p></video>',
        '<p><a href="https://v.example.com/1.mp4">شاهد الفيديو</a></p>',
    ),
    "an audio": (
        '<audio src="https://v.example.com/1.mp3"></audio>',
        '<p><a href="https://v.example.com/1.mp3">استمع إلى التسجيل</a></p>',
    ),
    "a placeholder, and what is loaded lazily": (
        (
            '<iframe src="https://ads.example.com/blank.html"'
            ' data-src="https://www.youtube.com/embed/abcde"></iframe>'
        ),
        '<p><a href="https://www.youtube.com/watch?v=abcde">فيديو على يوتيوب</a></p>',
    ),
    "nothing to play": ("<iframe srcdoc='<b>x</b>'></iframe><p>نص</p>", "<p>نص</p>"),
    "a script in an address": (
        '<iframe src=" javascript:x" title="x"></iframe><p>نص</p>',
        "<p>نص</p>",
    ),
    "in a script": (
        "<script>'<iframe src=https://a.example.com></iframe>'</script><p>نص</p>",
        "<p>نص</p>",
    ),
    "a title that breaks out": (
        '<iframe src="https://a.example.com/" title="&quot;&gt;&lt;script&gt;x"></iframe>',
        '<p><a href="https://a.example.com/">"&gt;&lt;script&gt;x</a></p>',
    ),
}


def link(text: str) -> str | None:
    return text if text.startswith("http") else None


@pytest.mark.parametrize(("html", "expected"), EMBEDS.values(), ids=EMBEDS.keys())
def test_what_is_played_becomes_a_link(html: str, expected: str) -> None:
    found = clean(html, link)
    assert found.replace("\n", "") == expected
    assert clean(found, link) == found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<iframe title=x src='https://a.example.com/?q=\"y'></iframe>",
            "https://a.example.com/?q=&quot;y",
        ),
        ('<iframe title=x src=" https://a.example.com/ "></iframe>', "https://a.example.com/"),
        ('<iframe src="https://ads.example.com/1"></iframe>', ""),
    ],
)
def test_the_address_of_a_link_is_whole_and_quoted(html: str, expected: str) -> None:
    assert linked(html) == (f'<p><a href="{expected}">x</a></p>' if expected else "")


@pytest.mark.parametrize(
    "opening",
    [
        "<iframe ",
        "<iframe>",
        "<video><audio>",
        "<iframe a=",
        "<audio></",
        "<video src='",
        "<video a='>b=\"",
    ],
)
def test_openings_that_never_close_do_not_keep_us(opening: str) -> None:
    """What looked for the end of each anew would take hours over so many."""
    assert opening in linked(opening * 100_000)
