"""Front matter is read however its fences are bent, or refused with its line; never published."""

from pathlib import Path

import pytest

from store.draft import Deletion, Draft, Omitted, SourceItem
from store.errors import Refused
from store.sources.opening import read_drafts
from tests.store.sources.articletext.samples import SENTENCE

FIELDS = "title: توسعة الميناء\npublish_at: 2027-03-02 09:00\n"
BELOW = f"{SENTENCE}\nوتبدأ أعمال التوسعة بعد شهرين."


def items(tmp_path: Path, data: str | bytes, name: str = "خبر.txt") -> list[SourceItem]:
    """What a file of these contents means."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_drafts([path]))


def embargoed(tmp_path: Path, data: str | bytes) -> None:
    """See that a file is an article under embargo, with nothing of its front matter in the text."""
    (found,) = items(tmp_path, data)
    assert isinstance(found, Draft), found
    assert (found.title, found.publish_at) == ("توسعة الميناء", "2027-03-02 09:00")
    assert found.html == f"<p>{SENTENCE}</p>\n<p>وتبدأ أعمال التوسعة بعد شهرين.</p>"


FENCES = {
    "four dashes": ("----", "----"),
    "a line of dashes": ("-" * 30, "-" * 25),
    "two dashes": ("--", "--"),
    "one dash": ("-", "-"),
    "an en dash": ("–", "–"),
    "an em dash": ("—", "—"),
    "three em dashes": ("———", "———"),
    "a horizontal bar": ("―", "―"),
    "minus signs": ("−−−", "−−−"),
    "box drawing": ("───", "───"),
    "heavy box drawing": ("━━━━", "━━━━"),
    "full width": ("－－－", "－－－"),
    "tatweel": ("ـــ", "ـــ"),
    "one of each": ("—", "---"),
    "dashes apart": ("- - -", "- - -"),
    "escaped": (r"\---", r"\---"),
    "three dots": ("---", "..."),
    "an ellipsis": ("---", "…"),
    "blanks behind": ("--- \t", "---   "),
    "no-break spaces": ("\xa0---", "---\xa0"),
    "marks of direction": ("\u200f---", "---\u200e"),
    "the name of the language": ("---yaml", "---"),
    "a comment": ("--- # بيانات", "--- # النهاية"),
    "blanks before": ("  ---", "  ---"),
}


@pytest.mark.parametrize(("opening", "closing"), FENCES.values(), ids=FENCES)
def test_a_fence_is_known_however_it_is_bent(tmp_path: Path, opening: str, closing: str) -> None:
    embargoed(tmp_path, f"{opening}\n{FIELDS}{closing}\n{BELOW}")


ABOVE = {
    "blank lines": "\n\n",
    "Windows' blank lines": "\r\n \r\n",
    "blanks": " \t",
    "a mark of direction": "\u200f",
    "an Arabic letter mark": "\u061c\n",
    "a second byte order mark": "\ufeff\ufeff",
    "a space without width": "\u200b",
    "a zero byte": "\0",
    "a comment of HTML": "<!-- نسخة المحرر -->\n",
    "a comment in its line": "<!-- سطر\nآخر -->",
    "a comment of YAML": "# نسخة المحرر\n",
    "a comment of programs": "// نسخة المحرر\n",
    "a directive of YAML": "%YAML 1.2\n",
    "a declaration of XML": '<?xml version="1.0"?>\n',
    "a line separator": "\u2028",
}


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_front_matter_is_known_below_what_says_nothing(tmp_path: Path, above: str) -> None:
    embargoed(tmp_path, f"{above}---\n{FIELDS}---\n{BELOW}")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_front_matter_is_known_by_lines_of_other_programs(tmp_path: Path, end: str) -> None:
    embargoed(tmp_path, f"---\n{FIELDS}---\n{BELOW}".replace("\n", end))


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig", "windows-1256"])
def test_front_matter_is_known_in_every_charset(tmp_path: Path, charset: str) -> None:
    embargoed(tmp_path, f"---\n{FIELDS}---\n{BELOW}".encode(charset))


CODE = {
    "the fences within": f"```\n---\n{FIELDS}---\n```\n{BELOW}",
    "the fields alone": f"```yaml\n{FIELDS}```\n{BELOW}",
    "the whole article": f"```markdown\n---\n{FIELDS}---\n{BELOW}\n```\n",
    "tildes": f"~~~\n{FIELDS}~~~\n{BELOW}",
    "TOML": '```toml\ntitle = "توسعة الميناء"\npublish_at = "2027-03-02 09:00"\n```\n' + BELOW,
    "JSON": '```json\n{"title": "توسعة الميناء", "publish_at": "2027-03-02 09:00"}\n```\n' + BELOW,
}


@pytest.mark.parametrize("data", CODE.values(), ids=CODE)
def test_front_matter_is_known_in_a_block_of_code(tmp_path: Path, data: str) -> None:
    embargoed(tmp_path, data)


OTHER_LANGUAGES = {
    "TOML": '+++\ntitle = "توسعة الميناء"\npublish_at = "2027-03-02 09:00"\n+++\n',
    "TOML in a long fence": '++++\ntitle = "توسعة الميناء"\nembargo = "2027-03-02 09:00"\n++++\n',
    "TOML by its name": '---toml\ntitle = "توسعة الميناء"\nembargo = "2027-03-02 09:00"\n---\n',
    "JSON": '{\n  "title": "توسعة الميناء",\n  "not_before": "2027-03-02 09:00"\n}\n\n',
    "JSON in a line": '{"title": "توسعة الميناء", "publish_at": "2027-03-02 09:00"}\n',
}


@pytest.mark.parametrize("head", OTHER_LANGUAGES.values(), ids=OTHER_LANGUAGES)
def test_toml_and_json_are_front_matter_too(tmp_path: Path, head: str) -> None:
    embargoed(tmp_path, f"{head}{BELOW}")


def test_toml_gives_texts_lists_and_tables(tmp_path: Path) -> None:
    head = (
        'id = 7\ntitle = "خبر"\ndate = 2026-11-08T10:00:00Z\ntags = ["ميناء"]\ncorrection = true\n'
        '[image]\nurl = "/a.jpg"\nwidth = 780\n'
    )
    (found,) = items(tmp_path, f"+++\n{head}+++\n{BELOW}")
    assert isinstance(found, Draft)
    assert (found.id, found.published) == ("7", "2026-11-08T10:00:00+00:00")
    assert (found.tags, found.correction) == (("ميناء",), True)
    assert found.image
    assert found.image.width == 780


UNKNOWN = {
    "a field of other programs": f"-----\nreleaseOn: 2027-03-02\n-----\n{BELOW}",
    "an Arabic field": f"———\nالعنوان: خبر\n———\n{BELOW}",
    "one more": f"---\ntitle: خبر\nwhen: 2027-03-02\n---\n{BELOW}",
    "a table of TOML": f'+++\ntitle = "خبر"\n[extra]\nsecret = true\n+++\n{BELOW}',
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
def test_a_field_that_is_not_known_is_refused(tmp_path: Path, data: str) -> None:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Refused), found
    assert "is no field of a record" in found.reason


REFUSED: dict[str, tuple[str, int]] = {
    "a fence of stars": (f"***\n{FIELDS}***\n{BELOW}", 1),
    "a fence of equals": (f"===\n{FIELDS}===\n{BELOW}", 1),
    "a fence of lines": (f"\n___\n{FIELDS}___\n{BELOW}", 2),
    "a fence of dots": (f"•••\n{FIELDS}•••\n{BELOW}", 1),
    "no end": (f"—\n{FIELDS}\n{BELOW}", 1),
    "no end of TOML": (f'\n+++\ntitle = "خبر"\n\n{BELOW}', 2),
    "text behind the fence": (f"--- بيانات\n{FIELDS}---\n{BELOW}", 1),
    "text behind the end": (f"---\n{FIELDS}--- النهاية\n{BELOW}", 1),
    "one line of all": (f"--- title: خبر draft: true --- {SENTENCE}", 1),
    "TOML that cannot be read": ('+++\ntitle = "خبر"\ndate = غدا\n+++\n', 3),
    "a key of TOML twice": ('+++\ntitle = "خبر"\ntitle = "آخر"\n+++\n', 3),
    "JSON that cannot be read": (f'{{\n"title": "خبر",\n"draft": نعم\n}}\n{BELOW}', 3),
    "JSON with curly quotes": (f"{{“title”: “خبر”, “draft”: true}}\n{BELOW}", 1),
    "JSON without quotes": (f"\n{{title: 'خبر', draft: true}}\n{BELOW}", 2),
    "JSON without brackets": (f'"title": "خبر",\n"draft": true\n;;;\n{BELOW}', 1),
    "colons of full width": (f"---\ntitle：خبر\ndraft：true\n---\n{BELOW}", 2),
    "no fence": (f"Title: خبر\nStatus: draft\n\n{BELOW}", 1),
    "one field without a fence": (f"draft: yes\nتوسعة الميناء\n{BELOW}", 1),
    "an embargo below the title": (f"توسعة الميناء\nembargo: 2027-03-02\n{BELOW}", 2),
    "a title above the fence": (f"توسعة الميناء\n---\ndraft: true\n---\n{BELOW}", 3),
    "fields below a text": (f"{BELOW}\n\n----\nauthor: منى\ntags: ميناء\n----\n", 4),
    "a second front matter": (f"---\ntitle: خبر\n---\n---\nprivate: yes\n---\n{BELOW}", 5),
    "a quotation": (f"> ---\n> draft: true\n> ---\n{BELOW}", 2),
    "a comment that hides": (f"<!-- draft: true -->\n---\ntitle: خبر\n---\n{BELOW}", 1),
    "a comment above a text": (f"<!--\nstatus: private\n-->\nخبر\n{BELOW}", 2),
    "a title without a fence": (f"title: خبر\n{BELOW}", 1),
    "a date without a fence": (f"published: 2027-03-02\nتوسعة الميناء\n{BELOW}", 1),
    "an Arabic embargo": (f"محظور حتى: 2 مارس\nتوسعة الميناء\n{BELOW}", 1),
    "fields of nobody": (f"-----\nrelease_at 2027\nwhen: 2027\n-----\ndraft: yes\n{BELOW}", 5),
    "prose with a word of English": (f"---\ntitle خبر\ndraft true\n---\n{BELOW}", 2),
    "a list of fields": (f"توسعة الميناء\n:status: draft\n{BELOW}", 2),
    "the fields of an outline": (f"#+TITLE: خبر\n#+DRAFT: true\n\n{BELOW}", 1),
    "two colons": (f"توسعة الميناء\nprivate:: yes\n{BELOW}", 2),
    "two dots": (f".. status: draft\nتوسعة الميناء\n{BELOW}", 1),
    "tags of HTML": (f"<p>---</p>\n<p><b>draft</b>: true</p>\n<p>---</p>\n{BELOW}", 2),
    "a status of two words": (f"توسعة الميناء\nstatus: in review\n{BELOW}", 2),
    "a mark in English": (f"[DRAFT]\nتوسعة الميناء\n{BELOW}", 1),
    "a mark in Arabic": (f"** مسودة **\nتوسعة الميناء\n{BELOW}", 1),
    "a mark with marks of vowels": (f"مُسوّدة:\nتوسعة الميناء\n{BELOW}", 1),
    "a note behind one": (f"?محظور النشر حتى التاسعة\nتوسعة الميناء\n{BELOW}", 1),
    "a mark behind a lost byte order mark": (f"?DRAFT\nتوسعة الميناء\n{BELOW}", 1),
    "a ban alone": (f"[ممنوع من النشر]\nتوسعة الميناء\n{BELOW}", 1),
    "a note in English": (f"EMBARGOED UNTIL 09:00, 2 March\nتوسعة الميناء\n{BELOW}", 1),
    "an object of JSON below the title": (
        f'توسعة الميناء\n{{"title": "خبر", "draft": true}}\n{BELOW}',
        2,
    ),
    "an object of JSON in a quotation": (f'> {{"title": "خبر", "status": "draft"}}\n{BELOW}', 1),
    "a note with marks of vowels": (f"لا يُنشَر قبل العاشرة\nتوسعة الميناء\n{BELOW}", 1),
    "a note with a moment alone": (f"EMBARGO – 24 June 2027\nتوسعة الميناء\n{BELOW}", 1),
    "a note of a ban": (f"توسعة الميناء\nتحت الحظر حتى التاسعة صباحا\n{BELOW}", 2),
    "a note in Arabic": (f"توسعة الميناء\n(محظور النشر حتى الساعة 9 صباحا)\n{BELOW}", 2),
}


@pytest.mark.parametrize(("data", "line"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("name", ["خبر.txt", "خبر.md"])
def test_what_may_be_front_matter_is_refused_with_its_line(
    tmp_path: Path, name: str, data: str, line: int
) -> None:
    (found,) = items(tmp_path, data, name)
    assert isinstance(found, Refused), found
    assert found.place.line == line, found


TEXTS = {
    "a line of dashes": f"-----\nتوسعة الميناء\n{BELOW}",
    "three dashes": f"---\nتوسعة الميناء\n{BELOW}",
    "a colon in the title": f"-----\nعاجل: توسعة الميناء\n{BELOW}",
    "a frame of dashes": f"-----\nعاجل: توسعة الميناء\n-----\n{BELOW}",
    "a draft in the news": f"مسودة توسعة الميناء\nمسودة القانون: {SENTENCE}\n{BELOW}",
    "a status in the news": f"توسعة الميناء\nStatus: open to all ships of the world\n{BELOW}",
    "names of accounts": f"توسعة الميناء\n@mina: نبدأ غدا\n@port: بعد شهرين\n{BELOW}",
    "a state in a headline": f"Access: توسعة الميناء بعد شهرين من اليوم\n{BELOW}",
    "a frame of three dashes": f"---\nتوسعة الميناء\n---\n{BELOW}",
    "an agency in the title": f"-----\nBBC: توسعة الميناء\n-----\n{BELOW}",
    "an address below a rule": f"-----\nتوسعة الميناء\n{BELOW}\n---\nhttps://example.com/a\n",
    "a line of pluses": f"+++\nتوسعة الميناء\n{BELOW}",
    "a line of stars": f"* * *\nتوسعة الميناء\n{BELOW}",
    "long dashes": f"———\nتوسعة الميناء\n{BELOW}",
    "a brace": f"{{خاص}} توسعة الميناء\n{BELOW}",
    "a quotation in braces": f'{{"خاص"}} توسعة الميناء\n{BELOW}',
    "a bracket": f"[فيديو] توسعة الميناء\n{BELOW}",
    "a source behind a rule": f"توسعة الميناء\n{BELOW}\n---\nsource: وكالة\n",
    "speakers": f"توسعة الميناء\nالوزير: نبدأ غدا\nالمدير: بعد شهرين\n{BELOW}",
    "a ban in the news": f"حظر النشر في قضية توسعة الميناء\n{BELOW}",
    "a ban in a headline": f"ممنوع من النشر: كتاب عن توسعة الميناء\n{BELOW}",
    "an embargo in the news": f"توسعة الميناء\nEmbargo on 5 companies lifted\n{BELOW}",
    "braces and quotes": f'توسعة الميناء\n{{"خاص", "حصري"}} مصدر: الأعمال تبدأ غدا\n{BELOW}',
    "the stations of a road": f"توسعة الميناء\nمن: القاهرة\nإلى: دمياط\n{BELOW}",
}


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", ["خبر.txt", "خبر.md"])
def test_a_text_that_only_looks_drawn_is_a_text(tmp_path: Path, name: str, data: str) -> None:
    (found,) = items(tmp_path, data, name)
    assert isinstance(found, Draft), found
    assert "توسعة الميناء" in (found.title or "")
    assert "-----" not in (found.title or "")
    assert SENTENCE in f"{found.html}{found.markdown}"


@pytest.mark.parametrize("rule", ["---", "***", "-----"])
def test_a_thematic_break_is_no_front_matter(tmp_path: Path, rule: str) -> None:
    data = f"{rule}\n\n# توسعة الميناء\n\n{SENTENCE}\n\n{rule}\n\nوتبدأ الأعمال **غدا**."
    (found,) = items(tmp_path, data, "خبر.md")
    assert isinstance(found, Draft), found
    assert found.title == "توسعة الميناء"
    assert found.markdown == f"{SENTENCE}\n\n{rule}\n\nوتبدأ الأعمال **غدا**."


def test_rules_in_a_body_are_no_front_matter(tmp_path: Path) -> None:
    data = f"# توسعة الميناء\n\n---\n{SENTENCE}\n---\nوتبدأ الأعمال **غدا**."
    (found,) = items(tmp_path, data, "خبر.md")
    assert isinstance(found, Draft), found
    assert found.markdown == f"---\n{SENTENCE}\n---\nوتبدأ الأعمال **غدا**."


def test_a_file_that_is_for_nobody_is_left_out_and_withdrawn(tmp_path: Path) -> None:
    found = items(tmp_path, f'+++\ntitle = "خبر"\ndraft = true\n+++\n{BELOW}')
    place = found[0].place
    assert found == [Omitted("draft", place), Deletion(f"{tmp_path.name}/خبر.txt", place)]


def test_a_hidden_file_is_left_out_whatever_its_body_is_like(tmp_path: Path) -> None:
    long = "كلمة " * 300_000
    found = items(tmp_path, f"---\nid: a-7\nstatus: private\n---\n{long}")
    assert [type(item) for item in found] == [Omitted, Deletion]
