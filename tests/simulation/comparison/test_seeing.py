"""When a difference shows, who is better how often, and how tightly both are paired."""

import math
from datetime import date

import numpy as np
import pytest

from funnelcraft.simulation.comparison import compare
from funnelcraft.simulation.comparison.contributions import contributions
from funnelcraft.simulation.comparison.seeing import Seen, outside
from funnelcraft.simulation.comparison.standing import better, pairing
from funnelcraft.simulation.comparison.telling import comparison_sentences, pairing_sentence
from funnelcraft.simulation.comparison.telling_shares import (
    contributions_basis,
    contributions_sentence,
)
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.forecast import entries, leaks, wins
from tests.simulation.comparison.test_coupling import changed
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8, funnel

DAY = {"kind": "fixed", "mean_days": 0.5}
A = act_on_8(deal_value=DEALS)
B = changed(A, "sal-sql", rate=0.69)


def test_that_one_real_year_tells_when_theory_says() -> None:
    # Poisson numbers of 10 and 12 a day. By day t they differ by 2t; A's 80 % interval ends
    # 1.2816 √(10 t) above its mean, and four in five runs of B are above when 2t is that and
    # 0.8416 √(12 t) more: t = ((1.2816 √10 + 0.8416 √12) / 2)² = 12.1 days (normal numbers).
    a, b = (funnel(["a", "won"], [("a", "won", 0.5, DAY)], {"a": x}) for x in (10.0, 12.0))
    found = compare(a, b, Settings(runs=4000, days=42))
    seen = found.seen_alone(entries("a"), 80)
    # Weeks end on Sundays, 3, 10, 17 and 24 January 2027: after 3, 10, 17 and 24 days.
    for days, share in zip((3, 10, 17, 24), seen.share, strict=False):
        high = 10 * days + 1.2816 * math.sqrt(10 * days)
        theory = 0.5 * math.erfc((high - 12 * days) / math.sqrt(2 * 12 * days))
        # Whole numbers step where normal ones do not: half a lead each way, and 4 errors.
        step = 1 / math.sqrt(2 * math.pi * 12 * days)
        assert share == pytest.approx(theory, abs=step + 4 * 0.5 / math.sqrt(4000))
    assert seen.since == date(2027, 1, 11)
    at_95 = ((1.9600 * math.sqrt(10) + 0.8416 * math.sqrt(12)) / 2) ** 2
    assert 17 < at_95 < 24
    assert found.seen_alone(entries("a"), 95).since == date(2027, 1, 18)


def test_that_equal_designs_are_told_apart_as_often_as_chance_does() -> None:
    stream = np.random.default_rng(5)
    a, b = stream.normal(size=(2, 20_000, 3))
    for level, tail in ((80, 0.1), (95, 0.025)):
        share = outside(a, b, level)  # type: ignore[arg-type]
        assert share == pytest.approx(tail, abs=4.5 * math.sqrt(2 * tail / 20_000))
    assert Seen((date(2027, 1, 1),), (date(2027, 1, 3),), np.array([0.79])).since is None


def test_that_two_years_on_the_same_luck_show_it_long_before_one() -> None:
    found = compare(A, B, Settings(runs=320, days=365))
    seen = found.visibility(wins())
    assert seen.paired_80 is not None
    assert seen.paired_95 is not None
    assert seen.paired_80 <= seen.paired_95
    assert seen.alone_80 is None or seen.alone_80 > seen.paired_80
    assert found.visibility(entries("known")).paired_80 is None
    assert found.visible_from(wins(), 95) == seen.paired_95


def test_that_better_has_a_binomial_error() -> None:
    found = better(0.9, 0.06, 400)
    assert found.error == pytest.approx(0.015)
    assert found.equal == pytest.approx(0.04)
    # No run that disagrees is no certainty.
    assert better(1.0, 0.0, 400).error == pytest.approx(math.sqrt(0.99875 * 0.00125 / 400))
    runs = compare(A, B, Settings(runs=64, days=100))
    won, gone = runs.difference(wins()), runs.difference(leaks("sal"))
    assert runs.better(wins()).share == won.more
    # Fewer leads that go nowhere are better.
    assert runs.better(leaks("sal")).share == gone.less > 0.9


def test_that_pairing_is_the_correlation_of_runs() -> None:
    stream = np.random.default_rng(1)
    a, noise = stream.normal(size=(2, 50_000))
    found = pairing(a, 0.8 * a + 0.6 * noise)
    assert found.correlation == pytest.approx(0.8, abs=0.01)
    assert found.narrower == pytest.approx(math.sqrt(2 / (2 - 1.6)), rel=0.02)
    assert pairing(a, a).narrower is None
    assert pairing(np.zeros(9), np.ones(9)).correlation is None
    assert pairing(np.zeros(1), np.ones(1)).correlation is None


def test_that_the_sentences_say_what_was_found() -> None:
    found = compare(A, B, Settings(runs=320, days=365))
    shares = contributions(A, B, Settings(days=365))
    won = found.difference(wins())
    texts = comparison_sentences(found, B, shares)
    low, high = won.total.p10, won.total.p90
    brings = f"B brings {won.total.mean:.0f} more deals than A in 12 months"
    assert texts[0].startswith(f"{brings} (80%: {low:.0f} to {high:.0f}). ")
    assert " The difference shows from the week of " in texts[0]
    assert texts[1].startswith("B brings $")
    share = shares.contributions[0].shares[wins()].share
    assert texts[2] == f"“Sal → Sql: conversion 55% → 69%” brings {share:.0f} deals."
    assert texts[3].startswith("Who sees one real year alone ")
    assert texts[4].startswith("Both share their luck (correlation 0.9")
    assert contributions_basis(shares) == (
        "Shares of the exact expectation, all orders of the changes weighed."
    )


def test_that_less_is_said_as_less() -> None:
    found = compare(B, A, Settings(runs=64, days=200))
    texts = comparison_sentences(found, A, contributions(B, A, Settings(days=200)))
    won = found.difference(wins()).total
    assert texts[0].startswith(
        f"B brings {-won.mean:.0f} fewer deals than A in 200 days (80%: "
        f"{-won.p90:.0f} to {-won.p10:.0f})"
    )
    assert "less revenue" in texts[1]
    assert "costs" in texts[2]
    worthless = comparison_sentences(found, act_on_8())
    assert not [text for text in worthless if "revenue" in text]


def test_that_nothing_is_said_to_be_nothing() -> None:
    same = compare(A, A, Settings(runs=8, days=60))
    assert comparison_sentences(same, A) == ("A and B bring the same deals in every run.",)
    none = contributions(A, A, Settings(days=60))
    assert contributions_sentence(none) == ""
    assert contributions_basis(none) == "Nothing differs that moves a lead."
    assert pairing_sentence(same.difference(wins())) == (
        "How much luck both designs share cannot be told from these runs."
    )
    apart = compare(A, act_on_8(deal_value=DEALS, sources=()), Settings(runs=64, days=100))
    assert apart.difference(wins()).pairing.correlation is None
