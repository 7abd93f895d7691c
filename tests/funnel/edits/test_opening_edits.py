"""The opening pipeline: whose ages stay, and what becomes of them when number or middle change."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from funnelcraft.funnel.edits import set_opening
from funnelcraft.funnel.edits.opening import (
    LEAST_MIDDLE,
    MOST_AGES,
    middle_age,
    opening_ages,
    with_middle,
    with_number,
)
from funnelcraft.funnel.model import Opening
from tests.funnel.builders import funnel

AGES = st.lists(st.floats(0, 400), min_size=1, max_size=60).map(tuple)


def test_that_ages_are_set_for_one_stage_and_segment_and_the_rest_stays() -> None:
    other = Opening(stage="b", ages_days=(1.0,))
    kept = Opening(stage="a", segment="vip", ages_days=(2.0, 3.0))
    first = Opening.model_validate({"stage": "a", "ages_days": [4.0], "note": "of a later version"})
    design = funnel(opening=(other, first, kept, Opening(stage="a", ages_days=(5.0,))))
    assert opening_ages(design, "a", "all") == (4.0, 5.0)
    after = set_opening(design, "a", "all", (7.0, 8.0, 9.0))
    assert after.opening == (other, first.replaced(ages_days=(7.0, 8.0, 9.0)), kept)
    assert set_opening(after, "a", "all", ()).opening == (other, kept)
    assert set_opening(design, "a", "all", (4.0, 5.0)) is design, "exact ages stay untouched"


def test_that_the_first_leads_of_a_stage_get_a_place_of_their_own() -> None:
    design = set_opening(funnel(), "a", "all", (3.0,))
    assert design.opening == (Opening(stage="a", ages_days=(3.0,)),)
    with pytest.raises(KeyError):
        set_opening(funnel(), "nowhere", "all", (3.0,))


@given(ages=AGES, leads=st.integers(0, 200))
def test_that_another_number_of_leads_is_as_old_as_they_were(
    ages: tuple[float, ...], leads: int
) -> None:
    found = with_number(ages, leads)
    assert len(found) == leads
    assert set(found) <= set(ages)
    if leads > len(ages):
        assert found == tuple(sorted(found)) or found == ages
        # Every lead there was stands for as many of the new ones, but for one.
        shares = [sum(1 for age in found if age == one) / leads for one in set(ages)]
        wanted = [ages.count(one) / len(ages) for one in set(ages)]
        assert shares == pytest.approx(wanted, abs=1.0 / leads + 1e-9)


def test_that_leads_nobody_knows_the_age_of_have_just_come_in() -> None:
    assert with_number((), 3) == (0.0, 0.0, 0.0)


@given(ages=AGES, days=st.floats(0.01, 400))
@example(ages=(1.0, 5e-324), days=0.5)
def test_that_another_middle_is_the_middle(ages: tuple[float, ...], days: float) -> None:
    found = with_middle(ages, days)
    assert len(found) == len(ages)
    assert min(found) >= 0
    middle = middle_age(found)
    assert middle is not None
    step = 2 * days / min(len(ages), MOST_AGES)  # made up ages lie so far apart
    before = middle_age(ages)
    assert before is not None
    spread_anew = (len(set(ages)) == 1 or before < LEAST_MIDDLE) and before != days
    assert middle == pytest.approx(days, abs=step if spread_anew else 1e-9 * days)


def test_that_a_middle_alone_spreads_leads_evenly_in_few_steps() -> None:
    found = with_middle((0.0,) * 1000, 10.0)
    assert len(set(found)) <= MOST_AGES
    assert middle_age(found) == pytest.approx(10.0)
    assert sum(found) / len(found) == pytest.approx(10.0, rel=0.02)
    assert 0.0 < min(found) < 1.0
    assert 19.0 < max(found) < 20.0
    assert with_middle((5.0,), 8.0) == (8.0,)


def test_that_leads_can_have_just_come_in_again() -> None:
    assert with_middle((3.0, 9.0), 0.0) == (0.0, 0.0)
