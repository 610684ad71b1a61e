"""Podcasts of WordPress: the file that plays beside a post, wherever a plugin tells it."""

import io
from typing import Any

import pytest

from store import Draft
from store.draft import DraftEnclosure
from store.sources.file import File
from store.sources.wordpress import wxr
from store.sources.wordpress.posts import draft
from tests.wordpress import post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported

MP3 = "https://press.example.com/audio/نشرة.mp3"
LINES = f"{MP3}\n8123456\naudio/mpeg\n"
WHOLE = DraftEnclosure(url=MP3, type="audio/mpeg", length=8123456)
BARE = DraftEnclosure(url=MP3, type="audio/mpeg")

TOLD: dict[str, tuple[dict[str, Any], DraftEnclosure]] = {
    "WordPress's own": ({"meta": {"enclosure": LINES}}, WHOLE),
    "a list": ({"meta": {"enclosure": [LINES, LINES]}}, WHOLE),
    "lines of Windows": ({"enclosure": LINES.replace("\n", "\r\n")}, WHOLE),
    "PowerPress's lines": (
        {"meta": {"enclosure": f'{LINES}a:1:{{s:8:"duration";s:5:"12:04";}}'}},
        WHOLE,
    ),
    "an object": ({"enclosure": {"url": MP3, "length": "8123456", "type": "audio/mpeg"}}, WHOLE),
    "PowerPress": (
        {"powerpress": {"enclosure": {"url": MP3, "size": 8123456, "type": "audio/mpeg"}}},
        WHOLE,
    ),
    "PowerPress alone": ({"powerpress_enclosure": {"url": MP3, "length": 8123456}}, WHOLE),
    "Seriously Simple Podcasting": (
        {"audio_file": MP3, "meta": {"audio_file": MP3, "filesize_raw": "8123456"}},
        WHOLE,
    ),
    "its meta alone": ({"meta": {"audio_file": MP3, "filesize": "7.75M"}}, BARE),
    "a field that a site adds": (
        {"acf": {"audio_file": {"url": MP3, "filesize": 8123456, "mime_type": "audio/mpeg"}}},
        WHOLE,
    ),
    "no length": ({"meta": {"enclosure": f"{MP3}\n\naudio/mpeg"}}, BARE),
    "the address alone": ({"enclosure": MP3}, BARE),
    "an odd type": ({"enclosure": f"{MP3}\n0\nmp3"}, BARE),
    "a relative address": (
        {"enclosure": "/audio/نشرة.mp3"},
        BARE,
    ),
}
NOTHING: dict[str, dict[str, Any]] = {
    "a picture": {"enclosure": "https://press.example.com/jisr.jpg"},
    "no address": {"meta": {"enclosure": "لا يوجد\n12\naudio/mpeg"}},
    "odd shapes": {"enclosure": 7, "meta": [], "powerpress": True, "audio_file": {"a": [1]}},
    "nothing": {"enclosure": "", "meta": {"enclosure": []}, "audio_file": None},
    "a page": {"enclosure": "https://press.example.com/2026/10/khabar/"},
}


def made(**fields: Any) -> Draft:
    found = draft(post(5) | fields, "site")
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize(("fields", "enclosure"), TOLD.values(), ids=TOLD)
def test_a_file_is_taken_from_wherever_it_is_told(
    fields: dict[str, Any], enclosure: DraftEnclosure
) -> None:
    assert made(**fields).enclosures == (enclosure,)


@pytest.mark.parametrize("fields", NOTHING.values(), ids=NOTHING)
def test_what_plays_nothing_is_no_file_and_refuses_no_post(fields: dict[str, Any]) -> None:
    assert made(**fields).enclosures == ()


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def of_export(told: str) -> tuple[DraftEnclosure, ...]:
    text = HEAD + exported(1, meta=told) + TAIL
    (item,) = wxr.read(File(io.BytesIO(text.encode()), "a.xml", ""))
    assert isinstance(item, Draft)
    return item.enclosures


@pytest.mark.parametrize("key", ["enclosure", "_podcast:enclosure"])
def test_an_export_tells_a_file_in_lines(key: str) -> None:
    assert of_export(meta(key, LINES)) == (WHOLE,)


def test_an_export_tells_the_file_of_an_episode_by_its_address() -> None:
    assert of_export(meta("audio_file", MP3)) == (BARE,)


def test_all_files_of_an_exported_post_are_told_each_once() -> None:
    second = f"{MP3[:-4]}-2.mp3\n\n\n"
    told = meta("enclosure", LINES) + meta("enclosure", second) + meta("audio_file", MP3)
    assert [file.url for file in of_export(told)] == [MP3, f"{MP3[:-4]}-2.mp3"]
