"""A row of the changes of a scenario: on or off, what it does in a sentence, and away with it."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from funnelcraft.designer.canvas.items.change_marks import paint_sign
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.check_box import CheckBox
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.scenarios import Kind, Told
from funnelcraft.funnel.text import _

SIDE = 18
BOX = 22  # a box to tick without the room for its text


def kind_word(kind: Kind) -> str:
    """Return what a change does in a word."""
    return {"added": _("New"), "gone": _("Taken away"), "changed": _("Changed")}[kind]


class Sign(QWidget):
    """The sign that a change has on the canvas, too."""

    def __init__(self, kind: Kind, palette: Palette) -> None:
        super().__init__()
        self._kind = kind
        self._palette = palette
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setToolTip(plain_tip(kind_word(kind)))

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign."""
        colours = self._palette
        ground, ink = (
            (colours.muted, colours.panel)
            if self._kind == "gone" or not self.isEnabled()
            else (colours.accent, colours.on_accent)
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            centre = QPointF(SIDE / 2, SIDE / 2)
            paint_sign(painter, self._kind, QColor(ground), QColor(ink), centre, 8.0)


class ChangeRow(QFrame):
    """Shows a line. A click or Enter goes to its part, Delete takes it out.

    Signals: `go(Told)`, `switched(Told, on)`, `dropped(Told)`.
    """

    go = Signal(object)
    switched = Signal(object, bool)
    dropped = Signal(object)

    def __init__(self, line: Told, sentence: str, palette: Palette, *, editable: bool) -> None:
        super().__init__()
        self.line = line
        self.setProperty("role", "rule-row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.box = CheckBox()
        self.box.setFixedWidth(BOX)
        self.box.setChecked(not line.is_off)
        self.box.setAccessibleName(_("Make this change: {change}").format(change=sentence))
        self.box.setToolTip(plain_tip(_("Off: the change is kept, and not made.")))
        self.box.clicked.connect(self._on_box)
        self.sign = Sign(line.kind, palette)
        self.sign.setEnabled(not line.is_off)
        self.text = label(breakable_words(sentence), "muted" if line.is_off else "", wrap=True)
        self.away = QToolButton()
        self.away.setText("✕")
        self.away.setAccessibleName(_("Take out: {change}").format(change=sentence))
        self.away.setToolTip(plain_tip(_("Take this change out of the scenario")))
        self.away.clicked.connect(self._on_away)
        for widget in (self.box, self.away):
            widget.setEnabled(editable)
        words = QVBoxLayout()
        words.setContentsMargins(0, 1, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.text)
        state = _("off") if line.is_off else _("without effect now") if line.is_idle else ""
        if line.is_idle:
            words.addWidget(label(_("Without effect now"), "small"))
        words.addStretch(1)
        said = f"{kind_word(line.kind)}: {sentence}"
        self.setAccessibleName(f"{said}, {state}" if state else said)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, STEP // 2, STEP // 2, STEP // 2)
        row.setSpacing(STEP - 2)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.box, 0, top)
        row.addWidget(self.sign, 0, top)
        row.addLayout(words, 1)
        row.addWidget(self.away, 0, top)

    def event(self, event: QEvent) -> bool:
        """Take the Delete key from the window, which would delete what is selected."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the part."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.go.emit(self.line)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self.go.emit(self.line)
        elif event.key() == keys.Key_Space and self.box.isEnabled():
            self.box.click()
        elif event.key() in (keys.Key_Delete, keys.Key_Backspace) and self.away.isEnabled():
            self._on_away()
        else:
            super().keyPressEvent(event)

    def _on_box(self) -> None:
        self.switched.emit(self.line, self.box.isChecked())

    def _on_away(self) -> None:
        self.dropped.emit(self.line)
