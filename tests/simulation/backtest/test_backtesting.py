"""Forecasts from earlier days: nothing of later is known, and bands hold as often as they say."""

from dataclasses import replace

import numpy as np
import pytest

from funnelcraft.simulation.backtest.backtesting import (
    NothingToTest,
    Question,
    backtest,
    forecast,
)
from funnelcraft.simulation.backtest.cuts import usual_cuts
from funnelcraft.simulation.backtest.fitting import fitted, known
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.engine import Settings, Stopped
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.sampling import sample
from tests.simulation.backtest.histories import WON, held, history_of, model, written

AHEAD = 28
RUNS = Settings(runs=256)


@pytest.fixture(scope="module")
def drifting() -> History:
    return history_of(sample(model(15.0, 0.15, 0.15), 420, 7))


def test_that_nothing_from_the_cut_on_is_known(drifting: History) -> None:
    cut = int(drifting.day.min()) + 300
    question = Question(WON, AHEAD)
    found = forecast(drifting, question, cut, RUNS)
    # Whatever happens from the cut on is thrown away, then shuffled among leads and stages.
    before = drifting.day < cut
    cut_off = replace(
        drifting,
        lead=drifting.lead[before],
        stage=drifting.stage[before],
        day=drifting.day[before],
    )
    assert np.array_equal(found, forecast(cut_off, question, cut, RUNS))
    later = np.where(before, drifting.stage, (drifting.stage + 1) % 5)
    changed = replace(drifting, stage=later, day=np.where(before, drifting.day, drifting.day + 40))
    assert np.array_equal(found, forecast(changed, question, cut, RUNS))


def test_that_the_same_seed_gives_the_same_bits_whoever_computes(drifting: History) -> None:
    base = int(drifting.day.min())
    one, two, other = (
        backtest(drifting, Question(WON, AHEAD), [base + 250, base + 300], settings)
        for settings in (
            replace(RUNS, workers=1),
            replace(RUNS, workers=2),
            replace(RUNS, seed=2),
        )
    )
    assert one == two != other


def test_that_a_steady_funnel_is_forecast_as_it_is() -> None:
    # 60 leads a day, nothing drifts: the fitted funnel expects what the true one does.
    true = model(60.0)
    history = history_of(sample(true, 400, 3))
    cut = int(history.day.min()) + 360
    found = fitted(known(history, cut - 1), AHEAD)
    expected = expect(found, AHEAD)
    came = {stage: expected.entries[at].sum() for at, stage in enumerate(expected.stage_ids)}
    truth = expect(true, 400).entries[:, 360 : 360 + AHEAD].sum(axis=1)
    for at in range(4):
        # Counts of a month vary by chance, and each level is known to some five per cent.
        assert came[f"s{at}"] == pytest.approx(truth[at], rel=0.15), at
    assert sum(len(group.ages_days) for group in found.opening) > 1_000


def test_that_bands_of_drifting_funnels_hold_as_often_as_they_say() -> None:
    tested = luck = 0
    inside, inside_by_luck = {0.5: 0, 0.8: 0, 0.95: 0}, 0
    # The ends of a band out of 64 runs hold a lead more or less: nothing beside the errors below.
    few = replace(RUNS, runs=64)
    alone = replace(few, ignorance=False, drift=False)
    for seed in range(9):
        history = history_of(sample(model(40.0, 0.15, 0.15), 320, seed))
        base = int(history.day.min())
        found = backtest(history, Question(WON, AHEAD), [base + 220, base + 280], few)
        tested += len(found.cuts)
        for share in inside:
            inside[share] += held(found, round(100 * share))
        narrow = backtest(history, Question(WON, AHEAD), [base + 280], alone)
        luck += 1
        inside_by_luck += held(narrow, 80)
    # Of 18 cuts, shares have standard errors of 12, 9 and 5 %: two and a half of them are allowed.
    for share, count in inside.items():
        error = np.sqrt(share * (1 - share) / tested)
        assert abs(count / tested - share) <= 2.5 * error + 0.5 / tested, (share, count)
    # With luck alone 80 % bands hold far less often.
    assert inside_by_luck / luck < 0.65


def test_that_leads_of_before_the_records_do_not_spoil_the_rates() -> None:
    # Wins are recorded from day 150 on; who came before looks as if never won.
    true = model(40.0)
    history = history_of(sample(true, 300, 5))
    base = int(history.day.min())
    recorded = (history.stage != WON) | (history.day >= base + 150)
    history = history.keeping(recorded)
    cut = base + 270
    state = known(history, cut - 1)
    assert state.recorded[WON] == pytest.approx(base + 150, abs=3)
    expected = expect(fitted(state, AHEAD), AHEAD)
    won = expected.entries[expected.stage_ids.index(f"s{WON}")].sum()
    truth = expect(true, 300).entries[3, 270:298].sum()
    assert won == pytest.approx(truth, rel=0.3)


def test_that_a_cut_without_past_or_future_is_refused(drifting: History) -> None:
    base, last = int(drifting.day.min()), int(drifting.day.max())
    with pytest.raises(NothingToTest, match="nothing to learn from"):
        backtest(drifting, Question(WON, AHEAD), [base + 1], RUNS)
    with pytest.raises(NothingToTest, match="The log ends on"):
        backtest(drifting, Question(WON, AHEAD), [last - 5], RUNS)


def test_that_it_stops_when_asked_and_tells_each_cut(drifting: History) -> None:
    base = int(drifting.day.min())
    told: list[str] = []
    with pytest.raises(Stopped):
        backtest(
            drifting,
            Question(WON, AHEAD),
            [base + 250, base + 300],
            RUNS,
            on_cut=lambda cut: told.append(cut.cut),
            should_stop=lambda: bool(told),
        )
    assert len(told) == 1


def test_that_usual_cuts_leave_time_to_learn_and_truth_to_compare(drifting: History) -> None:
    cuts = usual_cuts(drifting, WON, AHEAD)
    won = drifting.day[drifting.stage == WON]
    assert len(cuts) == 10
    assert set(np.diff(cuts)) == {28}
    assert cuts[0] >= won.min() + 84
    assert cuts[-1] + AHEAD - 1 == drifting.day.max()
    close = usual_cuts(drifting, WON, 84)
    assert len(close) == 10
    assert set(np.diff(close)) == {21}
    assert usual_cuts(drifting, WON, 400) == ()
    assert usual_cuts(written([(0, 10)]), WON, 28) == ()
