"""Guids of WordPress that are kept, and those that are not, which is said; and `flask adopt`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import wxr
from tests.feeds.cli.support import CONFIGURATION, Newsroom, Open
from tests.wordpress import Site, post, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as found:
        yield found


@pytest.fixture
def wired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Open, sqlite: str, site: Site
) -> Newsroom:
    lines = f'[[wire]]\nname = "press"\nkind = "wordpress"\nurl = "{site.url}"\nkeep_guid = true\n'
    lines += f'[[wire]]\nname = "blog"\nkind = "wordpress"\nurl = "{site.url}/blog"\n'
    (tmp_path / "nashra.toml").write_text(CONFIGURATION + lines, encoding="utf-8")
    monkeypatch.setenv("NASHRA_OUTBOUND_ALLOW", "127.0.0.1")
    return opened(sqlite)


def export(folder: Path, site: Site, *posts: str) -> Path:
    file = folder / "export.xml"
    written = "".join([wxr.HEAD, *posts, wxr.TAIL]).replace("https://bank.example.com", site.url)
    file.write_text(written, encoding="utf-8")
    return file


def exported(number: int, **fields: str) -> str:
    """A post of an export, without any picture that the export lacks."""
    return wxr.post(number, content="يستمر السوق أسبوعا.", meta="", **fields)


def told(site: Site, number: int, guid: str) -> None:
    site.posts[number] = post(number, guid={"rendered": guid}, link=f"{site.url}/{number}/")


def test_a_wire_keeps_guids_and_says_which_it_could_not(wired: Newsroom, site: Site) -> None:
    told(site, 1, f"{site.url}/?p=1")
    told(site, 2, f"{site.url}/?p=1")  # as an import of WordPress may leave it
    told(site, 3, f"{site.url}/خبر")
    said = wired.well("poll", "press")
    assert "new: 3" in said
    assert "guid not kept (another article has it): 1" in said
    assert "guid not kept (it may be no id): 1" in said
    assert "guid not kept (it may be no id): 1" in wired.well("wires")
    assert f"{site.url}/?p=1" in {wired.kept(number).article.id for number in ("1", "2")}
    wired.well("poll", "press")
    assert "guid not kept (it may be no id): 1" in wired.well("wires")


def test_an_ingest_says_which_guids_were_not_kept_and_why(
    wired: Newsroom, site: Site, tmp_path: Path
) -> None:
    wired.well("ingest", export(tmp_path, site, exported(1)))  # its wire keeps it
    file = export(
        tmp_path,
        site,
        exported(1),
        exported(2),
        exported(3, guid="مرحبا"),
    )
    assert wired.kept("1").article.id == f"{site.url}/?p=1"
    *_, report = wired.json("ingest", file, "--keep-guid", "--json")
    assert report["report"]["guids_not_kept"] == {"unfit": 1}
    assert "guid not kept (the article was known before): 1" in wired.well("ingest", file)


def test_an_archive_that_is_known_keeps_the_ids_that_readers_know(
    newsroom: Newsroom, site: Site, tmp_path: Path
) -> None:
    file = export(tmp_path, site, exported(1), exported(2))
    newsroom.well("ingest", file)
    said = newsroom.well("ingest", file, "--keep-guid")
    assert said.splitlines()[1] == "guid not kept (the article was known before): 2"
    same, *_ = newsroom.json("ingest", file, "--keep-guid", "--json")
    assert same["guid_not_kept"] == "known"


def test_adopt_gives_a_site_or_a_source_to_a_wire(wired: Newsroom, tmp_path: Path) -> None:
    before = Site()
    before.url = "https://before.example.com"
    wired.well("ingest", export(tmp_path, before, exported(1), exported(2)))
    assert wired.kept("1").article.owner == "before.example.com"
    said = wired.well("adopt", "http://www.before.example.com/", "press")
    assert said == "2 articles belong to press from now on\n"
    assert wired.kept("1").article.owner == "press"
    assert wired.well("adopt", "nobody", "press") == "0 articles belong to press from now on\n"
    assert wired.run("adopt", "before.example.com", "nothing").exit_code == 1


def test_adopt_takes_no_site_from_the_wire_that_polls_it(wired: Newsroom, site: Site) -> None:
    refused = wired.run("adopt", f"{site.url}/blog/", "press")
    assert (refused.exit_code, "is polled by the wire 'blog'" in refused.output) == (1, True)
    assert wired.well("adopt", site.url, "press") == "0 articles belong to press from now on\n"
