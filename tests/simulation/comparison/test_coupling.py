"""Two designs on the same luck: equal where they agree, each right on its own, tightly paired."""

import math
from typing import Any

import numpy as np
import pytest

from funnelcraft.funnel.model import DAYS_PER_MONTH, Conversion, Funnel
from funnelcraft.simulation.comparison import Comparison, compare
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    Figure,
    arrivals,
    balance,
    by_period,
    entries,
    leaks,
    moves,
    periods,
    pipeline,
    revenue,
    wins,
)
from tests.simulation.engine.test_engine import DEALS, bits, busy
from tests.simulation.reference import act_on_8, funnel

DAYS = 120
OPENING = [{"stage": "sql", "ages_days": [1.0, 2.0, 2.0, 40.0] * 3}]


def changed(model: Funnel, trigger_id: str, rate: float | None = None, **time: float) -> Funnel:
    """Return a funnel with another rate or time of one trigger."""
    found = []
    for trigger in model.triggers:
        if trigger.id == trigger_id:
            if rate is not None:
                trigger = trigger.replaced(conversion=Conversion(rate=rate))
            if time:
                trigger = trigger.replaced(velocity=trigger.velocity.replaced(**time))  # type: ignore[union-attr]
        found.append(trigger)
    return model.replaced(triggers=tuple(found))


def figures(model: Funnel) -> list[Figure]:
    return [
        *(make(stage.id) for stage in model.stages for make in (entries, balance, leaks)),
        *(moves(trigger.id) for trigger in model.triggers),
        *(arrivals(source.id) for source in model.sources),
        *(wins(), revenue(), pipeline()),
    ]


@pytest.mark.parametrize("model", [act_on_8(deal_value=DEALS, opening=OPENING), busy()])
def test_that_equal_designs_differ_by_exactly_nothing(model: Funnel) -> None:
    found = compare(model, model, Settings(runs=64, days=DAYS))
    assert bits(found.a) == bits(found.b)
    for figure in figures(model):
        difference = found.difference(figure)
        assert (difference.total.mean, difference.total.sd) == (0.0, 0.0)
        assert (difference.more, difference.less) == (0.0, 0.0)
        assert found.visible_from(figure) is None


def redesigns() -> dict[str, tuple[Funnel, Funnel]]:
    """Return pairs of designs that differ in every way two designs can."""
    base = act_on_8(deal_value=DEALS, opening=OPENING)
    no_nurture = [t for t in base.triggers if "nurture" not in (t.from_stage, t.to_stage)]
    moved = base.triggers[0].replaced(to_stage="mql")
    source = {"id": "into-known", "name": "", "into": "responded"}
    volume = {"leads_per_month": 40 * DAYS_PER_MONTH, "dispersion": 3.0}
    also = {"id": "fair", "name": "", "into": "known", "volume": {"leads_per_month": 300.0}}
    bought = act_on_8(sources=[source | {"volume": volume}, also])
    other_end = [
        stage.replaced(kind="lost") if stage.id == "won" else stage for stage in base.stages
    ]
    return {
        "rate": (base, changed(base, "sal-sql", rate=0.65)),
        "time": (base, changed(base, "opportunity-won", mean_days=20.0, cv=0.3)),
        "both": (base, changed(changed(base, "mql-sal", rate=0.4), "mql-sal", mean_days=9.0)),
        "fewer stages": (
            base,
            base.replaced(
                stages=tuple(s for s in base.stages if s.id != "nurture"),
                triggers=tuple(no_nurture),
            ),
        ),
        "another target": (base, base.replaced(triggers=(moved, *base.triggers[1:]))),
        "other sources": (base, bought.replaced(deal_value=base.deal_value)),
        "another end": (base, base.replaced(stages=tuple(other_end))),
        "other opening": (
            base,
            act_on_8(deal_value=DEALS | {"mean": 9.0}, opening=[*OPENING, *OPENING]),
        ),
        "nothing in common": (base, busy()),
        "all of it": (busy(), changed(busy(), "work-deal", rate=0.7)),
    }


PAIRS = redesigns()


@pytest.fixture(scope="module", params=list(PAIRS))
def pair(request: pytest.FixtureRequest) -> tuple[Funnel, Funnel, Comparison]:
    a, b = PAIRS[request.param]
    return a, b, compare(a, b, Settings(runs=640, days=DAYS, seed=11))


def test_that_each_design_has_its_own_expectation(pair: tuple[Funnel, Funnel, Comparison]) -> None:
    for model, runs in zip(pair[:2], (pair[2].a, pair[2].b), strict=True):
        expected = expect(model, DAYS)
        within = periods(runs.start, DAYS, "month")
        found = []
        for at, stage in enumerate(runs.stage_ids):
            for figure, exact in (
                (entries(stage), expected.entries[at]),
                (balance(stage), expected.balance[at]),
            ):
                values = runs.by_period(figure, "month").astype(float)
                wanted = by_period(exact, within, figure.is_level)
                error = values.std(axis=0, ddof=1) / np.sqrt(runs.runs)
                error = np.maximum(error, np.sqrt(wanted.clip(1e-9) / runs.runs))
                found.append((values.mean(axis=0) - wanted) / error)
        errors = np.concatenate(found)
        # Some 90 means a design and 20 designs: beyond 4.5 standard errors comes up in 1 of 80
        # such suites.
        assert np.abs(errors).max() < 4.5
        earned = runs.total(revenue())
        assert earned.mean == pytest.approx(
            expected.revenue.sum(), abs=max(4.5 * earned.mcse, 1e-9)
        )


def test_that_each_design_spreads_as_it_does_alone(pair: tuple[Funnel, Funnel, Comparison]) -> None:
    for model, runs in zip(pair[:2], (pair[2].a, pair[2].b), strict=True):
        alone = simulate(model, Settings(runs=640, days=DAYS, seed=77))
        for stage in runs.stage_ids:
            here, there = runs.total(entries(stage)), alone.total(entries(stage))
            if there.mean < 10:
                continue
            # The standard error of a standard deviation of n nearly normal numbers is σ/√2n; two
            # of them, 5 errors.
            assert here.sd == pytest.approx(there.sd, rel=5 * np.sqrt(2 / (2 * 640)))


def test_that_no_lead_is_lost_or_made_in_either_design(
    pair: tuple[Funnel, Funnel, Comparison],
) -> None:
    for model, runs in zip(pair[:2], (pair[2].a, pair[2].b), strict=True):
        opening = {
            s.id: sum(len(o.ages_days) for o in model.opening if o.stage == s.id)
            for s in model.stages
        }
        for stage in model.stages:
            nothing = np.zeros((runs.runs, DAYS), dtype=np.int64)
            out = runs.values(leaks(stage.id)) + sum(
                (runs.values(moves(t.id)) for t in model.triggers if t.from_stage == stage.id),
                nothing,
            )
            level = runs.values(balance(stage.id))
            change = np.diff(level, prepend=opening[stage.id], axis=1)
            assert np.array_equal(change, runs.values(entries(stage.id)) - out)
            assert level.min() >= 0


def test_that_pairing_narrows_the_difference() -> None:
    a = act_on_8(deal_value=DEALS)
    b = changed(a, "sal-sql", rate=0.56)  # a small change: what independent runs cannot see
    found = compare(a, b, Settings(runs=640, days=200))
    alone = [simulate(m, Settings(runs=640, days=200, seed=s)) for m, s in ((a, 3), (b, 4))]
    for figure, least in (
        (wins(), 20),
        (revenue(), 20),
        (entries("sql"), 20),
        (entries("mql"), 100),
    ):
        independent = sum(runs.total(figure).sd ** 2 for runs in alone)
        assert independent > least * found.difference(figure).total.sd ** 2
    # Before the change nothing differs at all.
    assert found.difference(entries("known")).total.sd == 0


def test_that_the_difference_is_what_is_expected() -> None:
    a = act_on_8(deal_value=DEALS)
    b = changed(a, "sal-sql", rate=0.70)
    found = compare(a, b, Settings(runs=320, days=200))
    exact = [expect(model, 200) for model in (a, b)]
    for at, stage in enumerate(found.stage_ids()):
        difference = found.difference(entries(stage)).total
        wanted = exact[1].entries[at].sum() - exact[0].entries[at].sum()
        assert difference.mean == pytest.approx(wanted, abs=max(4 * difference.mcse, 1e-9))
    deals = found.difference(wins())
    assert deals.more + deals.less <= 1
    assert deals.more > 0.9


def test_that_a_difference_shows_from_the_week_in_which_it_must() -> None:
    # Every win takes four weeks to the day: before, nothing can differ.
    day = {"kind": "fixed", "mean_days": 28.0}
    base: dict[str, Any] = {"leads_a_day": {"a": 2000.0}}
    a, b = (funnel(["a", "won"], [("a", "won", rate, day)], **base) for rate in (0.2, 0.5))
    found = compare(a, b, Settings(runs=64, days=70))
    since = found.visible_from(wins())
    assert since is not None
    # From 1 January 2027 (a Friday): day 28 is the 29th, in the week of Monday the 25th.
    assert since.isoformat() == "2027-01-25"
    assert found.visible_from(entries("a")) is None


def test_that_very_many_leads_are_split_alike() -> None:
    a = act_on_8(300_000.0)
    b = changed(changed(a, "known-responded", rate=0.36), "mql-sal", mean_days=4.0)
    found = compare(a, b, Settings(runs=64, days=60))
    for model, runs in ((a, found.a), (b, found.b)):
        expected = expect(model, 60)
        for at, stage in enumerate(runs.stage_ids):
            total = runs.total(entries(stage))
            assert total.mean == pytest.approx(
                expected.entries[at].sum(), abs=4.5 * max(total.mcse, 1e-9)
            )


def test_that_without_luck_the_difference_is_that_of_the_expectations() -> None:
    a = act_on_8(deal_value=DEALS)
    b = changed(a, "sal-sql", rate=0.70)
    found = compare(a, b, Settings(runs=3, days=60, luck=False)).difference(revenue())
    wanted = expect(b, 60).revenue.sum() - expect(a, 60).revenue.sum()
    assert found.total.mean == pytest.approx(wanted)
    assert found.more == 1.0


def unsure(counts: int = 400) -> Funnel:
    """Return the reference with counts behind all rates and volumes, and a market that drifts."""
    base = act_on_8(deal_value=DEALS, drift={"volume_per_month": 0.08, "conversion_per_month": 0.1})
    triggers = []
    for trigger in base.triggers:
        rate = trigger.conversion.rate if trigger.conversion else 0.0
        moved = round(rate * counts)
        counted = Conversion(rate=moved / counts, entered=counts, moved=moved)
        triggers.append(trigger.replaced(conversion=counted))
    volume = base.sources[0].volume.replaced(months_observed=6.0)
    sources = (base.sources[0].replaced(volume=volume),)
    return base.replaced(triggers=tuple(triggers), sources=sources)


def test_that_equal_designs_differ_by_nothing_however_little_is_known() -> None:
    found = compare(unsure(), unsure(), Settings(runs=64, days=DAYS))
    assert bits(found.a) == bits(found.b)
    assert found.a.total(wins()).mean > 0


def test_that_ignorance_and_drift_spread_each_design_as_alone_and_pair_both() -> None:
    a = unsure()
    b = changed(a, "sal-sql", rate=0.50)
    settings = Settings(runs=960, days=200)
    found = compare(a, b, settings)
    alone = [simulate(m, Settings(runs=960, days=200, seed=s)) for m, s in ((a, 5), (b, 6))]
    for runs, other in zip((found.a, found.b), alone, strict=True):
        for stage in ("known", "responded", "mql", "sql", "nurture"):
            here, there = runs.total(entries(stage)), other.total(entries(stage))
            error = math.hypot(here.mcse, there.mcse)
            assert here.mean == pytest.approx(there.mean, abs=4.5 * error)
            # Drawn rates skew the totals a little: their deviations err by more than σ/√2n.
            assert here.sd == pytest.approx(there.sd, rel=6 * math.sqrt(2 / (2 * 960)))
    # Both designs are lucky or unlucky together: with volumes, with rates and with drift.
    for figure, least in ((entries("mql"), 100), (entries("nurture"), 30)):
        independent = sum(runs.total(figure).sd ** 2 for runs in alone)
        assert independent > least * found.difference(figure).total.sd ** 2


def test_that_switched_off_ignorance_and_drift_are_off_in_both() -> None:
    settings = Settings(runs=320, days=DAYS, ignorance=False, drift=False)
    a = unsure()
    found = compare(a, changed(a, "mql-sal", rate=0.5), settings)
    known = found.b.total(entries("known"))
    assert known.sd == pytest.approx(math.sqrt(known.mean), rel=4 / math.sqrt(2 * 320))
