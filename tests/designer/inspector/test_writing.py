"""How typed text becomes a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.designer.inspector.writing import (
    NotUnderstood,
    amount,
    calendar_day,
    duration,
    lines,
    optional,
    parse_number,
    share,
    whole,
)
from funnelcraft.funnel.language import ENGLISH, Speech, speaking

GERMAN = Speech("de", "de")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1200", 1200.0),
        ("1,200", 1200.0),
        ("1,200.5", 1200.5),
        ("1 200", 1200.0),
        ("1\u202f200", 1200.0),
        ("3,5", 3.5),
        ("1.200,5", 1200.5),
        (".5", 0.5),
        ("-2", -2.0),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("-0,125", -0.125),
    ],
)
def test_that_numbers_are_read_the_way_people_write_them(typed: str, value: float) -> None:
    assert parse_number(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("20.000", 20_000.0),
        ("3.000.000", 3_000_000.0),
        ("1.200,5", 1200.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1,234", 1.234),
        ("1.5", 1.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("-2.000", -2000.0),
    ],
)
def test_that_numbers_are_read_as_the_language_writes_them(typed: str, value: float) -> None:
    with speaking(GERMAN):
        assert parse_number(typed) == value


@given(st.integers(0, 10**9))
def test_that_what_a_field_shows_is_read_as_what_it_showed(thousandths: int) -> None:
    for speech in (GERMAN, ENGLISH):
        with speaking(speech):
            assert amount().read(amount().show(thousandths / 1000)) == thousandths / 1000


def test_that_times_and_amounts_are_typed_in_german_words_and_dates_with_points() -> None:
    with speaking(GERMAN):
        assert duration().read("36 Std") == 1.5
        assert duration().read("2 Wochen") == 14.0
        assert amount().read("1,5 Mio.") == 1_500_000.0
        assert calendar_day().read("31.1.2027") == "2027-01-31"
        assert calendar_day().read("01.02.2027") == "2027-02-01"


@pytest.mark.parametrize("typed", ["", "x", "1e5", "nan", "inf", "1,2,3", "٣", "1.2.3", "--1"])
def test_that_what_is_no_number_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="not a number"):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "value"), [("35", 0.35), ("35%", 0.35), ("35 %", 0.35), ("0.35", 0.0035), ("100", 1)]
)
def test_that_a_share_is_always_typed_in_percent(typed: str, value: float) -> None:
    assert share().read(typed) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("typed", ["140", "-1", "140 %"])
def test_that_a_share_out_of_range_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="between 0% and 100%"):
        share().read(typed)


@given(st.integers(0, 100_000))
def test_that_a_share_of_a_thousandth_percent_survives_being_shown(thousandths: int) -> None:
    value = thousandths / 100_000
    assert share().read(share().show(value)) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("typed", "days"), [("2", 2.0), ("36 h", 1.5), ("2 w", 14.0), ("2d", 2.0), ("1 mo", 30.4375)]
)
def test_that_a_duration_may_name_its_unit(typed: str, days: float) -> None:
    assert duration().read(typed) == pytest.approx(days)


def test_that_amounts_may_be_short() -> None:
    assert amount().read("1.5m") == 1_500_000
    assert amount().read("18k") == 18_000
    with pytest.raises(NotUnderstood):
        amount().read("-5")
    with pytest.raises(NotUnderstood):
        amount().read("5 apples")


def test_that_whole_numbers_stay_whole() -> None:
    assert whole().read("1,180") == 1180
    with pytest.raises(NotUnderstood, match="whole"):
        whole().read("2.5")


def test_that_dates_lines_and_empty_fields_are_read() -> None:
    assert calendar_day().read(" 2027-02-28 ") == "2027-02-28"
    with pytest.raises(NotUnderstood, match="2027-01-31"):
        calendar_day().read("2027-02-30")
    assert lines().read("one\n\n  two  ") == ("one", "two")
    assert optional(share()).read("  ") is None
    assert optional(share()).show(None) == ""
