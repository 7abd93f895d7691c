"""The card a chart stands on: a heading, buttons that save it, what it tells, the chart."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Shown, Taking
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP
from funnelcraft.designer.widgets.labels import breakable_words, label

HEADING, SAID = 20.0, 42.0
PICTURE_WIDTH = 820


def plot_card(title: str) -> tuple[QFrame, QVBoxLayout, QHBoxLayout]:
    """Make a card with a heading; return it with its column and its heading row."""
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(STEP * 2, STEP + 4, STEP * 2, STEP + 4)
    column.setSpacing(STEP)
    row = QHBoxLayout()
    row.setSpacing(STEP)
    row.addWidget(label(title, "strong"))
    row.addStretch(1)
    column.addLayout(row)
    return card, column, row


class ChartCard(QFrame):
    """A chart drawn by hand on its card. `name` is what its files are called by default."""

    def __init__(self, name: str, title: str, chart: Plot, saver: Saver) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.chart = chart
        self.taking = Taking(name, saver, chart.rows, self._picture, chart)
        self._hint = ""
        self.title = label(title, "strong", wrap=True)
        self.readout = label("", "muted", wrap=True)
        self.readout.setMinimumHeight(2 * self.readout.fontMetrics().lineSpacing())
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.head = QHBoxLayout()
        self.controls = QHBoxLayout()
        self.controls.setSpacing(STEP)
        self._lay_out()
        chart.pointed.connect(self._on_pointed)

    def _lay_out(self) -> None:
        self.head.setSpacing(STEP // 2)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.taking.button(self.title.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP + 4, STEP * 2, STEP + 4)
        column.setSpacing(STEP // 2)
        column.addLayout(self.head)
        column.addLayout(self.controls)
        column.addWidget(self.readout)
        column.addWidget(self.chart, 1)
        if self.chart.is_list:
            column.addStretch(1)

    def add_choice(self, text: str, choice: QWidget) -> None:
        """Add a control between the heading and the chart."""
        name = label(text, "muted")
        name.setBuddy(choice)
        choice.setAccessibleName(text)
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        choice.setMaximumWidth(320)
        self.controls.addWidget(name)
        self.controls.addWidget(choice, 4)
        self.controls.addStretch(1)

    def say(self, hint: str) -> None:
        """Say this while no point is told: the sentence before the chart."""
        self._hint = breakable_words(hint)
        self.readout.setText(self._hint)

    def _on_pointed(self, text: str) -> None:
        self.readout.setText(breakable_words(text) or self._hint)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint heading, sentence and chart into a box, for saving."""
        draw_titled(painter, box, self.chart, self.title.text(), self._hint)

    def _picture(self) -> Shown:
        size = QSize(PICTURE_WIDTH, max(self.chart.minimumHeight(), 300) + 100)
        return self.draw, size, self.title.text()


def draw_titled(painter: QPainter, box: QRectF, chart: Plot, title: str, said: str) -> None:
    """Paint a chart below its heading and its sentence, for saving."""
    flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    painter.setFont(font(BODY, bold=True))
    painter.setPen(QColor(chart.colours.ink))
    painter.drawText(QRectF(box.left(), box.top(), box.width(), HEADING), flags, title)
    painter.setFont(font(BODY))
    painter.setPen(QColor(chart.colours.muted))
    below = QRectF(box.left(), box.top() + HEADING, box.width(), SAID)
    painter.drawText(below, int(flags) | int(Qt.TextFlag.TextWordWrap), said)
    chart.draw(painter, box.adjusted(0, HEADING + SAID, 0, 0))


def link(text: str, act: Callable[[], None], tells: str = "") -> QPushButton:
    """Make a button that looks like a link; `tells` says in full what it does."""
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setAccessibleName(tells or text)
    button.clicked.connect(partial(_act, act))
    return button


def _act(act: Callable[[], None], _checked: bool = False) -> None:
    act()
