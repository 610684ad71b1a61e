"""A file of Markdown stays Markdown; one without its marks is bare."""

from store.draft import DraftImage
from tests.store.sources.articletext.samples import (
    FRONT,
    SENTENCE,
    draft,
)


def test_a_markdown_file_with_marks_is_markdown() -> None:
    found = draft("# عنوان الخبر\n\n![صورة](/a.jpg)\n\nنص **مهم**.\n\n## فرعي\n\nنص.", "خبر.md")
    assert found.title == "عنوان الخبر"
    assert found.image == DraftImage(url="/a.jpg", alt="صورة")
    assert (found.markdown or "").strip() == "نص **مهم**.\n\n## فرعي\n\nنص."
    assert found.html is None


def test_an_underlined_title_is_a_title() -> None:
    found = draft("عنوان الخبر\n=====\n\nنص *مهم*.", "خبر.md")
    assert (found.title, found.markdown) == ("عنوان الخبر", "نص *مهم*.")


def test_a_markdown_file_without_marks_is_bare() -> None:
    found = draft(f"عنوان\n{SENTENCE}\nملفات الزيارة\n{SENTENCE}", "خبر.md")
    assert found.markdown is None
    assert "<h2>ملفات الزيارة</h2>" in (found.html or "")


def test_blank_lines_below_front_matter_make_a_markdown_file_markdown() -> None:
    assert draft(f"{FRONT}\nأول.\n\nثان.", "خبر.md").markdown == "أول.\n\nثان."
