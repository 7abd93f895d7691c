"""What matters, in sentences: every figure in them is one of the analysis."""

from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import Figure, entries, moves, revenue, wins
from funnelcraft.simulation.sensitivity import Bar, Lesson, Parameter, Tornado, TwoWay
from funnelcraft.simulation.sensitivity.sentences import (
    bar_sentence,
    bounds_sentence,
    figure_noun,
    gain_text,
    learning_sentence,
    lesson_sentence,
    matters_sentence,
    pair_sentence,
    two_way_sentence,
)

FUNNEL = template("lead-to-revenue")
RATE = Parameter("rate", "mql-sal", "", 0.45, 0.38, 0.52, measured=True)
DEAL = Parameter("deal_value", "", "", 22_000.0, 17_600.0, 26_400.0, measured=False)


def storm(figure: Figure, *bars: Bar) -> Tornado:
    return Tornado(figure, 365, 135.0, bars)


def test_that_the_first_bar_is_said_with_its_bounds_and_what_they_do() -> None:
    assert matters_sentence(FUNNEL, storm(wins(), Bar(RATE, 120.0, 151.0))) == (
        "“MQL → SAL: conversion” matters most: between 38% and 52%, deals go from 120 to 151."
    )
    assert matters_sentence(FUNNEL, storm(revenue(), Bar(DEAL, 2.0e6, 3.1e6))) == (
        "“Deal value” matters most: between $17.6K and $26.4K, revenue goes from $2M to $3.1M."
    )
    assert matters_sentence(FUNNEL, storm(entries("mql"))) == (
        "No figure that may be off moves the leads into “Marketing Qualified Lead” within these "
        "days."
    )


def test_that_a_bar_tells_where_its_bounds_come_from() -> None:
    assert bar_sentence(FUNNEL, storm(wins()), Bar(RATE, 120.0, 151.0)) == (
        "MQL → SAL: conversion: deals 120 at 38%, 151 at 52% (80% interval, measured)"
    )
    assert bar_sentence(FUNNEL, storm(revenue()), Bar(DEAL, 2e6, 3e6)).endswith("(assumed ±20%)")


def test_that_it_is_said_how_bounds_were_chosen() -> None:
    measured, assumed = Bar(RATE, 1.0, 2.0), Bar(DEAL, 1.0, 2.0)
    assert "80% intervals" in bounds_sentence([measured])
    assert "1 figure has no counts" in bounds_sentence([measured, assumed])
    assert bounds_sentence([assumed]).startswith("No figure has counts behind it")


def test_that_what_to_measure_first_is_said_plainly() -> None:
    lesson = Lesson(RATE, 12.0, 0.614)
    assert learning_sentence(FUNNEL, wins(), [lesson]) == (
        "Measure “MQL → SAL: conversion” first: to know it exactly would take away 61% of what is "
        "unknown of the deals."
    )
    assert learning_sentence(FUNNEL, wins(), []) == (
        "Nothing that could be measured would make the deals surer."
    )
    said = lesson_sentence(FUNNEL, wins(), lesson)
    assert said == "brings ± 12 · 61% of the unknown · 80% interval, measured"


def test_that_small_gains_keep_two_figures() -> None:
    texts = [gain_text(FUNNEL, wins(), value) for value in (12.3, 1.26, 0.0123, 0.0, -0.4)]
    assert texts == ["+12", "+1.3", "+0.012", "0", "−0.4"]
    assert gain_text(FUNNEL, revenue(), 23_400.0) == "+$23.4K"


def test_that_outcomes_have_names() -> None:
    assert figure_noun(FUNNEL, moves("mql-sal")) == "moves MQL → SAL"
    assert figure_noun(FUNNEL, entries("won")) == "leads into “Closed Won”"


def test_that_two_figures_are_said_together_and_against_a_target() -> None:
    grid = TwoWay(wins(), 365, RATE, DEAL, (0.3, 0.6), (1e4, 2e4), ((10, 20), (20, 40)), 25.0)
    assert two_way_sentence(FUNNEL, grid) == (
        "Together they move deals from 10 to 40; as designed 25."
    )
    assert two_way_sentence(FUNNEL, grid, 20.0).endswith("3 of 4 pairs reach 20.")
    assert two_way_sentence(FUNNEL, grid, 50.0).endswith("No pair reaches 50.")
    assert two_way_sentence(FUNNEL, grid, 5.0).endswith("Every pair reaches 5.")
    assert pair_sentence(FUNNEL, grid, 1, 0) == (
        "MQL → SAL: conversion at 60%, Deal value at $10K: deals 20"
    )
