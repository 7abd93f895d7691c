"""The export dialog: formats to the left, what will be saved to the right, made in a thread.

A preview is made anew whenever something is chosen; to save makes what was not made yet, shows how
far it is and can be cancelled. What goes wrong is one sentence, and nothing is left on the disk.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
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
from funnelcraft.designer.exporting.format_list import FormatList
from funnelcraft.designer.exporting.formats import PICTURES, all_formats
from funnelcraft.designer.exporting.option_form import OptionForm
from funnelcraft.designer.exporting.preview import Preview
from funnelcraft.designer.exporting.remembering import Remembered
from funnelcraft.designer.exporting.work import Saved, Wish
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Format, Made, chosen_options, found
from funnelcraft.io.exports.paths import file_name

if TYPE_CHECKING:
    from funnelcraft.designer.dialogs import Dialogs
    from funnelcraft.designer.importing.jobs import Jobs
    from funnelcraft.io.exports.formats import Setting
    from funnelcraft.io.imports.progress import Progress

SOON = 200  # milliseconds after the last choice
LEAST = QSize(860, 560)
_PREVIEWED = "png"  # all pictures show the same drawing


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
        self._made: tuple[Wish, Made] | None = None
        self._previewed: Wish | None = None
        self.formats = FormatList(all_formats(), palette)
        self.kind = found(all_formats(), _PREVIEWED)
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
        self.formats.chosen.connect(self._on_chosen)
        self.formats.choose(remembered.format)
        self.formats.setFocus()

    def _make_parts(self) -> None:
        self.title = label("", "title")
        self.preview = Preview()
        self.notice = label("", "error", wrap=True)
        self.notice.hide()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress of the export"))
        self.progress.hide()
        self.copy_button = QPushButton(_("Copy"))
        self.copy_button.clicked.connect(self._on_copy)
        self.save = QPushButton(_("Save …"))
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
        self._right.addWidget(self.title)
        self._right.addWidget(self.options)
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
        QWidget.setTabOrder(self.formats, self.options)
        self.title.setText(self.kind.title)
        self._on_changed()

    def _on_changed(self) -> None:
        """Take another choice: what was made before no longer counts."""
        self.notice.hide()
        self.jobs.stop()
        self._doing = ""
        self.copy_button.setVisible(False)
        self.preview.say(_("Making the preview …"))
        self._soon.start()

    def wish(self) -> Wish:
        """Return what would be saved now."""
        return self._wish_for(self.kind, self.options.values())

    # The preview

    def _make_preview(self) -> None:
        wish = self.wish()
        self._previewed = wish
        if wish.kind.group == "picture":
            wish = _as_preview(wish)
        wish = replace(wish, kind=wish.kind.as_preview())
        if self._made is not None and self._made[0] == wish:
            self._show(self._made[1])
            return
        self._doing = "preview"
        self._asked = wish
        self.jobs.start(partial(work.make, wish))

    def _show(self, result: Made) -> None:
        self.preview.show_made(result)
        is_text = self.preview.pages.currentWidget() is self.preview.text
        self.copy_button.setVisible(is_text and isinstance(result, bytes))

    def _on_copy(self) -> None:
        if self._made is not None:
            QGuiApplication.clipboard().setText(work.describe(self._made[1]))
            self.notice.hide()
            self._told(_("The text was copied."))

    # Saving

    def _on_save(self) -> None:
        wish = self.wish()
        path = self._ask_path(wish)
        if path is None:
            return
        self._soon.stop()
        known = self._made[1] if self._made is not None and self._made[0] == wish else None
        self._doing = "save"
        self._enable(False)
        self.jobs.start(partial(work.make_and_write, wish, known, path))

    def _ask_path(self, wish: Wish) -> Path | None:
        folder = self._remembered.folder
        stem = file_name(Path(wish.file_name).stem)
        if wish.kind.is_folder:
            return self._dialogs.folder_to_make(_("Export"), folder, f"{stem}-{wish.kind.name}")
        kinds = f"{wish.kind.title} (*{wish.kind.suffix})"
        return self._dialogs.path_to_save(_("Export"), folder / f"{stem}{wish.kind.suffix}", kinds)

    def _enable(self, enabled: bool) -> None:
        for widget in (self.formats, self.options, self.save, self.copy_button):
            widget.setEnabled(enabled)
        self.cancel.setText(_("Close") if enabled else _("Cancel"))
        self.progress.setRange(0, 0 if not enabled else 1)
        self.progress.setVisible(not enabled)

    def _on_progressed(self, progress: "Progress") -> None:
        if self._doing == "save" and progress.total:
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)

    def _on_finished(self, result: object) -> None:
        doing, self._doing = self._doing, ""
        if doing == "save" and isinstance(result, Saved):
            self._enable(True)
            self._remembered.keep(self.kind, self.options.values(), result.path.parent)
            said = _("Saved {file}.").format(file=result.path.name)
            self._told(" ".join([said, *result.warnings]))
            self.accept()
        elif doing == "preview" and isinstance(result, bytes | dict):
            self._made = (self._asked, result)
            self._show(result)

    def _on_failed(self, sentence: str) -> None:
        doing, self._doing = self._doing, ""
        if doing == "save":
            self._enable(True)
        else:
            self.preview.say(_("There is no preview."))
        self.notice.setText(sentence)
        self.notice.show()

    # Leaving

    def reject(self) -> None:
        """Cancel the saving in work; without one, close."""
        if self._doing == "save":
            self.jobs.stop()
            self._doing = ""
            self._enable(True)
            self.notice.setText(_("The export was cancelled; nothing was saved."))
            self.notice.show()
            return
        self._soon.stop()
        self.jobs.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what is in work, and close."""
        self._soon.stop()
        self.jobs.stop()
        super().closeEvent(event)


def _as_preview(wish: Wish) -> Wish:
    """Return the same drawing as a picture that can be shown."""
    kind = found(PICTURES, _PREVIEWED)
    known = {option.name for option in kind.options}
    options = {name: value for name, value in wish.options.items() if name in known}
    return replace(wish, kind=kind, options={**chosen_options(kind), **options, "scale": "small"})
