"""Asks what a film shows and where it goes, and shoots it."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from funnelcraft.designer.canvas.play.bar import SPEEDS
from funnelcraft.designer.canvas.play.film import RATES, WIDTHS, Cut, Film, cut_problem
from funnelcraft.designer.canvas.play.shooting import Shooting
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.designer.canvas.play.words import run_line, speed_line
from funnelcraft.designer.inspector.writing import typed_day
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, ngettext, number

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.simulation.forecast import Replay

_FIRST_FILM = 90  # days a film shows unless more is asked for


class FilmDialog(QDialog):
    """A film of a replay: what, how large, how fast, from when to when."""

    def __init__(
        self, window: "MainWindow", replay: "Replay", days_a_second: float, day: int
    ) -> None:
        super().__init__(window)
        self._window, self._replay = window, replay
        self.shooting: Shooting | None = None
        self._began = 0.0
        self.setWindowTitle(_("Save as film"))
        self._make_fields(days_a_second, day)
        self._lay_out()
        self._update()

    def _make_fields(self, days_a_second: float, day: int) -> None:
        self.kind = _choice(
            _("Kind"),
            [("gif", _("Animated picture (GIF)")), ("png", _("Folder of pictures (PNG)"))],
        )
        sizes = [(wide, _("{n} pixels wide").format(n=number(wide))) for wide in WIDTHS]
        self.wide = _choice(_("Size"), sizes, 1280)
        self.speed = _choice(
            _("Speed"), [(days, speed_line(days)) for days in SPEEDS], days_a_second
        )
        rates = [(rate, _("{n} frames/s").format(n=number(rate))) for rate in RATES]
        self.rate = _choice(_("Smoothness"), rates, 20)
        last = self._replay.days - 1
        first = day if day + 1 < last else 0
        self.first = _date_field(_("From"), self._replay.date_of(first))
        self.last = _date_field(_("Until"), self._replay.date_of(min(first + _FIRST_FILM, last)))
        for choice in (self.kind, self.wide, self.speed, self.rate):
            choice.currentIndexChanged.connect(self._on_changed)
        for field in (self.first, self.last):
            field.textChanged.connect(self._on_changed)
        self.note = label("", "muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress of the film"))
        self.save = QPushButton(_("Save …"))
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(STEP)
        for text, field in (
            (_("Kind"), self.kind),
            (_("Size"), self.wide),
            (_("Speed"), self.speed),
            (_("Smoothness"), self.rate),
            (_("From"), self.first),
            (_("Until"), self.last),
        ):
            form.addRow(label(text, "label"), field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP * 2)
        column.addWidget(label(f"{run_line(self._replay)}.", wrap=True))
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.setMinimumWidth(400)
        self.progress.hide()

    # What is chosen

    def cut(self) -> Cut | None:
        """Return what is to be filmed; None where a date can't be read."""
        days = [self._day_of(field) for field in (self.first, self.last)]
        if days[0] is None or days[1] is None:
            return None
        return Cut(
            days[0],
            days[1],
            float(self.speed.currentData()),
            int(self.rate.currentData()),
            int(self.wide.currentData()),
        )

    def _day_of(self, field: QLineEdit) -> int | None:
        try:
            return (typed_day(field.text()) - self._replay.start).days
        except ValueError:
            return None

    def _on_changed(self, _to: object) -> None:
        self._update()

    def _update(self) -> None:
        """Say how long the film will be, or what is wrong."""
        cut = self.cut()
        if cut is None:
            problem = _("Write dates as year-month-day: {example}.").format(
                example=self._replay.start.isoformat()
            )
        else:
            problem = cut_problem(cut, self._replay.days)
        self.save.setEnabled(not problem)
        if problem or cut is None:
            self.note.setText(problem)
            return
        seconds = max(1, round(cut.frames / cut.frames_a_second))
        self.note.setText(
            ngettext(
                "{frames} frames, {seconds} second.", "{frames} frames, {seconds} seconds.", seconds
            ).format(frames=number(cut.frames), seconds=number(seconds))
        )

    # Shooting

    def _on_save(self) -> None:
        cut = self.cut()
        if cut is None:
            return
        is_gif = self.kind.currentData() == "gif"
        path = self._ask_path(is_gif)
        if path is not None:
            self.shoot(path, cut)

    def _ask_path(self, is_gif: bool) -> Path | None:
        document = self._window.document
        folder = document.path.parent if document.path else Path.home()
        stem = document.path.stem if document.path else "funnel"
        if not is_gif:
            return self._window.dialogs.folder_to_make(_("Save as film"), folder, f"{stem}-film")
        suggested = folder / f"{stem}-film.gif"
        kinds = _("Animated picture (*.gif)")
        return self._window.dialogs.path_to_save(_("Save as film"), suggested, kinds)

    def shoot(self, path: Path, cut: Cut) -> None:
        """Write a film; the dialog stays and shows how far it is."""
        window = self._window
        theatre = Theatre(
            window.document.funnel, window.theme.palette, self._replay, window.canvas.canvas.plan
        )
        film = Film(theatre, cut, window.document.funnel.currency)
        self._began = time.monotonic()
        self.progress.setRange(0, cut.frames)
        self.progress.setValue(0)
        self.progress.show()
        self._enable(False)
        self._path = path
        self.shooting = Shooting(path, film)
        self.shooting.progressed.connect(self._on_progressed)
        self.shooting.finished.connect(self._on_finished)
        self.shooting.failed.connect(self._on_failed)
        self.shooting.cancelled.connect(self._on_cancelled)
        self.shooting.start()

    def _enable(self, enabled: bool) -> None:
        fields = (self.kind, self.wide, self.speed, self.rate, self.first, self.last, self.save)
        for field in fields:
            field.setEnabled(enabled)

    def _on_progressed(self, frames: int) -> None:
        self.progress.setValue(frames)
        passed = time.monotonic() - self._began
        left = passed / frames * (self.progress.maximum() - frames)
        if passed > 1.0:
            text = _("{n} s left").format(n=number(max(1, round(left))))
            self.note.setText(text)

    def _on_finished(self) -> None:
        self._end()
        self._window.status.say(_("Saved {file}.").format(file=self._path.name))
        self.accept()

    def _on_failed(self, sentence: str) -> None:
        self._end()
        self._enable(True)
        self.note.setText(sentence)

    def _on_cancelled(self) -> None:
        self._end()
        self._window.status.say(_("The film was cancelled; nothing was saved."))
        super().reject()

    def _end(self) -> None:
        if self.shooting is not None:
            self.shooting.wait()
            self.shooting.deleteLater()
            self.shooting = None
        self.progress.hide()

    def reject(self) -> None:
        """Cancel the film in work; without one, close."""
        if self.shooting is not None:
            self.shooting.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel the film in work and stay until it has ended."""
        if self.shooting is not None:
            self.shooting.cancel()
            event.ignore()
        else:
            super().closeEvent(event)


def _choice(name: str, options: Sequence[tuple[Any, str]], chosen: Any = None) -> Choice:
    """Make a list of values with their wording."""
    made = Choice()
    made.setAccessibleName(name)
    for value, text in options:
        made.addItem(text, value)
        if value == chosen:
            made.setCurrentIndex(made.count() - 1)
    return made


def _date_field(name: str, value: date) -> QLineEdit:
    made = QLineEdit(value.isoformat())
    made.setAccessibleName(name)
    return made
