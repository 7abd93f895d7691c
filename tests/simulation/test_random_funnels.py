"""Both engines on 50 funnels nobody thought of: Monte Carlo against the exact expectation.

The first proof of the contract: every stage's weekly mean within four standard errors.
"""

import random
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.checks import check, errors
from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    Runs,
    arrivals,
    balance,
    by_period,
    entries,
    leaks,
    moves,
    periods,
)
from tests.simulation.reference import funnel

FUNNELS = range(50)
# A right program fails such a test once in a thousand times; the seeds are fixed.
SURE = 1e-3
KINDS = ("fixed", "exponential", "lognormal", "gamma", "weibull", "triangular", "empirical")


def random_time(pick: random.Random) -> dict[str, Any]:
    kind, mean = pick.choice(KINDS), round(pick.uniform(0.05, 20.0), 2)
    if kind == "triangular":
        low, mode, high = sorted(round(pick.uniform(0.0, 30.0), 1) for _day in range(3))
        return {"kind": kind, "low_days": low, "mode_days": mode, "high_days": high + 0.1}
    if kind == "empirical":
        return {"kind": kind, "days": [round(pick.expovariate(1 / mean), 1) for _day in range(4)]}
    spread = {} if kind in ("fixed", "exponential") else {"cv": round(pick.uniform(0.0, 2.5), 2)}
    return {"kind": kind, "mean_days": mean} | spread


def random_source(pick: random.Random, into: str, segment: str) -> dict[str, Any]:
    leads = pick.choice([2.0, 12.0, 60.0, 150.0]) * DAYS_PER_MONTH
    volume: dict[str, Any] = {"leads_per_month": leads, "trend_per_month": pick.uniform(-0.2, 0.3)}
    if pick.random() < 0.4:
        volume["weekday_weights"] = [1.0, 1.2, 1.0, 0.9, 0.8, 0.0, 0.1]
    if pick.random() < 0.3:
        volume["dispersion"] = pick.uniform(1.1, 4.0)
    if pick.random() < 0.3:
        volume["campaigns"] = [{"name": "Fair", "start": "2027-01-09", "days": 3, "leads": 50.0}]
    name = f"{into}-{segment}"
    return {"id": name, "name": name, "into": into, "segment": segment, "volume": volume}


def random_funnel(seed: int) -> Funnel:
    """Two to five stages with triggers any way, gates, segments, breaches and opening leads."""
    pick = random.Random(seed)
    names = [f"s{n}" for n in range(pick.randint(2, 5))]
    gates = ["gate"] if pick.random() < 0.5 else []
    segments = ["x", "y"] if pick.random() < 0.4 else ["all"]
    targets = [*names, *gates, "won", "lost"]
    stages: list[Any] = [{"id": n, "leak_time": random_time(pick)} for n in names]
    triggers: list[Any] = []
    for at, origin in enumerate(names):
        following = targets[at + 1]
        others = pick.sample([t for t in targets if t != following], pick.randint(0, 2))
        for target in (following, *others):
            more: dict[str, Any] = {}
            if "y" in segments and pick.random() < 0.4:
                more["by_segment"] = {"y": {"velocity": random_time(pick)}}
            if "y" in segments and pick.random() < 0.2:
                more["to_segment"] = "y"
            rate = round(pick.uniform(0.05, 0.33), 3)
            triggers.append((origin, target, rate, random_time(pick), more))
        if pick.random() < 0.2:
            stages[at]["sla"] = {"days": round(pick.uniform(0.0, 9.0), 2), "clock": "stage"}
            late = {"kind": "sla_breach", "id": f"{origin}-late"}
            triggers.append((origin, pick.choice(["won", "lost"]), None, None, late))
    for gate in gates:
        triggers.append((gate, pick.choice(names), 0.6, None))
        triggers.append((gate, "lost", None, None))
    return funnel(
        [*stages, *({"id": name} for name in (*gates, "won", "lost"))],
        triggers,
        segments=[{"id": s, "name": s} for s in segments if s != "all"],
        sources=[random_source(pick, pick.choice(names[:2]), s) for s in segments],
        opening=[
            {
                "stage": pick.choice(names),
                "segment": segments[-1],
                "ages_days": [round(pick.uniform(0.0, 25.0), 1) for _lead in range(30)],
            }
        ],
    )


@cache
def played(seed: int) -> Runs:
    """Return ten weeks of a random funnel; both tests look at the same runs."""
    model = random_funnel(seed)
    assert errors(check(model)) == ()
    return simulate(model, Settings(runs=320, days=70, seed=seed, workers=1))


def weekly_errors(runs: Runs, model: Funnel, weeks: int, *, levels: bool) -> np.ndarray[Any, Any]:
    """Return (mean − expectation) / standard error of every stage and week in which leads come.

    Of weekly entries, with `levels` of the balance at the end of every week too.
    """
    expected, within = expect(model, runs.days), periods(runs.start, runs.days, "week")
    found = []
    for at, stage in enumerate(runs.stage_ids):
        figures = [(entries(stage), expected.entries[at])]
        figures += [(balance(stage), expected.balance[at])] if levels else []
        for figure, exact in figures:
            wanted = by_period(exact, within, figure.is_level)
            values = runs.by_period(figure, "week").astype(np.float64)
            spread = values.std(axis=0, ddof=1) / np.sqrt(runs.runs)
            apart = values.mean(axis=0) - wanted
            # A few leads in all runs together are not normal, and so is the lack of a few.
            often = (wanted * runs.runs >= 25) & (values.var(axis=0) * runs.runs >= 25)
            assert np.all(np.abs(apart[~often]) * runs.runs < 25)
            seen = often[:weeks]
            found.append(apart[:weeks][seen] / spread[:weeks][seen])
    return np.concatenate(found)


def all_errors(weeks: int, *, levels: bool) -> np.ndarray[Any, Any]:
    return np.concatenate(
        [weekly_errors(played(n), random_funnel(n), weeks, levels=levels) for n in FUNNELS]
    )


def test_that_every_weekly_mean_is_within_four_standard_errors() -> None:
    found = all_errors(3, levels=True)
    # Chance puts 1 in 15,800 normal numbers beyond 4: a twelfth of one among these 1,356.
    assert found.size > 1_200
    assert np.abs(found).max() < 4


def test_that_over_ten_weeks_no_more_entries_stray_than_chance_says() -> None:
    found = np.abs(all_errors(10, levels=False))
    assert found.size > 2_000
    for border in (1.0, 2.0, 3.0, 4.0):
        law = stats.binom(found.size, 2 * stats.norm.sf(border))
        low, high = law.ppf([SURE / 2, 1 - SURE / 2])
        assert low <= np.count_nonzero(found > border) <= high, border


@pytest.mark.parametrize("seed", FUNNELS)
def test_that_no_lead_is_lost_or_made_on_any_day_of_any_run(seed: int) -> None:
    model, runs = random_funnel(seed), played(seed)
    for stage in runs.stage_ids:
        into = [t.id for t in model.triggers if t.to_stage == stage]
        out = [t.id for t in model.triggers if t.from_stage == stage]
        nobody = np.zeros((runs.runs, runs.days), dtype=np.int64)
        landed = sum((runs.values(moves(trigger)) for trigger in into), nobody)
        fed = sum((runs.values(arrivals(s.id)) for s in model.sources if s.into == stage), nobody)
        left = sum((runs.values(moves(trigger)) for trigger in out), runs.values(leaks(stage)))
        opening = sum(len(held.ages_days) for held in model.opening if held.stage == stage)
        level = runs.values(balance(stage))
        assert np.array_equal(runs.values(entries(stage)), landed + fed)
        assert np.array_equal(np.diff(level, prepend=opening, axis=1), landed + fed - left)
        assert level.min() >= 0
