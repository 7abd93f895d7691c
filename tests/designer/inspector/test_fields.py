"""The inspector: fields that commit, complain in place, and never lose what was typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage, change_trigger
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Conversion, Sla
from tests.designer.windows import Windows, answers


def type_into(field: Field, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type a text into a field and press a key."""
    field.focus()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, key)


def select(window: MainWindow, kind: str, identity: str) -> None:
    """Select a single thing."""
    assert kind in ("stage", "trigger", "source")
    window.document.select([Item(kind, identity)])  # type: ignore[arg-type]


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return windows.open("lead-to-revenue")


def test_that_enter_commits_a_rate_as_one_undo_step(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    select(window, "trigger", trigger.id)
    type_into(window.inspector.trigger_form.rate, "40")
    changed = window.document.funnel.triggers[1]
    assert changed.conversion == Conversion(rate=0.4)
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "Change conversion"
    window.document.undo_stack.undo()
    assert window.inspector.trigger_form.rate.text == window.inspector.trigger_form.rate._shown


def test_that_two_commits_of_one_stay_are_one_step_and_of_two_stays_two(
    window: MainWindow,
) -> None:
    select(window, "stage", "mql")
    form = window.inspector.stage_form
    form.short.focus()
    for text in ("M", "MQ"):
        form.short.focus()
        QTest.keyClicks(form.short.editor, text)
        QTest.keyClick(form.short.editor, Qt.Key.Key_Return)
    assert window.document.undo_stack.count() == 1
    form.term.focus()
    type_into(form.short, "MQL2")
    assert window.document.undo_stack.count() == 2


def test_that_an_impossible_rate_stays_as_typed_with_a_sentence(window: MainWindow) -> None:
    first, second = window.document.funnel.triggers[1:3]
    before = window.document.funnel
    select(window, "trigger", first.id)
    rate = window.inspector.trigger_form.rate
    type_into(rate, "140")
    assert window.document.funnel == before
    assert rate.text == "140"
    assert rate.problem.isVisible()
    assert "between 0% and 100%" in rate.problem.text()
    assert rate.editor.accessibleDescription() == rate.problem.text()
    select(window, "trigger", second.id)
    assert rate.text != "140"
    assert not rate.problem.isVisible()
    select(window, "trigger", first.id)
    assert rate.text == "140"  # not lost
    QTest.keyClick(rate.editor, Qt.Key.Key_Escape)
    assert not rate.problem.isVisible()


def test_that_selecting_something_else_commits_what_was_typed(window: MainWindow) -> None:
    select(window, "stage", "mql")
    term = window.inspector.stage_form.term
    term.focus()
    QTest.keyClicks(term.editor, "Hand-raiser")
    select(window, "stage", "sal")
    assert stages_by_id(window.document.funnel)["mql"].term == "Hand-raiser"
    assert stages_by_id(window.document.funnel)["sal"].term != "Hand-raiser"


def test_that_an_edit_elsewhere_does_not_take_what_is_being_typed(window: MainWindow) -> None:
    select(window, "stage", "mql")
    term = window.inspector.stage_form.term
    term.focus()
    QTest.keyClicks(term.editor, "Half a na")
    window.document.apply(lambda f: change_stage(f, "mql", term="From elsewhere"), "Rename")
    assert term.text == "Half a na"
    QTest.keyClick(term.editor, Qt.Key.Key_Escape)
    assert term.text == "From elsewhere"


def test_that_counts_make_the_rate_and_a_typed_rate_removes_them(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    select(window, "trigger", trigger.id)
    form = window.inspector.trigger_form
    type_into(form.entered, "1,000")
    type_into(form.moved, "250")
    now = window.document.funnel.triggers[1].conversion
    assert now == Conversion(rate=0.25, entered=1000, moved=250)
    type_into(form.rate, "30")
    assert window.document.funnel.triggers[1].conversion == Conversion(rate=0.3)


def test_that_the_sentence_follows_while_a_figure_is_typed(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    select(window, "trigger", trigger.id)
    velocity = window.inspector.trigger_form.velocity
    before = velocity.sentence.text()
    velocity.fields["mean_days"].focus()
    QTest.keyClicks(velocity.fields["mean_days"].editor, "90")
    assert velocity.sentence.text() != before
    assert window.document.undo_stack.count() == 0


def test_that_an_sla_can_be_given_changed_and_taken_away(window: MainWindow) -> None:
    select(window, "stage", "known")
    form = window.inspector.stage_form
    assert not form.clock.isEnabled()
    type_into(form.sla, "36 h")
    assert stages_by_id(window.document.funnel)["known"].sla == Sla(days=1.5)
    form.sla.focus()
    form.sla.editor.clear()
    QTest.keyClick(form.sla.editor, Qt.Key.Key_Return)
    assert stages_by_id(window.document.funnel)["known"].sla is None


def test_that_a_new_role_owns_the_stage_at_once(window: MainWindow) -> None:
    select(window, "stage", "mql")
    answers(window).role = ("Call centre", "sales")
    window.inspector.stage_form._on_owner("+new", 1)
    stage = stages_by_id(window.document.funnel)["mql"]
    role = window.document.funnel.roles[-1]
    assert (role.name, role.department) == ("Call centre", "sales")
    assert stage.owner == role.id
    assert window.document.undo_stack.count() == 1


def test_that_agreement_is_recorded_by_department(window: MainWindow) -> None:
    select(window, "stage", "mql")
    sales = window.inspector.stage_form.agreed.boxes["sales"]
    sales.click()
    assert stages_by_id(window.document.funnel)["mql"].agreed_by == ("marketing",)
    sales.click()
    assert stages_by_id(window.document.funnel)["mql"].agreed_by == ("marketing", "sales")


def test_that_weights_and_campaigns_of_a_source_can_be_edited(window: MainWindow) -> None:
    source = window.document.funnel.sources[0]
    select(window, "source", source.id)
    form = window.inspector.source_form
    editor = form.weekdays.editors[6]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "0")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window.document.funnel.sources[0].volume.weekday_weights[6] == 0
    form.campaigns.add.click()
    QApplication.processEvents()  # the block appears
    type_into(form.campaigns.blocks[-1].fields["leads"], "800")
    campaigns = window.document.funnel.sources[0].volume.campaigns
    assert campaigns[-1].leads == 800
    assert campaigns[-1].start == window.document.funnel.start
    type_into(form.campaigns.blocks[-1].fields["start"], "next week")
    assert form.campaigns.blocks[-1].fields["start"].problem.isVisible()
    assert window.document.funnel.sources[0].volume.campaigns == campaigns


def test_that_nothing_selected_shows_the_document_and_several_say_so(window: MainWindow) -> None:
    assert window.inspector.currentWidget() is window.inspector.document_form
    window.document.select([Item("stage", "mql"), Item("stage", "sal")])
    assert window.inspector.several_form.heading.text() == "2 stages selected"
    window.inspector.several_form.delete.click()
    assert "mql" not in stages_by_id(window.document.funnel)
    window.document.undo_stack.undo()


def test_that_ctrl_z_in_a_field_without_typing_undoes_the_document(window: MainWindow) -> None:
    select(window, "stage", "mql")
    term = window.inspector.stage_form.term
    type_into(term, "Hand-raiser")
    QTest.keyClick(term.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stages_by_id(window.document.funnel)["mql"].term == "Marketing Qualified Lead"


def test_that_text_of_a_file_is_never_shown_as_rich_text(window: MainWindow) -> None:
    name = "<b>bold</b><img src='file:///etc/hostname'>"
    trigger = window.document.funnel.triggers[1]
    window.document.apply(lambda f: change_trigger(f, trigger.id, name=name), "Rename")
    select(window, "trigger", trigger.id)
    heading = window.inspector.trigger_form.heading
    assert heading.text().replace("\u200b", "") == name  # long words may break
    assert heading.textFormat() == Qt.TextFormat.PlainText
