"""Scores against their closed forms, and reports against counts by hand."""

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel import measured
from funnelcraft.funnel.measured import Backtest
from funnelcraft.simulation.backtest.report import figures, summary
from funnelcraft.simulation.backtest.scores import SHARES, crps, naive, pinball


def test_that_the_crps_of_normal_runs_is_that_of_the_normal_law() -> None:
    runs = np.random.default_rng(1).normal(10.0, 2.0, 200_000)
    z = (13.0 - 10.0) / 2.0
    # Gneiting and Raftery (2007), equation 5 of section 4.2.
    exact = 2.0 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(runs, 13.0) == pytest.approx(exact, abs=4 * 2.0 / np.sqrt(200_000))


def test_that_the_crps_of_one_number_is_its_error() -> None:
    assert crps(np.array([7.0]), 4.0) == 3.0
    assert crps(np.full(50, 7.0), 4.0) == pytest.approx(3.0)


def test_that_the_pinball_loss_weighs_each_side_by_its_share() -> None:
    assert pinball([10.0], [0.9], 14.0) == pytest.approx(0.9 * 4)
    assert pinball([10.0], [0.9], 6.0) == pytest.approx(0.1 * 4)


def test_that_naive_forecasts_repeat_the_last_weeks() -> None:
    days = np.arange(100)  # one a day, day 100 is the cut
    assert naive(days, 100, 28, 4) == 28.0
    assert naive(days[days < 86], 100, 28, 4) == 14.0


def forecasts(days: int, *cuts: tuple[str, float]) -> Backtest:
    """Return forecasts of 90 to 110 (80 %) and 80 to 120 (95 %), each with its truth."""
    made = tuple(
        measured.TestedCut(
            cut=cut,
            days=days,
            truth=truth,
            p2_5=80.0,
            p10=90.0,
            p25=95.0,
            p50=100.0,
            p75=105.0,
            p90=110.0,
            p97_5=120.0,
            crps=4.0,
            naive_4w=50.0,
            naive_8w=100.0,
            naive_12w=150.0,
        )
        for cut, truth in cuts
    )
    return Backtest(target="Won", days=days, cuts=made)


CUTS = (("2018-02-01", 100.0), ("2018-03-01", 108.0), ("2018-04-01", 125.0), ("2018-05-01", 80.0))


def test_that_a_summary_counts_what_held_and_how_wrong_points_were() -> None:
    found = summary(forecasts(28, *CUTS))
    assert found["held"] == {"50%": 1, "80%": 2, "95%": 3}
    assert found["coverage"]["80%"] == 0.5
    assert found["sentence"].startswith("In 4 past months the 80% band held 2 times.")
    assert found["mape"]["median"] == pytest.approx((0 + 8 / 108 + 25 / 125 + 20 / 80) / 4)
    assert found["crps"]["forecast"] == 4.0
    assert found["crps"]["naive_4w"] == pytest.approx((50 + 58 + 75 + 30) / 4)
    median = SHARES.index(0.5)
    assert median == 3
    assert found["pinball"] > 0


def test_that_cuts_are_written_with_the_keys_of_the_contract() -> None:
    keys = ["cut", "days", "truth", "p10", "p50", "p90", "p2_5", "p97_5"]
    keys += ["naive_4w", "naive_8w", "naive_12w"]
    assert list(figures(forecasts(28, *CUTS))["cuts"][0]) == keys


def test_that_a_truth_of_nothing_has_no_relative_error() -> None:
    assert summary(forecasts(28, ("2018-02-01", 0.0)))["mape"]["median"] is None
