"""The sentences of a comparison: made from figures, in plain words."""

from datetime import date
from functools import partial

import pytest

from funnelcraft.funnel.text import count, money
from funnelcraft.simulation.comparison.comparison import Difference
from funnelcraft.simulation.comparison.contributions import Contribution, Contributions, Share
from funnelcraft.simulation.comparison.standing import Pairing as Together
from funnelcraft.simulation.comparison.telling import (
    Pairing,
    Topic,
    difference_words,
    expected_headline,
    headline,
)
from funnelcraft.simulation.comparison.telling_shares import contribution_words
from funnelcraft.simulation.forecast import wins
from funnelcraft.simulation.forecast.totals import Total

PAIR = Pairing("“Now”", "“Two more reps”", 365)
MARCH = date(2027, 3, 1)
DOLLARS = Topic("revenue", partial(money, currency="USD"))


def total(mean: float, low: float, high: float) -> Total:
    return Total(mean, 1.0, 0.1, low, low, mean, high, high, *([0.1] * 5))


def differing(mean: float, low: float, high: float, more: float, less: float) -> Difference:
    around = total(100.0, 90.0, 110.0)
    whole = total(mean, low, high)
    return Difference(around, around, whole, more, less, 1000, Together(None, None))


@pytest.mark.parametrize(
    ("found", "since", "topic", "told"),
    [
        (
            differing(14.2, 9, 20, 0.97, 0.02),
            MARCH,
            Topic("wins"),
            "“Two more reps” brings 14 more deals than “Now” in 12 months (80%: 9 to 20). It is "
            "ahead in 97% of the runs and behind in 2%. The difference shows from the week of "
            "Mar 1, 2027 on.",
        ),
        (
            differing(-14.2, -20, -9, 0, 1.0),
            None,
            Topic("wins"),
            "“Two more reps” brings 14 fewer deals than “Now” in 12 months (80%: 9 to 20). It is "
            "so in every run.",
        ),
        (
            differing(1, -3, 5, 0.5, 0.4),
            None,
            Topic("wins"),
            "“Two more reps” brings 1 more deal than “Now” in 12 months (80%: 3 fewer to 5 more). "
            "Which is better is not clear: it is ahead in 50% of the runs, behind in 40%.",
        ),
        (
            differing(120_000, -5_000, 250_000, 0.88, 0.12),
            None,
            DOLLARS,
            "“Two more reps” brings $120K more revenue than “Now” in 12 months (80%: $5K less "
            "to $250K more). Which is better is not clear: it is ahead in 88% of the runs, behind "
            "in 12%.",
        ),
        (
            differing(40, 30, 50, 0.99, 0.01),
            None,
            Topic("entries", stage="MQL"),
            "With “Two more reps” 40 more leads than with “Now” reach “MQL” in 12 months (80%: 30 "
            "to 50). It has more in 99% of the runs and fewer in 1%.",
        ),
        (
            differing(-40, -50, -30, 0.01, 0.99),
            None,
            Topic("balance", stage="MQL"),
            "With “Two more reps” 40 fewer leads than with “Now” are in “MQL” after 12 months "
            "(80%: 30 to 50). It has more in 1% of the runs and fewer in 99%.",
        ),
        (
            differing(0, 0, 0, 0, 0),
            None,
            Topic("wins"),
            "“Now” and “Two more reps” bring the same deals in every run.",
        ),
    ],
)
def test_that_the_headline_says_how_much_how_sure_and_from_when(
    found: Difference, since: date | None, topic: Topic, told: str
) -> None:
    assert headline(found, since, topic, PAIR) == told


def test_that_the_mean_is_told_before_any_run_says_how_sure_it_is() -> None:
    assert expected_headline(14.2, Topic("wins"), PAIR) == (
        "“Two more reps” brings 14 more deals than “Now” in 12 months, in the mean. How sure that "
        "is follows."
    )
    assert "roughly, in the mean" in expected_headline(14.2, Topic("wins"), PAIR, exact=False)
    assert "the same" in expected_headline(0.0, Topic("wins"), PAIR)


def test_that_the_picture_is_told_with_its_line_of_zero() -> None:
    topic = Topic("wins")
    above = difference_words(differing(14, 9, 20, 1, 0), MARCH, topic, PAIR)
    assert above.endswith("From the week of Mar 1, 2027 on the 80% band stays above it.")
    below = difference_words(differing(-14, -20, -9, 0, 1), MARCH, topic, PAIR)
    assert below.endswith("stays below it.")
    never = difference_words(differing(1, -3, 5, 0.5, 0.4), None, topic, PAIR)
    assert "never leaves zero for good" in never
    same = difference_words(differing(0, 0, 0, 0, 0), None, topic, PAIR)
    assert same.startswith("The line of zero")


def shares(exact: bool, orders: int | None, *of: float) -> Contributions:
    reach = 0.0 if exact else 0.5
    found = tuple(
        Contribution(
            f"change {at}",
            (f"change {at}",),
            (),
            {wins(): Share(one, one, one, reach / 1.3, one - reach, one + reach)},
        )
        for at, one in enumerate(of)
    )
    runs = 0 if exact else 320
    return Contributions(365, found, {wins(): sum(of)}, exact, runs, orders, ())


def test_that_shares_say_what_adds_most_and_how_they_were_found() -> None:
    exact = contribution_words(shares(True, None, 3.0, 9.0), wins(), count)
    assert exact == (
        "Most is added by “change 1”: 9. Shares of the exact expectation, all orders of the "
        "changes weighed."
    )
    sampled = contribution_words(shares(False, 32, -5.0, 1.0), wins(), count)
    assert sampled == (
        "Most is taken by “change 0”: 5 (80%: 4.5 to 5.5). Shares of 320 paired runs, 32 random "
        "orders of the changes weighed."
    )
    assert contribution_words(shares(True, None), wins(), count).startswith("Nothing differs")
    assert "does anything" in contribution_words(shares(True, None, 0.0), wins(), count)
