"""What is wrong, as a list: the worst first, each with its figure and a way to its place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, emptied, rule, said
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.marks import draw_level_mark
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.findings import Level
from funnelcraft.funnel.text import _, number

FEW = 5


class Mark(QWidget):
    """A finding's mark beside a row: a warning for the funnel, a hint for the figures."""

    def __init__(self, level: Level, palette: Palette) -> None:
        super().__init__()
        self._level: Level = level
        self._palette = palette
        self.setFixedSize(QSize(16, 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        with QPainter(self) as painter:
            draw_level_mark(painter, QRectF(1, 3, 14, 14), self._palette, self._level)


class TroubleCard(Card):
    """Shows troubles.

    `jump(Place)` when one is to be seen on the canvas, `draw(ways)` when a trigger is to draw a way
    (from, to) that leads took.
    """

    jump = Signal(object)
    draw = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__(_("What is wrong"))
        self._palette = palette
        self._troubles: tuple[Trouble, ...] = ()
        self._all = False
        self.buttons: list[QPushButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP)
        self.column.addLayout(self._rows)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._on_more)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        self._show()

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Show these troubles."""
        self._troubles, self._all = tuple(troubles), False
        self._show()

    @property
    def shown(self) -> tuple[Trouble, ...]:
        """The troubles shown."""
        return self._troubles if self._all else self._troubles[:FEW]

    def _show(self) -> None:
        emptied(self._rows)
        self.buttons = []
        if not self._troubles:
            self.say(_("Nothing stands out: no leak, queue or missed promise beyond the usual."))
        else:
            self.say(_("By the deals at stake, doubts about the figures last."))
        for at, trouble in enumerate(self.shown):
            if at:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(trouble))
        self.more.setVisible(len(self.shown) < len(self._troubles))
        self.more.setText(_("Show all {n}").format(n=number(len(self._troubles))))

    def _row(self, trouble: Trouble) -> QWidget:
        whole = QWidget()
        head = QHBoxLayout()
        head.setSpacing(STEP)
        level: Level = "hint" if trouble.is_doubt else "warning"
        head.addWidget(Mark(level, self._palette), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(said(trouble.title, "strong"), 1)
        figure = label(trouble.figure, "strong")
        head.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(16 + STEP, 0, 0, 0)
        below.setSpacing(STEP)
        below.addWidget(said(trouble.sentence, "muted"), 1)
        acts = []
        if trouble.way is not None:
            tells = _("Draw this trigger: {what}").format(what=trouble.title)
            acts.append((_("Draw this trigger"), tells, partial(self._on_draw, trouble)))
        if trouble.place is not None:
            tells = _("Show on the canvas: {what}").format(what=trouble.title)
            acts.append((_("Show"), tells, partial(self._on_jump, trouble)))
        for text, tells, act in acts:
            button = link(text, act, tells)
            button.setAccessibleDescription(f"{trouble.figure}. {trouble.sentence}")
            self.buttons.append(button)
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)
        whole.setAccessibleName(breakable_words(f"{trouble.title}, {trouble.figure}"))
        return whole

    def _on_jump(self, trouble: Trouble) -> None:
        self.jump.emit(trouble.place)

    def _on_draw(self, trouble: Trouble) -> None:
        self.draw.emit((trouble.way,))

    def _on_more(self) -> None:
        self._all = True
        self._show()
