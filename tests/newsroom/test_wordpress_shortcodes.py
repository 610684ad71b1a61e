"""Shortcodes of page builders, players and themes that are left in posts, whatever brings them."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from store import Store
from tests.newsroom.reading import Taken, take
from tests.newsroom.wordpress import BODY, SECOND, answer, attachment, export, stored
from tests.room import Room

JPG = "https://bank.example.com/a.jpg"
VIDEO = "https://youtu.be/AbCdEf12345"
PAGE = "https://www.youtube.com/watch?v=AbCdEf12345"
FRAME = f'<iframe src="{PAGE}"></iframe>'
TWEET = "https://x.com/i/status/1234567890123456789"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    """A newsroom on SQLite: what is read is the same on any database."""
    store = Store(sqlite)
    yield Room(store)
    store.close()


def packed(html: str, *, spelt: bool = True) -> str:
    """HTML as builders keep it."""
    return b64encode((quote(html) if spelt else html).encode()).decode()


def takes(room: Room, folder: Path, content: str) -> dict[str, Taken]:
    """What becomes of a content that is left in an answer, and of the same in an export."""
    return {
        "answer": take(room, folder, "posts.json", answer(f"<p>{content}</p>")),
        "export": take(room, folder, "site.wxr", export(stored(content, number=8))),
    }


TEXTS = {  # the whole text that is read
    "WPBakery": (
        f'[vc_row][vc_column width="1/1"][vc_column_text]{BODY}[/vc_column_text][/vc_column]'
        f"[/vc_row] {SECOND}",
        f"{BODY} {SECOND}",
    ),
    "numbers in brackets within an attribute": (
        f'[vc_row css=".a{{background:url(https://a.example/x.jpg?id=[1])}}"]{BODY}[/vc_row]',
        BODY,
    ),
    "typographic quotes and primes": (
        f"[vc_row][vc_column width=&#8221;1/1&#8243; el_class=&#8221;a&#8221;]{BODY}[/vc_column]",
        BODY,
    ),
    "French quotes": (f"[vc_column width=&nbsp;&raquo;1/1&Prime;]{BODY}[/vc_column]", BODY),
    "lines within a shortcode": (f'[vc_row<br />\nel_id="a"<br />\n]{BODY}[/vc_row]', BODY),
    "never closed": (f"[vc_row][vc_column_text]{BODY}", BODY),
    "closed only": (f"{BODY}[/vc_column_text][/vc_row]", BODY),
    "HTML in base64": (f"[vc_raw_html]{packed(f'<p>{BODY}</p>')}[/vc_raw_html]", BODY),
    "Avada's HTML in base64": (
        f"[fusion_code]{packed(f'<p>{BODY}</p>', spelt=False)}[/fusion_code]",
        BODY,
    ),
    "a script in base64": (
        f"{BODY}[vc_raw_js]{packed('<script>alert(1)</script>')}[/vc_raw_js]",
        BODY,
    ),
    "Divi": (
        '[et_pb_section fb_built="1" admin_label="section"][et_pb_row][et_pb_text'
        f' _builder_version="4.9"]{BODY}[/et_pb_text][/et_pb_row][/et_pb_section]',
        BODY,
    ),
    "a line break of Divi": (
        f"[et_pb_code]{BODY}<!-- [et_pb_line_break_holder] -->[/et_pb_code]",
        BODY,
    ),
    "Enfold": (
        f"[av_one_full first][av_textblock size='' av_uid='av-1']{BODY}[/av_textblock]"
        "[av_hr class='default'][/av_one_full]",
        BODY,
    ),
    "tagDiv": (
        '[tdc_zone type="tdc_content"][vc_row][vc_column][td_block_1 custom_title="الأخبار"'
        f' limit="5"][vc_column_text]{BODY}[/vc_column_text][/vc_column][/vc_row][/tdc_zone]',
        BODY,
    ),
    "Cornerstone": (f'[cs_content][cs_text _id="3"]{BODY}[/cs_text][/cs_content]', BODY),
    "Thrive": (
        f'__CONFIG_colors_palette__{{"active":0}}__CONFIG_colors_palette__{BODY}',
        BODY,
    ),
    "a drop cap": (f"[dropcap]{BODY[0]}[/dropcap]{BODY[1:]}", BODY),
    "columns": (f"[one_half]{BODY}[/one_half]", BODY),
    "a form": (f'{BODY}[contact-form-7 id="12" title="اتصل بنا"]', BODY),
    "a form of old": (f'{BODY}[contact-form-7 404 "لا يوجد"]', BODY),
    "advertisements": (f'{BODY}[ads][ads id=1][the_ad id="12"][sc name="top"][sc name=top]', BODY),
    "lists of other stories": (
        f'{BODY}[penci_related_posts title="اقرأ أيضا"][irp posts="4"]',
        BODY,
    ),
    "a plugin's number": (f"{BODY}[metaslider id=12][table id=3 /][rev_slider home]", BODY),
    "a title of its text": (f'[su_spoiler title="السؤال"]{BODY}[/su_spoiler]', f"السؤال {BODY}"),
    "two tabs": (
        f'[tabs][tab title="الأول"]{BODY}[/tab][tab title="الثاني"]{SECOND}[/tab][/tabs]',
        f"الأول {BODY} الثاني {SECOND}",
    ),
    "a heading": (f'[vc_custom_heading text="عنوان فرعي"]{BODY}', f"عنوان فرعي {BODY}"),
    "a heading with quotes in it": (
        f'[vc_custom_heading text="قال "الوزير" اليوم" el_class="a"]{BODY}',
        f"قال الوزير اليوم {BODY}",
    ),
    "a heading above its text": (
        f'[ultimate_heading main_heading="عنوان فرعي"]{BODY}[/ultimate_heading]',
        f"عنوان فرعي {BODY}",
    ),
    "a picture with title and text": (
        f'[et_pb_blurb title="عنوان" image="{JPG}"]{BODY}[/et_pb_blurb]',
        f"عنوان {BODY}",
    ),
    "columns side by side": (
        f"[vc_column_text]{BODY}[/vc_column_text][vc_column_text]{SECOND}[/vc_column_text]",
        f"{BODY} {SECOND}",
    ),
    "a bare name with a hyphen, alone": (f"{BODY}\n\n[ez-toc]\n\n{SECOND}", f"{BODY} {SECOND}"),
    "words with a hyphen": (f"قال [co-op] و[e-mail] {BODY}", f"قال [co-op] و[e-mail] {BODY}"),
    "Enfold's heading": (
        f"[av_heading heading='عنوان' tag='h3'][/av_heading]{BODY}",
        f"عنوان {BODY}",
    ),
    "a quotation": (f'[su_quote cite="المدير"]{BODY}[/su_quote]', f"{BODY} المدير"),
    "words in brackets": (
        f"قال [كذا] […] [1] [رويترز] [sic] [quotidien] [PDF] [a note] [w/o] «[إنه] جاء» {BODY}",
        f"قال [كذا] […] [1] [رويترز] [sic] [quotidien] [PDF] [a note] [w/o] «[إنه] جاء» {BODY}",
    ),
    "words of players": (
        f"[video] قال [tweet deleted] و[audio unclear] {BODY}",
        f"[video] قال [tweet deleted] و[audio unclear] {BODY}",
    ),
    "programs": (f"عدلوا row[some_key] أمس {BODY}", f"عدلوا row[some_key] أمس {BODY}"),
    "equations": (f"إذا [x = 5] فإن a[i] = b[j] {BODY}", f"إذا [x = 5] فإن a[i] = b[j] {BODY}"),
    "written, not meant": (f"اكتب [[gallery]] هنا. {BODY}", f"اكتب [gallery] هنا. {BODY}"),
    "code": (f"<code>[vc_row]</code> {BODY}", f"[vc_row] {BODY}"),
}


@pytest.mark.parametrize(("content", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_stays_and_the_markup_goes(
    room: Room, tmp_path: Path, content: str, text: str
) -> None:
    for way, taken in takes(room, tmp_path, content).items():
        shown = taken.text.translate(str.maketrans("", "", '"“”'))
        assert shown == text, way


FOR_FEW = {
    "Paid Memberships Pro": '[membership level="1"]سر[/membership]',
    "Restrict Content": "[restrict]سر[/restrict]",
    "s2Member": "[s2If current_user_can(access_s2member_level1)]سر[/s2If]",
    "Ultimate Member": "[um_loggedin]سر[/um_loggedin]",
    "a note to editors": "[su_private]<p>سر</p>[/su_private]",
    "a password": '[passster password="x"][vc_column_text]سر[/vc_column_text][/passster]',
}
SWITCHED_OFF = {
    "WPBakery": '[vc_row disable_element="yes"]سر[/vc_row]',
    "Divi": '[et_pb_text disabled="on" disabled_on="on|on|on"]سر[/et_pb_text]',
    "Avada": '[fusion_text status="draft"]سر[/fusion_text]',
}
OF_ALL = {
    "no member": "[um_loggedout]نص[/um_loggedout]",
    "not a member": "[groups_non_member]نص[/groups_non_member]",
    "one of a team": '[et_pb_team_member disabled_on="on|off|off"]نص[/et_pb_team_member]',
}


@pytest.mark.parametrize("content", FOR_FEW.values(), ids=FOR_FEW)
def test_what_is_stored_for_members_is_left_out_and_said(
    room: Room, tmp_path: Path, content: str
) -> None:
    taken = take(room, tmp_path, "site.wxr", export(stored(f"{BODY} {content} {SECOND}")))
    assert taken.text == f"{BODY} {SECOND}"
    assert "سر" not in taken.article.summary
    assert taken.remarks == ["a part of the text is for members alone, and is left out"]
    taken = take(room, tmp_path, "all.wxr", export(stored(content, number=8)))
    assert "members alone" in taken.refusal


@pytest.mark.parametrize("content", SWITCHED_OFF.values(), ids=SWITCHED_OFF)
def test_what_an_editor_has_switched_off_is_not_shown(
    room: Room, tmp_path: Path, content: str
) -> None:
    taken = take(room, tmp_path, "site.wxr", export(stored(f"{BODY} {content} {SECOND}")))
    assert (taken.text, taken.remarks) == (f"{BODY} {SECOND}", [])


@pytest.mark.parametrize("content", OF_ALL.values(), ids=OF_ALL)
def test_what_is_for_all_others_stays(room: Room, tmp_path: Path, content: str) -> None:
    taken = take(room, tmp_path, "site.wxr", export(stored(f"{BODY} {content} {SECOND}")))
    assert taken.text == f"{BODY} نص {SECOND}"


LINKS = {  # what is linked, and the words of the link
    "WPBakery's video": (f'[vc_video link="{VIDEO}"]', VIDEO, "فيديو على يوتيوب"),
    "with typographic quotes": (
        f"[vc_video link=&#8221;{VIDEO}&#8221; el_width=&#8221;80&#8243;]",
        VIDEO,
        "فيديو على يوتيوب",
    ),
    "in base64": (
        f"[vc_raw_html]{packed(FRAME)}[/vc_raw_html]",
        PAGE,
        "فيديو على يوتيوب",
    ),
    "Divi's video": (f'[et_pb_video src="{PAGE}"][/et_pb_video]', PAGE, "فيديو على يوتيوب"),
    "Avada's video": ('[fusion_youtube id="AbCdEf12345" /]', PAGE, "فيديو على يوتيوب"),
    "Enfold's video": (f"[av_video src='{VIDEO}']", VIDEO, "فيديو على يوتيوب"),
    "an embed": (f"[embed]{VIDEO}[/embed]", VIDEO, "فيديو على يوتيوب"),
    "an embed of a link": (
        f'[embed]<a href="{VIDEO}">{VIDEO}</a>[/embed]',
        VIDEO,
        "فيديو على يوتيوب",
    ),
    "a number enclosed": ("[youtube]AbCdEf12345[/youtube]", PAGE, "فيديو على يوتيوب"),
    "a number alone": ("[youtube AbCdEf12345]", PAGE, "فيديو على يوتيوب"),
    "an address alone": (f"[youtube {PAGE}]", PAGE, "فيديو على يوتيوب"),
    "behind a sign": (f"[youtube={PAGE}]", PAGE, "فيديو على يوتيوب"),
    "a tweet": ("[tweet 1234567890123456789]", TWEET, "منشور على إكس"),
    "a tweet by its address": (f"[tweet {TWEET}]", TWEET, "منشور على إكس"),
    "Facebook": (
        '[facebook url="https://www.facebook.com/haia/posts/123"]',
        "https://www.facebook.com/haia/posts/123",
        "منشور على فيسبوك",
    ),
    "Instagram, without quotes": (
        "[instagram url=https://www.instagram.com/p/AbCd_1/ hidecaption=true]",
        "https://www.instagram.com/p/AbCd_1/",
        "منشور على إنستغرام",
    ),
    "SoundCloud": (
        '[soundcloud url="https://api.soundcloud.com/tracks/123" iframe="true" /]',
        "https://api.soundcloud.com/tracks/123",
        "تسجيل على ساوند كلاود",
    ),
    "a sound": (
        f"[audio mp3=&#8221;{JPG[:-3]}mp3&#8243;][/audio]",
        f"{JPG[:-3]}mp3",
        "استمع إلى التسجيل",
    ),
    "a video": (
        f'[video width="640" poster="{JPG}" mp4="{JPG[:-3]}mp4"][/video]',
        f"{JPG[:-3]}mp4",
        "شاهد الفيديو",
    ),
    "a document with a title": (
        f'[pdf-embedder url="{JPG[:-3]}pdf" title="التقرير"]',
        f"{JPG[:-3]}pdf",
        "التقرير",
    ),
    "a button": (
        f'[su_button url="{JPG[:-3]}pdf"]التقرير[/su_button]',
        f"{JPG[:-3]}pdf",
        "التقرير",
    ),
    "WPBakery's button": (
        '[vc_btn title="التقرير" link="url:https%3A%2F%2Fbank.example.com%2Fr.pdf|title:r"]',
        "https://bank.example.com/r.pdf",
        "التقرير",
    ),
}


@pytest.mark.parametrize(("content", "address", "words"), LINKS.values(), ids=LINKS)
def test_what_is_played_is_a_link_with_a_title(
    room: Room, tmp_path: Path, content: str, address: str, words: str
) -> None:
    for way, taken in takes(room, tmp_path, f"{BODY} {content} {SECOND}").items():
        assert f'<a href="{address}">{words}</a>' in taken.article.html, way
        assert taken.text == f"{BODY} {words} {SECOND}", way


PICTURES = {
    "Divi": (f'[et_pb_image src="{JPG}" alt="الطريق"][/et_pb_image]', "الطريق"),
    "Avada": (f'[fusion_imageframe image_id="12|full"]{JPG}[/fusion_imageframe]', ""),
    "Enfold": (f"[av_image src='{JPG}' attachment='12'][/av_image]", ""),
    "a caption": (f'[caption id="a" width="600"]<img src="{JPG}" /> المدخل[/caption]', ""),
    "a caption with typographic quotes": (
        f"[caption id=&#8221;a&#8221; width=&#8221;600&#8243;]<img src='{JPG}' /> المدخل[/caption]",
        "",
    ),
}


@pytest.mark.parametrize(("content", "alt"), PICTURES.values(), ids=PICTURES)
def test_a_picture_of_a_builder_is_a_picture(
    room: Room, tmp_path: Path, content: str, alt: str
) -> None:
    for way, taken in takes(room, tmp_path, f"{BODY} {content} {SECOND}").items():
        html = taken.article.html
        assert f'<img src="{JPG}" alt="{alt}"' in html, way
        assert ("<figcaption>المدخل</figcaption>" in html) == ("caption" in content), way


GALLERIES = {
    "WPBakery's gallery": '[vc_gallery type="image_grid" images="900001,900002" img_size="large"]',
    "WPBakery's pictures": (
        '[vc_single_image image="900001" img_size="full"][vc_single_image image="900002"]'
    ),
    "Divi's gallery": '[et_pb_gallery gallery_ids="900001,900002"][/et_pb_gallery]',
    "Enfold's gallery": "[av_gallery ids='900001,900002' style='thumbnails']",
    "Avada's gallery": '[fusion_gallery image_ids="900001,900002" /]',
    "tagDiv's gallery": '[gallery td_select_gallery_slide="slide" ids="900001,900002"]',
    "Shortcodes Ultimate": '[su_slider source="media: 900001,900002"]',
    "with typographic quotes": "[gallery ids=”900001,900002″]",
}


@pytest.mark.parametrize("content", GALLERIES.values(), ids=GALLERIES)
def test_pictures_that_are_numbers_come_with_an_export(
    room: Room, tmp_path: Path, content: str
) -> None:
    items = (stored(f"{BODY}\n\n{content}"), attachment(1), attachment(2))
    taken = take(room, tmp_path, "site.wxr", export(*items))
    html = taken.article.html
    assert html.count("<img") == 2
    assert all(f"{quote(name)}.jpg" in html for name in ("سوق-1", "سوق-2"))
