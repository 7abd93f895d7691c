"""What a trigger may connect, leading it elsewhere, and a stage put into it."""

import pytest

from funnelcraft.funnel.edits import insert_stage, redirect_trigger, refusal
from tests.funnel.builders import funnel, stage, trigger


def test_that_a_refusal_says_why() -> None:
    base = funnel()
    assert refusal(base, "a", "b") == ""
    assert refusal(base, "a") == ""
    assert refusal(base, "won", "a") == "Leads end at WON: no trigger can leave it."
    assert refusal(base, "a", "a") == "A cannot lead to itself: choose another stage."


def test_that_gates_do_not_lead_round_in_a_circle() -> None:
    gates = funnel(
        stages=(stage("g", "gate"), stage("h", "gate"), stage("a")),
        triggers=(trigger("g", "h"), trigger("h", "a")),
    )
    assert "without any time" in refusal(gates, "h", "g")
    assert refusal(gates, "a", "g") == ""


def test_that_a_redirected_trigger_keeps_its_figures_and_its_kind_follows() -> None:
    base = funnel()
    after = redirect_trigger(base, "a-b", to_stage="lost")
    before, moved = base.triggers[0], after.triggers[0]
    assert (moved.to_stage, moved.kind) == ("lost", "disqualify")
    assert (moved.id, moved.conversion, moved.velocity) == (
        before.id,
        before.conversion,
        before.velocity,
    )
    assert after.triggers[1:] == base.triggers[1:]


def test_that_a_kind_the_user_chose_stays() -> None:
    base = funnel(triggers=(trigger("a", "b", kind="recycle"), trigger("b", "won")))
    assert redirect_trigger(base, "a-b", to_stage="won").triggers[0].kind == "recycle"


def test_that_no_trigger_is_led_where_it_cannot_go() -> None:
    for ends in ({"from_stage": "won"}, {"to_stage": "a"}):
        with pytest.raises(ValueError, match=r"cannot lead|end at"):
            redirect_trigger(funnel(), "a-b", **ends)
    with pytest.raises(KeyError):
        redirect_trigger(funnel(), "none", to_stage="a")


def test_that_a_stage_is_put_into_a_trigger() -> None:
    base = funnel(stages=(*funnel().stages, stage("c")))
    after, added = insert_stage(base, "a-b", "c")
    first, new = after.triggers[0], after.triggers[-1]
    assert (first.id, first.to_stage, first.conversion) == ("a-b", "c", base.triggers[0].conversion)
    assert (new.id, new.from_stage, new.to_stage) == (added, "c", "b")
    assert (new.kind, new.conversion) == ("progress", None)
    lost, added = insert_stage(base, "b-lost", "c")
    kinds = {t.id: t.kind for t in lost.triggers}
    assert (kinds["b-lost"], kinds[added]) == ("progress", "disqualify")


def test_that_leads_cannot_pass_through_an_end() -> None:
    with pytest.raises(ValueError, match="end at"):
        insert_stage(funnel(), "a-b", "won")
