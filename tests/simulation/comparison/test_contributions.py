"""Contributions of single changes: they add up, are fair, and are those of brute force."""

import math
from itertools import combinations, permutations

import numpy as np
import pytest

from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.mapping import guessed_mapping
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison import ComparisonStopped
from funnelcraft.simulation.comparison.contributions import contributions
from funnelcraft.simulation.comparison.shapley import Set, sampled_orders, shares
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import balance, entries, revenue, wins
from funnelcraft.simulation.problems import CannotSimulate
from tests.funnel.mapping.test_mapping import renamed
from tests.simulation.comparison.test_coupling import changed
from tests.simulation.comparison.test_naming import with_stage
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8, funnel

DAYS = 200
SETTINGS = Settings(runs=64, days=DAYS)


def won(model: Funnel) -> float:
    found = expect(model, DAYS)
    return float(found.entries[found.stage_ids.index("won")].sum())


def three_changes() -> tuple[Funnel, list[Funnel], Funnel]:
    base = act_on_8(deal_value=DEALS)
    assert base.deal_value is not None
    dearer = base.deal_value.replaced(mean=2 * base.deal_value.mean)
    rate, time = (
        changed(base, "mql-sal", rate=0.70),
        changed(base, "opportunity-won", mean_days=20.0),
    )
    both = changed(rate, "opportunity-won", mean_days=20.0)
    value = base.replaced(deal_value=dearer)
    return base, [rate, time, value], both.replaced(deal_value=dearer)


def test_that_shares_are_alone_last_and_fair_as_computed_by_hand() -> None:
    base, alone, whole = three_changes()
    found = contributions(base, whole, SETTINGS)
    assert (found.exact, found.orders, found.words) == (True, None, ())
    assert [len(one.changes) for one in found.contributions] == [1, 1, 1]
    assert found.contributions[0].title == "Mql → Sal: conversion 62% → 70%"
    rate, time, value = (one.shares[wins()] for one in found.contributions)
    gain = won(alone[0]) - won(base), won(alone[1]) - won(base)
    both = won(whole) - won(base)
    assert (rate.alone, time.alone) == pytest.approx(gain)
    assert (rate.last, time.last) == pytest.approx((both - gain[1], both - gain[0]))
    # Of two changes that matter each gets its own and half of what they make together.
    assert rate.share == pytest.approx(gain[0] + (both - sum(gain)) / 2)
    assert (value.alone, value.last, value.share) == pytest.approx((0.0, 0.0, 0.0))


def test_that_shares_add_up_to_the_whole_difference() -> None:
    base, _alone, whole = three_changes()
    found = contributions(
        base, whole, SETTINGS, [wins(), revenue(), entries("sql"), balance("mql")]
    )
    for figure, total in found.whole.items():
        assert math.fsum(one.shares[figure].share for one in found.contributions) == pytest.approx(
            total, abs=1e-9
        )
    assert found.whole[wins()] == pytest.approx(won(whole) - won(base))


def test_that_many_changes_are_weighed_in_random_orders_that_add_up_too() -> None:
    base = act_on_8(deal_value=DEALS)
    whole = base
    for at, trigger in enumerate(base.triggers[:8]):
        assert trigger.conversion is not None
        rate = trigger.conversion.rate * (1.03 if at % 2 else 0.99)
        whole = changed(whole, trigger.id, rate=rate)
    found = contributions(base, whole, SETTINGS)
    assert found.orders == 32
    assert len(found.contributions) == 8
    of_wins = [one.shares[wins()] for one in found.contributions]
    assert math.fsum(one.share for one in of_wins) == pytest.approx(found.whole[wins()])
    assert all(0 <= one.error < 0.05 * abs(found.whole[wins()]) + 0.5 for one in of_wins)


def test_that_sampled_shares_are_those_of_all_orders_within_their_error() -> None:
    stream = np.random.default_rng(3)
    figures = {bits: stream.normal(size=(1, 1)) + bits.bit_count() for bits in range(64)}

    def value_of(chosen: Set) -> Floats:
        return np.asarray(figures[sum(1 << one for one in chosen)])

    exact = shares(6, value_of, None).share
    brute = np.zeros(6)
    for order in permutations(range(6)):
        for at, one in enumerate(order):
            gain = value_of(frozenset(order[: at + 1])) - value_of(frozenset(order[:at]))
            brute[one] += gain[0, 0] / math.factorial(6)
    assert exact[:, 0, 0] == pytest.approx(brute)
    sampled = shares(6, value_of, sampled_orders(6, 200, 1))
    assert np.all(np.abs(sampled.share - exact)[:, 0, 0] < 4.5 * sampled.error[:, 0])
    assert sampled.error.max() < 0.1


@pytest.mark.parametrize(("runs", "all_orders"), [(24, True), (1, False), (24, False)])
def test_that_80_percent_intervals_hold_the_true_share(runs: int, all_orders: bool) -> None:
    """Over 400 games of six changes whose shares are known; the six of a game are not independent.

    So 80 % ± 8: four standard errors of 400 games, were the six of each but one. Runs are skewed,
    as sums of deals are.
    """
    held = []
    for seed in range(400):
        stream = np.random.default_rng(seed)
        alone = stream.normal(2.0, 1.0, 6)
        three = dict(zip(combinations(range(6), 3), stream.normal(0.0, 1.0, 20), strict=True))
        skewed = stream.lognormal(0.0, 0.7, (6, runs)) - math.exp(0.7**2 / 2)
        luck = 1.5 * skewed if runs > 1 else 0.0 * skewed

        def value_of(
            chosen: Set,
            alone: Floats = alone,
            three: dict[tuple[int, int, int], float] = three,
            luck: Floats = luck,
        ) -> Floats:
            at = sorted(chosen)
            mean = alone[at].sum() + sum(three[trio] for trio in combinations(at, 3))
            return np.asarray(mean + luck[at].sum(axis=0))[None, :]

        found = shares(6, value_of, None if all_orders else sampled_orders(6, 16, seed))
        # Of what three make together each gets a third. (What two make, a pair of opposite orders
        # divides exactly: there would be no error to cover.)
        true = [
            alone[one] + sum(worth for trio, worth in three.items() if one in trio) / 3
            for one in range(6)
        ]
        _error, reach = found.interval()
        held.append(np.abs(found.share.mean(axis=-1) - np.array(true)[:, None]) <= reach)
    assert np.mean(held) == pytest.approx(0.8, abs=0.08)


def test_that_what_is_exact_has_no_width() -> None:
    base, _alone, whole = three_changes()
    share = contributions(base, whole, SETTINGS).contributions[0].shares[wins()]
    assert share.is_exact
    assert share.low == share.high == share.share


def test_that_a_new_stage_comes_with_its_triggers() -> None:
    day = {"kind": "fixed", "mean_days": 1.0}
    a = funnel(["a", "b", "won"], [("a", "b", 0.5, day), ("b", "won", 0.5, day)], {"a": 10.0})
    b = funnel(
        ["a", "b", "demo", "won"],
        [
            ("a", "b", 0.6, day),
            ("b", "won", 0.2, day),
            ("b", "demo", 0.6, day),
            ("demo", "won", 0.7, day),
        ],
        {"a": 10.0},
    )
    found = contributions(a, b, SETTINGS, [wins(), entries("demo")])
    titles = [one.title for one in found.contributions]
    # The rate at which b wins falls because it can go to the demo: 0.5 + 0.6 would be too much.
    assert titles == ["New: Demo", "A → B: conversion 50% → 60%"]
    assert len(found.contributions[0].changes) == 4
    assert found.contributions[1].shares[entries("demo")].alone == 0.0
    assert found.contributions[0].shares[entries("demo")].alone > 0
    back = contributions(b, a, SETTINGS)
    assert back.contributions[0].title == "Without Demo"
    assert back.whole[wins()] == pytest.approx(-found.whole[wins()])


def test_that_rates_that_cannot_be_mixed_are_one_change() -> None:
    a = act_on_8()
    b = changed(changed(a, "opportunity-won", rate=0.4), "opportunity-lost", rate=0.44)
    found = contributions(a, b, SETTINGS)
    assert [len(one.changes) for one in found.contributions] == [2]
    assert found.contributions[0].shares[wins()].share == pytest.approx(won(b) - won(a))
    fine = changed(changed(a, "sal-sql", rate=0.6), "sal-nurture", rate=0.2)
    assert len(contributions(a, fine, SETTINGS).contributions) == 2


def test_that_words_move_nobody() -> None:
    a = act_on_8()
    b = change_trigger(a, "mql-sal", name="Meeting booked")
    found = contributions(a, b, SETTINGS)
    assert (found.contributions, found.whole[wins()]) == ((), 0.0)
    assert [change.path for change in found.words] == [("name",)]


def test_that_mapped_designs_differ_only_in_what_differs() -> None:
    a = act_on_8()
    b = renamed(changed(a, "sal-sql", rate=0.6))
    found = contributions(a, b, SETTINGS, [wins(), entries("x-sql")], guessed_mapping(a, b))
    assert [one.title for one in found.contributions] == ["Sal → Sql: conversion 55% → 60%"]
    assert found.whole[entries("x-sql")] > 0


def test_that_with_queues_paired_runs_say_it() -> None:
    base = with_stage(act_on_8(20.0), "mql", capacity=Capacity(leads_per_day=3.0))
    quicker = with_stage(base, "mql", capacity=Capacity(leads_per_day=6.0))
    whole = changed(quicker, "known-responded", rate=0.4)
    found = contributions(base, whole, SETTINGS, [entries("sal")])
    assert (found.exact, found.runs) == (False, 64)
    assert len(found.contributions) == 2
    parts = [one.shares[entries("sal")] for one in found.contributions]
    assert sum(one.share for one in parts) == pytest.approx(found.whole[entries("sal")])
    assert all(one.error > 0 for one in parts)
    # More leads help little while the desk is full, and more at a larger one.
    more = next(o for o in found.contributions if "conversion" in o.title).shares[entries("sal")]
    assert more.last > more.alone + 3 * more.error


def test_that_it_can_be_watched_and_stopped() -> None:
    base, _alone, whole = three_changes()
    seen: list[tuple[int, int]] = []
    contributions(base, whole, SETTINGS, on_progress=lambda *done: seen.append(done))
    assert seen == [(at + 1, 8) for at in range(8)]
    with pytest.raises(ComparisonStopped):
        contributions(base, whole, SETTINGS, should_stop=lambda: True)
    asked = iter((False, False, False, True))
    with pytest.raises(ComparisonStopped):
        contributions(base, whole, SETTINGS, should_stop=lambda: next(asked))
    assert next(asked, None) is None
    broken = whole.replaced(
        triggers=tuple(t.replaced(conversion=Conversion(rate=1.4)) for t in whole.triggers)
    )
    with pytest.raises(CannotSimulate):
        contributions(base, broken, SETTINGS)
