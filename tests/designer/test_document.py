"""The document and its scenarios: what is edited, saved, undone, whatever is shown."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.files.desk import JOURNALS
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.checks import review
from funnelcraft.funnel.checks.acceptance import accept
from funnelcraft.funnel.edits import add_stage, change_stage, remove
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.funnel.scenarios import (
    add_scenario,
    adopted,
    applied,
    remove_scenario,
    switch_changes,
)
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers

REPS = "two-more-reps"


def with_reps(funnel: Funnel) -> Funnel:
    return change_stage(funnel, "mql", capacity=Capacity(leads_per_day=60.0))


def leads_a_day(funnel: Funnel) -> float | None:
    capacity = stages_by_id(funnel)["mql"].capacity
    return capacity.leads_per_day if capacity is not None else None


def begin_scenario(document: Document, name: str = "Two more reps") -> str:
    """Add an empty scenario and show it, as one step."""
    after, made = add_scenario(document.base, name)
    document.apply_to_base(lambda _base: after, "New scenario", show=made)
    return made


@pytest.fixture
def document() -> Document:
    return Document(template("lead-to-revenue"))


def test_that_an_edit_in_a_scenario_leaves_the_design_and_is_kept_as_a_change(
    document: Document,
) -> None:
    before = document.base
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    assert document.scenario == REPS
    assert leads_a_day(document.funnel) == 60.0
    assert leads_a_day(document.base) is None
    assert document.base.replaced(scenarios=()) == before
    (scenario,) = document.base.scenarios
    assert [change.path for change in scenario.changes] == [("capacity",)]
    document.show_scenario("")
    assert document.funnel is document.base
    document.show_scenario(REPS)
    assert leads_a_day(document.funnel) == 60.0


def test_that_an_edit_of_the_design_is_seen_in_its_scenarios(document: Document) -> None:
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    document.show_scenario("")
    document.apply(lambda funnel: change_stage(funnel, "mql", term="Hand-raiser"), "Rename")
    document.show_scenario(REPS)
    stage = stages_by_id(document.funnel)["mql"]
    assert (stage.term, leads_a_day(document.funnel)) == ("Hand-raiser", 60.0)


def test_that_switching_is_no_step_and_tells_what_is_shown(document: Document) -> None:
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    told: list[tuple[Funnel, Funnel]] = []
    switched: list[str] = []
    document.changed.connect(lambda before, after: told.append((before, after)))
    document.scenario_changed.connect(lambda: switched.append(document.scenario))
    count, scenario = document.undo_stack.count(), document.funnel
    document.show_scenario("")
    document.show_scenario("")
    document.show_scenario("there-is-none")
    assert told == [(scenario, document.base)]
    assert switched == [""]
    assert document.undo_stack.count() == count


def test_that_undo_and_redo_show_the_design_in_which_the_edit_was_made(document: Document) -> None:
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    document.show_scenario("")
    document.apply(lambda funnel: change_stage(funnel, "mql", term="Hand-raiser"), "Rename")
    document.show_scenario(REPS)
    stack = document.undo_stack
    stack.undo()
    assert document.scenario == ""
    assert stages_by_id(document.funnel)["mql"].term != "Hand-raiser"
    stack.undo()
    assert (document.scenario, leads_a_day(document.funnel)) == (REPS, None)
    document.show_scenario("")
    stack.redo()
    assert (document.scenario, leads_a_day(document.funnel)) == (REPS, 60.0)
    stack.redo()
    assert document.scenario == ""
    stack.undo()
    stack.undo()
    stack.undo()
    assert (document.scenario, document.base.scenarios) == ("", ())


def test_that_typing_on_in_another_design_is_a_step_of_its_own(document: Document) -> None:
    begin_scenario(document)
    for term in ("H", "Hand"):
        edit = partial(change_stage, stage_id="mql", term=term)
        document.apply(edit, "Rename", merge_key="1")
    count = document.undo_stack.count()
    document.show_scenario("")
    document.apply(lambda f: change_stage(f, "mql", term="Hand-"), "Rename", merge_key="1")
    assert document.undo_stack.count() == count + 1
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.scenario == REPS
    assert document.funnel == document.base
    assert document.base.scenarios[0].changes == ()


def test_that_titles_and_notes_are_the_documents_own(document: Document) -> None:
    begin_scenario(document)
    document.apply(lambda funnel: funnel.replaced(title="Plan", notes="Of ours"), "Rename")
    assert (document.base.title, document.base.notes) == ("Plan", "Of ours")
    assert document.base.scenarios[0].changes == ()
    document.show_scenario("")
    assert document.funnel.title == "Plan"


def test_that_what_is_accepted_of_a_stage_stays_accepted_where_only_a_scenario_drops_it() -> None:
    base = template("lead-to-revenue")
    base, stage_id = add_stage(base, "Demo", (0.0, 0.0))
    found = next(
        one
        for one in review(base).open
        if (one.place.kind, one.place.id) == ("stage", stage_id) and one.level != "error"
    )
    document = Document(accept(base, found, "We know."))
    begin_scenario(document)
    document.apply(lambda funnel: remove(funnel, stages=[stage_id]), "Delete")
    assert stage_id not in stages_by_id(document.funnel)
    assert [one.reason for one in document.base.accepted_findings] == ["We know."]
    assert document.funnel.accepted_findings == document.base.accepted_findings


def test_that_what_both_designs_have_stays_selected(document: Document) -> None:
    begin_scenario(document)
    after, made = add_stage(document.funnel, "Demo", (0.0, 0.0))
    document.apply(lambda _funnel: after, "Add stage")
    document.select([Item("stage", "mql"), Item("stage", made)])
    document.show_scenario("")
    assert document.selected("stage") == ("mql",)


def test_that_a_scenario_made_the_design_is_one_step(document: Document) -> None:
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    before = document.base
    document.apply_to_base(lambda base: adopted(base, REPS), "Make it the design", show="")
    assert (document.scenario, leads_a_day(document.base)) == ("", 60.0)
    assert document.base.scenarios == ()
    document.undo_stack.undo()
    assert (document.scenario, document.base) == (REPS, before)


def test_that_a_scenario_without_effect_made_the_design_is_left_all_the_same(
    document: Document,
) -> None:
    begin_scenario(document)
    document.apply(with_reps, "Change capacity")
    changes = document.base.scenarios[0].changes
    document.apply_to_base(lambda base: switch_changes(base, REPS, changes, off=True), "Off")
    steps = document.undo_stack.count()
    document.apply_to_base(lambda base: adopted(base, REPS), "Make it the design", show="")
    assert (document.scenario, document.undo_stack.count()) == ("", steps)


def test_that_removing_the_scenario_shown_shows_the_design(document: Document) -> None:
    begin_scenario(document)
    document.apply_to_base(lambda base: remove_scenario(base, REPS), "Remove")
    assert document.scenario == ""
    document.undo_stack.undo()
    assert document.scenario == REPS


def test_that_nothing_is_edited_where_the_document_may_only_be_viewed(document: Document) -> None:
    document.open(add_scenario(document.base, "Two more reps")[0], None, None, view_only=True)
    refused: list[None] = []
    document.refused.connect(lambda: refused.append(None))
    document.show_scenario(REPS)
    before = document.base
    document.apply(with_reps, "Change capacity")
    document.apply_to_base(lambda base: remove_scenario(base, REPS), "Remove")
    assert (document.base, document.scenario, len(refused)) == (before, REPS, 2)


def in_scenario(window: MainWindow) -> None:
    begin_scenario(window.document)
    window.document.apply(with_reps, "Change capacity")


def test_that_the_file_holds_the_design_and_its_scenarios_whatever_is_shown(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open("lead-to-revenue")
    in_scenario(window)
    answers(window).save_path = tmp_path / "plan.funnel"
    assert window.files.save()
    assert window.document.is_saved
    assert window.document.scenario == REPS
    window.document.show_scenario("")
    assert window.document.is_saved
    saved = project_file.read(tmp_path / "plan.funnel").funnel
    assert saved == window.document.base
    assert leads_a_day(saved) is None
    assert leads_a_day(applied(saved, saved.scenarios[0].changes).funnel) == 60.0
    window.document.show_scenario(REPS)
    assert window.files.open_path(tmp_path / "plan.funnel")
    assert (window.document.scenario, window.document.base) == ("", saved)


def test_that_a_crash_in_a_scenario_loses_neither_it_nor_the_design(windows: Windows) -> None:
    window = windows.open("lead-to-revenue")
    in_scenario(window)
    base = window.document.base
    assert len(list((windows.folder / JOURNALS).glob("*.jsonl"))) == 1
    window.files._journal.close()  # as the end of the process does
    other = windows.open()
    (found,) = other.files.recovered()
    assert found.funnel == base
    assert other.files.open_recovered(found)
    other.document.show_scenario(REPS)
    assert leads_a_day(other.document.funnel) == 60.0


def test_that_what_is_still_being_typed_goes_where_it_was_typed(windows: Windows) -> None:
    window = windows.open("lead-to-revenue")
    begin_scenario(window.document)
    window.document.select([Item("stage", "mql")])
    field = window.inspector.stage_form.term
    field.focus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, "Hand-raiser")  # no Enter, the focus stays
    window.document.show_scenario("")
    assert stages_by_id(window.document.funnel)["mql"].term != "Hand-raiser"
    window.document.show_scenario(REPS)
    assert stages_by_id(window.document.funnel)["mql"].term == "Hand-raiser"
