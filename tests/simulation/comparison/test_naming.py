"""Two designs on named luck: with queues, promises, measured times and drift, all at once."""

import math
import random
from typing import Any

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.simulation.comparison import Comparison, compare
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import (
    Figure,
    Runs,
    arrivals,
    balance,
    begun,
    breaches,
    entries,
    leaks,
    moves,
    pipeline,
    queue,
    revenue,
    waited,
    wins,
)
from tests.simulation.comparison.test_coupling import changed
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8, funnel

DAYS, RUNS = 90, 320
# A right program fails one of these comparisons of distributions in ten thousand; seeds are fixed.
SURE = 1e-4


def counted(rate: float, entered: int = 200) -> dict[str, Any]:
    moved = round(rate * entered)
    return {"conversion": {"rate": moved / entered, "entered": entered, "moved": moved}}


def everything(leads_a_day: float = 9.0, **changes: Any) -> Funnel:
    """Return a funnel with everything on: queues, both clocks, breaches, thinning, ignorance."""
    days = [1.0, 2.5, 2.5, 6.0, 11.0]
    stages = [
        {
            "id": "new",
            "capacity": {"leads_per_day": 8.0, "calendar": "weekdays"},
            "sla": {"days": 1.5, "clock": "first_touch"},
            "wait_half_life_days": 9.0,
        },
        {"id": "work", "sla": {"days": 9.0, "clock": "stage"}},
        {
            "id": "deal",
            "capacity": {"leads_per_day": 2.2, "calendar": "every_day"},
            "sla": {"days": 20.25, "clock": "stage"},
        },
        "won",
        "lost",
    ]
    gamma = {"kind": "gamma", "mean_days": 6.0, "cv": 0.7, "observations": 40}
    lognormal = {"kind": "lognormal", "mean_days": 12.0, "cv": 1.0, "observations": 60}
    observed = {"kind": "empirical", "days": days, "observations": 30}
    exponential = {"kind": "exponential", "mean_days": 8.0}
    breach = {"kind": "sla_breach"}
    own = {"by_segment": {"big": {"conversion": {"rate": 0.5, "entered": 40, "moved": 20}}}}
    triggers = [
        ("new", "work", 0.6, gamma, counted(0.6) | own),
        ("new", "lost", 0.2, exponential, counted(0.2) | {"kind": "disqualify"}),
        ("work", "deal", 0.5, observed, counted(0.5)),
        ("work", "new", 0.1, exponential, {"kind": "recycle"}),
        ("deal", "won", 0.4, lognormal, counted(0.4, 90)),
        ("deal", "lost", 0.3, lognormal, {"kind": "disqualify"}),
        ("deal", "work", None, None, breach),
    ]
    volume = {"leads_per_month": leads_a_day * 30, "dispersion": 1.8, "months_observed": 6.0}
    sources = [
        {"id": "web", "name": "Web", "into": "new", "segment": "small", "volume": volume},
        {
            "id": "fair",
            "name": "Fair",
            "into": "work",
            "segment": "big",
            "volume": {"leads_per_month": 30.0},
        },
    ]
    base: dict[str, Any] = {
        "segments": [{"id": "small", "name": "Small"}, {"id": "big", "name": "Big"}],
        "sources": sources,
        "opening": [{"stage": "deal", "segment": "big", "ages_days": [1.0, 4.0, 4.0, 30.0]}],
        "drift": {"volume_per_month": 0.05, "conversion_per_month": 0.1},
        "deal_value": DEALS,
    }
    return funnel(stages, triggers, **(base | changes))


def figures(model: Funnel) -> list[Figure]:
    stations = [s.id for s in model.stages if s.capacity is not None or s.sla is not None]
    return [
        *(make(stage.id) for stage in model.stages for make in (entries, balance, leaks)),
        *(make(stage) for stage in stations for make in (queue, begun, waited, breaches)),
        *(moves(trigger.id) for trigger in model.triggers),
        *(arrivals(source.id) for source in model.sources),
        *(wins(), revenue(), pipeline()),
    ]


def with_stage(model: Funnel, stage_id: str, **changes: Any) -> Funnel:
    stages = [s.replaced(**changes) if s.id == stage_id else s for s in model.stages]
    return model.replaced(stages=tuple(stages))


def shuffled(model: Funnel, seed: int) -> Funnel:
    """Return a funnel that says the same in another order."""
    mixed = random.Random(seed)
    parts = {}
    for name in ("stages", "triggers", "sources", "segments", "opening"):
        part = list(getattr(model, name))
        mixed.shuffle(part)
        parts[name] = tuple(part)
    return model.replaced(**parts)


def redesigns() -> dict[str, tuple[Funnel, Funnel]]:
    base = everything()
    bigger = Capacity(leads_per_day=9.0, calendar="weekdays")
    no_desk = with_stage(base, "new", capacity=None, sla=None, wait_half_life_days=None)
    lognormal = base.triggers[4].velocity
    assert lognormal is not None
    return {
        "rate": (base, changed(base, "deal-lost", rate=0.35)),
        "time": (base, changed(base, "deal-won", mean_days=10.0)),
        "capacity": (base, with_stage(base, "new", capacity=bigger)),
        "no queue": (base, no_desk),
        "volume": (base, everything(10.0)),
        "fewer triggers": (base, base.replaced(triggers=base.triggers[:-1])),
    }


PAIRS = redesigns()


@pytest.fixture(scope="module", params=list(PAIRS))
def pair(request: pytest.FixtureRequest) -> tuple[Funnel, Funnel, Comparison, list[Runs]]:
    a, b = PAIRS[request.param]
    found = compare(a, b, Settings(runs=RUNS, days=DAYS, seed=11))
    alone = [simulate(m, Settings(runs=RUNS, days=DAYS, seed=s)) for m, s in ((a, 70), (b, 71))]
    return a, b, found, alone


def test_that_equal_designs_with_everything_on_differ_by_exactly_nothing() -> None:
    model = everything()
    found = compare(model, model, Settings(runs=64, days=DAYS))
    for figure in figures(model):
        difference = found.difference(figure)
        assert (difference.total.mean, difference.total.sd) == (0.0, 0.0), figure
        assert (difference.more, difference.less) == (0.0, 0.0)

    # And something did happen.
    for figure in (queue("new"), breaches("new"), breaches("deal"), waited("deal"), revenue()):
        assert found.a.total(figure).sd > 0


def test_that_the_order_in_the_files_changes_nothing() -> None:
    a, b = PAIRS["capacity"]
    settings = Settings(runs=48, days=60)
    plain, mixed = compare(a, b, settings), compare(shuffled(a, 1), shuffled(b, 2), settings)
    same = compare(a, shuffled(a, 3), settings)
    assert [s.id for s in shuffled(a, 1).stages] == list(mixed.a.stage_ids)
    for figure in figures(a):
        for one, other in ((plain.a, mixed.a), (plain.b, mixed.b), (same.a, same.b)):
            # What is in the pipeline is added up stage by stage, and rounds by their order.
            error = 1e-9 if figure == pipeline() else 0.0
            assert one.totals(figure) == pytest.approx(other.totals(figure), rel=error), figure


def test_that_the_order_in_the_files_changes_nothing_without_queues() -> None:
    a = act_on_8(deal_value=DEALS, opening=[{"stage": "sql", "ages_days": [1.0, 2.0, 40.0]}])
    b = changed(a, "sal-sql", rate=0.6)
    settings = Settings(runs=32, days=60)
    plain, mixed = compare(a, b, settings), compare(shuffled(a, 1), shuffled(b, 2), settings)
    for figure in (entries("sql"), moves("nurture-responded"), wins(), revenue()):
        assert np.array_equal(plain.a.totals(figure), mixed.a.totals(figure))
        assert np.array_equal(plain.b.totals(figure), mixed.b.totals(figure))


def test_that_each_design_is_what_it_is_alone(
    pair: tuple[Funnel, Funnel, Comparison, list[Runs]],
) -> None:
    _a, _b, found, alone = pair
    for model, here, there in zip(pair[:2], (found.a, found.b), alone, strict=True):
        for figure in figures(model):
            ours, others = here.totals(figure), there.totals(figure)
            error = math.sqrt((ours.var(ddof=1) + others.var(ddof=1)) / ours.size)
            # Some 40 figures a design and 12 designs: beyond 4 standard errors in 1 of 33 suites.
            assert abs(ours.mean() - others.mean()) <= 4 * error + 1e-9, figure
            assert stats.ks_2samp(ours, others, method="asymp").pvalue > SURE, figure


def test_that_pairing_is_never_wider_than_chance(
    pair: tuple[Funnel, Funnel, Comparison, list[Runs]],
) -> None:
    a, b, found, _alone = pair
    for figure in [f for f in figures(a) if f in figures(b)]:
        paired = found.difference(figure)
        independent = math.hypot(paired.a.sd, paired.b.sd)
        # That is a correlation of zero at least; of n unrelated pairs it errs by 1/√n.
        assert paired.total.sd <= independent * (1 + 4 / math.sqrt(RUNS) / 2), figure
        # Runs of B that belong to other runs of A are what independent seeds would give.
        here, there = found.a.totals(figure), found.b.totals(figure)
        others = np.concatenate([np.roll(there, shift) - here for shift in range(1, 9)])
        low, high = np.quantile(others, [0.1, 0.9])
        assert paired.total.p90 - paired.total.p10 <= 1.15 * (high - low), figure


def test_that_conservation_holds_in_both(
    pair: tuple[Funnel, Funnel, Comparison, list[Runs]],
) -> None:
    for model, runs in zip(pair[:2], (pair[2].a, pair[2].b), strict=True):
        for stage in model.stages:
            out = runs.values(leaks(stage.id)).astype(np.int64)
            for trigger in model.triggers:
                if trigger.from_stage == stage.id:
                    out = out + runs.values(moves(trigger.id))
            level = runs.values(balance(stage.id))
            opening = 4 if stage.id == "deal" else 0
            change = np.diff(level, prepend=opening, axis=1)
            assert np.array_equal(change, runs.values(entries(stage.id)) - out)
            assert level.min() >= 0


def test_that_a_small_change_is_paired_tightly() -> None:
    base = everything()
    b = changed(base, "deal-lost", rate=0.33)
    found = compare(base, b, Settings(runs=320, days=DAYS))
    for figure, least in ((entries("work"), 200), (begun("new"), 200), (moves("deal-lost"), 4)):
        difference = found.difference(figure)
        independent = difference.a.sd**2 + difference.b.sd**2
        assert independent > least * difference.total.sd**2, figure


def test_that_very_many_leads_are_split_alike() -> None:
    volume = {"leads_per_month": 6e6}
    source = {"id": "web", "name": "Web", "into": "new", "segment": "small", "volume": volume}
    capacity = Capacity(leads_per_day=230_000.0, calendar="weekdays")
    a = with_stage(everything(sources=[source], drift={}), "new", capacity=capacity)
    b = changed(changed(a, "new-lost", rate=0.21), "work-new", mean_days=7.0)
    found = compare(a, b, Settings(runs=64, days=40))
    for model, here, seed in ((a, found.a, 5), (b, found.b, 6)):
        there = simulate(model, Settings(runs=64, days=40, seed=seed))
        for figure in figures(model):
            ours, others = here.totals(figure), there.totals(figure)
            error = math.sqrt((ours.var(ddof=1) + others.var(ddof=1)) / 64)
            assert abs(ours.mean() - others.mean()) <= 4.5 * error + 1e-9, figure
    same = compare(a, a, Settings(runs=32, days=40))
    assert all(same.difference(figure).total.sd == 0 for figure in figures(a))


@pytest.mark.parametrize("moving", [True, False])
def test_that_promises_without_queues_are_counted(moving: bool) -> None:
    time = {"kind": "exponential", "mean_days": 6.0}
    stage = {"id": "a", "sla": {"days": 5.5, "clock": "stage"}}
    first = {"id": "b", "sla": {"days": 2.0, "clock": "first_touch"}}
    triggers: list[Any] = [("a", "won", 0.5, time), ("b", "won", 0.2, time)]
    if moving:
        triggers.append(("a", "b", None, None, {"kind": "sla_breach"}))
    opening = [{"stage": "a", "ages_days": [1.0, 3.0] * 5}]
    model = funnel([stage, first, "won"], triggers, {"a": 12.0}, opening=opening)
    b = changed(model, "a-won", mean_days=4.0)
    found = compare(model, b, Settings(runs=320, days=60))
    for design, here in ((model, found.a), (b, found.b)):
        there = simulate(design, Settings(runs=320, days=60, seed=9))
        for figure in figures(design):
            ours, others = here.totals(figure), there.totals(figure)
            error = math.sqrt((ours.var(ddof=1) + others.var(ddof=1)) / 320)
            assert abs(ours.mean() - others.mean()) <= 4 * error + 1e-9, figure
    assert found.difference(breaches("a")).total.mean < 0
