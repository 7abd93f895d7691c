"""The executive view of a window: opened, fed with the figures of its document, printed, closed."""

import queue
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, QTimer

from funnelcraft.designer.crash import log
from funnelcraft.designer.forecaster import engine_settings
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.executive.gatherer import Gatherer
    from funnelcraft.designer.executive.presentation import Presentation
    from funnelcraft.designer.executive.saving import DeckSaving
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.io.deck.evidence import Question

_LOOK = 15  # milliseconds between looks at the thread while it works
_SOON = 500  # milliseconds until work on a file is shown


class Executive(QObject):
    """Presents a window's document."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.view: Presentation | None = None
        self._gatherer: Gatherer | None = None
        self._saving: DeckSaving | None = None
        self._path: Path | None = None
        self._number = 0
        self.is_complete = False
        self._poll = QTimer(self)
        self._poll.setInterval(_LOOK)
        self._poll.timeout.connect(self._drain)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._show_work)
        window.document.changed.connect(self._on_changed)
        live = window.live
        for told in (live.totalled, live.refused, live.stopped, live.failed):
            told.connect(self._on_told)

    @property
    def is_open(self) -> bool:
        """Whether the view is shown."""
        return self.view is not None

    @property
    def is_saving(self) -> bool:
        """Whether a file is being made."""
        return self._saving is not None

    def present(self) -> None:
        """Show the view on the whole screen."""
        view = self.open()
        screen = self._window.screen()
        if screen is not None:  # without a window manager nobody else makes it as large
            view.setGeometry(screen.geometry())
        view.showFullScreen()
        view.activateWindow()
        view.view.setFocus()

    def open(self) -> "Presentation":
        """Return the view, made where there is none, and begin to fill it; it is not shown yet."""
        if self.view is not None:
            return self.view
        from funnelcraft.designer.executive.gatherer import Gatherer
        from funnelcraft.designer.executive.presentation import Presentation

        self.view = view = Presentation(self._window.theme.palette, self._window)
        view.closed.connect(self._on_closed)
        view.save_wanted.connect(self._on_save_wanted)
        view.cancel_wanted.connect(self._on_cancel)
        self._gatherer = Gatherer()
        self._ask()
        return view

    def _question(self) -> "Question":
        from funnelcraft.io.deck.evidence import Question

        document = self._window.document
        settings = engine_settings(self._window.live.options)
        name = document.path.name if document.path is not None else ""
        return Question(
            document.funnel, document.base, name, date.today(), settings, document.scenario
        )

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        if self.view is not None:
            self.view.set_colours(palette)

    def close(self) -> None:
        """End the view, its thread and what is being saved."""
        if self.view is not None:
            self.view.close()

    # Figures

    def _ask(self) -> None:
        if self._gatherer is None:
            return
        from funnelcraft.designer.executive.gatherer import Asked

        self._number += 1
        self.is_complete = False
        live = self._window.live
        self._gatherer.ask(Asked(self._number, self._question(), live.runs, live.is_busy))
        self._poll.start()
        self._say()

    def _on_changed(self, _before: object, _after: object) -> None:
        self._ask()

    def _on_told(self, _told: object = None) -> None:
        """Go on with the forecast's runs, or without them where it was stopped or refused."""
        self._ask()

    def _drain(self) -> None:
        from funnelcraft.designer.executive.gatherer import Failed

        while self._gatherer is not None and self.view is not None:
            try:
                event = self._gatherer.events.get_nowait()
            except queue.Empty:
                return
            if event.number != self._number:
                continue
            if isinstance(event, Failed):
                log().error("The executive view failed.\n%s", event.details)
                self._poll.stop()
                self.view.say(_("The figures could not be computed. The log has the details."))
                return
            self.view.show_deck(event.deck)
            self.is_complete = event.is_complete
            if event.is_complete:
                self._poll.stop()
                self._say()

    def _say(self) -> None:
        if self.view is not None:
            self.view.say("" if self.is_complete else _("Computing …"))

    # Files

    def _on_save_wanted(self, kind: str) -> None:
        from funnelcraft.designer.executive.saving import DeckSaving
        from funnelcraft.io.deck.rendering import DeckFormat

        view = self.view
        if view is None or view.deck is None or self._saving is not None:
            return
        path = self._asked_path(kind)
        if path is None or self.view is None:
            return
        formats: dict[str, DeckFormat] = {one: one for one in get_args(DeckFormat)}
        self._path = path
        self._saving = DeckSaving(view.deck, formats[kind], path)
        self._saving.setParent(self)
        self._saving.ended.connect(self._on_ended)
        self._saving.start()
        self._soon.start()

    def _asked_path(self, kind: str) -> Path | None:
        window = self._window
        document = window.document
        folder = document.path.parent if document.path else Path.home()
        stem = document.path.stem if document.path else "funnel"
        if kind == "deck-pdf":
            title, kinds, ending = _("Print to PDF"), _("Document (*.pdf)"), "pdf"
        else:
            title, kinds, ending = _("Save slides"), _("Presentation (*.pptx)"), "pptx"
        return window.dialogs.path_to_save(title, folder / f"{stem}.{ending}", kinds)

    def _show_work(self) -> None:
        if self.view is not None and self._saving is not None:
            self.view.show_work(True)

    def _on_ended(self, problem: str) -> None:
        self._end_saving()
        if self.view is not None:
            saved = _("Saved {file}.").format(file=self._path.name if self._path else "")
            self.view.say(problem or saved)

    def _on_cancel(self) -> None:
        self._end_saving()
        if self.view is not None:
            self.view.say(_("Cancelled: no file was written."))

    def _end_saving(self) -> None:
        self._soon.stop()
        if self._saving is not None:
            self._saving.cancel()
            self._saving.deleteLater()
            self._saving = None
        if self.view is not None:
            self.view.show_work(False)

    def _on_closed(self) -> None:
        self._end_saving()
        self._poll.stop()
        if self._gatherer is not None:
            self._gatherer.close()
            self._gatherer = None
        if self.view is not None:
            self.view.deleteLater()
            self.view = None
        if self._window.isVisible():
            self._window.activateWindow()  # not every desktop gives the keys back by itself
