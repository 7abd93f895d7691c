"""What the tab shows, as values: parts, what is missing, and what is found."""

from datetime import date

import pytest

from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.designer.specification.written import Written, found_parts, gaps, write
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import Condition
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.templates import template, template_names
from tests.funnel.builders import funnel, score, stage, trigger


def _written(of: Funnel) -> Written:
    return write(of, "plan.funnel", date(2027, 1, 4), LIGHT, lambda _progress: None, lambda: False)


@pytest.mark.parametrize("name", template_names())
def test_that_every_stage_and_trigger_of_a_template_is_a_part(name: str) -> None:
    of = template(name)
    written = _written(of)
    ids = [part.id for part in written.parts]
    assert len(set(ids)) == len(ids)
    assert {f"stage:{one.id}" for one in of.stages} <= set(ids)
    assert {f"trigger:{one.id}" for one in of.triggers} <= set(ids)
    assert len(written.plan_rows) == len(written.plan.tests) + len(written.plan.untested)
    assert set(written.colours) == {one.id for one in of.stages}


def test_that_missing_and_unfinished_rules_are_gaps_but_no_breach_is() -> None:
    blank = Condition(field="score", op=">=", value=None)
    found = gaps(
        funnel(
            triggers=(
                trigger("a", "b"),
                trigger("b", "won", rule=blank),
                trigger("a", "lost", rule=score("<", 0.0)),
                trigger("b", "lost", kind="sla_breach"),
            )
        )
    )
    assert [one.trigger for one in found] == ["a-b", "b-won"]
    assert "no rule" in found[0].sentence
    assert "1 condition of its rule is unfinished" in found[1].sentence


def test_that_all_words_must_stand_in_a_part_however_they_are_written() -> None:
    of = funnel(stages=(stage("a", definition="Événement Zürich"), stage("b"), stage("won", "won")))
    parts = _written(of).parts
    assert [one.id for one in found_parts(parts, "ZURICH evenement")] == ["stage:a"]
    assert found_parts(parts, "  ") == parts
    assert found_parts(parts, "zurich nowhere") == ()


def test_that_a_funnel_without_anything_can_be_written() -> None:
    written = _written(funnel(stages=(), triggers=(), sources=()))
    assert next(part.kind for part in written.parts) == "overview"
    assert written.plan_rows == ()


def test_that_writing_stops_when_nobody_waits() -> None:
    with pytest.raises(Stopped):
        write(funnel(), "x", date(2027, 1, 4), LIGHT, lambda _progress: None, lambda: True)
