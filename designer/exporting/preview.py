"""What will be saved, shown: a picture, or the text."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from funnelcraft.designer.exporting.work import describe
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import SMALL, STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, number
from funnelcraft.io.exports import Made

MOST_TEXT = 60_000  # characters shown; the file holds all


class Preview(QFrame):
    """A picture, a text, or a word on why there is neither."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self.setAccessibleName(_("Preview"))
        self.picture = _Picture()
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Preview"))
        letters = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        letters.setPixelSize(SMALL + 1)
        self.text.setFont(letters)
        self.word = label("", "muted", wrap=True)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        for page in (self.word, self.picture, self.text):
            self.pages.addWidget(page)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.pages)

    def say(self, word: str) -> None:
        """Show a word in place of a preview."""
        self.word.setText(word)
        self._turn_to(self.word)

    def show_made(self, result: Made) -> None:
        """Show a made export as what it is."""
        image = QImage() if isinstance(result, dict) else QImage.fromData(result)
        if not image.isNull():
            self.picture.show_image(image)
            self._turn_to(self.picture)
            return
        text = describe(result)
        if not text:
            self.say(_("There is no preview of this format; its file can be saved."))
            return
        if len(text) > MOST_TEXT:
            left = number(len(text) - MOST_TEXT)
            text = text[:MOST_TEXT] + "\n" + _("… and {n} characters more").format(n=left)
        self.text.setPlainText(text)
        self._turn_to(self.text)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; an editor has a frame of its own."""
        set_role(self, "plain" if page is self.text else "inset")
        margin = 0 if page is self.text else STEP
        self._column.setContentsMargins(margin, margin, margin, margin)
        self.pages.setCurrentWidget(page)


class _Picture(QWidget):
    """An image, whole and as large as there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._shown = QImage()  # as large as there is room for
        self.setMinimumSize(200, 160)
        self.setAccessibleName(_("Preview"))

    def show_image(self, image: QImage) -> None:
        """Show an image."""
        self._image, self._shown = image, QImage()
        self.setAccessibleDescription(
            _("A picture of {width} by {height} pixels").format(
                width=number(image.width()), height=number(image.height())
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image."""
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        size = self._image.size().scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio)
        if self._shown.size() != size:  # a painter that makes it smaller drops pixels
            smooth = Qt.TransformationMode.SmoothTransformation
            self._shown = self._image.scaled(size, mode=smooth)
            self._shown.setDevicePixelRatio(ratio)
        left = (self.width() - size.width() / ratio) / 2
        top = (self.height() - size.height() / ratio) / 2
        with QPainter(self) as painter:
            painter.drawImage(QPointF(left, top), self._shown)
