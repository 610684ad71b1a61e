"""Records that are sent, one or a list; those of many parts are read apart, and mean the same."""

import json
import tracemalloc

import pytest

from store import Draft, Refused, SentRecords, read_sent, read_webhook
from store.limits import JSON_HEAVY
from tests.room import article


def read(value: object, most: int = 500) -> SentRecords:
    return read_sent(json.dumps(value).encode(), "api", most)


def test_a_record_and_a_list_of_one_are_told_apart() -> None:
    one, many = read(article()), read([article(), 7])
    assert (one.count, one.is_list, one.sole) == (1, False, one.items[0])
    assert (many.count, many.is_list, many.items[0]) == (2, True, one.items[0])
    for refused in (many.items[1], many.sole, read([]).sole, read(7).sole):
        assert isinstance(refused, Refused)
        assert refused.reason == "is no object: a record is written { ... }"


def test_no_more_are_read_than_are_asked_for() -> None:
    found = read([article(number) for number in range(9)], most=4)
    assert (len(found.items), found.count) == (4, 9)


def commas(count: int) -> str:
    return "، ," * count


@pytest.mark.parametrize("broken", [{}, {"title": 7}, {"colour": "x"}])
def test_a_document_of_many_parts_means_the_same(broken: dict[str, object]) -> None:
    few, many = (
        read([article(1, html=commas(count)), article(2) | broken]) for count in (9, JSON_HEAVY)
    )
    first, *_ = many.items
    assert isinstance(first, Draft)
    assert first.html == commas(JSON_HEAVY)
    assert str(few.items[1]) == str(many.items[1])
    assert few.items[1:] == many.items[1:] or isinstance(many.items[1], Refused)


def test_one_that_is_no_json_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match="is no JSON: Extra data") as refused:
        read_sent(b"[" + b"1," * JSON_HEAVY + b"1] 2", "api", 500)
    assert refused.value.offset == 2 * JSON_HEAVY + 4


def test_the_process_that_serves_takes_little_of_it() -> None:
    """What is parsed here lies here, at many times its length."""
    parts = ",".join(["[1]"] * (JSON_HEAVY // 2 + 1))
    data = f'{{"title": "خبر", "x-a": [{parts}]}}'.encode()
    tracemalloc.start()
    assert isinstance(read_sent(data, "api", 500).sole, Draft)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(data)


def test_a_webhook_of_many_parts_is_read_apart() -> None:
    messages = [{"post_id": number, "post_title": commas(JSON_HEAVY)} for number in (1, 2)]
    first, second = read_webhook(json.dumps([*messages, {}]).encode(), "api")[:2]
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.id, second.id, first.title) == ("1", "2", commas(JSON_HEAVY))
