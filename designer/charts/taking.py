"""What can be taken from a chart: its picture and its data, as files or on the clipboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from funnelcraft.designer.charts.plot import Plot, Row, taking_keys
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.saving import Draw
from funnelcraft.funnel.text import _

Shown = tuple[Draw, QSize, str]  # how a picture is drawn, how large, and its title


class Taking(QObject):
    """Saves and copies a chart's picture and data, and offers all of it in one menu.

    `picture` says how the picture is drawn now; None where there are figures alone. With a
    `chart`, its keys and its context menu do the same, and the menu shows and hides its series.
    """

    def __init__(
        self,
        name: str,
        saver: Saver,
        rows: Callable[[], list[Row]],
        picture: Callable[[], Shown] | None = None,
        chart: Plot | None = None,
    ) -> None:
        super().__init__(chart)
        self._name, self._saver, self._chart = name, saver, chart
        self._rows, self._picture = rows, picture
        self._acts: dict[str, Callable[[], None]] = {
            "picture": self.save_picture,
            "data": self.save_data,
            "copy picture": self.copy_picture,
            "copy data": self.copy_data,
        }
        self.menu: QMenu | None = None  # the one opened last
        if chart is not None:
            chart.taking_wanted.connect(self._on_wanted)
            chart.menu_wanted.connect(self._on_menu)

    def save_picture(self) -> None:
        """Save the picture where the user says."""
        if self._picture is not None:
            self._saver.picture(self._name, *self._picture())

    def save_data(self) -> None:
        """Save the figures where the user says."""
        self._saver.table(self._name, self._rows())

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        if self._picture is not None:
            self._saver.copy_picture(*self._picture())

    def copy_data(self) -> None:
        """Put the figures on the clipboard, as a spreadsheet takes them."""
        self._saver.copy_table(self._rows())

    def button(self, of: str) -> QPushButton:
        """Make the button of the menu; `of` names in full what it is taken from."""
        made = QPushButton(_("Save ▾"))
        made.setProperty("role", "link")
        made.setAccessibleName(_("Save or copy: {chart}").format(chart=of))
        made.clicked.connect(partial(self._on_button, made))
        return made

    def fill(self, menu: QMenu) -> None:
        """Offer everything in a menu."""
        for keys, what, text in taking_keys():
            if "picture" in what and self._picture is None:
                continue
            action = self._add(menu, text, self._acts[what])
            if self._chart is not None:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutVisibleInContextMenu(True)
        self._offer_series(menu)

    def _offer_series(self, menu: QMenu) -> None:
        chart = self._chart
        offered = [] if chart is None else [key for key in chart.legend_keys() if key.series]
        if chart is None or not offered:
            return
        menu.addSection(_("Shown"))
        for key in offered:
            shown = chart.shows(key.series)
            action = self._add(menu, key.text, partial(chart.set_shown, key.series, not shown))
            action.setCheckable(True)
            action.setChecked(shown)

    def _add(self, menu: QMenu, text: str, act: Callable[[], None]) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.triggered.connect(partial(_act, act))
        return action

    def _open(self, parent: QWidget, place: QPoint) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(parent)
        self.fill(self.menu)
        self.menu.popup(place)

    def _on_button(self, button: QPushButton, _checked: bool = False) -> None:
        self._open(button, button.mapToGlobal(button.rect().bottomLeft()))

    def _on_menu(self, place: QPoint) -> None:
        if self._chart is not None:
            self._open(self._chart, place)

    def _on_wanted(self, what: str) -> None:
        if self._picture is not None or "data" in what:
            self._acts[what]()


def _act(act: Callable[[], None], _checked: bool = False) -> None:
    act()
