"""Several selected parts: what they share, what differs, and one undo step for an edit of all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.several import SeveralForm
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_source, change_sources
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


def test_that_sources_are_edited_together(window: MainWindow) -> None:
    ids = [one.id for one in window.document.funnel.sources]
    window.document.select([Item("source", one) for one in ids])
    form = form_of(window)
    assert form.heading.text() == "4 sources selected"
    assert form.subheading.text() == "One edit changes all of them."
    assert form.sources.leads.text == ""
    assert form.sources.leads.editor.placeholderText() == "mixed"
    type_into(form.sources.cost, "12.5")
    type_into(form.sources.trend, "2")
    into = [value for value, _text in form.sources.into._options].index("known")
    form.sources.into.editor.activated.emit(into)
    found = window.document.funnel.sources
    assert {(one.cost_per_lead, one.volume.trend_per_month, one.into) for one in found} == {
        (12.5, 0.02, "known")
    }
    assert window.document.undo_stack.count() == 3


def test_that_another_sum_scales_sources_alike(window: MainWindow) -> None:
    before = window.document.funnel.sources
    window.document.select([Item("source", one.id) for one in before])
    fields = form_of(window).sources
    total = sum(one.volume.leads_per_month for one in before)
    type_into(fields.together, str(2 * total))
    for one, other in zip(before, window.document.funnel.sources, strict=True):
        assert other.volume.leads_per_month == pytest.approx(2 * one.volume.leads_per_month)
    type_into(fields.leads, "0")
    assert {one.volume.leads_per_month for one in window.document.funnel.sources} == {0.0}
    assert not fields.together.isEnabled(), "nothing can be shared out"


def test_that_weights_are_edited_together_where_they_are_the_same(window: MainWindow) -> None:
    first, second, *_rest = window.document.funnel.sources
    alike = second.replaced(
        volume=second.volume.replaced(weekday_weights=first.volume.weekday_weights)
    )
    window.document.apply(lambda f: change_sources(f, [second.id], lambda _one: alike), "Set up")
    window.document.select([Item("source", first.id), Item("source", second.id)])
    fields = form_of(window).sources
    weights = fields.weekdays.editors[6]
    weights.setFocus()
    weights.setText("3")
    QTest.keyClick(weights, Qt.Key.Key_Return)
    found = window.document.funnel.sources[:2]
    assert [one.volume.weekday_weights[6] for one in found] == [3.0, 3.0]
    other = change_source(
        window.document.funnel, first.id, volume=first.volume.replaced(weekday_weights=(1.0,) * 7)
    )
    window.document.apply(lambda _f: other, "Differ")
    assert not fields.weekdays.isVisible()
    assert fields.pattern.isVisible()
