"""The menu of designs: the current one, its scenarios, and what can be done with them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from funnelcraft.designer.frame.filled_menus import FilledMenu
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

DEEDS = (
    *("scenario_new", "scenario_copy", "scenario_rename", "scenario_remove", ""),
    *("scenario_adopt", "scenario_changes", "", "scenario_next", "scenario_previous"),
)


class DesignsMenu(FilledMenu):
    """Offers the designs of the document, then these actions of the window."""

    def __init__(self, menu: QMenu, window: "MainWindow", deeds: Sequence[str] = ()) -> None:
        super().__init__(menu, window)
        self._deeds = deeds

    def _fill(self) -> None:
        window, menu = self._window, self._menu
        document = window.document
        choices = QActionGroup(menu)
        designs = [("", _("Current design"))]
        designs += [(one.id, scenario_name(one.name)) for one in document.base.scenarios]
        for scenario, name in designs:
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(scenario == document.scenario)
            action.triggered.connect(partial(self._show, scenario))
            choices.addAction(action)
            menu.addAction(action)
        if self._deeds:
            menu.addSeparator()
        for name in self._deeds:
            if name:
                menu.addAction(window.actions_by_name[name])
            else:
                menu.addSeparator()

    def _show(self, scenario: str, _checked: bool = False) -> None:
        self._window.document.show_scenario(scenario)


def scenario_name(name: str) -> str:
    """Return a scenario's name in one line, or what stands for it where it has none."""
    return " ".join(name.split()) or _("Unnamed scenario")
