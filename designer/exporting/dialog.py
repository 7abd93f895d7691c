"""The export dialog: formats to the left, what will be saved to the right, made in a thread.

A preview is made anew whenever something is chosen; to save makes what was not made yet, shows how
far it is and can be cancelled. What takes a forecast waits for the window's where it is under way.
What goes wrong is one sentence, and nothing is left on the disk.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.exporting import work
from funnelcraft.designer.exporting.at_hand import ForecastAtHand
from funnelcraft.designer.exporting.format_list import FormatList
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.language_choice import LanguageChoice
from funnelcraft.designer.exporting.option_form import OptionForm
from funnelcraft.designer.exporting.preview import Preview
from funnelcraft.designer.exporting.previewing import Previewed, as_preview, note_of, previewed
from funnelcraft.designer.exporting.remembering import Remembered
from funnelcraft.designer.exporting.wish import Saved, Wish
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.roomy import RoomyButton
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Format, chosen_options, found
from funnelcraft.io.exports.paths import file_name

if TYPE_CHECKING:
    from funnelcraft.designer.dialogs import Dialogs
    from funnelcraft.designer.importing.jobs import Jobs
    from funnelcraft.io.exports.formats import Setting
    from funnelcraft.io.imports.progress import Progress

SOON = 200  # milliseconds after the last choice
LEAST = QSize(860, 560)


class ExportDialog(QDialog):
    """Asks for a format and its options, shows what comes out, and saves it.

    `wish_for(kind, options)` says what is exported, `told(sentence)` is called when it is saved.
    Nothing is asked of `jobs` by others while the dialog is open.
    """

    def __init__(
        self,
        palette: Palette,
        dialogs: "Dialogs",
        jobs: "Jobs",
        remembered: Remembered,
        forecast: ForecastAtHand,
        wish_for: "Callable[[Format, Mapping[str, Setting]], Wish]",
        told: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(LEAST)
        self._dialogs, self.jobs, self._told = dialogs, jobs, told
        self._remembered, self._wish_for = remembered, wish_for
        self._doing: Literal["", "preview", "save"] = ""
        self._waiting: Callable[[], None] | None = None  # for the forecast, with this
        self._path: Path | None = None  # to be written when the preview in work is made
        self._asked: Wish | None = None
        self._made: Previewed | None = None
        self._forecast = forecast
        self.formats = FormatList(all_formats(), palette)
        self.kind = all_formats()[0]
        self.options = OptionForm(self.kind, {})
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._make_preview)
        self._make_parts()
        self._lay_out()
        jobs.progressed.connect(self._on_progressed)
        jobs.finished.connect(self._on_finished)
        jobs.failed.connect(self._on_failed)
        forecast.progressed.connect(self._on_forecast_progressed)
        forecast.settled.connect(self._on_settled)
        self.finished.connect(self.preview.shut)
        self.formats.chosen.connect(self._on_chosen)
        self.formats.choose(remembered.format)
        self.formats.setFocus()

    def _make_parts(self) -> None:
        self.title = label("", "title")
        self.language = LanguageChoice(self._wish_for(self.kind, {}).funnel.language)
        self.language.currentIndexChanged.connect(self._on_changed)
        self.forecast_line = label("", "muted", wrap=True)
        self.preview = Preview()
        self.notice = label("", "error", wrap=True)
        self.notice.hide()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress of the export"))
        self.progress.hide()
        self.copy_button = QPushButton(_("Copy"))
        self.copy_button.clicked.connect(self._on_copy)
        self.save = RoomyButton(_("Save …"))  # bold, as the default
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        self.cancel = QPushButton(_("Close"))
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(0)
        for button in (self.copy_button, self.cancel, self.save):
            buttons.addWidget(button)
        self._right = QVBoxLayout()
        self._right.setSpacing(STEP)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.language)
        self._right.addLayout(head)
        self._right.addWidget(self.options)
        self._right.addWidget(self.forecast_line)
        self._right.addWidget(self.preview, 1)
        self._right.addWidget(self.notice)
        self._right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        row.setSpacing(STEP * 2)
        row.addWidget(self.formats)
        row.addLayout(self._right, 1)

    def set_colours(self, palette: Palette) -> None:
        """Show everything in another palette."""
        self.formats.set_colours(palette)

    # What is chosen

    def _on_chosen(self, name: str) -> None:
        self.kind = found(all_formats(), name)
        values = {**chosen_options(self.kind), **self._remembered.options(self.kind)}
        before, self.options = self.options, OptionForm(self.kind, values)
        self.options.changed.connect(self._on_changed)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.options.setSizePolicy(policy)
        self._right.replaceWidget(before, self.options)
        before.hide()
        before.deleteLater()
        self.options.setVisible(bool(self.kind.options))
        for one, other in pairwise((self.formats, self.language, *self.options.editors)):
            QWidget.setTabOrder(one, other)
        self.title.setText(self.kind.title)
        self._on_changed()

    def _on_changed(self, _at: int = 0) -> None:
        """Take another choice: what was made before no longer counts."""
        self.notice.hide()
        self._stop()
        self.copy_button.setVisible(False)
        self.preview.say(_("Making the preview …"))
        self._say_forecast()
        self._soon.start()

    def _say_forecast(self) -> None:
        said = self._forecast.sentence(self.kind)
        self.forecast_line.setText(said)
        self.forecast_line.setVisible(bool(said))

    def wish(self) -> Wish:
        """Return what would be saved now."""
        wish = self._wish_for(self.kind, self.options.values())
        return replace(wish, language=self.language.tag)

    def _stop(self) -> None:
        """Leave what is in work, or waited for."""
        self.jobs.stop()
        self._doing, self._waiting, self._path = "", None, None
        self.progress.hide()

    # The forecast

    def _with_forecast(self, go_on: Callable[[], None]) -> None:
        """Go on at once, or when the window has its forecast where one is needed and under way."""
        if self.kind.forecast == "none" or not self._forecast.is_under_way:
            go_on()
            return
        self._waiting = go_on
        if self._doing == "preview":
            self.preview.say(_("Waiting for the forecast …"))

    def _on_forecast_progressed(self, progress: "Progress") -> None:
        if self._waiting is not None:
            self._on_progressed(progress)

    def _on_settled(self) -> None:
        self._say_forecast()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    # The preview

    def _make_preview(self) -> None:
        self._doing = "preview"
        self._with_forecast(self._begin_preview)

    def _begin_preview(self) -> None:
        wish = self.wish()
        note, self._asked = note_of(wish), as_preview(wish)
        known = self._made.made if self._made and self._made.wish == self._asked else None
        self.preview.say(_("Making the preview …"))
        self.jobs.start(partial(previewed, self._asked, note, known))

    def _show(self, made: Previewed) -> None:
        self._made = made
        self.preview.show_look(made.look)
        self.copy_button.setVisible(self.preview.shows_text)

    def _on_copy(self) -> None:
        if self._made is not None and isinstance(self._made.made, bytes):
            QGuiApplication.clipboard().setText(self._made.made.decode("utf-8", "replace"))
            self.notice.hide()
            self._told(_("The text was copied."))

    # Saving

    def _on_save(self) -> None:
        wish = self.wish()
        path = self._ask_path(wish)
        if path is None:
            return
        self._soon.stop()
        self._enable(False)
        if self._doing == "preview" and self._waiting is None and self._asked == wish:
            self._path = path  # what is being made to be looked at is what will be saved
            return
        self._doing = "save"
        self._with_forecast(partial(self._begin_saving, path))

    def _begin_saving(self, path: Path) -> None:
        wish = self.wish()
        known = self._made.made if self._made is not None and self._made.wish == wish else None
        self._doing = "save"
        self.jobs.start(partial(work.make_and_write, wish, known, path))

    def _ask_path(self, wish: Wish) -> Path | None:
        folder = self._remembered.folder
        stem = file_name(Path(wish.file_name).stem)
        if wish.kind.is_folder:
            return self._dialogs.folder_to_make(_("Export"), folder, f"{stem}-{wish.kind.name}")
        kinds = f"{wish.kind.title} (*{wish.kind.suffix})"
        return self._dialogs.path_to_save(_("Export"), folder / f"{stem}{wish.kind.suffix}", kinds)

    def _enable(self, enabled: bool) -> None:
        for widget in (self.formats, self.language, self.options, self.save, self.copy_button):
            widget.setEnabled(enabled)
        self.cancel.setText(_("Close") if enabled else _("Cancel"))
        self.progress.setRange(0, 0 if not enabled else 1)
        self.progress.setVisible(not enabled)

    def _on_progressed(self, progress: "Progress") -> None:
        if self._doing and progress.total:
            self.progress.show()
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)
            if progress.what and self._doing == "preview":
                self.preview.say("\n".join((_("Making the preview …"), progress.what)))

    def _on_finished(self, result: object) -> None:
        path, self._path = self._path, None
        self._doing = ""
        if isinstance(result, Saved):
            self._enable(True)
            self._remembered.keep(self.kind, self.options.values(), result.path.parent)
            said = _("Saved {file}.").format(file=result.path.name)
            self._told(" ".join([said, *result.warnings]))
            self.accept()
        elif isinstance(result, Previewed):
            self.progress.setVisible(path is not None)
            self._show(result)
            if path is not None:
                self._begin_saving(path)

    def _on_failed(self, sentence: str) -> None:
        was_saving = self._doing == "save" or self._path is not None
        self._stop()
        if was_saving:
            self._enable(True)
        if not self.preview.is_there:
            self.preview.say(_("There is no preview."))
        self.notice.setText(sentence)
        self.notice.show()

    # Leaving

    def reject(self) -> None:
        """Cancel the saving in work; without one, close."""
        if self._doing == "save" or self._path is not None:
            self._stop()
            self._enable(True)
            self.notice.setText(_("The export was cancelled; nothing was saved."))
            self.notice.show()
            if not self.preview.is_there:
                self._soon.start()
            return
        self._soon.stop()
        self._stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what is in work, and close."""
        self._soon.stop()
        self._stop()
        super().closeEvent(event)
