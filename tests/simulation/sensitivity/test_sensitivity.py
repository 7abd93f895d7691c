"""What a forecast hangs on: against closed forms, and against simulating every change anew."""

import math

import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.funnel.velocity import EmpiricalTime, LogNormalTime, TriangularTime, mean_days
from funnelcraft.io.templates import template
from funnelcraft.simulation.certainty import rate_interval
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import entries, revenue, wins
from funnelcraft.simulation.problems import CannotSimulate
from funnelcraft.simulation.sensitivity import (
    Parameter,
    Stopped,
    lessons,
    outcome,
    parameters,
    tornado,
    worths,
)
from funnelcraft.simulation.sensitivity.changing import with_mean, with_rate
from tests.simulation.reference import act_on_8, funnel

DAYS = 100
FIXED = {"kind": "fixed", "mean_days": 1.0}


def simple(rate: float = 0.5, **conversion: int) -> Funnel:
    """Ten leads a day, a rate of them won a day later, each worth 1,000 on average."""
    made = funnel(
        ["lead", "won"],
        [("lead", "won", rate, FIXED)],
        leads_a_day={"lead": 10.0},
        deal_value={"mean": 1_000.0, "cv": 0.5},
    )
    trigger = made.triggers[0]
    assert trigger.conversion is not None
    counted = trigger.conversion.replaced(**conversion)
    return made.replaced(triggers=(trigger.replaced(conversion=counted),))


def of_kind(found: tuple[Parameter, ...], kind: str) -> Parameter:
    (one,) = (parameter for parameter in found if parameter.kind == kind)
    return one


def test_that_bounds_come_from_counts_where_there_are_some() -> None:
    rate = of_kind(parameters(simple(entered=200, moved=100)), "rate")
    assert (rate.low, rate.high, rate.measured) == (*rate_interval(200, 100, 2), True)
    assumed = of_kind(parameters(simple()), "rate")
    assert (assumed.low, assumed.high, assumed.measured) == (0.4, 0.6, False)


def test_that_the_bounds_of_a_mean_time_are_those_of_its_posterior() -> None:
    time = {"kind": "lognormal", "mean_days": 10.0, "cv": 0.8, "observations": 400}
    one = of_kind(parameters(funnel(["a", "b"], [("a", "b", 0.5, time)], {"a": 9.0})), "time")
    sigma = math.sqrt(math.log(1 + 0.8**2) / 400)
    assert math.log(one.high / 10) == pytest.approx(1.2816 * sigma, rel=1e-3)
    assert math.log(one.low / 10) == pytest.approx(-1.2816 * sigma, rel=1e-3)


@pytest.mark.parametrize(
    "time",
    [
        LogNormalTime(mean_days=4.0, cv=0.7),
        TriangularTime(low_days=1, mode_days=2, high_days=6),
        EmpiricalTime(days=(1.0, 2.0, 9.0), weights=(1.0, 2.0, 1.0)),
    ],
)
def test_that_a_time_keeps_its_shape_with_another_mean(time: LogNormalTime) -> None:
    assert mean_days(with_mean(time, 8.0)) == pytest.approx(8.0)
    assert type(with_mean(time, 8.0)) is type(time)


def test_that_a_higher_rate_takes_from_those_that_went_nowhere_and_then_from_the_others() -> None:
    base = act_on_8()
    mql = {t.to_stage: t.id for t in base.triggers if t.from_stage == "mql"}

    def rates(changed: Funnel) -> dict[str, float]:
        return {
            t.to_stage: t.conversion.rate
            for t in changed.triggers
            if t.from_stage == "mql" and t.conversion is not None
        }

    assert rates(with_rate(base, mql["sal"], "", 0.70)) == {"sal": 0.70, "nurture": 0.25}
    assert rates(with_rate(base, mql["sal"], "", 0.90)) == pytest.approx(
        {"sal": 0.90, "nurture": 0.10}
    )
    assert rates(with_rate(base, mql["sal"], "", 1.0)) == {"sal": 1.0, "nurture": 0.0}


def test_that_a_point_and_a_day_are_worth_what_arithmetic_says() -> None:
    base = simple()
    (worth,) = worths(base, DAYS, wins())
    # A lead of moment U lands a day later: those of the last day come too late.
    landed = 10.0 * (DAYS - 1)
    assert worth.a_point == pytest.approx(0.01 * landed, rel=1e-9)
    assert worth.a_day is None
    slower = simple().replaced(
        triggers=tuple(
            t.replaced(velocity=with_mean(LogNormalTime(mean_days=1, cv=0.5), 10.0))
            for t in base.triggers
        )
    )
    (worth,) = worths(slower, DAYS, wins())
    # Leads come ten a day: each day earlier lets half of ten more in.
    assert worth.a_day == pytest.approx(0.5 * 10.0, rel=1e-3)


def test_that_the_tornado_is_wide_where_the_outcome_is() -> None:
    found = tornado(simple(entered=200, moved=100), DAYS, revenue())
    assert found.base == pytest.approx(0.5 * 10.0 * (DAYS - 1) * 1_000.0)
    bars = {bar.parameter.kind: bar for bar in found.bars}
    assert set(bars) == {"rate", "time", "volume", "deal_value"}
    for kind in ("rate", "volume", "deal_value"):  # the outcome is proportional to each
        one = bars[kind].parameter
        assert bars[kind].at_low / found.base == pytest.approx(one.low / one.value)
        assert bars[kind].at_high / found.base == pytest.approx(one.high / one.value)
    swings = [bar.swing for bar in found.bars]
    assert swings == sorted(swings, reverse=True)


def test_that_the_tornado_ranks_like_simulating_every_change_anew() -> None:
    base = act_on_8(deal_value={"mean": 18_000.0, "cv": 1.1})
    days, runs = 300, 300
    found = tornado(base, days, wins())
    settings = Settings(runs=runs, days=days, ignorance=False, drift=False)

    def simulated(bar_value: float, one: Parameter) -> tuple[float, float]:
        total = simulate(one.at(base, bar_value), settings).total(wins())
        return total.mean, total.mcse

    swings = []
    for bar in found.bars:
        one = bar.parameter
        (low, low_error), (high, high_error) = (simulated(v, one) for v in (one.low, one.high))
        swings.append((abs(high - low), math.hypot(low_error, high_error)))
        assert abs(high - low) == pytest.approx(bar.swing, abs=4 * swings[-1][1])
    for at, (swing, error) in enumerate(swings):
        for later, other in swings[at + 1 :]:
            assert later - swing < 4 * math.hypot(error, other)


def test_that_shares_of_ignorance_are_those_of_independent_factors() -> None:
    base = simple(entered=400, moved=200)
    found = {one.parameter.kind: one for one in lessons(base, DAYS, revenue())}
    assert math.fsum(one.share for one in found.values()) == pytest.approx(1.0)
    # The outcome is a product, so each factor brings its squared relative spread.
    rate = found["rate"]
    relative = (rate.parameter.high - rate.parameter.low) / (2 * 1.2816) / rate.parameter.value
    mean = 0.5 * 10.0 * (DAYS - 1) * 1_000.0
    assert rate.spread / mean == pytest.approx(relative, rel=0.01)
    assumed = (math.log(1.2) - math.log(0.8)) / (2 * 1.2816)
    exact = math.sqrt(math.exp(assumed**2) - 1) * math.exp(
        assumed**2 / 2 + (math.log(1.2) + math.log(0.8)) / 2
    )
    assert found["deal_value"].spread / mean == pytest.approx(exact, rel=0.01)


def test_that_capacity_takes_part_where_there_is_a_queue() -> None:
    base = change_stage(template("lead-to-revenue"), "mql", capacity=Capacity(leads_per_day=8.0))
    found = tornado(base, 120, entries("sal"))
    assert "capacity" in {bar.parameter.kind for bar in found.bars[:3]}


def test_that_it_stops_when_asked_and_tells_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    tornado(simple(), 20, wins(), lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(n, seen[0][1]) for n in range(1, seen[0][1] + 1)]
    with pytest.raises(Stopped):
        tornado(simple(), 20, wins(), should_stop=lambda: True)


def test_that_a_figure_that_is_not_there_is_refused() -> None:
    with pytest.raises(CannotSimulate):
        outcome(simple(), 20, entries("nowhere"))
    assert parameters(funnel([], [])) == ()
