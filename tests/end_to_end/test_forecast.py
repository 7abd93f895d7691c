"""The forecast tab by mouse and keys: every section, from what is missing to what it says."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.forecast.missing import Missing
from funnelcraft.designer.window import MainWindow
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers, windows

__all__ = ["windows"]

FEW = Options(runs=128, days=181)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on what has the focus."""
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClick(focused, key, modifier)


def type_over(text: str) -> None:
    """Type into what has the focus, in place of what stands there."""
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClick(focused, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused, text)
    press(Qt.Key.Key_Return)


def click_tab(window: MainWindow, name: str) -> None:
    """Click a section in the row."""
    sections = window.forecasts.open_view().sections
    tabs = sections.tabs
    place = tabs.tabRect(sections.names.index(name)).center()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
    assert sections.name == name


def click_first_link(window: MainWindow) -> None:
    """Click the first link of the card that says what is missing."""
    section = window.forecasts.open_view().sections.current
    (card,) = [one for one in section.findChildren(Missing) if one.isVisible()]
    link = next(one for one in card.findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)


def charts(window: MainWindow) -> list[Plot]:
    """Return the charts of the section that can be seen."""
    section = window.forecasts.open_view().sections.current
    return [one for one in section.findChildren(Plot) if one.isVisible()]


def test_that_every_section_is_reached_read_and_mended_by_mouse_and_keys(
    windows: Windows, tmp_path: Path
) -> None:
    bare = template("lead-to-revenue").replaced(deal_value=None)
    window = windows.open(bare)
    window.live.set_options(FEW)
    window.forecasts.begin()
    window.forecasts.finish_imports()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    windows.wait_for_forecast(window)
    view = window.forecasts.open_view()
    assert view.isVisible()

    # By keys: the row of sections, one after the other; the headline stays.
    view.sections.tabs.setFocus()
    seen = [view.sections.name]
    for _step in range(len(view.sections.names) - 1):
        press(Qt.Key.Key_Right)
        windows.wait_for_forecast(window)
        seen.append(view.sections.name)
        assert view.sentence.isVisible()
    assert tuple(seen) == view.sections.names

    # What is missing is entered where its link leads: a deal's worth.
    click_tab(window, "pipeline")
    click_first_link(window)
    type_over("20k")
    windows.wait_for_forecast(window)
    assert window.document.funnel.deal_value is not None
    assert "worth $" in view.sentence.text()

    # A capacity, and its stage is the bottleneck, in the headline and with what one more brings.
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    click_tab(window, "waiting")
    windows.wait_for_forecast(window)
    click_first_link(window)
    type_over("300")
    assert window.document.funnel.stages[0].capacity is not None
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    windows.wait_for_forecast(window)
    assert "is the bottleneck" in view.sentence.text()

    # Charts are told by keys and by mouse, and saved by a key.
    click_tab(window, "sources")
    windows.wait_for_forecast(window)
    chart = charts(window)[0]
    chart.setFocus()
    press(Qt.Key.Key_Down)
    assert chart.accessibleDescription() == chart.words()[0]
    QTest.mouseMove(chart, QPoint(chart.width() // 2, chart.height() // 2))
    file = tmp_path / "costs.csv"
    answers(window).save_path = file
    press(Qt.Key.Key_D)
    assert file.read_text(encoding="utf-8-sig").splitlines()[0].startswith("name,")

    # More runs for a smaller error, by the link.
    click_tab(window, "sureness")
    windows.wait_for_forecast(window)
    runs = window.live.options.runs
    section = view.sections.current
    link = next(
        one for one in section.findChildren(QPushButton) if one.text() == "Simulate so many"
    )
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.live.options.runs > runs
    window.live.cancel()
