"""Very many runs: counted as they come, with the answers of runs that are kept; early stops."""

import math
from typing import Any

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, Stopped, Threads, Until, simulate
from funnelcraft.simulation.engine.processes import Processes
from funnelcraft.simulation.forecast import (
    PERIODS,
    Runs,
    TooManyRuns,
    balance,
    entries,
    gathering,
    moves,
    per_run_rows,
    pipeline,
    revenue,
    sentence,
    summary,
    wins,
)
from funnelcraft.simulation.forecast.counting import Counter, Values
from funnelcraft.simulation.forecast.totals import QUANTILES, quantile_errors
from funnelcraft.simulation.plan import plan
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8

MODEL = act_on_8(deal_value=DEALS)
SETTINGS = Settings(runs=5_000, days=100)
NAMES = ("p2_5", "p10", "p50", "p90", "p97_5")


@pytest.fixture(scope="module")
def kept() -> Runs:
    return simulate(MODEL, SETTINGS)


@pytest.fixture(scope="module")
def counted() -> Runs:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "KEEP_BYTES", 0.0)
        patch.setattr(gathering, "counted_bytes", lambda _plan, _settings: 0.0)
        return simulate(MODEL, SETTINGS)


def test_that_only_the_first_of_many_runs_are_kept(kept: Runs, counted: Runs) -> None:
    assert kept.counted is None
    assert counted.counted is not None
    assert counted.runs == kept.runs == 5_000
    assert sum(block.runs for block in counted.blocks) == gathering.KEPT_RUNS
    for read in (counted.values, lambda f: counted.by_period(f, "month")):
        with pytest.raises(TooManyRuns, match="5000 runs"):
            read(wins())


def test_that_totals_of_counted_runs_are_exact(kept: Runs, counted: Runs) -> None:
    assert summary(counted) == summary(kept)
    assert sentence(counted, MODEL) == sentence(kept, MODEL)
    assert list(per_run_rows(counted)) == list(per_run_rows(kept))


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("cumulative", [False, True])
def test_that_bands_of_counted_numbers_are_exact(
    kept: Runs, counted: Runs, period: Any, cumulative: bool
) -> None:
    for figure in (entries("known"), moves("sal-sql"), balance("nurture"), wins()):
        exact, found = (runs.bands(figure, period, cumulative) for runs in (kept, counted))
        assert found.starts == exact.starts
        for name in ("mean", *NAMES):
            assert getattr(found, name) == pytest.approx(getattr(exact, name), rel=1e-12)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("cumulative", [False, True])
def test_that_bands_of_money_are_right_to_a_bin(
    kept: Runs, counted: Runs, period: Any, cumulative: bool
) -> None:
    for figure in (revenue(), pipeline()):
        exact, found = (runs.bands(figure, period, cumulative) for runs in (kept, counted))
        assert found.mean == pytest.approx(exact.mean)
        values = kept.by_period(figure, period, cumulative)
        # One and a half times the range of the first runs over the bins; here of all runs.
        width = 1.5 * (values.max(axis=0) - values.min(axis=0)) / 2047
        for name in NAMES:
            # Between two neighbours that lie far apart, both may be off by a bin.
            error = np.abs(getattr(found, name) - getattr(exact, name))
            assert np.all(error <= 2 * width + 1e-6)


def test_that_wide_numbers_are_right_to_a_bin() -> None:
    stream = np.random.default_rng(1)
    values = stream.poisson(3e9, (6_000, 100)).astype(np.int64)
    counter = Counter(plan(MODEL, 100), False, values[:2_000])
    for part in (values[:2_000], values[2_000:]):
        counter.add(part)
    found = counter.quantiles("day", False, QUANTILES)
    sd = math.sqrt(3e9)
    assert np.abs(found - np.quantile(values, QUANTILES, axis=0)).max() < sd / 150
    reached = counter.quantiles("month", True, QUANTILES)[:, -1]
    exact = np.quantile(values.sum(axis=1), QUANTILES)
    assert np.abs(reached - exact).max() < 10 * sd / 150


def test_that_counting_does_not_depend_on_workers(counted: Runs) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "KEEP_BYTES", 0.0)
        patch.setattr(gathering, "counted_bytes", lambda _plan, _settings: 0.0)
        again = simulate(MODEL, SETTINGS, executor=Threads(7))
    for figure in (revenue(), pipeline(), wins()):
        one, other = (runs.bands(figure, "week") for runs in (counted, again))
        for name in ("mean", *NAMES):
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_that_a_simulation_in_work_shows_totals_of_all_and_bands_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "KEEP_BYTES", 0.0)
    monkeypatch.setattr(gathering, "counted_bytes", lambda _plan, _settings: 0.0)
    seen: list[Runs] = []
    with pytest.raises(Stopped) as caught:
        simulate(
            MODEL,
            Settings(runs=50_000, days=40),
            seen.append,
            lambda: bool(seen) and seen[-1].runs > 3_000,
        )
    assert seen[-1].total(wins()).mcse == pytest.approx(
        seen[-1].total(wins()).sd / math.sqrt(seen[-1].runs)
    )
    assert len(seen[-1].bands(wins(), "week").mean) == 7
    assert caught.value.runs is not None
    assert caught.value.runs.runs >= seen[-1].runs
    assert len(caught.value.runs.bands(wins(), "week").mean) == 7


def test_that_quantile_errors_are_those_of_theory() -> None:
    # The standard error of quantile p of n numbers of density f is √(p(1 − p)/n) / f: of normal
    # numbers at the median 1.2533/√n, at 97.5 % 2.671/√n. Averaged over samples to within 5 %.
    stream = np.random.default_rng(4)
    errors = [quantile_errors(np.sort(stream.standard_normal(4_000))) for _sample in range(200)]
    found = np.mean(errors, axis=0) * math.sqrt(4_000)
    assert found == pytest.approx([2.671, 1.7094, 1.2533, 1.7094, 2.671], rel=0.05)
    assert all(math.isnan(error) for error in quantile_errors(np.ones(1)))


def test_that_a_simulation_stops_when_a_figure_is_known_well_enough() -> None:
    settings = Settings(runs=20_000, days=100)
    until = Until(entries("mql"), 0.9)
    runs = simulate(MODEL, settings, until=until)
    assert runs.runs % 256 == 0
    assert runs.runs < 20_000
    assert runs.total(entries("mql")).mcse <= 0.9
    before = simulate(MODEL, Settings(runs=runs.runs - 256, days=100))
    assert before.total(entries("mql")).mcse > 0.9 or runs.runs == 256
    same = [
        simulate(MODEL, settings, until=until, executor=executor)
        for executor in (Threads(1), Threads(7), Processes(2))
    ]
    assert {other.runs for other in same} == {runs.runs}
    assert {other.total(revenue()).mean for other in same} == {runs.total(revenue()).mean}


def test_that_a_figure_that_stays_unknown_takes_all_runs() -> None:
    runs = simulate(MODEL, Settings(runs=600, days=20), until=Until(entries("known"), 1e-6))
    assert runs.runs == 600


@pytest.mark.parametrize(
    "until", [Until(wins(), 0.0), Until(wins(), math.nan), Until(entries("nowhere"), 1.0)]
)
def test_that_an_impossible_goal_is_refused_in_a_sentence(until: Until) -> None:
    with pytest.raises(CannotSimulate, match=r"\.$"):
        simulate(MODEL, Settings(runs=2), until=until)


def test_that_stopping_amid_the_first_count_keeps_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "KEEP_BYTES", 0.0)
    monkeypatch.setattr(gathering, "counted_bytes", lambda _plan, _settings: 0.0)
    counted: list[object] = []
    count = Counter.add

    def add(self: Counter, values: Values) -> None:
        counted.append(self)
        count(self, values)

    monkeypatch.setattr(Counter, "add", add)
    with pytest.raises(Stopped) as stopped:
        simulate(MODEL, SETTINGS, should_stop=lambda: len(counted) >= 3)
    runs = stopped.value.runs
    assert len(counted) == 3  # of all its figures: the others are not waited for
    assert runs is not None
    assert runs.counted is None
    assert runs.runs == gathering.KEPT_RUNS
    assert runs.total(wins()).mean > 0
