"""What is read from runs: periods, bands, totals, summaries and the sentence."""

import json
import math
from datetime import date

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    Figure,
    Period,
    Runs,
    balance,
    entries,
    expected_sentence,
    moves,
    per_run_columns,
    per_run_rows,
    periods,
    pipeline,
    revenue,
    sentence,
    summary,
    win_probability,
    wins,
)
from tests.simulation.reference import act_on_8, funnel

QUARTER_PAST = date(2027, 2, 17)  # a Wednesday


@pytest.fixture(scope="module")
def runs() -> Runs:
    deals = {"kind": "lognormal", "mean": 18_000.0, "cv": 1.1}
    return simulate(act_on_8(deal_value=deals), Settings(runs=300))


@pytest.mark.parametrize(
    ("period", "starts"),
    [
        ("day", ["2027-02-17", "2027-02-18", "2027-02-19", "2027-02-20"]),
        ("week", ["2027-02-17", "2027-02-22", "2027-03-01", "2027-03-08"]),
        ("month", ["2027-02-17", "2027-03-01", "2027-04-01", "2027-05-01"]),
        ("quarter", ["2027-02-17", "2027-04-01", "2027-07-01", "2027-10-01"]),
    ],
)
def test_that_periods_follow_the_calendar(period: Period, starts: list[str]) -> None:
    found = periods(QUARTER_PAST, 365, period)
    assert [day.isoformat() for day in found.starts[:4]] == starts
    assert found.ends[-1] == date(2028, 2, 16)
    following = (*found.starts[1:], date(2028, 2, 17))
    assert all((after - end).days == 1 for end, after in zip(found.ends, following, strict=True))
    assert found.last.tolist() == [(end - QUARTER_PAST).days for end in found.ends]


def test_that_a_horizon_within_one_period_is_one_period() -> None:
    found = periods(QUARTER_PAST, 3, "quarter")
    assert (found.starts, found.ends) == ((QUARTER_PAST,), (date(2027, 2, 19),))


def test_that_periods_reach_the_end_of_the_calendar() -> None:
    assert periods(date(9999, 10, 5), 80, "quarter").ends == (date(9999, 12, 23),)


def test_that_flows_are_added_up_and_levels_taken_at_the_end(runs: Runs) -> None:
    by_day, by_month = (runs.by_period(entries("mql"), p) for p in ("day", "month"))
    assert by_month.sum(axis=1).tolist() == by_day.sum(axis=1).tolist()
    assert by_month[:, 1].tolist() == by_day[:, 31:59].sum(axis=1).tolist()
    level, at_end = (runs.by_period(balance("mql"), p) for p in ("day", "month"))
    assert at_end[:, 1].tolist() == level[:, 58].tolist()


@pytest.mark.parametrize("figure", [entries("sql"), moves("sal-sql"), revenue(), wins()])
@pytest.mark.parametrize("period", ["week", "quarter"])
def test_that_bands_are_means_and_quantiles_of_the_runs(
    runs: Runs, figure: Figure, period: Period
) -> None:
    values = runs.by_period(figure, period)
    found = runs.bands(figure, period)
    assert found.starts == periods(runs.start, 365, period).starts
    assert found.mean == pytest.approx(values.mean(axis=0))
    for name, share in (("p2_5", 2.5), ("p10", 10), ("p50", 50), ("p90", 90), ("p97_5", 97.5)):
        assert getattr(found, name) == pytest.approx(np.percentile(values, share, axis=0))


def test_that_cumulative_bands_add_up_within_a_run(runs: Runs) -> None:
    found = runs.bands(entries("won"), "month", cumulative=True)
    total = runs.total(entries("won"))
    assert found.mean[-1] == pytest.approx(total.mean)
    assert found.p90[-1] == pytest.approx(total.p90)
    assert np.all(np.diff(found.p50) >= 0)
    # A level stays what it is.
    once, again = (runs.bands(balance("sql"), "month", cumulative=c) for c in (False, True))
    assert once.mean.tolist() == again.mean.tolist()


def test_that_a_total_says_how_sure_it_is(runs: Runs) -> None:
    values = runs.totals(entries("responded"))
    found = runs.total(entries("responded"))
    assert found.mean == pytest.approx(values.mean())
    assert found.sd == pytest.approx(values.std(ddof=1))
    assert found.mcse == pytest.approx(found.sd / math.sqrt(300))
    assert found.p2_5 < found.p10 < found.p50 < found.p90 < found.p97_5


def test_that_pipeline_value_weighs_leads_by_their_chance(runs: Runs) -> None:
    chances = win_probability(act_on_8())
    expected = sum(
        runs.values(balance(stage)) * chances["all", stage] * 18_000.0
        for stage in runs.stage_ids
        if stage not in ("won", "lost")
    )
    assert runs.values(pipeline()) == pytest.approx(expected)


@pytest.mark.parametrize("figure", [entries("nowhere"), moves("x"), Figure("arrivals", "y")])
def test_that_a_figure_of_nothing_is_an_error(runs: Runs, figure: Figure) -> None:
    with pytest.raises(KeyError, match=figure.id):
        runs.values(figure)


def test_that_the_summary_is_the_contract_of_the_command_line(runs: Runs) -> None:
    found = json.loads(json.dumps(summary(runs), allow_nan=False))
    keys = ["runs", "days", "seed", "start", "stages", "triggers", "revenue", "sla", "lead_to_won"]
    assert list(found) == keys
    assert (found["runs"], found["days"], found["seed"]) == (300, 365, 1)
    assert found["start"] == "2027-01-01"
    shares = ["p2_5", "p10", "p50", "p90", "p97_5"]
    total = ["mean", "sd", "mcse", *shares, *(f"mcse_{share}" for share in shares)]
    assert list(found["stages"]["mql"]) == ["entries", "balance_end"]
    assert list(found["stages"]["mql"]["entries"]) == total
    assert found["triggers"]["sal-sql"]["moves"]["mean"] == runs.total(moves("sal-sql")).mean
    assert found["revenue"]["p90"] == runs.total(revenue()).p90


def test_that_a_single_run_knows_no_spread() -> None:
    found = summary(simulate(act_on_8(), Settings(runs=1, days=10)))
    assert found["stages"]["known"]["entries"]["sd"] is None
    assert json.dumps(found, allow_nan=False)


def test_that_there_is_a_row_a_run(runs: Runs) -> None:
    rows = list(per_run_rows(runs))
    assert [row["run"] for row in rows] == list(range(1, 301))
    assert all(tuple(row) == per_run_columns(runs) for row in rows)
    assert {"mql.entries", "mql.balance_end", "sal-sql.moves", "revenue"} <= set(rows[0])
    assert sum(row["won.entries"] for row in rows) / 300 == runs.total(entries("won")).mean
    assert isinstance(rows[0]["mql.entries"], int)


def test_that_the_sentence_says_what_to_expect_and_how_sure(runs: Runs) -> None:
    text = sentence(runs, act_on_8(deal_value={"mean": 18_000.0, "cv": 1.1}))
    won, earned = runs.total(wins()), runs.total(revenue())
    assert text.startswith(f"In the next 12 months expect {won.mean:.0f} deals (80%: ")
    assert f"(80%: {won.p10:.0f}–{won.p90:.0f}), worth ${earned.mean / 1e6:.1f}M (80%: $" in text


def test_that_without_deal_values_the_sentence_counts_deals(runs: Runs) -> None:
    text = sentence(runs, act_on_8())
    assert text.endswith(f"–{runs.total(wins()).p90:.0f}).")
    assert "worth" not in text


def test_that_without_a_win_the_sentence_names_the_last_stage() -> None:
    model = funnel(
        ["a", "b"], [("a", "b", 0.5, {"kind": "fixed", "mean_days": 1.0})], leads_a_day={"a": 9}
    )
    text = sentence(simulate(model, Settings(runs=20, days=40)), model)
    assert text.startswith("In the next 40 days expect ")
    assert "leads to reach “B” (80%: " in text


def test_that_the_means_are_said_before_any_run_is_done() -> None:
    model = act_on_8()
    said = expected_sentence(expect(model, 365), model)
    assert said == "In the next 12 months expect about 136 deals."  # 135.7, the reference


def test_that_means_without_a_win_are_leads_at_the_last_stage() -> None:
    model = funnel(
        ["a", "b"], [("a", "b", 0.5, {"kind": "fixed", "mean_days": 1.0})], leads_a_day={"a": 10}
    )
    said = expected_sentence(expect(model, 41), model)
    assert said == "In the next 41 days expect about 200 leads to reach “B”."
    assert expected_sentence(expect(funnel([], []), 41), funnel([], [])) == ""


def test_that_an_empty_funnel_says_what_is_missing() -> None:
    model = funnel([], [])
    text = sentence(simulate(model, Settings(runs=2, days=40)), model)
    assert text == "There is nothing to forecast yet: draw a stage and a source that feeds it."
