"""Related titles behind a marker leave the text."""

import pytest

from store.draft import DraftRelated
from store.text.markup.read import plain
from store.text.markup.tags import SafeHtml
from tests.store.sources.articletext.samples import SENTENCE, draft

RELATED: dict[str, tuple[list[str], list[DraftRelated], str]] = {
    "at the end": (["اقرأ أيضًا", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "several at the end": (
        ["طالع أيضاً:", "خبر آخر", "", "- [خبر ثالث](https://example.com/3)"],
        [
            DraftRelated(title="خبر آخر"),
            DraftRelated(title="خبر ثالث", url="https://example.com/3"),
        ],
        "",
    ),
    "in the middle": (
        ["إقرأ أيضا..", "", "خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "in the middle, above a heading": (
        ["اقرأ أيضا", "خبر آخر", "ملفات الزيارة", SENTENCE, SENTENCE],
        [DraftRelated(title="خبر آخر")],
        f"ملفات الزيارة\n\n{SENTENCE}\n\n{SENTENCE}",
    ),
    "in its own line": (
        ["شاهدوا المزيد: خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "in its own line, unparted": (
        ["تابع أيضا خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "other words for it": (["مواضيع ذات صلة", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "and others": (["قد يُهمك أيضاً |", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "one after the other": (
        ["اقرأ أيضا", "خبر آخر", "قد يهمك", "خبر ثالث"],
        [DraftRelated(title="خبر آخر"), DraftRelated(title="خبر ثالث")],
        "",
    ),
    "a marker without a title": (["اقرأ أيضا", SENTENCE], [], SENTENCE),
    "a sentence that begins like one": (
        ["قد يهمك أن تعرف أن المدينة قديمة.", SENTENCE],
        [],
        f"قد يهمك أن تعرف أن المدينة قديمة.\n\n{SENTENCE}",
    ),
    "another sentence": ([f"شاهد أيضا {SENTENCE}"], [], f"شاهد أيضا {SENTENCE}"),
}


@pytest.mark.parametrize(("lines", "related", "rest"), RELATED.values(), ids=RELATED.keys())
def test_related_titles_are_no_body(
    lines: list[str], related: list[DraftRelated], rest: str
) -> None:
    found = draft("\n".join(["عنوان", "مقدمة الخبر.", *lines]))
    assert list(found.related) == related
    assert plain(SafeHtml(found.html or "")) == "\n\n".join(["مقدمة الخبر.", *filter(None, [rest])])


@pytest.mark.parametrize("count", [400, 20_000])
def test_a_line_of_markers_alone_is_text_however_many_there_are(count: int) -> None:
    markers = " ".join(["اقرأ أيضا"] * count)
    found = draft(f"عنوان\nمقدمة الخبر.\n{markers}\n{SENTENCE}")
    assert markers in plain(SafeHtml(found.html or ""))
