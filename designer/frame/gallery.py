"""The templates as cards: a drawn thumbnail, a title, one line about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, CORNER, STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.templates import Template, template, templates

CARD = QSize(272, 236)
PICTURE = QSize(256, 144)
WORDS = CARD.width() - 3 * STEP  # pixels that title and description are wide at the most
GAP = 6  # between the two


class TemplateCard(QAbstractButton):
    """A template to click. Its picture is drawn when there is time."""

    def __init__(self, shown: Template, palette: Palette) -> None:
        super().__init__()
        self.template = shown
        self._colours = palette
        self._image: QImage | None = None
        self.setFixedSize(CARD)
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(shown.description)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self._image = None
        self.draw_picture()

    def draw_picture(self) -> None:
        """Draw the funnel's thumbnail."""
        from funnelcraft.designer.canvas.thumbnail import thumbnail

        if self._image is None:
            self._image = thumbnail(template(self.template.name), PICTURE, self._colours)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        colours = self._colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            lively = self.underMouse() or self.hasFocus()
            width = 2.0 if self.hasFocus() else 1.0
            painter.setPen(QPen(QColor(colours.accent if lively else colours.line), width))
            painter.setBrush(QColor(colours.panel))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER + 2, CORNER + 2
            )
            picture = QRectF(STEP, STEP, PICTURE.width(), PICTURE.height())
            path = QPainterPath()
            path.addRoundedRect(picture, CORNER - 2, CORNER - 2)
            painter.fillPath(path, QColor(colours.ground))
            if self._image is not None:
                painter.save()
                painter.setClipPath(path)
                painter.drawImage(picture, self._image)
                painter.restore()
            wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
            title = QRectF(STEP * 1.5, picture.bottom() + STEP, WORDS, self._title_height())
            painter.setPen(QColor(colours.ink))
            painter.setFont(font(BODY, bold=True))
            painter.drawText(title, wrap, self.template.title)
            painter.setPen(QColor(colours.muted))
            painter.setFont(font(BODY))
            about = QRectF(title.left(), title.bottom() + GAP, WORDS, self.height())
            painter.drawText(about, wrap, self.template.description)

    def wanted_height(self) -> int:
        """Return how high the card has to be for its picture and its words."""
        words = self._title_height() + GAP + _height(self.template.description, bold=False)
        return max(CARD.height(), STEP + PICTURE.height() + STEP + words + STEP + 4)

    def _title_height(self) -> int:
        return _height(self.template.title, bold=True)


def _height(text: str, *, bold: bool) -> int:
    """Return how high a text is where it breaks at the width of a card."""
    room = QRect(0, 0, WORDS, 1000)
    metrics = QFontMetrics(font(BODY, bold=bold))
    return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


class TemplateCards(QWidget):
    """All templates side by side. `chosen(name)` when one is clicked."""

    chosen = Signal(str)

    def __init__(self, palette: Palette, columns: int = 2) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(STEP * 2)
        self.cards: list[TemplateCard] = []
        for at, shown in enumerate(templates()):
            card = TemplateCard(shown, palette)
            card.clicked.connect(partial(self.chosen.emit, shown.name))
            grid.addWidget(card, at // columns, at % columns)
            self.cards.append(card)
        high = max(card.wanted_height() for card in self.cards)
        for card in self.cards:
            card.setFixedHeight(high)
        grid.setColumnStretch(columns, 1)
        self._drawing = QTimer(self)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_next)
        self._drawing.start()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        for card in self.cards:
            card.set_colours(palette)

    def _draw_next(self) -> None:
        """Draw one picture at a time: the window stays alive meanwhile."""
        waiting = next((card for card in self.cards if card._image is None), None)
        if waiting is None:
            self._drawing.stop()
        else:
            waiting.draw_picture()


class GalleryDialog(QDialog):
    """Asks which template to begin with."""

    def __init__(self, palette: Palette, parent: QWidget, take: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New from a template"))
        self._take = take
        self.cards = TemplateCards(palette)
        self.cards.chosen.connect(self._on_chosen)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # a card is what is to be chosen
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        column.setSpacing(STEP * 2)
        column.addWidget(label(_("Begin with a complete funnel and make it yours"), "title"))
        column.addWidget(self.cards)
        column.addWidget(buttons)

    def _on_chosen(self, name: str) -> None:
        self.accept()
        self._take(name)
