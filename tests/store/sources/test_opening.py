"""Files, folders and standard input are one stream of drafts."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from store.draft import Draft, Omitted, SourceItem
from store.errors import NotFound
from store.lazy import load
from store.sources import SOURCES
from store.sources.opening import read_drafts
from tests.folders import close_folder

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "records.md"


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    folder = tmp_path / "newsroom"
    (folder / "politics").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name, content in {
        "b.txt": "عنوان ب",
        "a.ndjson": '{"title": "عنوان أ", "id": "1"}\n{"title": "عنوان آخر"}',
        "politics/c.MD": "عنوان ج",
        "politics/d.xml": "<rss><channel><item><title>عنوان د</title></item></channel></rss>",
        "photo.jpg": "x",
        ".hidden.txt": "x",
        ".git/d.txt": "x",
    }.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def drafts(*paths: Path | str, format: str | None = None, stdin: bytes = b"") -> list[SourceItem]:
    return list(read_drafts(paths, format, io.BytesIO(stdin)))


def drafts_of(path: Path) -> Iterator[SourceItem]:
    return read_drafts([path])


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def swap(path: Path, target: Path, stop: Event) -> None:
    """Have a name mean now its file, now a link, until it is told to stop."""
    file, link = path.with_suffix(".file"), path.with_suffix(".link")
    file.write_bytes(path.read_bytes())  # the name is never missing
    while not stop.is_set():
        os.link(file, link)
        link.rename(path)
        link.symlink_to(target)
        link.rename(path)


def entered(at: int) -> int:
    """The folder within a folder, which is closed."""
    below = os.open("d" * 20, os.O_RDONLY, dir_fd=at)
    os.close(at)
    return below


def titles(found: list[SourceItem]) -> list[str | None]:
    return [one.title if isinstance(one, Draft) else f"!{one}" for one in found]


def test_a_folder_is_read_in_the_order_of_its_names(newsroom: Path) -> None:
    assert titles(drafts(newsroom)) == ["عنوان أ", "عنوان آخر", "عنوان ب", "عنوان ج", "عنوان د"]


def test_a_file_is_known_by_its_folder_and_path_below_it(newsroom: Path) -> None:
    found = [one for one in drafts(newsroom) if isinstance(one, Draft)]
    assert [one.id for one in found] == [
        "1",
        None,
        "newsroom/b.txt",
        "newsroom/politics/c.MD",
        None,
    ]
    assert [one.folder for one in found] == [
        "newsroom",
        "newsroom",
        "newsroom",
        "politics",
        "politics",
    ]
    assert found[-2].place.file == str(newsroom / "politics" / "c.MD")


def test_a_lone_file_is_known_by_its_parent_and_name(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(newsroom / "politics")
    for name in ("c.MD", "../politics/c.MD", str(newsroom / "politics" / "c.MD")):
        (found,) = drafts(name)
        assert isinstance(found, Draft)
        assert (found.id, found.folder, found.place.file) == ("politics/c.MD", "politics", name)


def test_a_folder_is_the_same_however_it_is_named(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(newsroom)
    assert [getattr(one, "id", "") for one in drafts(".")] == [
        getattr(one, "id", "") for one in drafts(newsroom)
    ]


def test_the_name_of_a_file_is_composed_in_its_id(tmp_path: Path) -> None:
    (tmp_path / "قرا\u0654ر.txt").write_text("عنوان", encoding="utf-8")
    (found,) = drafts(tmp_path)
    assert isinstance(found, Draft)
    assert found.id is not None
    assert unicodedata.is_normalized("NFC", found.id)


def test_standard_input_is_json_unless_it_is_said_to_be_text() -> None:
    (found,) = drafts("-", stdin='{"title": "عنوان"}'.encode())
    assert (titles([found]), found.place.file) == (["عنوان"], "-")
    (found,) = drafts("-", format="text", stdin="عنوان\nنص.".encode())
    assert isinstance(found, Draft)
    assert (found.title, found.id, found.folder) == ("عنوان", None, None)


def test_a_path_that_does_not_exist_is_said_before_anything_is_read(newsroom: Path) -> None:
    with pytest.raises(NotFound, match="there is no file or folder"):
        read_drafts([newsroom, newsroom / "none.txt"], None, io.BytesIO())
    with pytest.raises(NotFound):
        read_drafts(["x" * 5_000], None, io.BytesIO())


def test_a_named_file_of_an_unknown_kind_is_refused(newsroom: Path) -> None:
    (found,) = drafts(newsroom / "photo.jpg")
    assert titles([found]) == [
        "!the suffix '.jpg' is none of .txt, .md, .json, .ndjson, .jsonl, .rss, .atom, .rdf, .xml,"
        " .wxr, .html, .htm, .mhtml, .mht: say --format"
    ]


def test_a_format_outranks_the_suffix_of_a_named_file(newsroom: Path) -> None:
    assert titles(drafts(newsroom / "photo.jpg", format="text")) == ["x"]


def test_a_format_chooses_among_the_files_of_a_folder(newsroom: Path) -> None:
    assert titles(drafts(newsroom, format="text")) == ["عنوان ب", "عنوان ج"]
    assert titles(drafts(newsroom, format="feed")) == ["عنوان د"]


LINK = "!is a link, which is not followed: give the file itself"
SPECIAL = "!is no regular file: what comes through a pipe is read as -"


def test_no_link_below_a_folder_is_followed(
    newsroom: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = newsroom.with_name("secret.txt")
    secret.write_text("سر لا ينشر", encoding="utf-8")
    (newsroom / "c.txt").symlink_to(secret)
    (newsroom / "d.json").symlink_to("/proc/self/environ")
    (newsroom / "e.txt").symlink_to("b.txt")  # which is read under its own name
    (newsroom / "loop.txt").symlink_to(newsroom / "loop.txt")
    (newsroom / "photo.png").symlink_to(secret)
    (newsroom / "politics" / "again").symlink_to(newsroom)
    found = drafts(newsroom)
    assert [one for one in titles(found) if one == LINK] == [LINK] * 4
    assert [one.place.file for one in found if isinstance(one, Omitted)] == [
        f"{newsroom}/politics/again"
    ]
    assert f"{newsroom}/politics/again is a link to a folder" in caplog.text
    assert len(found) == 5 + 4 + 1


def test_a_link_that_is_named_is_not_followed_either(newsroom: Path) -> None:
    """A shell that is asked for `*.txt` names whatever lies there."""
    (newsroom / "c.txt").symlink_to(newsroom / "b.txt")
    assert titles(drafts(newsroom / "c.txt", newsroom / "b.txt")) == [LINK, "عنوان ب"]


@pytest.mark.parametrize("make", [os.mkfifo, listen])
def test_a_pipe_or_socket_is_refused_and_not_waited_for(
    newsroom: Path, make: Callable[[Path], None]
) -> None:
    make(newsroom / "c.txt")
    assert titles(drafts(newsroom))[3:5] == [SPECIAL, "عنوان ج"]
    assert titles(drafts(newsroom / "c.txt")) == [SPECIAL]


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/dev/stdin"])
def test_what_a_shell_passes_open_is_read_like_standard_input(name: str) -> None:
    reading, writing = os.pipe()
    os.write(writing, '{"title": "عنوان"}\n'.encode())
    os.close(writing)
    script = (
        "import sys; from store.sources.opening import read_drafts;"
        f"print([one.title for one in read_drafts([{name.format(reading)!r}])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdin=reading,
        pass_fds=[reading],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    os.close(reading)
    assert done.stdout == "['عنوان']\n"


def test_a_file_that_is_swapped_for_a_link_while_we_look_is_not_read(newsroom: Path) -> None:
    """Thousands of looks at a name that is now a file, now a link: none follows it."""
    secret = newsroom.with_name("secret.txt")
    secret.write_text("سر لا ينشر", encoding="utf-8")
    stop = Event()
    swapper = Thread(target=swap, args=(newsroom / "b.txt", secret, stop))
    swapper.start()
    seen: set[str] = set()
    try:
        for look in range(20_000):
            seen |= {*titles(drafts(newsroom / "b.txt"))}
            # On a busy machine it may take more looks until both were met.
            if look >= 2_000 and {"عنوان ب", LINK} <= seen:
                break
    finally:
        stop.set()
        swapper.join()
    assert {"عنوان ب", LINK} <= seen
    assert "سر لا ينشر" not in seen


def test_a_folder_that_is_swapped_for_a_link_is_not_entered(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is swapped at the last moment: once it was looked at, and before it is opened."""
    elsewhere = newsroom.with_name("elsewhere")
    elsewhere.mkdir()
    (elsewhere / "c.MD").write_text("سر لا ينشر", encoding="utf-8")
    opened = os.open

    def late(path: str | Path, *rest: int, **options: int) -> int:
        if path == "politics" and not (newsroom / "politics").is_symlink():
            shutil.rmtree(newsroom / "politics")
            (newsroom / "politics").symlink_to(elsewhere)
        return opened(path, *rest, **options)

    monkeypatch.setattr(os, "open", late)
    assert titles(drafts(newsroom))[3:] == ["!cannot be read: Not a directory"]


def test_a_file_that_grows_while_it_is_read_ends(newsroom: Path) -> None:
    path = newsroom / "a.ndjson"
    found = []
    for draft in drafts_of(path):
        found.append(draft)
        with path.open("ab") as stream:
            stream.write(b'{"title": "x"}\n' * 100_000)
    assert len(found) == 2


def test_a_tree_of_any_depth_ends(newsroom: Path) -> None:
    at = os.open(newsroom, os.O_RDONLY)
    for _ in range(400):
        os.mkdir("d" * 20, dir_fd=at)  # no path reaches so deep
        at = entered(at)
    os.close(at)
    found = drafts(newsroom)
    assert "the path is longer than 2,000 bytes" in str(titles(found))
    assert len(found) == 6


def test_a_file_that_cannot_be_read_is_refused_and_the_next_is_read(newsroom: Path) -> None:
    def unreadable(path: Path) -> Path:
        found = read_drafts([path, newsroom / "b.txt"], None, io.BytesIO())
        path.unlink()
        assert titles(list(found)) == ["!cannot be read: No such file or directory", "عنوان ب"]
        return path

    unreadable(newsroom / "a.ndjson")


def test_a_folder_that_is_closed_is_refused_and_the_next_is_read(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (newsroom / "z.txt").write_text("عنوان ي", encoding="utf-8")
    close_folder(monkeypatch, "politics")
    assert titles(drafts(newsroom))[2:] == [
        "عنوان ب",
        "!cannot be read: Permission denied",
        "عنوان ي",
    ]


def test_what_cannot_be_meant_is_said_before_anything_is_read(newsroom: Path) -> None:
    with pytest.raises(NotFound, match="known are: text, json, feed"):
        read_drafts([newsroom], "xml")
    with pytest.raises(NotFound, match="no standard input"):
        read_drafts(["-"])
    assert len(list(read_drafts([newsroom]))) == 5


def test_a_name_that_is_no_text_can_be_kept(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xc7\xe1.txt")).write_text("عنوان", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    (found,) = drafts(tmp_path)
    assert isinstance(found, Draft)
    assert found.id is not None
    assert f"{found.id}{found.place.file}".encode()


def test_every_source_has_the_same_face() -> None:
    assert list(SOURCES) == ["text", "json", "feed", "wxr", "page", "mhtml"]
    for source in SOURCES.values():
        assert source.suffixes
        assert source.read.__name__ == "read"
        assert load(source.module).read.__name__ == "read"


def test_the_examples_of_the_documentation_are_read() -> None:
    examples = re.findall(
        r"```(json|text)\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL
    )
    found = [
        draft for form, text in examples for draft in drafts("-", format=form, stdin=text.encode())
    ]
    line, fenced, bare = [one for one in found if isinstance(one, Draft)]
    assert len(found) == 3
    assert line.id == "88120"
    assert (fenced.title, fenced.sections, fenced.tags) == (
        "سوق الكتب: موسم جديد",
        ("ثقافة",),
        ("كتب", "القاهرة"),
    )
    assert [one.title for one in bare.related] == ["سوق الكتب القديمة يعود إلى ضفة النهر"]
    assert bare.image is not None
    assert "<h2>موعد ثابت كل أسبوع</h2>" in str(bare.html)


def test_names_of_another_charset_are_told_apart(tmp_path: Path) -> None:
    """As old archives unpack them: two names that are no UTF-8, of the same length."""
    for name in ("خبر", "حدث"):
        path = os.fsencode(tmp_path) + b"/" + name.encode("windows-1256") + b".txt"
        try:
            Path(os.fsdecode(path)).write_text(f"عنوان {name}", encoding="utf-8")
        except OSError:
            pytest.skip("this file system takes names in UTF-8 alone")
    found = [one for one in drafts(tmp_path) if isinstance(one, Draft)]
    assert len({one.id for one in found}) == 2


def test_a_folder_behind_a_link_keeps_its_own_name(newsroom: Path) -> None:
    link = newsroom.with_name("current")
    link.symlink_to(newsroom)
    ids = [str(one.id) for one in drafts(link) if isinstance(one, Draft) and one.place.line is None]
    assert ids
    assert all(one.startswith("current/") for one in ids)
