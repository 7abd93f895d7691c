"""The Monte Carlo engine: right in the mean, conserving every lead, the same bits everywhere."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel
from funnelcraft.simulation.engine import Settings, Stopped, simulate
from funnelcraft.simulation.engine.blocks import Block, Engine, number_of_blocks
from funnelcraft.simulation.engine.settings import MOST_RUNS
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
    revenue,
)
from funnelcraft.simulation.plan import plan
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.reference import act_on_8, funnel

ROOT = Path(__file__).resolve().parents[3]
DEALS = {"kind": "lognormal", "mean": 18_000.0, "cv": 1.1}


@pytest.fixture(scope="module")
def reference() -> Runs:
    return simulate(act_on_8(deal_value=DEALS), Settings(runs=640, seed=5))


def errors_of_means(runs: Runs, model: Funnel, period: str = "week") -> np.ndarray:
    """Return (mean − expectation) / standard error of every stage and period, and of the total."""
    found = []
    expected = expect(model, runs.days)
    within = periods(runs.start, runs.days, period)  # type: ignore[arg-type]
    for at, stage in enumerate(runs.stage_ids):
        for figure, exact in (
            (entries(stage), expected.entries[at]),
            (balance(stage), expected.balance[at]),
        ):
            values = runs.by_period(figure, period).astype(float)  # type: ignore[arg-type]
            error = values.std(axis=0, ddof=1) / np.sqrt(runs.runs)
            # Where hardly anything happens, chance is not normal: ask for the Poisson error then.
            wanted = by_period(exact, within, figure.is_level)
            error = np.maximum(error, np.sqrt(wanted.clip(1e-9) / runs.runs))
            found.append((values.mean(axis=0) - wanted) / error)
    return np.concatenate(found)


def test_that_every_weekly_mean_of_the_reference_model_is_as_expected(reference: Runs) -> None:
    errors = errors_of_means(reference, act_on_8(), "week")
    # 9 stages × 2 × 53 weeks: at four standard errors one in 16 such tests would fail by chance,
    # hence a fixed seed; the spread of all errors together is the sharper test.
    assert np.abs(errors).max() < 4
    assert np.mean(errors**2) == pytest.approx(1, abs=0.35)


def test_that_totals_of_the_reference_model_are_as_expected(reference: Runs) -> None:
    expected = expect(act_on_8(deal_value=DEALS), 365)
    for at, trigger in enumerate(reference.trigger_ids):
        total = reference.total(moves(trigger))
        assert total.mean == pytest.approx(expected.moves[at].sum(), abs=4 * total.mcse)
    earned = reference.total(revenue())
    assert earned.mean == pytest.approx(expected.revenue.sum(), abs=4 * earned.mcse)


def test_that_chance_spreads_totals_as_theory_says(reference: Runs) -> None:
    # Without recycling to Known its entries are Poisson; so are the wins nearly (each lead wins
    # once), and the revenue is a compound Poisson sum: variance n·E[V²] = n·mean²·(1 + cv²).
    known, won = reference.total(entries("known")), reference.total(entries("won"))
    earned = reference.total(revenue())
    error = 4 / np.sqrt(2 * reference.runs)
    assert known.sd == pytest.approx(np.sqrt(36_500), rel=error)
    assert won.sd == pytest.approx(np.sqrt(won.mean), rel=error)
    assert earned.sd == pytest.approx(18_000 * np.sqrt(won.mean * (1 + 1.1**2)), rel=1.5 * error)


def test_that_no_lead_is_lost_or_made_on_any_day_of_any_run(reference: Runs) -> None:
    model = act_on_8()
    for stage in model.stages:
        inside = sum(
            (reference.values(moves(t.id)) for t in model.triggers if t.to_stage == stage.id),
            np.zeros((reference.runs, 365), dtype=np.int64),
        )
        if stage.id == "known":
            inside = inside + reference.values(arrivals("into-known"))
        out = sum(
            (reference.values(moves(t.id)) for t in model.triggers if t.from_stage == stage.id),
            reference.values(leaks(stage.id)),
        )
        level = reference.values(balance(stage.id))
        assert np.array_equal(inside, reference.values(entries(stage.id)))
        assert np.array_equal(np.diff(level, prepend=0, axis=1), inside - out)
        assert level.min() >= 0
        assert level.dtype == np.int64


def bits(runs: Runs) -> list[bytes]:
    return [
        part.tobytes()
        for block in runs.blocks
        for part in (block.arrivals, block.moves, block.revenue)
    ]


def test_that_workers_do_not_change_a_bit() -> None:
    model = act_on_8(deal_value=DEALS)
    one, two, seven = (
        bits(simulate(model, Settings(runs=200, days=90, workers=n))) for n in (1, 2, 7)
    )
    assert one == two == seven


def test_that_the_order_of_blocks_does_not_change_a_bit() -> None:
    model, settings = act_on_8(deal_value=DEALS), Settings(runs=200, days=90)
    order = list(range(number_of_blocks(settings)))
    random.Random(3).shuffle(order)
    engine = Engine(plan(model, 90), settings)
    shuffled: dict[int, Block] = {index: engine.block(index) for index in order}
    runs = Runs(plan(model, 90), settings, tuple(shuffled[b] for b in sorted(shuffled)))
    assert bits(runs) == bits(simulate(model, settings))


def test_that_more_runs_begin_with_the_same_runs() -> None:
    model = act_on_8(
        deal_value=DEALS, opening=[{"stage": "sql", "ages_days": [1.0, 2.0, 2.0, 40.0]}]
    )
    few, many = (simulate(model, Settings(runs=n, days=60)) for n in (40, 64))
    for figure in (entries("won"), balance("nurture"), revenue()):
        assert np.array_equal(few.values(figure), many.values(figure)[:40])


def test_that_another_seed_gives_other_runs() -> None:
    one, two = (simulate(act_on_8(), Settings(runs=32, days=30, seed=s)) for s in (1, 2))
    assert not np.array_equal(one.values(entries("known")), two.values(entries("known")))


@pytest.mark.parametrize("seed", [0, 2**63, 2**200])
def test_that_any_whole_number_is_a_seed(seed: int) -> None:
    assert simulate(act_on_8(), Settings(runs=2, days=5, seed=seed)).runs == 2


SCRIPT = """
import hashlib, sys
from tests.simulation.reference import act_on_8
from funnelcraft.simulation.engine import Settings, simulate
runs = simulate(act_on_8(), Settings(runs=40, days=60))
print(hashlib.sha256(b"".join(block.moves.tobytes() for block in runs.blocks)).hexdigest())
"""


def test_that_another_process_gives_the_same_bits() -> None:
    def run(hash_seed: str) -> str:
        environment = os.environ | {
            "PYTHONHASHSEED": hash_seed,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True
        )
        return done.stdout.decode()

    assert run("1") == run("77") != ""


def test_that_many_leads_at_once_spread_as_few_do() -> None:
    # 30,000 a day take the tree of binomials, the reference takes single draws: both are exact.
    runs = simulate(act_on_8(30_000), Settings(runs=64, days=120, seed=4))
    errors = errors_of_means(runs, act_on_8(30_000))
    assert np.abs(errors).max() < 4
    known = runs.total(entries("known"))
    assert known.sd == pytest.approx(np.sqrt(known.mean), rel=4 / np.sqrt(2 * 64))


def test_that_huge_volumes_neither_hang_nor_overflow() -> None:
    runs = simulate(act_on_8(1e9), Settings(runs=2, days=30))
    assert runs.total(entries("known")).mean == pytest.approx(3e10, rel=1e-4)
    assert all(runs.values(balance(stage)).min() >= 0 for stage in runs.stage_ids)


def test_that_arrivals_spread_as_wide_as_their_dispersion() -> None:
    volume = {"leads_per_month": 20 * DAYS_PER_MONTH, "dispersion": 6.0}
    source = {"id": "web", "name": "Web", "into": "known", "volume": volume}
    runs = simulate(act_on_8(sources=[source]), Settings(runs=320, days=60))
    drawn = runs.values(arrivals("web")).astype(float)
    assert drawn.mean() == pytest.approx(20, abs=4 * np.sqrt(120 / drawn.size))
    assert drawn.var() == pytest.approx(120, rel=0.08)
    # Days are independent, so months are as dispersed as days.
    assert drawn.sum(axis=1).var() == pytest.approx(60 * 120, rel=4 * np.sqrt(2 / 320))


def test_that_everything_at_once_is_right_in_the_mean() -> None:
    model = busy()
    runs = simulate(model, Settings(runs=960, days=120, seed=2))
    errors = errors_of_means(runs, model)
    assert np.abs(errors).max() < 4.2
    assert np.mean(errors**2) < 1.5


def busy() -> Funnel:
    """Segments, a gate, same-day moves, every kind of time, opening leads, a breach, a campaign."""
    stages = [
        "lead",
        "gate",
        {"id": "work", "sla": {"days": 6.5, "clock": "stage"}},
        {"id": "deal", "leak_time": {"kind": "gamma", "mean_days": 12.0, "cv": 0.5}},
        "back",
        "won",
        "lost",
    ]
    weibull = {"kind": "weibull", "mean_days": 4.0, "cv": 1.5}
    triangle = {"kind": "triangular", "low_days": 0.0, "mode_days": 1.0, "high_days": 9.0}
    measured = {"kind": "empirical", "days": [0.0, 3.0, 3.5, 14.0]}
    quick = {"kind": "exponential", "mean_days": 0.4}
    triggers = [
        ("lead", "gate", 0.8, quick, {"by_segment": {"fair": {"conversion": {"rate": 0.5}}}}),
        ("gate", "work", 0.7, None),
        ("gate", "back", None, None),
        ("work", "deal", 0.5, weibull, {"by_segment": {"fair": {"velocity": triangle}}}),
        ("work", "lost", 0.2, triangle),
        ("work", "back", None, None, {"kind": "sla_breach"}),
        ("deal", "won", 0.4, measured),
        ("deal", "lost", 0.3, {"kind": "lognormal", "mean_days": 8.0, "cv": 1.2}),
        ("back", "gate", 0.3, quick, {"kind": "recycle", "to_segment": "fair"}),
    ]
    uneven = {
        "leads_per_month": 300.0,
        "trend_per_month": 0.1,
        "weekday_weights": [1, 1, 1, 1, 1, 0, 0],
        "dispersion": 2.5,
    }
    fair = {"name": "Fair", "start": "2027-01-20", "days": 3, "leads": 90.0}
    return funnel(
        stages,
        triggers,
        segments=[{"id": "web", "name": "Web"}, {"id": "fair", "name": "Fair"}],
        sources=[
            {"id": "w", "name": "Web", "into": "lead", "segment": "web", "volume": floats(uneven)},
            {
                "id": "f",
                "name": "Fair",
                "into": "work",
                "segment": "fair",
                "volume": {"leads_per_month": 0.0, "campaigns": [fair]},
            },
        ],
        opening=[
            {"stage": "work", "segment": "fair", "ages_days": [0.2, 3.0, 6.4, 20.0] * 5},
            {"stage": "deal", "segment": "web", "ages_days": [0.0, 3.2, 3.2, 90.0] * 5},
            {"stage": "won", "segment": "web", "ages_days": [1.0]},
        ],
        deal_value={"kind": "gamma", "mean": 100.0, "cv": 0.5},
    )


def floats(volume: dict[str, object]) -> dict[str, object]:
    return volume | {"weekday_weights": [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]}


def test_that_without_luck_every_run_is_the_expectation() -> None:
    model = busy()
    runs, expected = simulate(model, Settings(runs=40, days=50, luck=False)), expect(model, 50)
    for at, stage in enumerate(runs.stage_ids):
        assert runs.values(entries(stage)) == pytest.approx(
            np.tile(expected.entries[at], (40, 1)), abs=1e-9
        )
        assert runs.values(balance(stage))[39] == pytest.approx(expected.balance[at], abs=1e-9)
    assert runs.values(revenue())[7] == pytest.approx(expected.revenue)
    assert runs.total(revenue()).sd == pytest.approx(0, abs=1e-9)


def test_that_progress_shows_growing_views_in_the_order_of_blocks() -> None:
    seen: list[Runs] = []
    caller = threading.get_ident()

    def on_block(partial: Runs) -> None:
        assert threading.get_ident() == caller
        seen.append(partial)

    runs = simulate(act_on_8(), Settings(runs=150, days=40, workers=2), on_block)
    assert [partial.runs for partial in seen][-1] == 150
    assert all(a.runs < b.runs for a, b in pairwise(seen))
    assert all([b.index for b in p.blocks] == sorted(b.index for b in p.blocks) for p in seen)
    assert bits(seen[-1]) == bits(runs)
    assert seen[0].total(entries("known")).mean > 0


def test_that_a_stopped_simulation_ends_soon_and_hands_over_what_is_done() -> None:
    before = threading.active_count()
    seen: list[Runs] = []
    # A hundred thousand runs would take half a minute.
    settings = Settings(runs=20_000, days=365, workers=2)
    with pytest.raises(Stopped) as caught:
        simulate(act_on_8(), settings, seen.append, lambda: len(seen) >= 3)
    assert caught.value.runs is not None
    assert 96 <= caught.value.runs.runs < 2_000
    assert threading.active_count() == before


def test_that_stopping_reaches_into_a_block() -> None:
    began = time.perf_counter()
    with pytest.raises(Stopped) as caught:
        # A block of this takes minutes: thirty years of a hundred million leads a day.
        simulate(
            act_on_8(1e8),
            Settings(runs=32, days=11_000),
            should_stop=lambda: time.perf_counter() - began > 0.5,
        )
    assert caught.value.runs is None
    assert time.perf_counter() - began < 5


def test_that_an_error_in_progress_leaves_no_thread_behind() -> None:
    before = threading.active_count()

    def on_block(_partial: Runs) -> None:
        raise RuntimeError("no room to draw")

    with pytest.raises(RuntimeError, match="no room"):
        simulate(act_on_8(), Settings(runs=500), on_block)
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Settings(runs=0), "runs"),
        (Settings(runs=MOST_RUNS + 1), "runs"),
        (Settings(seed=-1), "seed"),
        (Settings(workers=0), "workers"),
        (Settings(days=0), "horizon"),
        (Settings(runs=1_000_000, days=36_525), "too-large"),
    ],
)
def test_that_impossible_settings_are_refused_in_a_sentence(settings: Settings, code: str) -> None:
    with pytest.raises(CannotSimulate) as caught:
        simulate(act_on_8(), settings)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert caught.value.findings[0].message.endswith(".")


def test_that_a_funnel_without_leads_simulates_nothing() -> None:
    runs = simulate(funnel([], []), Settings(runs=3, days=4))
    assert runs.runs == 3
    assert runs.total(revenue()).mean == 0
    still = simulate(act_on_8(sources=[]), Settings(runs=3, days=4))
    assert still.total(entries("won")).mean == 0


def test_that_the_engine_is_imported_only_when_it_simulates() -> None:
    script = (
        "import sys; import funnelcraft.simulation.engine, funnelcraft.simulation.forecast, "
        "funnelcraft.simulation.expectation, funnelcraft.simulation.left_out; "
        "print([m for m in ('numba', 'scipy', 'networkx', 'babel') if m in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=True
    )
    assert json.loads(done.stdout.decode().replace("'", '"')) == []


def test_that_stages_no_lead_can_reach_change_nothing() -> None:
    two_days = {"kind": "fixed", "mean_days": 2.0}
    stages = [{"id": "idle", "leak_time": two_days}, {"id": "a", "leak_time": two_days}, "won"]
    model = funnel(
        stages, [("a", "won", 0.5, two_days), ("idle", "won", 0.5, two_days)], leads_a_day={"a": 9}
    )
    runs = simulate(model, Settings(runs=64, days=20))
    came = runs.values(entries("a"))
    assert np.array_equal(runs.values(balance("a"))[:, 2:], came[:, 2:] + came[:, 1:-1])
    assert runs.values(entries("idle")).max() == 0


def test_that_warming_up_leaves_nothing_to_compile() -> None:
    from funnelcraft.simulation.engine import floor, kernel, tables, warm_up

    warm_up()
    compiled: tuple[Any, ...] = (
        kernel.run_block,
        floor.run_block_with_stations,
        tables.fill_draws,
    )
    before = [list(loop.runs) for loop in compiled]
    simulate(busy(), Settings(runs=2, days=5))
    simulate(act_on_8(30_000), Settings(runs=2, days=5))
    assert [list(loop.runs) for loop in compiled] == before
    assert [len(layouts) for layouts in before] == [1, 1, 1]
    assert all(run is not None for loop in compiled for run in loop.runs.values())
