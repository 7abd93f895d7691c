"""How past forecasts held, in figures and in an honest sentence."""

from datetime import date, timedelta

import pytest

from funnelcraft.funnel import measured  # not its `TestedCut`: pytest takes it for a test
from funnelcraft.funnel.audit.backtests import beside_naive, coverage, errors, honest_sentence


def cut(truth: float, at: int = 0, apart: int = 91, crps: float = 4.0) -> measured.TestedCut:
    """Return a forecast of 100 with bands of ±5, ±10 and ±20."""
    return measured.TestedCut(
        cut=(date(2018, 2, 26) + timedelta(days=apart * at)).isoformat(),
        days=28,
        truth=truth,
        p2_5=80.0,
        p10=90.0,
        p25=95.0,
        p50=100.0,
        p75=105.0,
        p90=110.0,
        p97_5=120.0,
        crps=crps,
        naive_4w=80.0,
        naive_8w=90.0,
        naive_12w=70.0,
    )


def backtest(*truths: float, days: int = 28, apart: int = 91) -> measured.Backtest:
    cuts = tuple(cut(truth, at, apart) for at, truth in enumerate(truths))
    return measured.Backtest(target="won", days=days, cuts=cuts)


def test_that_the_sentence_counts_how_often_the_band_held() -> None:
    test = backtest(*(100.0,) * 8, 130.0, 70.0)
    assert honest_sentence(test).startswith("In 10 past months the 80% band held 8 times. ")
    assert honest_sentence(test).endswith("for a band that keeps its promise.")


def test_that_futures_that_overlap_are_called_so() -> None:
    assert honest_sentence(backtest(100.0, 100.0, apart=7)).startswith(
        "In 2 past months, each begun 7 days after the one before, the 80% band held 2 times."
    )


@pytest.mark.parametrize(
    ("held", "of", "judged"),
    [
        (6, 10, "what luck allows"),  # P(6 or fewer of 10) = 12%
        (5, 10, "too seldom"),  # P(5 or fewer of 10) = 3.3%
        (10, 10, "what luck allows"),  # P(10 of 10) = 11%
        (14, 14, "more often than promised"),  # P(14 of 14) = 4.4%
        (1, 1, "what luck allows"),
    ],
)
def test_that_a_count_is_judged_by_its_chance(held: int, of: int, judged: str) -> None:
    sentence = honest_sentence(backtest(*(100.0,) * held, *(200.0,) * (of - held)))
    assert judged in sentence


def test_that_stretches_are_called_weeks_months_or_by_their_days() -> None:
    assert "1 past week the" in honest_sentence(backtest(100.0, days=7))
    assert "2 past stretches of 91 days" in honest_sentence(backtest(100.0, 100.0, days=91))
    assert "Nothing was tested" in honest_sentence(backtest())


def test_that_each_band_is_counted() -> None:
    found = coverage(backtest(100.0, 107.0, 115.0, 130.0))
    assert [(one.level, one.held, one.cuts) for one in found] == [
        (50, 1, 4),
        (80, 2, 4),
        (95, 3, 4),
    ]


def test_that_the_error_of_a_single_number_is_its_distance() -> None:
    lines = errors(backtest(100.0, 110.0, 90.0))
    assert [round(line.crps, 3) for line in lines] == [4.0, 20.0, 10.0, 30.0]
    assert lines[0].median_share == pytest.approx(10 / 110)
    assert errors(backtest(0.0))[0].median_share is None


def test_that_the_best_naive_forecast_is_named_and_may_win() -> None:
    assert beside_naive(backtest(100.0, 100.0)) == (
        "Its error (CRPS) was 4, that of the best naive forecast (as in the last 8 weeks) 10: "
        "60% smaller."
    )
    assert "the naive one did better" in beside_naive(backtest(90.0))
    assert beside_naive(backtest()) == ""
