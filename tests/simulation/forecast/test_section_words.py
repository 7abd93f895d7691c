"""The sentences of the sections: one, many and none, money and leads, what is not known."""

import math

import numpy as np

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import source_returns, stage_pipeline
from funnelcraft.simulation.forecast.bottleneck import UnitWorth, point_sentence, worth_sentence
from funnelcraft.simulation.forecast.section_words import (
    deals_sentence,
    pipeline_sentence,
    precise_money,
    promises_sentence,
    return_words,
    service_sentence,
    sources_sentence,
)
from funnelcraft.simulation.forecast.service import services
from funnelcraft.simulation.forecast.source_returns import Span
from funnelcraft.simulation.forecast.sureness import knows_counts
from funnelcraft.simulation.forecast.totals import total_of
from funnelcraft.simulation.plan import plan
from tests.simulation.reference import act_on_8, funnel

SOON = {"kind": "fixed", "mean_days": 2.0}
VALUE = {"kind": "fixed", "mean": 1000.0}


def test_that_the_pipeline_is_said_in_money_and_in_leads() -> None:
    model = act_on_8(deal_value=VALUE)
    found = stage_pipeline(plan(model, 365))
    said = pipeline_sentence(found, model, in_money=True)
    assert said.startswith("On Dec 31, 2027 the pipeline is worth $")
    assert "leads are in the funnel, most in “Nurture”" not in said
    leads = pipeline_sentence(found, model, in_money=False)
    assert "leads are in the funnel, most in “" in leads


def test_that_an_empty_pipeline_is_said() -> None:
    model = funnel(["a", "won"], [("a", "won", 1.0, SOON)])
    found = stage_pipeline(plan(model, 30))
    assert pipeline_sentence(found, model, in_money=False).endswith("nobody is in the funnel.")


def test_that_sources_are_compared_and_costs_not_given_are_named() -> None:
    model = funnel(
        ["known", "met", "won"],
        [("known", "met", 0.2, SOON), ("met", "won", 0.5, SOON)],
        leads_a_day={"known": 10.0, "met": 1.0},
        deal_value=VALUE,
    )
    known, met = model.sources
    none = source_returns(plan(model, 100), model)
    assert sources_sentence(none, model) == (
        "What a lead costs is not said for “Into known” and “Into met”."
    )
    one = model.replaced(sources=(known.replaced(cost_per_lead=5.0), met))
    said = sources_sentence(source_returns(plan(one, 100), one), one)
    assert said.startswith("A deal from “Into known” costs $50.")
    both = model.replaced(
        sources=(known.replaced(cost_per_lead=5.0), met.replaced(cost_per_lead=100.0))
    )
    said = sources_sentence(source_returns(plan(both, 100), both), both)
    assert said == "A deal costs least from “Into known”, $50, and most from “Into met”, $200."
    assert "“Into known” brings most (67%)" in deals_sentence(none, model)


def test_that_no_source_and_no_win_are_said() -> None:
    model = funnel(["a", "won"], [("a", "won", 1.0, SOON)])
    found = source_returns(plan(model, 30), model)
    assert sources_sentence(found, model) == deals_sentence(found, model)
    lost = funnel(["a", "lost"], [("a", "lost", 1.0, SOON)], leads_a_day={"a": 1.0})
    assert "hardly any" in deals_sentence(source_returns(plan(lost, 30), lost), lost)


def test_that_returns_are_written_with_their_cents() -> None:
    assert return_words(Span(4.1, 2.0, 3.0, 5.0, 6.0), "USD") == "$4.10 for $1"
    assert return_words(None, "USD") == "–"
    assert precise_money(1234.0, "USD") == "$1.2K"
    assert math.isinf(Span(0.0, 0.0, 0.0, 0.0, 0.0).under(1.0).mean)


def test_that_waits_and_promises_are_said_of_who_holds_leads() -> None:
    held = {
        "id": "a",
        "capacity": {"leads_per_day": 8.0, "calendar": "every_day"},
        "sla": {"days": 1.0, "clock": "first_touch"},
    }
    model = funnel([held, "won"], [("a", "won", 0.5, SOON)], leads_a_day={"a": 10.0})
    (one,) = services(simulate(model, Settings(runs=64, days=100)))
    assert service_sentence(one).startswith("Leads wait ")
    assert "of the capacity is used (80%: " in service_sentence(one)
    assert "Most often that of “A”" in promises_sentence([one], model)
    kept = funnel(
        [{"id": "a", "sla": {"days": 9.0, "clock": "stage"}}, "won"],
        [("a", "won", 1.0, SOON)],
        leads_a_day={"a": 10.0},
    )
    (other,) = services(simulate(kept, Settings(runs=32, days=60)))
    assert service_sentence(other) == ""
    assert promises_sentence([other], kept).startswith("Every promise is kept")
    assert promises_sentence([], kept) == ""


def test_that_what_one_more_brings_is_said_in_one_and_in_many() -> None:
    many = UnitWorth("a", total_of(np.array([4.0, 5.0, 6.0])))
    assert "bring 5 more deals" in worth_sentence(many)
    one = UnitWorth("a", total_of(np.array([1.0, 1.0, 1.0])))
    assert "bring 1 more deal (" in worth_sentence(one)
    none = UnitWorth("a", total_of(np.array([0.0, 0.0, 0.0])))
    assert "hardly any" in worth_sentence(none)
    assert "cannot be said" in worth_sentence(none, has_wins=False)
    assert point_sentence("A → B", 1.0).endswith("1 more deal.")
    assert point_sentence("A → B", 12.0).endswith("12 more deals.")
    assert "more leads would" in point_sentence("A → B", 0.0)


def test_that_counts_behind_any_figure_are_seen() -> None:
    bare = funnel(["a", "won"], [("a", "won", 1.0, SOON)], leads_a_day={"a": 1.0})
    assert not knows_counts(bare)
    source = bare.sources[0]
    seen = source.replaced(volume=source.volume.replaced(months_observed=12.0))
    assert knows_counts(bare.replaced(sources=(seen,)))
    counted = bare.triggers[0].conversion
    assert counted is not None
    trigger = bare.triggers[0].replaced(conversion=counted.replaced(entered=10, moved=10))
    assert knows_counts(bare.replaced(triggers=(trigger,)))
