"""Leads that are in a stage already, as the stage's form shows and edits them."""

import pytest
from PySide6.QtCore import Qt

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.opening import MOST_LISTED, OpeningEditor
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import Opening, Segment
from tests.designer.inspector.helpers import click, type_into
from tests.designer.windows import Windows

MEASURED = (0.25, 3.0, 12.5, 40.0)


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return windows.open("lead-to-revenue")


def editor(window: MainWindow, stage: str = "mql") -> OpeningEditor:
    window.document.select([Item("stage", stage)])
    return window.inspector.stage_form.opening


def hold(window: MainWindow, *opening: Opening, segments: tuple[Segment, ...] = ()) -> None:
    window.document.apply(lambda f: f.replaced(opening=opening, segments=segments), "Set up")


def test_that_leads_and_their_middle_age_are_typed(window: MainWindow) -> None:
    fields = editor(window)
    assert fields.isVisible()
    assert "Nobody" in fields.sentence.text()
    assert not fields.middle.isEnabled()
    type_into(fields.leads, "61")
    assert window.document.funnel.opening == (Opening(stage="mql", ages_days=(0.0,) * 61),)
    assert fields.sentence.text() == "They have all just come in."
    type_into(fields.middle, "10")
    (held,) = window.document.funnel.opening
    assert len(held.ages_days) == 61
    assert sorted(held.ages_days)[30] == pytest.approx(10.0)
    assert "here for 0.3 to 19.7 days" in fields.sentence.text()
    type_into(fields.leads, "0")
    assert not window.document.funnel.opening
    assert window.document.undo_stack.undoText() == "Change who is here already"


def test_that_exact_ages_stay_until_they_are_edited(window: MainWindow) -> None:
    hold(window, Opening(stage="mql", ages_days=MEASURED))
    fields = editor(window)
    assert (fields.leads.text, fields.middle.text) == ("4", "3")
    before = window.document.funnel
    for field in fields.fields():
        field.focus()
    editor(window, "sal")
    fields = editor(window)
    click(fields.as_list)
    assert fields.listed.text == "0.25 3 12.5 40"
    fields.leave()
    assert window.document.funnel == before


def test_that_ages_are_pasted_as_a_list(window: MainWindow) -> None:
    fields = editor(window)
    click(fields.as_list)
    fields.listed.editor.setPlainText("3\n12,5\n 40; 1 2w")  # type: ignore[union-attr]
    fields.leave()
    assert window.document.funnel.opening[0].ages_days == (3.0, 12.5, 40.0, 1.0, 14.0)
    fields.listed.editor.setPlainText("3, 12, soon")  # type: ignore[union-attr]
    fields.leave()
    assert "soon" in fields.listed.problem.text()
    assert len(window.document.funnel.opening[0].ages_days) == 5


def test_that_each_segment_has_its_own_leads(window: MainWindow) -> None:
    named = (Segment(id="inbound", name="Inbound"), Segment(id="events", name="Events"))
    hold(window, Opening(stage="mql", segment="events", ages_days=(5.0, 5.0)), segments=named)
    fields = editor(window)
    assert fields.leads.text == ""
    assert "2 leads in all segments" in fields.sentence.text()
    fields.segment.editor.activated.emit(1)
    assert fields.leads.text == "2"
    assert "for 5 days" in fields.sentence.text()
    type_into(fields.leads, "3", Qt.Key.Key_Return)
    assert window.document.funnel.opening[0].ages_days == (5.0, 5.0, 5.0)


def test_that_what_a_file_holds_at_an_end_can_be_taken_away(window: MainWindow) -> None:
    end = next(one.id for one in window.document.funnel.stages if one.kind == "won")
    assert not editor(window, end).isVisible()
    hold(window, Opening(stage=end, ages_days=(1.0,)))
    fields = editor(window, end)
    assert fields.isVisible()
    type_into(fields.leads, "0")
    assert window.document.funnel.opening == ()


def test_that_very_many_ages_are_not_written_out(window: MainWindow) -> None:
    hold(window, Opening(stage="mql", ages_days=tuple(range(MOST_LISTED + 1))))
    fields = editor(window)
    assert not fields.as_list.isVisible()
    assert fields.leads.text == "2,001"


def test_that_a_finding_about_leads_already_there_leads_to_their_field(window: MainWindow) -> None:
    finding = Finding("impossible-age", "error", Place("opening", "mql", "ages_days"), "Look.")
    window.go_to(finding)
    assert window.document.selection == {Item("stage", "mql")}
    assert window.inspector.stage_form.opening.leads.editor.hasFocus()
