"""Dates: many at once are what each is alone, and both are what the calendar says."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.io.imports.mapping import DateOrder
from funnelcraft.io.imports.moments import (
    DAY_TICKS,
    READ,
    TICKS,
    UNCLEAR,
    UNREADABLE,
    UNTIMED,
    Evidence,
    look,
    parse,
    parse_one,
)

EPOCH = datetime(1970, 1, 1)
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30))
FORMATS = st.sampled_from(
    [
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%SZ",
        "%Y-%m-%dT%H:%M:%S.%f",
        "%Y/%m/%d %H:%M:%S",
        "%d.%m.%Y %H:%M",
        "%d/%m/%Y %I:%M %p",
        "%d-%m-%Y",
        "%b %d, %Y %H:%M:%S",
        "%d %B %Y",
        "%Y%m%d",
    ]
)


@given(st.lists(st.tuples(MOMENTS, FORMATS), max_size=20))
def test_that_what_is_written_is_read_again(written: list[tuple[datetime, str]]) -> None:
    texts = [moment.strftime(pattern) for moment, pattern in written]
    found = parse(texts, DateOrder.DAY_FIRST)
    for place, (moment, pattern) in enumerate(written):
        meant = datetime.strptime(texts[place], pattern).replace(tzinfo=None)
        day, rest = divmod(meant - EPOCH, timedelta(days=1))
        timed = "%H" in pattern or "%I" in pattern
        assert found.state[place] == READ
        assert found.day[place] == day
        assert found.tick[place] == (rest * TICKS // timedelta(seconds=1) if timed else UNTIMED)
        assert moment.date() == meant.date()


ODD = st.text(alphabet="0123456789-:T Z./+", max_size=24)


@given(st.lists(st.one_of(ODD, ODD.map(lambda t: "2024-01-0" + t)), max_size=20))
def test_that_many_at_once_are_read_as_each_alone(texts: list[str]) -> None:
    texts = [text.strip() for text in texts]
    for order in (None, *DateOrder):
        found = parse(texts, order)
        alone = [parse_one(text, order) for text in texts]
        assert list(zip(found.day, found.tick, found.state, found.zoned, strict=True)) == alone


def test_that_every_day_of_three_centuries_has_its_number() -> None:
    days = np.arange(np.datetime64("1900-01-01"), np.datetime64("2201-01-01"))
    found = parse([str(day) for day in days], None)
    assert (found.state == READ).all()
    assert np.array_equal(found.day, days.astype(np.int64))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-06-01T00:30:00+02:00", "2024-05-31T22:30"),
        ("2024-06-01 23:30 -0130", "2024-06-02T01:00"),
        ("2024-06-01T10:00:00.000+0000", "2024-06-01T10:00"),
        ("1717236000000", "2024-06-01T10:00"),
    ],
)
def test_that_offsets_are_taken_to_utc(text: str, utc: str) -> None:
    day, tick, state, zoned = parse_one(text, None)
    assert (state, zoned) == (READ, True)
    meant = datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp()
    assert day * 86_400 + tick / TICKS == meant
    assert 0 <= tick < DAY_TICKS


def test_that_the_column_tells_the_order_or_nothing_does() -> None:
    def order(*texts: str) -> tuple[DateOrder | None, bool]:
        evidence = Evidence()
        look(texts, evidence)
        return evidence.order, evidence.open

    assert order("3/4/2024", "31/1/2024") == (DateOrder.DAY_FIRST, False)
    assert order("3/4/2024", "1/31/2024 10:00") == (DateOrder.MONTH_FIRST, False)
    assert order("3/4/2024") == (None, True)
    assert order("31/1/2024", "1/31/2024") == (None, True)
    assert order("2024-03-04", "03.04.2024", "5/5/2024", "") == (None, False)


def test_that_an_order_that_does_not_fit_is_no_date() -> None:
    assert parse_one("13/5/2024", DateOrder.MONTH_FIRST)[2] == UNREADABLE
    assert parse_one("3/5/2024", None)[2] == UNCLEAR
    assert parse_one("5/5/2024", None)[2] == READ
