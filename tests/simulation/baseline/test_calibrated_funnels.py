"""A calibrated funnel shows what was measured: by exact expectation and by simulation."""

import numpy as np
import pytest

from funnelcraft.funnel.checks import check, errors
from funnelcraft.funnel.model import (
    Campaign,
    Capacity,
    Funnel,
    Segment,
    Source,
    Stage,
    Trigger,
    Volume,
)
from funnelcraft.simulation.baseline.applying import applied
from funnelcraft.simulation.baseline.calibration import Baseline, Window, baseline
from funnelcraft.simulation.baseline.drawing import as_is
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.velocity import MOST_TIMES
from funnelcraft.simulation.expectation import expect

DAYS = 400


def measured_log(seed: int = 1, leads: int = 4_000, slow: float = 30.0) -> Baseline:
    """A log of leads that go New → Demo → Won or Lost, some of them back from Demo to New."""
    rng = np.random.default_rng(seed)
    stages = ("Demo", "New", "Closed Won", "Lost")
    rows: list[tuple[int, int, int]] = []
    for lead in range(leads):
        day = int(rng.integers(0, 300))
        rows.append((lead, 1, day))
        at = 1
        while True:
            ways = {1: ((0, 0.5, 8.0),), 0: ((2, 0.3, slow), (3, 0.4, 20.0), (1, 0.2, 5.0))}[at]
            pick = rng.random()
            for way in ways:
                to, share, mean = way
                pick -= share
                if pick < 0:
                    break
            else:
                break
            day += int(rng.exponential(mean))
            at = to
            rows.append((lead, at, day))
            if at in (2, 3):
                break
    table = np.array(rows, dtype=np.int64)
    history = History(
        stages=stages,
        segments=("web", "fair"),
        lead=table[:, 0],
        stage=table[:, 1],
        day=table[:, 2],
        segment=rng.integers(0, 2, leads),
        value=np.where(rng.random(leads) < 0.5, np.nan, 1000.0),
    )
    return baseline(history, Window(0, 300, 365))


def cohort(funnel: Funnel, segment: str, into: str, leads: float = 1e6) -> Funnel:
    """Return the funnel with leads that all come on its first day, and no others."""
    campaign = Campaign(name="cohort", start=funnel.start, days=1, leads=leads)
    volume = Volume(leads_per_month=0.0, campaigns=(campaign,))
    source = Source(id="c", name="Cohort", into=into, segment=segment, volume=volume)
    return funnel.replaced(sources=(source,), opening=())


def test_that_an_as_is_funnel_is_drawn_whole_and_simulates() -> None:
    funnel = as_is(measured_log(), "As is").funnel
    assert [stage.term for stage in funnel.stages] == ["New", "Demo", "Closed Won", "Lost"]
    assert [stage.kind for stage in funnel.stages] == ["open", "open", "won", "lost"]
    kinds = {(t.from_stage, t.to_stage): t.kind for t in funnel.triggers}
    assert kinds == {
        ("new", "demo"): "progress",
        ("demo", "new"): "recycle",
        ("demo", "closed-won"): "progress",
        ("demo", "lost"): "disqualify",
    }
    xs = [stage.position[0] for stage in funnel.stages[:3]]
    assert xs == sorted(set(xs))
    assert errors(check(funnel)) == ()
    assert funnel.start == "1971-01-02"
    assert {source.segment for source in funnel.sources} == {"web", "fair"}
    assert funnel.deal_value is not None
    assert funnel.deal_value.mean == 1000.0


def test_that_known_rates_are_recovered_and_shares_reproduced() -> None:
    """Rates within 4 standard errors; shares of every stage's moves to 0.01 of a point."""
    found = measured_log()
    funnel = as_is(found, "As is").funnel
    whole = funnel.replaced(
        triggers=tuple(trigger.replaced(by_segment={}) for trigger in funnel.triggers)
    )
    truth = {"new-demo": 0.5, "demo-closed-won": 0.3, "demo-lost": 0.4, "demo-new": 0.2}
    for trigger in funnel.triggers:
        conversion = trigger.conversion
        assert conversion is not None
        assert conversion.entered is not None
        rate = truth[trigger.id]
        error = np.sqrt(rate * (1 - rate) / conversion.entered)
        assert conversion.rate == pytest.approx(rate, abs=4 * error)
    moves = {
        (found.history.stages[a], found.history.stages[b]): move
        for (a, b), move in found.measured.moves.items()
    }
    # One pass from Demo alone: nothing comes back into it.
    once = whole.replaced(triggers=tuple(t for t in whole.triggers if t.from_stage == "demo"))
    expected = expect(cohort(once, "web", "demo"), DAYS)
    for index, trigger_id in enumerate(expected.trigger_ids):
        to = {"demo-closed-won": "Closed Won", "demo-lost": "Lost", "demo-new": "New"}[trigger_id]
        gone = np.cumsum(expected.moves[index]) / 1e6
        for days, share in moves["Demo", to].within.items():
            if days <= moves["Demo", to].end:
                assert gone[days] == pytest.approx(share, abs=1e-4)


def test_that_long_times_are_coarsened_without_moving_mean_or_shares() -> None:
    """1,500 different days in 400 atoms: the mean exact, shares to 0.15 of a point."""
    rng = np.random.default_rng(3)
    leads, span = 6_000, 4_000
    begun = rng.integers(0, 500, leads)
    wait = (rng.gamma(2.0, 300.0, leads)).astype(np.int64)
    won = rng.random(leads) < 0.6
    lead = np.r_[np.arange(leads), np.flatnonzero(won)]
    day = np.r_[begun, (begun + wait)[won]]
    stage = np.r_[np.zeros(leads, dtype=np.int64), np.ones(int(won.sum()), dtype=np.int64)]
    order = np.lexsort((stage, lead))
    history = History(
        ("In", "Won"),
        (),
        lead[order].astype(np.int64),
        stage[order],
        day[order].astype(np.int64),
        np.zeros(leads, dtype=np.int64),
        np.full(leads, np.nan),
    )
    found = baseline(history, Window(0, 500, span))
    move = found.measured.moves[0, 1]
    assert move.velocity is not None
    assert move.velocity.weights is not None
    assert np.unique(wait[won]).size > 1_000
    assert 150 < len(move.velocity.days) <= MOST_TIMES
    mean = np.average(move.velocity.days, weights=move.velocity.weights)
    assert mean == pytest.approx(wait[won].mean(), rel=1e-4)
    expected = expect(cohort(as_is(found, "x").funnel, "all", "in"), 1_500)
    gone = np.cumsum(expected.moves[0]) / 1e6
    for days in (7, 30, 167, 365, 900, 1_400):
        assert gone[days] == pytest.approx((won & (wait <= days)).mean(), abs=1.5e-3)


def test_that_measured_figures_go_into_the_triggers_they_match() -> None:
    found = measured_log()
    old = Trigger(id="t1", from_stage="a", to_stage="b", name="Booked", description="kept")
    campaign = Campaign(name="Fair", start="2027-01-01", days=2, leads=9)
    design = Funnel(
        start="2027-01-01",
        segments=(Segment(id="w", name="Web"),),
        stages=(
            Stage(id="a", term="new"),
            Stage(id="b", term="Product demonstration", abbreviation="DEMO"),
            Stage(id="c", term="Customer", kind="won"),
            Stage(id="d", term="Audit", capacity=Capacity(leads_per_day=3)),
        ),
        triggers=(old, Trigger(id="t2", from_stage="b", to_stage="c")),
        sources=(
            Source(
                id="s",
                name="Website",
                into="a",
                segment="w",
                volume=Volume(leads_per_month=1, campaigns=(campaign,)),
            ),
        ),
    )
    done = applied(found, design)
    assert set(done.triggers.values()) == {"t1", "t2"}
    booked = done.funnel.triggers[0]
    assert booked.replaced(conversion=None, velocity=None, by_segment={}) == old
    assert booked.conversion is not None
    assert booked.conversion.rate == pytest.approx(0.5, abs=0.05)
    assert set(booked.by_segment) == {"w"}
    source = done.funnel.sources[0]
    assert source.volume.leads_per_month == pytest.approx(4_000 / 301 * 365.25 / 12, rel=1e-3)
    assert source.volume.campaigns == (campaign,)
    said = " ".join(done.unmatched)
    assert "no stage “Lost”" in said
    assert "from “Demo” to “New”" in said
    assert "“fair”" in said
