"""The specification tab, driven as a user would: read, search, edit, judge a table, try a lead."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from funnelcraft.designer.document import Item
from funnelcraft.designer.frame.tabs import CANVAS, SPECIFICATION
from funnelcraft.designer.specification.judge_page import JudgePage
from funnelcraft.designer.specification.view import SpecificationView
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits.changes import change_stage
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import AllOf, Condition, Event
from tests.designer.windows import PATIENCE, Windows, answers
from tests.funnel.builders import funnel, score, stage, trigger

HEAD = "lead,stage,score,in_market,event: site_visit,moved_to\n"
TABLE = HEAD + (
    "ann,A,65,yes,3; 30,B\nbob,A,64,yes,3; 30,B\ncid,Nowhere,65,yes,3; 30,B\ndot,A,65,yes,3; 30,\n"
)


def _small() -> Funnel:
    visited = Event(event="site_visit", at_least=2, within_days=30.0)
    rule = AllOf(all=(score(">=", 65.0), visited, Condition(field="in_market", op="=", value=True)))
    return funnel(
        stages=(
            stage("a", definition="A lead that answered."),
            stage("b", definition=""),
            stage("won", "won"),
            stage("lost", "lost"),
        ),
        triggers=(
            trigger("a", "b", rule=rule, name="Ripe"),
            trigger("a", "lost", rule=score("<", 0.0), kind="disqualify", name="Spam"),
            trigger("b", "won", name="Signed"),
        ),
    )


def _opened(
    windows: Windows, qtbot: QtBot, of: Funnel | str
) -> tuple[MainWindow, SpecificationView]:
    window = windows.open(of)
    window.actions_by_name["specification_tab"].trigger()
    view = window.specifications.view
    assert view is not None
    _settle(window, qtbot)
    return window, view


def _settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.specifications.is_settled, timeout=PATIENCE)


def _click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _press(view: SpecificationView, text: str) -> None:
    """Click the link or button of the page whose text is this."""
    found = [b for b in view.reading.part.findChildren(QPushButton) if b.text() == text]
    _click(next(button for button in found if button.isVisible()))


def _shown(view: SpecificationView) -> str:
    """Return the id of the part that is read."""
    return view.reading.shown.id if view.reading.shown is not None else ""


def _judge(window: MainWindow, view: SpecificationView, qtbot: QtBot, table: Path) -> None:
    answers(window).leads = table
    view.show_section("judge")
    _click(view.judge.choose)
    qtbot.waitUntil(lambda: not window.specifications.judging.is_busy, timeout=PATIENCE)


def test_that_the_tab_lists_the_document_and_reads_a_part(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, _small())
    assert window.shell.tabs.currentIndex() == SPECIFICATION
    assert window.shell.tabs.count() == SPECIFICATION + 1
    assert view.sentence.text().startswith("4 stages, 3 triggers, ")
    names = [row.name for row in view.reading.contents.part_model.rows]
    assert names[:3] == ["Overview", "Stages", "A"]
    assert "A → B: Ripe" in names
    assert names[-1] == "Open points"
    contents = view.reading.contents
    contents.setFocus()
    QTest.keyClick(contents, Qt.Key.Key_Down)  # the heading is passed over
    assert _shown(view) == "stage:a"
    assert window.document.selection == frozenset((Item("stage", "a"),))


def test_that_the_search_finds_parts_and_escape_ends_it(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, _small())
    window.actions_by_name["find"].trigger()
    search = view.reading.search
    assert search.hasFocus()
    assert window.shell.tabs.currentIndex() == SPECIFICATION
    QTest.keyClicks(search, "answered")
    assert _shown(view) == "stage:a"
    assert len(view.reading.contents.part_model.rows) == 2
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert len(view.reading.contents.part_model.rows) > 8
    QTest.keyClicks(search, "xyzzy")
    assert view.reading.nothing.isVisible()


def test_that_an_edit_beside_the_document_is_read_at_once(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, _small())
    view.reading.choose("stage:b")
    _press(view, "Write it")
    assert window.shell.tabs.currentIndex() == SPECIFICATION
    assert window.inspector.isAncestorOf(window.focusWidget())
    window.document.apply(lambda f: change_stage(f, "b", definition="Sales said yes."), "Define")
    _settle(window, qtbot)
    shown = view.reading.shown
    assert shown is not None
    assert "sales said yes" in shown.text
    _press(view, "On the canvas")
    assert window.shell.tabs.currentIndex() == CANVAS
    assert window.document.selection == frozenset((Item("stage", "b"),))


def test_that_a_selection_elsewhere_is_followed(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, _small())
    window.document.select([Item("trigger", "a-lost")])
    assert _shown(view) == "trigger:a-lost"


def test_that_the_plan_is_filtered_and_saved_as_leads(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window, view = _opened(windows, qtbot, _small())
    view.reading.choose("trigger:a-lost")
    _press(view, "Show these in the test plan")
    assert view.section == "plan"
    assert {row.cells[1] for row in view.plan.table.text_model.rows} == {"Spam"}
    answers(window).save_path = tmp_path / "leads.csv"
    with qtbot.waitSignal(window.specifications.saving.finished, timeout=PATIENCE):
        _click(view.plan.leads)
    assert (tmp_path / "leads.csv").read_text("utf-8-sig").startswith("lead,stage,")
    _click(view.plan.workbook)
    assert window.exports.dialog is not None
    assert window.exports.dialog.kind.name == "test-plan"
    window.exports.dialog.reject()


def _show_alone(page: JudgePage, outcome: str) -> None:
    at = page.filter.findData(outcome)
    page.filter.setCurrentIndex(at)
    page.filter.activated.emit(at)


def test_that_a_wrong_move_is_found_explained_and_led_to(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "sandbox.csv"
    table.write_text(TABLE, encoding="utf-8")
    window, view = _opened(windows, qtbot, _small())
    _judge(window, view, qtbot, table)
    page = view.judge
    assert page.sentence.text() == (
        "3 leads judged, 1 went wrong, 1 without a result, 1 row could not be read."
    )
    cells = [row.cells for row in page.table.text_model.rows]
    assert [one[0] for one in cells] == ["✗ wrong", "! not read", "· no result", "✓ right"]
    assert cells[0][1] == "bob"
    assert "score is at least 65: it is 64" in cells[0][3]
    _show_alone(page, "unread")
    assert [row.cells[4] for row in page.table.text_model.rows] == ["4"]
    _show_alone(page, "wrong")
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.go.isEnabled()
    assert "bob" in page.told.text()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert view.section == "read"
    assert _shown(view) == "trigger:a-b"
    answers(window).save_path = tmp_path / "judged.csv"
    view.show_section("judge")
    with qtbot.waitSignal(window.specifications.saving.finished, timeout=PATIENCE):
        _click(page.save)
    lines = (tmp_path / "judged.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("3,bob,A,wrong,")


def test_that_a_result_of_a_funnel_of_before_says_so(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "sandbox.csv"
    table.write_text(TABLE, encoding="utf-8")
    window, view = _opened(windows, qtbot, _small())
    _judge(window, view, qtbot, table)
    assert view.judge.stale.isHidden()
    window.document.apply(lambda f: change_stage(f, "b", definition="New."), "Define")
    _settle(window, qtbot)
    assert not view.judge.stale.isHidden()
    with qtbot.waitSignal(window.specifications.judging.finished, timeout=PATIENCE):
        _click(view.judge.again)
    assert view.judge.stale.isHidden()


def test_that_a_table_without_stages_is_refused_in_a_sentence(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "wrong.csv"
    table.write_text("name,colour\nx,red\n", encoding="utf-8")
    window, view = _opened(windows, qtbot, _small())
    _judge(window, view, qtbot, table)
    assert view.judge.problem.isVisible()
    assert "“stage”" in view.judge.problem.text()
    assert view.judge.judged is None


def test_that_judging_is_cancelled_half_way(windows: Windows, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text(HEAD + "x,A,65,yes,3; 30,B\n" * 150_000, encoding="utf-8")
    window, view = _opened(windows, qtbot, _small())
    answers(window).leads = table
    view.show_section("judge")
    with qtbot.waitSignal(window.specifications.judging.progressed, timeout=PATIENCE):
        _click(view.judge.choose)
    _click(view.judge.working.cancel)
    assert not window.specifications.judging.is_busy
    assert view.judge.choose.isVisible()
    assert view.judge.judged is None


def test_that_a_dropped_table_is_judged(windows: Windows, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "dropped.csv"
    table.write_text(TABLE, encoding="utf-8")
    window, view = _opened(windows, qtbot, _small())
    view.show_section("judge")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    view.judge.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.specifications.judging.finished, timeout=PATIENCE):
        view.judge.dropEvent(
            QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
        )
    assert view.judge.judged is not None


def test_that_a_tried_lead_says_what_fires_and_what_fails(windows: Windows, qtbot: QtBot) -> None:
    _window, view = _opened(windows, qtbot, _small())
    view.reading.choose("stage:a")
    _press(view, "Try a lead here …")
    page = view.trying
    assert view.section == "try"
    assert page.stage_id == "a"
    assert page.answer.text() == "It should stay in “A”."
    editor = page.form.fields["score"].editor
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "70")
    assert "it never happened" in page.rows[0].why.text()
    assert "score" not in page.rows[0].why.text()
    QTest.keyClicks(page.form.events["site_visit"].editor, "3; 30")
    page.form.fields["in_market"].put("yes")
    assert page.answer.text() == "It should go to “B”."
    assert page.rows[0].verdict.text() == "✓ fires"
    assert "score is below 0: it is 70" in page.rows[1].why.text()
    QTest.keyClicks(editor, "x")
    assert page.form.fields["score"].problem.text() == "“70x” is no number."
    _click(page.clear)
    assert page.form.probe.fields == {}
    assert page.form.probe.events == {}
    _click(page.rows[1].example)
    assert page.answer.text() == "It should go to “LOST”."


def test_that_a_lead_of_the_plan_is_tried_by_enter(windows: Windows, qtbot: QtBot) -> None:
    _window, view = _opened(windows, qtbot, _small())
    view.show_section("plan")
    view.plan.table.setFocus()
    QTest.keyClick(view.plan.table, Qt.Key.Key_Down)
    QTest.keyClick(view.plan.table, Qt.Key.Key_Return)
    assert view.section == "try"
    assert view.trying.form.probe.fields


def test_that_empty_documents_say_what_to_enter(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, funnel(stages=(), triggers=(), sources=()))
    assert view.draw.isVisible()
    _click(view.draw)
    assert window.shell.tabs.currentIndex() == CANVAS


def test_that_missing_and_unfinished_rules_are_linked_to(windows: Windows, qtbot: QtBot) -> None:
    blank = Condition(field="score", op=">=", value=None)
    of = funnel(triggers=(trigger("a", "b"), trigger("b", "won", rule=blank)))
    _window, view = _opened(windows, qtbot, of)
    view.show_section("plan")
    assert len(view.plan.gaps.links) == 2
    _click(view.plan.gaps.links[0])
    assert view.section == "read"
    assert _shown(view) == "trigger:a-b"
    _press(view, "Write the rule")


def test_that_export_begins_at_the_specification(windows: Windows, qtbot: QtBot) -> None:
    window, view = _opened(windows, qtbot, _small())
    _click(view.export)
    assert window.exports.dialog is not None
    assert window.exports.dialog.kind.name == "spec-pdf"
    window.exports.dialog.reject()


@pytest.mark.parametrize("width", [900, 1500])
def test_that_nothing_is_cut_off(windows: Windows, qtbot: QtBot, width: int) -> None:
    window = windows.open(_small(), size=(width, 700))
    window.show_specification()
    _settle(window, qtbot)
    view = window.specifications.open_view()
    for button in (*view.sections.buttons, view.export):
        assert button.width() >= button.sizeHint().width()
        right = button.mapTo(view, QPoint(button.width(), 0)).x()
        assert right <= view.width()
