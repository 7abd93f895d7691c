"""How many runs say how much, and the words for it."""

import math

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, Stopped, simulate
from funnelcraft.simulation.forecast import variance_shares, wins
from funnelcraft.simulation.forecast.shares import VarianceShares
from funnelcraft.simulation.forecast.sureness import (
    error_sentence,
    runs_for_error,
    runs_for_limits,
    runs_sentence,
    shares_sentence,
    switched_off_sentence,
)
from funnelcraft.simulation.forecast.totals import total_of
from tests.simulation.reference import act_on_8

SOME = total_of(np.random.default_rng(7).normal(100.0, 10.0, 1000))
NO_ERRORS = (0.0, 0.0, 0.0)


def shares(luck: float, ignorance: float, drift: float, exact: bool = True) -> VarianceShares:
    return VarianceShares(luck, ignorance, drift, NO_ERRORS, exact)


def test_that_so_many_runs_reach_the_error() -> None:
    needed = runs_for_error(SOME, 0.1)
    assert needed is not None
    assert SOME.sd / math.sqrt(needed) == pytest.approx(0.1, rel=1e-4)
    assert runs_for_error(SOME, SOME.mcse) == 1000
    assert runs_for_error(SOME, 1e9) == 2
    assert runs_for_error(SOME, 0.0) is None
    assert runs_for_error(total_of(np.array([3.0])), 1.0) is None


def test_that_limits_known_half_as_well_take_a_quarter_of_the_runs() -> None:
    worst = max(SOME.mcse_p10, SOME.mcse_p90)
    assert runs_for_limits(SOME, 1000, worst) == 1000
    assert runs_for_limits(SOME, 1000, 2 * worst) == 250
    # Of a normal law the quantile at 10 % has an error of sd·√(p(1 − p))/φ(z)/√n.
    theory = 10 * math.sqrt(0.09) / 0.17550 / math.sqrt(1000)
    assert worst == pytest.approx(theory, rel=0.35)


def test_that_more_runs_make_the_error_as_small_as_was_said() -> None:
    model = act_on_8()
    total = simulate(model, Settings(runs=256)).total(wins())
    needed = runs_for_error(total, total.mcse / 2)
    assert needed is not None
    # The sd of 256 runs is known to 4.4 %; four times that.
    assert simulate(model, Settings(runs=needed, seed=2)).total(wins()).mcse == pytest.approx(
        total.mcse / 2, rel=0.18
    )


def test_that_fewer_runs_tell_the_same_shares_within_their_errors() -> None:
    model = act_on_8()
    runs = simulate(model, Settings(runs=512))
    whole, some = variance_shares(runs, model, wins()), variance_shares(runs, model, wins(), 128)
    for name, error, other in zip(
        ("luck", "ignorance", "drift"), whole.errors, some.errors, strict=True
    ):
        near = 4 * math.hypot(error, other) + 1e-9
        assert getattr(some, name) == pytest.approx(getattr(whole, name), abs=near)


def test_that_the_shares_can_be_stopped() -> None:
    model = act_on_8()
    runs = simulate(model, Settings(runs=64))
    with pytest.raises(Stopped):
        variance_shares(runs, model, wins(), should_stop=lambda: True)


def test_that_the_largest_part_is_named_first_with_what_it_means() -> None:
    said = shares_sentence(shares(0.6, 0.25, 0.15))
    assert said.startswith("The range comes from luck (60%), rates, times and volumes known from")
    assert "Luck stays" in said
    assert "More history" in shares_sentence(shares(0.2, 0.7, 0.1))
    assert "every month" in shares_sentence(shares(0.2, 0.1, 0.7))
    assert "drift" not in shares_sentence(shares(0.9, 0.1, 0.0))
    assert "approximation" in shares_sentence(shares(1.0, 0.0, 0.0, exact=False))
    assert shares_sentence(shares(0, 0, 0)).startswith("Nothing is uncertain")


def test_that_runs_are_asked_for_in_round_numbers() -> None:
    assert runs_sentence(900, 1000, 20_000) == "The 1,000 runs done are enough: 900 would do."
    assert runs_sentence(1, 1, 20_000) == "The 1 run done is enough: 1 would do."
    assert runs_sentence(4123, 1000, 20_000) == "That takes about 4,200 runs."
    assert "more than the 20,000" in runs_sentence(41_234, 1000, 20_000)
    assert runs_sentence(None, 1000, 20_000) == "Say an error above 0."


def test_that_error_and_range_are_told_apart() -> None:
    said = error_sentence(SOME, 1000, ("100 deals", "0.3", "87", "113"))
    assert "1,000 runs know the mean of 100 deals to ± 0.3" in said
    assert "not the range of 87 to 113" in said
    assert "single run" in error_sentence(total_of(np.array([3.0])), 1, ("3", "", "3", "3"))


def test_that_what_is_not_played_is_said() -> None:
    assert switched_off_sentence(True, True, True) == ""
    assert "luck and drift of markets" in switched_off_sentence(False, True, False)
