"""Graph questions on small funnels and on circles."""

from funnelcraft.funnel.checks import check
from funnelcraft.funnel.graph import (
    cycle,
    is_recycling,
    main_path,
    reached,
    recycling_stages,
    stages_in_order,
    stages_with_an_end,
    successors,
)
from funnelcraft.funnel.model import Opening
from funnelcraft.io.templates import template
from tests.funnel.builders import funnel, stage, trigger


def test_that_the_main_path_runs_from_the_top_to_the_win() -> None:
    assert main_path(funnel()) == ["a", "b", "won"]


def test_that_the_main_path_does_not_run_in_circles() -> None:
    around = funnel(triggers=(trigger("a", "b"), trigger("b", "a")))
    assert main_path(around) == ["a", "b"]


def test_that_an_empty_funnel_has_no_path() -> None:
    assert main_path(funnel(stages=(), triggers=(), sources=())) == []


def test_that_a_stage_on_its_own_does_not_hide_the_path() -> None:
    lone = funnel(stages=(stage("lone"), *funnel().stages))
    assert main_path(lone) == ["a", "b", "won"]


def test_that_reach_follows_triggers() -> None:
    following = successors(funnel())
    assert reached(following, ["b"]) == {"b", "won", "lost"}
    assert reached(following, ["ghost"]) == set()


def test_that_dangling_triggers_lead_nowhere() -> None:
    assert successors(funnel(triggers=(trigger("a", "ghost"), trigger("ghost", "a")))) == {
        "a": [],
        "b": [],
        "won": [],
        "lost": [],
    }


def test_that_stages_with_an_end_are_those_from_which_leads_can_be_won_or_lost() -> None:
    base = funnel(stages=(*funnel().stages, stage("c")))
    assert stages_with_an_end(base) == {"a", "b", "won", "lost"}


def test_that_a_cycle_is_named_in_the_direction_of_flow() -> None:
    following = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}
    around = cycle(following)
    assert sorted(around) == ["a", "b", "c"]
    assert all(
        around[(place + 1) % 3] in following[stage_id] for place, stage_id in enumerate(around)
    )
    assert cycle({"a": ["b"], "b": []}) == []
    assert cycle({"a": ["a"]}) == ["a"]


def test_that_a_stage_entered_by_recycling_alone_is_recycling() -> None:
    base = funnel(
        stages=(*funnel().stages, stage("n")),
        triggers=(*funnel().triggers, trigger("b", "n", 0.1, kind="recycle"), trigger("n", "a")),
    )
    assert is_recycling(base, "n")
    assert not is_recycling(base, "a")
    # Leads who wait there already were taken back before.
    assert is_recycling(base.replaced(opening=(Opening(stage="n", ages_days=(1.0,)),)), "n")
    order = [s.id for s in stages_in_order(base)]
    assert order == ["a", "b", "n", "won", "lost"]


def test_that_leads_who_wait_in_recycling_leave_it_recycling() -> None:
    funnel = template("lead-to-revenue")
    assert recycling_stages(funnel) == {"nurture"}
    waiting = funnel.replaced(opening=(Opening(stage="nurture", ages_days=(3.0, 40.0)),))
    assert recycling_stages(waiting) == {"nurture"}
    assert [finding.code for finding in check(waiting)] == [f.code for f in check(funnel)]
    filled = funnel.replaced(
        sources=(*funnel.sources, funnel.sources[0].replaced(id="back", into="nurture"))
    )
    assert recycling_stages(filled) == set()
