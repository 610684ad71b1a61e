"""What an editor does to a site, one thing after another: the table of the trial's edits.

None says what should follow: WordPress itself tells it. Each takes posts that no other has touched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .editor import Editor

_CAIRO = ZoneInfo("Africa/Cairo")
_TEXT = "كتب المحرر هذا النص من جديد بعد أن وصلته تفاصيل لم تكن معروفة في الصباح."


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that is done.

    hooked    whether plugins send posts when it is
    compared  whether it shows in no post of its own, and is seen when all are compared
    """

    name: str
    act: Callable[[Editor], object]
    hooked: bool = True
    compared: bool = False


def local(**later: float) -> str:
    """A moment so much later than now, by the clock in Cairo."""
    return (datetime.now(_CAIRO) + timedelta(**later)).strftime("%Y-%m-%d %H:%M:%S")


# Posts


def _title(editor: Editor) -> None:
    editor.save(editor.next(), post_title="عنوان مصحح: الباخرة وصلت مساءً لا صباحًا")


def _slug(editor: Editor) -> None:
    editor.save(editor.next(), post_name="عنوان-جديد-للصفحة")


def _title_and_slug(editor: Editor) -> None:
    editor.save(editor.next(), post_title="خبر أعيدت تسميته كله", post_name="خبر-أعيدت-تسميته")


def _text(editor: Editor) -> None:
    editor.save(editor.next(), post_content=f"<p>{_TEXT}</p>")


def _excerpt(editor: Editor) -> None:
    editor.save(editor.next(), post_excerpt="خلاصة كتبها المحرر بيده.")


def _published(editor: Editor) -> None:
    editor.save(
        post_title="خبر جديد من رصيف الميناء",
        post_content=f"<p>{_TEXT}</p>",
        post_status="publish",
        post_category=[editor.categories["economy"]],
        tags_input=["مرفأ", "وسم لم يُعرف من قبل"],
        thumbnail=editor.pictures[3],
    )


def _category_moved(editor: Editor) -> None:
    editor.save(editor.next(), post_category=[editor.categories["culture"]])


def _tag_added(editor: Editor) -> None:
    editor.save(editor.next(), tags_input=["وسم أضيف لاحقًا", "بيئة"])


def _many_tags(editor: Editor) -> None:
    editor.save(editor.next(), tags_input=[f"وسم كثير {number}" for number in range(1, 121)])


def _author(editor: Editor) -> None:
    editor.save(editor.next(), post_author=editor.users["nadia"])


def _co_authors(editor: Editor) -> None:
    post = editor.next()
    editor.do("coauthors", ID=post, logins=["yusuf", "nadia"])
    editor.save(post)


def _picture_set(editor: Editor) -> None:
    post = editor.remember("picture", editor.next("picture within"))
    editor.save(post, thumbnail=editor.pictures[7])


def _picture_changed(editor: Editor) -> None:
    post = editor.remember("picture", editor.recall("picture"))
    editor.save(post, thumbnail=editor.pictures[8])


def _picture_removed(editor: Editor) -> None:
    editor.save(editor.recall("picture"), thumbnail=0)


def _gallery(editor: Editor) -> None:
    ids = ",".join(map(str, editor.pictures[5:8]))
    editor.save(editor.next("gallery"), post_content=f'{_TEXT}\n\n[gallery ids="{ids}"]')


def _gallery_alone(editor: Editor) -> None:
    ids = ",".join(map(str, editor.pictures[:3]))
    editor.save(editor.next("gallery"), post_content=f'[gallery ids="{ids}"]')


def _emoji(editor: Editor) -> None:
    editor.save(
        editor.next(),
        post_title="🚢 أول سفينة في العام الجديد",
        post_content=f"{_TEXT} 👩‍👩‍👧 ❤️ :)",
    )


def _podcast(editor: Editor) -> None:
    post = editor.next()
    sound = f"{editor.site.address}/audio/new-{post}.mp3\n7654321\naudio/mpeg\n"
    editor.do("meta", ID=post, key="enclosure", value=sound)
    editor.save(post)


def _sticky(editor: Editor) -> None:
    editor.do("stick", ID=editor.next())


def _custom_type(editor: Editor) -> None:
    editor.save(editor.next("video"), post_title="شريط مصور جديد لا مكان له بين الأخبار")


# Their state


def _locked(editor: Editor) -> None:
    editor.save(editor.remember("locked", editor.next()), post_password="كلمة")


def _unlocked(editor: Editor) -> None:
    editor.save(editor.recall("locked"), post_password="")


def _long_locked_is_opened(editor: Editor) -> None:
    editor.save(editor.next("locked"), post_password="")


def _status(status: str) -> Callable[[Editor], object]:
    def act(editor: Editor) -> None:
        editor.save(editor.remember(status, editor.next()), post_status=status)

    return act


def _public_again(status: str) -> Callable[[Editor], object]:
    return lambda editor: editor.save(editor.recall(status), post_status="publish")


def _old_draft(editor: Editor) -> None:
    editor.save(editor.next("draft"), post_status="publish")


def _trashed(editor: Editor) -> None:
    editor.do("trash", ID=editor.remember("trash", editor.next()))


def _untrashed(editor: Editor) -> None:
    editor.do("untrash", ID=editor.recall("trash"))


def _long_trashed_is_back(editor: Editor) -> None:
    editor.do("untrash", ID=editor.next("trash"))


def _deleted(editor: Editor) -> None:
    editor.do("delete", ID=editor.next())


def _due(editor: Editor) -> None:
    """What WordPress's clock does: `modified` is left alone."""
    editor.do("due", ID=editor.next("scheduled"))


def _plan_moved(editor: Editor) -> None:
    editor.save(editor.next("scheduled"), post_status="future", post_date=local(days=9))


def _back_dated(editor: Editor) -> None:
    editor.save(
        post_title="خبر قديم نُشر اليوم بتاريخه القديم",
        post_content=f"<p>{_TEXT}</p>",
        post_status="publish",
        post_date=local(days=-40),
        post_category=[editor.categories["politics"]],
    )


def _date_moved(editor: Editor) -> None:
    editor.save(editor.next(), post_date=local(days=-77))


def _edited_then_trashed(editor: Editor) -> None:
    post = editor.next()
    editor.save(post, post_title="عنوان لن يراه أحد")
    editor.do("trash", ID=post)


def _slugs_swapped(editor: Editor) -> None:
    one, other = editor.next(), editor.next()
    editor.save(one, post_name="مكان-مؤقت")
    editor.save(other, post_name="المكان-الأول")
    editor.save(one, post_name="المكان-الثاني")
    editor.save(other, post_name="مكان-مؤقت")


def _slug_of_trashed_taken(editor: Editor) -> None:
    post = editor.next()
    editor.save(post, post_name="مكان-لخبرين")
    editor.do("trash", ID=post)
    editor.save(
        post_title="خبر أخذ مكان خبر محذوف",
        post_content=f"<p>{_TEXT}</p>",
        post_status="publish",
        post_name="مكان-لخبرين",
    )


def _deleted_and_written_anew(editor: Editor) -> None:
    story = {
        "post_title": "خبر حُذف ثم كُتب من جديد كما كان",
        "post_content": f"<p>{_TEXT} ولم يتغير منه حرف.</p>",
        "post_status": "publish",
        "post_name": "خبر-كتب-مرتين",
    }
    editor.do("delete", ID=editor.save(**story))
    editor.save(**story)


def _moved_ahead(editor: Editor) -> None:
    post = editor.remember("ahead", editor.next())
    editor.save(post, post_status="future", post_date=local(days=4))


def _day_of_moved(editor: Editor) -> None:
    editor.do("due", ID=editor.recall("ahead"))


def _becomes_page(editor: Editor) -> None:
    editor.do("type", ID=editor.remember("page", editor.next()), type="page")


def _post_again(editor: Editor) -> None:
    editor.do("type", ID=editor.recall("page"), type="post")


def _reverted(editor: Editor) -> None:
    post = editor.next()
    editor.save(post, post_title="صيغة أولى للعنوان", post_content=f"<p>{_TEXT} أولًا.</p>")
    editor.save(post, post_title="صيغة ثانية للعنوان", post_content=f"<p>{_TEXT} ثانيًا.</p>")
    editor.do("revert", ID=post)


# Many at once


def _bulk(editor: Editor) -> None:
    posts = [editor.next() for _ in range(5)]
    editor.do(
        "bulk",
        post=posts,
        post_author=editor.users["karim"],
        post_category=[editor.categories["opinion"]],
        tax_input={"post_tag": "وسم للجميع"},
        _status=-1,
        post_format=-1,
        comment_status="",
        ping_status="",
    )


def _bulk_trashed(editor: Editor) -> None:
    for _ in range(4):
        editor.do("trash", ID=editor.next())


def _term(verb: str, taxonomy: str, slug_now: str, **fields: object) -> Callable[[Editor], object]:
    """An edit of a term, which touches no post."""

    def act(editor: Editor) -> None:
        editor.do(verb, slug_now=slug_now, taxonomy=taxonomy, **fields)

    return act


def _author_renamed(editor: Editor) -> None:
    editor.do("user_edit", ID=editor.users["salma"], display_name="سلمى حداد المنصوري")


def _category_gets_parent(editor: Editor) -> None:
    category, parent = editor.categories["opinion"], editor.categories["politics"]
    editor.do("term_edit", term_id=category, taxonomy="category", parent=parent)


def _author_leaves(editor: Editor) -> None:
    editor.do("user_delete", ID=editor.users["rana"], reassign=editor.users["nadia"])


def _category_deleted(editor: Editor) -> None:
    editor.do("term_delete", term_id=editor.categories["swimming"], taxonomy="category")


def _zone(editor: Editor) -> None:
    """The zone goes back, so that what changes from now on seems older than what changed before."""
    editor.do("option", name="timezone_string", value="Atlantic/Azores")
    editor.save(editor.next(), post_title="خبر عُدل بعد تغيير المنطقة الزمنية")


def _published_in_new_zone(editor: Editor) -> None:
    editor.save(
        post_title="خبر أول من المنطقة الجديدة",
        post_content=f"<p>{_TEXT}</p>",
        post_status="publish",
        post_category=[editor.categories["sports"]],
    )


def _permalinks(structure: str) -> Callable[[Editor], object]:
    return lambda editor: editor.do("permalinks", structure=structure)


EDITS = (
    Edit("a post is published", _published),
    Edit("title", _title),
    Edit("slug", _slug),
    Edit("title and slug", _title_and_slug),
    Edit("text", _text),
    Edit("excerpt", _excerpt),
    Edit("category moved", _category_moved),
    Edit("tag added", _tag_added),
    Edit("120 tags", _many_tags),
    Edit("author", _author),
    Edit("co-authors", _co_authors),
    Edit("featured picture set", _picture_set),
    Edit("featured picture changed", _picture_changed),
    Edit("featured picture removed", _picture_removed),
    Edit("gallery changed", _gallery),
    Edit("nothing but a gallery", _gallery_alone),
    Edit("emoji", _emoji),
    Edit("podcast", _podcast),
    Edit("sticky", _sticky, hooked=False),
    Edit("custom type edited", _custom_type),
    Edit("password set", _locked),
    Edit("password removed", _unlocked),
    Edit("password removed that always was", _long_locked_is_opened),
    Edit("private", _status("private")),
    Edit("public again", _public_again("private")),
    Edit("draft", _status("draft")),
    Edit("published again", _public_again("draft")),
    Edit("pending", _status("pending")),
    Edit("approved again", _public_again("pending")),
    Edit("an old draft is published", _old_draft),
    Edit("trash", _trashed),
    Edit("untrash", _untrashed),
    Edit("untrash of what was never seen", _long_trashed_is_back),
    Edit("deleted for good", _deleted),
    Edit("scheduled post published", _due),
    Edit("scheduled post moved", _plan_moved),
    Edit("published with an old date", _back_dated),
    Edit("date moved", _date_moved),
    Edit("edited, then trashed", _edited_then_trashed),
    Edit("slugs swapped", _slugs_swapped),
    Edit("the slug of a trashed post taken", _slug_of_trashed_taken),
    Edit("deleted, and written anew", _deleted_and_written_anew),
    Edit("moved to a day to come", _moved_ahead),
    Edit("that day comes", _day_of_moved),
    Edit("made a page", _becomes_page, hooked=False),
    Edit("made a post again", _post_again, hooked=False),
    Edit("an older text restored", _reverted),
    Edit("bulk edit", _bulk),
    Edit("bulk trash", _bulk_trashed),
    Edit("category renamed", _term("term_edit", "category", "رياضة", name="الملاعب"), hooked=False),
    Edit("category's slug", _term("term_edit", "category", "culture", slug="fonoon"), hooked=False),
    Edit("category's parent", _category_gets_parent, hooked=False),
    Edit("category deleted", _category_deleted, compared=True),
    Edit("tag renamed", _term("term_edit", "post_tag", "سفن", name="بواخر"), compared=True),
    Edit("tag deleted", _term("term_delete", "post_tag", "صيد"), compared=True),
    Edit("author renamed", _author_renamed, compared=True),
    Edit("author leaves", _author_leaves, compared=True),
    Edit("zone goes back", _zone),
    Edit("published in the new zone", _published_in_new_zone),
    Edit("addresses of all posts", _permalinks("/%category%/%postname%/"), compared=True),
    Edit("addresses by numbers alone", _permalinks("/archives/%post_id%"), compared=True),
)

# What happens after an export was saved, and before anybody here looks.
BETWEEN = (
    Edit("title and slug", _title_and_slug),
    Edit("text", _text),
    Edit("a post is published", _published),
    Edit("trash", _trashed),
    Edit("password set", _locked),
    Edit("deleted for good", _deleted),
    Edit("category moved", _category_moved),
)
