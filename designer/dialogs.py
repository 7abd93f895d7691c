"""The questions the window asks. Tests answer them without a window on the screen."""

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.endings import ENDINGS

WIDEST_TEXT = 400  # pixels of a line in a question, more where the desktop wants it

Unsaved = Literal["save", "discard", "cancel"]
Changed = Literal["overwrite", "save_as", "cancel"]


def funnel_files() -> str:
    """Return the filter of file dialogs for documents."""
    return _("Funnels (*.funnel)")


def openable_files() -> str:
    """Return the filters of file dialogs for what can be opened: documents and diagrams."""
    diagrams = " ".join(f"*{ending}" for ending in ENDINGS)
    both = _("Funnels and diagrams ({endings})").format(endings=f"*.funnel {diagrams}")
    return ";;".join((both, funnel_files(), _("Diagrams ({endings})").format(endings=diagrams)))


class Dialogs:
    """Asks through dialogs of the desktop."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def path_to_open(self, folder: Path) -> Path | None:
        """Ask which file to open."""
        name, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Open a funnel"), str(folder), openable_files()
        )
        return Path(name) if name else None

    def path_to_compare(self, folder: Path) -> Path | None:
        """Ask which file to compare with; it is only read."""
        name, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Compare with a funnel"), str(folder), funnel_files()
        )
        return Path(name) if name else None

    def exports_to_open(self, folder: Path) -> tuple[Path, ...]:
        """Ask which files of a CRM's export to import."""
        endings = "*.csv *.tsv *.tab *.txt *.xlsx *.xlsm *.parquet *.pq *.xes *.gz"
        kinds = ";;".join((_("Exports ({endings})").format(endings=endings), _("All files (*)")))
        names, _kind = QFileDialog.getOpenFileNames(
            self._parent, _("Import a CRM export"), str(folder), kinds
        )
        return tuple(Path(name) for name in names)

    def leads_to_open(self, folder: Path) -> Path | None:
        """Ask which table of leads to judge."""
        endings = "*.csv *.tsv *.tab *.txt *.xlsx *.xlsm *.parquet *.pq *.gz"
        kinds = ";;".join((_("Tables ({endings})").format(endings=endings), _("All files (*)")))
        name, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Judge a table of leads"), str(folder), kinds
        )
        return Path(name) if name else None

    def export_folder(self, folder: Path) -> Path | None:
        """Ask in which folder an export's tables are."""
        name = QFileDialog.getExistingDirectory(self._parent, _("Import a CRM export"), str(folder))
        return Path(name) if name else None

    def choose_export_again(self, files: str) -> bool:
        """Ask whether to choose the export again: the document keeps figures, not leads."""
        return self._agrees(
            _("A backtest needs every lead: choose {files} again.").format(files=files),
            _("The document keeps the figures that were measured, not the leads."),
            _("Choose …"),
        )

    def leave_import(self) -> bool:
        """Ask whether to leave the import although something was corrected."""
        return self._agrees(
            _("Leave the import?"),
            _("What you corrected is lost. The document stays as it is."),
            _("Leave"),
            _("Go on"),
        )

    def path_to_save(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Ask where to save; an ending the user left out is added."""
        # Over the window that is in use: one that fills the screen would hide the dialog.
        over = QApplication.activeWindow() or self._parent
        name, kind = QFileDialog.getSaveFileName(over, title, str(suggested), kinds)
        if not name:
            return None
        path = Path(name)
        if not path.suffix:
            endings = kind.partition("*")[2].partition(")")[0]
            path = path.with_name(path.name + (endings or suggested.suffix))
        return path

    def folder_to_make(self, title: str, parent: Path, name: str) -> Path | None:
        """Ask where a new folder of a name goes; a number is added where there is one already."""
        chosen = QFileDialog.getExistingDirectory(self._parent, title, str(parent))
        if not chosen:
            return None
        found = Path(chosen) / name
        number = 2
        while found.exists():
            found = Path(chosen) / f"{name}-{number}"
            number += 1
        return found

    def unsaved(self, title: str) -> Unsaved:
        """Ask what to do with changes that are not saved."""
        buttons = QMessageBox.StandardButton
        box = self._box(
            _("Save the changes to “{title}”?").format(title=title),
            _("Without saving they are lost."),
        )
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answers: dict[int, Unsaved] = {buttons.Save.value: "save", buttons.Discard.value: "discard"}
        return answers.get(box.exec(), "cancel")

    def changed_on_disk(self, name: str) -> Changed:
        """Ask what to do where somebody else has changed the file."""
        box = self._box(
            _("“{name}” was changed by somebody else since you opened it.").format(name=name),
            _("Saving over it would undo their work."),
        )
        save_as = box.addButton(_("Save under another name …"), QMessageBox.ButtonRole.AcceptRole)
        over = box.addButton(_("Save over it"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save_as)
        box.exec()
        chosen = box.clickedButton()
        if chosen is over:
            return "overwrite"
        return "save_as" if chosen is save_as else "cancel"

    def view_locked(self, name: str, holder: str) -> bool:
        """Ask whether to view a file that somebody else has open."""
        return self._agrees(
            _("“{name}” is open elsewhere: {holder}.").format(name=name, holder=holder),
            _("You can view it. To edit it, save it under another name."),
            _("View only"),
        )

    def overwrite_repaired(self, name: str) -> bool:
        """Ask whether to save a repaired document over the file it was read from."""
        return self._agrees(
            _("“{name}” was repaired when it was opened.").format(name=name),
            _("Saving replaces the file by the repaired version. The old one stays as .bak."),
            _("Save the repaired version"),
        )

    def new_role(self) -> tuple[str, str] | None:
        """Ask for a role's name and department."""
        dialog = RoleDialog(self._parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        return dialog.answer()

    def scenario_name(self, title: str, suggested: str, taken: Collection[str]) -> str | None:
        """Ask for the name of a scenario, unlike those that are taken."""
        dialog = NameDialog(self._parent, title, suggested, taken)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        return dialog.answer()

    def tell(self, title: str, text: str) -> None:
        """Show a text to read."""
        box = self._box(title, text)
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.exec()

    def _agrees(self, sentence: str, more: str, do: str, stay: str = "") -> bool:
        """Ask whether to do something, by a button that says it; `stay` is said for Cancel."""
        box = self._box(sentence, more)
        agreed = box.addButton(do, QMessageBox.ButtonRole.AcceptRole)
        if stay:
            box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
        else:
            box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is agreed

    def _box(self, sentence: str, more: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("Funnelcraft"))
        box.setText(sentence)
        box.setInformativeText(more)
        for text in box.findChildren(type(label(""))):
            text.setTextFormat(Qt.TextFormat.PlainText)
            # Else a box with a short first sentence breaks the second into many lines.
            whole = text.fontMetrics().horizontalAdvance(text.text())
            text.setMinimumWidth(min(whole, WIDEST_TEXT))
        return box


class RoleDialog(QDialog):
    """Asks for a role: who it is, and which department it belongs to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New role"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Inside Sales"))
        self.name.setAccessibleName(_("Name of the role"))
        self.department = Choice()
        self.department.setAccessibleName(_("Department"))
        for value, text in (("marketing", _("Marketing")), ("sales", _("Sales"))):
            self.department.addItem(text, value)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setEnabled(False)
        self.name.textChanged.connect(self._on_typed)
        form = QFormLayout(self)
        form.addRow(label(_("Name")), self.name)
        form.addRow(label(_("Department")), self.department)
        form.addRow(self.buttons)

    def answer(self) -> tuple[str, str]:
        """Return name and department."""
        return " ".join(self.name.text().split()), str(self.department.currentData())

    def _on_typed(self, text: str) -> None:
        self._ok.setEnabled(bool(text.strip()))


class NameDialog(QDialog):
    """Asks for the name of a scenario. A name that is taken, in any case, cannot be given."""

    def __init__(
        self, parent: QWidget, title: str, suggested: str, taken: Collection[str] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._taken = {bare_name(name) for name in taken}
        self.name = QLineEdit(suggested)
        self.name.setAccessibleName(_("Name of the scenario"))
        self.name.setMinimumWidth(320)
        self.name.setMaxLength(200)
        self.problem = label("", "error", wrap=True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.name.textChanged.connect(self._on_typed)
        form = QFormLayout(self)
        form.addRow(label(_("Name")), self.name)
        form.addRow(self.problem)
        form.addRow(
            label(
                _("Name what it tries: “Two more reps”, “Threshold 70”, “Fair in March”."), "muted"
            )
        )
        form.addRow(self.buttons)
        self.name.selectAll()
        self._on_typed(suggested)

    def answer(self) -> str:
        """Return the name."""
        return " ".join(self.name.text().split())

    def _on_typed(self, text: str) -> None:
        is_taken = bare_name(text) in self._taken
        self._ok.setEnabled(bool(text.strip()) and not is_taken)
        name = " ".join(text.split())
        self.problem.setText(
            _("There is a scenario “{name}”.").format(name=name) if is_taken else ""
        )
        self.problem.setVisible(is_taken)


def bare_name(name: str) -> str:
    """Return a name as names are compared: `Two  MORE reps` and `two more reps` are one."""
    return " ".join(name.casefold().split())
