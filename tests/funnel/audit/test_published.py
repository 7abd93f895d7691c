"""Published figures for rates that are missing: which are offered, and what taking one does."""

import pytest

from funnelcraft.funnel.audit.industry import IndustryFigure
from funnelcraft.funnel.audit.published import proposals, with_published
from funnelcraft.funnel.edits import change_stage, change_trigger
from funnelcraft.funnel.model import Conversion, Funnel, Trigger
from funnelcraft.io.industry import industry_figures
from funnelcraft.io.templates import template


def figure(share: float, scope: str = "B2B", grade: str = "good") -> IndustryFigure:
    return IndustryFigure("MQL", "SAL", share, None, scope, "some firms", 2020, grade, "Somebody")


def open_funnel() -> tuple[Funnel, Trigger]:
    """Return a template whose trigger from MQL to SAL lacks its rate, and that trigger."""
    funnel = template("lead-to-revenue")
    ids = {stage.abbreviation: stage.id for stage in funnel.stages}
    ends = (ids["MQL"], ids["SAL"])
    trigger = next(t for t in funnel.triggers if (t.from_stage, t.to_stage) == ends)
    return change_trigger(funnel, trigger.id, conversion=None), trigger


def test_that_figures_of_the_same_stages_are_offered_the_better_founded_first() -> None:
    funnel, trigger = open_funnel()
    found = proposals(
        funnel, [figure(0.3, grade="fair"), figure(0.36), figure(0.9, "channel: SEO")]
    )
    assert [(one.trigger, one.figure.share) for one in found] == [
        (trigger.id, 0.36),
        (trigger.id, 0.3),
    ]
    assert proposals(template("lead-to-revenue"), industry_figures()) == ()
    assert [one.trigger for one in proposals(funnel, industry_figures())] == [trigger.id] * 2


def test_that_stages_of_other_names_get_no_figure() -> None:
    funnel, trigger = open_funnel()
    renamed = change_stage(funnel, trigger.to_stage, term="Handed over", abbreviation="HO")
    assert proposals(renamed, [figure(0.36)]) == ()


def test_that_no_figure_makes_more_than_all_leave() -> None:
    funnel, trigger = open_funnel()
    other = next(
        t for t in funnel.triggers if t.from_stage == trigger.from_stage and t.id != trigger.id
    )
    full = change_trigger(funnel, other.id, conversion=Conversion(rate=0.7))
    assert proposals(full, [figure(0.36)]) == ()


def test_that_taking_one_sets_the_rate_and_names_the_source() -> None:
    funnel, trigger = open_funnel()
    found = proposals(funnel, [figure(0.36)])
    taken = next(t for t in with_published(funnel, found).triggers if t.id == trigger.id)
    assert taken.conversion == Conversion(rate=0.36)
    assert taken.conversion.entered is None, "other companies' counts are not ours"
    assert taken.description.startswith(trigger.description)
    assert "Somebody" in taken.description
    assert "published figure, not ours" in taken.description


@pytest.mark.parametrize("change", ["given", "gone"])
def test_that_a_rate_given_meanwhile_stays(change: str) -> None:
    funnel, trigger = open_funnel()
    found = proposals(funnel, [figure(0.36)])
    if change == "given":
        after = change_trigger(funnel, trigger.id, conversion=Conversion(rate=0.5))
    else:
        after = funnel.replaced(triggers=tuple(t for t in funnel.triggers if t.id != trigger.id))
    assert with_published(after, found) == after
