"""Amounts: one meaning or a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.io.imports.amounts import Evidence, look, parse_one
from funnelcraft.io.imports.mapping import Decimal


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(["", "EUR ", "$"]))
def test_that_grouped_amounts_are_read_with_either_sign(whole: int, cents: int, unit: str) -> None:
    english = f"{unit}{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(".,", ",."))
    meant = pytest.approx(whole + cents / 100)
    assert parse_one(english, Decimal.POINT) == meant
    assert parse_one(german, Decimal.COMMA) == meant
    assert parse_one(german, Decimal.POINT) is None or whole < 1000


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["1", "20", ""], Decimal.POINT),
        (["1,234", "1.5"], Decimal.POINT),
        (["1.234", "1,5"], Decimal.COMMA),
        (["1 234,5"], Decimal.COMMA),
        (["1,234"], None),
        (["1.234"], None),
        (["1,5", "1.5"], None),
        (["0.125"], Decimal.POINT),
    ],
)
def test_that_a_column_shows_its_decimal_sign(texts: list[str], decimal: Decimal | None) -> None:
    evidence = Evidence()
    look(texts, evidence)
    assert evidence.decimal is decimal
