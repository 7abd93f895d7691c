"""The switches of the view menu: panels, the overview map, heat, theme and contrast."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from funnelcraft.designer.look.theme import Choice
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


class Switches(QObject):
    """Does what the switches of a window say, and keeps them true to what is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._actions: Mapping[str, QAction] = {}
        self._themes = QActionGroup(self)

    def acts(self) -> Mapping[str, Callable[[], None]]:
        """Return what each switch does, by the name of its action."""
        return {
            "outline": self._on_panels,
            "inspector": self._on_panels,
            "findings": self._on_findings,
            "minimap": self._on_minimap,
            "heat": self._on_heat,
            **{f"theme_{choice}": self._on_theme for choice in CHOICES},
            "high_contrast": self._on_high_contrast,
        }

    def take(self, actions: Mapping[str, QAction]) -> None:
        """Take the actions, once they are made, and set them to what is shown."""
        self._actions = actions
        theme = self._window.theme
        for choice in CHOICES:
            action = actions[f"theme_{choice}"]
            self._themes.addAction(action)
            action.setChecked(theme.choice == choice)
        for name in ("outline", "inspector", "findings", "minimap"):
            actions[name].setChecked(True)
        actions["high_contrast"].setChecked(theme.high_contrast)
        self._window.canvas.minimap.closed.connect(self._on_minimap_closed)
        self._window.findings.expanded_changed.connect(self._on_findings_expanded)

    def add_themes(self, menu: QMenu) -> None:
        """Add the choice of a theme and of contrast to a menu."""
        menu.addMenu(_("Theme")).addActions(self._themes.actions())
        menu.addAction(self._actions["high_contrast"])

    def _is_on(self, name: str) -> bool:
        return self._actions[name].isChecked()

    def _on_panels(self) -> None:
        self._window.outline.setVisible(self._is_on("outline"))
        self._window.shell.right.setVisible(self._is_on("inspector"))

    def _on_findings(self) -> None:
        self._window.findings.set_expanded(self._is_on("findings"))

    def _on_findings_expanded(self, expanded: bool) -> None:
        self._actions["findings"].setChecked(expanded)

    def _on_minimap(self) -> None:
        self._window.canvas.minimap.want(self._is_on("minimap"))

    def _on_minimap_closed(self) -> None:
        self._actions["minimap"].setChecked(False)

    def _on_heat(self) -> None:
        self._window.canvas.show_heat(self._is_on("heat"))

    def _on_theme(self) -> None:
        for choice in CHOICES:
            if self._is_on(f"theme_{choice}"):
                self._window.settings.theme = choice
                self._window.theme.choose(choice)

    def _on_high_contrast(self) -> None:
        high = self._is_on("high_contrast")
        self._window.settings.keep_flag("high_contrast", high)
        self._window.theme.raise_contrast(high)
