"""The interval of a counted rate against scipy's quantiles and against draws of the engine."""

import numpy as np
import pytest
from scipy.special import betaincinv, gammainc

from funnelcraft.simulation.certainty import rate_interval
from funnelcraft.simulation.special import beta_below, gamma_below


@pytest.mark.parametrize(("entered", "moved"), [(1180, 732), (10, 0), (10, 10), (0, 0), (10**7, 3)])
def test_that_an_interval_is_that_of_the_posterior(entered: int, moved: int) -> None:
    low, high = rate_interval(entered, moved, ways=3)
    a, b = moved + 0.5, entered - moved + 1.0
    assert (low, high) == pytest.approx((betaincinv(a, b, 0.1), betaincinv(a, b, 0.9)), rel=1e-4)


def test_that_draws_of_the_engine_s_posterior_fall_into_it_eight_times_of_ten() -> None:
    draws = np.random.default_rng(1).dirichlet(np.array([62, 25, 13]) + 0.5, 20_000)[:, 0]
    low, high = rate_interval(100, 62, ways=3)
    inside = np.mean((draws >= low) & (draws <= high))
    assert inside == pytest.approx(0.8, abs=4 * np.sqrt(0.8 * 0.2 / 20_000))


def test_that_the_incomplete_functions_are_exact() -> None:
    for shape in (0.01, 0.5, 1.0, 6.0, 1e4):
        for x in (1e-6, 0.3, 5.0, 9_900.0, 10_100.0):
            assert gamma_below(shape, x) == pytest.approx(gammainc(shape, x), abs=1e-11)
    assert (beta_below(2.0, 3.0, 0.0), beta_below(2.0, 3.0, 1.0)) == (0.0, 1.0)
