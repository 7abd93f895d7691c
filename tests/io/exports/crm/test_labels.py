"""Names that a CRM takes."""

from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.funnel.model import Stage
from funnelcraft.io.exports.crm.labels import labels


def stages(*terms: str) -> list[Stage]:
    return [Stage(id=f"s{at}", term=term) for at, term in enumerate(terms)]


def test_that_a_name_that_is_there_already_gets_a_number() -> None:
    found, renamed = labels(stages("Lead", "lead", "Lead"), 40)
    assert list(found.values()) == ["Lead", "lead 2", "Lead 3"]
    assert [one.after for one in renamed] == ["lead 2", "Lead 3"]


def test_that_a_long_name_is_broken_off_and_told() -> None:
    found, renamed = labels(stages("x" * 50, "x" * 50), 36)
    assert found["s0"] == "x" * 35 + "…"
    assert len(found["s1"]) == 36
    assert found["s1"].endswith(" 2")
    assert renamed[0].before == "x" * 50


@given(st.lists(st.text(max_size=20), max_size=6), st.integers(8, 40))
def test_that_any_names_become_different_ones_that_fit(terms: list[str], longest: int) -> None:
    found, _renamed = labels(stages(*terms), longest)
    assert len({one.casefold() for one in found.values()}) == len(terms)
    assert all(0 < len(one) <= longest for one in found.values())
