"""Where leads become deals."""

import pytest

from funnelcraft.io.exports.crm.halves import halves
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template
from tests.funnel.builders import funnel


def ids(stages: tuple[object, ...]) -> list[str]:
    return [stage.id for stage in stages]  # type: ignore[attr-defined]


def test_that_an_opportunity_is_where_deals_begin() -> None:
    cut = halves(template("lead-to-revenue"), "", "x.funnel")
    assert cut.guessed
    assert ids(cut.deals) == ["opportunity"]
    assert "nurture" in ids(cut.leads)
    assert [*ids(cut.won), *ids(cut.lost)] == ["won", "lost"]
    assert cut.is_deal("lost")
    assert not cut.is_deal("sql")


@pytest.mark.parametrize("chosen", ["SQL", "sql", "  Sales Qualified Lead "])
def test_that_it_can_be_chosen_by_any_of_its_names(chosen: str) -> None:
    cut = halves(template("lead-to-revenue"), chosen, "x.funnel")
    assert not cut.guessed
    assert ids(cut.deals) == ["sql", "opportunity"]


@pytest.mark.parametrize("chosen", ["Demo day", "Closed Won"])
def test_that_no_other_stage_can_be_chosen(chosen: str) -> None:
    with pytest.raises(FileProblem, match=r"x\.funnel: deals cannot begin at .*“Opportunity”"):
        halves(template("lead-to-revenue"), chosen, "x.funnel")


def test_that_an_empty_funnel_has_no_deals() -> None:
    cut = halves(funnel(stages=()), "", "x.funnel")
    assert cut.first is None
    assert cut.deals == ()
