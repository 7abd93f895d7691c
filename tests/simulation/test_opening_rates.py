"""Leads that are in the funnel already know their rates no better than others do."""

import numpy as np
import pytest

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import moves
from tests.simulation.reference import funnel

HELD, ENTERED, MOVED, RUNS = 500, 60, 15, 3_200
FIXED = {"kind": "fixed", "mean_days": 10.0}
COUNTS = {"conversion": {"rate": MOVED / ENTERED, "entered": ENTERED, "moved": MOVED}}


def won(luck: bool = True, ignorance: bool = True) -> Floats:
    model = funnel(
        [{"id": "a", "leak_time": FIXED}, "won"],
        [("a", "won", None, FIXED, COUNTS)],
        opening=[{"stage": "a", "ages_days": [4.0] * HELD}],
    )
    settings = Settings(runs=RUNS, days=30, luck=luck, ignorance=ignorance)
    return simulate(model, settings).totals(moves("a-won"))


def test_that_wins_of_the_opening_pipeline_are_beta_binomial() -> None:
    # Rate and leak are Dirichlet(15 + ½, 45 + ½): wins of 500 leads are Beta-binomial.
    a, b = MOVED + 0.5, ENTERED - MOVED + 0.5
    mean = a / (a + b)
    spread = HELD * mean * (1 - mean) * (a + b + HELD) / (a + b + 1)
    found = won()
    assert found.mean() == pytest.approx(HELD * mean, abs=4 * np.sqrt(spread / RUNS))
    assert found.var() == pytest.approx(spread, rel=4 * np.sqrt(2 / RUNS) * 1.1)


def test_that_ignorance_without_luck_moves_them_too() -> None:
    a, b = MOVED + 0.5, ENTERED - MOVED + 0.5
    spread = HELD**2 * a * b / (a + b) ** 2 / (a + b + 1)
    assert won(luck=False).var() == pytest.approx(spread, rel=4 * np.sqrt(2 / RUNS) * 1.1)
    assert won(luck=False, ignorance=False).var() == pytest.approx(0.0, abs=1e-12)


def test_that_without_ignorance_the_documents_rates_hold() -> None:
    share = MOVED / ENTERED
    found = won(ignorance=False)
    spread = HELD * share * (1 - share)
    assert found.mean() == pytest.approx(HELD * share, abs=4 * np.sqrt(spread / RUNS))
    assert found.var() == pytest.approx(spread, rel=4 * np.sqrt(2 / RUNS))


def test_that_a_promise_takes_what_other_rates_leave_too_long() -> None:
    # Who would take 10 days is taken out at 6, who takes 5 is not: breaches are the others.
    quick = {"kind": "fixed", "mean_days": 5.0}
    model = funnel(
        [{"id": "a", "leak_time": FIXED, "sla": {"days": 6.0, "clock": "stage"}}, "late", "won"],
        [
            ("a", "won", None, quick, COUNTS),
            ("a", "late", None, None, {"kind": "sla_breach"}),
        ],
        opening=[{"stage": "a", "ages_days": [2.0] * HELD}],
    )
    runs = simulate(model, Settings(runs=640, days=30))
    gone = runs.totals(moves("a-won")) + runs.totals(moves("a-late"))
    assert (gone == HELD).all()
    assert runs.totals(moves("a-won")).std() > 20
