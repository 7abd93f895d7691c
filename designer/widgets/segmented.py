"""Segmented buttons: a few values side by side, one of them chosen."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from funnelcraft.designer.widgets.roomy import RoomyButton


class Segmented(QWidget):
    """Values to choose from. `chosen(value)` by the user; arrow keys move the choice."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[Any, str]], menu_text: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[Any] = []
        self._menu_text = menu_text
        self._menu_values: tuple[tuple[Any, str], ...] = ()
        self._value: Any = options[0][0]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: list[QPushButton] = []
        for value, text in options:
            self._add(text, name).clicked.connect(partial(self._on_clicked, value))
            self._values.append(value)
        if menu_text:
            self.more = self._add(menu_text, name)
            self.menu = QMenu(self.more)
            self.more.clicked.connect(self._on_more)
        self.buttons[0].setProperty("role", "segment-first")
        self.buttons[-1].setProperty("role", "segment-last")
        self.show_value(self._value)

    def _add(self, text: str, name: str) -> QPushButton:
        button = RoomyButton(text)
        button.setCheckable(True)
        button.setProperty("role", "segment")
        button.setAccessibleName(f"{name}: {text}")
        self._group.addButton(button)
        self._row.addWidget(button)
        self.buttons.append(button)
        return button

    @property
    def value(self) -> Any:
        """The value chosen."""
        return self._value

    def set_menu(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer values in the menu of the last segment; a value None is a heading."""
        if tuple(options) == self._menu_values:
            return
        self._menu_values = tuple(options)
        self.menu.clear()
        for value, text in options:
            if value is None:
                self.menu.addSection(text)
                continue
            action = QAction(text, self.menu)
            action.triggered.connect(partial(self._on_clicked, value))
            self.menu.addAction(action)

    def show_value(self, value: Any) -> None:
        """Show a value as chosen, without saying so."""
        self._value = value
        if value in self._values:
            self.buttons[self._values.index(value)].setChecked(True)
            if self._menu_text:
                self.more.setText(self._menu_text)
        elif self._menu_text:
            names = {offered: text for offered, text in self._menu_values if offered is not None}
            self.more.setChecked(True)
            self.more.setText(f"{names.get(value, '?')} ▾")

    def set_enabled(self, value: Any, enabled: bool) -> None:
        """Let a value be chosen or not."""
        self.buttons[self._values.index(value)].setEnabled(enabled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        at = next((i for i, button in enumerate(self.buttons) if button.hasFocus()), 0)
        self.buttons[(at + step) % len(self.buttons)].setFocus()

    def _on_more(self) -> None:
        self.show_value(self._value)  # the menu decides, not the press on its button
        self.menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_clicked(self, value: Any) -> None:
        self.show_value(value)
        self.chosen.emit(value)
