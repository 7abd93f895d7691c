"""The full-screen view: page after page, by keys, clicks and numbers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.executive.page_view import Dots, PageView
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.deck.page import Deck

LIFE_SIZE = 900  # pixels of height from which on everything is larger
NUMBER_WAITS = 900  # milliseconds a digit waits for the next one

Keys = Qt.Key
FORWARD = ("Right", "Down", "PgDown", "N")
BACK = ("Left", "Up", "PgUp", "Backspace", "P")


class Presentation(QWidget):
    """Shows a deck. `closed()`; `save_wanted(format)`; `cancel_wanted()` while a file is made."""

    closed = Signal()
    save_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._deck: Deck | None = None
        self._at = 0
        self._digits = ""
        self._scale = 1.0
        self.setWindowTitle(_("Executive view"))
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = PageView(palette)
        self.dots = Dots(palette)
        self.said = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)  # how long a file takes is not known
        self.progress.setFixedWidth(120)
        self.progress.setTextVisible(False)
        self.cancel = self._button(_("Cancel"), self.cancel_wanted.emit)
        self.print_button = self._button(_("Print to PDF …"), self._on_print, "Ctrl+P")
        self.slides_button = self._button(_("Save slides …"), self._on_slides, "Ctrl+S")
        self.close_button = self._button(_("Close"), self._on_close, "Esc")
        self._lay_out()
        self._add_keys()
        self.view.stepped.connect(self.step)
        self.dots.chosen.connect(self.go_to)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(NUMBER_WAITS)
        self._waiting.timeout.connect(self._jump)
        self.show_work(False)

    def _button(self, text: str, act: Callable[[], None], keys: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(f"{text} ({keys})" if keys else text)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(STEP * 2, 0, STEP * 2, STEP)
        bar.setSpacing(STEP)
        bar.addWidget(self.dots)
        bar.addWidget(self.said, 1)
        for widget in (self.progress, self.cancel):
            bar.addWidget(widget)
        for button in (self.print_button, self.slides_button, self.close_button):
            bar.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.view, 1)
        whole.addLayout(bar)
        self.setFocusProxy(self.view)

    def _add_keys(self) -> None:
        """Let keys work wherever the focus is; a button would take arrows for itself."""
        acts: list[tuple[tuple[str, ...], Callable[[], None]]] = [
            (FORWARD, partial(self.step, 1)),
            (BACK, partial(self.step, -1)),
            (("Home",), partial(self.go_to, 0)),
            (("End",), self._on_last),
            (("Esc", "F5"), self._on_close),
            (("Ctrl+P",), self._on_print),
            (("Ctrl+S",), self._on_slides),
        ]
        for names, act in acts:
            for name in names:
                shortcut = QShortcut(QKeySequence(name), self)
                shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the line below grow with the page: a projector is looked at from afar."""
        super().resizeEvent(event)
        scale = max(self.height() / LIFE_SIZE, 1.0)
        if scale != self._scale:
            self._scale = scale
            self.dots.set_scale(scale)
            size = round(BODY * scale)
            self.setStyleSheet(f"QPushButton, QLabel {{ font-size: {size}px; }}")

    # What is shown

    @property
    def deck(self) -> Deck | None:
        """The deck that is shown."""
        return self._deck

    @property
    def at(self) -> int:
        """Which page is shown, from 0 on."""
        return self._at

    def show_deck(self, deck: Deck) -> None:
        """Show a deck; the same page stays in view."""
        self._deck = deck
        self.go_to(self._at)

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self.view.set_colours(palette)
        self.dots.set_colours(palette)

    def say(self, text: str) -> None:
        """Say something in the line below the page."""
        self.said.setText(text)

    def show_work(self, works: bool) -> None:
        """Show that a file is being made, and let it be cancelled."""
        self.progress.setVisible(works)
        self.cancel.setVisible(works)
        for button in (self.print_button, self.slides_button):
            button.setEnabled(not works)

    # Going through

    def step(self, by: int) -> None:
        """Go on or back by so many pages, no farther than there are."""
        self.go_to(self._at + by)

    def go_to(self, page: int) -> None:
        """Show a page, from 0 on; the nearest there is."""
        if self._deck is None:
            return
        pages = self._deck.pages
        self._at = min(max(page, 0), len(pages) - 1)
        self.view.show_page(pages[self._at], self._at + 1, len(pages))
        waiting = tuple(at for at, one in enumerate(pages) if one.preliminary)
        self.dots.show_place(self._at, len(pages), waiting)

    def _on_last(self) -> None:
        self.go_to(len(self._deck.pages) - 1 if self._deck else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by space, jump by a number."""
        text, pages = event.text(), len(self._deck.pages) if self._deck else 0
        if event.key() == Keys.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)
        elif len(text) == 1 and text in "0123456789":
            self._digits += text
            if int(self._digits) * 10 > pages:  # no further digit would lead to a page
                self._jump()
            else:
                self._waiting.start()
        elif event.key() in (Keys.Key_Return, Keys.Key_Enter):
            if self._digits:
                self._jump()
            else:
                self.step(1)
        else:
            super().keyPressEvent(event)

    def _jump(self) -> None:
        self._waiting.stop()
        digits, self._digits = self._digits, ""
        if digits and int(digits) > 0:
            self.go_to(int(digits) - 1)

    # Files and the end

    def _on_print(self) -> None:
        if self.print_button.isEnabled():
            self.save_wanted.emit("deck-pdf")

    def _on_slides(self) -> None:
        if self.slides_button.isEnabled():
            self.save_wanted.emit("deck-pptx")

    def _on_close(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the view is closed."""
        super().closeEvent(event)
        self._waiting.stop()
        self.closed.emit()
