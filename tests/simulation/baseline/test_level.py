"""The local level behind weekly counts against levels that are known."""

import numpy as np
import pytest

from funnelcraft.simulation.baseline.level import WEEKS_PER_MONTH, follow

WEEKS, EXPECTED, SEEN = 40, 30.0, 80


@pytest.mark.parametrize("step", [0.05, 0.15, 0.4])
def test_that_the_level_is_as_unsure_as_it_says(step: float) -> None:
    stream = np.random.default_rng(1)
    away, steps = [], []
    for _seen in range(SEEN):
        level = np.cumsum(stream.normal(0, step / np.sqrt(WEEKS_PER_MONTH), WEEKS))
        counts = stream.poisson(EXPECTED * np.exp(level))
        found = follow(counts, np.full(WEEKS, EXPECTED))
        away.append((np.log(found.now) - found.variance / 2 - level[-1]) / np.sqrt(found.variance))
        steps.append(found.step)
    # Standard normal errors: of 80, the mean within 4 / √80 and the spread within 4 / √160 of 1;
    # a small step is overrated by the prior, so levels are then surer than they say.
    assert abs(np.mean(away)) < 4 / np.sqrt(SEEN)
    low = 0.6 if step < 0.1 else 1 - 4 / np.sqrt(2 * SEEN)
    assert low < np.std(away) < 1 + 4 / np.sqrt(2 * SEEN)
    assert (np.mean(steps) > 0.2) == (step > 0.2)


def test_that_a_level_that_stands_still_is_known_as_well_as_its_counts() -> None:
    counts = np.random.default_rng(2).poisson(400.0, 104)
    found = follow(counts, np.full(104, 400.0))
    assert found.now == pytest.approx(1.0, abs=0.06)
    # All weeks together would know it to 1/√41,600, the last alone to 1/√400.
    assert 1 / 41_600 < found.variance < 1 / 400
    assert found.step < 0.06


def test_that_a_leap_is_no_drift() -> None:
    stream = np.random.default_rng(3)
    counts = np.r_[stream.poisson(20.0, 26), stream.poisson(100.0, 13)]
    found = follow(counts, np.full(39, 50.0))
    assert found.now == pytest.approx(2.0, rel=0.15)
    assert found.step < 0.2
    assert found.weeks[:24] == pytest.approx(0.4, rel=0.3)


def test_that_few_counts_leave_the_usual_step() -> None:
    found = follow(np.array([1, 0, 2]), np.ones(3))
    assert 0.1 < found.step < 0.25
    assert found.variance > 0.1


def test_that_dispersion_makes_a_level_less_sure() -> None:
    counts = np.random.default_rng(4).poisson(50.0, 30)
    calm, bumpy = (follow(counts, np.full(30, 50.0), wide) for wide in (1.0, 4.0))
    assert bumpy.variance > 1.5 * calm.variance
