"""Every row of the hostile table has its outcome: alone, all together on both databases, and not by
chance.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
import yaml

from feeds.printing.press import Press
from store import PAGE_LIMIT, Article, Kind, Outcome, Store, ingest, read_drafts, rfc3339
from store.intake import prepare, prepare_body, prepare_rules
from store.sources.articletext import textfile, yamlhead
from store.sources.records import strict_json
from store.text import addresses, arabic, charset, worded_dates
from store.text.markup import spelling
from tests.hostile import HOSTILE, Row
from tests.room import FRONT, Room


def faults(room: Room, folder: Path, names: Iterable[str] = HOSTILE) -> dict[str, str]:
    """The rows that do not turn out as promised when all are ingested together, and how they turn
    out.
    """
    files = {}
    for at, name in enumerate(names):
        path = folder / f"{at:03}" / HOSTILE[name].file
        path.parent.mkdir(parents=True)
        path.write_bytes(HOSTILE[name].data)
        files[name] = str(path)
    outcomes = [one for batch in ingest(read_drafts([folder]), room.intake) for one in batch]
    of = {file: list(found) for file, found in groupby(outcomes, lambda one: one.place.file)}
    found = {
        name: fault(room.store, HOSTILE[name], of.get(file, [])) for name, file in files.items()
    }
    return {name: said for name, said in found.items() if said}


def fault(store: Store, row: Row, outcomes: list[Outcome]) -> str:
    """In what the outcomes of a row's file, and what the store holds of it, differ from the row; ""
    in nothing.
    """
    last = Kind.QUARANTINED if row.outcome == "refused" else Kind.NEW
    if [one.kind for one in outcomes] != [Kind.NEW] * row.beside + [last]:
        return ", ".join(f"{one.kind}: {one.refused}" for one in outcomes) or "nothing"
    found = (
        held(store, outcomes[-1])
        if row.outcome == "refused"
        else fields(article(store, outcomes[-1]))
    )
    differ = {
        name: found[name]
        for name, promised in row.seen.items()
        if not agree(name, found[name], promised)
    }
    left = [one for one in row.gone if one in str(found["all"])]
    return f"{differ}, left: {left}" if differ or left else ""


def agree(name: str, found: object, promised: object) -> bool:
    """Of a reason the row says a part."""
    return str(promised) in str(found) if name == "reason" else found == promised


def held(store: Store, outcome: Outcome) -> dict[str, object]:
    """The one entry of the quarantine that stands for the outcome."""
    with store.snapshot() as snapshot:
        (why,) = (
            one.refused for one in snapshot.quarantine.all() if one.refused.place == outcome.place
        )
    place = {"at": why.offset, "code": why.code_point, "line": why.place.line}
    return place | {"field": why.field, "reason": why.reason, "all": ""}


def article(store: Store, outcome: Outcome) -> Article:
    with store.snapshot() as snapshot:
        return snapshot.articles.load([outcome.id or ""])[outcome.id or ""].article


def fields(one: Article) -> dict[str, object]:
    """The fields that rows name, in the short form they have there; `all` is the whole article as
    text.
    """
    given = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return given | {
        "published": rfc3339(one.published),
        "image": one.image.url if one.image else None,
        "related": tuple(related.title for related in one.related),
        "all": " | ".join(texts(asdict(one))),
    }


def texts(value: object) -> Iterable[str]:
    if isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_input_has_its_outcome(name: str, sqlite: str, tmp_path: Path) -> None:
    store = Store(sqlite)
    assert faults(Room(store), tmp_path / "in", [name]) == {}
    store.close()


def test_all_together_the_good_ones_are_published_and_the_others_held(
    store: Store, tmp_path: Path
) -> None:
    """The three formats parse, and hold exactly what was accepted."""
    room = Room(store)
    room.press = Press(room.intake, room.pages, [replace(FRONT, size=PAGE_LIMIT)])
    room.press.define()
    assert faults(room, tmp_path / "in") == {}
    with store.snapshot() as snapshot:
        titles = {
            kept.article.id: kept.article.title for kept in snapshot.articles.after("", 10_000)
        }
        refused = snapshot.quarantine.count()
    assert refused == sum(row.outcome == "refused" for row in HOSTILE.values())
    assert len(titles) == len(HOSTILE) - refused + sum(row.beside for row in HOSTILE.values())
    assert room.refresh() == {"all": "printed"}
    for name in ("rss", "atom"):
        feed = feedparser.parse(room.edition().bodies[name].content)
        assert not feed.bozo, feed.bozo_exception
        assert sorted(entry.id for entry in feed.entries) == sorted(titles)
    items = json.loads(room.edition().bodies["json"].content)["items"]
    assert {item["id"]: item["title"].removeprefix(arabic.RLM) for item in items} == titles
    assert len(items) == len(titles)


def guessed(data: bytes) -> str:
    """The usual ladder: UTF-8, else windows-1256."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1256", "replace")


REAL_URI = addresses.uri


def composed(address: str) -> str:
    return REAL_URI(unicodedata.normalize("NFC", address))


TWINS = {
    # a vulnerable twin of a rule, where it stands, and rows that must notice it
    "bytes are replaced": (
        textfile,
        "decode",
        lambda data: data.decode("utf-8", "replace"),
        (
            "windows-1256 without a label with LF is read",
            "UTF-16 without a mark with CRLF is read",
            "a letter cut in half is refused with its byte",
        ),
    ),
    "a charset is guessed": (
        textfile,
        "decode",
        guessed,
        (
            "ISO-8859-6 without a label with LF is read",
            "a title in UTF-8 above a text in windows-1256 is refused",
            "Cyrillic of windows-1251 is refused",
        ),
    ),
    "two charsets in one file are not noticed": (
        charset,
        "_UTF_8_WORD",
        re.compile(b"(?!)"),
        ("a title in UTF-8 above a text in windows-1256 is refused",),
    ),
    "HTML passes as it is": (
        prepare_body,
        "clean",
        lambda html, link: html,
        (
            "a script goes",
            "a handler goes",
            "a link that runs code loses its target",
            "a lazy picture becomes a real one",
            "an override in a body goes, an entity too",
            "300 nested elements are refused with the first too many",
        ),
    ),
    "text is only made NFKC": (
        arabic,
        "normalise",
        lambda given: unicodedata.normalize("NFKC", given),
        (
            "presentation forms stay",
            "a NUL goes",
            "an override of the direction goes",
            "an isolate that is not closed goes",
            "marks at the ends go",
        ),
    ),
    "text is corrected": (
        prepare_rules,
        "flat",
        arabic.fold,
        ("tashkeel stays", "tatweel stays", "no hamza is corrected", "all kinds of digits stay"),
    ),
    "entities are decoded until none is left": (
        prepare_rules,
        "flat",
        arabic.line,
        ("an entity is never decoded a third time",),
    ),
    "addresses are composed": (
        addresses,
        "uri",
        composed,
        ("a decomposed address is not composed",),
    ),
    "addresses in a body are composed": (
        spelling,
        "_ADDRESS",
        re.compile("(?!)"),
        (
            "decomposed addresses in a body are not composed",
            "a second image keeps its decomposed address",
        ),
    ),
    "addresses are escaped again": (
        addresses,
        "_escaped",
        quote,
        (
            "an escaped address is not escaped again",
            "what was escaped in an address of a body is not escaped again",
        ),
    ),
    "names of zones are passed over": (
        worded_dates,
        "ZONES",
        dict.fromkeys(worded_dates.ZONES, 0),
        ("EET is two hours ahead", "EEST is three hours ahead"),
    ),
    "one family of months is known": (
        worded_dates,
        "MONTHS",
        {"نوفمبر": 11},
        ("months as in the Levant", "months as in Algeria", "months as in Morocco"),
    ),
    "JSON is read as Python does": (
        strict_json,
        "_DECODER",
        json.JSONDecoder(),
        ("NaN is refused", "a key that stands twice is refused"),
    ),
    "YAML makes objects": (
        yamlhead,
        "_StrictLoader",
        yaml.UnsafeLoader,
        (
            "a tag of Python is only a list",
            "values of front matter stay text",
            "a field that stands twice is refused",
        ),
    ),
    "titles have no limit": (
        prepare,
        "TITLE_LIMIT",
        10**6,
        ("a title of 1,001 characters is refused",),
    ),
}


@pytest.mark.parametrize("twin", TWINS)
def test_the_table_notices_a_vulnerable_twin(
    twin: str, sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, rule, replacement, rows = TWINS[twin]
    monkeypatch.setattr(where, rule, replacement)
    store = Store(sqlite)
    assert set(faults(Room(store), tmp_path / "in", rows)) == set(rows)
    store.close()
