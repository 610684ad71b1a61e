"""A new token of a partner works at once, the older ones for a day, those of others for ever."""

from datetime import datetime, timedelta

import pytest

from store import Store
from store.db.partner_tokens import GRACE, PartnerToken
from tests.room import START

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def make(store: Store, partner: str, digest: str, now: datetime) -> None:
    with store.transaction() as transaction:
        transaction.partner_tokens.make(partner, digest, now)


def in_force(store: Store, now: datetime) -> dict[str, datetime | None]:
    """When the tokens end that open a feed, by their digests."""
    with store.snapshot() as snapshot:
        tokens = snapshot.partner_tokens.in_force(now)
    return {token.digest: token.ends_at for token in tokens}


def test_a_token_goes_on_until_there_is_another(store: Store) -> None:
    make(store, "msn", "first", START)
    with store.snapshot() as snapshot:
        tokens = snapshot.partner_tokens.in_force(START + timedelta(days=9_000))
    assert tokens == [PartnerToken("msn", "first", START, None)]


def test_the_older_token_works_for_a_day(store: Store) -> None:
    make(store, "msn", "first", START)
    make(store, "msn", "second", START + HOUR)
    end = START + HOUR + timedelta(days=1)
    assert in_force(store, START + HOUR) == {"first": end, "second": None}
    assert in_force(store, end - SECOND) == {"first": end, "second": None}
    assert in_force(store, end) == {"second": None}


def test_a_third_token_lets_the_first_end_no_later(store: Store) -> None:
    for number in range(3):
        make(store, "msn", f"{number}", START + number * HOUR)
    ends = {"0": START + HOUR + GRACE, "1": START + 2 * HOUR + GRACE, "2": None}
    assert in_force(store, START + 2 * HOUR) == ends
    make(store, "msn", "3", START + 2 * GRACE)
    assert in_force(store, START + 2 * GRACE) == {"2": START + 3 * GRACE, "3": None}


def test_a_clock_that_was_set_back_ends_older_tokens_a_day_after_it(store: Store) -> None:
    make(store, "msn", "first", START)
    make(store, "msn", "second", START + 300 * GRACE)
    make(store, "msn", "third", START)
    assert in_force(store, START) == {
        "first": START + GRACE,
        "second": START + GRACE,
        "third": None,
    }


def test_the_tokens_of_other_partners_stay(store: Store) -> None:
    make(store, "news", "theirs", START)
    make(store, "msn", "first", START)
    make(store, "msn", "second", START)
    assert in_force(store, START + GRACE) == {"second": None, "theirs": None}


@pytest.mark.parametrize(("after", "count"), [(GRACE - SECOND, 0), (GRACE, 1)])
def test_what_has_ended_is_forgotten(store: Store, after: timedelta, count: int) -> None:
    make(store, "msn", "first", START)
    make(store, "msn", "second", START)
    with store.transaction() as transaction:
        assert transaction.partner_tokens.prune(START + after) == count
    assert len(in_force(store, START)) == 2 - count
