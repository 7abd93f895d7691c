"""The minimap: shown on large drawings, moves the view, can be closed."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import Bench
from tests.funnel.random_funnels import random_funnel

Make = Callable[[Funnel | str], Bench]


def test_that_the_minimap_shows_where_not_all_of_many_stages_is_seen(
    bench: Make, qtbot: QtBot
) -> None:
    one = bench(laid_out(random_funnel(3, 60, 80)))
    qtbot.waitUntil(one.view.minimap.isVisible)
    small = bench("lead-to-revenue.funnel")
    QApplication.processEvents()
    assert not small.view.minimap.isVisible()


def test_that_a_click_in_the_minimap_moves_the_view(bench: Make, qtbot: QtBot) -> None:
    one = bench(laid_out(random_funnel(3, 60, 80)))
    minimap = one.view.minimap
    qtbot.waitUntil(minimap.isVisible)
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(*_corner(one, 0.5, 0.5)))
    whole = one.view.canvas.plan.extent
    middle = one.view.mapToScene(one.view.viewport().rect().center())
    assert abs(middle.y() - whole.centre[1]) < whole.height / 20


def _corner(one: Bench, across: float, down: float) -> tuple[int, int]:
    size = one.view.minimap.size()
    return round(size.width() * across), round(size.height() * down)


def test_that_the_minimap_stays_closed(bench: Make, qtbot: QtBot) -> None:
    one = bench(laid_out(random_funnel(3, 60, 80)))
    minimap = one.view.minimap
    qtbot.waitUntil(minimap.isVisible)
    with qtbot.waitSignal(minimap.closed):
        minimap.findChildren(QToolButton)[0].click()
    one.view.zoom_in()
    QApplication.processEvents()
    assert not minimap.isVisible()
    minimap.want(True)
    assert minimap.isVisible()
