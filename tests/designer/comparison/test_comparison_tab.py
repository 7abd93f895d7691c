"""The comparison tab in a whole window: chosen, followed, refused, dropped, saved."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.comparison.matching import Matching
from funnelcraft.designer.comparison.sides import DESIGN, Found, Side, inverse, names_of
from funnelcraft.designer.comparison.view import BODY, EMPTY, TROUBLE
from funnelcraft.designer.document import Document
from funnelcraft.designer.forecast.events import Compiling, Options
from funnelcraft.designer.frame.tabs import CANVAS, COMPARISON
from funnelcraft.designer.screenshot import take
from funnelcraft.funnel.edits import change_trigger, move_stages
from funnelcraft.funnel.mapping import Mapping
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.scenarios import remove_scenario
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import entries, revenue, wins
from tests.designer.comparison.helpers import FEW, opened, settle, shown, with_scenarios
from tests.designer.windows import PATIENCE, Windows, answers
from tests.funnel.builders import funnel

BETTER, SAME = Side("scenario", "better-follow-up"), Side("scenario", "nothing-new")


def test_that_the_tab_opens_by_a_key_on_the_first_scenario(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view = shown(window)
    assert window.shell.tabs.currentIndex() == COMPARISON
    assert view.choices.a.currentText() == "Current design"
    assert view.choices.b.currentText() == "Better follow-up"
    assert view.sentence.text().startswith("“Better follow-up” brings ")
    assert "more deals than “Current design” in " in view.sentence.text()
    assert view.state.text.text() == "96 paired runs, seed 1."
    assert view.cards.table.table.lines[0].cells[0] == "Deals won"
    assert len(view.cards.changes.sentences) == 2
    assert [step.mean > 0 for step in view.cards.shares.bridge.steps] == [True, True]
    assert not view.cards.mapping.isVisible()


def test_that_a_scenario_that_changes_nothing_differs_by_nothing(
    windows: Windows, qtbot: QtBot
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    window.comparisons.live.choose(DESIGN, SAME)
    settle(window, qtbot)
    view = shown(window)
    assert view.sentence.text() == (
        "“Current design” and “Nothing new” bring the same deals in every run."
    )
    assert {line.cells[3] for line in view.cards.table.table.lines} == {"same"}
    assert view.cards.changes.sentence.text() == "B says the same as A."


def test_that_two_scenarios_can_be_compared_and_swapped(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view = shown(window)
    window.comparisons.live.choose(SAME, BETTER)
    settle(window, qtbot)
    assert "more deals than “Nothing new”" in view.sentence.text()
    QTest.mouseClick(view.choices.swap, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert view.choices.a.currentText() == "Better follow-up"
    assert "“Nothing new” brings " in view.sentence.text()
    assert "fewer deals" in view.sentence.text()


def test_that_an_edit_is_followed_and_a_moved_stage_is_not(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view, live = shown(window), window.comparisons.live
    before = view.sentence.text()
    with qtbot.assertNotEmitted(live.became_stale, wait=50):
        window.document.apply(lambda f: move_stages(f, {"a": (500.0, 500.0)}), "Move")
    with qtbot.waitSignal(live.became_stale):
        window.document.apply(
            lambda f: change_trigger(f, "b-lost", conversion=Conversion(rate=0.4)), "Edit"
        )
        window.document.apply(
            lambda f: change_trigger(f, "b-won", conversion=Conversion(rate=0.5)), "Edit"
        )
    settle(window, qtbot)
    assert view.sentence.text() != before
    assert "fewer deals" in view.sentence.text()


def test_that_figure_and_period_are_chosen(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view = shown(window)
    QTest.mouseClick(view.controls.figures.buttons[1], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert " more revenue than “Current design”" in view.sentence.text()
    assert view.cards.difference.title.text() == "Revenue, USD: B − A"
    actions = {action.text(): action for action in view.controls.figures.menu.actions()}
    actions["B"].trigger()
    QTest.mouseClick(view.controls.period.buttons[1], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert view.controls.question().figure == entries("b")
    assert "reach “B”" in view.sentence.text()
    fans = view.cards.difference.chart
    assert len(fans.words()) == 4
    assert view.cards.shares.found is not None
    assert {wins(), revenue(), entries("b")} == set(view.cards.shares.found.whole)


def test_that_the_difference_tells_its_points_by_keys(windows: Windows, qtbot: QtBot) -> None:
    view = shown(opened(windows, qtbot, with_scenarios()))
    chart = view.cards.difference.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert " more (80%: " in view.cards.difference.readout.text()
    assert chart.accessibleDescription() == chart.words()[-1]
    QTest.keyClick(view.cards.both.chart, Qt.Key.Key_Home)
    assert "Current design" in view.cards.both.readout.text()
    assert "Better follow-up" in view.cards.both.readout.text()


def test_that_without_anything_to_compare_with_the_page_says_what_a_comparison_is(
    windows: Windows, qtbot: QtBot
) -> None:
    window = opened(windows, qtbot, funnel())
    view = shown(window)
    assert view.pages.currentIndex() == EMPTY
    assert view.choices.b.currentText() == "Choose a design …"
    assert not view.choices.swap.isEnabled()
    answers(window).scenario = "New scenario"
    QTest.mouseClick(view.empty.scenario, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert [one.name for one in window.document.base.scenarios] == ["New scenario"]
    assert window.document.scenario == "new-scenario"
    assert view.pages.currentIndex() == BODY
    assert "bring the same deals in every run" in view.sentence.text()


def test_that_a_scenario_that_was_taken_away_is_told(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    window.document.apply_to_base(lambda f: remove_scenario(f, BETTER.id), "Remove")
    view = shown(window)
    qtbot.waitUntil(lambda: view.pages.currentIndex() == TROUBLE)
    assert "no longer in the document" in view.trouble.why.text()
    window.document.undo_stack.undo()
    settle(window, qtbot)
    assert view.pages.currentIndex() == BODY


def test_that_a_refused_design_is_named_and_leads_to_the_place(
    windows: Windows, qtbot: QtBot
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    window.document.show_scenario(BETTER.id)
    window.document.apply(
        lambda f: change_trigger(f, "b-lost", conversion=Conversion(rate=0.9)), "Edit"
    )
    settle(window, qtbot)
    view = shown(window)
    assert view.pages.currentIndex() == TROUBLE
    assert view.trouble.title.text() == "“Better follow-up” cannot be compared yet"
    window.document.show_scenario("")
    QTest.mouseClick(view.trouble.links[0], Qt.MouseButton.LeftButton)
    assert window.document.scenario == BETTER.id
    assert window.shell.tabs.currentIndex() == CANVAS


def test_that_a_row_leads_to_its_stage_in_b(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    table = shown(window).cards.table.table
    table.setFocus()
    table.setCurrentCell(3, 0)
    assert "B − A: " in shown(window).cards.table.sentence.text()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.shell.tabs.currentIndex() == CANVAS
    assert window.document.scenario == BETTER.id
    assert window.document.selected("stage") == ("b",)


@pytest.mark.parametrize(
    ("text", "told"), [("{ no funnel", "broken.funnel"), (None, "there is no such file")]
)
def test_that_a_file_that_cannot_be_read_is_told(
    windows: Windows, qtbot: QtBot, tmp_path: Path, text: str | None, told: str
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    path = tmp_path / "broken.funnel"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    answers(window).compare_path = path
    view = shown(window)
    view.choices.b.setCurrentIndex(view.choices.b.count() - 1)
    view.choices.b.activated.emit(view.choices.b.count() - 1)
    settle(window, qtbot)
    assert answers(window).asked[-1] == "compare"
    assert view.pages.currentIndex() == TROUBLE
    assert view.trouble.title.text() == "“broken.funnel” cannot be compared"
    assert told in view.trouble.why.text().replace("\u200b", "")
    path.unlink(missing_ok=True)
    project_file.save(path, funnel(), None)
    QTest.mouseClick(view.trouble.again, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert view.pages.currentIndex() == BODY


def test_that_an_empty_funnel_is_refused_in_its_file(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    path = tmp_path / "broken-rates.funnel"
    broken = change_trigger(funnel(), "b-won", conversion=Conversion(rate=0.9))
    project_file.save(path, broken, None)
    window.comparisons.live.open_file(path)
    settle(window, qtbot)
    view = shown(window)
    assert view.pages.currentIndex() == TROUBLE
    assert view.trouble.why.text() == "These have to be mended in that file first."
    assert not view.trouble.links
    blank = tmp_path / "blank.funnel"
    project_file.save(blank, template("blank").replaced(stages=(), triggers=(), sources=()), None)
    window.comparisons.live.open_file(blank)
    settle(window, qtbot)
    assert view.sentence.text() or view.trouble.title.text()


def test_that_money_of_two_currencies_and_another_start_are_told(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    path = tmp_path / "theirs.funnel"
    project_file.save(path, funnel(currency="EUR", start="2027-03-01"), None)
    window.comparisons.live.open_file(path)
    settle(window, qtbot)
    view = shown(window)
    assert "“theirs.funnel” begins on Mar 1, 2027" in view.notes.text()
    assert "in EUR: revenue is not compared, deals are." in view.notes.text()
    assert not view.controls.figures.buttons[1].isEnabled()
    assert "Revenue" not in [line.cells[0] for line in view.cards.table.table.lines]
    assert view.cards.mapping.isVisible()


def test_that_the_open_file_itself_differs_by_nothing_until_it_is_edited(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "ours.funnel"
    project_file.save(path, with_scenarios(), None)
    window = opened(windows, qtbot, with_scenarios())
    assert window.files.open_path(path)
    window.show_comparison()
    window.comparisons.live.open_file(path)
    settle(window, qtbot)
    assert "bring the same deals in every run" in shown(window).sentence.text()


def test_that_a_dropped_file_is_compared_with_and_not_opened(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(windows, qtbot, funnel())
    path = tmp_path / "theirs.funnel"
    project_file.save(path, with_scenarios(), None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    view = shown(window)
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    settle(window, qtbot)
    assert view.choices.b.currentText() == "theirs.funnel"
    assert window.document.path is None


def test_that_many_changes_are_weighed_when_asked_for(
    windows: Windows, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnelcraft.designer.comparison.view.FEW", 1)
    window = opened(windows, qtbot, with_scenarios())
    shares = shown(window).cards.shares
    assert shares.found is None
    assert shares.readout.text() == "There are 2 changes: to weigh each of them takes a while."
    assert not shares.bridge.isVisible()
    QTest.mouseClick(shares.weigh, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert len(shares.bridge.steps) == 2
    assert shares.bridge.isVisible()
    assert not shares.weigh.isVisible()


def test_that_without_b_the_list_asks_for_one_again(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view = shown(window)
    assert view.choices.b.itemText(0) == "Current design"
    window.comparisons.live.choose(DESIGN, None)
    assert view.choices.b.currentText() == "Choose a design …"
    view.choices.b.setCurrentIndex(2)
    view.choices.b.activated.emit(2)
    settle(window, qtbot)
    assert view.choices.b.currentText() == "Better follow-up"
    assert view.choices.b.itemText(0) == "Current design"


def test_that_another_document_forgets_what_was_compared(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "other.funnel"
    project_file.save(path, funnel(), None)
    window = opened(windows, qtbot, with_scenarios())
    assert window.files.open_path(path)
    qtbot.waitUntil(lambda: shown(window).pages.currentIndex() == EMPTY)
    assert window.comparisons.live.found[1] is None


def test_that_work_stops_when_the_tab_is_left_and_by_its_button(
    windows: Windows, qtbot: QtBot
) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view, live = shown(window), window.comparisons.live
    window.live.set_options(Options(runs=60_000, days=365))
    with qtbot.waitSignal(live.begun, timeout=PATIENCE):
        live.again()
    with qtbot.waitSignal(live.stopped, timeout=PATIENCE):
        QTest.mouseClick(view.state.cancel, Qt.MouseButton.LeftButton)
    assert view.state.text.text() == "Stopped. The next change compares anew."
    assert view.state.again.isVisible()
    QTest.mouseClick(view.state.again, Qt.MouseButton.LeftButton)
    assert live.is_busy
    window.show_canvas()
    assert not live.is_busy
    window.live.set_options(FEW)
    window.show_comparison()
    settle(window, qtbot)


def test_that_a_machine_that_compiles_says_so(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, with_scenarios())
    live = window.comparisons.live
    live._emit(Compiling(0))
    assert "is being prepared for the first time" in shown(window).state.text.text()


def test_that_the_figures_can_be_saved(windows: Windows, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(windows, qtbot, with_scenarios())
    view = shown(window)
    for act, name in (
        (view.cards.difference.taking.save_data, "difference.csv"),
        (view.cards.both.taking.save_data, "both.csv"),
        (view.cards.shares.taking.save_data, "shares.csv"),
    ):
        answers(window).save_path = tmp_path / name
        act()
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) > 3
    rows = view.cards.table.table.rows()
    assert rows[0][:5] == ["figure", "unit", "a_mean", "b_mean", "difference_mean"]
    assert rows[1][0] == "Deals won"
    for ending in ("png", "svg"):
        answers(window).save_path = tmp_path / f"difference.{ending}"
        view.cards.difference.taking.save_picture()
        assert (tmp_path / f"difference.{ending}").stat().st_size > 2000


def test_that_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    a = Found(Side("file", str(tmp_path / "old" / "plan.funnel")), "plan.funnel")
    b = Found(Side("file", str(tmp_path / "new" / "plan.funnel")), "plan.funnel")
    assert names_of(a, b) == ("“old/plan.funnel”", "“new/plan.funnel”")
    assert names_of(Found(DESIGN, "X"), Found(SAME, "X")) == ("“X”", "“X (B)”")


def test_that_a_mapping_is_turned_round() -> None:
    mapping = Mapping((("a", "x"), ("b", "x"), ("c", "y")))
    assert inverse(mapping).pairs == (("x", "a"), ("y", "c"))


@pytest.mark.parametrize("dark", [False, True])
def test_that_a_picture_of_the_comparison_can_be_taken(tmp_path: Path, dark: bool) -> None:
    path, out = tmp_path / "ours.funnel", tmp_path / "out.png"
    project_file.save(path, with_scenarios(), None)
    take(path, "comparison", out, dark=dark, scale=1, size=(1000, 700))
    assert QImage(str(out)).size().toTuple() == (1000, 700)


def test_that_a_mapping_is_kept_for_the_window_where_the_document_may_not_be_changed(
    qtbot: QtBot,
) -> None:
    other = template("lead-to-revenue")
    a, b = Found(DESIGN, "Ours", funnel()), Found(Side("file", "/x.funnel"), "Theirs", other)
    mapping = Mapping((("won", "won"),))
    document = Document(funnel())
    document.open(funnel(), None, None, view_only=True)
    matching = Matching(document)
    with qtbot.assertNotEmitted(document.refused):
        matching.keep(a, b, mapping)
    made = matching.between(a, b)
    assert made is not None
    assert made.mapping == mapping
    assert document.base.mappings == ()
    matching.turn(a.side, b.side)
    turned = matching.between(b, a)
    assert turned is not None
    assert turned.mapping == inverse(mapping)
    matching.keep(a, b, None)
    assert matching.between(a, b) is None
    matching.forget()
    assert matching.between(b, a) is None
