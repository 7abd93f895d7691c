"""The pages of a deck: sentences made of figures, and what they say where figures are missing."""

from dataclasses import replace
from typing import get_args

import pytest

from funnelcraft.funnel.model import Conversion, DealValue, Drift, Funnel
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.funnel.text import count, money
from funnelcraft.io.deck.evidence import Evidence, Given, gathered, gathering, judged_by
from funnelcraft.io.deck.page import (
    BarsPicture,
    Deck,
    FanPicture,
    FunnelPicture,
    Kind,
    PartsPicture,
)
from funnelcraft.io.deck.pages import deck_of
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine import simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import revenue, sentence, wins
from tests.funnel.builders import funnel as small
from tests.funnel.builders import source, stage, trigger
from tests.funnel.measured_funnels import measured
from tests.io.deck.decks import deck, page, question


@pytest.fixture(scope="module")
def usual() -> Funnel:
    return template("lead-to-revenue")


@pytest.fixture(scope="module")
def told(usual: Funnel) -> Deck:
    return deck(usual)


@pytest.fixture(scope="module")
def told_measured() -> Deck:
    return deck(measured("lead-to-revenue"))


def with_rate(funnel: Funnel, name: str, rate: float) -> Funnel:
    triggers = tuple(
        one.replaced(conversion=Conversion(rate=rate)) if one.id == name else one
        for one in funnel.triggers
    )
    return funnel.replaced(triggers=triggers)


def test_that_there_is_a_page_for_every_question_and_each_says_something(told: Deck) -> None:
    made = told
    assert tuple(one.kind for one in made.pages) == get_args(Kind)
    for one in made.pages:
        assert one.title.strip()
        assert "{" not in one.title + one.caption + one.source
        assert one.source.startswith("Source: plan.funnel, Nov 28, 2026")
        assert one.notes
        assert len(one.supports) <= 4
        assert one.picture is not None or one.text
        assert not one.preliminary


def test_that_the_forecast_page_says_the_forecasts_own_sentence(usual: Funnel, told: Deck) -> None:
    asked = question(usual)
    runs = simulate(usual, asked.settings)
    shown = page(told, "forecast")
    assert shown.title == sentence(runs, usual).rstrip(".")
    total = runs.total(revenue())
    figures = {one.label: one for one in shown.supports}
    assert figures["Revenue"].value == money(total.mean, "USD")
    assert figures["Revenue"].note == (
        f"80%: {money(total.p10, 'USD')} to {money(total.p90, 'USD')}"
    )
    assert figures["Deals won"].value == count(runs.total(wins()).mean)
    assert isinstance(shown.picture, FanPicture)
    assert shown.picture.mean[-1] == pytest.approx(total.mean)
    assert len(shown.picture.ends) == 12
    assert "60 runs from" in shown.source
    assert shown.source.endswith("over 12 months, seed 7")


def test_that_exact_means_come_first_and_uncertainty_after(usual: Funnel) -> None:
    asked = question(usual)
    known = list(gathering(asked))
    first, last = deck_of(known[0]), deck_of(known[-1])
    early = page(first, "forecast")
    assert early.preliminary
    assert isinstance(early.picture, FanPicture)
    assert not early.picture.has_bands
    expected = float(expect(usual, 365).revenue.sum())
    assert early.picture.mean[-1] == pytest.approx(expected)
    assert page(first, "design").preliminary
    assert page(first, "sureness").preliminary
    assert [one.is_complete for one in known] == [False] * (len(known) - 1) + [True]
    assert not any(one.preliminary for one in last.pages)


def test_that_runs_that_are_there_are_not_simulated_again(usual: Funnel, told: Deck) -> None:
    asked = question(usual)
    runs = simulate(usual, asked.settings)
    assert deck_of(gathered(asked, None, runs)) == told


def test_that_gathering_ends_when_nobody_wants_it_any_more(usual: Funnel) -> None:
    asked = iter([False, False, True])
    with pytest.raises(Given):
        gathered(question(usual, runs=4000), lambda: next(asked, True))


def test_that_the_new_funnel_has_the_volumes_and_rates_of_the_document(
    usual: Funnel, told: Deck
) -> None:
    shown = page(told, "design")
    assert isinstance(shown.picture, FunnelPicture)
    steps = {one.name: one for one in shown.picture.steps}
    expected = expect(usual, 365)
    at = expected.stage_ids.index("mql")
    assert steps["Marketing Qualified Lead"].leads == pytest.approx(expected.entries[at].sum())
    assert steps["Marketing Qualified Lead"].rate.startswith("62% (80%:")
    assert steps["Marketing Qualified Lead"].rate.endswith("· 3 days")
    assert steps["Marketing Qualified Lead"].role == "marketing"
    assert steps["Closed Won"].rate == ""
    assert shown.picture.logarithmic
    assert "logarithmic" in shown.caption


def test_that_so_many_of_a_thousand_are_won_as_the_rates_say() -> None:
    # 0.5 · 0.3 of those at A; nothing comes back.
    assert page(deck(small()), "design").title == "Of 1,000 leads at “A”, 150 are won in the end"


def test_that_a_baseline_is_compared_with_the_industry(told_measured: Deck) -> None:
    shown = page(told_measured, "standing")
    assert isinstance(shown.picture, BarsPicture)
    assert shown.picture.unit == "share"
    by_name = {one.name: one for one in shown.picture.bars}
    step = by_name["MQL → SAL"]
    assert step.mark == 0.36
    assert step.low is not None
    assert step.high is not None
    assert step.low <= step.end <= step.high
    assert step.role == "won"  # 62% against 36%
    assert shown.title.startswith("We stand below the industry at Anonymous → Responded")
    assert shown.title.endswith("and MQL → SAL")
    assert "Aberdeen, March 2014" in shown.source
    assert {one.label for one in shown.supports} >= {"Leads measured", "Biggest leak"}


def test_that_without_a_baseline_the_page_says_how_to_get_one(told: Deck) -> None:
    shown = page(told, "standing")
    assert shown.title == "Today’s funnel has not been measured yet, so nothing can be compared"
    assert any("Import a CRM export" in text for text in shown.text)
    assert shown.picture is None


def test_that_the_why_is_what_is_wrong_as_measured(told_measured: Deck) -> None:
    shown = page(told_measured, "why")
    assert shown.title.startswith("Today ")
    assert "leads first met" in shown.source
    assert any("leak" in one.label.casefold() for one in shown.supports)


def test_that_without_a_baseline_the_why_is_the_documents_own_notes_and_agreements(
    usual: Funnel, told: Deck
) -> None:
    shown = page(told, "why")
    assert shown.title == "Marketing and sales agreed to all 8 stages of this funnel"
    assert shown.text[0].startswith("All volumes, rates, times")
    disagreed = usual.replaced(
        notes="",
        stages=(usual.stages[0].replaced(agreed_by=("marketing",)), *usual.stages[1:]),
    )
    other = page(deck(disagreed), "why")
    assert other.title == "Marketing and sales agreed to 7 of the 8 stages so far"
    assert "do not say yet what this funnel is for" in other.text[0]


def test_that_the_parts_of_the_spread_are_a_whole(told: Deck) -> None:
    shown = page(told, "sureness")
    assert isinstance(shown.picture, PartsPicture)
    assert sum(one.share for one in shown.picture.parts) == pytest.approx(1.0)
    assert [one.name for one in shown.picture.parts] == ["Luck", "Ignorance", "Drift"]
    figures = {one.label: one for one in shown.supports}
    assert figures["Runs"].value == "60"
    assert figures["Runs"].note.startswith("standard error of the mean: $")
    assert figures["Left out"].value == "nothing"


def test_that_a_forecast_of_luck_alone_is_said_to_be_luck() -> None:
    lucky = small(drift=Drift())
    shown = page(deck(lucky), "sureness")
    assert shown.title.endswith("most of the spread is luck, which no plan removes")
    assert isinstance(shown.picture, PartsPicture)
    assert shown.picture.parts[0].share == pytest.approx(1.0)


def test_that_what_matters_most_is_the_widest_bar(told: Deck) -> None:
    shown = page(told, "levers")
    assert isinstance(shown.picture, BarsPicture)
    widths = [one.end - one.start for one in shown.picture.bars]
    assert widths == sorted(widths, reverse=True)
    assert len(shown.supports) == 3
    assert shown.title.startswith(f"{shown.picture.bars[0].name} matters most: between its bounds")
    assert shown.picture.bars[0].start <= shown.picture.base <= shown.picture.bars[0].end


def test_that_the_decision_is_asked_in_the_documents_words() -> None:
    asked = small(decision="Shall we hire two more reps?")
    shown = page(deck(asked), "decision")
    assert shown.title == "Shall we hire two more reps?"
    assert shown.notes[0] == shown.title


def test_that_a_long_decision_is_a_sentence_and_what_comes_after() -> None:
    asked = small(decision=f"Approve the fair. {'It costs money and brings leads. ' * 10}")
    shown = page(deck(asked), "decision")
    assert shown.title.startswith("Approve the fair.")
    assert shown.title.endswith(".")
    assert shown.text[0].startswith("It costs money")


def test_that_without_a_decision_the_page_says_where_to_write_one(told: Deck) -> None:
    shown = page(told, "decision")
    assert shown.title == "No decision is written down in this document yet"
    assert "Decision asked" in shown.text[0]


def test_that_scenarios_are_options_with_what_each_brings() -> None:
    base = small()
    with_one, _id = add_scenario(base, "Better demos", with_rate(base, "b-won", 0.39))
    both, _id = add_scenario(with_one, "Worse demos", with_rate(base, "b-won", 0.2))
    shown = page(deck(both), "decision")
    assert isinstance(shown.picture, BarsPicture)
    better, worse = shown.picture.bars
    # 300 leads a month: 30% more wins of about 540 deals of 1,000 each, less those still on the way
    assert better.end > 0 > worse.end
    assert better.role == "won"
    assert worse.role == "lost"
    assert shown.title.startswith("Decide between 2 scenarios: “Better demos” brings most")
    assert [one.value for one in shown.supports] == ["100% of the runs", "0% of the runs"]


def test_that_no_scenario_is_recommended_where_none_brings_more() -> None:
    base = small()
    worse, _id = add_scenario(base, "Worse", with_rate(base, "b-won", 0.2))
    assert page(deck(worse), "decision").title == (
        "Keep the funnel as it stands: no scenario brings more revenue"
    )


def test_that_a_scenario_that_cannot_be_compared_is_told() -> None:
    base = small()
    later = base.replaced(start="2027-06-01")
    both, _id = add_scenario(base, "Later", later)
    shown = page(deck(both), "decision")
    assert any("“Later” can’t be compared" in text for text in shown.text)


@pytest.mark.parametrize("value", [None, DealValue(mean=0.0)])
def test_that_without_a_deal_value_deals_are_what_counts(value: DealValue | None) -> None:
    poor = small(deal_value=value)
    made = deck(poor)
    assert judged_by(poor) == wins()
    assert {one.label: one.value for one in page(made, "forecast").supports}["Revenue"] == (
        "not known"
    )
    assert "deals won" in page(made, "levers").caption


def test_that_a_funnel_without_a_win_is_judged_by_who_comes_to_its_end() -> None:
    open_ended = small(
        stages=(stage("a"), stage("b")), triggers=(trigger("a", "b"),), deal_value=None
    )
    made = deck(open_ended)
    assert "leads to reach “B”" in page(made, "forecast").title
    assert page(made, "design").title == "Leads go from “A” to “B” in 2 stages"


def test_that_what_stands_against_a_forecast_is_told_instead() -> None:
    broken = with_rate(small(), "a-b", 1.4)
    made = deck(broken)
    for kind in get_args(Kind)[2:6]:
        shown = page(made, kind)
        assert shown.title.startswith("No forecast yet:"), kind
        assert shown.text
        assert not shown.preliminary


def test_that_an_empty_document_has_pages_too() -> None:
    made = deck(Funnel(start="2027-01-01"))
    assert made.title == "Untitled funnel"
    assert page(made, "why").title == "The funnel has no stages yet"
    assert page(made, "forecast").text


def test_that_other_currencies_are_written_as_such() -> None:
    made = deck(small(currency="EUR", deal_value=DealValue(mean=2_000_000.0)))
    assert "€" in page(made, "forecast").title


def test_that_a_scenario_that_is_shown_is_named_on_every_page() -> None:
    base, name = add_scenario(small(), "Two more reps", with_rate(small(), "b-won", 0.35))
    shown = with_rate(base, "b-won", 0.35)
    asked = replace(question(base), funnel=shown, scenario=name)
    for one in deck_of(gathered(asked)).pages:
        assert "scenario “Two more reps”" in one.kicker


def test_that_a_long_path_shows_its_beginning_and_its_end() -> None:
    made = deck(chain(200), days=60)
    shown = page(made, "design")
    assert isinstance(shown.picture, FunnelPicture)
    assert len(shown.picture.steps) == 9
    assert [one.left_out for one in shown.picture.steps if one.left_out] == [192]
    assert "too many stages" in page(made, "levers").text[0]


def chain(length: int) -> Funnel:
    """Return a funnel of so many stages and a win, each a day and 98% from the next."""
    names = [f"s{at}" for at in range(length)]
    return small(
        stages=(*(stage(name) for name in names), stage("won", "won")),
        triggers=tuple(
            trigger(one, other, 0.98) for one, other in zip(names, [*names[1:], "won"], strict=True)
        ),
        sources=(source(names[0]),),
    )


def test_that_nothing_known_yet_still_makes_a_deck(usual: Funnel) -> None:
    early = deck_of(Evidence(question(usual), judged_by(usual)))
    assert all(one.title for one in early.pages)
    assert page(early, "levers").preliminary
