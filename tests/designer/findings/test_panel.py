"""The findings panel: counts, filters, explanations, fixes, accepted findings, all by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.findings.rows import FindingRows, Row
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.templates import template
from tests.designer.windows import Windows
from tests.funnel.builders import stage


def unowned() -> Funnel:
    """Return a design with two hints of one kind, a warning of another, and no error."""
    design = template("sales-funnel")
    design = change_stage(design, "lead", owner=None, term="Qualified Lead")
    return change_stage(design, "sal", owner=None)


def listed(window: MainWindow) -> list[Row]:
    rows: FindingRows = window.findings.list
    return [rows.item(at).data(Qt.ItemDataRole.UserRole) for at in range(rows.count())]


def codes(window: MainWindow) -> list[str]:
    return [row.finding.code for row in listed(window)]


def open_row(window: MainWindow, code: str) -> None:
    """Go to the row of a finding and open it by keys."""
    window.findings.list.setFocus()
    window.findings.list.setCurrentRow(codes(window).index(code))
    QTest.keyClick(window.findings.list, Qt.Key.Key_Right)


def press(window: MainWindow, name: str) -> None:
    """Press a button of the open row by keyboard."""
    details = window.findings.list.details
    assert details is not None
    button = details.buttons[name]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_that_a_row_opens_by_key_to_its_rule_and_its_fix(windows: Windows) -> None:
    window = windows.open(unowned())
    open_row(window, "no-owner")
    details = window.findings.list.details
    assert details is not None
    assert details.why.text().startswith("Somebody answers for it. ")
    assert details.buttons["fix"].text() == "Set the owner to “Marketing Manager”"
    tall = window.findings.wanted_height
    QTest.keyClick(window.findings.list, Qt.Key.Key_Left)
    assert window.findings.list.details is None
    assert window.findings.wanted_height < tall


def test_that_the_open_row_follows_the_keys(windows: Windows) -> None:
    window = windows.open(unowned())
    window.findings.list.setFocus()
    window.findings.list.setCurrentRow(0)
    QTest.keyClick(window.findings.list, Qt.Key.Key_Space)
    for row in listed(window)[1:]:
        QTest.keyClick(window.findings.list, Qt.Key.Key_Down)
        assert window.findings.list.details is not None
        assert window.findings.list.details.message.text() == row.finding.message


def test_that_a_fix_is_one_undo_step_with_its_name_and_is_announced(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open(unowned())
    before = window.document.funnel
    open_row(window, "shared-term")
    press(window, "fix")
    assert window.document.funnel.stages[1].term == "Qualified Lead (marketing)"
    assert window.actions_by_name["undo"].text().startswith("Undo Rename to")
    assert "Rename to" in window.status.note.text()
    qtbot.waitUntil(lambda: "shared-term" not in codes(window))
    assert window.findings.list.hasFocus(), "the keys go on where they were"
    window.actions_by_name["undo"].trigger()
    assert window.document.funnel == before


def test_that_all_of_a_kind_are_fixed_in_one_step(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open(unowned())
    before = window.document.funnel
    open_row(window, "no-owner")
    details = window.findings.list.details
    assert details is not None
    assert details.buttons["fix_all"].text() == "Fix all 2 of this kind"
    press(window, "fix_all")
    qtbot.waitUntil(lambda: codes(window) == ["shared-term"])
    assert window.document.undo_stack.count() == 1
    window.actions_by_name["undo"].trigger()
    assert window.document.funnel == before


def test_that_findings_are_shown_and_hidden_by_level(windows: Windows) -> None:
    window = windows.open(unowned())
    assert codes(window) == ["shared-term", "no-owner", "no-owner"]
    assert window.findings.counts["hint"].text() == "2 hints"
    QTest.keyClick(window.findings.counts["hint"], Qt.Key.Key_Space)
    assert codes(window) == ["shared-term"]
    assert window.findings.counts["hint"].isVisible(), "hidden from the list, not from the count"
    QTest.keyClick(window.findings.counts["hint"], Qt.Key.Key_Space)
    assert len(codes(window)) == 3


def test_that_a_finding_is_accepted_with_a_reason_and_shown_on_request(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open(unowned())
    open_row(window, "no-owner")
    press(window, "accept")
    details = window.findings.list.details
    assert details is not None
    assert details.reason.hasFocus()
    QTest.keyClick(details.reason, Qt.Key.Key_Return)
    assert window.document.funnel.accepted_findings == (), "a reason is needed"
    QTest.keyClicks(details.reason, "The team decides in May.")
    QTest.keyClick(details.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(codes(window)) == 2)
    assert window.findings.accepted.text() == "1 accepted"
    assert window.findings.counts["hint"].text() == "1 hint"

    QTest.keyClick(window.findings.accepted, Qt.Key.Key_Space)
    assert listed(window)[-1].accepted_for == "The team decides in May."
    window.findings.list.setFocus()
    window.findings.list.setCurrentRow(2)
    QTest.keyClick(window.findings.list, Qt.Key.Key_Right)
    press(window, "reopen")
    qtbot.waitUntil(lambda: window.findings.counts["hint"].text() == "2 hints")
    assert window.document.funnel == unowned()


def test_that_escape_leaves_the_question_then_the_details(windows: Windows) -> None:
    window = windows.open(unowned())
    open_row(window, "no-owner")
    press(window, "accept")
    details = window.findings.list.details
    assert details is not None
    QTest.keyClick(details.reason, Qt.Key.Key_Escape)
    assert details.buttons["accept"].hasFocus()
    QTest.keyClick(details.buttons["accept"], Qt.Key.Key_Escape)
    assert window.findings.list.hasFocus()
    QTest.keyClick(window.findings.list, Qt.Key.Key_Escape)
    assert window.findings.list.details is None


def test_that_an_error_cannot_be_accepted(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open(unowned())
    window.document.apply(lambda f: f.replaced(holidays=("May",)), "Holiday")
    qtbot.waitUntil(lambda: codes(window)[0] == "holiday-not-a-date")
    open_row(window, "holiday-not-a-date")
    details = window.findings.list.details
    assert details is not None
    assert set(details.buttons) == {"fix", "jump"}


def test_that_a_design_without_findings_says_that_all_rules_hold(windows: Windows) -> None:
    window = windows.open("sales-funnel")
    assert window.findings.none.text() == "All rules of a good design hold."
    assert window.findings.none.isVisible()
    assert not window.findings.list.isVisible()


def test_that_a_large_design_is_checked_beside_the_window(windows: Windows, qtbot: QtBot) -> None:
    many = tuple(stage(f"s{n}", owner=None) for n in range(200))
    window = windows.open(unowned().replaced(stages=(*unowned().stages, *many)))
    qtbot.waitUntil(lambda: window.findings.counts["hint"].text().endswith("hints"))
    window.document.apply(lambda f: change_stage(f, "s0", owner="inside-sales"), "Own")
    window.document.apply(lambda f: change_stage(f, "s1", owner="inside-sales"), "Own")
    qtbot.waitUntil(lambda: codes(window).count("no-owner") == 200)


def test_that_a_view_only_document_is_not_mended(windows: Windows) -> None:
    window = windows.open(unowned())
    window.document.open(unowned(), None, None, view_only=True)
    open_row(window, "shared-term")
    press(window, "fix")
    assert window.document.funnel == unowned()
    assert "viewing only" in window.messages.text.text()
    assert window.status.note.text() == ""
