"""The baseline tab in a whole window, driven as a user would."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from funnelcraft.designer.baseline.view import BaselineView
from funnelcraft.designer.frame.tabs import BASELINE, CANVAS
from funnelcraft.designer.screenshot import take
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage, move_stages
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.measured import UndrawnMove
from funnelcraft.funnel.model import Funnel, Segment
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers
from tests.funnel.audit.test_taming import hostile
from tests.funnel.builders import funnel, stage, trigger
from tests.funnel.measured_funnels import measured, simple


def opened(windows: Windows, whole: Funnel, size: tuple[int, int] = (1400, 900)) -> MainWindow:
    """Open a window on a funnel and its baseline tab by the keyboard."""
    window = windows.open(whole, size=size)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    shown(window).finish()
    return window


def shown(window: MainWindow) -> BaselineView:
    view = window.baselines.view
    assert view is not None
    return view


def cell(view: BaselineView, column: int) -> str:
    """Return a cell of the first row of the stages."""
    return view.stages.table.lines[0].cells[column]


def in_segments() -> Funnel:
    drawn = template("sales-funnel").replaced(
        segments=(Segment(id="web", name="Website"), Segment(id="fair", name="Trade fairs"))
    )
    return measured(drawn, segments=(("web", 0.7), ("fair", 0.3)))


def test_that_the_tab_opens_by_a_key_and_begins_with_the_sentence(windows: Windows) -> None:
    window = opened(windows, measured("sales-funnel"))
    view = shown(window)
    assert window.shell.tabs.currentIndex() == BASELINE
    assert view.isVisible()
    assert view.sentence.text().startswith("From Jan to Dec 2018, 7,998 leads came in; ")
    assert view.stages.table.rowCount() == 7
    assert view.moves.table.rowCount() == 11
    assert view.is_settled


def test_that_views_can_be_opened_in_any_order(windows: Windows) -> None:
    window = opened(windows, simple())
    for show in (window.show_canvas, window.show_forecast, window.show_baseline):
        show()
    assert shown(window).isVisible()
    window.show_canvas()
    assert window.canvas.isVisible()
    window.show_forecast()
    assert window.forecasts.open_view().isVisible()


def test_that_a_trouble_leads_to_its_stage_on_the_canvas(windows: Windows) -> None:
    window = opened(windows, measured("sales-funnel"))
    first = shown(window).troubles.shown[0]
    assert first.place is not None
    shown(window).troubles.buttons[0].click()
    assert window.shell.tabs.currentIndex() == CANVAS
    assert window.document.selected("stage") == (first.place.id,)


def undrawn_ways(whole: Funnel) -> Funnel:
    """Return a measured funnel that has lost two of its triggers, as if it never had them."""
    known = whole.baseline
    assert known is not None
    gone = [("mql", "nurture"), ("sql", "nurture")]
    ways = [one for one in known.moves if (one.from_stage, one.to_stage) in gone]
    undrawn = tuple(
        UndrawnMove(
            from_stage=one.from_stage,
            to_stage=one.to_stage,
            entered=one.entered,
            moved=one.moved,
            naive=one.naive,
            conversion=one.conversion,
            end_days=one.end_days,
            mean_days=one.mean_days,
            rate=one.conversion.value,
        )
        for one in ways
    )
    return whole.replaced(
        triggers=tuple(t for t in whole.triggers if (t.from_stage, t.to_stage) not in gone),
        baseline=known.replaced(
            moves=tuple(one for one in known.moves if one not in ways), undrawn=undrawn
        ),
    )


def test_that_what_moves_without_a_trigger_is_shown_and_drawn(windows: Windows) -> None:
    whole = undrawn_ways(measured("lead-to-revenue"))
    window = opened(windows, whole)
    view = shown(window)
    card = view.pictures.waterfall
    assert "more move on in ways the funnel does not draw" in card.readout.text()
    assert "move on in ways not drawn" in [key.text for key in card.chart.legend_keys()]
    QTest.mouseClick(view.troubles.more, Qt.MouseButton.LeftButton)
    found = next(one for one in view.troubles.shown if one.kind == "undrawn")
    assert found.title == "No trigger: MQL → Nurture"
    button = next(b for b in view.troubles.buttons if "Draw this trigger" in b.accessibleName())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    view.finish()
    assert len(window.document.base.triggers) == len(whole.triggers) + 1
    QTest.mouseClick(view.troubles.more, Qt.MouseButton.LeftButton)
    assert not [one for one in view.troubles.shown if one.title == found.title]

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    view.finish()
    assert window.document.base.triggers == whole.triggers
    view.pictures.draw_all.setFocus()
    QTest.keyClick(view.pictures.draw_all, Qt.Key.Key_Space)
    view.finish()
    assert len(window.document.base.triggers) == len(whole.triggers) + 2
    assert not view.pictures.draw_all.isVisible()
    assert "ways the funnel does not draw" not in card.readout.text()


def test_that_ages_are_shown_and_told_by_keys(windows: Windows) -> None:
    whole = measured("sales-funnel")
    known = whole.baseline
    assert known is not None
    window = opened(windows, whole)
    card = shown(window).pictures.aging
    assert card.readout.text().endswith("Import again to see all ages.")
    aged = tuple(
        one.replaced(
            low_age_days=1.0,
            high_age_days=90.0,
            usual_stay_days=5.0,
            long_stay_days=20.0,
            overdue=one.open_now // 2,
        )
        for one in known.stages
    )
    filled = known.replaced(stages=aged)
    window.document.apply(lambda now: now.replaced(baseline=filled), "Measure")
    shown(window).finish()
    assert "Most have outstayed their time in “Lead”" in card.readout.text()
    card.chart.setFocus()
    QTest.keyClick(card.chart, Qt.Key.Key_Home)
    assert card.readout.text().startswith("Lead: ")
    assert "80% for 1 to 90 days" in card.readout.text()


def test_that_a_row_of_the_tables_leads_to_its_place_by_enter(windows: Windows) -> None:
    window = opened(windows, measured("sales-funnel"))
    table = shown(window).moves.table
    table.setFocus()
    table.setCurrentCell(2, 0)
    assert "Conversion: " in shown(window).moves.sentence.text()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.document.selected("trigger")
    assert window.shell.tabs.currentIndex() == CANVAS


def test_that_all_troubles_can_be_shown(windows: Windows) -> None:
    view = shown(opened(windows, measured("sales-funnel")))
    few = len(view.troubles.shown)
    assert view.troubles.more.isVisible()
    view.troubles.more.click()
    assert len(view.troubles.shown) > few
    assert not view.troubles.more.isVisible()


def test_that_a_segment_changes_all_figures(windows: Windows) -> None:
    view = shown(opened(windows, in_segments()))
    assert [view.segment.itemText(at) for at in range(view.segment.count())] == [
        "All together",
        "Website",
        "Trade fairs",
    ]
    before = cell(view, 1)
    view.segment.setCurrentIndex(1)
    view.segment.activated.emit(1)
    view.finish()
    assert "of “Website”" in view.sentence.text()
    assert (before, cell(view, 1)) == ("7,998", "5,599")


def test_that_no_segments_means_no_choice_of_them(windows: Windows) -> None:
    view = shown(opened(windows, simple()))
    assert not view.segment.isVisible()


def test_that_the_choice_of_a_stage_and_a_trigger_changes_the_pictures(windows: Windows) -> None:
    view = shown(opened(windows, measured("sales-funnel")))
    pictures = view.pictures
    pictures.stage_choice.activated.emit(2)
    assert pictures.columns.readout.text().startswith("Marketing Qualified Lead: ")
    pictures.move_choice.activated.emit(3)
    assert pictures.same_move.currentIndex() == 3
    assert pictures.curve.readout.text().split(":")[0] == pictures.same_move.currentText()
    pictures.start_choice.activated.emit(3)
    assert pictures.waterfall.readout.text().startswith("Of 784 leads ")


def test_that_an_edit_of_a_name_is_shown_and_a_move_of_a_stage_shows_nothing_anew(
    windows: Windows,
) -> None:
    window = opened(windows, measured("sales-funnel"))
    view = shown(window)
    window.document.apply(lambda f: change_stage(f, "lead", term="Contact"), "Rename")
    view.finish()
    assert cell(view, 0) == "Contact"
    was = view.reading
    window.document.apply(lambda f: move_stages(f, {"lead": (800.0, 80.0)}), "Move")
    assert view.is_settled
    assert view.reading is was


def test_that_a_file_shows_its_baseline_again_without_the_export(
    windows: Windows, tmp_path: Path
) -> None:
    file = tmp_path / "measured.funnel"
    project_file.save(file, measured("sales-funnel"))
    window = opened(windows, template("blank"))
    assert shown(window).pages.currentIndex() == 1
    window.files.open_path(file)
    window.show_baseline()
    shown(window).finish()
    assert shown(window).sentence.text().startswith("From Jan to Dec 2018, 7,998 leads")


def test_that_the_empty_tab_teaches_and_asks(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, template("lead-process"))
    empty = shown(window).empty
    assert empty is not None
    assert empty.isVisible()
    texts = " ".join(label.text() for label in empty.findChildren(QLabel))
    for words in ("Volume", "Conversion", "Velocity", "Aberdeen, March 2014", "SiriusDecisions"):
        assert words in texts
    with qtbot.waitSignal(window.baselines.import_wanted):
        empty.import_button.click()
    with qtbot.waitSignal(window.baselines.example_wanted):
        empty.example_button.click()


def test_that_a_measured_tab_asks_for_another_import_and_a_backtest(
    windows: Windows, qtbot: QtBot
) -> None:
    window = opened(windows, measured("sales-funnel"))
    view = shown(window)
    with qtbot.waitSignal(window.baselines.import_wanted):
        view.again.click()
    with qtbot.waitSignal(window.baselines.backtest_wanted) as asked:
        view.backtest.run.click()
    assert asked.args == ["customer", 28]


def test_that_a_backtest_is_shown_with_its_honest_sentence(windows: Windows) -> None:
    view = shown(opened(windows, measured("sales-funnel")))
    assert view.backtest.honest.text().startswith("In 10 past months, each begun 7 days after")
    assert view.backtest.coverage.rowCount() == 3
    assert view.backtest.errors.rowCount() == 4
    none = shown(opened(windows, measured("sales-funnel", tests=0)))
    assert none.backtest.honest.text().startswith("Not tested yet.")
    assert not none.backtest.chart.isVisible()


def test_that_published_figures_are_compared_or_refused_with_a_reason(windows: Windows) -> None:
    view = shown(opened(windows, measured("lead-to-revenue", leads=60_000)))
    texts = [label.text() for label in view.industry.findChildren(QLabel)]
    assert any(text.startswith("Above: 30%") and "22.3%" in text for text in texts)
    assert any("grade: second hand" in text for text in texts)
    view.industry.refused.button.click()
    assert view.industry.refused.is_open
    assert any("no stage “Lead”" in text for text in texts)


def test_that_the_origin_unfolds_and_a_hash_is_copied(windows: Windows) -> None:
    view = shown(opened(windows, measured("sales-funnel")))
    view.provenance.folding.button.click()
    assert view.provenance.folding.body.isVisible()
    copying = [
        button
        for button in view.provenance.findChildren(QPushButton)
        if button.text() == "Copy hash"
    ]
    copying[0].click()
    assert QGuiApplication.clipboard().text() == "9f" * 32


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_that_every_picture_is_saved(windows: Windows, tmp_path: Path, kind: str) -> None:
    window = opened(windows, measured("sales-funnel"))
    for at, card in enumerate(shown(window).pictures.cards):
        file = tmp_path / f"{at}.{kind}"
        answers(window).save_path = file
        card.taking.save_picture()
        if kind == "png":
            assert QImage(str(file)).width() == 2 * 820
        else:
            assert any(mark in file.read_text() for mark in ("<path", "<polyline"))


def test_that_the_figures_of_a_table_are_saved(windows: Windows, tmp_path: Path) -> None:
    window = opened(windows, measured("sales-funnel"))
    file = tmp_path / "stages.csv"
    answers(window).save_path = file
    shown(window).stages.taking.save_data()
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:2] == ["Stage", "Volume"]
    assert rows[1][:2] == ["Lead", "7,998"]


def test_that_sections_are_gone_to(windows: Windows) -> None:
    view = shown(opened(windows, measured("sales-funnel")))
    view.links[-1].click()
    assert view.area.verticalScrollBar().value() > 0
    top = view.provenance.mapTo(view.area.viewport(), view.provenance.rect().topLeft()).y()
    assert 0 <= top < view.area.viewport().height()


def test_that_tab_goes_down_the_page(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, in_segments())
    view = shown(window)
    qtbot.waitUntil(lambda: window.shell.tabs.nextInFocusChain() is view.segment)
    seen = []
    for _stop in range(20):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    places = [part.mapTo(view.pages, part.rect().topLeft()).y() for part in seen if part]
    assert seen[0] is view.segment
    assert view.troubles.buttons[0] in seen
    assert view.pictures.waterfall.chart in seen
    assert places[0] == min(places)


def test_that_many_rows_are_shortened_until_asked_for(windows: Windows) -> None:
    names = [f"s{n}" for n in range(40)]
    drawn = funnel(
        stages=(*(stage(name) for name in names), stage("won", "won")),
        triggers=tuple(trigger(a, b, 0.9) for a, b in pairwise(names)),
        sources=(),
    )
    view = shown(opened(windows, measured(laid_out(drawn), tests=0)))
    table = view.stages.table
    assert table.isRowHidden(40)
    view.stages.more.click()
    assert not table.isRowHidden(40)


@pytest.mark.parametrize("size", [(1280, 800), (1600, 1000)])
def test_that_names_keep_room_beside_the_figures(windows: Windows, size: tuple[int, int]) -> None:
    drawn = template("sales-funnel")
    long = drawn.replaced(
        stages=tuple(one.replaced(term=one.term * 12, abbreviation="") for one in drawn.stages)
    )
    view = shown(opened(windows, measured(long), size))
    for card in (view.stages, view.moves):
        assert card.table.columnWidth(0) >= 150
    bar = view.area.horizontalScrollBar()
    assert bar.maximum() == 0


@pytest.mark.parametrize("whole", [hostile(), simple(0, 0), measured("blank", 0)])
def test_that_impossible_and_missing_figures_open(windows: Windows, whole: Funnel) -> None:
    view = shown(opened(windows, whole))
    assert view.sentence.text()
    for card in view.pictures.cards:
        card.chart.grab()


def test_that_the_tab_follows_the_theme(windows: Windows) -> None:
    window = opened(windows, measured("sales-funnel"))
    window.theme.choose("dark")
    shown(window).finish()
    assert shown(window).pictures.waterfall.chart.colours.dark
    assert shown(window).is_settled


def test_that_a_picture_of_the_tab_is_taken(windows: Windows, tmp_path: Path) -> None:
    file, out = tmp_path / "x.funnel", tmp_path / "x.png"
    project_file.save(file, simple())
    take(file, "baseline", out, scale=1, size=(1200, 800))
    assert QImage(str(out)).size().toTuple() == (1200, 800)
