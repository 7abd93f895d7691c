"""Histories lead by lead against the exact expectation and against what a visit is."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.laws import sides
from funnelcraft.simulation.problems import CannotSimulate
from funnelcraft.simulation.sampling import Sample, arrivals_in, sample, scaled
from funnelcraft.simulation.sampling.sample import NO_SOURCE
from tests.simulation.reference import act_on_8, funnel
from tests.simulation.test_random_funnels import random_funnel

DAYS = 140
SEEN = 150


def by_day(drawn: Sample) -> Ints:
    """Return the visits begun by stage and day, shape [stages, days]."""
    now = drawn.time >= 0
    cell = drawn.stage[now] * drawn.days + drawn.time[now].astype(np.int64)
    size = len(drawn.stage_ids) * drawn.days
    return np.bincount(cell, minlength=size).reshape(-1, drawn.days)


def close_to(found: Floats, expected: Floats, count: int, most: float) -> None:
    """Hold means of `count` samples, [count, …], within so many standard errors of theory.

    The spread is taken from the samples, and from theory (a Poisson number's at least, half a lead
    in all samples where none is expected) where the samples happen to have less.
    """
    spread = np.maximum(found.std(axis=0, ddof=1), np.sqrt(np.maximum(expected, 0.5 / count)))
    away = np.abs(found.mean(axis=0) - expected) / (spread / np.sqrt(count))
    assert away.max() < most, (np.unravel_index(away.argmax(), away.shape), away.max())


@cache
def reference_counts() -> Ints:
    model = act_on_8(20)
    return np.stack([by_day(sample(model, DAYS, seed)) for seed in range(SEEN)])


def test_that_every_stage_has_the_expected_leads_day_by_day() -> None:
    expected = expect(act_on_8(20), DAYS).entries
    # 1,260 means: one in 500 such tests goes beyond 4.8 by chance.
    close_to(reference_counts().astype(float), expected, SEEN, 4.8)


def test_that_every_stage_has_the_expected_leads_in_all() -> None:
    expected = expect(act_on_8(20), DAYS).entries.sum(axis=1)
    close_to(reference_counts().sum(axis=2).astype(float), expected, SEEN, 4.0)


@pytest.mark.parametrize("seed", range(10))
def test_that_random_funnels_have_the_expected_leads_week_by_week(seed: int) -> None:
    # Segments, gates, promises, recycling, opening pipelines, campaigns, seasons and trends.
    model, weeks, count = random_funnel(seed), 8, 40
    drawn = [by_day(sample(model, 7 * weeks, one)) for one in range(count)]
    found = np.stack(drawn).reshape(count, -1, weeks, 7).sum(axis=3)
    expected = expect(model, 7 * weeks).entries.reshape(-1, weeks, 7).sum(axis=2)
    close_to(found.astype(float), expected, count, 4.8)


def durations(drawn: Sample, here: str, there: str) -> Floats:
    """Return the days between entering one stage and the next, of those whose next it is."""
    order = np.argsort(drawn.lead, kind="stable")
    lead, stage, time = drawn.lead[order], drawn.stage[order], drawn.time[order]
    one, other = drawn.stage_ids.index(here), drawn.stage_ids.index(there)
    at = (lead[1:] == lead[:-1]) & (stage[:-1] == one) & (stage[1:] == other)
    found: Floats = np.diff(time)[at]
    return found


def test_that_visits_last_exactly_as_the_document_says() -> None:
    time = {"kind": "lognormal", "mean_days": 4.0, "cv": 0.9}
    model = funnel(["a", "won"], [("a", "won", 0.3, time)], leads_a_day={"a": 60.0})
    drawn = sample(model, 300, 1)
    early = np.isin(drawn.lead, drawn.lead[(drawn.time < 100) & (drawn.stage == 0)])
    velocity = model.triggers[0].velocity
    assert velocity is not None

    def below(x: Floats) -> Floats:
        return sides(velocity, x).below

    # Who came in the first 100 days has 200 to be won: as good as all that ever take.
    lasted = durations(keeping(drawn, early), "a", "won")
    assert stats.kstest(lasted, below).pvalue > 1e-3


def keeping(drawn: Sample, chosen: Flags) -> Sample:
    return Sample(
        drawn.start,
        drawn.days,
        drawn.stage_ids,
        drawn.segment_ids,
        drawn.lead[chosen],
        drawn.stage[chosen],
        drawn.segment[chosen],
        drawn.time[chosen],
        drawn.value[chosen],
        drawn.source,
    )


def test_that_a_breach_takes_a_lead_at_exactly_the_moment_of_the_promise() -> None:
    model = funnel(
        [{"id": "a", "sla": {"days": 2.25, "clock": "stage"}}, "late", "won"],
        [
            ("a", "won", 0.5, {"kind": "exponential", "mean_days": 3.0}),
            ("a", "late", None, None, {"kind": "sla_breach"}),
        ],
        leads_a_day={"a": 30.0},
    )
    drawn = sample(model, 60, 1)
    assert durations(drawn, "a", "late") == pytest.approx(2.25)
    assert durations(drawn, "a", "won").max() <= 2.25


def test_that_leads_come_at_any_moment_of_the_day_and_stay_in_their_order() -> None:
    drawn = sample(act_on_8(40), 60, 1)
    coming = drawn.time[drawn.stage == 0]
    assert stats.kstest(coming % 1, "uniform").pvalue > 1e-3
    assert (np.diff(drawn.time) >= 0).all()
    order = np.argsort(drawn.lead, kind="stable")
    first = np.unique(drawn.lead[order], return_index=True)[1]
    # Leads are numbered as they come; of each, the first event is its coming.
    assert (np.diff(drawn.time[order][first]) >= 0).all()
    assert (drawn.stage[order][first] == 0).all()


def test_that_the_number_of_leads_is_exact_and_their_sources_share_it() -> None:
    model = act_on_8(10)
    more = [{**model.sources[0].model_dump(), "id": "other", "name": "Other"}]
    model = Funnel.model_validate(model.model_dump() | {"sources": [*dumped(model), *more]})
    drawn = sample(model, 90, 3, leads=4_000)
    assert drawn.leads == 4_000
    share = (drawn.source == 0).mean()
    assert share == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(4_000))


def dumped(model: Funnel) -> Iterable[dict[str, object]]:
    return [source.model_dump() for source in model.sources]


def test_that_the_same_seed_gives_the_same_history_and_another_another() -> None:
    one, again, other = (sample(act_on_8(5), 90, seed) for seed in (1, 1, 2))
    for name in ("lead", "stage", "time", "value", "source"):
        assert np.array_equal(getattr(one, name), getattr(again, name), equal_nan=name == "value")
    assert one.time.size != other.time.size or (one.time != other.time).any()


def test_that_leads_which_were_there_are_first_heard_of_at_their_age() -> None:
    time = {"kind": "exponential", "mean_days": 20.0}
    opening = [{"stage": "a", "ages_days": [5.0, 40.5]}]
    model = funnel(["a", "won"], [("a", "won", 1.0, time)], {"a": 1.0}, opening=opening)
    drawn = sample(model, 400, 1)
    assert drawn.time[:2].tolist() == [-40.5, -5.0]
    assert drawn.source[:2].tolist() == [NO_SOURCE, NO_SOURCE]
    assert (drawn.source[2:] == 0).all()
    # In twenty mean times all but two in a billion are won.
    assert {0, 1} <= set(drawn.lead[drawn.stage == 1].tolist())


def test_that_who_is_older_than_any_visit_leaves_on_the_first_day() -> None:
    late = {"id": "a", "sla": {"days": 9.0, "clock": "stage"}}
    breach = ("a", "late", None, None, {"kind": "sla_breach"})
    opening = [{"stage": "a", "ages_days": [30.0] * 40}]
    won = ("a", "won", 0.6, {"kind": "fixed", "mean_days": 20.0})
    broken = sample(funnel([late, "late", "won"], [won, breach], opening=opening), 10)
    assert (broken.stage == 1).sum() == 40
    leaking = {"id": "a", "leak_time": {"kind": "fixed", "mean_days": 3.0}}
    drawn = sample(funnel([leaking, "won"], [won], opening=opening), 10)
    wins = drawn.time[drawn.stage == 1]
    assert 24 - 4 * 3.1 < wins.size < 24 + 4 * 3.1
    assert wins.max() < 1


def test_that_rates_and_volumes_drift_unless_told_not_to() -> None:
    model = act_on_8(100, drift={"volume_per_month": 0.3, "conversion_per_month": 0.0})
    still, moving = (
        [sample(model, 330, seed, drift=drift).leads for seed in range(12)]
        for drift in (False, True)
    )
    # Poisson numbers of 33,000 spread by 182; eleven months of drift by thousands.
    assert np.std(still) < 500 < np.std(moving)


def test_that_only_wins_are_worth_something() -> None:
    model = act_on_8(100, deal_value={"kind": "lognormal", "mean": 1000.0, "cv": 0.5})
    drawn = sample(model, 250, 1)
    won = drawn.stage == drawn.stage_ids.index("won")
    assert won.any()
    assert (drawn.value[won] > 0).all()
    assert np.isnan(drawn.value[~won]).all()


def test_that_a_scaled_funnel_brings_as_many_times_the_leads() -> None:
    held = {"id": "a", "capacity": {"leads_per_day": 3.0}}
    fair = {"name": "Fair", "start": "2027-01-05", "days": 3, "leads": 40.0}
    model = funnel([held, "won"], [("a", "won", 1.0, {"kind": "fixed", "mean_days": 1.0})])
    volume = {"leads_per_month": 100.0, "campaigns": [fair]}
    source = {"id": "s", "name": "S", "into": "a", "volume": volume}
    model = Funnel.model_validate(model.model_dump() | {"sources": [source]})
    twice = scaled(model, 2.0)
    assert arrivals_in(twice, 60) == pytest.approx(2 * arrivals_in(model, 60))
    assert twice.stages[0].capacity is not None
    assert twice.stages[0].capacity.leads_per_day == 6.0


def test_that_impossible_histories_are_refused() -> None:
    with pytest.raises(CannotSimulate, match="bring no leads"):
        sample(funnel(["a"], []), 10, leads=5)
    with pytest.raises(CannotSimulate, match="20,000,000 leads"):
        sample(act_on_8(), 10, leads=30_000_000)
    with pytest.raises(CannotSimulate, match="seed"):
        sample(act_on_8(), 10, seed=-1)
