"""The pages as people see them: measured in a real browser, on the samples, at the width of a desk
and of a phone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tests import browser, process
from tests.browser import Newsroom, Visit

pytestmark = [
    pytest.mark.skipif(browser.find() is None, reason=browser.MISSING),
    pytest.mark.xdist_group("browser"),  # they share a server and its windows
]

GONE = "منتخب كرة اليد"
PAGES = "front politics all table mixed missing gone search refused".split()
STORIES = "front politics all table mixed".split()
DARK = "dark phone"


@dataclass(frozen=True)
class View:
    """A page in one of the windows: opened once for all tests, which only look."""

    name: str
    window: str
    seen: Visit


def views(
    names: Sequence[str] = PAGES, windows: Iterable[str] = browser.SIZES
) -> pytest.MarkDecorator:
    """Give a test each of these pages in each of these windows, as `view` or `page`."""
    return pytest.mark.parametrize(
        "view", list(product(windows, names)), ids="-".join, indirect=True
    )


# Where the letters of a text stand: the rectangles of its first line, and of each part of it that a
# pattern finds.
LETTERS = r"""
const lines = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].filter(box => box.width > 0);
};
const inside = element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return {
        left: box.left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft),
        right: box.right - parseFloat(style.borderRightWidth) - parseFloat(style.paddingRight),
    };
};
const found = (element, pattern) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), boxes = [];
    while (walker.nextNode()) {
        for (const match of walker.currentNode.data.matchAll(pattern)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, match.index);
            range.setEnd(walker.currentNode, match.index + match[0].length);
            const box = range.getBoundingClientRect();
            boxes.push({text: match[0], left: box.left, right: box.right, top: box.top, bottom: box.bottom});
        }
    }
    return boxes;
};
const shown = element => element.checkVisibility() && element.getClientRects().length > 0;
"""  # noqa: E501


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            started = stack.enter_context(browser.chromium())
        except Error as error:
            if "No usable sandbox" not in str(error):
                raise
            pytest.skip(browser.CAGED)
        yield started


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with browser.newsroom(tmp_path_factory.mktemp("browser")) as open_newsroom:
        gone = open_newsroom.article(GONE)
        process.run(open_newsroom.database, "withdraw", gone.replace("/articles/", "urn:uuid:"))
        process.until(
            lambda: process.get(open_newsroom.base + gone)[0] == 410, "it is not withdrawn"
        )
        yield open_newsroom


@pytest.fixture(scope="module")
def windows(chromium: Browser, newsroom: Newsroom) -> Iterator[Callable[[str], Visit]]:
    """One window of each kind, to be looked at or used; a window a test would take most of the
    time.
    """
    with ExitStack() as stack:

        @cache
        def window(name: str) -> Visit:
            scheme, _, size = name.rpartition(" ")
            return stack.enter_context(
                browser.visit(chromium, newsroom.base, size, dark=scheme == "dark")
            )

        yield window


@pytest.fixture(scope="module")
def addresses(newsroom: Newsroom) -> dict[str, str]:
    paths = {
        "front": "/",
        "politics": "/politics",
        "all": "/all",
        "table": newsroom.article("الأرض من فوق"),
        "mixed": newsroom.article("HTML و CSS"),
        "missing": "/nothing",
        "search": f"/search?q={quote('مياه')}",
        "refused": "/search?q=*",
        "gone": newsroom.article(GONE),
        "politics.rss": "/politics.rss",
        "politics.atom": "/politics.atom",
    }
    return {name: newsroom.base + path for name, path in paths.items()}


def _open(window: Visit, address: str) -> Visit:
    window.complaints.clear()
    window.elsewhere.clear()
    window.page.goto(address)
    return window


@pytest.fixture(scope="module")
def view(
    request: pytest.FixtureRequest, windows: Callable[[str], Visit], addresses: dict[str, str]
) -> View:
    window, name = request.param
    seen = _open(windows(window), addresses[name])
    if name in PAGES:
        browser.load_pictures(seen.page)
    return View(name, window, seen)


@pytest.fixture
def page(view: View) -> Page:
    return view.seen.page


Visitor = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def visit(windows: Callable[[str], Visit], addresses: dict[str, str]) -> Visitor:
    """visit("politics", "phone") is that page in a window that is not looked at by others."""
    return lambda name, size: _open(windows(f"used {size}"), addresses[name]).page


def measure(page: Page, script: str) -> Any:
    """What a function body returns in the page."""
    return page.evaluate(f"() => {{ {LETTERS} {script} }}")


# Direction


@views()
def test_a_page_is_arabic_and_right_to_left(page: Page) -> None:
    root = "const root = document.documentElement;"
    assert measure(page, f"{root} return [root.lang, root.dir, document.dir]") == [
        "ar",
        "rtl",
        "rtl",
    ]
    assert (
        measure(page, "return getComputedStyle(document.querySelector('main')).direction") == "rtl"
    )


@views(STORIES)
def test_every_text_begins_at_the_right_edge_of_its_column(page: Page) -> None:
    starts = measure(
        page,
        """return [...document.querySelectorAll('main :is(h1, h2, h3, p)')].filter(shown).map(element => {
            const boxes = lines(element), top = Math.min(...boxes.map(box => box.top));
            const first = boxes.filter(box => box.top < top + box.height / 2);
            const edge = Math.max(...first.map(box => box.right));
            return [element.textContent.trim().slice(0, 40), inside(element).right - edge];
        })""",  # noqa: E501
    )
    assert len(starts) > 5
    assert [text for text, gap in starts if abs(gap) > 4] == []


@views(["mixed"], ["desktop", "phone"])
def test_a_title_that_begins_in_latin_is_read_from_the_right(page: Page) -> None:
    html, css = measure(page, "return found(document.querySelector('h1'), /[A-Za-z]+/g)")
    arabic = measure(page, r"return found(document.querySelector('h1'), /[\u0621-\u064a]+/g)")
    edge = measure(page, "return inside(document.querySelector('h1')).right")
    assert (html["text"], css["text"], arabic[0]["text"]) == ("HTML", "CSS", "و")
    assert html["right"] == pytest.approx(edge, abs=4)
    assert html["left"] > arabic[0]["right"] - 1 > css["right"] - 1 > arabic[1]["right"] - 2


@views(["all", "mixed"], ["phone"])
def test_a_mixed_title_in_a_list_is_read_from_the_right(view: View) -> None:
    page = view.seen.page
    where = {"all": ".teaser h2", "mixed": "aside li"}[view.name]
    latin, arabic, edge = measure(
        page,
        f"""const title = [...document.querySelectorAll('{where}')].find(one => one.textContent.includes('GPS'));
        return [found(title, /GPS/g)[0], found(title, /ليس/g)[0], inside(title).right]""",  # noqa: E501
    )
    assert latin["right"] == pytest.approx(edge, abs=4)
    assert latin["left"] > arabic["right"] - 1


# Room


@views()
def test_nothing_scrolls_sideways_or_leaves_the_page(view: View) -> None:
    page = view.seen.page
    wide = measure(
        page, "const root = document.documentElement; return [root.scrollWidth, root.clientWidth]"
    )
    assert wide == [browser.SIZES[view.window][0]] * 2
    outside = measure(
        page,
        """return [...document.querySelectorAll('body *:not(.skip, table *, pre *)')].filter(shown).filter(element => {
            const box = element.getBoundingClientRect();
            return box.left < -1 || box.right > document.documentElement.clientWidth + 1;
        }).map(element => element.outerHTML.slice(0, 80))""",  # noqa: E501
    )
    assert outside == []


@views()
def test_no_two_blocks_overlap(page: Page) -> None:
    overlaps = measure(
        page,
        """const blocks = [...document.querySelectorAll(
            '.name, nav a, h1, h2, h3, p, li, table, blockquote, img, figcaption')].filter(shown);
        const boxes = blocks.map(block => block.getBoundingClientRect()), overlaps = [];
        blocks.forEach((one, i) => blocks.forEach((other, j) => {
            if (i >= j || one.contains(other) || other.contains(one)) return;
            const a = boxes[i], b = boxes[j];
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 1 && down > 1) overlaps.push([one, other].map(block => block.outerHTML.slice(0, 60)));
        }));
        return overlaps""",  # noqa: E501
    )
    assert overlaps == []


@views()
def test_lines_leave_room_for_the_marks_of_arabic(page: Page) -> None:
    ratios = measure(
        page,
        """return [...document.querySelectorAll('h1, h2, h3, main p, main li, td, th, footer p')].filter(shown)
            .map(element => {
                const style = getComputedStyle(element);
                const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
                const least = element.matches('h1, h2, h3') ? 1.45 : element.matches('.status') ? 1.3 : 1.7;
                return [element.outerHTML.slice(0, 60), ratio, least];
            })""",  # noqa: E501
    )
    assert ratios
    assert [(text, ratio) for text, ratio, least in ratios if not ratio >= least] == []


@views(STORIES)
def test_a_line_of_text_is_neither_short_nor_long(page: Page) -> None:
    widths = measure(
        page,
        """return [...document.querySelectorAll('.summary, .text > p, .lead, .intro')].map(
            one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize))""",  # noqa: E501
    )
    assert widths
    assert min(widths) >= 14
    assert max(widths) <= 42  # a line of 42 em holds some ninety Arabic letters


@views(["politics"], ["desktop", "phone"])
def test_the_newest_story_of_a_feed_leads_it(page: Page) -> None:
    first, *others = measure(
        page,
        "return [...document.querySelectorAll('.teaser h2')].map(one =>"
        " parseFloat(getComputedStyle(one).fontSize))",
    )
    assert first > 1.1 * max(others)
    first, *others = measure(
        page, "return [...document.querySelectorAll('.teaser img')].map(one => one.width)"
    )
    assert first > 2 * max(others)


# Pictures, and everything that is loaded


@views(["politics", "all", "table", "mixed"])
def test_pictures_are_there_in_their_proportions_and_have_an_alternative(page: Page) -> None:
    pictures = measure(
        page,
        """return [...document.images].map(one => ({
            src: one.src, natural: one.naturalWidth, alt: one.getAttribute('alt'), story: !!one.closest('.story'),
            shape: one.clientWidth / one.clientHeight, own: one.naturalWidth / one.naturalHeight,
            fit: getComputedStyle(one).objectFit}))""",  # noqa: E501
    )
    ours = [one for one in pictures if one["src"].startswith(browser.SAMPLES)]
    assert ours
    for one in ours:
        assert one["natural"] > 0, one["src"]
        assert one["fit"] == "cover" or one["shape"] == pytest.approx(one["own"], rel=0.01)
        assert 1.3 < one["shape"] < 1.8
    for one in pictures:
        assert one["alt"] is not None
        assert one["alt"] or not one["story"]


@views()
def test_a_page_asks_for_nothing_elsewhere_and_nothing_is_wrong_with_it(
    view: View,
) -> None:
    """Nothing but pictures that the articles themselves name, which this test does not let
    through.
    """
    seen = view.seen
    itself = "the server responded with a status of " + {
        "missing": "404",
        "gone": "410",
        "refused": "400",
    }.get(view.name, "none")
    assert [text for text in seen.complaints if itself not in text] == []
    assert set(seen.elsewhere) <= {"example.com"}
    assert measure(seen.page, "return document.styleSheets.length") == 1


# Colours, keyboard


@views(windows=["desktop", "phone", DARK])
def test_every_text_contrasts_with_what_it_stands_on(view: View) -> None:
    page = view.seen.page
    contrasts = measure(
        page,
        """const parts = colour => colour.match(/[\\d.]+/g).map(Number);
        const light = colour => {
            const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
            const [r, g, b] = parts(colour).map(v => linear(v / 255));
            return .2126 * r + .7152 * g + .0722 * b;
        };
        const behind = element => {
            const colour = getComputedStyle(element).backgroundColor;
            return (parts(colour)[3] ?? 1) > 0 ? colour : behind(element.parentElement);
        };
        const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        return [...document.querySelectorAll('body *')].filter(shown).filter(says).map(element => {
            const [low, high] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b);
            return [element.outerHTML.slice(0, 60), (high + .05) / (low + .05), light(behind(element))];
        })""",  # noqa: E501
    )
    assert [(text, ratio) for text, ratio, _ in contrasts if ratio < 4.5] == []
    grounds = [ground for text, _, ground in contrasts if 'class="skip"' not in text]
    assert max(grounds) < 0.1 if view.window == DARK else min(grounds) > 0.7


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_keyboard_can_skip_to_the_content_and_sees_where_it_is(
    visit: Visitor, size: str
) -> None:
    page = visit("politics", size)
    link = page.locator(".skip")
    hidden = link.bounding_box()
    assert hidden
    assert hidden["y"] + hidden["height"] <= 0
    page.keyboard.press("Tab")
    seen = link.bounding_box()
    assert seen
    assert seen["y"] >= 0
    assert 0 <= seen["x"] <= browser.SIZES[size][0] - seen["width"]
    page.keyboard.press("Tab")
    assert measure(page, "return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert (
        measure(page, "return parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        >= 2
    )
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert measure(page, "return document.activeElement.id") == "content"


@views(windows=["phone", DARK])
def test_everybody_can_use_a_page(view: View) -> None:
    rules = {"runOnly": ["color-contrast"]} if view.window == DARK else {}
    assert [
        (violation["id"], [node["html"][:100] for node in violation["nodes"]])
        for violation in Axe().run(view.seen.page, options=rules).response["violations"]
    ] == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_search_needs_nothing_but_a_keyboard(visit: Visitor, size: str) -> None:
    page = visit("front", size)
    page.get_by_role("link", name="البحث").press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("searchbox").press_sequentially("المتحف")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("mark").count() > 0
    feed = page.locator(".subscribe a").first.get_attribute("href")
    assert feed == page.url.replace("/search?", "/search.rss?")


# What is no article


@pytest.mark.parametrize(
    ("name", "title"),
    [("missing", "لا يوجد شيء بهذا العنوان"), ("gone", "سُحب هذا الخبر")],
    ids=["missing", "gone"],
)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_page_that_is_not_there_says_why_and_leads_on(
    visit: Visitor, name: str, title: str, size: str
) -> None:
    page = visit(name, size)
    assert page.locator("h1").inner_text() == title
    assert page.locator("h1").is_visible()
    page.locator("main a").click()
    assert page.url.endswith("/all")


@views(["politics.rss", "politics.atom"], [*browser.SIZES, DARK])
def test_a_feed_that_is_opened_in_a_browser_is_readable(view: View) -> None:
    seen = view.seen
    page = seen.page
    assert (seen.complaints, seen.elsewhere) == ([], [])
    assert measure(page, "return document.contentType") == "text/xml"
    assert measure(page, "return getComputedStyle(document.documentElement).direction") == "rtl"
    titles, hidden, letters, wide, narrow = measure(
        page,
        """const all = [...document.querySelectorAll(':is(channel, item, feed, entry) > title')];
        const root = document.documentElement;
        return [
            all.map(one => [one.textContent, shown(one), shown(one) && inside(one).right - lines(one)[0].right]),
            [...document.querySelectorAll('guid, id, pubDate, updated, content')].some(shown),
            parseFloat(getComputedStyle(root).fontSize) * visualViewport.scale,
            root.scrollWidth, root.clientWidth]""",  # noqa: E501
    )
    assert "سياسة" in titles[0][0]
    assert len(titles) > 4
    assert [text for text, visible, gap in titles if not visible or abs(gap) > 4] == []
    assert not hidden
    assert letters > 15  # as they reach the eye: a phone lays XML out on a wide page and shrinks it
    assert wide == narrow
