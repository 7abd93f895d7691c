"""What the document keeps of a measurement: counts that add up, intervals, curves, sentences."""

import json
from dataclasses import replace

import numpy as np
import pytest

from funnelcraft.funnel.checks import check, errors
from funnelcraft.funnel.edits.measuring import draw_measured
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.measured import MeasuredBaseline, MeasuredFile
from funnelcraft.funnel.model import Conversion, Funnel, Sla, Source, Stage, Trigger, Volume
from funnelcraft.funnel.velocity import FixedTime
from funnelcraft.io.project_file import dump, parse
from funnelcraft.simulation.baseline.applying import applied
from funnelcraft.simulation.baseline.calibrated import Calibrated, Provenance
from funnelcraft.simulation.baseline.calibration import Baseline, baseline
from funnelcraft.simulation.baseline.drawing import as_is, readable
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.report import report
from funnelcraft.simulation.baseline.window import chosen_window
from funnelcraft.simulation.expectation import expect
from tests.simulation.baseline.simulated_logs import RECYCLING, SALES, SEGMENTS, Truth, simulated


def found_in(truth: Truth, seed: int = 1) -> Baseline:
    history = simulated(truth, np.random.default_rng(seed))
    return baseline(history, chosen_window(history).window)


def kept(calibrated: Calibrated) -> MeasuredBaseline:
    assert calibrated.funnel.baseline is not None
    return calibrated.funnel.baseline


@pytest.fixture(scope="module")
def recycling() -> Calibrated:
    return as_is(found_in(RECYCLING), "As is")


def test_that_it_is_kept_by_the_file_and_no_check_minds_it(recycling: Calibrated) -> None:
    again = parse(dump(recycling.funnel))
    assert again.warnings == ()
    assert again.funnel == recycling.funnel
    assert errors(check(recycling.funnel)) == ()
    assert expect(recycling.funnel, 90).entries.shape[1] == 90


def test_that_rows_add_up_and_say_where_they_come_from() -> None:
    history = simulated(SALES, np.random.default_rng(3))
    chosen = chosen_window(history)
    found = baseline(history, chosen.window)
    file = MeasuredFile(name="events.csv", sha256="0" * 64, rows=history.lead.size + 7)
    origin = Provenance(
        files=(file,),
        form="events",
        read=history.lead.size + 7,
        kept=history.lead.size,
        dropped={"no stage": 7},
        notes=chosen.notes,
    )
    measured = kept(as_is(found, "x", provenance=origin))
    rows = measured.rows
    assert rows.read == rows.kept + sum(rows.dropped.values())
    assert rows.kept == found.history.lead.size
    assert rows.dropped["no stage"] == 7
    assert measured.files == (file,)
    assert measured.notes[0] == chosen.notes[0]


def test_that_volumes_add_up_over_months_and_segments() -> None:
    calibrated = as_is(found_in(SEGMENTS), "x")
    measured = kept(calibrated)
    lead = [one for one in measured.stages if one.stage == "lead"]
    whole, *parts = lead
    assert whole.volume == measured.leads == whole.net_new == sum(whole.by_month)
    assert whole.volume == sum(one.volume for one in parts)
    assert [one.segment for one in lead] == ["all", "web", "fair", "partner"]
    assert len(whole.by_month) == len(measured.months)
    assert whole.leads_per_month is not None
    assert whole.leads_per_month.low < 8 * 365.25 / 12 < whole.leads_per_month.high
    for one in measured.moves:
        assert one.conversion.low <= one.conversion.value <= one.conversion.high
        assert one.moved <= one.entered


def test_that_visits_again_are_no_net_new_ones(recycling: Calibrated) -> None:
    mql = next(one for one in kept(recycling).stages if one.stage == "mql")
    assert mql.net_new == kept(recycling).leads
    assert mql.volume > mql.net_new


def test_that_curves_and_histograms_are_short_and_end_at_the_conversion(
    recycling: Calibrated,
) -> None:
    for move in kept(recycling).moves:
        days = [point.days for point in move.curve]
        assert days == sorted(set(days))
        assert len(days) <= 60
        assert (days[0], days[-1]) == (0, move.end_days)
        assert move.curve[-1].share == pytest.approx(move.conversion.value, abs=1e-6)
        shares = [point.share for point in move.curve]
        assert shares == sorted(shares)
        assert all(point.low <= point.share <= point.high for point in move.curve)
        assert len(move.times) <= 40
        assert sum(one.moves for one in move.times) == move.moved
        assert all(
            a.to_days == b.from_days for a, b in zip(move.times, move.times[1:], strict=False)
        )
        assert move.median_days is not None
        assert move.ninth_days is not None
        assert move.median_days <= move.ninth_days
        assert move.fits[0].aic == 0


def test_that_kinds_are_those_of_a_marketing_funnel(recycling: Calibrated) -> None:
    kinds = {(t.from_stage, t.to_stage): t.kind for t in recycling.funnel.triggers}
    assert kinds == {
        ("mql", "sal"): "progress",
        ("sal", "won"): "progress",
        ("mql", "nurture"): "recycle",
        ("sal", "nurture"): "recycle",
        ("nurture", "mql"): "recycle",
    }


def test_that_the_opening_pipeline_is_who_is_there_and_zombies_are_not() -> None:
    """SALES leaks 15 to 30 % a stage, so that many are open for longer than any that moved."""
    found = found_in(SALES)
    calibrated = as_is(found, "x")
    known = found.log
    lasts = np.r_[known.starts[1:], known.lead.size] - 1
    open_now = ~np.isin(known.stage[lasts], list(found.ends))
    measured = kept(calibrated)
    assert sum(one.open_now for one in measured.stages) == int(open_now.sum())
    for one in measured.stages:
        if one.zombie_days is None:
            continue
        stage = next(n for n, name in calibrated.stages.items() if name == one.stage)
        age = found.window.seen - known.day[lasts]
        here = open_now & (known.stage[lasts] == stage)
        assert one.zombies == int((here & (age > one.zombie_days)).sum())
        (held,) = (o for o in calibrated.funnel.opening if o.stage == one.stage)
        assert len(held.ages_days) == one.open_now - one.zombies
        assert max(held.ages_days) <= one.zombie_days + 0.5
        leak_time = stages_by_id(calibrated.funnel)[one.stage].leak_time
        assert isinstance(leak_time, FixedTime)
        assert max(held.ages_days) < leak_time.mean_days
    assert any(one.zombies for one in measured.stages)
    assert any("do not count as open" in note for note in measured.notes)


def test_that_a_promise_about_the_visit_is_judged_with_open_visits_censored() -> None:
    """Of New, 40 % leave by a lognormal and 30 % by an exponential time: the share in 10 days."""
    from funnelcraft.simulation.grid import day_grid

    found = found_in(SALES)
    drawn = as_is(found, "x").funnel
    stages = tuple(
        stage.replaced(sla=Sla(days=10.0, clock="stage" if stage.id == "new" else "first_touch"))
        if stage.id in ("new", "qualified")
        else stage
        for stage in drawn.stages
    )
    measured = kept(applied(found, drawn.replaced(stages=stages)))
    new = next(one for one in measured.stages if one.stage == "new")
    assert new.promise is not None
    truth = sum(rate * day_grid(time, 11).sum() for _to, rate, time in SALES.ways["New"])
    assert new.promise.kept.value == pytest.approx(truth, abs=0.035)
    assert new.promise.met + new.promise.missed + new.promise.waiting == new.volume
    assert all(one.promise is None for one in measured.stages if one.stage != "new")
    assert any("first touch in “Qualified”" in note for note in measured.notes)


def test_that_fitted_times_go_into_the_document_where_they_are_wished_for() -> None:
    funnel = as_is(found_in(SALES), "x", times="fitted").funnel
    kinds = {t.id: t.velocity.kind for t in funnel.triggers if t.velocity is not None}
    assert kinds["new-qualified"] == "lognormal"
    assert "empirical" not in kinds.values()


def rare_log() -> History:
    """1,000 leads go A → B → C → Won; 3 skip B, 4 fall back from C to A, one is won at once."""
    ways = (
        [["A", "B", "C", "Won"]] * 500
        + [["A", "B", "C", "B", "C"]] * 100
        + [["A", "B"]] * 392
        + [["A", "C", "Won"]] * 3
        + [["A", "B", "C", "A"]] * 4
        + [["A", "Won"]]
    )
    stages = ("A", "B", "C", "Won")
    lead = np.repeat(np.arange(len(ways)), [len(way) for way in ways])
    return History(
        stages,
        (),
        lead,
        np.array([stages.index(one) for way in ways for one in way]),
        np.array([n % 300 + 5 * k for n, way in enumerate(ways) for k in range(len(way))]),
        np.zeros(len(ways), dtype=np.int64),
        np.full(len(ways), np.nan),
    )


def test_that_rare_ways_are_bundled_said_and_no_move_is_lost() -> None:
    history = rare_log()
    calibrated = as_is(baseline(history, chosen_window(history).window), "x")
    measured = kept(calibrated)
    assert set(calibrated.triggers.values()) == {"a-b", "b-c", "c-b", "c-won", "a-won"}
    assert {(r.from_stage, r.to_stage, r.moves, r.trigger) for r in measured.rare} == {
        ("a", "c", 3, "a-b"),
        ("c", "a", 4, "c-b"),
    }
    moved = {one.trigger: one.moved for one in measured.moves}
    assert moved == {"a-b": 999, "b-c": 704, "c-b": 104, "c-won": 503, "a-won": 1}
    assert any("count as parts of wider ones (7 moves)" in note for note in measured.notes)
    assert set(report(calibrated)["triggers"]) == set(moved)
    json.dumps(report(calibrated))


@pytest.mark.parametrize(
    ("name", "term"),
    [("sales_qualified", "Sales qualified"), ("MQL", "MQL"), ("  new  lead ", "New lead")],
)
def test_that_terms_are_readable(name: str, term: str) -> None:
    assert readable(name) == term


def mapped_funnel() -> Funnel:
    return Funnel(
        start="1971-01-01",
        stages=(
            Stage(id="start", term="Start"),
            Stage(id="middle", term="Middle"),
            Stage(id="end", term="End", kind="won"),
        ),
        triggers=(
            Trigger(id="t1", from_stage="start", to_stage="middle"),
            Trigger(id="t2", from_stage="middle", to_stage="end"),
        ),
    )


def test_that_several_stages_become_one_and_moves_between_them_none() -> None:
    """Of 999 leads that leave A, 600 leave B and C together; 503 of them are won from there."""
    history = rare_log()
    found = baseline(history, chosen_window(history).window)
    done = applied(
        found,
        mapped_funnel(),
        stage_map={"A": "start", "B": "middle", "C": "middle", "Won": "end"},
    )
    assert set(done.unmatched) >= {
        "No one trigger leads from “Middle” to “Start”, where 4 leads moved.",
        "No one trigger leads from “Start” to “End”, where 1 lead moved.",
    }
    first, second = (next(m for m in kept(done).moves if m.trigger == t) for t in ("t1", "t2"))
    assert (first.entered, first.moved) == (1_004, 999)
    assert (second.entered, second.moved) == (999, 503)
    rows = kept(done).rows
    assert rows.read == history.lead.size == rows.kept + sum(rows.dropped.values())


def test_that_ways_without_a_trigger_are_kept_and_can_be_drawn_as_measured() -> None:
    history = rare_log()
    found = baseline(history, chosen_window(history).window)
    stage_map = {"A": "start", "C": "middle", "Won": "end"}
    done = applied(found, mapped_funnel(), stage_map=stage_map)
    ways = {(one.from_stage, one.to_stage, one.to_name): one for one in kept(done).undrawn}
    assert {way: one.moved for way, one in ways.items()} == {
        ("start", "", "B"): 996,
        ("start", "end", ""): 1,
        ("middle", "", "B"): 100,
        ("middle", "start", ""): 4,
    }
    drawn = draw_measured(done.funnel, [("start", "end"), ("middle", "start")])
    assert not errors(check(drawn))
    again = applied(found, drawn, stage_map=stage_map).funnel
    assert [(t.conversion, t.velocity) for t in again.triggers] == [
        (t.conversion, t.velocity) for t in drawn.triggers
    ]
    back = next(t for t in drawn.triggers if t.to_stage == "start")
    assert back.kind == "recycle"
    assert parse(dump(drawn)).funnel == drawn


def test_that_ages_stand_beside_the_times_of_those_who_moved_on() -> None:
    """Of 1,000 leads that come to A, one in each 300th of a day, all leave after five days."""
    history = rare_log()
    done = as_is(baseline(history, chosen_window(history).window), "As is")
    stages = {one.stage: one for one in kept(done).stages}
    assert (stages["a"].usual_stay_days, stages["a"].long_stay_days) == (5.0, 5.0)
    open_b = stages["b"]
    assert open_b.open_now == 392
    # The 392 that stay came on days 605 to 991 of a wheel of 300, and are seen on the last day.
    ages = np.sort(int(history.day.max()) - (np.arange(600, 992) % 300 + 5))
    wanted = np.quantile(ages, (0.1, 0.5, 0.9)).tolist()
    found = [open_b.low_age_days, open_b.median_age_days, open_b.high_age_days]
    assert found == pytest.approx(wanted)
    assert open_b.overdue == (ages > 5).sum()
    assert stages["won"].low_age_days is None


def test_that_two_names_of_one_stage_are_brought_together() -> None:
    history = replace(rare_log(), stages=("Start", "Middle", "MID", "End"))
    found = baseline(history, chosen_window(history).window)
    funnel = mapped_funnel()
    stages = tuple(
        stage.replaced(abbreviation="mid") if stage.id == "middle" else stage
        for stage in funnel.stages
    )
    done = applied(found, funnel.replaced(stages=stages))
    first, second = (next(m for m in kept(done).moves if m.trigger == t) for t in ("t1", "t2"))
    assert (first.moved, second.entered, second.moved) == (999, 999, 503)


def test_that_a_stage_left_out_counts_as_time_in_the_one_before() -> None:
    history = rare_log()
    found = baseline(history, chosen_window(history).window)
    stage_map = {"A": "start", "B": None, "C": "middle", "Won": "end"}
    done = applied(found, mapped_funnel(), stage_map=stage_map)
    assert "“B” is left out" in done.unmatched[0]
    first = next(m for m in kept(done).moves if m.trigger == "t1")
    assert first.moved == 607
    assert first.mean_days is not None
    assert 9.9 < first.mean_days.value < 10.0  # A to B to C takes 10 days, A to C 5


def test_that_a_stage_without_a_place_is_measured_and_reported() -> None:
    history = rare_log()
    found = baseline(history, chosen_window(history).window)
    done = applied(found, mapped_funnel(), stage_map={"A": "start", "C": "middle", "Won": "end"})
    assert "The funnel has no stage “B”." in done.unmatched
    first = next(m for m in kept(done).moves if m.trigger == "t1")
    assert (first.entered, first.moved) == (1_004, 3)


def test_that_sources_of_one_stage_share_its_volume_as_they_did_before() -> None:
    found = found_in(SALES)
    drawn = as_is(found, "x").funnel
    (whole,) = drawn.sources
    two = tuple(
        Source(
            id=name,
            name=name,
            into="new",
            volume=Volume(leads_per_month=leads, trend_per_month=0.01),
            cost_per_lead=7.0,
        )
        for name, leads in (("web", 300.0), ("fair", 100.0))
    )
    web, fair = applied(found, drawn.replaced(sources=two)).funnel.sources
    assert web.volume.leads_per_month == pytest.approx(0.75 * whole.volume.leads_per_month)
    assert fair.volume.leads_per_month == pytest.approx(0.25 * whole.volume.leads_per_month)
    assert (web.volume.trend_per_month, web.cost_per_lead) == (0.01, 7.0)
    assert web.volume.months_observed == whole.volume.months_observed


def test_that_a_trigger_nobody_took_has_a_rate_of_zero() -> None:
    """Its designed rate beside the measured ones would take more than all leads."""
    found = found_in(SALES)
    drawn = as_is(found, "x").funnel
    skip = Trigger(
        id="skip",
        from_stage="new",
        to_stage="proposal",
        conversion=Conversion(rate=0.5),
        velocity=FixedTime(mean_days=3.0),
    )
    done = applied(found, drawn.replaced(triggers=(*drawn.triggers, skip)))
    conversion = done.funnel.triggers[-1].conversion
    assert conversion is not None
    assert (conversion.rate, conversion.moved) == (0.0, 0)
    assert conversion.entered == drawn.triggers[0].conversion.entered  # type: ignore[union-attr]
    assert errors(check(done.funnel)) == ()
    assert "Nobody moved from “New” to “Proposal”: that trigger has a rate of 0." in done.unmatched


def test_that_a_forecast_starts_the_day_after_with_those_who_are_there() -> None:
    found = found_in(SALES)
    drawn = as_is(found, "x")
    done = applied(found, drawn.funnel.replaced(start="2027-01-01", opening=()))
    assert done.funnel.start == drawn.funnel.start
    assert done.funnel.opening == drawn.funnel.opening
    assert kept(done).notes[-1].startswith("A forecast starts on")
