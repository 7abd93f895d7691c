"""Documents with scenarios, and a window on their comparison."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.comparison.view import ComparisonView
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.model import Conversion, Funnel
from funnelcraft.funnel.scenarios import add_scenario
from tests.designer.windows import PATIENCE, Windows
from tests.funnel.builders import funnel

FEW = Options(runs=96, days=120)


def with_scenarios(base: Funnel | None = None) -> Funnel:
    """Return a funnel with two scenarios: one that wins more, and one that changes nothing."""
    drawn = base if base is not None else funnel(title="Ours")
    more = change_trigger(drawn, "b-won", conversion=Conversion(rate=0.36))
    more = change_trigger(more, "a-b", conversion=Conversion(rate=0.6))
    found, _id = add_scenario(drawn, "Better follow-up", more)
    return add_scenario(found, "Nothing new")[0]


def opened(
    windows: Windows, qtbot: QtBot, whole: Funnel, size: tuple[int, int] = (1400, 900)
) -> MainWindow:
    """Open a window on a funnel and its comparison by the keyboard; few runs, few days."""
    window = windows.open(whole, size=size)
    window.live.set_options(FEW)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    return window


def shown(window: MainWindow) -> ComparisonView:
    """Return the tab."""
    view = window.comparisons.view
    assert view is not None
    return view


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the comparison is complete."""
    qtbot.waitUntil(lambda: shown(window).is_settled, timeout=PATIENCE)
