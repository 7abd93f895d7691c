"""Several selected parts: what they share, what differs, and one undo step for an edit of all."""

import pytest
from PySide6.QtCore import Qt

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.several import SeveralForm
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Capacity
from funnelcraft.funnel.velocity import ExponentialTime
from tests.designer.inspector.helpers import type_into
from tests.designer.windows import Windows


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return windows.open("lead-to-revenue")


def form_of(window: MainWindow) -> SeveralForm:
    shown = window.inspector.currentWidget()
    assert isinstance(shown, SeveralForm)
    return shown


def test_that_common_values_are_shown_and_different_ones_are_mixed(window: MainWindow) -> None:
    window.document.select([Item("stage", "mql"), Item("stage", "sal")])
    form = form_of(window)
    assert form.heading.text() == "2 stages selected"
    assert form.stages.kind.editor.currentText() == "Holds leads"
    assert form.stages.owner.editor.currentText() == "mixed"
    assert form.stages.sla.text == ""
    assert form.stages.sla.editor.placeholderText() == "mixed"
    assert not form.triggers.isVisible()


def test_that_one_edit_changes_all_stages_in_one_step(window: MainWindow) -> None:
    window.document.select([Item("stage", "mql"), Item("stage", "sal")])
    form = form_of(window)
    type_into(form.stages.sla, "3")
    after = window.document.funnel
    assert [stages_by_id(after)[one].sla.days for one in ("mql", "sal")] == [3.0, 3.0]  # type: ignore[union-attr]
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "Change SLA of stages"
    type_into(form.stages.leads, "20")
    assert stages_by_id(window.document.funnel)["sal"].capacity == Capacity(leads_per_day=20.0)
    form.stages.owner.editor.activated.emit(1)
    owners = {stages_by_id(window.document.funnel)[one].owner for one in ("mql", "sal")}
    assert owners == {None}
    for _step in range(3):
        window.document.undo_stack.undo()
    assert not window.document.undo_stack.canUndo()


def test_that_a_mixed_agreement_is_ticked_for_all(window: MainWindow) -> None:
    window.document.select([Item("stage", "mql"), Item("stage", "sal")])
    boxes = form_of(window).stages.agreed.boxes
    boxes["sales"].click()
    assert "sales" not in stages_by_id(window.document.funnel)["mql"].agreed_by
    window.document.select([Item("stage", "mql")])
    window.inspector.stage_form.agreed.boxes["sales"].click()
    window.document.select([Item("stage", "mql"), Item("stage", "sal")])
    assert boxes["sales"].checkState() == Qt.CheckState.PartiallyChecked
    boxes["sales"].click()
    both = [stages_by_id(window.document.funnel)[one].agreed_by for one in ("mql", "sal")]
    assert all("sales" in agreed for agreed in both)


def test_that_triggers_are_edited_together_and_counts_go_with_the_old_rates(
    window: MainWindow,
) -> None:
    ids = [one.id for one in window.document.funnel.triggers[1:3]]
    window.document.select([Item("trigger", one) for one in ids])
    form = form_of(window)
    type_into(form.triggers.rate, "20")
    type_into(form.triggers.system, "HubSpot")
    found = [one for one in window.document.funnel.triggers if one.id in ids]
    assert [one.conversion.model_dump() for one in found if one.conversion] == [
        {"rate": 0.2, "entered": None, "moved": None}
    ] * 2
    assert {one.system for one in found} == {"HubSpot"}
    kinds = [value for value, _text in form.triggers.velocity.kind._options]
    form.triggers.velocity.kind.editor.activated.emit(kinds.index("exponential"))
    times = [one.velocity for one in window.document.funnel.triggers if one.id in ids]
    assert all(isinstance(time, ExponentialTime) for time in times)
    assert times[0] == times[1]


def test_that_stages_and_triggers_together_show_both(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1].id
    window.document.select([Item("stage", "mql"), Item("trigger", trigger)])
    form = form_of(window)
    assert form.heading.text() == "1 stage and 1 trigger selected"
    assert form.stages.isVisible()
    assert form.triggers.isVisible()
    before = window.document.funnel
    form.leave()
    assert window.document.funnel == before
