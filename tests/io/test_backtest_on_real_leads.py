"""Real leads forecast from ten past weeks: better than the usual naive forecast, and honest."""

from datetime import date, timedelta

import pytest

from funnelcraft.funnel.measured import Backtest
from funnelcraft.io.imports.event_log import Log
from funnelcraft.simulation.backtest.backtesting import Question, backtest
from funnelcraft.simulation.backtest.report import summary
from funnelcraft.simulation.baseline.volume import day_number
from funnelcraft.simulation.engine import Settings
from tests.io import test_real_leads
from tests.simulation.backtest.histories import held

log = test_real_leads.log

FIRST, CUTS, AHEAD = date(2018, 2, 26), 10, 28
# What came in the four weeks from each cut on, counted in the two tables without the program.
CAME = [138, 138, 145, 153, 172, 185, 181, 166, 161, 133]


def forecast_from_past(log: Log, settings: Settings) -> Backtest:
    cuts = [day_number(FIRST + timedelta(days=7 * week)) for week in range(CUTS)]
    won = log.history.stages.index("Won")
    return backtest(log.history, Question(won, AHEAD), cuts, settings)


@pytest.fixture(scope="module")
def forecasts(log: Log) -> Backtest:
    return forecast_from_past(log, Settings(runs=2000))


def test_that_the_truth_is_what_came(forecasts: Backtest) -> None:
    assert [cut.truth for cut in forecasts.cuts] == CAME


def test_that_the_median_beats_the_naive_forecast_of_four_weeks(forecasts: Backtest) -> None:
    found = summary(forecasts)
    assert found["mape"]["naive_4w"] == pytest.approx(0.195, abs=0.0005)
    assert found["mape"]["median"] < found["mape"]["naive_4w"]
    assert found["crps"]["forecast"] < 0.75 * found["crps"]["naive_4w"]


def test_that_the_bands_hold_where_luck_alone_fails(forecasts: Backtest, log: Log) -> None:
    assert held(forecasts, 80) >= 7
    assert held(forecasts, 95) >= 8
    alone = forecast_from_past(log, Settings(runs=500, ignorance=False, drift=False))
    assert held(alone, 80) < held(forecasts, 80)
