"""Two designs brought onto one ground: one first day, one currency, money only where both count."""

from funnelcraft.simulation.comparison import compare
from funnelcraft.simulation.comparison.levelling import levelled
from funnelcraft.simulation.engine import Settings
from tests.funnel.builders import funnel

NAMES = ("“Now”", "“Then”")


def test_that_two_designs_of_one_ground_stay_as_they_are() -> None:
    a, b = funnel(), funnel(title="other")
    found = levelled(a, b, NAMES)
    assert (found.a, found.b, found.has_revenue, found.notes) == (a, b, True, ())


def test_that_another_first_day_is_brought_to_that_of_a_and_told() -> None:
    found = levelled(funnel(), funnel(start="2027-04-01"), NAMES)
    assert found.b.start == "2027-01-01"
    assert found.notes == (
        "“Then” begins on Apr 1, 2027, “Now” on Jan 1, 2027: both are compared from Jan 1, 2027 "
        "on, each with the leads that are there already.",
    )


def test_that_money_of_two_currencies_is_not_compared_but_deals_are() -> None:
    found = levelled(funnel(), funnel(currency="EUR"), NAMES)
    assert not found.has_revenue
    assert found.notes == (
        "“Now” counts money in USD, “Then” in EUR: revenue is not compared, deals are.",
    )
    played = compare(found.a, found.b, Settings(runs=32, days=30))
    assert played.runs == 32


def test_that_a_design_without_a_deal_value_is_named() -> None:
    found = levelled(funnel(), funnel(deal_value=None), NAMES)
    assert not found.has_revenue
    assert found.notes == ("“Then” has no deal value: revenue is not compared.",)
    assert found.a.deal_value is None
    neither = levelled(funnel(deal_value=None), funnel(deal_value=None), NAMES)
    assert neither.notes == ("Neither design has a deal value: revenue is not compared.",)
