"""The change from one design to another: nothing is lost on the way, and the means are exact."""

import json
import math
import threading
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, mapping_by_id, with_pair
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.simulation.comparison.changeover import (
    Changeover,
    changeover,
    changeover_sentences,
    changeover_summary,
    expected_changeover,
)
from funnelcraft.simulation.comparison.changeover.playing import ChangeoverStopped
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import Figure, balance, entries, moves, revenue, wins
from funnelcraft.simulation.problems import CannotSimulate
from tests.funnel.mapping.test_mapping import renamed
from tests.simulation.comparison.test_coupling import OPENING, changed
from tests.simulation.comparison.test_naming import everything, with_stage
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8, funnel

DAYS = 120
START = date(2027, 1, 1)
ON = START + timedelta(days=60)


def stages_of(model: Funnel) -> list[Figure]:
    return [make(stage.id) for stage in model.stages for make in (entries, balance)]


@pytest.mark.parametrize("again", [lambda model: model, renamed])
@pytest.mark.parametrize("a", [act_on_8(deal_value=DEALS, opening=OPENING), everything()])
def test_that_changing_to_the_same_design_changes_nothing_in_any_run(
    a: Funnel, again: object
) -> None:
    b: Funnel = again(a)  # type: ignore[operator]
    found = changeover(a, b, ON, None, Settings(runs=40, days=DAYS))
    for figure in (wins(), revenue(), *stages_of(b)):
        assert np.array_equal(found.values("stay", figure), found.values("switch", figure))
    for trigger in b.triggers:
        stay, after = (found.values(side, moves(trigger.id)) for side in ("stay", "switch"))
        assert np.array_equal(stay, after)
    assert found.cost(wins()).whole.total.sd == 0.0


def test_that_in_the_mean_changing_to_the_same_design_is_exactly_going_on() -> None:
    a = act_on_8(deal_value=DEALS, opening=OPENING)
    found = expected_changeover(a, a, ON, None, DAYS)
    alone = expect(a, DAYS)
    for at, stage in enumerate(alone.stage_ids):
        assert found.values("switch", entries(stage))[0] == pytest.approx(alone.entries[at])
        assert found.values("switch", balance(stage))[0] == pytest.approx(alone.balance[at])
    assert found.values("switch", revenue())[0] == pytest.approx(alone.revenue)


def test_that_a_small_case_is_as_computed_by_hand() -> None:
    # Ten leads a day wait exactly four days; half are won. B wins nine in ten after six days.
    four, six = ({"kind": "fixed", "mean_days": days} for days in (4.0, 6.0))
    a = funnel([{"id": "a", "leak_time": four}, "won"], [("a", "won", 0.5, four)], {"a": 10.0})
    b = funnel([{"id": "a", "leak_time": six}, "won"], [("a", "won", 0.9, six)], {"a": 10.0})
    found = expected_changeover(a, b, START + timedelta(days=20), None, 40)
    won = found.values("switch", wins())[0]
    assert won[:4] == pytest.approx(0.0)
    assert won[4:20] == pytest.approx(5.0)
    # Those of days 16 to 19 are in flight; on days 22 to 25 they have been there for six days.
    assert [(one.a, one.b, one.leads.mean) for one in found.moved()] == [("a", "a", 40.0)]
    assert won[20:22] == pytest.approx(0.0)
    assert won[22:] == pytest.approx(9.0)
    level = found.values("switch", balance("a"))[0]
    assert level[18:24] == pytest.approx([40.0, 40.0, 50.0, 60.0, 60.0, 60.0])
    assert found.values("switch", entries("a"))[0] == pytest.approx(10.0)
    # By the end A going on would have won 5 a day from day 4 on, B from the start 9 from day 6 on.
    assert found.cost(wins()).whole.total.mean == pytest.approx(16 * 5 + 18 * 9 - 36 * 5)
    assert found.cost(wins(), "fresh").whole.total.mean == pytest.approx(16 * 5 + 18 * 9 - 34 * 9)
    # Anew, all forty and the ten of day 20 are due on day 26.
    anew = expected_changeover(a, b, START + timedelta(days=20), None, 40, keep_ages=False)
    won = anew.values("switch", wins())[0]
    assert won[20:26] == pytest.approx(0.0)
    assert won[26] == pytest.approx(0.9 * 50)
    assert won[27:] == pytest.approx(9.0)
    # A's times are longer than any in B: whoever has been there too long for B leaves at once.
    back = expected_changeover(b, a, START + timedelta(days=20), None, 40)
    won = back.values("switch", wins())[0]
    assert won[20] == pytest.approx(0.5 * (10 + 20))
    assert won[21:] == pytest.approx(5.0)


def test_that_exponential_times_know_no_age() -> None:
    time, slow = ({"kind": "exponential", "mean_days": days} for days in (9.0, 15.0))
    stage = {"id": "a", "leak_time": time}
    a = funnel([stage, "won"], [("a", "won", 0.5, time)], {"a": 10.0})
    stage = {"id": "a", "leak_time": slow}
    b = funnel([stage, "won"], [("a", "won", 0.8, slow)], {"a": 10.0})
    kept, anew = (
        expected_changeover(a, b, ON, None, DAYS, keep_ages=keep) for keep in (True, False)
    )
    in_flight = 10 * 9 * (1 - math.exp(-60 / 9))
    # M/M/infinity: λ·m·(1 − e^(−T/m)), but that nobody leaves on the grid within the day of coming.
    assert kept.moved()[0].leads.mean == pytest.approx(in_flight, rel=0.002)
    later = [found.values("switch", wins())[0, 60:].sum() for found in (kept, anew)]
    # Who begins anew begins within the day, half a day later in the mean.
    assert later[0] == pytest.approx(later[1], rel=0.01)
    gone = in_flight * 0.8 * (1 - math.exp(-60 / 15))
    new = 10 * 0.8 * (60 - 15 * (1 - math.exp(-60 / 15)))
    assert later[0] == pytest.approx(gone + new, rel=0.002)


def redesign() -> tuple[Funnel, Funnel, Mapping]:
    """Return two designs with other stages, and what becomes what."""
    a = act_on_8(deal_value=DEALS, opening=OPENING)
    time = {"kind": "lognormal", "mean_days": 12.0, "cv": 0.9}
    b = funnel(
        ["known", "engaged", "qualified", "deal", "won", "lost"],
        [
            ("known", "engaged", 0.45, time),
            ("engaged", "qualified", 0.4, time),
            ("qualified", "deal", 0.5, {**time, "mean_days": 20.0}),
            ("deal", "won", 0.3, {**time, "mean_days": 30.0}),
            ("deal", "lost", 0.5, time),
        ],
        {"known": 110.0},
        deal_value=DEALS,
    )
    pairs = {
        **{"known": "known", "responded": "engaged", "mql": "qualified", "sal": "qualified"},
        **{"sql": "deal", "opportunity": "deal", "won": "won", "lost": "lost"},
    }
    return a, b, Mapping(tuple(pairs.items()))


@pytest.mark.parametrize("keep_ages", [True, False])
def test_that_runs_have_the_expected_means(keep_ages: bool) -> None:
    a, b, mapping = redesign()
    settings = Settings(runs=640, days=DAYS, seed=5)
    played = changeover(a, b, ON, mapping, settings, keep_ages)
    exact = expected_changeover(a, b, ON, mapping, DAYS, keep_ages)
    errors = []
    for side in ("stay", "switch", "fresh"):
        for figure in (wins(), revenue(), *stages_of(b)):
            for span in ("quarter", "later", "whole"):
                try:
                    wanted = float(exact.totals(side, figure, span)[0])
                except KeyError:
                    continue
                total = played.total(side, figure, span)
                error = max(total.mcse, math.sqrt(max(wanted, 1e-9) / 640))
                errors.append((total.mean - wanted) / error)
    # 126 figures, many of them close kin: beyond 4 errors comes up in 1 of 100 such suites.
    assert len(errors) == 126
    assert np.abs(errors).max() < 4.0
    moved = {one.a: one for one in played.moved()}
    for one in exact.moved():
        assert moved[one.a].leads.mean == pytest.approx(
            one.leads.mean, abs=4 * max(moved[one.a].leads.mcse, 0.02)
        )
    assert moved["nurture"].b is None
    assert moved["sal"].b == "qualified"


def test_that_very_many_leads_are_split_alike() -> None:
    a = act_on_8(60_000.0)
    b = changed(changed(a, "known-responded", rate=0.36), "mql-sal", mean_days=4.0)
    on = START + timedelta(days=20)
    found = changeover(a, b, on, None, Settings(runs=32, days=45))
    exact = expected_changeover(a, b, on, None, 45)
    for stage in ("known", "responded", "mql", "sal"):
        for figure in (entries(stage), balance(stage)):
            for side in ("stay", "switch"):
                total, wanted = found.total(side, figure), exact.total(side, figure).mean
                assert total.mean == pytest.approx(wanted, abs=4.5 * max(total.mcse, 0.1))
    # As common as both allow: the difference spreads far less than either.
    whole = found.cost(entries("responded")).whole
    assert whole.total.sd < 0.3 * whole.a.sd
    same = changeover(a, a, on, None, Settings(runs=32, days=45))
    assert same.cost(entries("sal")).whole.total.sd == 0.0


def test_that_runs_spread_as_a_simulation_of_the_leads_does() -> None:
    """The deals of the switch are told by single Poisson numbers: arrivals and luck alone."""
    a, b, mapping = redesign()
    a = a.replaced(opening=())
    found = changeover(a, b, ON, mapping, Settings(runs=960, days=DAYS, seed=8))
    # Every lead is won or not, by itself: deals are Poisson numbers, before and after.
    for span in ("quarter", "whole"):
        won = found.totals("switch", wins(), span)
        assert won.var(ddof=1) == pytest.approx(won.mean(), rel=4.5 * math.sqrt(2 / 960))


def test_that_no_lead_is_lost_or_made() -> None:
    a, b, mapping = redesign()
    found = changeover(a, b, ON, mapping, Settings(runs=40, days=DAYS))
    there = {stage.id for stage in b.stages}
    for stage in there:
        level = found.values("switch", balance(stage))
        assert level.min() >= 0
    merged = found.in_flight[:, [found.stay.stage_ids.index(s) for s in ("mql", "sal")]].sum(axis=1)
    day = found.day
    came = found.values("switch", entries("qualified"))[:, day]
    went = found.after.values(moves("qualified-deal"))[:, day]
    level = found.values("switch", balance("qualified"))[:, day]
    # Whoever leaves on the first day, by the trigger or nowhere, is at most who was there.
    assert np.all(level <= merged + came - went)
    assert np.all(found.leads("switch")[:, :day] == found.leads("stay")[:, :day])


def test_that_the_change_on_the_first_day_is_b_from_the_start() -> None:
    a, b, mapping = redesign()
    found = expected_changeover(a, b, START + timedelta(days=1), mapping, DAYS)
    # Only one day is another, and hardly anything happens on it.
    stay, fresh = (found.total(side, wins()).mean for side in ("stay", "fresh"))
    assert found.total("switch", wins()).mean == pytest.approx(fresh, rel=0.03)
    assert stay != pytest.approx(fresh, rel=0.03)


def test_that_with_queues_those_who_wait_wait_on() -> None:
    a = with_stage(act_on_8(30.0), "mql", capacity=Capacity(leads_per_day=2.0))
    b = with_stage(a, "mql", capacity=Capacity(leads_per_day=6.0))
    found = changeover(a, b, ON, None, Settings(runs=64, days=DAYS))
    alone = simulate(a, Settings(runs=64, days=DAYS, seed=9))
    total, other = found.total("stay", entries("sal")), alone.total(entries("sal"))
    assert total.mean == pytest.approx(other.mean, abs=4.5 * math.hypot(total.mcse, other.mcse))
    queue = found.stay.values(Figure("queue", "mql"))[:, found.day - 1]
    after = found.after.values(Figure("queue", "mql"))
    assert queue.mean() > 5
    assert after[:, found.day].mean() > 1
    assert after[:, -1].mean() < queue.mean()
    assert found.cost(entries("sal")).whole.better().share > 0.95
    # The mean of leads that flow like water is close by.
    mean = expected_changeover(a, b, ON, None, DAYS).total("switch", entries("sal")).mean
    assert found.total("switch", entries("sal")).mean == pytest.approx(mean, rel=0.05)


def test_that_queues_go_on_nearly_as_if_nobody_had_looked() -> None:
    # From the change on A is played anew with who is there: against a simulation in one piece.
    a = everything()
    found = changeover(a, renamed(a), START + timedelta(days=45), None, Settings(runs=320, days=90))
    assert {one.b for one in found.moved()} == {"x-new", "x-work", "x-deal"}
    alone = simulate(a, Settings(runs=320, days=90, seed=9))
    for figure in (*(entries(s) for s in ("new", "work", "deal")), balance("new"), balance("deal")):
        here, there = found.stay.total(figure), alone.total(figure)
        error = 4.5 * math.hypot(here.mcse, there.mcse)
        assert here.mean == pytest.approx(there.mean, abs=error + 0.05 * there.mean)


def test_that_what_is_missing_in_the_quarter_is_delayed_or_lost() -> None:
    a = act_on_8(deal_value=DEALS)
    slower = changed(a, "opportunity-won", mean_days=80.0)
    found = expected_changeover(a, slower, ON, None, 365)
    cost = found.cost(wins())
    assert found.quarter == (date(2027, 1, 1), date(2027, 3, 31))
    assert cost.missing > 0.05
    assert cost.lost == pytest.approx(cost.missing)  # nothing is made up later
    fewer_lost = changed(slower, "opportunity-lost", rate=0.4)
    faster_later = changed(fewer_lost, "opportunity-won", rate=0.44)
    back = expected_changeover(a, faster_later, ON, None, 365).cost(wins())
    assert back.delayed + back.lost == pytest.approx(back.missing)
    assert back.whole.total.mean == pytest.approx(back.quarter.total.mean + back.later.total.mean)


@pytest.mark.parametrize("on", [START, START - timedelta(days=1), START + timedelta(days=DAYS)])
def test_that_a_change_outside_the_forecast_is_refused(on: date) -> None:
    a = act_on_8()
    refusals: tuple[Callable[[], Changeover], ...] = (
        lambda: changeover(a, a, on, None, Settings(runs=8, days=DAYS)),
        lambda: expected_changeover(a, a, on, None, DAYS),
        lambda: expected_changeover(a, act_on_8(currency="EUR"), ON, None, DAYS),
    )
    for play in refusals:
        with pytest.raises(CannotSimulate) as caught:
            play()
        assert caught.value.findings[0].message.endswith(".")


def test_that_it_can_be_watched_and_stopped_and_is_the_same_for_any_workers() -> None:
    a, b, mapping = redesign()
    seen: list[Changeover] = []
    before = threading.active_count()
    with pytest.raises(ChangeoverStopped):
        changeover(
            a, b, ON, mapping, Settings(runs=3000, days=DAYS), on_block=seen.append,
            should_stop=lambda: len(seen) >= 1,
        )  # fmt: skip
    assert threading.active_count() == before
    one, two = (
        changeover(a, b, ON, mapping, Settings(runs=70, days=DAYS, workers=workers))
        for workers in (1, 2)
    )
    assert np.array_equal(one.values("switch", revenue()), two.values("switch", revenue()))
    few = changeover(a, b, ON, mapping, Settings(runs=40, days=DAYS))
    assert np.array_equal(few.values("switch", wins()), one.values("switch", wins())[:40])


def test_that_it_is_told_in_sentences_and_as_data() -> None:
    a, b, mapping = redesign()
    found = changeover(a, b, ON, mapping, Settings(runs=64, days=DAYS))
    texts = changeover_sentences(found, a, b)
    assert texts[0].startswith("From Jan 1, 2027 to Mar 31, 2027, the quarter of the change, ")
    assert texts[1].startswith("That is ")
    out = next(one.leads.mean for one in found.moved() if one.b is None)
    said = "leads are out, because their stages have no open one in B: Nurture"
    assert texts[-1] == f"{out:,.0f} {said} ({out:,.0f})."
    assert any("as old as they are" in text for text in texts)
    plain = json.loads(json.dumps(changeover_summary(found), allow_nan=False))
    assert plain["on"] == ON.isoformat()
    assert plain["quarter"] == {"first": "2027-01-01", "last": "2027-03-31"}
    quarter = plain["wins"]["quarter"]
    assert quarter["switch"]["mean"] - quarter["stay"]["mean"] == pytest.approx(
        plain["wins"]["than_stay"]["quarter"]["difference"]["mean"]
    )
    same = expected_changeover(a, a, ON, mapping_by_id(a, a), DAYS)
    assert "The quarter loses nothing by the change." in changeover_sentences(same, a, a)
    dropped = with_pair(guessed_mapping(a, a), "sql", "lost")
    gone = expected_changeover(a, a, ON, dropped, DAYS)
    assert {one.a for one in gone.moved() if one.b is None} == {"sql"}
    assert gone.cost(wins()).missing > 0
