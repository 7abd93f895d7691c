"""The mean line: of every figure a chart offers, within the errors of the runs."""

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import (
    Figure,
    Runs,
    balance,
    entries,
    expected_means,
    moves,
    pipeline,
    revenue,
    wins,
)
from funnelcraft.simulation.plan import plan
from tests.simulation.reference import act_on_8

MODEL = act_on_8(deal_value={"kind": "fixed", "mean": 100.0})


@pytest.fixture(scope="module")
def runs() -> Runs:
    return simulate(MODEL, Settings(runs=512))


@pytest.mark.parametrize(
    "figure", [wins(), revenue(), pipeline(), entries("mql"), balance("mql")], ids=str
)
@pytest.mark.parametrize("cumulative", [False, True])
def test_that_the_means_are_those_of_the_runs(runs: Runs, figure: Figure, cumulative: bool) -> None:
    found = expected_means(plan(MODEL, 365), figure, "quarter", cumulative)
    values = runs.by_period(figure, "quarter", cumulative)
    errors = values.std(axis=0, ddof=1) / np.sqrt(runs.runs)
    assert len(found.starts) == len(found.ends) == 4
    # Four periods of five figures twice: all within 4.5 standard errors in 999 of 1,000 seeds.
    assert (np.abs(found.mean - values.mean(axis=0)) <= 4.5 * errors + 1e-9).all()


def test_that_a_figure_without_a_mean_is_refused() -> None:
    with pytest.raises(KeyError):
        expected_means(plan(MODEL, 30), entries("gone"), "month")
    with pytest.raises(KeyError):
        expected_means(plan(MODEL, 30), moves("known-responded"), "month")
