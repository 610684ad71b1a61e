"""Histories of a newspaper that is made with WordPress: after each poll, feeds of all formats equal
what its editors wrote, field by field, whichever way it came in first.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from store import Store, StoredArticle
from tests.paper import hooks
from tests.paper.beginnings import Beginnings
from tests.paper.editorial import Paper, slugged
from tests.paper.edits import EDITS, Desk
from tests.paper.export import export
from tests.paper.follower import Follower
from tests.paper.site import Site, newspaper
from tests.room import START

Beginning = Callable[[Follower, Desk, Path], None]
Begin = Callable[[str], AbstractContextManager[tuple[Follower, Desk, Store]]]


@pytest.fixture
def site() -> Iterator[Site]:
    with newspaper() as found:
        yield found


@pytest.fixture
def light(sqlite: str) -> Iterator[Store]:
    """A store on SQLite alone: there are many rows."""
    opened = Store(sqlite)
    yield opened
    opened.close()


def _export_first(follower: Follower, desk: Desk, folder: Path) -> None:
    follower.take_export(folder, export(desk.paper))
    follower.pass_time(minutes=5)
    follower.poll()


def _wire_first(follower: Follower, desk: Desk, folder: Path) -> None:
    follower.poll()
    follower.pass_time(minutes=5)
    follower.take_export(folder, export(desk.paper))


def _saved_answers(follower: Follower, _: Desk, folder: Path) -> None:
    """Pages of the REST API that somebody has saved, and the wire behind them."""
    follower.take_answers(folder)
    follower.pass_time(minutes=5)
    follower.poll()


def _hooks_first(follower: Follower, desk: Desk, folder: Path) -> None:
    """Hooks of some posts arrive before anything else does."""
    for post in desk.paper.readable()[:4]:
        follower.hear(hooks.wp_webhooks(desk.paper, post))
    _export_first(follower, desk, folder)


def _export_alone(follower: Follower, desk: Desk, folder: Path) -> None:
    follower.take_export(folder, export(desk.paper))


def _export_of_posts(follower: Follower, desk: Desk, folder: Path) -> None:
    follower.take_export(folder, export(desk.paper, attachments=False))
    follower.pass_time(minutes=5)
    follower.poll()


BEGINNINGS: dict[str, Beginning] = {
    "export first": _export_first,
    "wire first": _wire_first,
    "export, and the wire after the edit": _export_alone,
    "an export of posts alone": _export_of_posts,
    "saved answers": _saved_answers,
    "hooks before all else": _hooks_first,
}


@pytest.fixture(scope="module")
def beginnings(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beginnings[Store]]:
    with newspaper() as site:
        yield Beginnings(site, sqlite_template, tmp_path_factory.mktemp("begun"), Store)


@pytest.fixture
def begin(beginnings: Beginnings[Store], tmp_path: Path) -> Begin:
    """A newsroom and a newspaper after a beginning that readers have seen."""

    def steps(name: str) -> Beginning:
        def take(follower: Follower, desk: Desk, folder: Path) -> None:
            BEGINNINGS[name](follower, desk, folder)
            follower.check()
            follower.pass_time(minutes=5)

        return take

    return lambda name: beginnings.copy(name, steps(name), tmp_path)


# Tags may be thousands, and so the names of tags and authors are read once an hour only.
HOURLY = ("a renamed tag", "a renamed author")
SOME = ("nothing", "a title and its slug", "trash", "private no more", "other permalinks")
ROWS = [
    (beginning, edit)
    for beginning in BEGINNINGS
    for edit in (EDITS if beginning in ("export first", "wire first") else SOME)
]


@pytest.mark.parametrize(("beginning", "edit"), ROWS)
def test_the_next_poll_shows_an_edit(begin: Begin, beginning: str, edit: str) -> None:
    with begin(beginning) as (follower, desk, _):
        EDITS[edit](desk)
        follower.pass_time(minutes=65 if edit in HOURLY else 5)
        follower.poll()
        assert follower.check() == []


def _told(edit: str) -> bool:
    """Whether WordPress tells its hooks of an edit."""
    paper = Paper(lambda: START, "https://paper.example")
    return bool(list(EDITS[edit](Desk(paper))))


# Each edit is told in two of the ways of plugins, another two than the one before.
HOOKED = [
    pytest.param(edit, hooks.FORMS[at % len(hooks.FORMS)], id=f"{edit}-{at}")
    for number, edit in enumerate(filter(_told, EDITS))
    for at in (number, number + 2)
]


@pytest.mark.parametrize(("edit", "form"), HOOKED)
def test_a_hook_shows_an_edit_at_once(begin: Begin, edit: str, form: hooks.Form) -> None:
    with begin("export first") as (follower, desk, _):
        for post in EDITS[edit](desk):
            assert follower.hear(hooks.message(form, desk.paper, post)) < 300
        follower.fetch_recalled()
        assert follower.check() == []
        follower.pass_time(minutes=5)
        follower.poll()
        assert follower.check() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_long_history_holds_at_each_poll(store: Store, site: Site, tmp_path: Path) -> None:
    """All edits, in any order, some with hooks and some whose hooks are lost, two between two
    polls; and now and then the export of the beginning once more.
    """
    luck = Random(1)
    follower = Follower(store, site.paper)
    desk = Desk(site.paper)
    first = export(site.paper)
    luck.choice([_export_first, _wire_first])(follower, desk, tmp_path)
    follower.check()
    names = luck.sample(sorted(EDITS), len(EDITS))
    names.sort(key=lambda name: name == "a deleted category")  # others are about that category
    for number, name in enumerate(names):
        follower.pass_time(minutes=luck.choice([1, 5, 45]))
        for post in EDITS[name](desk):
            if luck.random() < 0.5:
                follower.hear(hooks.message(luck.choice(hooks.FORMS), site.paper, post))
        if number % 10 == 9:
            follower.take_export(tmp_path, first)
        follower.pass_time(minutes=65 if name in HOURLY else 1)
        if number % 2 == 0:
            follower.poll()
            assert follower.check() == [], names[: number + 1]


# Galleries: an export shows their pictures in full, a site small ones that lead to pages of theirs.
OTHERWISE_RENDERED = ("gallery", "only")


@pytest.mark.parametrize("beginning", ["export first", "wire first"])
def test_an_unchanged_post_is_the_same_whichever_way_it_comes_again(
    light: Store, site: Site, tmp_path: Path, beginning: str
) -> None:
    follower = Follower(light, site.paper)
    desk = Desk(site.paper)
    file = export(site.paper)
    takes = [follower.poll, lambda: follower.take_export(tmp_path, file)]
    if beginning == "export first":
        takes.reverse()
    takes[0]()
    before = _kept(light)
    follower.pass_time(minutes=5)
    counts = takes[1]()
    after = _kept(light)
    changed = {number for number in before if after[number].digest != before[number].digest}
    edited = OTHERWISE_RENDERED if beginning == "export first" else ()
    assert changed == {str(desk[name].id) for name in edited}
    assert counts["same"] == len(before) - len(edited)
    for number, one in before.items():
        assert after[number].article.updated == one.article.updated


def _kept(store: Store) -> dict[str, StoredArticle]:
    """The articles by the numbers of their posts."""
    with store.snapshot() as snapshot:
        return {str(one.article.source_id): one for one in snapshot.articles.after("", 100)}


@pytest.mark.parametrize("hidden", ["hides_users", "shows_enclosures"])
def test_what_a_site_hides_from_visitors_stays_as_its_export_told(
    light: Store, site: Site, tmp_path: Path, hidden: str
) -> None:
    """A plugin for security hides the users; fields are shown only where they are registered."""
    setattr(site.paper, hidden, not getattr(site.paper, hidden))
    follower = Follower(light, site.paper)
    desk = Desk(site.paper)
    _export_first(follower, desk, tmp_path)
    assert follower.check() == []
    follower.pass_time(minutes=5)
    EDITS["a title"](desk)
    site.paper.edit(desk["sound"], title="حديث الصباح: الطيور التي عادت إلى البحيرة")
    follower.poll()
    assert follower.check() == []


def test_a_feed_of_the_same_site_is_no_other_source(
    light: Store, site: Site, tmp_path: Path
) -> None:
    """Where the API is shut, the feed of the site is the wire; its posts are the export's."""
    follower = Follower(light, site.paper)
    follower.wire = replace(follower.wire, kind="feed", url=site.paper.address("/feed/"))
    desk = Desk(site.paper)
    _export_first(follower, desk, tmp_path)
    follower.pass_time(minutes=5)
    title = "الميناء يستقبل ثلاث سفن من خط الشمال"
    site.paper.edit(desk["port"], title=title, slug=slugged(title))
    follower.pass_time(minutes=5)
    follower.poll()
    follower.print()
    titles = [entry.shown.title for entry in follower.entries()["rss"]]
    assert titles.count(title) == 1
    assert len(titles) == len(site.paper.readable())
