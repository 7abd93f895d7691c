"""One file to look at: as pages, a picture, sheets or text, or a word on why there is nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from funnelcraft.designer.exporting.looks import PagesLook, PictureLook, SheetsLook, TextLook
from funnelcraft.designer.exporting.page_viewer import PageViewer
from funnelcraft.designer.exporting.sheet_viewer import SheetViewer
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import SMALL, STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _


class FileViewer(QFrame):
    """Shows what there is to see of a file."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self.pages, self.sheets, self.text = PageViewer(), SheetViewer(), _reader()
        self.word = label("", "muted", wrap=True)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.views = QStackedWidget()
        for view in (self.word, self.pages, self.sheets, self.text):
            self.views.addWidget(view)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.views)

    @property
    def shown(self) -> QWidget | None:
        """The view that is shown."""
        return self.views.currentWidget()

    def say(self, word: str) -> None:
        """Show a word in place of the file."""
        self.word.setText(word)
        self._turn_to(self.word)

    def show_look(self, look: object) -> None:
        """Show a file as what it is."""
        match look:
            case PagesLook() | PictureLook():
                self._turn_to(self.pages)
                self.pages.show_look(look)
            case SheetsLook():
                self._turn_to(self.sheets)
                self.sheets.show_sheets(look)
            case TextLook(text, is_prose) if text:
                wraps = QTextEdit.LineWrapMode
                self.text.setLineWrapMode(wraps.WidgetWidth if is_prose else wraps.NoWrap)
                self.text.setPlainText(text)
                self._turn_to(self.text)
            case _:
                self.say(_("There is no preview of this format; its file can be saved."))

    def shut(self) -> None:
        """End the thread that draws pages."""
        self.pages.shut()

    def _turn_to(self, view: QWidget) -> None:
        """Show a view; an editor has a frame of its own."""
        set_role(self, "plain" if view is self.text else "inset")
        margin = STEP if view in (self.pages, self.word) else 0
        self._column.setContentsMargins(margin, margin, margin, margin)
        self.views.setCurrentWidget(view)


def _reader() -> QTextEdit:
    text = QTextEdit()
    text.setReadOnly(True)
    text.setAcceptRichText(False)
    text.setTabChangesFocus(True)
    text.setAccessibleName(_("Preview"))
    letters = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    letters.setPixelSize(SMALL + 1)
    text.setFont(letters)
    return text
