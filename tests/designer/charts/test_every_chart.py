"""What every chart can do: told by mouse, keys and speech, series hidden, saved and copied.

The charts are found by their class, so that one that is added later is tried here, too: it needs
an example in `examples.py`.
"""

import csv
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from funnelcraft.designer import charts
from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.look.tokens import DARK, LIGHT, LIGHT_CONTRAST, Palette
from tests.designer.charts.examples import EMPTY, FILLED


def classes() -> list[type[Plot]]:
    """Return every chart there is in the package."""
    for module in pkgutil.iter_modules(charts.__path__):
        importlib.import_module(f"{charts.__name__}.{module.name}")
    found: list[type[Plot]] = []
    waiting: list[type[Plot]] = [Plot]
    while waiting:
        made = waiting.pop().__subclasses__()
        waiting += made
        found += made
    inside = f"{charts.__name__}."
    return sorted((one for one in found if one.__module__.startswith(inside)), key=str)


def name_of(kind: type[Plot]) -> str:
    """Return what a chart is called in the list of tests."""
    return kind.__name__


ALL = classes()
every_chart = pytest.mark.parametrize("kind", ALL, ids=name_of)


SIZE = QSize(600, 320)


@dataclass
class Place:
    """A chart on its card, and where it was asked to save."""

    chart: Plot
    card: ChartCard
    file: Path
    told: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@pytest.fixture
def place(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[type[Plot]], Place]]:
    """Return what shows a filled chart on a card of its own, as wide as in the window."""

    def shown(kind: type[Plot]) -> Place:
        chart = FILLED[kind](LIGHT)
        file = tmp_path / "chart.png"
        told: list[str] = []
        failed: list[str] = []
        made: list[Place] = []
        saver = Saver(lambda *_asked: made[0].file, told.append, failed.append, lambda: "#ffffff")
        card = ChartCard("chart", "A chart", chart, saver)
        made.append(Place(chart, card, file, told, failed))
        qtbot.addWidget(card)
        card.resize(640, 480)
        with qtbot.waitExposed(card):
            card.show()
        return made[0]

    yield shown
    QGuiApplication.clipboard().clear()


def drawn(chart: Plot, size: QSize = SIZE) -> QImage:
    """Return a chart as it is saved."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        chart.draw(painter, QRectF(0, 0, size.width(), size.height()))
    return image


def shades(image: QImage) -> int:
    """Return how many colours are in an image, looking at every second pixel."""
    step = range(0, image.width(), 2)
    rows = range(0, image.height(), 2)
    return len({image.pixelColor(x, y).name() for x in step for y in rows})


def spoken(chart: Plot) -> str:
    """Return what a screen reader hears of a chart."""
    return QAccessible.queryAccessibleInterface(chart).text(QAccessible.Text.Description)


def test_that_every_chart_has_an_example_to_be_tried_with() -> None:
    assert len(ALL) >= 8
    assert {one.__name__ for one in ALL if one not in FILLED or one not in EMPTY} == set()


@every_chart
@pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_CONTRAST], ids=["light", "dark", "high"])
def test_that_it_is_drawn_in_every_palette_and_size(
    qtbot: QtBot, kind: type[Plot], palette: Palette
) -> None:
    chart = FILLED[kind](palette)
    qtbot.addWidget(chart)
    for size in (QSize(900, 400), QSize(300, 200), QSize(40, 30)):
        image = drawn(chart, size)
        if size.width() > 40:
            assert shades(image) > 4


@every_chart
def test_that_it_has_a_name_and_is_described_in_text(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    chart = place(kind).chart
    heard = QAccessible.queryAccessibleInterface(chart)
    assert heard.text(QAccessible.Text.Name)
    assert spoken(chart) == chart.summary() != ""


@every_chart
def test_that_keys_go_through_the_points_and_tell_them(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    shown = place(kind)
    chart, words = shown.chart, shown.chart.words()
    chart.setFocus()
    ahead = Qt.Key.Key_Down if chart.is_list else Qt.Key.Key_Right
    back = Qt.Key.Key_Up if chart.is_list else Qt.Key.Key_Left
    told: list[str] = []
    chart.pointed.connect(told.append)
    for key in (ahead, ahead, back, Qt.Key.Key_End, ahead):  # nothing is beyond the last
        QTest.keyClick(chart, key)
    assert told == [words[0], words[1], words[0], words[-1]]
    assert spoken(chart) == words[-1]
    assert shown.card.readout.text().replace("\u200b", "") == words[-1]
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.at == 0


@every_chart
def test_that_the_mouse_tells_each_point_and_leaving_tells_none(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    chart = place(kind).chart
    told: list[str] = []
    chart.pointed.connect(told.append)
    for y in range(4, chart.height(), 12):
        for x in range(4, chart.width(), 6):
            QTest.mouseMove(chart, QPoint(x, y))
    assert set(chart.words()) <= set(told)
    chart.point_at(0)
    chart.point_at(None)
    assert told[-1] == ""
    assert spoken(chart) == chart.summary()


@every_chart
def test_that_the_focus_is_seen(place: Callable[[type[Plot]], Place], kind: type[Plot]) -> None:
    chart = place(kind).chart
    chart.clearFocus()
    without = chart.grab().toImage()
    chart.setFocus()
    assert chart.grab().toImage() != without


@every_chart
def test_that_a_series_is_hidden_from_everything_but_the_data(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    chart = place(kind).chart
    for entry in chart.legend_entries:
        picture, words, rows = drawn(chart), chart.words(), chart.rows()
        described = spoken(chart)
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
        assert not entry.isChecked()
        assert not chart.shows(entry.key.series)
        assert drawn(chart) != picture
        assert (chart.words(), chart.summary()) != (words, described)
        assert entry.key.text in spoken(chart), "it is said what is hidden"
        assert chart.rows() == rows
        chart.setFocus()
        QTest.keyClick(chart, Qt.Key.Key_End)
        assert chart.at == len(chart.words()) - 1
        chart.grab()
        assert len(chart._boxes) == len(chart.words())
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
        assert drawn(chart) == picture
        assert spoken(chart) == described


@every_chart
def test_that_the_legend_is_walked_and_ticked_by_keys(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    chart = place(kind).chart
    entries = chart.legend_entries
    if not entries:
        pytest.skip("one series only: there is nothing to hide")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Tab)
    assert entries[0].hasFocus()
    heard = QAccessible.queryAccessibleInterface(entries[0])
    assert heard.role() == QAccessible.Role.CheckBox
    assert heard.text(QAccessible.Text.Name) == entries[0].key.text
    QTest.keyClick(entries[0], Qt.Key.Key_Right)
    assert entries[1].hasFocus()
    QTest.keyClick(entries[1], Qt.Key.Key_Space)
    assert not chart.shows(entries[1].key.series)


@every_chart
def test_that_the_last_series_cannot_be_hidden(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    chart = place(kind).chart
    entries = chart.legend_entries
    if not entries:
        assert not [key for key in chart.legend_keys() if key.series]
        return
    assert len(entries) > 1, "what cannot be hidden offers no tick"
    for entry in entries:
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert [entry.isChecked() for entry in entries] == [False] * (len(entries) - 1) + [True]
    assert chart.words()
    assert shades(drawn(chart)) > 3


@every_chart
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_that_its_picture_is_saved_by_a_key(
    place: Callable[[type[Plot]], Place], kind: type[Plot], ending: str
) -> None:
    shown = place(kind)
    shown.file = shown.file.with_suffix(f".{ending}")
    QTest.keyClick(shown.chart, Qt.Key.Key_P)
    assert not shown.failed
    if ending == "png":
        assert shades(QImage(str(shown.file))) > 4
    else:
        assert "<path" in shown.file.read_text()


@every_chart
def test_that_its_data_are_saved_by_a_key_whole(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    shown = place(kind)
    shown.file = shown.file.with_suffix(".csv")
    QTest.keyClick(shown.chart, Qt.Key.Key_D)
    rows = list(csv.reader(shown.file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(shown.chart.rows()) > 2
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(isinstance(cell, str) and cell for cell in shown.chart.rows()[0])


@every_chart
def test_that_picture_and_data_are_copied(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    shown = place(kind)
    QTest.keySequence(shown.chart, QKeySequence("Ctrl+C"))
    held = QGuiApplication.clipboard().mimeData()
    assert held.hasImage()
    assert held.hasFormat("image/svg+xml")
    QTest.keySequence(shown.chart, QKeySequence("Ctrl+Shift+C"))
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(shown.chart.rows())
    assert lines[0].split("\t") == shown.chart.rows()[0]


@every_chart
def test_that_its_menu_offers_all_of_it(
    place: Callable[[type[Plot]], Place], kind: type[Plot]
) -> None:
    shown = place(kind)
    keys = [key for key in shown.chart.legend_keys() if key.series]
    QTest.keyClick(shown.chart, Qt.Key.Key_Menu)
    shown.chart.menu_wanted.emit(QPoint(10, 10))
    menu = shown.card.taking.menu
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert len(texts) == 4 + len(keys)
    assert texts[4:] == [key.text.replace("&", "&&") for key in keys]
    if keys:
        menu.actions()[-1].trigger()
        assert not shown.chart.shows(keys[-1].series)
    menu.close()
    assert isinstance(menu, QMenu)


@every_chart
def test_that_an_empty_chart_says_so_and_tells_nothing(qtbot: QtBot, kind: type[Plot]) -> None:
    chart = EMPTY[kind](LIGHT)
    qtbot.addWidget(chart)
    assert chart.words() == ()
    assert not chart.legend_entries
    assert shades(drawn(chart, QSize(300, 200))) > 1
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.at is None
