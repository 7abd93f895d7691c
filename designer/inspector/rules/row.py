"""One row of the rule builder: the words of a part, and the keys and gestures it takes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import breakable, label
from funnelcraft.designer.widgets.pressing import Press
from funnelcraft.funnel.rule_words import group_phrase, missing_words, phrase
from funnelcraft.funnel.rules import Path, Rule, is_group
from funnelcraft.funnel.text import _

INDENT = 14  # a level, in pixels

# What can be done with a row, and its keys.
OPEN, REMOVE, DUPLICATE, UP, DOWN = "open", "remove", "duplicate", "up", "down"
CONDITION, EVENT, GROUP = "condition", "event", "group"


def deeds() -> tuple[tuple[str, str, str], ...]:
    """Return what a row's menu offers: the deed, its words, its keys."""
    return (
        (CONDITION, _("Add a condition"), ""),
        (EVENT, _("Add an event"), ""),
        (GROUP, _("Put into a group"), "Ctrl+G"),
        (DUPLICATE, _("Duplicate"), "Ctrl+D"),
        (UP, _("Move up"), "Alt+Up"),
        (DOWN, _("Move down"), "Alt+Down"),
        (REMOVE, _("Remove"), "Del"),
    )


class RuleRow(QFrame):
    """Shows a part of a rule in words.

    `wanted(path, deed)` asks for a deed; `stepped(step)` for the next row's focus; `dragged(path,
    global place)` and `dropped(path, global place)` follow the mouse.
    """

    wanted = Signal(object, str)
    stepped = Signal(int)
    dragged = Signal(object, object)
    dropped = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.path: Path = ()
        self._press = Press()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(_("Enter edits, Alt+↑ and Alt+↓ move, Ctrl+D copies, Delete removes."))
        self.words = label("", wrap=True)
        self.menu = QToolButton()
        self.menu.setText("⋯")
        self.menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row's own menu key opens it
        self.menu.clicked.connect(self._on_menu)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(STEP, 3, 2, 3)
        self._line.setSpacing(2)
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignTop)

    def show_part(self, path: Path, part: Rule, is_open: bool) -> None:
        """Show a part at its place; `is_open` where its editor stands below."""
        self.path = path
        missing = missing_words(part)
        text = group_phrase(part) if is_group(part) else phrase(part)
        said = f"{text[:1].upper()}{text[1:]}"
        self.words.setText(breakable(f"{said} · {missing}" if missing else said))
        set_role(self.words, "error" if missing else "strong" if is_group(part) else "")
        set_role(self, "rule-open" if is_open else "rule-row")
        self.setAccessibleName(said)
        self.setAccessibleDescription(missing)
        self.menu.setAccessibleName(_("What to do with: {row}").format(row=said))

    def event(self, event: QEvent) -> bool:
        """Claim the keys a row takes before the window's own shortcuts do."""
        claimed = (REMOVE, DUPLICATE, GROUP, UP, DOWN)
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._deed(event) in claimed:
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _deed(event: QKeyEvent) -> str:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            return OPEN
        if key == Qt.Key.Key_Backspace:
            return REMOVE
        typed = QKeySequence(event.keyCombination())
        return next((deed for deed, _text, keys in deeds() if keys and typed == keys), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if deed := self._deed(event):
            self.wanted.emit(self.path, deed)
        elif Qt.Key(event.key()) in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press: a click, or a drag."""
        self._press.begin(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the row."""
        if self._press.follow(event):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.path, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or open the row."""
        was_drag = self._press.end()
        self.unsetCursor()
        if was_drag:
            self.dropped.emit(self.path, event.globalPosition().toPoint())
        elif was_drag is False and self.rect().contains(event.position().toPoint()):
            self.wanted.emit(self.path, OPEN)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the row."""
        self._show_menu(event.globalPos())

    def _on_menu(self) -> None:
        self._show_menu(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def _show_menu(self, place: QPoint) -> None:
        menu = row_menu(self, self._ask)
        menu.popup(place)

    def _ask(self, deed: str) -> None:
        self.wanted.emit(self.path, deed)


def row_menu(parent: QWidget, ask: Callable[[str], None]) -> QMenu:
    """Make the menu of a row; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for deed, text, keys in deeds():
        action = QAction(text, menu)
        action.setData(deed)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        menu.addAction(action)

    def on_triggered(action: QAction) -> None:
        ask(str(action.data()))

    menu.triggered.connect(on_triggered)
    return menu
