"""What the tabs of the window show: the canvas, and views that are made when first chosen."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.frame.tabs import BASELINE, CANVAS, COMPARISON, FORECAST, SPECIFICATION

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


class _Desk(Protocol):
    """What keeps the view of a tab."""

    @property
    def view(self) -> QWidget | None:
        """The view; None before it was first opened."""

    def open_view(self) -> QWidget:
        """Return the view, made when it is first opened."""


class TabDesk(QObject):
    """Follows the chosen tab."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.shell.tab_changed.connect(self._on_tab)

    def show_chosen(self) -> None:
        """Show what belongs to the chosen tab, or a word of waiting until it can be drawn."""
        shell = self._window.shell
        index = shell.tabs.currentIndex()
        shell.pages.setCurrentWidget(self._view_of(index))
        has_settings = index == FORECAST and self._window.forecasts.view is not None
        shell.right.show_forecast(has_settings)

    def _on_tab(self, index: int) -> None:
        window = self._window
        self.show_chosen()
        window.status.zoom.setVisible(index == CANVAS)
        (window.canvas if index == CANVAS else window.shell.tabs).setFocus()

    def _view_of(self, index: int) -> QWidget:
        """Return what a tab shows, made when it is first chosen."""
        window = self._window
        if index == CANVAS:
            return window.canvas
        desks: dict[int, _Desk] = {
            FORECAST: window.forecasts,
            COMPARISON: window.comparisons,
            BASELINE: window.baselines,
            SPECIFICATION: window.specifications,
        }
        desk = desks[index]
        if desk.view is None and window.forecasts.is_importing:
            return window.shell.waiting
        return desk.open_view()
